/** @file Hand-written and hostile answers are ordered as a person would order them. */

import { describe, expect, it } from "vitest";
import type { Prompt, Task } from "../../src/core/types.ts";
import { gold, measureScale, tasks, type TaskId } from "../../src/tasks/index.ts";
import { written } from "../../src/tasks/stats.ts";
import { broken, HAND } from "./bad-answers.ts";

describe.each(Object.keys(tasks) as TaskId[])("%s", (id) => {
  const task: Task = tasks[id];
  const hand = HAND[id];
  const prompt: Prompt = { id: "hand", text: hand.prompt };
  // In deviations of the task's own text: the bundled model's may change with its training.
  const { scale } = measureScale(task, written(task, "heldout", 100, 8).flat());
  const reward = (text: string, finished = true) =>
    gold({ ...task, scale }, prompt, text, finished);

  it("ranks good answers above bad ones, by gold and by the independent evaluator", () => {
    const golds = hand.ranked.map((text) => reward(text));
    expect([...golds].sort((a, b) => b - a)).toEqual(golds);
    expect(golds[0]).toBeGreaterThan(1);
    expect(golds.at(-1)).toBeLessThan(-0.5);
    const judged = hand.ranked.map((text) => task.independent(prompt, text, true));
    expect(judged[0]).toBeGreaterThan(Math.max(...judged.slice(2)));
  });

  it("does not reward another subject, or one word again and again", () => {
    expect(reward(hand.offTopic)).toBeLessThan(reward(hand.best) - 1);
    expect(reward(hand.repeated)).toBeLessThan(-0.5);
    expect(task.independent(prompt, hand.repeated, true)).toBeLessThan(-0.5);
  });

  it.each(Object.entries(broken(hand.prompt)))("scores low: %s", (_, text) => {
    expect(reward(text)).toBeLessThan(-0.9);
    expect(task.independent(prompt, text, true)).toBeLessThan(-0.5);
  });

  it("keeps every component within bounds for broken answers", () => {
    for (const text of Object.values(broken(hand.prompt)))
      for (const finished of [true, false])
        for (const value of Object.values(task.components(prompt, text, finished))) {
          expect(Number.isFinite(value)).toBe(true);
          expect(Math.abs(value)).toBeLessThanOrEqual(1);
        }
  });

  it("a perfect answer that was cut off is worse than a poor one that ended", () => {
    expect(reward(hand.best, false)).toBeLessThan(reward(hand.ranked[2]));
    expect(task.independent(prompt, hand.best, false)).toBeLessThan(
      task.independent(prompt, hand.best, true) - 1,
    );
  });

  it("judges answers to prompts of a person's own", () => {
    const own = task.ask(
      id === "reviews"
        ? "my spaceship, about the engine"
        : "My spaceship has lost its engine. I need it on Friday.",
    );
    for (const text of [
      hand.best,
      "The engine of the spaceship is wonderful. I will bring it on Friday.",
    ])
      expect(Number.isFinite(gold(task, own, text, true))).toBe(true);
    expect(
      gold(
        task,
        own,
        "The engine of my spaceship works well on Friday, and I will bring it.",
        true,
      ),
    ).toBeGreaterThan(gold(task, own, "", true));
  });
});
