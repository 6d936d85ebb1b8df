import { goldReward } from "../core/gold.ts";
import type { Completion, Prompt, Scorer, Task } from "../core/types.ts";

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
