/** @file How good a judge is: position bias, and agreement with a known ranking. */

import { at, commonLength } from "./shape.ts";
import { correlation, mean, sum } from "./statistics.ts";

/** ½ [P(A wins, shown first) + 1 − P(B wins, shown first)]: exactly ½ where the two are equal. */
export const averaged = (first: number, swapped: number): number => 0.5 + (first - swapped) / 2;

/**
 * Removes the order of presentation from a judge's verdicts (RLAIF, 2309.00267). `first` is P(the
 * option shown first wins) with A first, `swapped` the same with B first.
 */
export function swapAverage(
  first: readonly number[],
  swapped: readonly number[],
): { probability: number[]; samePositionRate: number } {
  commonLength({ first, swapped });
  const biased = first.map((p, i) => ((p - 0.5) * (at(swapped, i) - 0.5) > 0 ? 1 : 0));
  return {
    /** P(A wins). */
    probability: first.map((p, i) => averaged(p, at(swapped, i))),
    /** Share that favours the same position both times; exactly ½ favours none. */
    samePositionRate: mean(biased),
  };
}

/** Answers to one question. */
export type JudgedItem = {
  /** Distinct ranks, 1 is best. */
  readonly human: readonly number[];
  /** Scores of the judge, higher is better. */
  readonly model: readonly number[];
};

export type JudgeMetrics = {
  /** Share of answer pairs, pooled over items, ordered alike; a tie of the judge is wrong. */
  readonly pairwiseAccuracy: number;
  /** Share of items with all pairs right. */
  readonly exactMatch: number;
  /** Share of the answers scored exactly 5 that are the human best; null if none scored 5. */
  readonly fiveBest: number | null;
  /** Mean Spearman correlation over the items where it is defined; null if nowhere. */
  readonly spearman: number | null;
  /** Mean Kendall τ-b over the items where it is defined; null if nowhere. */
  readonly kendallB: number | null;
};

/** The five metrics of self-rewarding language models (2401.10020). */
export function judgeMetrics(items: readonly JudgedItem[]): JudgeMetrics {
  const orders = items.map(orderAgreement);
  const pairs = sum(orders.map((o) => o.pairs));
  const fives = items.flatMap(bestAmongFives);
  return {
    pairwiseAccuracy: pairs === 0 ? 0 : sum(orders.map((o) => o.right)) / pairs,
    exactMatch: mean(orders.map((o) => (o.right === o.pairs ? 1 : 0))),
    fiveBest: fives.length === 0 ? null : mean(fives),
    spearman: meanDefined(items.map(spearman)),
    kendallB: meanDefined(orders.map((o) => o.tauB)),
  };
}

function orderAgreement({ human, model }: JudgedItem) {
  const n = commonLength({ human, model });
  let right = 0;
  let wrong = 0;
  let humanUntied = 0;
  let modelUntied = 0;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) {
      // A lower rank is better, a higher score is better.
      const h = Math.sign(at(human, j) - at(human, i));
      const m = Math.sign(at(model, i) - at(model, j));
      humanUntied += Math.abs(h);
      modelUntied += Math.abs(m);
      if (h * m > 0) right += 1;
      if (h * m < 0) wrong += 1;
    }
  }
  const norm = Math.sqrt(humanUntied * modelUntied);
  const tauB = norm === 0 ? null : (right - wrong) / norm;
  return { pairs: (n * (n - 1)) / 2, right, tauB };
}

/** For each answer scored exactly 5: 1 if it is the human best, else 0. */
function bestAmongFives({ human, model }: JudgedItem): number[] {
  const best = human.reduce((a, b) => Math.min(a, b), Infinity);
  return human.filter((_, i) => model[i] === 5).map((rank) => (rank === best ? 1 : 0));
}

/** Pearson correlation of average ranks; null when a side is constant. */
function spearman({ human, model }: JudgedItem): number | null {
  return correlation(averageRanks(human.map((rank) => -rank)), averageRanks(model));
}

/** Rank of each value, 1 the lowest; equal values share the mean of their places. */
function averageRanks(values: readonly number[]): number[] {
  return values.map((x) => {
    const below = values.filter((y) => y < x).length;
    const equal = values.filter((y) => y === x).length;
    return below + (equal + 1) / 2;
  });
}

function meanDefined(values: readonly (number | null)[]): number | null {
  const defined = values.filter((x) => x !== null);
  return defined.length === 0 ? null : mean(defined);
}

/**
 * Direct RLAIF (2309.00267): the expected rating under the probabilities of the ratings 1, 2 … n,
 * which need not sum to 1, and the same between −1 and 1. The paper's n is 10. Throws a `RangeError`
 * unless there are two or more and some probability among them.
 */
export function expectedRating(probs: readonly number[]): { score: number; normalised: number } {
  const mass = sum(probs);
  if (probs.length < 2) throw new RangeError("Ratings that tell answers apart are two or more.");
  if (!(mass > 0)) throw new RangeError("Some rating must have a probability above 0.");
  const score = sum(probs.map((p, i) => (i + 1) * p)) / mass;
  return { score, normalised: (2 * (score - 1)) / (probs.length - 1) - 1 };
}
