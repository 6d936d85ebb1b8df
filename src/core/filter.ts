/** @file Keeping the answers above a threshold. */

export type Filtered = {
  /** Rewards from 0, the worst, to 1, the best; all 0 when they are equal. */
  readonly normalised: readonly number[];
  /** Indices strictly above the threshold, ascending. */
  readonly kept: readonly number[];
};

/**
 * ReST's filter (Gulcehre et al. 2023, 2308.08998) on rewards scaled to [0, 1]. A threshold of 0 is no
 * filter: "above" would drop the worst answer.
 */
export function restFilter(rewards: readonly number[], threshold: number): Filtered {
  const low = rewards.reduce((a, b) => Math.min(a, b), Infinity);
  const high = rewards.reduce((a, b) => Math.max(a, b), -Infinity);
  const normalised = rewards.map((r) => (high > low ? (r - low) / (high - low) : 0));
  const indices = rewards.map((_, i) => i);
  return {
    normalised,
    kept: threshold === 0 ? indices : indices.filter((i) => normalised[i]! > threshold),
  };
}
