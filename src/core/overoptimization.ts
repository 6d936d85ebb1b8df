/** @file Gold reward against distance when a proxy is optimised. */

import { commonLength } from "./shape.ts";
import { mean, standardError, sum } from "./statistics.ts";

/** Best-of-n, or reinforcement learning. */
export type GaoKind = "bon" | "rl";

/**
 * The scaling laws of Gao et al. 2022 (2210.10760) at d = √KL: d(α − βd) for best-of-n,
 * d(α − β ln d) for RL, with the distance and the height of the peak.
 */
export function gao(
  kind: GaoKind,
  alpha: number,
  beta: number,
  d: number,
): { reward: number; peakD: number; peakReward: number } {
  if (kind === "bon") {
    const peakD = alpha / (2 * beta);
    return { reward: d * (alpha - beta * d), peakD, peakReward: (alpha * peakD) / 2 };
  }
  const peakD = Math.exp(alpha / beta - 1);
  const reward = d === 0 ? 0 : d * (alpha - beta * Math.log(d));
  return { reward, peakD, peakReward: beta * peakD };
}

/** A law of `gao` with the coefficients that fit best, and the share of variance it explains. */
export type GaoFit = {
  readonly kind: GaoKind;
  readonly alpha: number;
  readonly beta: number;
  /** 1 − residual / total sum of squares about the mean. */
  readonly r2: number;
  readonly peakD: number;
  readonly peakReward: number;
};

/**
 * Least squares of rewards at distances d ≥ 0 on the law: it is linear in α and β. Needs two
 * distances that differ and are not 0; throws a `RangeError` otherwise.
 */
export function fitGao(kind: GaoKind, ds: readonly number[], rewards: readonly number[]): GaoFit {
  commonLength({ ds, rewards });
  const slope = (d: number): number => (kind === "bon" ? d * d : d === 0 ? 0 : d * Math.log(d));
  const xs = ds.map((d) => [d, -slope(d)] as const);
  const dot = (f: (i: number) => number): number => sum(xs.map((_, i) => f(i)));
  const aa = dot((i) => xs[i]![0] ** 2);
  const ab = dot((i) => xs[i]![0] * xs[i]![1]);
  const bb = dot((i) => xs[i]![1] ** 2);
  const ay = dot((i) => xs[i]![0] * rewards[i]!);
  const by = dot((i) => xs[i]![1] * rewards[i]!);
  const determinant = aa * bb - ab * ab;
  if (!(determinant > 1e-12 * aa * bb)) {
    throw new RangeError("A curve in two coefficients needs two distances that differ.");
  }
  const alpha = (bb * ay - ab * by) / determinant;
  const beta = (aa * by - ab * ay) / determinant;
  const centre = mean(rewards);
  const total = sum(rewards.map((r) => (r - centre) ** 2));
  const left = sum(xs.map(([a, b], i) => (rewards[i]! - alpha * a - beta * b) ** 2));
  const { peakD, peakReward } = gao(kind, alpha, beta, 1);
  return { kind, alpha, beta, r2: total === 0 ? 0 : 1 - left / total, peakD, peakReward };
}

/** How far gold has fallen since it was highest: in the unit of gold, with its standard error. */
export type Fall = {
  /** Position of the evaluation where gold, over all prompts, was highest. */
  readonly peak: number;
  readonly drop: number;
  readonly se: number;
};

/**
 * Fall of gold from its peak to the last evaluation. The highest of several noisy means is too high:
 * each half of the prompts therefore names the peak at which the other half is measured.
 * `golds[e][i]` is prompt i at evaluation e.
 */
export function fallFromPeak(golds: readonly (readonly number[])[]): Fall {
  const last = golds.at(-1) ?? [];
  const rows = last.map((_, i) => i);
  const peakOf = (of: readonly number[]): number => {
    const means = golds.map((gold) => mean(of.map((i) => gold[i]!)));
    return means.reduce((best, m, e) => (m > means[best]! ? e : best), 0);
  };
  const halves = [0, 1].map((half) => rows.filter((i) => i % 2 === half));
  const falls = halves.flatMap((half, h) => {
    const peak = peakOf(halves[1 - h]!);
    return half.map((i) => golds[peak]![i]! - last[i]!);
  });
  return { peak: peakOf(rows), drop: mean(falls), se: standardError(falls) };
}
