/** @file `tilt bank`: draws the sample bank ahead, or hands one from a file to a run. */

import { readFile, writeFile } from "node:fs/promises";
import { BANK_SIZE, bankDraws, type Bank } from "../core/bank.ts";
import { BANK_VERSION, readBank, type BankFile, type BankHeader } from "../core/bank-file.ts";
import { defaults, LIMITS, type Experiment } from "../core/experiment.ts";
import { goldReward } from "../core/gold.ts";
import { dice, draw } from "../core/random.ts";
import { mean } from "../core/statistics.ts";
import { TiltError, type Prompt, type Sampler } from "../core/types.ts";
import { assemble } from "../lab/assemble.ts";
import { MODELS, worldOf } from "../lab/hosts.ts";
import type { Opened } from "../lab/opened.ts";
import { menu } from "../menu.ts";
import { nodeHosts } from "./hosts.ts";
import { backendOf, flags, number, oneOf, progress, whole } from "./options.ts";

const tasks = Object.keys(menu.tasks);

const help = `Usage: npm run tilt -- bank --task ID --prompts N --out FILE [options]

Draws the sample bank of a seed: answers of the start model to the prompts that a run's first
round draws, with log-probabilities and scores. Writes JSON lines: a header, then a prompt a line.
Hand it to any method with: run --bank FILE --task ID --seed N

  --task ID             ${tasks.join(" | ")}
  --prompts N           prompts (64)
  --n N                 candidates a prompt (${BANK_SIZE})
  --seed N              the run's seed (7)
  --temperature T       divides the logits when sampling (0.7, RSO's)
  --top-k K             only the likeliest tokens are drawn; 0: all (40, RSO's)
  --backend NAME        auto | webgpu | wasm | cpu (auto)
  --out FILE            where to write it
`;

const options = {
  task: { type: "string", default: "reviews" },
  prompts: { type: "string", default: "64" },
  n: { type: "string", default: String(BANK_SIZE) },
  seed: { type: "string", default: "7" },
  temperature: { type: "string", default: "0.7" },
  "top-k": { type: "string", default: "40" },
  backend: { type: "string", default: "auto" },
  out: { type: "string" },
  help: { type: "boolean", default: false },
} as const;

/** Prompts drawn and scored in one go. */
const AT_ONCE = 8;

export async function main(args: string[]): Promise<number> {
  const { values } = flags(args, options, help);
  if (values.help) {
    console.log(help);
    return 0;
  }
  if (!values.out) throw new TiltError("cli.out", "A bank needs a file.", "Give it as --out FILE.");
  const experiment: Experiment = {
    ...defaults(menu),
    task: oneOf("task", values.task, tasks),
    seed: whole("seed", values.seed, LIMITS.seed.min, LIMITS.seed.max),
    backend: backendOf(values.backend),
  };
  const topK = whole("top-k", values["top-k"], 0, 100_000);
  const sampler = {
    temperature: number("temperature", values.temperature, 0.1, 2),
    ...(topK > 0 ? { topK } : {}),
  };
  const n = whole("n", values.n, 1, 128);
  const say = progress();
  const opened = await assemble(experiment, nodeHosts());
  const { prompts } = opened.bench.lab;
  const wanted = whole("prompts", values.prompts, 1, prompts.length);
  const xs = draw(prompts, wanted, dice(experiment.seed), 0);
  const file = await drawn(experiment, opened, xs, { sampler, n }, (done) =>
    say(`${done} of ${xs.length} prompts`),
  );
  const lines = [file.header, ...file.rows].map((line) => `${JSON.stringify(line)}\n`);
  await writeFile(values.out, lines.join(""));
  say(summaryOf(file, values.out), true);
  opened.engine.dispose();
  return 0;
}

async function drawn(
  { task, seed }: Experiment,
  { bench, engine, ...opened }: Opened,
  prompts: readonly Prompt[],
  { sampler, n }: { sampler: Sampler; n: number },
  each: (done: number) => void,
): Promise<BankFile> {
  const { reference, scorer, random } = bench.lab;
  const model = MODELS.policy;
  const rows = [];
  for (let i = 0; i < prompts.length; i += AT_ONCE) {
    const some = prompts.slice(i, i + AT_ONCE);
    const ys = await reference.sample(some, bankDraws(random, sampler, n));
    const scores = await scorer.scoreAll(some, ys);
    const part = some.map((prompt, j) => ({
      kind: "candidates" as const,
      prompt,
      completions: ys[j]!,
      scores: {
        [scorer.name]: scores[j]!,
        "gold reward": ys[j]!.map((y) => goldReward(opened.task, prompt, y)),
      },
    }));
    // As it will be read back.
    rows.push(...(JSON.parse(JSON.stringify(part)) as BankFile["rows"][number][]));
    each(rows.length);
  }
  const { backend } = engine;
  const version = BANK_VERSION;
  return { header: { kind: "bank", version, task, model, backend, seed, n, sampler }, rows };
}

function summaryOf({ header, rows }: BankFile, path: string): string {
  const of = (name: string) => rows.flatMap(({ scores }) => scores[name] ?? []);
  const said = Object.keys(rows[0]?.scores ?? {}).map((s) => `${s} ${mean(of(s)).toFixed(2)}`);
  return `${rows.length} prompts × ${header.n} candidates in ${path}; mean ${said.join(", ")}`;
}

/** A bank from a file, checked against the experiment that is to use it. */
export async function bankFor(path: string, experiment: Experiment): Promise<BankFile> {
  const text = await readFile(path, "utf8").catch((cause: unknown) => {
    throw new TiltError("bank.missing", `Cannot read ${path}.`, "Give an existing file.", {
      cause,
    });
  });
  const file = readBank(text);
  const { task, seed } = file.header;
  if (task === experiment.task && seed === experiment.seed) return file;
  throw new TiltError(
    "bank.other-run",
    `${path} holds answers to ${task} with seed ${seed}, not to ${experiment.task} with seed ${experiment.seed}.`,
    `Run with --task ${task} --seed ${seed}, or draw another bank.`,
  );
}

/** Nats by which one model may differ from itself on another machine. */
const TOLERANCE = 0.05;

/** Puts a file's answers into the bank that a lab draws from, if its model could have given them. */
export async function fill(bank: Bank, { header, rows }: BankFile, opened: Opened): Promise<void> {
  const { reference, random } = opened.bench.lab;
  const draws = bankDraws(random, header.sampler, header.n);
  const world = worldOf({ backend: header.backend as Opened["engine"]["backend"] });
  if (world !== worldOf(opened.engine)) throw otherModel(header, opened);
  const first = rows[0]?.completions[0];
  if (first) {
    const asked = { prompt: rows[0]!.prompt, completion: first };
    const [again] = await reference.logprob([asked]);
    if (!(Math.abs(again!.sum - first.logp) < TOLERANCE)) throw otherModel(header, opened);
  }
  for (const { prompt, completions } of rows) bank.put(world, draws, prompt, completions);
}

const otherModel = ({ model, backend }: BankHeader, { engine }: Opened): TiltError =>
  new TiltError(
    "bank.other-model",
    `The bank was drawn from ${model} on ${backend}, which is not this model on ${engine.backend}.`,
    `Draw another one with this model, or run with --backend ${backend}.`,
  );
