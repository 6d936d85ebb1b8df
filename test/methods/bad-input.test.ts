/**
 * @file Input that nobody wishes for, given to every method: each ends in a sensible step with a plain
 * sentence, never in a hang or in a number that is none.
 */
import { describe, expect, it } from "vitest";
import { Run } from "../../src/core/run.ts";
import type { KnobValues } from "../../src/core/experiment.ts";
import type { Annotator, Grading, Lab, Method, Scorer } from "../../src/core/types.ts";
import { bradleyTerry } from "../../src/feedback/bradley-terry.ts";
import { methods } from "../../src/methods/index.ts";
import { toyBench } from "../../src/toy/bench.ts";
import { read } from "../../src/ui/reading.ts";
import { sentences as korean } from "../../src/ui/words/ko-sentences.ts";
import { sentences as english } from "../../src/ui/words/sentences.en.ts";
import { small } from "./small.ts";

type Case = {
  /** What of the lab is spoilt. */
  readonly lab?: (lab: Lab) => Partial<Lab>;
  /** Knobs that the method has are set; the others it does not know. */
  readonly knobs?: KnobValues;
};

const scoring =
  (by: (reward: number) => number) =>
  (lab: Lab): Scorer => ({
    ...lab.scorer,
    name: "spoilt reward",
    score: async (x, ys) => (await lab.scorer.score(x, ys)).map(by),
    scoreAll: async (xs, ys) => (await lab.scorer.scoreAll(xs, ys)).map((row) => row.map(by)),
  });
const saying = (p: number): Annotator => ({
  name: "spoilt annotator",
  prefer: async (questions) =>
    questions.map(({ prompt, a, b }) => ({
      promptId: prompt.id,
      ...{ a: a.id, b: b.id, p },
      orders: null,
      rewards: null,
    })),
});
const grading = (lab: Lab, one: Grading): Lab["judge"] => ({
  ...lab.judge,
  grade: async (_, ys, { gradings }) =>
    ys.map((row) => row.map(() => Array.from({ length: gradings }, () => one))),
});
const uniform = [0, 1, 2, 3, 4, 5].map(() => 1 / 6);

const cases: Readonly<Record<string, Case>> = {
  "β = 0": { knobs: { beta: 0 } },
  "more to keep than there are": { knobs: { n: 2, k: 64, group: 2 } },
  "one prompt over and over": {
    lab: ({ prompts }) => ({
      prompts: prompts.slice(0, 8).map(({ id }) => ({ id, text: prompts[0]!.text })),
    }),
  },
  "all rewards equal": {
    lab: (lab) => ({
      scorer: scoring(() => 1)(lab),
      annotator: saying(0.5),
      judge: grading(lab, { text: "Score: 3", grade: 3, law: null }),
      grader: {
        name: "spoilt grader",
        grade: async (_, ys) => ys.map((r) => r.map(() => uniform)),
      },
    }),
  },
  "ranks with ties": { lab: (lab) => ({ scorer: scoring((r) => Math.sign(r))(lab) }) },
  "an annotator that always takes the first": { lab: () => ({ annotator: saying(1) }) },
  "a judge that names no grade": {
    lab: (lab) => ({ judge: grading(lab, { text: "I cannot say.", grade: null, law: null }) }),
  },
  "a threshold that nothing passes": { knobs: { threshold: 3, first: 9, last: 9 } },
  "a threshold that everything passes": { knobs: { threshold: -3 } },
  "rewards beyond all measure": { lab: (lab) => ({ scorer: scoring((r) => 1e6 * r)(lab) }) },
};

/** Every number in a step, however deep. */
function* numbers(value: unknown): Generator<number> {
  if (typeof value === "number") yield value;
  else if (value !== null && typeof value === "object") {
    for (const part of Object.values(value)) yield* numbers(part);
  }
}

const known = (method: Method, knobs: KnobValues): KnobValues =>
  Object.fromEntries(
    Object.entries(knobs).flatMap(([name, value]) => {
      const knob = method.knobs[name];
      if (knob?.type !== "number") return [];
      return [[name, Math.min(knob.max, Math.max(knob.min, Number(value)))]];
    }),
  );

describe.each(Object.entries(methods) as [string, Method][])("%s goes on with", (id, method) => {
  it.each(Object.entries(cases))("%s", async (_, { lab, knobs }) => {
    const bench = toyBench({ seed: 3, annotator: bradleyTerry });
    const run = new Run(method, {
      bench: { ...bench, lab: { ...bench.lab, ...lab?.(bench.lab) } },
      evaluateEvery: 100,
      knobs: { ...small[id], ...known(method, knobs ?? {}) },
    });
    await run.play(() => false);
    expect(run.done).toBe(true);
    for (const [at, step] of run.log.entries()) {
      for (const x of numbers(step)) expect(x, step.kind).toSatisfy(Number.isFinite);
      const reading = read(run.log, at);
      for (const { sentence } of [english, korean]) {
        const said = sentence(reading!);
        expect(said).not.toMatch(/NaN|undefined|null|∞|Infinity/);
        expect(said).toMatch(/[.다]\.?$/);
      }
      const said = english.sentence(reading!);
      if (step.kind === "pair" && step.pairs.length === 0) expect(said).toMatch(/^No pair/);
      if (step.kind === "filter" && step.kept.length === 0) expect(said).toContain("passed over");
      if (step.kind === "score" && new Set(step.scores.flat()).size === 1) {
        expect(said).toContain("none is better than another");
      }
      if (
        step.kind === "label" &&
        step.labels.length > 7 &&
        step.labels.every(({ p }) => p === 1)
      ) {
        expect(said).toContain("took the first answer every time");
      }
    }
  });
});
