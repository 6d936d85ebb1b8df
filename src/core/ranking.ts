/**
 * @file Losses that need no reference: they order whole sets of answers by their own
 * log-probabilities. Each gives its derivative by every log-probability it reads.
 */

import { at, commonLength } from "./shape.ts";
import { mean, sum } from "./statistics.ts";

/**
 * SLiC-HF on one pair (Zhao et al. 2023, 2305.10425): max(0, δ − log π(y⁺) + log π(y⁻)) −
 * λ log π(y_target), all summed log-probabilities in nats. Flat at its kink.
 */
export function slicHf(input: {
  readonly delta: number;
  readonly lambda: number;
  readonly logpChosen: number;
  readonly logpRejected: number;
  readonly logpTarget: number;
}) {
  const { delta, lambda, logpChosen, logpRejected, logpTarget } = input;
  const gap = delta - logpChosen + logpRejected;
  const active = gap > 0 ? 1 : 0;
  return {
    loss: Math.max(0, gap) - lambda * logpTarget,
    byChosen: 0 - active,
    byRejected: active,
    byTarget: 0 - lambda,
  };
}

/**
 * RRHF on the answers to one prompt (Yuan et al. 2023, 2304.05302): with p_i the mean
 * log-probability of a token, Σ_{r_i < r_j} max(0, p_i − p_j), plus −p of the best answer (the
 * first one on a tie). `by` is ∂total/∂sumLogps. Throws a `RangeError` without any answer.
 */
export function rrhf(input: {
  readonly sumLogps: readonly number[];
  readonly lengths: readonly number[];
  readonly rewards: readonly number[];
}) {
  const { sumLogps, lengths, rewards } = input;
  if (commonLength({ sumLogps, lengths, rewards }) === 0) {
    throw new RangeError("There must be at least one answer.");
  }
  // An answer without tokens has the mean 0, whatever the policy.
  const scale = lengths.map((length) => (length === 0 ? 0 : 1 / length));
  const means = sumLogps.map((logp, i) => logp * at(scale, i));
  const slopes = means.map(() => 0);
  const best = rewards.reduce((m, r, i) => (r > at(rewards, m) ? i : m), 0);
  let rank = 0;
  let violated = 0;
  for (const [i, low] of means.entries()) {
    for (const [j, high] of means.entries()) {
      if (!(at(rewards, i) < at(rewards, j)) || low <= high) continue;
      rank += low - high;
      violated += 1;
      slopes[i]! += 1;
      slopes[j]! -= 1;
    }
  }
  slopes[best]! -= 1;
  const sft = 0 - at(means, best);
  const by = slopes.map((slope, i) => slope * at(scale, i));
  return { rank, sft, total: rank + sft, by, best, violated };
}

/**
 * CLICK (Zheng et al. 2023, 2306.03350): the language-model loss plus γ times the mean of
 * max(0, α + log π(ŷ⁻) − log π(ŷ⁺)) over pairs, summed log-probabilities.
 */
export function click(input: {
  readonly alpha: number;
  readonly gamma: number;
  readonly lmLoss: number;
  readonly logpPositive: readonly number[];
  readonly logpNegative: readonly number[];
}) {
  const { alpha, gamma, lmLoss, logpPositive, logpNegative } = input;
  const n = commonLength({ logpPositive, logpNegative });
  const gaps = logpPositive.map((logp, i) => alpha + at(logpNegative, i) - logp);
  const contrastive = mean(gaps.map((gap) => Math.max(0, gap)));
  const byNegative = gaps.map((gap) => (gap > 0 ? gamma / n : 0));
  return {
    contrastive,
    total: lmLoss + gamma * contrastive,
    byPositive: byNegative.map((slope) => 0 - slope),
    byNegative,
    active: sum(gaps.map((gap) => (gap > 0 ? 1 : 0))),
  };
}

/** A labelled answer with its summed log-probability, nats. */
export type Likely<Id> = { readonly id: Id; readonly logp: number };

/**
 * CLICK's pairs, in the order of the negatives: each meets the likeliest positive that is still
 * less likely than it (the first one on a tie), and is left out where there is none.
 */
export function clickPairs<Id>(
  positives: readonly Likely<Id>[],
  negatives: readonly Likely<Id>[],
): [negative: Id, positive: Id][] {
  return negatives.flatMap(({ id, logp }): [Id, Id][] => {
    const below = positives.filter((positive) => positive.logp < logp);
    const [first, ...rest] = below;
    if (first === undefined) return [];
    return [[id, rest.reduce((best, p) => (p.logp > best.logp ? p : best), first).id]];
  });
}
