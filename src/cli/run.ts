/** @file `tilt run`: one experiment, one JSON step a line, a summary at the end. */

import { createWriteStream } from "node:fs";
import { once } from "node:events";
import { version } from "../../package.json";
import { Bank } from "../core/bank.ts";
import { annotatorsFor, defaults, LIMITS, readKnob, type Experiment } from "../core/experiment.ts";
import type { OnProgress } from "../core/hosts.ts";
import { Run } from "../core/run.ts";
import { headerOf, toLine } from "../core/runlog.ts";
import { TiltError, type Evaluation, type Method, type Step } from "../core/types.ts";
import { assemble } from "../lab/assemble.ts";
import type { Opened } from "../lab/opened.ts";
import { entryOf, menu, methodOf } from "../menu.ts";
import { annotationHelp, annotationOf, annotationOptions, annotatorOf } from "./annotation.ts";
import { bankFor, fill } from "./bank.ts";
import { nodeHosts } from "./hosts.ts";
import { ownRewardOf, rewardHelp, rewardOptions } from "./own-reward.ts";
import { backendOf, flags, number, oneOf, progress, whole } from "./options.ts";

const help = `Usage: npm run tilt -- run [options]

Runs a method on a task. Prints one JSON object a line: a header, each step, a summary.

  --method ID           ${Object.keys(menu.methods).join(" | ")}
  --task ID             ${Object.keys(menu.tasks).join(" | ")}
  --seed N              every die of the run comes from it (7)
  --rounds N            rounds of the method (its own number)
  --backend NAME        auto | webgpu | wasm | cpu (auto)
  --knob NAME=VALUE     a knob of the method; may be repeated
${annotationHelp}
${rewardHelp}
  --labels N            train the reward model first, on N labelled pairs (the bundled one)
  --label-noise P       share of those labels that are flipped (0); --noise where nobody is simulated
  --held-out N          prompts of an evaluation (64)
  --evaluate-every N    updates between evaluations (10)
  --bank FILE           take answers of the start model from a bank (see the command bank)
  --out FILE            write the log to a file as well
  --quiet               print the summary only
  --trl                 do not run: print a Python script for the nearest trainer of TRL, which reads
                        the log that --out names (run.jsonl)
`;

const options = {
  method: { type: "string", default: "online-dpo" },
  task: { type: "string", default: "reviews" },
  seed: { type: "string", default: "7" },
  rounds: { type: "string" },
  backend: { type: "string", default: "auto" },
  knob: { type: "string", multiple: true, default: [] as string[] },
  ...annotationOptions,
  ...rewardOptions,
  labels: { type: "string" },
  "label-noise": { type: "string" },
  "held-out": { type: "string", default: "64" },
  "evaluate-every": { type: "string", default: "10" },
  bank: { type: "string" },
  out: { type: "string" },
  quiet: { type: "boolean", default: false },
  trl: { type: "boolean", default: false },
  help: { type: "boolean", default: false },
} as const;

type Flags = ReturnType<typeof flags<typeof options>>["values"];

/** Names of the knob that counts rounds. */
const ROUND_KNOBS = ["rounds", "iterations"];

export async function main(args: string[]): Promise<number> {
  const { values } = flags(args, options, help);
  if (values.help) {
    console.log(help);
    return 0;
  }
  const experiment = experimentOf(values);
  if (values.trl) return printTrl(experiment, values.out);
  const started = performance.now();
  const say = progress();
  const bankFile = values.bank === undefined ? null : await bankFor(values.bank, experiment);
  const bank = new Bank();
  const onProgress: OnProgress = ({ what, done, total }) =>
    say(`${what} ${total ? `${Math.round((100 * done) / total)} %` : ""}`);
  const opened = await assemble(experiment, nodeHosts(), onProgress, bank);
  if (bankFile) await fill(bank, bankFile, opened);
  const file = values.out ? createWriteStream(values.out) : null;
  const print = (line: string, always = false) => {
    if (always || !values.quiet) process.stdout.write(`${line}\n`);
    file?.write(`${line}\n`);
  };
  const { backend, adapter } = opened.engine;
  print(JSON.stringify(headerOf(experiment, backend, adapter)));
  const log = await follow(experiment, opened, (step, line) => {
    print(line);
    say(spoken(step));
  });
  const summary = await summarise(experiment, opened, log, (performance.now() - started) / 1000);
  print(JSON.stringify(summary), true);
  if (file) await once(file.end(), "close");
  const { served, drawn } = bank.counts;
  if (bankFile) say(`from the bank: ${served} prompts; drawn besides: ${drawn}`, true);
  say(`done in ${Math.round(summary.seconds)} s`, true);
  opened.engine.dispose();
  return 0;
}

/** Throws `trl.none` where TRL has nothing near. */
async function printTrl(experiment: Experiment, out = "run.jsonl"): Promise<number> {
  const { trlScript } = await import("../trl/script.ts");
  const exact = entryOf(experiment).exact === true;
  const result = trlScript(experiment, methodOf(experiment), out, exact);
  if ("why" in result) {
    throw new TiltError("trl.none", result.why, "Choose another method or task.");
  }
  process.stdout.write(result.script);
  return 0;
}

/** Runs an experiment to its end. */
export async function follow(
  experiment: Experiment,
  { bench }: Opened,
  each: (step: Step, line: string) => void,
): Promise<readonly Step[]> {
  const { evaluateEvery, knobs } = experiment;
  const run = new Run(methodOf(experiment), { bench, evaluateEvery, knobs });
  for (;;) {
    const step = await run.step();
    if (step === null) return run.log;
    each(step, toLine(step));
  }
}

/** The keys of the summary stay: other programs read them. */
async function summarise(e: Experiment, opened: Opened, log: readonly Step[], seconds: number) {
  const measured = log.filter((step) => step.kind === "evaluate");
  const { tokens, models } = await opened.usage();
  return {
    kind: "summary",
    version,
    backend: opened.engine.backend,
    seed: e.seed,
    method: e.method,
    task: e.task,
    before: figures(measured[0]!.evaluation),
    after: figures(measured.at(-1)!.evaluation),
    ...judged(log),
    seconds: Number(seconds.toFixed(1)),
    tokens,
    models,
  };
}

function figures({ examples: _examples, each: _each, se, ...rest }: Evaluation) {
  return { ...rest, se };
}

/** M_0, M_1 … as judges on held-out answers, where the method has them judge. */
function judged(log: readonly Step[]) {
  const exams = log.filter((step) => step.kind === "exam");
  return exams.length === 0 ? {} : { judge: exams.map(({ t, report }) => ({ t, ...report })) };
}

/** A step as a line of progress. */
export function spoken(step: Step): string {
  if (step.kind === "round") return `round ${step.t + 1} of ${step.rounds}`;
  if (step.kind === "update") return `update: loss ${step.report.loss.toFixed(3)}`;
  if (step.kind === "fit") return `reward model: ${step.report.seen} of ${step.report.total} pairs`;
  if (step.kind === "exam") {
    const { rate, n } = step.report.accuracy;
    return `as a judge M${step.t} orders ${(100 * rate).toFixed(0)} % of ${n} pairs as gold does`;
  }
  if (step.kind !== "evaluate") return step.kind;
  const { gold, proxy, kl } = step.evaluation;
  const two = (x: number) => x.toFixed(2);
  return `after ${step.update} updates: gold ${two(gold)}, proxy ${two(proxy)}, KL ${two(kl)} nats`;
}

function experimentOf(values: Flags): Experiment {
  const method = oneOf("method", values.method, Object.keys(menu.methods));
  const labels = values.labels;
  const annotator = annotatorOf(values.annotator);
  const flipped = values["label-noise"] ?? (annotator === "simulated" ? undefined : values.noise);
  const experiment: Experiment = {
    ...defaults(menu),
    method,
    task: oneOf("task", values.task, Object.keys(menu.tasks)),
    seed: whole("seed", values.seed, LIMITS.seed.min, LIMITS.seed.max),
    backend: backendOf(values.backend),
    annotator,
    annotation: annotationOf(annotator, values),
    rewardModel:
      labels === undefined
        ? { kind: "bundled" }
        : {
            kind: "trained",
            labels: whole("labels", labels, LIMITS.labels.min, LIMITS.labels.max),
            noise: number("label-noise", flipped ?? "0", LIMITS.noise.min, LIMITS.noise.max),
          },
    heldOut: whole("held-out", values["held-out"], LIMITS.heldOut.min, LIMITS.heldOut.max),
    evaluateEvery: whole(
      "evaluate-every",
      values["evaluate-every"],
      LIMITS.evaluateEvery.min,
      LIMITS.evaluateEvery.max,
    ),
    knobs: knobsOf(menu.methods[method as keyof typeof menu.methods] as Method, values),
    ...ownRewardOf(values),
  };
  assertAsked(experiment);
  return experiment;
}

/** Whoever is named must have something to say in the run. */
function assertAsked(experiment: Experiment): void {
  if (experiment.ownReward && entryOf(experiment).exact) {
    throw new TiltError(
      "cli.reward",
      `A reward of your own plays no part in ${experiment.task}, whose rewards are drawn.`,
      "Choose another task, or leave out the flags that begin with --reward.",
    );
  }
  const { annotator, method } = experiment;
  const choices = annotatorsFor(menu, experiment);
  if (annotator === "reward-model" || choices.includes(annotator)) return;
  throw new TiltError(
    "cli.annotator",
    `--annotator ${annotator} plays no part in ${method}.`,
    choices.length > 0 ? `Choose one of: ${choices.join(", ")}.` : "Leave it out.",
  );
}

function knobsOf({ id, knobs }: Method, values: Flags): Record<string, number | string> {
  const given = values.knob.map((text) => text.split(/=(.*)/s).slice(0, 2) as [string, string?]);
  if (values.rounds !== undefined) {
    given.push([ROUND_KNOBS.find((name) => name in knobs)!, values.rounds]);
  }
  return Object.fromEntries(
    given.map(([name, text]) => {
      const knob = Object.hasOwn(knobs, name) ? knobs[name] : undefined;
      const known = Object.keys(knobs).join(", ");
      if (!knob) throw new TiltError("cli.knob", `${id} has no knob ${name}.`, `It has: ${known}.`);
      const read = readKnob(knob, text ?? "");
      if ("value" in read) return [name, read.value];
      throw new TiltError("cli.knob", `--knob ${name}=${text ?? ""} ${read.why}.`, knob.help);
    }),
  );
}
