/** @file The judge's figures over the rounds, read from a log. */
import type { Step } from "../../core/types.ts";

export type ExamStep = Extract<Step, { kind: "exam" }>;

/** All exams up to the playhead, in order. */
export const examsAt = (log: readonly Step[], at: number): ExamStep[] =>
  log.slice(0, at + 1).filter((step) => step.kind === "exam");

/** Share of pairs in gold's order, by model. */
export const accuracies = (exams: readonly ExamStep[]) =>
  exams.map(({ t, report: { accuracy } }) => ({
    t,
    value: accuracy.rate,
    low: accuracy.low,
    high: accuracy.high,
  }));

/** The y axis of the accuracies: a coin always in sight. */
export function accuracySpan(exams: readonly ExamStep[]): readonly [number, number] {
  const ends = exams.flatMap(({ report }) => [report.accuracy.low, report.accuracy.high]);
  const low = Math.min(0.4, ...ends);
  const high = Math.max(0.7, ...ends);
  return [Math.floor(10 * low) / 10, Math.ceil(10 * high) / 10];
}

/** Mean length of held-out replies as last measured before each exam, tokens. */
export function lengths(log: readonly Step[], at: number) {
  const points: { t: number; value: number }[] = [];
  let length: number | null = null;
  for (const step of log.slice(0, at + 1)) {
    if (step.kind === "evaluate") length = step.evaluation.length;
    if (step.kind === "exam" && length !== null) points.push({ t: step.t, value: length });
  }
  return points;
}
