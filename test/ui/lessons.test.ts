import { describe, expect, it } from "vitest";
import { fromSearch } from "../../src/core/experiment.ts";
import { Run } from "../../src/core/run.ts";
import { openBench } from "../../src/lab.ts";
import { menu, methodOf } from "../../src/menu.ts";
import { distance, klOf, targetAt, targetOfKl } from "../../src/ui/exact.ts";
import { goalOf, GOALS, standing } from "../../src/ui/goals.ts";
import { lessons } from "../../src/ui/lessons/index.ts";
import { finished } from "../../src/ui/lessons/lesson.ts";

/** What each lesson's run shows with its own seed: the choice that the reveal explains. */
const EXPECTED: Readonly<Record<string, number>> = {
  "best-of-n": 1,
  rso: 1,
  "iterative-dpo": 0,
  "pairwise-cringe": 1,
  "self-rewarding": 1,
  "online-dpo": 1,
  dpo: 1,
  ipo: 0,
  "slic-hf": 1,
  rrhf: 0,
  click: 2,
  spin: 1,
  rlaif: 1,
  rest: 1,
  "rlhf-ppo": 1,
  rloo: 0,
  grpo: 1,
  "direct-rlaif": 1,
  "llama2-chat": 0,
};

/** Plays a link to its end in the exact world. */
async function played(search: string) {
  const { experiment, ignored } = fromSearch(search, menu);
  expect(ignored).toEqual([]);
  const { bench, exact } = await openBench(experiment);
  const { knobs, evaluateEvery } = experiment;
  const run = new Run(methodOf(experiment), { bench, evaluateEvery, knobs });
  await run.play(() => false);
  return { experiment, run, world: exact! };
}

describe("every lesson", () => {
  const methods = Object.keys(menu.methods).sort();

  it("is one a method, and has its expectation here", () => {
    expect(Object.keys(lessons).sort()).toEqual(methods);
    expect(Object.keys(EXPECTED).sort()).toEqual(methods);
  });

  it.each(methods)("%s: its run answers its question as it is revealed", async (id) => {
    const lesson = await lessons[id]!();
    const { experiment, run, world } = await played(lesson.search);
    expect(experiment).toMatchObject({ method: id, task: "toy" });
    for (const { choices } of Object.values(lesson.words)) {
      expect(choices).toHaveLength(lesson.words.en.choices.length);
    }
    const verdict = lesson.verdict(finished(run.log, { id }, run.knobs, world));
    expect(verdict).toBe(EXPECTED[id]);
    if (id === "online-dpo") {
      // Past π*, yet near the tilt that has paid the same KL.
      const policy = world.policy();
      const same = targetOfKl(world, klOf(policy, world));
      expect(distance(policy, same.law)).toBeLessThan(0.15);
      expect(distance(policy, targetAt(world, 1).law)).toBeGreaterThan(0.3);
    }
  });
});

describe("what methods aim at", () => {
  it("is told of every method", () => {
    expect(Object.keys(GOALS).sort()).toEqual(Object.keys(menu.methods).sort());
  });

  it.each([
    ["rlhf-ppo", "knob.beta=1", "tilt"],
    ["rloo", "knob.beta=1&knob.iterations=60", "tilt"],
    ["direct-rlaif", "knob.beta=0.2&knob.iterations=60", "graded"],
    ["rlaif", "knob.beta=0.5&knob.labels=64&knob.iterations=80", "fitted"],
    [
      "spin",
      "knob.iterations=20&knob.lambda=1&knob.batch=256&knob.minibatch=64&knob.learningRate=0.02",
      "data",
    ],
    ["rest", "knob.rounds=4", "peak"],
  ])("%s lands on it", async (method, knobs, aim) => {
    const { run, world } = await played(`task=toy&method=${method}&annotator=gold&${knobs}`);
    const goal = goalOf(method, run.knobs, world);
    expect(goal.aim).toBe(aim);
    // There is something to reach: the reference is not on it.
    expect(distance(world.reference, goal.target!.law)).toBeGreaterThan(0.2);
    expect(standing(world.reference, goal.target!, world)).toBe("short");
    expect(standing(world.policy(), goal.target!, world)).toBe("on");
  });

  it("is for IPO the law at which the loss over all pairs has no slope", async () => {
    const tau = 0.3;
    const { exact } = await openBench(fromSearch("task=toy&annotator=gold", menu).experiment);
    const { reference, rewards } = exact!;
    const knobs = { average: "sum", source: "fixed", temperature: 1, tau };
    const { aim, target } = goalOf("ipo", knobs, exact!);
    expect(aim).toBe("identity");
    target!.law.forEach((law, q) => {
      const lean = law.map((p, a) => Math.log(p / reference[q]![a]!));
      for (const [a, mine] of lean.entries()) {
        const slope = lean.reduce((sum, other, b) => {
          const sign = Math.sign(rewards[q]![a]! - rewards[q]![b]!);
          return sum + reference[q]![b]! * (mine - other - sign / (2 * tau));
        }, 0);
        expect(slope).toBeCloseTo(0, 10);
      }
    });
  });

  it("is passed by certain labels, and not reached by a run that is too short", async () => {
    const { run, world } = await played(
      "task=toy&method=online-dpo&annotator=gold&knob.beta=1&knob.iterations=120",
    );
    const goal = goalOf("online-dpo", run.knobs, world);
    expect(goal.aim).toBe("certain");
    expect(standing(world.policy(), goal.target!, world)).toBe("past");
    const short = await played(
      "task=toy&method=rloo&annotator=gold&knob.beta=0.5&knob.iterations=4",
    );
    const far = goalOf("rloo", short.run.knobs, short.world).target!;
    expect(standing(short.world.policy(), far, short.world)).toBe("short");
  });
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
