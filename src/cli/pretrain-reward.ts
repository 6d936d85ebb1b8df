/** @file The bundled reward model: the base model's trunk, on pairs labelled by the gold reward. */

import { labelledPairs, laps } from "../core/fitting.ts";
import { dice } from "../core/random.ts";
import { gold } from "../feedback/gold.ts";
import { flippingRater } from "../feedback/simulated.ts";
import type { Dice, FitReport, LabelledPair, Task } from "../core/types.ts";
import { readCheckpoint } from "../models/checkpoint.ts";
import { LlamaPolicy } from "../models/policy.ts";
import { writeReward } from "../models/reward-files.ts";
import { LlamaReward, type Normalisation } from "../models/reward.ts";
import { tasks } from "../tasks/index.ts";
import { folderSource, writeFolder } from "./files.ts";

export type RewardTraining = {
  /** Folder of the base model. */
  readonly base: string;
  readonly out: string;
  /** Labelled pairs of each task. */
  readonly pairs: number;
  readonly seed: number;
  readonly say: (line: string, last?: boolean) => void;
};

/** Held-out pairs of each task, to measure on. */
const HELD_OUT = 300;

/** Samples, labels, fits one epoch, sets a scale for each task, writes. Returns the last report. */
export async function trainReward(options: RewardTraining): Promise<FitReport> {
  const { base, out, pairs, say } = options;
  const random = dice(options.seed);
  const checkpoint = await readCheckpoint(folderSource(base));
  const policy = await LlamaPolicy.create(checkpoint);
  const data: Record<string, LabelledPair[]> = {};
  const heldout: LabelledPair[] = [];
  for (const task of Object.values(tasks) as Task[]) {
    say(`${task.name}: drawing ${pairs} pairs`, true);
    data[task.id] = await labelled(policy, task, "train", pairs, random);
    heldout.push(...(await labelled(policy, task, "heldout", HELD_OUT, random)));
  }
  policy.dispose();

  const reward = await LlamaReward.create(checkpoint);
  const all = Object.values(data).flat();
  let last: FitReport | null = null;
  for await (const report of reward.fit(all, { heldout, seed: random("reward", "order") })) {
    say(`${report.seen} of ${report.total} pairs, loss ${report.loss.toFixed(3)}`);
    last = report;
  }
  const scales: Record<string, Normalisation> = {};
  for (const [id, some] of Object.entries(data)) {
    const few = some.slice(0, 500);
    scales[id] = await reward.normalise(
      few.map(({ prompt }) => prompt),
      few.map(({ chosen, rejected }) => [chosen, rejected]),
    );
  }
  await writeFolder(out, writeReward(await reward.export(), scales, { dtype: "F16" }));
  return last!;
}

/** Two answers to each of `count` prompts, ordered by gold. */
export function labelled(
  policy: LlamaPolicy,
  task: Task,
  split: "train" | "heldout",
  count: number,
  random: Dice,
): Promise<LabelledPair[]> {
  const seed = random("reward", "sample", split);
  const rater = flippingRater(gold(task), 0);
  return labelledPairs(policy, laps(task, split, count), rater, { sample: seed, label: seed });
}
