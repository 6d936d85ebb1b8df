/** @file Readings of the labels of a log: agreement with gold, the two orders, what was asked for. */
import { updatesAt } from "../../core/fold.ts";
import { wilson } from "../../core/statistics.ts";
import type { Label, Rate, Step, Task } from "../../core/types.ts";
import { batchAt, completionOf } from "./batch.ts";
import { goldOf } from "./gold.ts";

/** One label step: when it came, and how it went. */
export type Labelled = {
  /** Updates before it. */
  readonly update: number;
  readonly instruction: string | null;
  /** Share of decided labels that put gold's better answer first; of none, n = 0. */
  readonly agreement: Rate;
  /** Mean distance between the two orders' answers; null where only one was asked. */
  readonly gap: number | null;
};

/** Share of labels whose two orders prefer the same place; ½ prefers none. */
export function samePlace(labels: readonly Label[]): number {
  const both = labels.flatMap(({ orders }) => orders ?? []);
  const same = both.filter(({ ab, ba }) => (ab - 0.5) * (ba - 0.5) > 0);
  return both.length === 0 ? 0 : same.length / both.length;
}

/** Every label step up to the playhead. */
export function labelHistory(log: readonly Step[], at: number, task: Task): Labelled[] {
  const found: Labelled[] = [];
  for (let i = 0; i <= Math.min(at, log.length - 1); i++) {
    const step = log[i];
    if (step?.kind !== "label") continue;
    const read = labelled.get(step) ?? {
      update: updatesAt(log, i),
      instruction: step.labels[0]?.instruction ?? null,
      agreement: agreement(step.labels, log, i, task),
      gap: gapOf(step.labels),
    };
    labelled.set(step, read);
    found.push(read);
  }
  return found;
}

/** A label step stands in one log at one place: what was read of it stays true while the log grows. */
const labelled = new WeakMap<Step, Labelled>();

function gapOf(labels: readonly Label[]): number | null {
  const gaps = labels.flatMap(({ orders }) => orders ?? []);
  if (gaps.length === 0) return null;
  return gaps.reduce((sum, { ab, ba }) => sum + Math.abs(ab - 1 + ba), 0) / gaps.length;
}

function agreement(labels: readonly Label[], log: readonly Step[], at: number, task: Task): Rate {
  const batch = batchAt(log, at);
  const judged = labels.flatMap(({ promptId, a, b, p }) => {
    const prompt = batch?.prompts.find(({ id }) => id === promptId);
    const [first, second] = [batch && completionOf(batch, a), batch && completionOf(batch, b)];
    if (!prompt || !first || !second || p === 0.5) return [];
    const gap = goldOf(task, prompt, first) - goldOf(task, prompt, second);
    return gap === 0 ? [] : [Number(gap > 0 === p > 0.5)];
  });
  return wilson(
    judged.reduce((sum, right) => sum + right, 0),
    judged.length,
  );
}

/** Where the annotator was told something else than at the label before. */
export function instructionEdits(
  log: readonly Step[],
  at: number,
): { readonly update: number; readonly instruction: string }[] {
  const edits: { update: number; instruction: string }[] = [];
  let told: string | undefined;
  let update = 0;
  for (const step of log.slice(0, at + 1)) {
    if (step.kind === "update") update++;
    const instruction = step.kind === "label" ? step.labels[0]?.instruction : undefined;
    if (instruction === undefined) continue;
    if (told !== undefined && told !== instruction) edits.push({ update, instruction });
    told = instruction;
  }
  return edits;
}

/** How many labels fall into each of `bins` equal parts of [0, 1]. */
export function histogram(values: readonly number[], bins: number): number[] {
  const counts = Array.from({ length: bins }, () => 0);
  for (const p of values) counts[Math.min(bins - 1, Math.max(0, Math.floor(p * bins)))]!++;
  return counts;
}
