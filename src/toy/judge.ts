/**
 * @file The exact world's judge: it reads the answer's reward and grades it with noise of a known
 * law, so that how often it is right is a sum over grades. It never learns.
 */

import type { Grading, Judge } from "../core/types.ts";
import { dice } from "../core/random.ts";
import type { ExamPaper } from "../core/examination.ts";
import { promptsOf, questionOf, written, type Table, type World } from "./world.ts";

/** P(grade | question, answer) of 0 … 5. */
export type GradeLaw = (question: number, answer: number) => readonly number[];

/** A middling answer gets 2 or 3, a deviation is worth one grade and a half, a third of a grade is noise. */
export function noisyGrades(table: Table): GradeLaw {
  return (q, a) => {
    const law = [0, 0, 0, 0, 0, 0];
    const centre = 2.5 + 1.5 * (table[q]?.[a] ?? -Infinity);
    for (const [error, p] of [
      [-1, 0.25],
      [0, 0.5],
      [1, 0.25],
    ] as const) {
      law[Math.min(5, Math.max(0, Math.round(centre + error)))]! += p;
    }
    return law;
  };
}

/** A law that adds up to less than 1 belongs to a judge who sometimes gives no grade at all. */
export function tableJudge(world: World, laws: GradeLaw): Judge {
  return {
    name: "a judge with a known error",
    async grade(prompts, completions, { gradings, mode, seed }) {
      const random = dice(seed);
      return prompts.map((prompt, i) =>
        completions[i]!.map(({ id, text }) => {
          const answer = world.answers.findIndex((known) => known.text === text);
          const law = laws(questionOf(world, prompt), answer);
          return Array.from({ length: gradings }, (_, k): Grading => {
            const grade = pick(law, random.uniform(id, k));
            const said = grade === null ? "I cannot say." : `Score: ${grade}`;
            return { text: said, grade, law: mode === "expected" && grade !== null ? law : null };
          });
        }),
      );
    },
    // A table over four questions holds no judge's words: there is nothing to learn from.
    examples: async () => [],
  };
}

/** Every answer to every question. */
export function examPaper(world: World): ExamPaper {
  const prompts = promptsOf(world, 1);
  const all = prompts.map((prompt) => world.answers.map((_, a) => written(world, prompt, a)));
  return { prompts, completions: all };
}

function pick(law: readonly number[], u: number): number | null {
  let below = 0;
  for (const [grade, p] of law.entries()) if (u < (below += p)) return grade;
  return null;
}
