/** @file From what a judge writes to a score for each answer, and how far the judge can be trusted. */

import { selfRewardPair } from "./rank.ts";
import { at } from "./shape.ts";
import { mean, sum } from "./statistics.ts";
import type { Completion, Dice, Grading, Judging, Prompt } from "./types.ts";

/** Grades run from 0 to 5 (Self-Rewarding Language Models, 2401.10020). */
export const GRADES = [0, 1, 2, 3, 4, 5] as const;

/** One grade for more than this share of the answers: the judge no longer tells them apart. */
export const COLLAPSED = 0.8;

const SCORE = /\bScore: *([0-5])(?!\d|[.,]\d)/g;

/** The grade in a judge's words: the last "Score: n" with n from 0 to 5; null where there is none. */
export function parseGrade(text: string): number | null {
  const last = [...text.matchAll(SCORE)].at(-1);
  return last ? Number(last[1]) : null;
}

/** Σ k·P(k). */
export const expectedGrade = (law: readonly number[]): number => sum(law.map((p, k) => k * p));

/** The number that one grading stands for; null where it holds none. */
function worth({ grade, law }: Grading, mode: Judging["mode"]): number | null {
  return mode === "expected" && law ? expectedGrade(law) : grade;
}

/** Mean of the gradings that can be read; null where none can. */
export function scoreOf(gradings: readonly Grading[], mode: Judging["mode"]): number | null {
  const values = gradings.map((one) => worth(one, mode)).filter((x) => x !== null);
  return values.length === 0 ? null : at(selfRewardPair([values]).means, 0);
}

/** How often each grade was drawn; its length is 6. */
export function gradeCounts(gradings: readonly Grading[]): number[] {
  return GRADES.map((k) => gradings.filter(({ grade }) => grade === k).length);
}

/** Verdicts on pairs of answers, the first grading of each held against the second. */
export type Agreement = { readonly same: number; readonly turned: number; readonly tied: number };

/**
 * Asked again with other dice, how often does a judge order two answers to one prompt alike? A
 * verdict with a tie in either is counted as tied; answers graded once only are left out.
 */
export function agreementOf(gradings: readonly (readonly (readonly Grading[])[])[]): Agreement {
  const found = { same: 0, turned: 0, tied: 0 };
  for (const row of gradings) {
    const twice = row.flatMap((one): (readonly [number, number])[] => {
      const [a, b] = one.map(({ grade }) => grade).filter((grade) => grade !== null);
      return a === undefined || b === undefined ? [] : [[a, b]];
    });
    twice.forEach(([a1, a2], i) => {
      for (const [b1, b2] of twice.slice(0, i)) {
        const product = (a1 - b1) * (a2 - b2);
        found[product > 0 ? "same" : product < 0 ? "turned" : "tied"] += 1;
      }
    });
  }
  return found;
}

/** Scores of a whole draw and what they are like: names as in TRL's logs, shares from 0 to 1. */
export function judged(
  gradings: readonly (readonly (readonly Grading[])[])[],
  mode: Judging["mode"],
): { scores: (number | null)[][]; metrics: Record<string, number> } {
  const scores = gradings.map((row) => row.map((one) => scoreOf(one, mode)));
  const all = gradings.flat(2);
  const counts = gradeCounts(all);
  const read = sum(counts);
  const { same, turned, tied } = agreementOf(gradings);
  const verdicts = same + turned + tied;
  const known = scores.flat().filter((score) => score !== null);
  const level = scores.filter((row) => new Set(row.filter((s) => s !== null)).size < 2).length;
  return {
    scores,
    metrics: {
      "judge/score": mean(known),
      "judge/failures": all.length === 0 ? 0 : 1 - read / all.length,
      /** Share of the commonest grade. */
      "judge/most": read === 0 ? 0 : Math.max(...counts) / read,
      /** Share of prompts whose answers all got one score, or none. */
      "judge/ties": scores.length === 0 ? 0 : level / scores.length,
      ...(verdicts === 0 ? {} : { "judge/agreement": same / verdicts }),
    },
  };
}

/** Each prompt with those of its answers that got a score. */
export function graded(
  prompts: readonly Prompt[],
  completions: readonly (readonly Completion[])[],
  scores: readonly (readonly (number | null)[])[],
): { ys: Completion[][]; rewards: number[][] } {
  const rows = prompts.map((_, i) =>
    at(completions, i).flatMap((y, j) => {
      const score = at(at(scores, i), j);
      return score === null ? [] : [{ y, score }];
    }),
  );
  return {
    ys: rows.map((row) => row.map(({ y }) => y)),
    rewards: rows.map((row) => row.map(({ score }) => score)),
  };
}

/**
 * Equal scores told apart by a die each, others left in their order: grades, and means of a few,
 * differ by far more than 1e-9. `keys` name the dice.
 */
export const untied = (
  scores: readonly (readonly number[])[],
  random: Dice,
  ...keys: readonly (string | number)[]
): number[][] =>
  scores.map((row, i) => row.map((r, j) => r + 1e-9 * random.uniform(...keys, i, j)));
