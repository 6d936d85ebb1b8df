/** @file A pairwise ranker: its derived reward, and matches that are decided by asking. */
import { describe, expect, it } from "vitest";
import { sigmoid } from "../../src/core/logistic.ts";
import { pairUp, playOff } from "../../src/core/pairing.ts";
import {
  clippedLogit,
  derivedRewards,
  pairwiseRanker,
  withoutOrder,
} from "../../src/core/ranker.ts";
import type { Completion, Label, LabelledPair, Prompt } from "../../src/core/types.ts";
import { exactRanker } from "../../src/toy/ranker.ts";
import { promptsOf, tableScorer, world } from "../../src/toy/world.ts";
import { TabularPolicy } from "../../src/toy/policy.ts";

const prompts = promptsOf(world, 2);
const { reference } = new TabularPolicy(world);
const answers = await reference.sample(prompts, { n: 9, temperature: 1, seed: 4 });
const ranker = exactRanker(world, world.gold);
const scorer = tableScorer(world, "gold", world.gold);

describe("the derived reward", () => {
  it("is r(x, y) − r(x, y_b) where ρ is Bradley and Terry's law", async () => {
    const baselines = answers.map((row) => row[8]!);
    const derived = await derivedRewards(ranker, prompts, answers, baselines);
    const rewards = await scorer.scoreAll(prompts, answers);
    rewards.forEach((row, i) =>
      row.forEach((r, j) => {
        expect(derived[i]![j]!).toBeCloseTo(r - row[8]!, 9);
      }),
    );
  });

  it("counts in spreads of the start model, and never leaves the finite", async () => {
    const prefer = async (questions: readonly { prompt: Prompt; a: Completion; b: Completion }[]) =>
      questions.map(({ prompt, a, b }, i): Label => {
        const p = i === 0 ? 1 : sigmoid(3);
        return { promptId: prompt.id, a: a.id, b: b.id, p, orders: null, rewards: null };
      });
    const sure = { name: "sure", prefer, spread: () => 1.5 };
    const [row] = await derivedRewards(
      sure,
      prompts.slice(0, 1),
      [answers[0]!.slice(0, 2)],
      [answers[0]![2]!],
    );
    expect(row![0]!).toBeCloseTo(Math.log(9999) / 1.5, 9);
    expect(row![1]!).toBeCloseTo(2, 9);
    expect(clippedLogit(0)).toBeCloseTo(-Math.log(9999), 9);
  });

  it("forgets a love of the first place", () => {
    // P(first is better) is ρ raised by the same amount whoever comes first.
    for (const rho of [0.2, 0.5, 0.8]) {
      expect(withoutOrder({ ab: rho + 0.1, ba: 1 - rho + 0.1 })).toBeCloseTo(rho, 12);
    }
  });
});

describe("matches that are decided by asking", () => {
  it.each(["first_round", "tournament"] as const)(
    "come out as those by reward, %s, where the ranker follows the rewards",
    async (scheme) => {
      const rewards = await scorer.scoreAll(prompts, answers);
      const byReward = pairUp(prompts, answers, rewards, scheme);
      const { pairs, ties, labels } = await playOff(prompts, answers, scheme, ranker);
      const names = (all: readonly { chosen: Completion; rejected: Completion }[]) =>
        all.map(({ chosen, rejected }) => `${chosen.id} > ${rejected.id}`).sort();
      expect(names(pairs)).toEqual(names(byReward.pairs));
      expect(ties).toBe(byReward.ties);
      // Nine players: four first matches, or eight until one is left.
      expect(labels).toHaveLength((scheme === "tournament" ? 8 : 4) * prompts.length);
    },
  );

  it("are none for a single answer, and none are lost when all are alike", async () => {
    const alone = answers.map((row) => row.slice(0, 1));
    expect((await playOff(prompts, alone, "tournament", ranker)).labels).toEqual([]);
    const same = answers.map((row) => [row[0]!, { ...row[0]!, id: "copy" }]);
    const { pairs, ties } = await playOff(prompts, same, "tournament", ranker);
    expect(pairs).toEqual([]);
    expect(ties).toBe(prompts.length);
  });
});

describe("a ranker behind a host", () => {
  it("refuses to answer before it has learned, and then averages both orders", async () => {
    const fits: LabelledPair[][] = [];
    const ranker = pairwiseRanker(
      {
        fitRanker: async ({ pairs }) => fits.push([...pairs]) + 1,
        compareAll: async (questions) => questions.map(() => ({ ab: 0.9, ba: 0.4 })),
      },
      "trunk",
    );
    const [a, b] = answers[0]! as [Completion, Completion];
    const question = { prompt: prompts[0]!, a, b };
    await expect(ranker.prefer([question])).rejects.toMatchObject({ code: "ranker.unfitted" });
    for await (const _ of ranker.fit([{ prompt: prompts[0]!, chosen: a, rejected: b }], {
      seed: 1,
    }));
    expect(fits).toHaveLength(1);
    expect(ranker.spread()).toBe(2);
    const [label] = await ranker.prefer([question]);
    expect(label!.p).toBeCloseTo(0.75, 12);
    expect(label!.orders).toEqual({ ab: 0.9, ba: 0.4 });
  });
});
