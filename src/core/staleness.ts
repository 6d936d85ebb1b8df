/** @file How far a policy has gone from the one that wrote the data it learns from. */

import { mean, sum } from "./statistics.ts";
import type { Asked } from "./types.ts";

/**
 * KL(writer ‖ learner), nats an answer: the mean over the drawn answers of log π_writer − log π now,
 * both at temperature 1. Unbiased where the answers were drawn at that temperature and have not been
 * trained on yet, so it may fall below 0; 0 for a policy's fresh samples. Answers that no policy drew
 * do not count; null where none is left.
 */
export function stalenessOf(
  asked: readonly Asked[],
  tokenLogps: readonly (readonly number[])[],
): number | null {
  const gaps = asked.flatMap(({ completion }, i) => {
    const { author, tokens, logps } = completion;
    if (author !== undefined || tokens.length === 0 || logps.length !== tokens.length) return [];
    return [sum(logps) - sum((tokenLogps[i] ?? []).slice(0, tokens.length))];
  });
  return gaps.length === 0 ? null : mean(gaps);
}
