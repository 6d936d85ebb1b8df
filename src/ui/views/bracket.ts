/** @file The tournament in which the answers to one prompt met, replayed from their rewards. Pure. */
import { bracket, type Match } from "../../core/rank.ts";
import type { Pair } from "../../core/types.ts";
import type { Batch } from "./batch.ts";

export type Tournament = {
  /** Places in the draw of those who played, in order. */
  readonly players: readonly number[];
  readonly rewards: readonly number[];
  /** Winner and loser are places among the players. */
  readonly rounds: readonly (readonly Match[])[];
};

/**
 * The tournament behind a prompt's pairs; null where they came about otherwise, or nobody knows the
 * rewards: then replaying would tell of matches that never were.
 */
export function tournamentOf(batch: Batch, promptId: string): Tournament | null {
  const i = batch.prompts.findIndex(({ id }) => id === promptId);
  const answers = batch.completions[i] ?? [];
  const scores = batch.scores?.[i];
  if (!scores) return null;
  const players = batch.accept?.kept[i]?.accepted ?? answers.map((_, place) => place);
  const rewards = players.map((place) => scores[place] ?? NaN);
  const rounds = bracket(rewards);
  const played = new Set(
    rounds.flat().map(({ winner, loser }) => {
      const [w, l] = [players[winner]!, players[loser]!];
      return `${answers[w]?.id} ${answers[l]?.id}`;
    }),
  );
  const pairs = (batch.pairs ?? []).filter((pair) => pair.prompt.id === promptId);
  const later = new Set(
    rounds
      .slice(1)
      .flat()
      .map(({ winner }) => answers[players[winner]!]?.id),
  );
  const again = (pair: Pair) =>
    later.has(pair.chosen.id) &&
    pairs.filter(({ chosen }) => chosen.id === pair.chosen.id).length > 1;
  if (!pairs.every(({ chosen, rejected }) => played.has(`${chosen.id} ${rejected.id}`)))
    return null;
  return pairs.some(again) ? { players, rewards, rounds } : null;
}
