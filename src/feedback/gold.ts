import type { Completion, Prompt, Scorer, Task } from "../core/types.ts";

/** The task's own reward of one answer, in standard deviations of SFT samples above their mean. */
export function goldReward(task: Task, prompt: Prompt, answer: Completion): number {
  const parts = task.components(prompt, answer.text, answer.finished);
  let sum = 0;
  for (const [name, weight] of Object.entries(task.weights)) sum += weight * (parts[name] ?? 0);
  return (sum - task.scale.mean) / task.scale.std;
}

/** The reward that everything else is measured by: Σ weight · component, normalised. */
export function gold(task: Task): Scorer {
  const score = async (prompt: Prompt, completions: readonly Completion[]): Promise<number[]> =>
    completions.map((answer) => goldReward(task, prompt, answer));
  return {
    name: "gold reward",
    score,
    scoreAll: (prompts, completions) =>
      Promise.all(prompts.map((prompt, i) => score(prompt, completions[i] ?? []))),
  };
}
