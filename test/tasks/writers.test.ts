/** @file The writers: pure, disjoint, many-voiced, of a limited vocabulary and length. */

import { describe, expect, it } from "vitest";
import { TiltError, type Task } from "../../src/core/types.ts";
import { tasks } from "../../src/tasks/index.ts";
import { CLOSE, KIND } from "../../src/tasks/replies/manners.ts";
import { REQUESTS } from "../../src/tasks/replies/writer.ts";
import { EVENTS } from "../../src/tasks/summaries/events.ts";
import { PEOPLE } from "../../src/tasks/summaries/values.ts";
import { SHARED } from "../../src/tasks/summaries/writer.ts";
import { isWord, tokens } from "../../src/tasks/words.ts";

const all: readonly Task[] = Object.values(tasks);

const words = (text: string) => tokens(text).filter(isWord);

/**
 * Chao's lower bound on the number of different texts from how many were seen once and twice
 * (Chao 1984): S ≥ seen + f₁(f₁ − 1) / 2(f₂ + 1).
 */
function atLeast(texts: readonly string[]): number {
  const seen = new Map<string, number>();
  for (const text of texts) seen.set(text, (seen.get(text) ?? 0) + 1);
  const times = (n: number) => [...seen.values()].filter((v) => v === n).length;
  const [once, twice] = [times(1), times(2)];
  return seen.size + (once * (once - 1)) / (2 * (twice + 1));
}

describe.each(all)("the writer of $id", (task) => {
  it("writes the same for the same index, and answers the prompt of that index", () => {
    for (const split of ["train", "heldout"] as const)
      for (const i of [0, 1, 17, task.count[split] - 1, task.count[split], 1_234_567]) {
        expect(task.write(split, i)).toEqual(task.write(split, i));
        expect(task.write(split, i).prompt).toEqual(task.prompt(split, i));
        expect(task.prompt(split, i + task.count[split])).toEqual(task.prompt(split, i));
      }
    expect(task.write("train", 3).text).not.toBe(task.write("train", 3 + task.count.train).text);
  });

  it("keeps its splits apart: 2,000 prompts to train on, 500 held out, none in both", () => {
    const texts = (split: "train" | "heldout", n: number) =>
      new Set(
        Array.from(
          { length: Math.min(n, task.count[split]) },
          (_, i) => task.prompt(split, i).text,
        ),
      );
    const train = texts("train", 20_000);
    const heldout = texts("heldout", 2_000);
    expect(train.size).toBeGreaterThanOrEqual(2000);
    expect(heldout.size).toBeGreaterThanOrEqual(500);
    for (const text of heldout) expect(train.has(text)).toBe(false);
  });

  it("does not repeat itself: 2,000 answers share no opening too often", () => {
    const openings = new Map<string, number>();
    for (let i = 0; i < 2000; i++) {
      const start = words(task.write("train", 13 * i).text)
        .slice(0, 3)
        .join(" ");
      openings.set(start, (openings.get(start) ?? 0) + 1);
    }
    expect(Math.max(...openings.values()) / 2000).toBeLessThan(0.08);
    expect(openings.size).toBeGreaterThan(250);
  });

  it("writes one to five short sentences that begin with a capital and end", () => {
    const lengths: number[] = [];
    for (let i = 0; i < 2000; i++) {
      const { text } = task.write("train", 7 * i);
      expect(text).toMatch(/^["“]?[A-Z][^\n]*[.!?]$/);
      expect(text).not.toMatch(/ {2}|[{}|[\]<>~]|\b(\w+) \1\b(?<!that that)/);
      expect(text).not.toMatch(/\ba [aeio]|\ban [bcdfgjklmnpqrstvwxyz]/);
      lengths.push(words(text).length);
    }
    lengths.sort((a, b) => a - b);
    expect(lengths[1000]).toBeGreaterThanOrEqual(12);
    expect(lengths[1000]).toBeLessThanOrEqual(24);
    expect(lengths[1900]).toBeLessThanOrEqual(35);
  });

  it("takes a person's own words, in any script", () => {
    for (const text of [
      "my old bike, about the brakes",
      "우리 집 고양이가 사라졌어요",
      "自転車",
      "Ünïcödé?",
    ]) {
      const prompt = task.ask(text);
      const key = text.replace(/[?, ].*$/, "");
      expect(prompt.text).toContain(key);
      expect(prompt.text.endsWith(":")).toBe(true);
      expect(task.ask(text)).toEqual(prompt);
      expect(prompt.id).toMatch(new RegExp(`^${task.id}/own/`));
    }
    const hidden = task.ask("a red\u0000 bag\u202e\n\tlost\u200b today\u0007");
    expect(hidden.text).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    expect(hidden.text).toMatch(/red bag lost today/);
  });

  it.each([
    ["", "prompt.empty"],
    [" \n\u0000 ", "prompt.empty"],
    ["?!…", "prompt.empty"],
    ["word ".repeat(20_000), "prompt.long"],
    ["가".repeat(301), "prompt.long"],
  ])("refuses what cannot be a prompt, with a next step (%#)", (text, code) => {
    try {
      task.ask(text);
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(TiltError);
      expect((error as TiltError).code).toBe(code);
      expect((error as TiltError).next).toMatch(/something like: \w/);
    }
  });
});

/** The values that a template's slots can take, multiplied: each gives another text. */
function ways(template: string, lists: Readonly<Record<string, readonly string[]>>): number {
  const slots = new Set([...template.matchAll(/\{(\w+)\}/g)].map((m) => m[1] ?? ""));
  return [...slots].reduce((n, slot) => n * (lists[slot]?.length ?? 1), 1);
}

describe("more than a million different completions", () => {
  const { day, hour, number, color, place, price } = SHARED;

  it("of reviews, estimated from below by what was seen once and twice", () => {
    const texts = Array.from({ length: 120_000 }, (_, i) => tasks.reviews.write("train", i).text);
    expect(atLeast(texts)).toBeGreaterThan(1_000_000);
  });

  it("of summaries, counted: one event, one lead, all facts, every value that shows", () => {
    const sale = EVENTS.find((event) => event.id === "sale");
    if (!sale) throw new Error("no sale");
    const whole = sale.lead[0] + sale.facts.map((f) => f.tail[0]).join("");
    const lists = { Name: PEOPLE.map(([name]) => name), color, price, place, day };
    expect(ways(whole, lists) * sale.tied.rows.length).toBeGreaterThan(1_000_000);
  });

  it("of replies, counted: kind words, an answer, two steps and a close, every value that shows", () => {
    let count = 0;
    for (const request of REQUESTS) {
      const { length: rows } = request.tied.rows;
      for (const answer of request.answer)
        for (const first of request.step)
          for (const second of request.step) {
            if (first === second) continue;
            const body = answer + first + second;
            // Rows count only where the text names what is in them.
            const named = body.includes(`{${request.tied.slots[0]}}`) ? rows : 1;
            count += KIND.length * CLOSE.length * named * ways(body, { day, hour, number });
          }
    }
    expect(count).toBeGreaterThan(1_000_000);
  });
});

it("all tasks together keep to a small vocabulary", () => {
  const types = new Set<string>();
  for (const task of all)
    for (let i = 0; i < 20_000; i++) {
      const { prompt, text } = task.write("train", i);
      for (const word of words(`${prompt.text} ${text}`)) types.add(word);
    }
  expect(types.size).toBeGreaterThan(900);
  expect(types.size).toBeLessThan(1500);
});

it("a review's own words find their aspect", () => {
  const ask = (text: string) => tasks.reviews.ask(text).text;
  expect(ask("a steel kettle, about the handle")).toBe(
    "Review of a steel kettle, about the handle:",
  );
  expect(ask("orange bicycle about its brakes")).toBe(
    "Review of an orange bicycle, about the brakes:",
  );
  expect(ask("the kettle's lid")).toBe("Review of the kettle, about the lid:");
  expect(ask("my cat")).toBe("Review of my cat, about the price:");
  expect(ask("Review of hiking boots, about the soles:")).toBe(
    "Review of hiking boots, about the soles:",
  );
});
