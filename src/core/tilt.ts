/** @file The tilted law π ∝ base · e^{r/β}, exactly and from samples. */

import { logSumExp } from "./logprobs.ts";
import { at, commonLength } from "./shape.ts";
import { sum } from "./statistics.ts";

export type Tilt = {
  /** base e^{r/β} / Z. */
  readonly law: readonly number[];
  readonly expectedReward: number;
  /** KL(law ‖ base), nats. */
  readonly kl: number;
  /** log Σ base e^{r/β}; β log Z is the optimum of E r − β KL. */
  readonly logZ: number;
  /** Chance that rejection sampling from the base accepts a draw: Z e^{−max r/β} (RSO, Thm 1). */
  readonly acceptance: number;
};

/**
 * The optimum of E r − β KL(π ‖ base) over all laws (DPO, 2305.18290, eq. 4), for a known base.
 * β > 0; an answer that the base never gives plays no part, however high its reward.
 */
export function tilt(base: readonly number[], rewards: readonly number[], beta: number): Tilt {
  commonLength({ base, rewards });
  const top = rewards.reduce((m, r, i) => (at(base, i) > 0 ? Math.max(m, r) : m), -Infinity);
  // Rewards are taken from the best one on down: every exponent is ≤ 0, however small β is.
  const exponents = rewards.map((r) => (r - top) / beta);
  const masses = base.map((p, i) => (p > 0 ? p * Math.exp(at(exponents, i)) : 0));
  const acceptance = sum(masses);
  const law = masses.map((m) => m / acceptance);
  const logAcceptance = Math.log(acceptance);
  const kl = law.reduce((k, p, i) => (p > 0 ? k + p * (at(exponents, i) - logAcceptance) : k), 0);
  return {
    law,
    expectedReward: sum(law.map((p, i) => p * at(rewards, i))),
    kl,
    logZ: top / beta + logAcceptance,
    acceptance,
  };
}

export type ImportanceWeights = {
  /** softmax(r / β). */
  readonly weights: readonly number[];
  readonly expectedReward: number;
  /** Σ w log(n w): plug-in KL, at most log n and biased downward when β is small. */
  readonly klPlugin: number;
  /** 1 / Σ w², between 1 and n. */
  readonly ess: number;
};

/** Self-normalised importance sampling of the tilt from n draws of the base; β > 0. */
export function snis(rewards: readonly number[], beta: number): ImportanceWeights {
  const n = rewards.length;
  const top = rewards.reduce((a, b) => Math.max(a, b), -Infinity);
  const exponents = rewards.map((r) => (r - top) / beta);
  const logZ = logSumExp(exponents);
  const weights = exponents.map((e) => Math.exp(e - logZ));
  const logNw = (i: number) => Math.log(n) + at(exponents, i) - logZ;
  return {
    weights,
    expectedReward: sum(weights.map((w, i) => w * at(rewards, i))),
    klPlugin: weights.reduce((k, w, i) => (w > 0 ? k + w * logNw(i) : k), 0),
    ess: n === 0 ? 0 : 1 / sum(weights.map((w) => w * w)),
  };
}
