/** @file What a reward model says of held-out pairs, task by task, and the card that tells it. */

import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { dice } from "../core/random.ts";
import { correlation } from "../core/statistics.ts";
import type { FitReport, LabelledPair, Rate, Task } from "../core/types.ts";
import { gold } from "../feedback/gold.ts";
import { readCheckpoint } from "../models/checkpoint.ts";
import { LlamaPolicy } from "../models/policy.ts";
import { LlamaReward } from "../models/reward.ts";
import { readReward } from "../models/reward-files.ts";
import { tasks } from "../tasks/index.ts";
import { percent } from "./card-text.ts";
import { folderSource } from "./files.ts";
import { labelled } from "./pretrain-reward.ts";

export type RewardTaskCard = {
  readonly task: string;
  /** Agreement with gold on held-out pairs of the base model's answers; ties are left out. */
  readonly accuracy: Rate;
  /** Mean margin of the better answer, raw. */
  readonly margin: number;
  /** Expected calibration error. */
  readonly ece: number;
  /** Correlation of the score, and of gold, with the number of tokens. */
  readonly length: { readonly proxy: number; readonly gold: number };
};

export type RewardCardOptions = {
  readonly model: string;
  readonly base: string;
  /** Held-out pairs of each task. */
  readonly pairs: number;
  readonly seed: number;
  readonly say: (line: string, last?: boolean) => void;
};

/** Measures the reward model in `model`; writes its card.json and README.md. */
export async function rewardCard(options: RewardCardOptions): Promise<readonly RewardTaskCard[]> {
  const { model, base, pairs, say } = options;
  const random = dice(options.seed);
  const { checkpoint, scales } = await readReward(folderSource(model));
  const policy = await LlamaPolicy.create(await readCheckpoint(folderSource(base)));
  const cards: RewardTaskCard[] = [];
  for (const task of Object.values(tasks) as Task[]) {
    say(`${task.name}: drawing ${pairs} pairs`, true);
    const held = await labelled(policy, task, "heldout", pairs, random);
    const reward = await LlamaReward.create(checkpoint, scales[task.id]);
    cards.push(await measured(task, reward, held));
    reward.dispose();
  }
  const figures = { model, pairs, seed: options.seed, cards };
  await writeFile(join(model, "card.json"), `${JSON.stringify(figures, null, 2)}\n`);
  await writeFile(join(model, "README.md"), text(options, cards));
  return cards;
}

async function measured(
  task: Task,
  reward: LlamaReward,
  held: readonly LabelledPair[],
): Promise<RewardTaskCard> {
  const { accuracy, margin, ece } = await reward.measure(held);
  const prompts = held.map(({ prompt }) => prompt);
  const answers = held.map(({ chosen, rejected }) => [chosen, rejected]);
  const scores = (await reward.scoreAll(prompts, answers)).flat();
  const truth = (await gold(task).scoreAll(prompts, answers)).flat();
  const tokens = answers.flat().map((answer) => answer.tokens.length);
  const length = {
    proxy: correlation(scores, tokens) ?? 0,
    gold: correlation(truth, tokens) ?? 0,
  };
  return { task: task.id, ...whole({ accuracy, margin, ece }), length };
}

/** There were held-out pairs, so there are measures. */
function whole(measures: Pick<FitReport, "accuracy" | "margin" | "ece">) {
  const { accuracy, margin, ece } = measures;
  return { accuracy: accuracy!, margin: margin!, ece: ece! };
}

const ROWS: readonly (readonly [string, (card: RewardTaskCard) => string])[] = [
  ["held-out pairs", (c) => String(c.accuracy.n)],
  ["ordered as gold orders them", (c) => percent(c.accuracy)],
  ["mean margin", (c) => c.margin.toFixed(2)],
  ["expected calibration error", (c) => c.ece.toFixed(3)],
  ["correlation of the score with length", (c) => c.length.proxy.toFixed(2)],
  ["correlation of gold with length", (c) => c.length.gold.toFixed(2)],
];

function text(options: RewardCardOptions, cards: readonly RewardTaskCard[]): string {
  return `---
license: mit
library_name: transformers
pipeline_tag: text-classification
---

# tilt-1m-reward

The trunk of tilt-1m with a scalar head at the last token (\`LlamaForSequenceClassification\`), trained
by Bradley–Terry for one epoch on pairs of tilt-1m's own answers that the tasks' gold rewards had
labelled without noise; pairs that gold cannot tell apart were left out:

\`\`\`sh
npm run tilt -- pretrain --what reward
\`\`\`

\`config.json\` holds, for each task, the mean and the standard deviation of its raw score on samples of
tilt-1m, under \`reward_normalisation\`. It is a proxy on purpose: it can be over-optimised, and
watching that happen is what it is for.

## What it does

\`npm run tilt -- card --what reward --samples ${options.pairs}\` (seed ${options.seed}), shares with Wilson 95 % intervals.

| | ${cards.map(({ task }) => task).join(" | ")} |
|---|${cards.map(() => "---").join("|")}|
${ROWS.map(([name, cell]) => `| ${name} | ${cards.map(cell).join(" | ")} |`).join("\n")}
`;
}
