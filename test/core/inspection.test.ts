import { describe, expect, it } from "vitest";
import { findings, inspector, slope, type Judged } from "../../src/core/inspection.ts";
import { sigmoid } from "../../src/core/logistic.ts";
import { wilson } from "../../src/core/statistics.ts";
import type { Completion, Draws, Prompt, Scorer } from "../../src/core/types.ts";

const answer = (proxy: number, gold: number, words: number): Judged => ({ proxy, gold, words });

describe("a slope", () => {
  it("is that of a line, whatever noise stands across it", () => {
    expect(slope([0, 1, 2], [1, 3, 5])).toBe(2);
    expect(slope([0, 0, 2, 2], [0, 2, 4, 6])).toBe(2);
  });

  it("is none where nothing varies", () => {
    expect(slope([3, 3], [1, 2])).toBeNull();
    expect(slope([], [])).toBeNull();
  });
});

describe("findings", () => {
  const found = findings([
    [answer(2, 1, 4), answer(0, 0, 2)],
    [answer(1, 0, 3), answer(0, 1, 1)],
    [answer(5, 1, 9), answer(1, 1, 1)],
    [answer(1, 2, 2), answer(1, 0, 2)],
  ]);

  it("takes margins in gold's order, and leaves out what gold holds equal", () => {
    expect(found.margins).toEqual([2, -1, 0]);
    expect(found.accuracy).toEqual(wilson(1.5, 3));
  });

  it("bins σ(|Δ|) by how often gold agrees", () => {
    const [half, , seventy, eighty] = found.report.bins;
    expect(half).toEqual({ predicted: 0.5, correct: 0, n: 1 });
    expect(seventy).toEqual({ predicted: sigmoid(1), correct: 0, n: 1 });
    expect(eighty).toEqual({ predicted: sigmoid(2), correct: 1, n: 1 });
    const off = 0.5 + sigmoid(1) + (1 - sigmoid(2));
    expect(found.report.ece).toBeCloseTo(off / 3, 12);
  });

  it("fits rewards to lengths over all answers, ties of gold too", () => {
    const words = [4, 2, 3, 1, 9, 1, 2, 2];
    expect(found.slope.proxy).toBe(slope(words, [2, 0, 1, 0, 5, 1, 1, 1]));
    expect(found.slope.gold).toBe(slope(words, [1, 0, 0, 1, 1, 1, 2, 0]));
  });

  it("are empty of no pairs", () => {
    const none = findings([]);
    expect(none.accuracy).toMatchObject({ n: 0, low: 0, high: 1 });
    expect(none.slope).toEqual({ proxy: null, gold: null });
  });
});

describe("an inspector", () => {
  const prompts: Prompt[] = [0, 1, 2].map((i) => ({ id: `p${i}`, text: "x" }));
  const said = (promptId: string, text: string): Completion => ({
    ...{ id: `${promptId}#0`, promptId, text, tokens: [1], logps: [0], logp: 0, finished: true },
  });
  const draws: Draws[] = [];
  const model = (texts: readonly [string, string]) => ({
    sample: async (asked: readonly Prompt[], options: Draws) => {
      draws.push(options);
      return asked.map(({ id }) => texts.map((text) => said(id, text)));
    },
  });
  const counting = (name: string, letter: string): Scorer => {
    const score = async (_: Prompt, ys: readonly Completion[]) =>
      ys.map(({ text }) => text.split(letter).length - 1);
    return {
      name,
      score,
      scoreAll: (xs, rows) => Promise.all(xs.map((x, i) => score(x, rows[i]!))),
    };
  };
  const one = inspector({
    name: "counts a",
    reference: model(["a g", "b"]),
    policy: model(["a a a", "g"]),
    judge: async () => counting("judge", "a"),
    gold: counting("gold", "g"),
    spell: async (items) => items.map(({ prompt, text }) => said(prompt.id, text)),
    prompts,
    seed: 5,
  });

  it("asks both models with the same dice, and tells where the judge is fooled", async () => {
    const { start, now } = await one.inspect();
    expect(draws).toEqual([draws[0], draws[0]]);
    expect(draws[0]).toEqual({ n: 2, temperature: 1, seed: 5 });
    expect(start.accuracy).toEqual(wilson(3, 3));
    expect(now.accuracy).toEqual(wilson(0, 3));
    expect(now.margins).toEqual([-3, -3, -3]);
    expect(now.slope).toEqual({ proxy: 1.5, gold: -0.5 });
  });

  it("judges a visitor's texts by the judge and by gold", async () => {
    const [first, second] = await one.judge(prompts[0]!, ["a gg a", "g"]);
    expect(first).toEqual({ proxy: 2, gold: 2, words: 3 });
    expect(second).toEqual({ proxy: 0, gold: 1, words: 1 });
  });
});
