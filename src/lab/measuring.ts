/** @file What a run is measured by: prompts that no method learns from, and evaluators beside the judge. */

import { evaluator } from "../core/evaluate.ts";
import { examiner } from "../core/examination.ts";
import { each, gently } from "../core/gently.ts";
import type { Completion, Lab, Prompt, Scorer, Task } from "../core/types.ts";

/** Held-out prompts whose answers a judge is examined on, and answers to each. */
const EXAM = { prompts: 48, n: 4, temperature: 1 } as const;

/** As many held-out prompts as are evaluated, or as the exam takes where that is more. */
export const heldOutPrompts = (task: Task, evaluated: number): Prompt[] =>
  Array.from({ length: Math.max(evaluated, EXAM.prompts) }, (_, i) => task.prompt("heldout", i));

type Measured = Pick<Lab, "policy" | "reference" | "judge" | "random"> & {
  readonly task: Task;
  readonly heldOut: readonly Prompt[];
  /** The first so many of the held-out prompts are evaluated. */
  readonly evaluated: number;
  readonly gold: Scorer;
  /** What the method sees. */
  readonly proxy: Scorer;
};

/** The policy on held-out prompts, and its judgement on answers of the start model. */
export function measures({ task, heldOut, evaluated, gold, random, ...lab }: Measured) {
  return {
    evaluate: evaluator({
      policy: lab.policy,
      prompts: heldOut.slice(0, evaluated),
      gold,
      proxy: lab.proxy,
      independent: independent(task),
      seed: random("evaluate"),
    }),
    examine: examiner({
      judge: lab.judge,
      gold,
      seed: random("exam"),
      paper: async () => {
        const prompts = heldOut.slice(0, EXAM.prompts);
        const draws = { ...EXAM, seed: random("exam", "answers") };
        return { prompts, completions: await lab.reference.sample(prompts, draws) };
      },
    }),
  };
}

function independent(task: Task): Scorer {
  const scored = (prompt: Prompt, completions: readonly Completion[]) =>
    completions.map(({ text, finished }) => task.independent(prompt, text, finished));
  return {
    name: "independent evaluator",
    score: async (prompt, completions) => scored(prompt, completions),
    scoreAll: (prompts, completions) =>
      gently(each(prompts, (prompt, i) => scored(prompt, completions[i]!))),
  };
}
