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
import { measureScale, tasks } from "../tasks/index.ts";
import { isContent, tokens } from "../tasks/words.ts";
import { nodeBackend } from "./backend.ts";
import { cardText, percent } from "./card-text.ts";
import { folderSource } from "./files.ts";
import { grammarChecker } from "./grammar.ts";
import { graderCard } from "./card-grader.ts";
import { rewardCard } from "./card-reward.ts";
import { backendOf, flags, oneOf, progress, whole } from "./options.ts";

const help = `Usage: npm run tilt -- card [options]

Draws one answer to each of N held-out prompts of every task at temperature 1 and measures them:
own end, grammar, subject, variety, gold reward, perplexity beside an n-gram baseline. With --what
reward: two answers of the base model to each prompt, and how often the reward model orders them as
gold does. Writes README.md and card.json into the model's folder. With --what grader: four answers
to each prompt, graded by the model itself as in direct RLAIF, beside gold; writes nothing.

  --what NAME       model | reward | grader (model)
  --model DIR       (public/models/tilt-1m, tilt-1m-reward)
  --base DIR        reward only: the model whose answers are ordered (public/models/tilt-1m)
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
  /** Share of the task's own text that takes up a content word of its prompt. */
  readonly writerOnSubject: number;
  /** Gold reward before scaling: the model's answers, and the task's own text. */
  readonly gold: { readonly model: Scale; readonly writer: Scale };
  /** Nats per character of held-out text: the model, and an interpolated 4-gram with copying. */
  readonly nats: { readonly model: number; readonly baseline: number };
  readonly perplexityPerToken: number;
  readonly scales: ReturnType<typeof measureScale>;
};

type Scale = Task["scale"];

const BASE = "public/models/tilt-1m";
/** Held-out documents of each task for the perplexity. */
const TEXTS = 400;

export async function main(args: string[]): Promise<number> {
  const { values } = flags(
    args,
    {
      what: { type: "string", default: "model" },
      model: { type: "string" },
      base: { type: "string", default: BASE },
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
  const number = whole("seed", values.seed, 0, 2 ** 32 - 1);
  const seed = dice(number)("card");
  const say = progress();
  const what = oneOf("what", values.what, ["model", "reward", "grader"] as const);
  const model = values.model ?? (what === "reward" ? `${BASE}-reward` : BASE);
  const backend = backendOf(values.backend);
  if (what === "grader") {
    const cards = await graderCard({ model, prompts: samples, seed: number, backend, say });
    console.log(JSON.stringify(cards, null, values.json ? 0 : 2));
    return 0;
  }
  await nodeBackend(backend);
  if (what === "reward") {
    const cards = await rewardCard({ model, base: values.base, pairs: samples, seed: number, say });
    console.log(JSON.stringify(cards, null, values.json ? 0 : 2));
    return 0;
  }
  const policy = await LlamaPolicy.create(await readCheckpoint(folderSource(model)));
  const check = await grammarChecker();
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
  const figures = { model, parameters: policy.size, seed: values.seed, cards };
  await writeFile(join(model, "card.json"), `${JSON.stringify(figures, null, 2)}\n`);
  await writeFile(join(model, "README.md"), cardText(policy.size, values.seed, cards));
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
  const scales = measureScale(task, all);
  const own = prompts.map((_, i) => task.write("heldout", i + 7 * task.count.heldout));
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
    writerOnSubject: mean(own.map(({ prompt, text }) => Number(onSubject(prompt, text)))),
    gold: {
      model: scales.scale,
      writer: measureScale(
        task,
        own.map((written) => ({ ...written, finished: true })),
      ).scale,
    },
    ...(await perplexity(task, policy)),
    scales,
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
  console.log(`${card.task}, ${card.samples} answers to held-out prompts
  ended by itself   ${percent(card.ended)}
  no grammar error  ${percent(card.grammatical)}
  clean, on subject ${percent(card.clean)}
  distinct-2        ${card.distinct2.toFixed(3)}
  the text's own    ${(100 * card.writerOnSubject).toFixed(1)} % on subject
  gold, unscaled    ${card.gold.model.mean.toFixed(3)} (the text's own ${card.gold.writer.mean.toFixed(3)})
  nats a character  ${card.nats.model.toFixed(3)} (n-gram baseline ${card.nats.baseline.toFixed(3)})
  scale             ${JSON.stringify(card.scales)}`);
}
