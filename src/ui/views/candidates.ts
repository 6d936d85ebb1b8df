/** @file The rows of the candidates' table, and their order. Pure. */
import type { Completion, Task } from "../../core/types.ts";
import { fateOf, referenceOf, rewardOf, type Batch, type Fate } from "./batch.ts";
import { goldOf } from "./gold.ts";

export type Candidate = {
  /** Place in the draw, from 0. */
  readonly place: number;
  readonly reply: Completion;
  readonly reference: number | null;
  readonly reward: number | null;
  readonly gold: number;
  readonly fate: Fate;
};

export type Column = "drawn" | "reward" | "gold" | "logp";

/** Every reply to one prompt of the batch, in drawn order. */
export function candidates(batch: Batch, index: number, task: Task): Candidate[] {
  const prompt = batch.prompts[index];
  if (!prompt) return [];
  return (batch.completions[index] ?? []).map((reply, place) => ({
    place,
    reply,
    reference: referenceOf(batch, reply),
    reward: rewardOf(batch, reply.id),
    gold: goldOf(task, prompt, reply),
    fate: fateOf(batch, reply),
  }));
}

/** Highest first; the draw itself counts up. Equal values keep the drawn order. */
export function sortBy(rows: readonly Candidate[], column: Column): Candidate[] {
  const key = {
    drawn: (row: Candidate) => -row.place,
    reward: (row: Candidate) => row.reward ?? -Infinity,
    gold: (row: Candidate) => row.gold,
    logp: (row: Candidate) => row.reply.logp,
  }[column];
  return [...rows].sort((a, b) => key(b) - key(a) || a.place - b.place);
}
