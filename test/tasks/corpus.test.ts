/** @file The pre-training mixture: shares, formats, lengths, and labels that are true. */

import { describe, expect, it } from "vitest";
import type { Task } from "../../src/core/types.ts";
import { comparePrompt, document, INSTRUCTIONS, judgePrompt } from "../../src/tasks/corpus.ts";
import { SCORE } from "../../src/tasks/corpus/judge.ts";
import { gold, tasks } from "../../src/tasks/index.ts";
import { correlation } from "../../src/tasks/stats.ts";

const documents = Array.from({ length: 12_000 }, (_, i) => document(i));
const of = (kind: string) => documents.filter((d) => d.kind === kind);

describe("the mixture", () => {
  it("is the same for the same index, and different for another split", () => {
    for (const i of [0, 5, 999, 100_000_007]) expect(document(i)).toEqual(document(i));
    const same = documents
      .slice(0, 500)
      .filter((d, i) => document(i, "heldout").prompt === d.prompt);
    expect(same).toHaveLength(0);
  });

  it("has about 75 % task text, 10 % judgements, 15 % comparisons", () => {
    const share = (kind: string) => of(kind).length / documents.length;
    expect(share("judge")).toBeCloseTo(0.08, 1);
    expect(share("instruction")).toBeCloseTo(0.08, 1);
    for (const id of Object.keys(tasks)) expect(Math.abs(share(id) - 0.28)).toBeLessThan(0.02);
  });

  it("begins every completion with its space, and every prompt with a letter", () => {
    for (const { prompt, completion } of documents) {
      expect(completion).toMatch(/^ \S/);
      expect(completion).toBe(completion.trimEnd());
      expect(prompt).toMatch(/^\p{L}[^]*:$/u);
    }
  });

  it("stays short enough for a small context", () => {
    const longest = (kinds: string[]) =>
      Math.max(...kinds.flatMap(of).map((d) => d.prompt.length + d.completion.length));
    expect(longest(Object.keys(tasks))).toBeLessThan(500);
    expect(longest(["judge"])).toBeLessThan(600);
    expect(longest(["instruction"])).toBeLessThan(760);
  });
});

describe("judgements", () => {
  it("end with a score from 0 to 5, each of them used", () => {
    const scores = of("judge").map((d) => Number(SCORE.exec(d.completion)?.[1]));
    expect(scores.every((s) => s >= 0 && s <= 5)).toBe(true);
    for (let n = 0; n <= 5; n++)
      expect(scores.filter((s) => s === n).length / scores.length).toBeGreaterThan(0.06);
  });

  it("follow gold, with noise", () => {
    const seen = of("judge").flatMap((d) => {
      for (const task of Object.values(tasks) as Task[])
        for (const mark of [" Summary: ", " Reply: ", ": "]) {
          const body = d.prompt.split("\n")[1] ?? "";
          const at = body.indexOf(mark, 8);
          const text = body.slice(0, at + mark.length - 1);
          const start = { reviews: "Review", summaries: "Post", replies: "Request" }[task.id] ?? "";
          if (at < 0 || !body.startsWith(start) || (mark === ": " && task.id !== "reviews"))
            continue;
          const worth = gold(task, { id: "", text }, body.slice(at + mark.length), true);
          return [{ worth, score: Number(SCORE.exec(d.completion)?.[1]) }];
        }
      return [];
    });
    expect(seen.length).toBe(of("judge").length);
    const r = correlation(
      seen.map((s) => s.worth),
      seen.map((s) => s.score),
    );
    expect(r).toBeGreaterThan(0.75);
    expect(r).toBeLessThan(0.98);
  });

  it("have the documented form", () => {
    expect(judgePrompt("Review of a pan, about the lid:", " It fits. ")).toBe(
      "Judge this answer.\nReview of a pan, about the lid: It fits.\nReason and score from 0 to 5:",
    );
    for (const d of of("judge")) expect(d.completion).toMatch(/^ [A-Z][^.]+\. Score: [0-5]$/);
  });
});

describe("comparisons", () => {
  const parse = (prompt: string) =>
    /^Compare\. (.+)\n(.+)\nA: (.+)\nB: (.+)\nBetter:$/.exec(prompt)?.slice(1) as
      [string, string, string, string] | undefined;

  it("have the documented form, and A is right half of the time", () => {
    expect(comparePrompt("Shorter is better.", "Request: Hello. Reply:", " Hi. ", "Bye.")).toBe(
      "Compare. Shorter is better.\nRequest: Hello. Reply:\nA: Hi.\nB: Bye.\nBetter:",
    );
    const chosen = of("instruction").map((d) => d.completion);
    expect(chosen.every((c) => c === " A" || c === " B")).toBe(true);
    expect(chosen.filter((c) => c === " A").length / chosen.length).toBeCloseTo(0.5, 1);
  });

  it("say the truth by their own measure", () => {
    const menu: Record<string, Task> = {
      Review: tasks.reviews,
      Post: tasks.summaries,
      Request: tasks.replies,
    };
    const used = new Set<string>();
    for (const d of of("instruction")) {
      const [words = "", prompt = "", a = "", b = ""] = parse(d.prompt) ?? [];
      const wish = INSTRUCTIONS.find((i) => i.words.includes(words));
      const task = menu[/^\w+/.exec(prompt)?.[0] ?? ""];
      if (!wish || !task) throw new Error(d.prompt);
      used.add(wish.id);
      const measure = (text: string) => wish.measure(task, { id: "", text: prompt }, text);
      expect(d.completion).toBe(measure(a) > measure(b) ? " A" : " B");
      expect(Math.abs(measure(a) - measure(b))).toBeGreaterThanOrEqual(wish.least);
    }
    expect([...used].sort()).toEqual(INSTRUCTIONS.map((i) => i.id).sort());
  });
});
