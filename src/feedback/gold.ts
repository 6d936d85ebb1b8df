import { each, gently } from "../core/gently.ts";
import { goldReward } from "../core/gold.ts";
import { TiltError, type Completion, type Prompt, type Scorer, type Task } from "../core/types.ts";

/**
 * The reward that everything else is measured by: Σ weight · component, normalised. `blind`:
 * components that are left out of the sum. Throws `annotator.blind` where the task has no such one.
 */
export function gold(task: Task, blind: readonly string[] = []): Scorer {
  const unknown = blind.find((name) => !Object.hasOwn(task.weights, name));
  const known = Object.keys(task.weights);
  if (unknown !== undefined) {
    throw new TiltError(
      "annotator.blind",
      `The reward of ${task.name} has no component ${unknown}.`,
      `It has: ${known.join(", ")}.`,
    );
  }
  const seen = known.filter((name) => !blind.includes(name));
  const weights = Object.fromEntries(seen.map((name) => [name, task.weights[name]!]));
  const part = { ...task, weights };
  const score = async (prompt: Prompt, completions: readonly Completion[]): Promise<number[]> =>
    completions.map((answer) => goldReward(part, prompt, answer));
  return {
    name: "gold reward",
    score,
    scoreAll: (prompts, completions) =>
      gently(
        each(prompts, (prompt, i) =>
          (completions[i] ?? []).map((answer) => goldReward(part, prompt, answer)),
        ),
      ),
  };
}
