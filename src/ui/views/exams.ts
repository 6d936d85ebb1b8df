/** @file The judge's figures over the rounds, read from a log. */
import type { Step } from "../../core/types.ts";
import { percent } from "../numbers.ts";

export type ExamStep = Extract<Step, { kind: "exam" }>;

/** All exams up to the playhead, in order. */
export const examsAt = (log: readonly Step[], at: number): ExamStep[] =>
  log.slice(0, at + 1).filter((step) => step.kind === "exam");

/** The share of pairs in gold's order by model, as a chart takes it: a coin is always in sight. */
export function accuracyChart(exams: readonly ExamStep[]) {
  const ends = exams.flatMap(({ report }) => [report.accuracy.low, report.accuracy.high]);
  const low = Math.floor(10 * Math.min(0.4, ...ends)) / 10;
  const high = Math.ceil(10 * Math.max(0.7, ...ends)) / 10;
  return {
    points: exams.map(({ t, report: { accuracy } }) => ({
      t,
      value: accuracy.rate,
      low: accuracy.low,
      high: accuracy.high,
    })),
    domain: [low, high],
    ticks: [0.5, 0.6, 0.7, 0.8, 0.9, 1].filter((x) => x <= high),
    line: 0.5,
    format: (x: number) => percent(x),
  } as const;
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
