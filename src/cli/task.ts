/** @file `tilt task`: what a task asks, how its text reads, and what its reward does. */

import { readFile } from "node:fs/promises";
import { TiltError, type Task } from "../core/types.ts";
import { gold, measureScale, tasks, type Sample } from "../tasks/index.ts";
import { taskStats, written, type TaskStats } from "../tasks/stats.ts";
import { grammarChecker, type Remark } from "./grammar.ts";
import { flags, oneOf, whole } from "./options.ts";

const help = `Usage: npm run tilt -- task <name> [options]

Without options: a few prompts with answers of the task's writer and their gold rewards.
Names: ${Object.keys(tasks).join(", ")}

  --stats               what the reward does on held-out prompts
  --grammar             share of answers free of grammar errors, by an independent checker
  --samples N           answers to each prompt (64)
  --prompts N           prompts (100)
  --samples-file FILE   measure these answers instead: JSON lines with "prompt", "completion"
                        and, when an answer was cut off, "finished": false
  --json                one JSON object on stdout
`;

export async function main(args: string[]): Promise<number> {
  const { values, positionals } = flags(
    args,
    {
      stats: { type: "boolean", default: false },
      grammar: { type: "boolean", default: false },
      samples: { type: "string", default: "64" },
      prompts: { type: "string", default: "100" },
      "samples-file": { type: "string" },
      json: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
    help,
  );
  if (values.help || positionals[0] === undefined) {
    console.log(help);
    return values.help ? 0 : 3;
  }
  const task: Task =
    tasks[oneOf("name", positionals[0], Object.keys(tasks) as (keyof typeof tasks)[])];
  const each = whole("samples", values.samples, 2, 10_000);
  const prompts = whole("prompts", values.prompts, 2, 100_000);
  const file = values["samples-file"];
  const groups = file ? await readSamples(file) : written(task, "heldout", prompts, each);
  if (!values.stats && !values.grammar) {
    show(task, groups);
    return 0;
  }
  const stats = values.stats
    ? { ...taskStats(task, groups), scales: measureScale(task, groups.flat()) }
    : null;
  const grammar = values.grammar ? await checkGrammar(groups.flat()) : null;
  if (values.json) console.log(JSON.stringify({ ...stats, ...(grammar && { grammar }) }));
  else {
    if (stats) printStats(stats);
    if (grammar) printGrammar(grammar);
  }
  return 0;
}

/** Answers from a file, grouped by prompt in order of appearance. */
async function readSamples(path: string): Promise<Sample[][]> {
  const text = await readFile(path, "utf8").catch((cause: unknown) => {
    throw new TiltError("samples.missing", `Cannot read ${path}.`, "Give an existing file.", {
      cause,
    });
  });
  const groups = new Map<string, Sample[]>();
  text.split("\n").forEach((line, i) => {
    if (line.trim() === "") return;
    const sample = parseSample(line, `${path}, line ${i + 1}`);
    const group = groups.get(sample.prompt.text) ?? [];
    groups.set(sample.prompt.text, [...group, sample]);
  });
  if (groups.size === 0)
    throw new TiltError(
      "samples.empty",
      `${path} has no answers.`,
      "Write one JSON object a line.",
    );
  return [...groups.values()];
}

function parseSample(line: string, where: string): Sample {
  const next = 'Write {"prompt": "…", "completion": "…"} on each line.';
  let row: Record<string, unknown>;
  try {
    row = JSON.parse(line) as Record<string, unknown>;
  } catch (cause) {
    throw new TiltError("samples.json", `${where} is not JSON.`, next, { cause });
  }
  const { prompt, completion, finished } = row ?? {};
  if (typeof prompt !== "string" || typeof completion !== "string")
    throw new TiltError("samples.row", `${where} lacks a prompt or a completion.`, next);
  return { prompt: { id: prompt, text: prompt }, text: completion, finished: finished !== false };
}

function show(task: Task, groups: readonly (readonly Sample[])[]): void {
  console.log(`${task.name}: ${task.about}\n`);
  for (const group of groups.slice(0, 6)) {
    console.log(group[0]?.prompt.text);
    for (const s of group.slice(0, 4))
      console.log(`  ${signed(gold(task, s.prompt, s.text, s.finished))}  ${s.text.trim()}`);
    console.log();
  }
}

const signed = (x: number) => `${x < 0 ? "−" : "+"}${Math.abs(x).toFixed(2)}`;
const percent = (x: number) => `${(100 * x).toFixed(1)} %`;

function printStats(s: TaskStats & { scales: ReturnType<typeof measureScale> }): void {
  const row = (name: string, value: string) => console.log(`  ${name.padEnd(38)}${value}`);
  console.log(`${s.task}, version ${s.version}: ${s.samples} answers to ${s.prompts} prompts\n`);
  row(
    "reward: mean, sd (before scaling)",
    `${s.reward.mean.toFixed(3)}, ${s.reward.std.toFixed(3)}`,
  );
  row("sd within prompts", `${s.reward.withinPrompts.toFixed(2)} of the sd`);
  row("tied pairs", percent(s.tieRate));
  row("pairs with the same text", percent(s.duplicateRate));
  row("correlation with length", signed(s.lengthCorrelation));
  for (const [n, gain] of Object.entries(s.bestOf)) row(`best of ${n}`, `${signed(gain)} sd`);
  row("another prompt's answer", `${signed(-s.promptDependence)} sd`);
  row("independent evaluator: correlation", signed(s.independent.correlation));
  row("  its mean, sd", `${signed(s.independent.mean)}, ${s.independent.std.toFixed(2)}`);
  row("words: mean, 5 %, 95 %", `${s.words.mean.toFixed(1)}, ${s.words.p5}, ${s.words.p95}`);
  row("finished", percent(s.finished));
  row("distinct-2", s.distinct2.toFixed(3));
  row("word types", String(s.vocabulary));
  row("4-gram perplexity a word", s.predictability.perplexity.toFixed(2));
  row(
    "4-gram nats a word, a character",
    `${s.predictability.natsPerWord.toFixed(3)}, ${s.predictability.natsPerCharacter.toFixed(4)}`,
  );
  console.log(
    `\n  ${"component".padEnd(14)}weight   mean     sd  share of variance  corr. with length`,
  );
  for (const c of s.components)
    console.log(
      `  ${c.name.padEnd(14)}${c.weight.toFixed(2).padStart(6)}${signed(c.mean).padStart(7)}` +
        `${c.std.toFixed(2).padStart(7)}${percent(c.share).padStart(19)}${signed(c.lengthCorrelation).padStart(19)}`,
    );
}

type Grammar = {
  readonly clean: number;
  readonly checked: number;
  readonly errors: Readonly<Record<string, number>>;
  readonly examples: readonly string[];
};

/** Answers that the grammar checker reads, at most, spread over all prompts. */
const CHECKED = 1000;

async function checkGrammar(samples: readonly Sample[]): Promise<Grammar> {
  const check = await grammarChecker();
  const stride = Math.max(1, Math.floor(samples.length / CHECKED));
  const checked = samples.filter((_, i) => i % stride === 0).slice(0, CHECKED);
  const errors: Record<string, number> = {};
  const examples: string[] = [];
  let clean = 0;
  for (const { text } of checked) {
    const remarks: Remark[] = await check(text);
    if (remarks.length === 0) clean++;
    for (const r of remarks) {
      errors[r.kind] = (errors[r.kind] ?? 0) + 1;
      if (examples.length < 8) examples.push(`${r.message} “${r.at}” in: ${text.trim()}`);
    }
  }
  return { clean: clean / checked.length, checked: checked.length, errors, examples };
}

function printGrammar({ clean, checked, errors, examples }: Grammar): void {
  console.log(`\n  free of grammar errors                ${percent(clean)} of ${checked}`);
  for (const [kind, n] of Object.entries(errors)) console.log(`    ${kind}: ${n}`);
  for (const example of examples) console.log(`    ${example}`);
}
