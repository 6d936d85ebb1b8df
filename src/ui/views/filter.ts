/** @file What each of ReST's thresholds keeps of a pool. Pure readings of a filter step. */
import { mean } from "../../core/statistics.ts";
import type { Step, Stored } from "../../core/types.ts";

type Filter = Extract<Step, { kind: "filter" }>;

/** One threshold: the reward that an answer must exceed, and what that leaves. */
export type Cut = {
  readonly threshold: number;
  /** The highest reward that is still dropped; null where nothing is. */
  readonly reward: number | null;
  readonly kept: number;
  /** Of the pool. */
  readonly share: number;
};

/** Every threshold of the Grow step. A threshold of 0 is no filter. */
export function cutsOf({ thresholds, pool }: Filter): Cut[] {
  return thresholds.map((threshold) => {
    const dropped = threshold === 0 ? [] : pool.filter(({ level }) => !(level > threshold));
    const reward = dropped.reduce<number | null>(
      (top, one) => Math.max(top ?? one.reward, one.reward),
      null,
    );
    const kept = pool.length - dropped.length;
    return { threshold, reward, kept, share: kept / Math.max(1, pool.length) };
  });
}

/** One bar of the histogram of rewards: drawn answers, and given ones on top of them. */
export type Bar = {
  readonly from: number;
  readonly to: number;
  readonly drawn: number;
  readonly written: number;
};

/** Rewards counted in `count` bars of equal width; a single one when all are equal. */
export function barsOf(pool: readonly Stored[], count: number): Bar[] {
  const rewards = pool.map(({ reward }) => reward);
  const low = Math.min(...rewards);
  const width = (Math.max(...rewards) - low) / count;
  if (pool.length === 0) return [];
  if (width === 0) {
    const written = pool.filter((one) => one.written).length;
    return [{ from: low - 0.05, to: low + 0.05, drawn: pool.length - written, written }];
  }
  const places = rewards.map((r) => Math.min(count - 1, Math.floor((r - low) / width)));
  return Array.from({ length: count }, (_, i) => {
    const here = pool.filter((_, j) => places[j] === i);
    const written = here.filter((one) => one.written).length;
    const from = low + i * width;
    return { from, to: from + width, drawn: here.length - written, written };
  });
}

/** What the kept answers are like, beside the whole pool. */
export function keptOf({ pool, kept }: Filter) {
  const best = kept.flatMap((place) => pool[place] ?? []);
  return {
    reward: best.length > 0 ? mean(best.map(({ reward }) => reward)) : null,
    all: mean(pool.map(({ reward }) => reward)),
    /** Prompts with at least one kept answer, and all prompts. */
    prompts: new Set(best.map(({ promptId }) => promptId)).size,
    asked: new Set(pool.map(({ promptId }) => promptId)).size,
    written: best.filter((one) => one.written).length,
  };
}
