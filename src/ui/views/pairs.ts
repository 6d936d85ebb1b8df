/** @file The texts behind a pair's report. */
import type { Pair, PairReport } from "../../core/types.ts";
import { completionOf, type Batch } from "./batch.ts";

/** The pair that a report speaks of, from the batch it was made of; null when the log lost it. */
export function pairOf(batch: Batch, report: PairReport): Pair | null {
  const known = batch.pairs?.find(
    ({ chosen, rejected }) => chosen.id === report.chosenId && rejected.id === report.rejectedId,
  );
  if (known) return known;
  const prompt = batch.prompts.find((one) => one.id === report.promptId);
  const chosen = completionOf(batch, report.chosenId);
  const rejected = completionOf(batch, report.rejectedId);
  return prompt && chosen && rejected
    ? { prompt, chosen, rejected, ref: { chosen: report.refChosen, rejected: report.refRejected } }
    : null;
}
