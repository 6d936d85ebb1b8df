/**
 * @file A pairwise ranker ρ(x, a, b) as methods know it, made of a host that holds the model; and
 * the reward that follows from comparing each answer with one and the same other answer.
 */

import type { BothOrders, RewardHost } from "./hosts.ts";
import { logit } from "./logistic.ts";
import type { Question } from "./pairing.ts";
import { at } from "./shape.ts";
import { reported } from "./stream.ts";
import { TiltError } from "./types.ts";
import type { Annotator, Completion, FitReport, Label, Prompt, Ranker } from "./types.ts";

/** Keeps the logit finite: no ranker is surer than this. */
const LEAST = 1e-4;

/** Both orders averaged, ½[ρ(a, b) + 1 − ρ(b, a)]: a love of the first place cancels. */
export const withoutOrder = ({ ab, ba }: BothOrders): number => (ab + 1 - ba) / 2;

/** log ρ/(1 − ρ) with ρ kept within [1e-4, 1 − 1e-4]. */
export const clippedLogit = (p: number): number => logit(Math.min(1 - LEAST, Math.max(LEAST, p)));

/**
 * r_ψ(x, y) = logit ρ(x, y, y_b) (RSO, 2309.06657, eq. 7), in standard deviations of the start
 * model's answers. `baselines[i]` is the y_b of `xs[i]`, of reward 0.
 */
export async function derivedRewards(
  ranker: Annotator & Pick<Ranker, "spread">,
  xs: readonly Prompt[],
  ys: readonly (readonly Completion[])[],
  baselines: readonly Completion[],
): Promise<number[][]> {
  const questions = xs.flatMap((prompt, i): Question[] =>
    at(ys, i).map((a) => ({ prompt, a, b: at(baselines, i) })),
  );
  const labels = await ranker.prefer(questions);
  const spread = ranker.spread();
  let next = 0;
  return ys.map((row) => row.map(() => clippedLogit(at(labels, next++).p) / spread));
}

/** Starts untrained, and refuses to answer until it is. `trunk`: address of what a fit starts from. */
export function pairwiseRanker(
  host: Pick<RewardHost, "fitRanker" | "compareAll">,
  trunk: string,
): Ranker {
  let spread: number | null = null;
  return {
    name: "pairwise ranker",
    spread: () => spread ?? 1,
    async prefer(questions) {
      if (spread === null) throw unfitted();
      const both = await host.compareAll(questions);
      return questions.map(({ prompt, a, b }, i): Label => {
        const orders = at(both, i);
        const p = withoutOrder(orders);
        return { promptId: prompt.id, a: a.id, b: b.id, p, orders, rewards: null };
      });
    },
    fit: (pairs, { seed, heldOut = [] }) =>
      reported<FitReport>(async (report) => {
        spread = await host.fitRanker({ pairs, heldOut }, { seed, trunk }, report);
      }),
  };
}

const unfitted = (): TiltError =>
  new TiltError(
    "ranker.unfitted",
    "The pairwise ranker has not learned from any labels yet.",
    "Start the run again from its beginning.",
  );
