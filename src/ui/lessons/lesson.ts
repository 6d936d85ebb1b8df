/**
 * @file What a lesson is: a question to predict on, a run in the exact world that answers it, and
 * words for both. The answer is read from the visitor's own run, never written down beforehand.
 */
import type { Evaluation, Step } from "../../core/types.ts";
import type { Part } from "../showing.svelte.ts";
import type { LanguageName } from "../words/index.svelte.ts";

export type LessonWords = {
  readonly question: string;
  readonly choices: readonly string[];
  /** What to press, before the prediction is put to the test. */
  readonly press: string;
  /** Where on the page the answer can be seen. */
  readonly look: string;
  /** Why it came out so. */
  readonly reveal: string;
  /** Where the paper says it: "Eq. 7". */
  readonly where: string;
};

export type Lesson = {
  /** The run, as the query of a link. */
  readonly search: string;
  readonly hide: readonly Part[];
  /** The equation in the notation of the boxes. */
  readonly equation: string;
  /** Which choice came true: its place. */
  verdict(run: Finished): number;
  readonly words: Readonly<Record<LanguageName, LessonWords>>;
};

/** A run that is over. */
export type Finished = {
  readonly log: readonly Step[];
  readonly evaluations: readonly Evaluation[];
  /** KL of π* at the run's β from the reference, nats; null where the method has no β. */
  readonly targetKl: number | null;
};

/** A metric of the updates, the mean over the first eighth, the middle and the last. */
export function course(log: readonly Step[], metric: string) {
  const values = log.flatMap((step) =>
    step.kind === "update" ? [step.report.metrics[metric] ?? NaN] : [],
  );
  const n = Math.max(1, Math.floor(values.length / 8));
  const middle = Math.floor((values.length - n) / 2);
  return {
    first: mean(values.slice(0, n)),
    middle: mean(values.slice(middle, middle + n)),
    last: mean(values.slice(-n)),
  };
}

export const mean = (xs: readonly number[]): number =>
  xs.reduce((s, x) => s + x, 0) / Math.max(1, xs.length);
