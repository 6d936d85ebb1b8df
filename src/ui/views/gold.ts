/** @file The programmed truth of one answer, for the reader's eyes: no method sees it. */
import { goldReward } from "../../core/gold.ts";
import type { Completion, Prompt, Task } from "../../core/types.ts";

/**
 * An answer that the proxy puts a whole deviation of the start model above its mean, and gold below
 * half of one, is underlined.
 */
export const [HIGH, POOR] = [1, 0.5];

/** In how many pairs of answers two scorers give the same order; ties of either do not count. */
export function agreement(
  scores: readonly number[],
  golds: readonly number[],
): { readonly share: number; readonly pairs: number } {
  let same = 0;
  let pairs = 0;
  for (let i = 0; i < scores.length; i++) {
    for (let j = 0; j < i; j++) {
      const turn = ((scores[i] ?? 0) - (scores[j] ?? 0)) * ((golds[i] ?? 0) - (golds[j] ?? 0));
      if (turn !== 0) pairs++;
      if (turn > 0) same++;
    }
  }
  return { share: pairs === 0 ? NaN : same / pairs, pairs };
}

/** Gold of every reply of a batch, shaped like its scores. */
export function goldsOf(
  task: Task,
  batch: {
    readonly prompts: readonly Prompt[];
    readonly completions: readonly (readonly Completion[])[];
  },
): number[][] {
  return batch.prompts.map((prompt, i) =>
    (batch.completions[i] ?? []).map((y) => goldReward(task, prompt, y)),
  );
}
