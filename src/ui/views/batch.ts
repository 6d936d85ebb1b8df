/**
 * @file One draw and everything that has become of it by a playhead: its scores, its labels, what
 * was kept, what was paired. Pure readings of a log.
 */
import { latest } from "../../core/fold.ts";
import type {
  Completion,
  Example,
  Label,
  Pair,
  Prompt,
  Sampler,
  Selection,
  Step,
} from "../../core/types.ts";

type Of<K extends Step["kind"]> = Extract<Step, { kind: K }>;

/** A round's draw with what is known of it. Absent: that step has not come. */
export type Batch = {
  readonly prompts: readonly Prompt[];
  readonly completions: readonly (readonly Completion[])[];
  readonly sampler: Sampler;
  /** `scores[i][j]` belongs to `completions[i][j]`. */
  readonly scores: readonly (readonly number[])[] | null;
  readonly by: string;
  readonly kept: readonly Selection[] | null;
  readonly accept: Of<"accept"> | null;
  readonly labels: readonly Label[] | null;
  readonly pairs: readonly Pair[] | null;
  readonly judge: Of<"judge"> | null;
  /** True before any update: the policy still is the reference, and so are its log-probabilities. */
  readonly untrained: boolean;
};

/** ● kept, ○ dropped, ▲ chosen, ▽ rejected, | waiting for a verdict or never in one. */
export type Fate = "kept" | "dropped" | "chosen" | "rejected" | "waiting";

/** The draw that `at` works on, or null before the first. */
export function batchAt(log: readonly Step[], at: number): Batch | null {
  let start = Math.min(at, log.length - 1);
  while (start >= 0 && log[start]?.kind !== "sample") start--;
  const sample = log[start];
  if (sample?.kind !== "sample") return null;
  const since = log.slice(start + 1, at + 1);
  const find = <K extends Step["kind"]>(kind: K) =>
    since.find((step): step is Of<K> => step.kind === kind) ?? null;
  return {
    prompts: sample.prompts,
    completions: sample.completions,
    sampler: sample.sampler,
    scores: find("score")?.scores ?? scoresOf(find("judge")),
    by: find("score")?.by ?? find("judge")?.judge ?? find("label")?.by ?? "",
    kept: find("select")?.kept ?? null,
    accept: find("accept"),
    judge: find("judge"),
    labels: find("label")?.labels ?? null,
    pairs: find("pair")?.pairs ?? null,
    untrained: !log.slice(0, start).some((step) => step.kind === "update"),
  };
}

/** A judge's scores; an answer without one has a score that is no number. */
const scoresOf = (judge: Of<"judge"> | null): number[][] | null =>
  judge && judge.scores.map((row) => row.map((score) => score ?? NaN));

/** The prompt to show: the one being read, else the first. */
export function promptIndex(prompts: readonly Prompt[], id: string): number {
  return Math.max(
    0,
    prompts.findIndex((prompt) => prompt.id === id),
  );
}

/** What became of one answer: of a kept one, once there are pairs, which side it took. */
export function fateOf(batch: Batch, y: Completion): Fate {
  if (batch.kept) return batch.kept.some((s) => s.completionId === y.id) ? "kept" : "dropped";
  if (batch.pairs?.some((pair) => pair.chosen.id === y.id)) return "chosen";
  if (batch.pairs?.some((pair) => pair.rejected.id === y.id)) return "rejected";
  if (batch.accept) return acceptedIds(batch).has(y.id) ? "kept" : "dropped";
  return "waiting";
}

const acceptedOf = new WeakMap<Of<"accept">, ReadonlySet<string>>();

function acceptedIds({ accept, completions }: Batch): ReadonlySet<string> {
  if (!accept) return new Set();
  const known = acceptedOf.get(accept);
  if (known) return known;
  const ids = accept.kept.flatMap(({ accepted }, i) =>
    accepted.flatMap((place) => completions[i]?.[place]?.id ?? []),
  );
  const found = new Set(ids);
  acceptedOf.set(accept, found);
  return found;
}

/** log π_ref(y|x) where the log knows it: measured for pairs, its own before any update. */
export function referenceOf(batch: Batch, y: Completion): number | null {
  if (batch.untrained) return y.logp;
  for (const pair of batch.pairs ?? []) {
    if (pair.chosen.id === y.id) return pair.ref.chosen;
    if (pair.rejected.id === y.id) return pair.ref.rejected;
  }
  return null;
}

/** The reward of an answer by its id, from the scores or from a label. */
export function rewardOf(batch: Batch, id: string): number | null {
  for (const [i, row] of batch.completions.entries()) {
    const j = row.findIndex((y) => y.id === id);
    const score = j < 0 ? undefined : batch.scores?.[i]?.[j];
    if (score !== undefined) return score;
  }
  for (const label of batch.labels ?? []) {
    if (label.a === id && label.rewards) return label.rewards.a;
    if (label.b === id && label.rewards) return label.rewards.b;
  }
  return null;
}

/** Answers that fine-tuning at the playhead may be about: the pool kept, else those drawn and given. */
export function imitatedAt(log: readonly Step[], at: number): Example[] {
  const pool = latest(log, "select", at)?.pool;
  if (pool) return [...pool];
  const given = latest(log, "demonstrate", at)?.examples ?? [];
  const batch = batchAt(log, at);
  const drawn = (batch?.prompts ?? []).flatMap((prompt, i) =>
    (batch?.completions[i] ?? []).map((completion) => ({ prompt, completion })),
  );
  return [...given, ...drawn];
}

/** An answer of the batch by its id. */
export function completionOf(batch: Batch, id: string): Completion | null {
  for (const row of batch.completions) for (const y of row) if (y.id === id) return y;
  return null;
}
