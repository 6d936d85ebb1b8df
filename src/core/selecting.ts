/** @file The best answer to each prompt, kept to be imitated: what methods that imitate themselves share. */

import { at } from "./shape.ts";
import { mean } from "./statistics.ts";
import type { Completion, Example, Selection, Step } from "./types.ts";

/** Why an answer was kept: `rewards[pick]` is its own among those of all candidates. */
export function selection(
  { promptId, id }: Completion,
  rewards: readonly number[],
  pick: number,
): Selection {
  const sorted = [...rewards].sort((a, b) => a - b);
  const half = sorted.length / 2;
  const median = (at(sorted, Math.ceil(half) - 1) + at(sorted, Math.floor(half))) / 2;
  return { promptId, completionId: id, reward: at(rewards, pick), median, mean: mean(rewards) };
}

/** What earlier rounds kept: the newest part of each one's pool. */
export function keptBefore(past: readonly Step[]): Example[] {
  return past.flatMap((s) =>
    s.kind === "select" ? s.pool.slice(s.pool.length - s.kept.length) : [],
  );
}
