/** @file Policy gradients as numbers: advantages, the clipped losses, the pull to the reference. */

import { at, commonLength } from "./shape.ts";
import { mean, standardDeviation, sum } from "./statistics.ts";

const clipTo = (x: number, low: number, high: number): number => Math.min(high, Math.max(low, x));

/**
 * Rewards of the tokens of one answer, −β k1 each and the score on the last, with generalised
 * advantage estimation (Schulman et al. 2015, 1506.02438) and its whitened advantages. All lists [T];
 * the value after the last token is 0.
 */
export function gae(input: {
  readonly score: number;
  readonly k1: readonly number[];
  readonly beta: number;
  readonly values: readonly number[];
  readonly gamma: number;
  readonly lambda: number;
}) {
  const { score, k1, beta, values, gamma, lambda } = input;
  const length = commonLength({ k1, values });
  const rewards = tokenRewards(k1, score, beta);
  const advantages = new Array<number>(length).fill(0);
  let ahead = 0;
  let valueAhead = 0;
  for (let t = length - 1; t >= 0; t--) {
    ahead = at(rewards, t) + gamma * valueAhead - at(values, t) + gamma * lambda * ahead;
    advantages[t] = ahead;
    valueAhead = at(values, t);
  }
  return {
    rewards,
    advantages,
    returns: advantages.map((a, t) => a + at(values, t)),
    whitened: whiten(advantages),
  };
}

/** Rewards of the tokens of one answer [T]: −β·k1 of each, and the score on the last. */
export function tokenRewards(k1: readonly number[], score: number, beta: number): number[] {
  return k1.map((k, t) => 0 - beta * k + (t === k1.length - 1 ? score : 0));
}

/** Mean 0 and population variance 1, with 10⁻⁸ added to the variance. */
export function whiten(values: readonly number[]): number[] {
  const centre = mean(values);
  const scale = Math.sqrt(standardDeviation(values, 0) ** 2 + 1e-8);
  return values.map((x) => (x - centre) / scale);
}

/**
 * PPO's clipped losses over tokens (Schulman et al. 2017, 1707.06347, eq. 7, negated), with the clipped
 * value loss of the reference code. `byLogp` and `byValue` are the derivatives of `total`.
 */
export function ppo(input: {
  readonly oldLogps: readonly number[];
  readonly newLogps: readonly number[];
  readonly advantages: readonly number[];
  readonly oldValues: readonly number[];
  readonly newValues: readonly number[];
  readonly returns: readonly number[];
  readonly clip: number;
  readonly valueClip: number;
  readonly valueCoefficient: number;
}) {
  const { clip, valueClip, valueCoefficient, ...lists } = input;
  const n = commonLength(lists);
  const deltas = lists.newLogps.map((logp, t) => logp - at(lists.oldLogps, t));
  const tokens = deltas.map((delta, t) => clippedTerm(delta, at(lists.advantages, t), clip));
  const values = lists.newValues.map((value, t) =>
    clippedValue(value, at(lists.oldValues, t), at(lists.returns, t), valueClip),
  );
  const policy = mean(tokens.map(({ loss }) => loss));
  const value = mean(values.map(({ loss }) => loss)) / 2;
  return {
    policy,
    value,
    total: policy + valueCoefficient * value,
    approxKl: mean(deltas.map((d) => d * d)) / 2,
    clipFraction: mean(tokens.map(({ clipped }) => (clipped ? 1 : 0))),
    valueClipFraction: mean(values.map(({ clipped }) => (clipped ? 1 : 0))),
    ratio: mean(deltas.map(Math.exp)),
    byLogp: tokens.map(({ by }) => by / n),
    byValue: values.map(({ by }) => (valueCoefficient * by) / (2 * n)),
  };
}

/** max(−Aρ, −A clip(ρ, 1 ± ε)) and its derivative by log π, 0 once the clipped term rules. */
export function clippedTerm(delta: number, advantage: number, clip: number) {
  const ratio = Math.exp(delta);
  const free = 0 - advantage * ratio;
  const bound = 0 - advantage * clipTo(ratio, 1 - clip, 1 + clip);
  const clipped = bound > free;
  return { loss: Math.max(free, bound), clipped, by: clipped ? 0 : free };
}

/** max((V − G)², (clip(V, V_old ± ε) − G)²) and its derivative by V. */
function clippedValue(value: number, old: number, target: number, clip: number) {
  const near = clipTo(value, old - clip, old + clip);
  const free = (value - target) ** 2;
  const bound = (near - target) ** 2;
  const by = free >= bound ? 2 * (value - target) : near === value ? 2 * (near - target) : 0;
  return { loss: Math.max(free, bound), clipped: bound > free, by };
}

/** k3 = e^{−δ} − 1 + δ of δ = log π − log π_ref, never negative, and its derivative by log π. */
export function k3(delta: number): { readonly value: number; readonly by: number } {
  return { value: Math.expm1(-delta) + delta, by: -Math.expm1(-delta) };
}

/** Ziegler et al. 2019 (1909.08593) §2.2: the coefficient after `batch` episodes at this KL, nats. */
export function adaptiveKl(input: {
  readonly coefficient: number;
  readonly target: number;
  readonly horizon: number;
  readonly kl: number;
  readonly batch: number;
}): number {
  const { coefficient, target, horizon, kl, batch } = input;
  return coefficient * (1 + (clipTo(kl / target - 1, -0.2, 0.2) * batch) / horizon);
}

/** RLOO (Ahmadian et al. 2024, 2402.14740): each reward less the mean of the others. */
export function rloo(rewards: readonly number[]): number[] {
  const total = sum(rewards);
  const others = Math.max(1, rewards.length - 1);
  return rewards.map((r) => r - (total - r) / others);
}

/** GRPO (Shao et al. 2024, 2402.03300): deviations from the mean over the deviation + 10⁻⁴. */
export function grpo(rewards: readonly number[], ddof: number): number[] {
  const centre = mean(rewards);
  const scale = standardDeviation(rewards, ddof) + 1e-4;
  return rewards.map((r) => (r - centre) / scale);
}
