/** @file A pairwise ranker of the exact world: ρ(x, a, b) = σ(r(a) − r(b)), known without learning. */

import { sigmoid } from "../core/logistic.ts";
import type { FitReport, Label, Ranker } from "../core/types.ts";
import { tableScorer, type Table, type World } from "./world.ts";

/** The rewards are in standard deviations of the base law already, so one logit is one of them. */
export function exactRanker(world: World, table: Table): Ranker {
  const scorer = tableScorer(world, "", table);
  return {
    name: "pairwise ranker",
    spread: () => 1,
    async *fit(): AsyncGenerator<FitReport, void, void> {},
    async prefer(questions) {
      const rewards = await scorer.scoreAll(
        questions.map(({ prompt }) => prompt),
        questions.map(({ a, b }) => [a, b]),
      );
      return questions.map(({ prompt, a, b }, i): Label => {
        const p = sigmoid(rewards[i]![0]! - rewards[i]![1]!);
        const orders = { ab: p, ba: 1 - p };
        return { promptId: prompt.id, a: a.id, b: b.id, p, orders, rewards: null };
      });
    },
  };
}
