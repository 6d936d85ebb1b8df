/** @file One judge step for the reader: each reply with its grades and fate, and what gold says. */
import { goldReward } from "../../core/gold.ts";
import type { Completion, Grading, Step, Task } from "../../core/types.ts";
import { percent } from "../numbers.ts";
import { viewWords as words } from "../words/index.svelte.ts";
import type { Batch } from "./batch.ts";
import { agreement, goldsOf } from "./gold.ts";

type JudgeStep = Extract<Step, { kind: "judge" }>;

/** A reply with all that the judge made of it. */
export type GradedReply = {
  readonly reply: Completion;
  readonly gradings: readonly Grading[];
  readonly score: number | null;
  readonly gold: number;
  readonly fate: "chosen" | "rejected" | "waiting" | "ungraded";
};

/** The replies to one prompt; which are chosen and rejected is foretold by the scores alone. */
export function gradedReplies(
  { gradings, scores }: JudgeStep,
  batch: Batch,
  index: number,
  task: Task,
): GradedReply[] {
  const prompt = batch.prompts[index];
  const row = scores[index] ?? [];
  const known = row.filter((score) => score !== null);
  const [high, low] = [Math.max(...known), Math.min(...known)];
  const replies = batch.completions[index] ?? [];
  // The first among equals, as when pairs are made.
  const best = high > low ? row.indexOf(high) : -1;
  const worst = high > low ? row.indexOf(low) : -1;
  return replies.map((reply, i) => {
    const score = row[i] ?? null;
    const fate =
      score === null ? "ungraded" : i === best ? "chosen" : i === worst ? "rejected" : "waiting";
    const gold = prompt ? goldReward(task, prompt, reply) : NaN;
    return { reply, gradings: gradings[index]?.[i] ?? [], score, gold, fate };
  });
}

/** What the whole draw says of the judge. */
export function judgeReadings(step: JudgeStep, batch: Batch, task: Task) {
  const w = words.judge;
  const golds = goldsOf(task, batch);
  const scored = step.scores.map((row, i) =>
    row.flatMap((score, j) => {
      const reply = batch.completions[i]?.[j];
      if (score === null || !reply) return [];
      return [{ score, gold: golds[i]?.[j] ?? NaN, length: reply.tokens.length }];
    }),
  );
  const pooled = (of: "gold" | "length") => {
    const rows = scored.map((row) =>
      agreement(
        row.map((one) => one.score),
        row.map((one) => one[of]),
      ),
    );
    const pairs = rows.reduce((n, row) => n + row.pairs, 0);
    const same = rows.reduce((n, row) => n + (row.pairs === 0 ? 0 : row.share * row.pairs), 0);
    return { pairs, share: same / pairs };
  };
  const [gold, length] = [pooled("gold"), pooled("length")];
  return [
    ...(gold.pairs > 0
      ? [
          {
            name: w.agrees,
            value: percent(gold.share),
            note: w.agreesNote(gold.pairs),
            role: "gold" as const,
          },
        ]
      : []),
    ...(length.pairs > 0
      ? [{ name: w.length, value: percent(length.share), note: w.lengthNote(length.pairs) }]
      : []),
    { name: w.tied, value: percent(step.metrics["judge/ties"] ?? NaN), note: w.tiedNote },
    { name: w.failures, value: percent(step.metrics["judge/failures"] ?? NaN) },
  ];
}
