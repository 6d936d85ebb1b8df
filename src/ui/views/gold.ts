/** @file The programmed truth of one answer, for the reader's eyes: no method sees it. */
import { each } from "../../core/gently.ts";
import { goldReward } from "../../core/gold.ts";
import type { Completion, Prompt, Task } from "../../core/types.ts";
import type { Batch } from "./batch.ts";

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

const known = new WeakMap<Task, WeakMap<Completion, number>>();

/** Gold of one reply, worked out when it is first asked for: pictures of one draw share it. */
export function goldOf(task: Task, prompt: Prompt, reply: Completion): number {
  const golds = known.get(task) ?? new WeakMap<Completion, number>();
  known.set(task, golds);
  const gold = golds.get(reply) ?? goldReward(task, prompt, reply);
  golds.set(reply, gold);
  return gold;
}

/** Works gold out for all replies of a draw before a picture needs it; each prompt is a slice. */
export function goldsAhead(task: Task, draw: Pick<Batch, "prompts" | "completions">) {
  return each(draw.prompts, (prompt, i) => {
    for (const y of draw.completions[i] ?? []) goldOf(task, prompt, y);
  });
}

/** Gold of every reply of a batch, shaped like its scores. */
export function goldsOf(task: Task, batch: Pick<Batch, "prompts" | "completions">): number[][] {
  return batch.prompts.map((prompt, i) =>
    (batch.completions[i] ?? []).map((y) => goldOf(task, prompt, y)),
  );
}
