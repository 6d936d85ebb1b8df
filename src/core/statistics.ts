/** @file Means, shares with intervals, calibration and diversity. */

import { at, commonLength } from "./shape.ts";
import type { Rate } from "./types.ts";

export function sum(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0);
}

/** Arithmetic mean, 0 of nothing. */
export function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : sum(values) / values.length;
}

/** √(Σ (x − mean)² / (n − ddof)); 0 when n ≤ ddof. */
export function standardDeviation(values: readonly number[], ddof = 1): number {
  const n = values.length - ddof;
  if (n <= 0) return 0;
  const centre = mean(values);
  return Math.sqrt(sum(values.map((x) => (x - centre) ** 2)) / n);
}

/** Standard error of the mean, from the sample deviation; 0 of fewer than two values. */
export function standardError(values: readonly number[]): number {
  return values.length === 0 ? 0 : standardDeviation(values) / Math.sqrt(values.length);
}

/** The 97.5 % quantile of the standard normal law. */
export const z95 = 1.959963984540054;

/**
 * A share with its Wilson 95 % interval (Wilson 1927). `wins` may hold halves, for ties; of no
 * trials the rate is 0 and the interval [0, 1].
 */
export function wilson(wins: number, n: number): Rate {
  const rate = n === 0 ? 0 : wins / n;
  // The usual formula with numerator and denominator multiplied by n, so that n = 0 is no exception.
  const half = z95 * Math.sqrt(wins * (1 - rate) + z95 ** 2 / 4);
  const low = (wins + z95 ** 2 / 2 - half) / (n + z95 ** 2);
  const high = (wins + z95 ** 2 / 2 + half) / (n + z95 ** 2);
  return { rate, low: Math.max(0, low), high: Math.min(1, high), n };
}

/** Wilson's interval of a match; ties count half. */
export function winRate(wins: number, ties: number, losses: number): Rate {
  return wilson(wins + ties / 2, wins + ties + losses);
}

/** The share of numbers above 0, with its interval; zeros count half. */
export function shareAbove(values: readonly number[]): Rate {
  const wins = values.filter((x) => x > 0).length;
  const losses = values.filter((x) => x < 0).length;
  return winRate(wins, values.length - wins - losses, losses);
}

/** Pearson's correlation of two lists of one length; null when a side does not vary. */
export function correlation(xs: readonly number[], ys: readonly number[]): number | null {
  const [mx, my] = [mean(xs), mean(ys)];
  const cross = sum(xs.map((x, i) => (x - mx) * (at(ys, i) - my)));
  const norm = Math.sqrt(sum(xs.map((x) => (x - mx) ** 2)) * sum(ys.map((y) => (y - my) ** 2)));
  return norm === 0 ? null : cross / norm;
}

/** One bar of a reliability diagram. */
export type CalibrationBin = {
  /** Mean prediction, and share that was right. */
  readonly predicted: number;
  readonly correct: number;
  readonly n: number;
};

export type Calibration = {
  /** Expected calibration error: Σ (n_b/n) |mean prediction − share right|. */
  readonly ece: number;
  /** mean (prediction − correct)². */
  readonly brier: number;
  /** −mean log of what was predicted for the outcome; ∞ after a certain miss. */
  readonly nll: number;
  /** The five bins from [.5, .6) to [.9, 1]; an empty one has n = 0. */
  readonly bins: readonly CalibrationBin[];
};

// Compared as written: (p − 0.5) · 10 would put 0.6 into the first bin.
const edges = [0.6, 0.7, 0.8, 0.9];

/** Calibration of predictions folded to [½, 1]; `correct` is 0 or 1. */
export function calibration(pred: readonly number[], correct: readonly number[]): Calibration {
  const n = commonLength({ pred, correct });
  const binOf = pred.map((p) => edges.filter((edge) => p >= edge).length);
  const bins = [0, 1, 2, 3, 4].map((b) => ({
    predicted: mean(pred.filter((_, i) => binOf[i] === b)),
    correct: mean(correct.filter((_, i) => binOf[i] === b)),
    n: binOf.filter((x) => x === b).length,
  }));
  return {
    ece: n === 0 ? 0 : sum(bins.map((b) => (b.n / n) * Math.abs(b.predicted - b.correct))),
    brier: mean(pred.map((p, i) => (p - at(correct, i)) ** 2)),
    nll: mean(pred.map((p, i) => -Math.log(at(correct, i) ? p : 1 - p))),
    bins,
  };
}

/**
 * Distinct n-grams over all n-grams of a set of texts, each a list of words or token ids (Li et al.
 * 2016, 1510.03055); 0 when no text is long enough.
 */
export function distinct(texts: readonly (readonly (string | number)[])[], n: number): number {
  const seen = new Set<string>();
  let total = 0;
  for (const text of texts) {
    for (let i = 0; i + n <= text.length; i++) {
      seen.add(JSON.stringify(text.slice(i, i + n)));
      total += 1;
    }
  }
  return total === 0 ? 0 : seen.size / total;
}
