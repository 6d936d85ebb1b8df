/** @file The gold reward: one number from a task's components, on the scale it is given in. */

import type { Completion, Components, Prompt, Task } from "./types.ts";

/** Σ weights·components, before scaling; a component that is missing counts as 0. */
export function total({ weights }: Pick<Task, "weights">, parts: Components): number {
  let sum = 0;
  for (const [name, weight] of Object.entries(weights)) sum += weight * (parts[name] ?? 0);
  return sum;
}

/** r*(x, y): the task's own reward of one answer, in standard deviations of SFT samples. */
export function goldReward(
  task: Pick<Task, "components" | "weights" | "scale">,
  prompt: Prompt,
  { text, finished }: Pick<Completion, "text" | "finished">,
): number {
  const { mean, std } = task.scale;
  return (total(task, task.components(prompt, text, finished)) - mean) / std;
}
