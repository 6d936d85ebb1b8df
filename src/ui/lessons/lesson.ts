/**
 * @file What a lesson is: a question to predict on, a run in the exact world that answers it, and
 * words for both. The answer is read from the visitor's own run, never written down beforehand.
 */
import type { KnobValues } from "../../core/experiment.ts";
import { evaluations } from "../../core/fold.ts";
import { mean } from "../../core/statistics.ts";
import type { Evaluation, Method, Step } from "../../core/types.ts";
import type { ExactWorld } from "../../lab/exact.ts";
import { goalOf, standing, type Standing } from "../goals.ts";
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
  /** Where the paper is, if it is not the method's own. */
  readonly url?: string;
  /** Which choice came true: its place. */
  verdict(run: Finished): number;
  readonly words: Readonly<Record<LanguageName, LessonWords>>;
};

/** A run that is over. */
export type Finished = {
  readonly log: readonly Step[];
  readonly evaluations: readonly Evaluation[];
  readonly world: ExactWorld;
  /** Where the policy stands to what the method aims at; null where it aims at no single law. */
  readonly stands: Standing | null;
};

/** What a lesson reads of a run that has come to its end. */
export function finished(
  log: readonly Step[],
  method: Pick<Method, "id">,
  knobs: KnobValues,
  world: ExactWorld,
): Finished {
  const { target } = goalOf(method.id, knobs, world);
  return {
    log,
    evaluations: evaluations(log, log.length - 1).map((step) => step.evaluation),
    world,
    stands: target && standing(world.policy(), target, world),
  };
}

/** The steps of one kind, in order. */
export function stepsOf<K extends Step["kind"]>(
  log: readonly Step[],
  kind: K,
): Extract<Step, { kind: K }>[] {
  return log.filter((step): step is Extract<Step, { kind: K }> => step.kind === kind);
}

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
