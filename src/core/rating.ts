/** @file Grades from 1 to 10, read off a reward: what stands in for a grader where no model can read. */

import { expectedRating } from "./judge.ts";

/** Grades for one standard deviation of reward, and the deviation of the grade itself. */
const SLOPE = 1.5;
const WIDTH = 1;

/**
 * P(1) … P(10) of a grader that finds a reward r (in standard deviations of the start model)
 * worth 5.5 + 1.5 r, give or take one grade.
 */
export function gradeLaw(reward: number): number[] {
  const middle = Math.min(10, Math.max(1, 5.5 + SLOPE * reward));
  const weights = Array.from({ length: 10 }, (_, i) =>
    Math.exp(-((i + 1 - middle) ** 2) / (2 * WIDTH ** 2)),
  );
  const total = weights.reduce((a, b) => a + b, 0);
  return weights.map((w) => w / total);
}

/** The expected grade between −1 and 1 (Lee et al. 2023, 2309.00267). */
export const gradeOf = (reward: number): number => expectedRating(gradeLaw(reward)).normalised;
