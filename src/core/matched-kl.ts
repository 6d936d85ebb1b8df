/**
 * @file Runs compared at equal distance from the reference. Equal steps flatter the run that moved
 * furthest, so gold is read off each run's path at the same KL, and the interval comes from
 * resampling prompts: both runs answered the same ones with the same dice.
 */

import { dice } from "./random.ts";
import { mean, standardDeviation } from "./statistics.ts";
import type { Evaluation } from "./types.ts";

/** One evaluation of a run, prompt by prompt, in the order of the held-out prompts. */
export type Reading = { readonly gold: readonly number[]; readonly kl: readonly number[] };

/** A run's evaluations in order, the start first. */
export type Path = readonly Reading[];

/** A mean with its bootstrap 95 % interval. */
export type Estimate = {
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly se: number;
  readonly n: number;
};

/** Resamplings of the prompts behind an interval. */
const RESAMPLES = 1000;

/** The path of evaluations; those without numbers by prompt are left out. */
export function pathOf(evaluations: readonly Evaluation[]): Path {
  return evaluations.flatMap(({ each }) => (each ? [each] : []));
}

/** The furthest KL on a path, nats. */
export function reach(path: Path): number {
  return path.reduce((most, { kl }) => Math.max(most, mean(kl)), 0);
}

/** Where a path comes to something between two of its points: their positions, and how far along. */
export type Crossing = { readonly from: number; readonly to: number; readonly share: number };

/** Where KLs, in order, first come to `kl`; null where they never do. */
export function crossing(kls: readonly number[], kl: number): Crossing | null {
  const to = kls.findIndex((value) => value >= kl);
  if (to < 0) return null;
  const from = Math.max(0, to - 1);
  const rise = kls[to]! - kls[from]!;
  return { from, to, share: rise > 0 ? (kl - kls[from]!) / rise : 1 };
}

/** A number along the straight line across a crossing. */
export const across = ({ from, to, share }: Crossing, values: (i: number) => number): number =>
  values(from) + share * (values(to) - values(from));

/**
 * Mean gold where the path first comes to `kl`, by a straight line between the two evaluations around
 * it; gold at the furthest evaluation where it never does.
 */
export function goldAt(path: Path, kl: number, prompts?: readonly number[]): number {
  const of = (values: readonly number[]): number =>
    mean(prompts ? prompts.map((i) => values[i]!) : values);
  if (path.length === 0) return 0;
  const kls = path.map((reading) => of(reading.kl));
  const gold = (i: number): number => of(path[i]!.gold);
  const found = crossing(kls, kl);
  return found ? across(found, gold) : gold(kls.indexOf(Math.max(...kls)));
}

/**
 * Gold of `a` minus gold of `b` at one KL: by default the furthest that both came to. Paths by seed;
 * each difference is within a seed, the mean over seeds. Prompts are resampled together in all runs.
 */
export function matchedKl(
  a: readonly Path[],
  b: readonly Path[],
  at?: number,
): Estimate & { readonly kl: number; readonly seeds: readonly number[] } {
  const kls = a.map((path, s) => at ?? Math.min(reach(path), reach(b[s]!)));
  const difference = (prompts?: readonly number[]) =>
    a.map((path, s) => goldAt(path, kls[s]!, prompts) - goldAt(b[s]!, kls[s]!, prompts));
  const n = a[0]?.[0]?.gold.length ?? 0;
  return { ...bootstrap(n, (rows) => mean(difference(rows))), kl: mean(kls), seeds: difference() };
}

/** An estimate over n rows, its interval by resampling the rows (percentiles; always the same dice). */
export function bootstrap(n: number, of: (rows: readonly number[]) => number): Estimate {
  const random = dice(0x626f6f74);
  const all = Array.from({ length: n }, (_, i) => i);
  const value = of(all);
  if (n < 2) return { value, low: value, high: value, se: 0, n };
  const draws = Array.from({ length: RESAMPLES }, (_, r) =>
    of(all.map((i) => Math.floor(n * random.uniform(r, i)))),
  ).sort((x, y) => x - y);
  const quantile = (q: number): number => draws[Math.round(q * (RESAMPLES - 1))]!;
  return { value, low: quantile(0.025), high: quantile(0.975), se: standardDeviation(draws), n };
}

/** Mean over rows and its interval. */
export const estimate = (values: readonly number[]): Estimate =>
  bootstrap(values.length, (rows) => mean(rows.map((i) => values[i]!)));
