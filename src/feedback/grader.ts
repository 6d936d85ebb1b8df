/**
 * @file The start model as a grader (direct RLAIF, 2309.00267): asked in the judge's form, it writes
 * a reason, and where it is about to write the grade its probabilities are read. It never learns.
 */

import { GRADES } from "../core/grading.ts";
import type { PolicyHost } from "../core/hosts.ts";
import { mean } from "../core/statistics.ts";
import type { Grader, Grading } from "../core/types.ts";
import { selfJudge, type JudgeForm } from "./judge.ts";

/** The start model's law over the grades 0 to 5, the mean over the reasons that it gives. */
export function startGrader(
  start: Pick<PolicyHost, "referenceSample" | "referenceLogprob" | "spell">,
  form: JudgeForm,
): Grader {
  const frozen = { sample: start.referenceSample, logprob: start.referenceLogprob };
  const judge = selfJudge(frozen, form, start.spell);
  return {
    name: "start model",
    async grade(prompts, completions, asking) {
      const how = { ...asking, temperature: 1, mode: "expected" } as const;
      const gradings = await judge.grade(prompts, completions, how);
      return gradings.map((row) => row.map(lawOf));
    },
  };
}

/** One that names no grade says nothing: all are then equally likely. */
function lawOf(gradings: readonly Grading[]): number[] {
  const laws = gradings.flatMap(({ grade, law }) =>
    law ? [law] : grade === null ? [] : [GRADES.map((k) => Number(k === grade))],
  );
  if (laws.length === 0) return GRADES.map(() => 1 / GRADES.length);
  return GRADES.map((k) => mean(laws.map((law) => law[k]!)));
}
