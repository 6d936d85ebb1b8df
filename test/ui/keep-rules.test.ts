/** @file What each rule would keep: the rules' definitions, and the run's own dice. */
import { describe, expect, it } from "vitest";
import { latest } from "../../src/core/fold.ts";
import { rulings } from "../../src/ui/views/keep-rules.ts";
import { rejection } from "./gallery/logs.ts";

const SEED = 7;
const log = await rejection();
const step = latest(log, "accept")!;
const t = latest(log, "round")!.t;

describe("what each rule would keep", () => {
  it("is, for RSO at the run's β, what the run kept", () => {
    step.kept.forEach(({ promptId, accepted }, i) => {
      const rewards = step.rewards[i]!;
      const by = { k: step.k, beta: step.beta, seed: SEED, t, promptId };
      const found = rulings(rewards, rewards, by).find(({ rule }) => rule === "rso")!;
      expect(found.kept).toEqual(accepted);
    });
  });

  it("is the best, the best k, any k and the first k, each worth its mean", () => {
    const rewards = step.rewards[0]!;
    const golds = rewards.map((r) => -r);
    const by = { k: 4, beta: 0.5, seed: SEED, t, promptId: step.kept[0]!.promptId };
    const of = Object.fromEntries(rulings(rewards, golds, by).map((r) => [r.rule, r]));
    const order = rewards.map((_, i) => i).sort((a, b) => rewards[b]! - rewards[a]! || a - b);
    expect(of.best!.kept).toEqual(order.slice(0, 1));
    expect(of.top!.kept).toEqual(order.slice(0, 4));
    expect(of.first!.kept).toEqual([0, 1, 2, 3]);
    expect(new Set(of.random!.kept).size).toBe(4);
    for (const { kept, reward, gold } of Object.values(of)) {
      expect(reward).toBeCloseTo(kept.reduce((s, i) => s + rewards[i]!, 0) / kept.length, 12);
      expect(gold).toBeCloseTo(-reward, 12);
    }
    // Asked for more than there are, every rule but the best keeps all.
    const many = rulings(rewards, golds, { ...by, k: 1000 });
    expect(many.map(({ kept }) => kept.length)).toEqual([1, ...Array(4).fill(rewards.length)]);
  });
});
