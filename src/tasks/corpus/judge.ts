/**
 * @file Text in which an answer is graded, so that the model can later be its own judge
 * (Self-Rewarding Language Models, 2401.10020: a reason, then "Score: n" from 0 to 5).
 */

import type { Components, Task } from "../../core/types.ts";
import type { Draw } from "../draw.ts";
import { total } from "../reward.ts";

/** What a judge reads; it writes on with a short reason and `Score: n`. */
export function judgePrompt(prompt: string, answer: string): string {
  return `Judge this answer.\n${prompt} ${answer.trim()}\nReason and score from 0 to 5:`;
}

/** The form of a judge's last words; the grade is the group. */
export const SCORE = /Score: ([0-5])\b/;

/** Standard deviations of the noise in a grade. */
const NOISE = 0.35;

/** Gold quality as a rank among writers, in sixths, with noise: 0 to 5, each about as often. */
export function gradeOf(task: Task, parts: Components, draw: Draw): number {
  const noise = NOISE * (draw.next() + draw.next() + draw.next() - 1.5) * 2;
  const z = (total(task, parts) - task.scale.mean) / task.scale.std + noise;
  // The logistic curve of slope 1.702 is the normal distribution function to within 0.01.
  return Math.min(5, Math.floor(6 / (1 + Math.exp(-1.702 * z))));
}

/** What can be said for and against each component. */
const REASONS: Readonly<Record<string, readonly [readonly string[], readonly string[]]>> = {
  sentiment: [
    ["it is pleased", "it is full of praise"],
    ["it is not pleased", "it only complains"],
  ],
  aspect: [
    ["it talks about the right thing", "it stays on the subject"],
    ["it misses the subject", "it talks about other things"],
  ],
  detail: [
    ["it is specific", "it gives details"],
    ["it says little", "it gives no details"],
  ],
  coverage: [
    ["it keeps the facts", "nothing important is lost"],
    ["facts are missing", "it leaves out too much"],
  ],
  faithful: [
    ["it is true to the post", "it adds nothing"],
    ["some facts are wrong", "it changes the facts"],
  ],
  subject: [
    ["it says who and what", "it names the subject"],
    ["it does not say who or what", "the subject is missing"],
  ],
  polite: [
    ["it is polite", "the tone is kind"],
    ["it is not polite", "the tone is cold"],
  ],
  addresses: [
    ["it answers the request", "it speaks to the request"],
    ["it does not answer the request", "it talks past the request"],
  ],
  step: [
    ["it offers a clear step", "it says what comes next"],
    ["it offers no clear step", "nobody knows what comes next"],
  ],
  sincere: [
    ["it is honest", "there is no flattery"],
    ["it flatters", "there are too many empty words"],
  ],
  length: [["the length is right"], ["the length is wrong"]],
  brevity: [["the length is right"], ["the length is wrong"]],
  fluency: [["it reads well"], ["it repeats itself"]],
};

/** "It keeps the facts, but the length is wrong. Score: 4": the best and the worst component. */
export function verdict(task: Task, parts: Components, grade: number, draw: Draw): string {
  const heard = Object.keys(task.weights).filter((name) => name in REASONS);
  const sorted = heard.sort((a, b) => (parts[b] ?? 0) - (parts[a] ?? 0));
  const say = (name: string | undefined, side: 0 | 1) =>
    draw.pick(REASONS[name ?? ""]?.[side] ?? [""]);
  const good = say(sorted[0], 0);
  const bad = say(sorted.at(-1), 1);
  const reason =
    grade === 5
      ? `${good} and ${say(sorted[1], 0)}`
      : grade >= 3
        ? `${good}, but ${bad}`
        : grade >= 1
          ? `${bad}, though ${good}`
          : `${bad} and ${say(sorted.at(-2), 1)}`;
  return `${reason[0]?.toUpperCase()}${reason.slice(1)}. Score: ${grade}`;
}
