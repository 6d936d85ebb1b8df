/** @file Win rate at equal length: what is left of a victory once its longer answers are set aside. */

import { sigmoid } from "./logistic.ts";
import { commonLength } from "./shape.ts";
import { sum, z95 } from "./statistics.ts";
import type { Rate } from "./types.ts";

/** Spread of the prior on both coefficients: wide enough not to matter until wins separate by length. */
const PRIOR = 5;
/** Newton's method on a strictly concave function: far more steps than it ever takes. */
const MOST_STEPS = 50;

/**
 * The share of wins that a logistic regression on the logarithm of the length ratio gives to answers
 * of equal length (Lee et al. 2023, 2309.00267, app. J), with its 95 % interval on the logit scale.
 * `won` is 1, ½ or 0; `lengths` and `others` count the tokens of the two answers, each at least 1
 * (an empty answer counts as one token). Of no matches the rate is 0 and the interval [0, 1].
 */
export function lengthControlled(
  won: readonly number[],
  lengths: readonly number[],
  others: readonly number[],
): Rate {
  const n = commonLength({ won, lengths, others });
  if (n === 0) return { rate: 0, low: 0, high: 1, n };
  const ratios = lengths.map((l, i) => Math.log(Math.max(1, l) / Math.max(1, others[i]!)));
  const { intercept, se } = regress(won, ratios);
  const reach = z95 * se;
  return {
    rate: sigmoid(intercept),
    low: sigmoid(intercept - reach),
    high: sigmoid(intercept + reach),
    n,
  };
}

/** Maximum a posteriori of y ∼ σ(a + b x), by Newton's method; the standard error is that of a. */
function regress(ys: readonly number[], xs: readonly number[]): { intercept: number; se: number } {
  let [a, b] = [0, 0];
  const tightness = PRIOR ** -2;
  for (let step = 0; ; step++) {
    const p = xs.map((x) => sigmoid(a + b * x));
    const w = p.map((q) => q * (1 - q));
    const slopeA = sum(ys.map((y, i) => y - p[i]!)) - tightness * a;
    const slopeB = sum(ys.map((y, i) => (y - p[i]!) * xs[i]!)) - tightness * b;
    const aa = sum(w) + tightness;
    const ab = sum(w.map((v, i) => v * xs[i]!));
    const bb = sum(w.map((v, i) => v * xs[i]! ** 2)) + tightness;
    const determinant = aa * bb - ab * ab;
    const [da, db] = [
      (bb * slopeA - ab * slopeB) / determinant,
      (aa * slopeB - ab * slopeA) / determinant,
    ];
    if (step === MOST_STEPS || Math.abs(da) + Math.abs(db) < 1e-10) {
      return { intercept: a, se: Math.sqrt(bb / determinant) };
    }
    // No step longer than 4: from far out Newton's method would overshoot.
    const scale = Math.min(1, 4 / Math.hypot(da, db));
    a += scale * da;
    b += scale * db;
  }
}
