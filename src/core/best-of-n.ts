/** @file Best-of-n: its exact law on a known base, and its estimate from samples. */

import { at, commonLength } from "./shape.ts";
import { mean, sum } from "./statistics.ts";

export type BestOfN = {
  readonly law: readonly number[];
  readonly expectedReward: number;
  /** KL(law ‖ base), nats. */
  readonly kl: number;
  /** `bestOfNKlBound(n)`; reached only in the limit of a continuous reward. */
  readonly klBound: number;
  /** Against one draw of the base; ties count half. n/(n+1) in the continuous limit. */
  readonly winRate: number;
};

/** log n − (n−1)/n, nats (Stiennon et al. 2020, 2009.01325, app. G.3; Beirami 2024, 2401.01879). */
export function bestOfNKlBound(n: number): number {
  return Math.log(n) - (n - 1) / n;
}

/**
 * The law of the best of n draws of the base. A group of equal rewards with cumulative probability
 * F, and F′ below it, receives Fⁿ − F′ⁿ, shared in proportion to the base.
 */
export function bestOfN(base: readonly number[], rewards: readonly number[], n: number): BestOfN {
  commonLength({ base, rewards });
  const law = base.map(() => 0);
  let kl = 0;
  let winRate = 0;
  let below = 0;
  for (const group of groupsOfEqual(rewards)) {
    const mass = sum(group.map((i) => at(base, i)));
    if (mass === 0) continue;
    const upTo = below + mass;
    const won = upTo ** n - below ** n;
    for (const i of group) law[i] = (won * at(base, i)) / mass;
    // The ratio of law to base is the same throughout a group.
    if (won > 0) kl += won * Math.log(won / mass);
    winRate += won * (below + mass / 2);
    below = upTo;
  }
  const expectedReward = sum(law.map((p, i) => p * at(rewards, i)));
  return { law, expectedReward, kl, klBound: bestOfNKlBound(n), winRate };
}

/**
 * Unbiased estimate of what best-of-n by `proxy` earns, from M ≥ n scored samples of one prompt
 * (Nakano et al. 2021, 2112.09332, app. I): Σ_{i=n}^{M} C(i−1, n−1) / C(M, n) · value_(i), sorted by
 * proxy. Samples with equal proxy share their mean, which is the expectation over random orders.
 * Throws a `RangeError` when M < n.
 */
export function bestOfNEstimate(
  proxy: readonly number[],
  gold: readonly number[],
  n: number,
): { proxy: number; gold: number } {
  const samples = commonLength({ proxy, gold });
  if (!(n >= 1 && n <= samples)) {
    throw new RangeError(`Best-of-${n} cannot be estimated from ${samples} samples.`);
  }
  const estimate = { proxy: 0, gold: 0 };
  // From the best sample down: its weight is n/M, and each next one follows by a ratio of binomials.
  let rank = samples;
  let weight = n / samples;
  for (const group of groupsOfEqual(proxy).reverse()) {
    let share = 0;
    for (let k = 0; k < group.length; k++) {
      share += weight;
      weight *= rank > 1 ? (rank - n) / (rank - 1) : 0;
      rank -= 1;
    }
    estimate.proxy += share * at(proxy, at(group, 0));
    estimate.gold += share * mean(group.map((i) => at(gold, i)));
  }
  return estimate;
}

/** log i!, as far as it has been asked for. */
const logFactorial = [0];

/**
 * Unbiased estimate of the mean of the k-th smallest of n draws, from M ≥ n of them:
 * Σ_i C(i−1, k−1) C(M−i, n−k) / C(M, n) · value_(i). k = n is the best of n.
 * Throws a `RangeError` unless 1 ≤ k ≤ n ≤ M.
 */
export function orderStatisticEstimate(values: readonly number[], n: number, k: number): number {
  const M = values.length;
  if (!(k >= 1 && k <= n && n <= M)) {
    throw new RangeError(`The ${k}-th of ${n} cannot be estimated from ${M} values.`);
  }
  for (let i = logFactorial.length; i <= M; i++) {
    logFactorial.push(at(logFactorial, i - 1) + Math.log(i));
  }
  const logChoose = (a: number, b: number) =>
    at(logFactorial, a) - at(logFactorial, b) - at(logFactorial, a - b);
  const sorted = [...values].sort((a, b) => a - b);
  const all = logChoose(M, n);
  // Below the k-th value there are k − 1 draws, above it n − k.
  const terms = sorted.slice(k - 1, M - (n - k)).map((value, j) => {
    const i = j + k;
    return value * Math.exp(logChoose(i - 1, k - 1) + logChoose(M - i, n - k) - all);
  });
  return sum(terms);
}

/** The same for the median of n draws, the mean of the two middle ones where n is even. */
export function medianOfNEstimate(values: readonly number[], n: number): number {
  const [low, high] = [Math.floor((n + 1) / 2), Math.ceil((n + 1) / 2)];
  return (orderStatisticEstimate(values, n, low) + orderStatisticEstimate(values, n, high)) / 2;
}

/** Indices in groups of equal values, the lowest value first. */
function groupsOfEqual(values: readonly number[]): number[][] {
  const order = values.map((_, i) => i).sort((a, b) => at(values, a) - at(values, b) || a - b);
  const groups: number[][] = [];
  let last: number[] | undefined;
  for (const i of order) {
    if (last !== undefined && at(values, at(last, 0)) === at(values, i)) last.push(i);
    else groups.push((last = [i]));
  }
  return groups;
}
