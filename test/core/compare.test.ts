import { describe, expect, it } from "vitest";
import {
  atKl,
  commonReach,
  furthest,
  milestones,
  nearestTo,
  sharedPrompts,
  type Milestone,
} from "../../src/core/compare.ts";
import type { Completion, Evaluation, Step } from "../../src/core/types.ts";

/** An evaluation at a KL whose gold is 2·KL, proxy 3·KL, length 10 + KL, and wins from ½ up. */
function evaluation(kl: number, prompts: readonly string[] = ["a", "b"]): Evaluation {
  const rate = 0.5 + kl / 100;
  return {
    gold: 2 * kl,
    proxy: 3 * kl,
    independent: 0,
    se: { gold: kl / 10, proxy: 0, independent: 0, kl: 0 },
    kl,
    winRate: { rate, low: rate - 0.1, high: rate + 0.2, n: 64 },
    entropy: 1,
    length: 10 + kl,
    eosRate: 1,
    distinct2: 1,
    examples: prompts.map((text) => ({
      prompt: { id: text, text },
      completion: { text: `${text} at ${kl}` } as Completion,
      gold: 0,
      proxy: 0,
    })),
  };
}

const run = (kls: readonly number[], prompts?: readonly string[]): Milestone[] =>
  kls.map((kl, i) => ({ update: 10 * i, replies: 40 * i, evaluation: evaluation(kl, prompts) }));

describe("a run where it comes to a KL", () => {
  it("is on the straight line between the evaluations around it, its intervals too", () => {
    const at = atKl(run([0, 2, 4]), 3)!;
    expect(at.update).toBeCloseTo(15, 12);
    expect(at.gold.value).toBeCloseTo(6, 12);
    expect(at.gold.high - at.gold.value).toBeCloseTo(1.96 * 0.3, 2);
    expect(at.proxy.value).toBeCloseTo(9, 12);
    expect(at.length.value).toBeCloseTo(13, 12);
    expect(at.winRate.value).toBeCloseTo(0.53, 12);
    expect(at.winRate.low).toBeCloseTo(0.43, 12);
    expect(at.winRate.high).toBeCloseTo(0.73, 12);
  });

  it("is its first coming, whatever it does later, and the evaluation's own where it stands", () => {
    expect(atKl(run([0, 2, 1, 4]), 1)!.update).toBeCloseTo(5, 12);
    expect(atKl(run([0, 2, 1, 4]), 2)!.update).toBe(10);
    expect(atKl(run([0, 2]), 0)!.update).toBe(0);
    expect(atKl(run([1, 1]), 1)!.update).toBe(0);
  });

  it("is nowhere where it never gets there", () => {
    expect(atKl(run([0, 2, 1]), 2.01)).toBeNull();
    expect(atKl([], 0)).toBeNull();
  });
});

describe("how far runs go", () => {
  it("is each one's largest KL, and of all the smallest of those", () => {
    expect(furthest(run([0, 3, 1]))!.update).toBe(10);
    expect(furthest([])).toBeNull();
    expect(commonReach([run([0, 3, 1]), run([0, 2]), run([0, 9])])).toBe(2);
    expect(commonReach([run([0, 3]), []])).toBe(0);
    for (const one of [run([0, 3, 1]), run([0, 2])]) expect(atKl(one, 2)).not.toBeNull();
  });

  it("picks the nearer evaluation of the first coming, else the furthest", () => {
    expect(nearestTo(run([0, 2, 4]), 0.9)!.update).toBe(0);
    expect(nearestTo(run([0, 2, 4]), 1)!.update).toBe(10);
    expect(nearestTo(run([0, 2, 4, 2.1]), 2.2)!.update).toBe(10);
    expect(nearestTo(run([0, 5, 4]), 8)!.update).toBe(10);
    expect(nearestTo([], 8)).toBeNull();
  });
});

describe("prompts that runs have in common", () => {
  it("are those that each answered in every evaluation", () => {
    const texts = (...runs: Milestone[][]) => sharedPrompts(runs).map(({ text }) => text);
    expect(texts(run([0, 1], ["a", "b", "c"]), run([0], ["c", "a"]))).toEqual(["a", "c"]);
    expect(texts(run([0]), run([0], ["x"]))).toEqual([]);
    expect(texts()).toEqual([]);
  });
});

describe("milestones of a log", () => {
  it("count the replies that were drawn before them", () => {
    const rows = (n: number, m: number) =>
      Array.from({ length: n }, () => Array.from({ length: m }, () => ({}) as Completion));
    const sample = (n: number, m: number): Step => ({
      kind: "sample",
      prompts: [],
      completions: rows(n, m),
      sampler: { temperature: 1 },
    });
    const evaluate = (update: number): Step => ({
      kind: "evaluate",
      update,
      evaluation: evaluation(update),
    });
    const found = milestones([evaluate(0), sample(3, 2), sample(1, 4), evaluate(1), evaluate(2)]);
    expect(found.map(({ update, replies }) => [update, replies])).toEqual([
      [0, 0],
      [1, 10],
      [2, 10],
    ]);
  });
});
