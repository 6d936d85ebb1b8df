/** @file The ten criteria of a gold reward, as assertions on each task's own text. */

import card from "../../public/models/tilt-1m/card.json" with { type: "json" };
import { describe, expect, it } from "vitest";
import type { Task } from "../../src/core/types.ts";
import { gold, tasks, total } from "../../src/tasks/index.ts";
import { correlation, taskStats, written } from "../../src/tasks/stats.ts";
import { isWord, tokens } from "../../src/tasks/words.ts";

/** Accuracy on held-out pairs of a word-list reward model fitted to n pairs labelled by gold. */
function learned(task: Task, n: number): number {
  const at = new Map<string, number>();
  const features = (prompt: string, text: string) => {
    const asked = new Set(tokens(prompt));
    return tokens(text)
      .filter(isWord)
      .flatMap((w) => [w, asked.has(w) ? "in prompt" : "not in prompt"]);
  };
  const score = (words: readonly string[]) => words.reduce((s, w) => s + (at.get(w) ?? 0), 0);
  const pair = (i: number) => {
    const [a, b] = [1, 2].map((k) => task.write("train", i + (2 * i + k) * task.count.train));
    if (!a || !b) throw new Error("no pair");
    const better = gold(task, a.prompt, a.text, true) > gold(task, b.prompt, b.text, true);
    const [w, l] = better ? [a, b] : [b, a];
    return [features(w.prompt.text, w.text), features(l.prompt.text, l.text)] as const;
  };
  for (let i = 0; i < n; i++) {
    const [w, l] = pair(i);
    const push = 0.05 / (1 + Math.exp(score(w) - score(l)));
    for (const f of w) at.set(f, (at.get(f) ?? 0) + push);
    for (const f of l) at.set(f, (at.get(f) ?? 0) - push);
  }
  let right = 0;
  for (let i = n; i < n + 1000; i++) {
    const [w, l] = pair(i);
    right += score(w) > score(l) ? 1 : score(w) === score(l) ? 0.5 : 0;
  }
  return right / 1000;
}

describe.each(Object.values(tasks))("the gold reward of $id", (task: Task) => {
  const groups = written(task, "heldout", 150, 64);
  const all = groups.flat();
  const stats = taskStats(task, groups);

  it("1: is a pure function of prompt and text, and versioned", () => {
    const sample = all.slice(0, 50);
    const parts = sample.map((s) => task.components(s.prompt, s.text, true));
    const again = sample.map((s) =>
      task.components({ ...s.prompt, id: "other" }, ` ${s.text} `, true),
    );
    expect(again).toEqual(parts);
    expect(task.version).toBeGreaterThanOrEqual(1);
  });

  it("2: has few ties", () => {
    expect(stats.tieRate).toBeLessThan(0.05);
  });

  it("3: has bounded components, and mean 0 and deviation 1 where its scale was measured", () => {
    for (const s of all)
      for (const value of Object.values(task.components(s.prompt, s.text, true))) {
        expect(value).toBeGreaterThanOrEqual(-1);
        expect(value).toBeLessThanOrEqual(1);
      }
    // The scale is that of the bundled model's samples, as its card measured them.
    const { scales } = card.cards.find((c) => c.task === task.id)!;
    for (const key of ["mean", "std"] as const) {
      expect(task.scale[key]).toBeCloseTo(scales.scale[key], 3);
      expect(task.independentScale[key]).toBeCloseTo(scales.independentScale[key], 3);
    }
    expect(task.scale.std).toBeGreaterThan(0.5);
  });

  it("4: depends on the prompt", () => {
    expect(stats.promptDependence).toBeGreaterThan(0.5);
  });

  it("5: has room: the best of 16 is 1.5 deviations up", () => {
    expect(stats.bestOf["16"]).toBeGreaterThan(1.5);
    expect(stats.bestOf["1"]).toBeCloseTo(0, 6);
  });

  it("6: has four to six named components besides the ending, none of them idle", () => {
    const names = Object.keys(task.weights).filter((name) => name !== "ending");
    expect(names.length).toBeGreaterThanOrEqual(4);
    expect(names.length).toBeLessThanOrEqual(6);
    const shares = stats.components.map((c) => c.share);
    expect(shares.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 6);
    expect(Math.max(...shares)).toBeLessThan(0.75);
    for (const c of stats.components) if (c.name !== "ending") expect(c.std).toBeGreaterThan(0.1);
  });

  it("7: hears broken language", () => {
    const scrambled = all.slice(0, 400).map((s) => {
      const words = s.text.split(" ");
      return { ...s, text: words.map((_, i) => words[(i * 7 + 3) % words.length]).join(" ") };
    });
    const fluency = (s: (typeof all)[0]) => task.components(s.prompt, s.text, true).fluency ?? 0;
    const clean = all.slice(0, 400).map(fluency);
    const broken = scrambled.map(fluency);
    const mean = (x: number[]) => x.reduce((a, b) => a + b, 0) / x.length;
    expect(mean(clean)).toBeGreaterThan(0.5);
    expect(mean(broken)).toBeLessThan(-0.6);
  });

  it("8: does not grow with length", () => {
    expect(Math.abs(stats.lengthCorrelation)).toBeLessThan(0.2);
  });

  it("9: can be learned from 2,000 pairs, not perfectly, by a list of words", () => {
    const accuracy = learned(task, 2000);
    expect(accuracy).toBeGreaterThan(0.65);
    expect(accuracy).toBeLessThan(0.93);
  });

  it("10: an answer without its end always scores low", () => {
    const worth = (s: (typeof all)[0], finished: boolean) =>
      total(task, task.components(s.prompt, s.text, finished));
    const cut = all.map((s) => worth(s, false));
    expect(Math.max(...cut)).toBeLessThanOrEqual(-(task.weights.ending ?? 0));
    const below = (Math.max(...cut) - stats.reward.mean) / stats.reward.std;
    expect(below).toBeLessThan(-1.5);
  });

  it("agrees with the independent evaluator, but not too much", () => {
    expect(stats.independent.correlation).toBeGreaterThan(0.4);
    expect(stats.independent.correlation).toBeLessThan(0.85);
    const judged = all.map((s) => task.independent(s.prompt, s.text, true));
    expect(all.map((s) => task.independent(s.prompt, s.text, true))).toEqual(judged);
    const cut = all.slice(0, 200).map((s) => task.independent(s.prompt, s.text, false));
    expect(cut.every((value, i) => value < (judged[i] as number))).toBe(true);
  });

  it("gold follows what the writer meant", () => {
    const drawn = Array.from({ length: 1500 }, (_, i) => task.write("heldout", i));
    const golds = drawn.map((w) => gold(task, w.prompt, w.text, true));
    expect(
      correlation(
        golds,
        drawn.map((w) => w.intent),
      ),
    ).toBeGreaterThan(0.5);
  });
});
