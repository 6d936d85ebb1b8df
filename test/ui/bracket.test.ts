import { describe, expect, it } from "vitest";
import { bracket, rankPairs } from "../../src/core/rank.ts";
import { batchAt } from "../../src/ui/views/batch.ts";
import { tournamentOf } from "../../src/ui/views/bracket.ts";
import { lastOf, logs } from "./gallery/logs.ts";

const batchOf = (name: string) => batchAt(logs[name]!, lastOf(logs[name]!, "pair"))!;

describe("a knock-out tournament", () => {
  it("has one match fewer than answers, the best one winning its final", () => {
    for (const scores of [
      [1, 3, 2, 0],
      [0.5, 0.1, 0.9, 0.2, 0.4],
      [2, 2, 2],
      [1, 0],
    ]) {
      const rounds = bracket(scores);
      expect(rounds.flat()).toHaveLength(scores.length - 1);
      expect(scores[rounds.at(-1)![0]!.winner]).toBe(Math.max(...scores));
      const decided = rounds.flat().filter(({ tie }) => !tie);
      expect(rankPairs(scores, "tournament")).toEqual(decided.map((m) => [m.winner, m.loser]));
    }
    expect(bracket([1])).toEqual([]);
  });

  it("is found behind SLiC-HF's pairs, every pair one of its matches", () => {
    const batch = batchOf("knockout");
    const found = batch.prompts.map(({ id }) => ({ id, played: tournamentOf(batch, id) }));
    expect(found.some(({ played }) => played !== null)).toBe(true);
    for (const { id, played } of found) {
      if (!played) continue;
      const decided = played.rounds.flat().filter(({ tie }) => !tie);
      const i = batch.prompts.findIndex((prompt) => prompt.id === id);
      const texts = (place: number) => batch.completions[i]![played.players[place]!]!.text;
      const distinct = decided.filter((m) => texts(m.winner) !== texts(m.loser));
      expect(batch.pairs!.filter(({ prompt }) => prompt.id === id)).toHaveLength(distinct.length);
    }
  });

  it("is not told of pairs that came about otherwise", () => {
    for (const name of ["kept", "played", "contrasted", "preferred", "graded"]) {
      const batch = batchOf(name);
      for (const { id } of batch.prompts) expect(tournamentOf(batch, id)).toBeNull();
    }
  });
});
