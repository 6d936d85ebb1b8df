import { describe, expect, it } from "vitest";
import { fromSearch } from "../../src/core/experiment.ts";
import { evaluations } from "../../src/core/fold.ts";
import { Run } from "../../src/core/run.ts";
import { menu, methodOf, openBench } from "../../src/lab.ts";
import { distance, ownBeta, targetAt, targetOfKl, klOf } from "../../src/ui/exact.ts";
import { lessons } from "../../src/ui/lessons/index.ts";

/** What each lesson's run shows with its own seed: the choice that the reveal explains. */
const EXPECTED: Readonly<Record<string, number>> = {
  "best-of-n": 1,
  rso: 1,
  "iterative-dpo": 0,
  "pairwise-cringe": 1,
  "online-dpo": 1,
  dpo: 1,
  ipo: 0,
  "slic-hf": 1,
  rrhf: 0,
};

describe("every lesson", () => {
  it("has its expectation here", () => {
    expect(Object.keys(lessons).sort()).toEqual(Object.keys(EXPECTED).sort());
  });

  it.each(Object.keys(lessons))(
    "%s: its run answers its question as it is revealed",
    async (id) => {
      const lesson = await lessons[id]!();
      const { experiment, ignored } = fromSearch(lesson.search, menu);
      expect(ignored).toEqual([]);
      expect(experiment).toMatchObject({ method: id, task: "toy" });
      for (const { choices } of Object.values(lesson.words)) {
        expect(choices).toHaveLength(lesson.words.en.choices.length);
      }
      const opened = await openBench(experiment);
      const { knobs, evaluateEvery } = experiment;
      const run = new Run(methodOf(experiment), { bench: opened.bench, evaluateEvery, knobs });
      await run.play(() => false);
      const beta = ownBeta(run.knobs);
      const verdict = lesson.verdict({
        log: run.log,
        evaluations: evaluations(run.log, run.log.length - 1).map((step) => step.evaluation),
        targetKl: beta === null ? null : targetAt(opened.exact!, beta).kl,
      });
      expect(verdict).toBe(EXPECTED[id]);
      if (id === "online-dpo") {
        // Past π*, yet near the tilt that has paid the same KL.
        const policy = opened.exact!.policy();
        const same = targetOfKl(opened.exact!, klOf(policy, opened.exact!));
        expect(distance(policy, same.law)).toBeLessThan(0.15);
        expect(distance(policy, targetAt(opened.exact!, 1).law)).toBeGreaterThan(0.3);
      }
    },
  );
});

describe("targets of the exact world", () => {
  it("finds the tilt of a given KL, and no distance from itself", async () => {
    const { experiment } = fromSearch("task=toy", menu);
    const { exact } = await openBench(experiment);
    for (const beta of [0.2, 1, 5]) {
      const target = targetAt(exact!, beta);
      expect(targetOfKl(exact!, target.kl).beta).toBeCloseTo(beta, 4);
      expect(distance(target.law, target.law)).toBe(0);
      expect(klOf(target.law, exact!)).toBeCloseTo(target.kl, 10);
    }
    expect(distance(exact!.policy(), exact!.reference)).toBeCloseTo(0, 10);
  });
});
