/** @file A measurement taken: the same labs, runs and evaluations as everywhere else. */
import { defaults, type BackendChoice, type Experiment } from "../../core/experiment.ts";
import { Bank } from "../../core/bank.ts";
import { dice } from "../../core/random.ts";
import { Run } from "../../core/run.ts";
import { mean } from "../../core/statistics.ts";
import type { Lab, Label, Pair, Scorer, Step } from "../../core/types.ts";
import { gold } from "../../feedback/gold.ts";
import { assemble } from "../../lab/assemble.ts";
import type { Hosts } from "../../lab/hosts.ts";
import { menu, methodOf } from "../../menu.ts";
import { nodeHosts } from "../hosts.ts";
import { drawsOnDisk } from "./draws.ts";
import type { BankResult, BankSpec, Learned, Measured, Noted, RunResult } from "./spec.ts";
import type { Kept, RunSpec, Spec } from "./spec.ts";

export type Order = {
  readonly spec: Spec;
  readonly seed: number;
  readonly backend: BackendChoice;
  /** That it may take; the numbers are the same with more. */
  readonly threads: number;
};
type Circumstances = {
  readonly backend: BackendChoice;
  readonly hosts: Hosts;
  readonly bank: Bank;
};

let hosts: Hosts | null = null;

/** Takes one measurement, and its time; `say` is told how far it is. */
export async function timed(
  { spec, seed, backend, threads }: Order,
  say: (line: string) => void,
): Promise<Kept> {
  const started = performance.now();
  const bank = new Bank(drawsOnDisk(backend));
  const around = { backend, hosts: (hosts ??= nodeHosts({ threads })), bank };
  const result =
    spec.kind === "run"
      ? await takeRun(spec, seed, around, say)
      : await takeBank(spec, seed, around);
  return { result, seconds: Number(((performance.now() - started) / 1000).toFixed(1)) };
}

function experimentOf(setup: RunSpec["setup"], seed: number, backend: BackendChoice): Experiment {
  return { ...defaults(menu), ...setup, seed, backend };
}

async function takeRun(
  { setup, updates: most, evaluateAt, written }: RunSpec,
  seed: number,
  { backend, hosts, bank }: Circumstances,
  say: (line: string) => void,
): Promise<RunResult> {
  const experiment = experimentOf(setup, seed, backend);
  const { task, bench } = await assemble(experiment, hosts, () => {}, bank);
  const { evaluateEvery, knobs } = experiment;
  const run = new Run(methodOf(experiment), { bench, evaluateEvery, knobs });
  const log: Step[] = [];
  const evaluate = async () => {
    if (log.findLast((s) => s.kind === "evaluate")?.update === run.updates) return;
    log.push({ kind: "evaluate", update: run.updates, evaluation: await bench.evaluate() });
  };
  const truth = gold(task);
  const right: Noted[] = [];
  const worth: number[][] = [];
  const read = async () => void (written && worth.push(await worthOfWritten(bench.lab)));
  for (let step = await run.step(); step !== null; step = await run.step()) {
    if (step.kind === evaluateAt) await evaluate();
    if (step.kind === "round") await read();
    log.push(step);
    if (step.kind === "label")
      right.push(...(await verdicts(step.labels, log, truth, run.updates)));
    if (step.kind === "pair") right.push(await agreement(step.pairs, truth, run.updates));
    if (step.kind === "update") say(`update ${run.updates}`);
    if (step.kind === "update" && run.updates === most) break;
  }
  await evaluate();
  await read();
  const found = digest(log);
  return { ...found, notes: [...found.notes, ...right], written: worth };
}

/** Share of pairs whose chosen answer gold prefers, ties half. */
async function agreement(pairs: readonly Pair[], truth: Scorer, update: number): Promise<Noted> {
  const scores = await truth.scoreAll(
    pairs.map(({ prompt }) => prompt),
    pairs.map(({ chosen, rejected }) => [chosen, rejected]),
  );
  const right = scores.map(([w, l]) => (w! > l! ? 1 : w === l ? 0.5 : 0));
  const accuracy = mean(right);
  return { kind: "pair", update, metrics: { accuracy, pairs: pairs.length } };
}

/**
 * Of labels asked in both orders, in means: what the place shown first is worth, how often the same
 * place is preferred both times, and how often gold agrees, of both orders and of the first alone.
 */
async function verdicts(
  labels: readonly Label[],
  log: readonly Step[],
  truth: Scorer,
  update: number,
): Promise<Noted[]> {
  const drawn = log.findLast((step) => step.kind === "sample");
  const asked = labels.flatMap(({ p, a, b, promptId, orders }) => {
    const i = drawn?.prompts.findIndex(({ id }) => id === promptId) ?? -1;
    const answers = drawn?.completions[i] ?? [];
    const pair = [a, b].flatMap((id) => answers.find((y) => y.id === id) ?? []);
    return orders && pair.length === 2 ? [{ prompt: drawn!.prompts[i]!, pair, p, orders }] : [];
  });
  if (asked.length === 0) return [];
  const scores = await truth.scoreAll(
    asked.map(({ prompt }) => prompt),
    asked.map(({ pair }) => pair),
  );
  const agrees = (p: number, i: number): number => {
    const product = (p - 0.5) * (scores[i]![0]! - scores[i]![1]!);
    return product > 0 ? 1 : product === 0 ? 0.5 : 0;
  };
  const of = (f: (one: (typeof asked)[number], i: number) => number) => mean(asked.map(f));
  const metrics = {
    bias: of(({ orders: { ab, ba } }) => (ab + ba - 1) / 2),
    same: of(({ orders: { ab, ba } }) => Number((ab - 0.5) * (ba - 0.5) > 0)),
    right: of(({ p }, i) => agrees(p, i)),
    rightOnce: of(({ orders }, i) => agrees(orders.ab, i)),
  };
  return [{ kind: "label", update, metrics }];
}

/** Prompts whose written answers are read. */
const READ = 96;

/** −log π of fresh answers by the task's writer: KL(p_data ‖ π) but for a constant. */
async function worthOfWritten({ prompts, writer, policy, random }: Lab): Promise<number[]> {
  const asked = prompts.slice(-READ);
  const written = await writer.write(asked, { seed: random("worth") });
  const items = asked.map((prompt, i) => ({ prompt, completion: written[i]! }));
  return (await policy.logprob(items)).map(({ sum }) => -sum);
}

/** A log without its texts. */
function digest(log: readonly Step[]): Omit<RunResult, "written"> {
  const [evaluations, updates, notes]: [Measured[], Learned[], Noted[]] = [[], [], []];
  let samples = 0;
  for (const step of log) {
    if (step.kind === "evaluate") {
      const { examples: _examples, ...rest } = step.evaluation;
      evaluations.push({ ...rest, update: step.update });
    } else if (step.kind === "update") {
      const { loss, metrics, pairs } = step.report;
      const h = pairs.length > 0 ? mean(pairs.map((pair) => pair.h)) : null;
      updates.push({ loss, h, metrics });
    } else if ("metrics" in step) {
      notes.push({ kind: step.kind, update: updates.length, metrics: step.metrics });
    } else if (step.kind === "sample") {
      samples += step.completions.reduce((all, row) => all + row.length, 0);
    } else if (step.kind === "exam") {
      const { accuracy, exactMatch, spearman, failures } = step.report;
      const metrics = { accuracy: accuracy.rate, n: accuracy.n, exactMatch, failures };
      notes.push({
        ...{ kind: "exam", update: updates.length },
        metrics: { t: step.t, ...metrics, ...(spearman === null ? {} : { spearman }) },
      });
    } else if (step.kind === "fit" && step.report.accuracy) {
      const accuracy = step.report.accuracy.rate;
      notes.push({ kind: "fit", update: updates.length, metrics: { accuracy } });
    }
  }
  return { evaluations, updates, notes, samples };
}

async function takeBank(
  spec: BankSpec,
  seed: number,
  { backend, hosts, bank }: Circumstances,
): Promise<BankResult> {
  const open = (labels?: number) =>
    assemble(
      experimentOf(
        {
          task: spec.task,
          ...(labels ? { rewardModel: { kind: "trained", labels, noise: 0 } } : {}),
        },
        seed,
        backend,
      ),
      hosts,
      () => {},
      bank,
    );
  const { task, bench } = await open();
  const prompts = Array.from({ length: spec.prompts }, (_, i) => task.prompt("heldout", i));
  const answers = await bench.lab.reference.sample(prompts, {
    n: spec.n,
    temperature: spec.temperature,
    seed: dice(seed)("bank"),
  });
  const by = async (scorer: Scorer) => rounded(await scorer.scoreAll(prompts, answers));
  const result = {
    gold: await by(gold(task)),
    independent: rounded(
      prompts.map((x, i) => answers[i]!.map((y) => task.independent(x, y.text, y.finished))),
    ),
    length: answers.map((row) => row.map(({ tokens }) => tokens.length)),
    proxy: await by(bench.lab.scorer),
  };
  const trained: Record<string, readonly (readonly number[])[]> = {};
  const accuracy: Record<string, number> = {};
  // The exact world has no reward model to train: its proxy is a table.
  for (const budget of spec.task === menu.tasks.toy.id ? [] : spec.budgets) {
    const { bench } = await open(budget);
    for await (const step of bench.prepare?.() ?? []) {
      if (step.kind === "fit" && step.report.accuracy) accuracy[budget] = step.report.accuracy.rate;
    }
    trained[budget] = await by(bench.lab.scorer);
  }
  return { ...result, trained, accuracy };
}

/** Six figures are enough, and half the file. */
const rounded = (table: readonly (readonly number[])[]): number[][] =>
  table.map((row) => row.map((x) => Number(x.toPrecision(6))));
