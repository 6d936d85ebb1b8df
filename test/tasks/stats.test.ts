/** @file The statistics themselves: identities and closed forms. */

import { describe, expect, it } from "vitest";
import type { Task } from "../../src/core/types.ts";
import { predictability } from "../../src/tasks/baseline.ts";
import { article, fill, polish } from "../../src/tasks/grammar.ts";
import { Draw } from "../../src/tasks/draw.ts";
import { gold, measureScale, tasks, total } from "../../src/tasks/index.ts";
import { hump } from "../../src/tasks/shape.ts";
import { correlation, taskStats, written } from "../../src/tasks/stats.ts";

describe("statistics", () => {
  const task: Task = tasks.replies;
  const groups = written(task, "heldout", 30, 16);
  const all = groups.flat();

  it("the measured scale makes gold and the evaluator mean 0 and deviation 1", () => {
    const { scale, independentScale } = measureScale(task, all);
    const golds = all.map(
      (s) => (total(task, task.components(s.prompt, s.text, true)) - scale.mean) / scale.std,
    );
    const rescaled = { ...task, scale };
    expect(gold(rescaled, all[0]!.prompt, all[0]!.text, true)).toBeCloseTo(golds[0]!, 12);
    const mean = golds.reduce((a, b) => a + b, 0) / golds.length;
    expect(mean).toBeCloseTo(0, 10);
    expect(golds.reduce((a, b) => a + b * b, 0) / golds.length).toBeCloseTo(1, 10);
    expect(independentScale.std).toBeGreaterThan(0.3);
  });

  it("count ties, lengths and shares of a made-up group exactly", () => {
    const [first] = all;
    const twins = [[first!, first!, { ...first!, text: "We will see." }]];
    const stats = taskStats(task, twins);
    expect(stats.tieRate).toBeCloseTo(1 / 3, 12);
    expect(stats.duplicateRate).toBeCloseTo(1 / 3, 12);
    expect(stats.components.reduce((a, c) => a + c.share, 0)).toBeCloseTo(1, 10);
    expect(Math.abs(stats.lengthCorrelation)).toBeCloseTo(1, 10);
  });

  it("correlation is ±1 on a line and 0 on a constant", () => {
    expect(correlation([1, 2, 3], [2, 4, 6])).toBeCloseTo(1, 12);
    expect(correlation([1, 2, 3], [3, 2, 1])).toBeCloseTo(-1, 12);
    expect(correlation([1, 2, 3], [5, 5, 5])).toBe(0);
  });
});

describe("the n-gram baseline", () => {
  const text = (words: string) => ({ prompt: "", text: words });

  it("gives a deterministic language close to 1, whatever is left for surprises", () => {
    const same = Array.from({ length: 200 }, () => text("the lid fits well."));
    const p = predictability(same, same.slice(0, 5));
    // 0.9 of the mass is the n-gram model's; the rest is kept for words of the prompt.
    expect(p.perplexity).toBeCloseTo(1 / 0.9, 1);
  });

  it("comes near the entropy of independent fair choices", () => {
    const draw = new Draw("entropy");
    const coin = () => Array.from({ length: 8 }, () => draw.pick(["a", "b", "c", "d"])).join(" ");
    const p = predictability(
      Array.from({ length: 3000 }, () => text(coin())),
      Array.from({ length: 300 }, () => text(coin())),
    );
    // Eight words of ln 4 nats and a certain end, plus ln(1/0.9) a word, plus what is not learned.
    const exact = (8 * Math.log(4)) / 9 + Math.log(1 / 0.9);
    expect(p.natsPerWord).toBeGreaterThan(exact - 0.02);
    expect(p.natsPerWord).toBeLessThan(exact + 0.35);
  });

  it("finds the tasks more predictable than a list of their words", () => {
    const sample = Array.from({ length: 3000 }, (_, i) => tasks.summaries.write("train", i));
    const flat = sample.map((w) => ({ prompt: w.prompt.text, text: w.text }));
    const four = predictability(flat.slice(0, 2500), flat.slice(2500));
    const one = predictability(flat.slice(0, 2500), flat.slice(2500), 1);
    expect(four.natsPerWord).toBeLessThan(one.natsPerWord - 1);
  });
});

describe("templates", () => {
  const one = { part: false, thing: true };

  it("fill slots, choices and agreement, nested", () => {
    const draw = new Draw("templates");
    const slots = { part: "lid", thing: "boots", who: "(my {part}|my {part})" };
    expect(fill("The {part} of <this|these> {thing} [fits|fit].", slots, one, draw)).toBe(
      "The lid of these boots fits.",
    );
    expect(fill("{who} and <(a|a)|(b|b)>", slots, one, draw)).toBe("my lid and b");
  });

  it("refuse what a template gets wrong", () => {
    const draw = new Draw("templates");
    expect(() => fill("{nobody}", {}, one, draw)).toThrow(ReferenceError);
    expect(() => fill("(a|b", {}, one, draw)).toThrow(SyntaxError);
    expect(() => fill("{a", {}, one, draw)).toThrow(SyntaxError);
    expect(() => fill("<a>", {}, one, draw)).toThrow(SyntaxError);
  });

  it("polish capitals, spaces and articles by sound", () => {
    expect(polish("a  orange lid . it is a honest pan! an useful one")).toBe(
      "An orange lid. It is an honest pan! A useful one",
    );
    expect(["hour", "unit", "apple", "Italian", "kettle", "one"].map(article)).toEqual([
      "an",
      "a",
      "an",
      "an",
      "a",
      "a",
    ]);
  });

  it("an inverted U is 1 at its top, 0 at its feet, and never under −1", () => {
    expect([8, 20, 36].map((x) => hump(x, 8, 20, 36))).toEqual([0, 1, 0]);
    expect(hump(500, 8, 20, 36)).toBe(-1);
  });

  it("draws are keyed, uniform enough, and never in step", () => {
    const draw = new Draw("a", 1);
    const values = Array.from({ length: 20_000 }, () => draw.next());
    expect(values.reduce((a, b) => a + b, 0) / 20_000).toBeCloseTo(0.5, 2);
    expect(correlation(values.slice(1), values.slice(0, -1))).toBeCloseTo(0, 1);
    const firsts = Array.from({ length: 20_000 }, (_, i) => new Draw("key", i).next());
    expect(firsts.reduce((a, b) => a + b, 0) / 20_000).toBeCloseTo(0.5, 2);
    expect(correlation(firsts.slice(1), firsts.slice(0, -1))).toBeCloseTo(0, 1);
    expect(new Draw("a", 1).several([1, 2, 3, 4], 9).sort()).toEqual([1, 2, 3, 4]);
  });
});
