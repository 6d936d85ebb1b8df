import { describe, expect, it } from "vitest";
import type { Completion, Scorer, Task } from "../../src/core/types.ts";
import { bradleyTerry } from "../../src/feedback/bradley-terry.ts";
import { goldReward } from "../../src/core/gold.ts";
import { gold } from "../../src/feedback/gold.ts";
import { flippingRater } from "../../src/feedback/simulated.ts";

const answer = (id: string, text: string, finished = true): Completion => ({
  id,
  promptId: "p",
  text,
  tokens: [],
  logps: [],
  logp: 0,
  finished,
});

/** Reward = length of the text. */
const byLength: Scorer = {
  name: "length",
  score: async (_, completions) => completions.map(({ text }) => text.length),
  scoreAll: async (_, rows) => rows.map((row) => row.map(({ text }) => text.length)),
};

const questions = Array.from({ length: 4000 }, (_, i) => ({
  prompt: { id: `p${i}`, text: "" },
  a: answer(`p${i}#0`, "aa"),
  b: answer(`p${i}#1`, "b"),
}));

describe("Bradley and Terry's annotator", () => {
  it("says σ(Δr), with the rewards behind it", async () => {
    const [label] = await bradleyTerry(byLength).prefer(questions.slice(0, 1));
    expect(label).toEqual({
      promptId: "p0",
      a: "p0#0",
      b: "p0#1",
      p: 1 / (1 + Math.exp(-1)),
      orders: null,
      rewards: { a: 2, b: 1 },
    });
  });

  it("is symmetric, and exactly ½ at equal rewards", async () => {
    const swapped = questions.slice(0, 5).map(({ prompt, a, b }) => ({ prompt, a: b, b: a }));
    const [one] = await bradleyTerry(byLength).prefer(questions);
    const [other] = await bradleyTerry(byLength).prefer(swapped);
    expect(one!.p + other!.p).toBeCloseTo(1, 14);
    const same = [{ prompt: { id: "p", text: "" }, a: answer("0", "x"), b: answer("1", "y") }];
    expect((await bradleyTerry(byLength).prefer(same))[0]!.p).toBe(0.5);
  });

  it("drawn, is right as often as it says, by dice of the seed", async () => {
    const rater = bradleyTerry(byLength, { draw: true });
    const labels = await rater.prefer(questions, { seed: 3 });
    const p = 1 / (1 + Math.exp(-1));
    const wins = labels.filter((label) => label.p === 1).length;
    expect(labels.every((label) => label.p === 0 || label.p === 1)).toBe(true);
    expect(Math.abs(wins / 4000 - p)).toBeLessThan(4 * Math.sqrt((p * (1 - p)) / 4000));
    expect(await rater.prefer(questions, { seed: 3 })).toEqual(labels);
    expect(await rater.prefer(questions, { seed: 4 })).not.toEqual(labels);
    // Whatever the batch, the same question gets the same verdict.
    expect(await rater.prefer(questions.slice(100, 110), { seed: 3 })).toEqual(
      labels.slice(100, 110),
    );
  });
});

describe("the flipping rater", () => {
  it("errs as often as it is told to, and never at 0", async () => {
    for (const flip of [0, 0.25]) {
      const labels = await flippingRater(byLength, flip).prefer(questions, { seed: 1 });
      const wrong = labels.filter((label) => label.p === 0).length;
      expect(Math.abs(wrong / 4000 - flip)).toBeLessThanOrEqual(
        4 * Math.sqrt((flip * (1 - flip)) / 4000),
      );
    }
  });
});

describe("the gold reward", () => {
  const task = {
    components: (_: unknown, text: string, finished: boolean) => ({
      length: text.length,
      ended: finished ? 1 : 0,
    }),
    weights: { length: 0.5, ended: 2 },
    scale: { mean: 1, std: 4 },
  } as unknown as Task;
  const prompt = { id: "p", text: "" };

  it("is the weighted sum of its components in standard deviations from the mean", async () => {
    expect(goldReward(task, prompt, answer("0", "four"))).toBe((0.5 * 4 + 2 - 1) / 4);
    expect(goldReward(task, prompt, answer("0", "four", false))).toBe((0.5 * 4 - 1) / 4);
    const rows = [[answer("0", "a"), answer("1", "bb")], [answer("2", "ccc")]];
    const all = await gold(task).scoreAll([prompt, prompt], rows);
    expect(all).toEqual(rows.map((row) => row.map((y) => goldReward(task, prompt, y))));
    expect(await gold(task).score(prompt, rows[0]!)).toEqual(all[0]);
  });
});
