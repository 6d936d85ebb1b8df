/**
 * @file Pure readings of a log at a playhead. A playhead `at` is the position of the step being
 * shown; -1 is before the first, and leaving it out means the end of the log.
 */

import type { BoxLine, Evaluation, Step, StepKind } from "./types.ts";

type Log = readonly Step[];
type OfKind<K extends StepKind> = Extract<Step, { kind: K }>;

/** The step being shown. */
export function stepAt(log: Log, at: number = log.length - 1): Step | null {
  return log[at] ?? null;
}

/** The last step of one kind at or before the playhead. */
export function latest<K extends StepKind>(
  log: Log,
  kind: K,
  at: number = log.length - 1,
): OfKind<K> | null {
  for (let i = Math.min(at, log.length - 1); i >= 0; i--) {
    const step = log[i] as Step;
    if (step.kind === kind) return step as OfKind<K>;
  }
  return null;
}

/** The same, within the playhead's round only: null when this round has not come to it yet. */
export function latestInRound<K extends StepKind>(
  log: Log,
  kind: K,
  at: number = log.length - 1,
): OfKind<K> | null {
  for (let i = Math.min(at, log.length - 1); i >= 0; i--) {
    const step = log[i] as Step;
    if (step.kind === kind) return step as OfKind<K>;
    if (step.kind === "round") return null;
  }
  return null;
}

/** The round the playhead is in; null before the first. */
export function roundAt(log: Log, at?: number): OfKind<"round"> | null {
  return latest(log, "round", at);
}

/** How many optimizer steps lie at or before the playhead. */
export function updatesAt(log: Log, at: number = log.length - 1): number {
  return count(log, "update", 0, at + 1);
}

// ---------------------------------------------------------------------------- series

/** One point of a chart, by number of updates; the interval is 95 % where there is one. */
export type Point = {
  readonly update: number;
  readonly value: number;
  readonly low: number;
  readonly high: number;
};

export const EVALUATION_METRICS = [
  "gold",
  "proxy",
  "independent",
  "kl",
  "winRate",
  "entropy",
  "length",
  "eosRate",
  "distinct2",
] as const;
export type EvaluationMetric = (typeof EVALUATION_METRICS)[number];

/** One number of an evaluation with its 95 % interval (a point interval where none is known). */
export function reading(
  evaluation: Evaluation,
  metric: EvaluationMetric,
): { value: number; low: number; high: number } {
  if (metric === "winRate") {
    const { rate, low, high } = evaluation.winRate;
    return { value: rate, low, high };
  }
  const value = evaluation[metric];
  const half = metric in evaluation.se ? 1.959963984540054 * seOf(evaluation, metric) : 0;
  return { value, low: value - half, high: value + half };
}

const seOf = (evaluation: Evaluation, metric: string): number =>
  (evaluation.se as Readonly<Record<string, number>>)[metric] ?? 0;

/** All evaluations up to the playhead, in order. */
export function evaluations(log: Log, at: number = log.length - 1): OfKind<"evaluate">[] {
  return log.slice(0, at + 1).filter((step) => step.kind === "evaluate");
}

/** A metric of the evaluations by update number. */
export function evaluationSeries(log: Log, metric: EvaluationMetric, at?: number): Point[] {
  return evaluations(log, at).map(({ update, evaluation }) => ({
    update,
    ...reading(evaluation, metric),
  }));
}

/**
 * A metric of the updates, numbered from 1: `loss`, `gradNorm`, `learningRate`, or a name in
 * their `metrics`. Updates that do not report it are left out.
 */
export function updateSeries(log: Log, metric: string, at: number = log.length - 1): Point[] {
  const points: Point[] = [];
  let update = 0;
  for (const step of log.slice(0, at + 1)) {
    if (step.kind !== "update") continue;
    update++;
    const { loss, gradNorm, learningRate, metrics } = step.report;
    const value = { ...metrics, loss, gradNorm, learningRate }[metric];
    if (value !== undefined) points.push({ update, value, low: value, high: value });
  }
  return points;
}

/** The names of all metrics that updates up to the playhead report, in order of appearance. */
export function updateMetrics(log: Log, at: number = log.length - 1): string[] {
  const names = new Set<string>();
  for (const step of log.slice(0, at + 1)) {
    if (step.kind === "update")
      for (const name of Object.keys(step.report.metrics)) names.add(name);
  }
  return [...names];
}

// ---------------------------------------------------------------------------- stages and rounds

/** The line of the algorithm box that the shown step belongs to; -1 when it belongs to none. */
export function litLine(box: readonly BoxLine[], step: Step | null): number {
  return step ? box.findIndex((line) => line.kind === step.kind) : -1;
}

/** A stage of a method: how often it has come, in all and in this round, and whether it is now. */
export type Stage = {
  readonly kind: StepKind;
  readonly count: number;
  readonly inRound: number;
  readonly now: boolean;
};

/**
 * The stages a method goes through in a round, in the order of its box, then `evaluate`, which is
 * the run's own, as is the exam of a method that judges. `round` itself and preparation are not stages.
 */
export function stages(
  method: { readonly box: readonly BoxLine[]; readonly judging?: unknown },
  log: Log,
  at: number = log.length - 1,
): Stage[] {
  const kinds = new Set<StepKind>();
  for (const { kind } of method.box) if (kind && kind !== "round") kinds.add(kind);
  if (method.judging) kinds.add("exam");
  kinds.add("evaluate");
  let start = Math.min(at, log.length - 1);
  while (start > 0 && log[start]!.kind !== "round") start--;
  return [...kinds].map((kind) => ({
    kind,
    count: count(log, kind, 0, at + 1),
    inRound: count(log, kind, Math.max(start, 0), at + 1),
    now: log[at]?.kind === kind,
  }));
}

/** A stretch of the log: one round, or what came before the first. `end` is exclusive. */
export type Segment = {
  readonly round: number | null;
  readonly start: number;
  readonly end: number;
  /** Neighbouring steps of one kind taken together, for the tones of the timeline. */
  readonly runs: readonly {
    readonly kind: StepKind;
    readonly start: number;
    readonly end: number;
  }[];
};

/** The whole log cut at its rounds; every position lies in exactly one segment and one of its runs. */
export function segments(log: Log): Segment[] {
  type Runs = { kind: StepKind; start: number; end: number }[];
  const found: { round: number | null; start: number; end: number; runs: Runs }[] = [];
  log.forEach((step, i) => {
    if (step.kind === "round" || found.length === 0) {
      found.push({ round: step.kind === "round" ? step.t : null, start: i, end: i, runs: [] });
    }
    const segment = found.at(-1)!;
    const last = segment.runs.at(-1);
    if (last?.kind === step.kind) last.end = i + 1;
    else segment.runs.push({ kind: step.kind, start: i, end: i + 1 });
    segment.end = i + 1;
  });
  return found;
}

/** How many steps of a kind lie in [from, to). */
function count(log: Log, kind: StepKind, from: number, to: number): number {
  let n = 0;
  for (let i = from; i < Math.min(to, log.length); i++) if (log[i]!.kind === kind) n++;
  return n;
}
