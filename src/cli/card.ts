/** @file `tilt card`: what a bundled model does on held-out prompts, measured for its model card. */

import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { dice } from "../core/random.ts";
import { distinct, mean, wilson } from "../core/statistics.ts";
import type { Completion, Prompt, Rate, Task } from "../core/types.ts";
import { readCheckpoint } from "../models/checkpoint.ts";
import { LlamaPolicy } from "../models/policy.ts";
import { predictability } from "../tasks/baseline.ts";
import { document } from "../tasks/corpus.ts";
import { gold, measureScale, tasks } from "../tasks/index.ts";
import { isContent, tokens } from "../tasks/words.ts";
import { nodeBackend } from "./backend.ts";
import { cardText } from "./card-text.ts";
import { folderSource } from "./files.ts";
import { grammarChecker } from "./grammar.ts";
import { backendOf, flags, progress, whole } from "./options.ts";

const help = `Usage: npm run tilt -- card [options]

Draws one answer to each of N held-out prompts of every task at temperature 1 and measures them:
own end, grammar, subject, variety, gold reward, perplexity beside an n-gram baseline. Writes
README.md and card.json into the model's folder.

  --model DIR       (public/models/tilt-1m)
  --samples N       prompts a task (500)
  --seed N          (1)
  --backend NAME    (wasm)
  --answers FILE    write the answers as JSON lines, for tilt task --samples-file
  --json            figures as JSON on stdout
`;

export type TaskCard = {
  readonly task: string;
  readonly samples: number;
  /** Share of answers that the model ended by itself. */
  readonly ended: Rate;
  /** Share without a grammar error, by Harper. */
  readonly grammatical: Rate;
  /** Share without a grammar error that take up a content word of the prompt. */
  readonly clean: Rate;
  readonly distinct2: number;
  readonly goldMean: number;
  readonly goldStd: number;
  /** Nats per character of held-out text: the model, and an interpolated 4-gram with copying. */
  readonly nats: { readonly model: number; readonly baseline: number };
  readonly perplexityPerToken: number;
  readonly scales: ReturnType<typeof measureScale>;
};

/** Held-out documents of each task for the perplexity. */
const TEXTS = 400;

export async function main(args: string[]): Promise<number> {
  const { values } = flags(
    args,
    {
      model: { type: "string", default: "public/models/tilt-1m" },
      samples: { type: "string", default: "500" },
      seed: { type: "string", default: "1" },
      backend: { type: "string", default: "wasm" },
      answers: { type: "string" },
      json: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
    help,
  );
  if (values.help) {
    console.log(help);
    return 0;
  }
  const samples = whole("samples", values.samples, 10, 100_000);
  const seed = dice(whole("seed", values.seed, 0, 2 ** 32 - 1))("card");
  await nodeBackend(backendOf(values.backend));
  const policy = await LlamaPolicy.create(await readCheckpoint(folderSource(values.model)));
  const check = await grammarChecker();
  const say = progress();
  const cards: TaskCard[] = [];
  const kept: string[] = [];
  for (const task of Object.values(tasks) as Task[]) {
    say(`${task.name}: drawing ${samples} answers`, true);
    const prompts = Array.from({ length: samples }, (_, i) => task.prompt("heldout", i));
    const answers = (await policy.sample(prompts, { n: 1, temperature: 1, seed })).flat();
    cards.push(await measure(task, prompts, answers, policy, check));
    answers.forEach(({ text, finished }, i) =>
      kept.push(JSON.stringify({ prompt: prompts[i]!.text, completion: text, finished })),
    );
  }
  if (values.answers) await writeFile(values.answers, `${kept.join("\n")}\n`);
  const figures = { model: values.model, parameters: policy.size, seed: values.seed, cards };
  await writeFile(join(values.model, "card.json"), `${JSON.stringify(figures, null, 2)}\n`);
  await writeFile(join(values.model, "README.md"), cardText(policy.size, values.seed, cards));
  if (values.json) console.log(JSON.stringify(figures));
  else cards.forEach(print);
  return 0;
}

async function measure(
  task: Task,
  prompts: readonly Prompt[],
  answers: readonly Completion[],
  policy: LlamaPolicy,
  check: Awaited<ReturnType<typeof grammarChecker>>,
): Promise<TaskCard> {
  const n = answers.length;
  let [grammatical, clean] = [0, 0];
  for (const [i, { text, finished }] of answers.entries()) {
    const right = finished && (await check(text)).length === 0;
    if (right) grammatical++;
    if (right && onSubject(prompts[i]!, text)) clean++;
  }
  const all = answers.map(({ text, finished }, i) => ({ prompt: prompts[i]!, text, finished }));
  const golds = all.map(({ prompt, text, finished }) => gold(task, prompt, text, finished));
  const centre = mean(golds);
  return {
    task: task.id,
    samples: n,
    ended: wilson(answers.filter(({ finished }) => finished).length, n),
    grammatical: wilson(grammatical, n),
    clean: wilson(clean, n),
    distinct2: distinct(
      answers.map(({ text }) => tokens(text)),
      2,
    ),
    goldMean: centre,
    goldStd: Math.sqrt(mean(golds.map((r) => (r - centre) ** 2))),
    ...(await perplexity(task, policy)),
    scales: measureScale(task, all),
  };
}

/** Takes up a content word of the prompt: a coarse test, and the same for every model. */
function onSubject(prompt: Prompt, text: string): boolean {
  const asked = new Set(tokens(prompt.text).filter(isContent).map(stem));
  return tokens(text).some((word) => asked.has(stem(word)));
}

const stem = (word: string): string => word.replace(/(?:ies|es|s|ing|ed)$/, "");

async function perplexity(task: Task, policy: LlamaPolicy) {
  const held = [];
  for (let i = 0; held.length < TEXTS; i++) {
    const one = document(i, "heldout");
    if (one.kind === task.id) held.push(one);
  }
  const encode = (text: string) => policy.tokenizer.encode(text, { addSpecial: false });
  const asked = held.map(({ prompt, completion }, i) => {
    const ids = [...encode(completion), policy.tokenizer.eosId!];
    const id = `text-${i}`;
    const answer = { id, promptId: id, text: completion, tokens: ids, logps: [], logp: 0 };
    return { prompt: { id, text: prompt }, completion: { ...answer, finished: true } };
  });
  const nats = -(await policy.logprob(asked)).reduce((sum, logp) => sum + logp.sum, 0);
  const characters = held.reduce((sum, { completion }) => sum + completion.trim().length, 0);
  const count = asked.reduce((sum, { completion }) => sum + completion.tokens.length, 0);
  const words = Array.from({ length: 20_000 }, (_, i) => task.write("train", 3 * i)).map(
    ({ prompt, text }) => ({ prompt: prompt.text, text }),
  );
  const texts = held.map(({ prompt, completion }) => ({ prompt, text: completion.trim() }));
  const baseline = predictability(words, texts).natsPerCharacter;
  return {
    nats: { model: nats / characters, baseline },
    perplexityPerToken: Math.exp(nats / count),
  };
}

function print(card: TaskCard): void {
  const percent = ({ rate, low, high }: Rate) =>
    `${(100 * rate).toFixed(1)} % [${(100 * low).toFixed(1)}, ${(100 * high).toFixed(1)}]`;
  console.log(`${card.task}, ${card.samples} answers to held-out prompts
  ended by itself   ${percent(card.ended)}
  no grammar error  ${percent(card.grammatical)}
  clean, on subject ${percent(card.clean)}
  distinct-2        ${card.distinct2.toFixed(3)}
  gold              ${card.goldMean.toFixed(3)} ± ${card.goldStd.toFixed(3)}
  nats a character  ${card.nats.model.toFixed(3)} (n-gram baseline ${card.nats.baseline.toFixed(3)})
  scale             ${JSON.stringify(card.scales)}`);
}
