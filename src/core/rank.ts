/** @file From scores to pairs. */

import { at } from "./shape.ts";
import { mean } from "./statistics.ts";

/** How scored answers of one prompt become pairs. */
export type PairingScheme = "first_round" | "tournament" | "best_worst";

/** Indices of the preferred and the other answer. */
export type RankedPair = readonly [winner: number, loser: number];

/**
 * Pairs from scores; equal scores never form one. `first_round` (RSO): neighbours, n/2 disjoint
 * pairs. `tournament` (SLiC-HF): winners meet again, n−1 matches. `best_worst` (iterative DPO,
 * self-rewarding): one pair.
 */
export function rankPairs(scores: readonly number[], scheme: PairingScheme): RankedPair[] {
  const everyone = scores.map((_, i) => i);
  switch (scheme) {
    case "first_round":
      return decided(playRound(scores, everyone).matches);
    case "tournament":
      return bracket(scores).flatMap(decided);
    case "best_worst":
      return bestWorst(scores);
  }
}

/** Two answers that met, by their places; of an equal match the earlier one goes on. */
export type Match = {
  readonly winner: number;
  readonly loser: number;
  readonly tie: boolean;
};

/** The rounds of a knock-out tournament, the last one its final; none for fewer than two answers. */
export function bracket(scores: readonly number[]): Match[][] {
  const rounds: Match[][] = [];
  let players = scores.map((_, i) => i);
  while (players.length > 1) {
    const { matches, survivors } = playRound(scores, players);
    rounds.push(matches);
    players = survivors;
  }
  return rounds;
}

/** Neighbours meet; a last odd one advances unplayed. */
function playRound(scores: readonly number[], players: readonly number[]) {
  const matches: Match[] = [];
  const survivors: number[] = [];
  for (let i = 0; i < players.length; i += 2) {
    const a = at(players, i);
    if (i + 1 === players.length) {
      survivors.push(a);
      continue;
    }
    const b = at(players, i + 1);
    const [winner, loser] = at(scores, b) > at(scores, a) ? [b, a] : [a, b];
    matches.push({ winner, loser, tie: at(scores, a) === at(scores, b) });
    survivors.push(winner);
  }
  return { matches, survivors };
}

const decided = (matches: readonly Match[]): RankedPair[] =>
  matches.filter(({ tie }) => !tie).map(({ winner, loser }) => [winner, loser]);

/** Highest against lowest, the lower index on ties; nothing when all are equal. */
function bestWorst(scores: readonly number[]): RankedPair[] {
  if (scores.length === 0) return [];
  const best = scores.reduce((m, s, i) => (s > at(scores, m) ? i : m), 0);
  const worst = scores.reduce((m, s, i) => (s < at(scores, m) ? i : m), 0);
  return at(scores, best) === at(scores, worst) ? [] : [[best, worst]];
}

export type SelfRewardChoice = {
  /** Mean score per candidate. */
  readonly means: readonly number[];
  /** Every candidate at the highest mean, ascending. */
  readonly winners: readonly number[];
  /** Every candidate at the lowest mean, ascending. */
  readonly losers: readonly number[];
  /** True when the two means are equal: no pair. */
  readonly discard: boolean;
};

/** Best and worst by the mean of several judgements (self-rewarding, 2401.10020). */
export function selfRewardPair(scores: readonly (readonly number[])[]): SelfRewardChoice {
  // Sorted first: the same grades in another order must give the very same mean.
  const means = scores.map((samples) => mean([...samples].sort((a, b) => a - b)));
  const high = means.reduce((a, b) => Math.max(a, b), -Infinity);
  const low = means.reduce((a, b) => Math.min(a, b), Infinity);
  const indices = means.map((_, i) => i);
  return {
    means,
    winners: indices.filter((i) => means[i] === high),
    losers: indices.filter((i) => means[i] === low),
    discard: high <= low,
  };
}
