/** @file A bench in the exact world: no model, no worker, no waiting. */

import type { Experiment } from "../core/experiment.ts";
import { chosen, type Chosen } from "../feedback/choose.ts";
import { gold } from "../feedback/gold.ts";
import { Desk } from "../feedback/human.ts";
import { annotatorPrompt } from "../tasks/corpus/question.ts";
import { toyBench } from "../toy/bench.ts";
import { toy } from "../toy/task.ts";
import { world } from "../toy/world.ts";
import type { Opened } from "./opened.ts";
import { NOTHING_SPENT } from "./usage.ts";
import { ask } from "./visitor.ts";

/** The exact world laid open, by question and answer. */
export type ExactWorld = {
  readonly questions: readonly string[];
  readonly answers: readonly string[];
  /** π_ref(answer | question). */
  readonly reference: readonly (readonly number[])[];
  /** As the method sees them. */
  readonly rewards: readonly (readonly number[])[];
  /** What people answer to each question. */
  readonly data: readonly (readonly number[])[];
  /** Rewards as the reward model that a method may fit gives them now. */
  fitted(): readonly (readonly number[])[];
  /** π(answer | question) as it is now. */
  policy(): number[][];
};

/** `person`: whether somebody is there to label. */
export function exactBench(experiment: Experiment, person: boolean): Opened {
  const desk = person && experiment.annotator === "human" ? new Desk() : null;
  const feedback = experiment.annotator === "gold" ? "gold" : "proxy";
  let labels: Chosen | null = null;
  const bench = toyBench({
    seed: experiment.seed,
    annotator: (scorer) =>
      (labels = chosen(experiment.annotator, experiment.annotation, {
        scorer,
        truth: (blind) => (experiment.annotator === "gold" ? scorer : gold(toy, blind)),
        host: null,
        ask: annotatorPrompt,
        desk,
      })).annotator,
    feedback,
  });
  const { lab } = bench;
  return {
    task: toy,
    bench,
    exact: {
      questions: world.questions,
      answers: world.answers.map(({ text }) => text),
      reference: world.base,
      rewards: world[feedback],
      data: world.data,
      fitted: bench.fitted,
      policy: () => world.questions.map((_, q) => bench.policy.law(q)),
    },
    engine: {
      backend: "exact",
      reason: "The exact world is computed in plain JavaScript; it needs no engine.",
      adapter: null,
      threads: 1,
      dispose: () => desk?.leave(),
    },
    ask: async (text) => {
      const truth = gold(toy);
      return ask(toy.ask(text), lab, lab.scorer, truth, lab.random("ask"));
    },
    weights: null,
    inspector: null,
    usage: async () => NOTHING_SPENT,
    instruct: (annotation) => labels?.instruct(annotation),
    desk,
  };
}
