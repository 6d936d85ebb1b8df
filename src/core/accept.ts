/** @file Statistical rejection sampling: draws of the tilted law out of a list of candidates. */

import { at } from "./shape.ts";

/** One candidate met in one pass. */
export type Trial = {
  /** From 1. */
  readonly pass: number;
  readonly index: number;
  /** Highest reward among the candidates that remained when the pass began. */
  readonly top: number;
  /** e^{(r − top)/β}: the candidate is accepted when `u` is below. */
  readonly threshold: number;
  readonly u: number;
  readonly accepted: boolean;
};

export type Acceptance = {
  /** Indices in order of acceptance. */
  readonly accepted: readonly number[];
  /** Passes begun. */
  readonly passes: number;
  /** All decisions, in order; none at β = 0, which takes no dice. */
  readonly trials: readonly Trial[];
};

/**
 * RSO's algorithm 1 (Liu et al. 2023, 2309.06657) with candidates told apart by index. `uniform`
 * gives a number in [0, 1) for a candidate in a pass. At β = 0 the best candidates, one a pass.
 * Throws a `RangeError` on a negative β, or a reward that is not finite.
 */
export function rsoAccept(
  rewards: readonly number[],
  beta: number,
  k: number,
  uniform: (index: number, pass: number) => number,
): Acceptance {
  if (!(beta >= 0)) throw new RangeError(`β must be 0 or more, not ${beta}.`);
  if (!rewards.every(Number.isFinite)) throw new RangeError("Every reward must be finite.");
  const wanted = Math.min(k, rewards.length);
  if (beta === 0) return takeBest(rewards, wanted);
  const accepted: number[] = [];
  const trials: Trial[] = [];
  let remaining = rewards.map((_, index) => index);
  let pass = 0;
  while (accepted.length < wanted) {
    pass += 1;
    const top = remaining.reduce((m, i) => Math.max(m, at(rewards, i)), -Infinity);
    for (const index of remaining) {
      const threshold = Math.exp((at(rewards, index) - top) / beta);
      const u = uniform(index, pass);
      trials.push({ pass, index, top, threshold, u, accepted: u < threshold });
      if (u < threshold) accepted.push(index);
      if (accepted.length === wanted) break;
    }
    const taken = new Set(accepted);
    remaining = remaining.filter((index) => !taken.has(index));
  }
  return { accepted, passes: pass, trials };
}

/** The limit β → 0: only the highest remaining reward survives a pass. */
function takeBest(rewards: readonly number[], wanted: number): Acceptance {
  const order = rewards.map((_, i) => i).sort((a, b) => at(rewards, b) - at(rewards, a) || a - b);
  const accepted = order.slice(0, wanted);
  return { accepted, passes: accepted.length, trials: [] };
}
