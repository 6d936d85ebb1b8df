/** @file Comparisons that claims are made of: paired by prompt and dice, with their intervals. */
import { bootstrap, matchedKl, type Path } from "../../core/matched-kl.ts";
import { mean } from "../../core/statistics.ts";
import type { Measured, RunResult } from "../measure/spec.ts";
import type { Figure } from "./claim.ts";

export type Metric = "gold" | "proxy" | "independent" | "kl" | "length";

/** An estimate with its value in each seed. */
export type Difference = {
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly se: number;
  readonly seeds: readonly number[];
  readonly n: number;
};

export const last = (run: RunResult): Measured => run.evaluations.at(-1)!;
/** The evaluation after so many optimizer steps: another run may have been longer. */
export const after =
  (update: number) =>
  ({ evaluations }: RunResult): Measured =>
    evaluations.findLast((e) => e.update <= update)!;
/** A run as it was after so many optimizer steps. */
export const until =
  (update: number) =>
  (run: RunResult): RunResult => ({
    ...run,
    evaluations: run.evaluations.filter((e) => e.update <= update),
  });
export const first = (run: RunResult): Measured => run.evaluations[0]!;

/**
 * What comes of one number a seed and prompt: its mean, an interval by resampling prompts within
 * seeds, and the mean of each seed.
 */
export function pooled(bySeed: readonly (readonly number[])[]): Difference {
  const rows = bySeed.flat();
  const { value, low, high, se } = bootstrap(rows.length, (drawn) =>
    mean(drawn.map((i) => rows[i]!)),
  );
  return { value, low, high, se, seeds: bySeed.map(mean), n: rows.length };
}

/** At the end of both runs, a minus b, prompt by prompt. */
export function difference(
  a: readonly RunResult[],
  b: readonly RunResult[],
  metric: Metric = "gold",
  of: (run: RunResult) => Measured = last,
): Difference {
  return pooled(a.map((run, s) => minus(of(run).each![metric], of(b[s]!).each![metric])));
}

/** From one evaluation of a run to another. */
export function gain(
  runs: readonly RunResult[],
  metric: Metric = "gold",
  from: (run: RunResult) => Measured = first,
  to: (run: RunResult) => Measured = last,
): Difference {
  return pooled(runs.map((run) => minus(to(run).each![metric], from(run).each![metric])));
}

export const minus = (a: readonly number[], b: readonly number[]): number[] =>
  a.map((x, i) => x - b[i]!);

/** Gold of a minus gold of b at the KL that both came to. */
export function atMatchedKl(a: readonly RunResult[], b: readonly RunResult[]) {
  const path = ({ evaluations }: RunResult): Path => evaluations.map(({ each }) => each!);
  const found = matchedKl(a.map(path), b.map(path));
  return { ...found, n: found.n * a.length };
}

/** Sums of equal numbers in another order differ by less. */
const ROUNDING = 1e-9;

/** Above zero beyond doubt: the interval lies above it, and so does every seed by itself. */
export const above = ({ low, seeds }: Difference): boolean =>
  low > ROUNDING && seeds.every((value) => value > ROUNDING);

/** A figure for the table. */
export const figure = ({ value, low, high, seeds }: Difference): Figure => ({
  value,
  low,
  high,
  seeds,
});

/** Mean of a metric at the end, over prompts and seeds, with its interval. */
export const level = (runs: readonly RunResult[], metric: Metric = "gold"): Figure =>
  figure(pooled(runs.map((run) => last(run).each![metric])));
