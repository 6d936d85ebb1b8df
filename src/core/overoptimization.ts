/** @file Gold reward against distance when a proxy is optimised. */

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
