/** @file The first prompt of an RRHF step as a ladder: rewards in order, likelihoods beside them. Pure. */
import type { Step, UpdateReport } from "../../core/types.ts";
import { batchAt } from "./batch.ts";

export type Rung = {
  readonly text: string;
  /** Reward, and the mean log-probability of a token. */
  readonly r: number;
  readonly p: number;
  /** Better answers that are less likely than this one: pairs in the wrong order. */
  readonly passed: number;
};

/** Best first; empty for a step that ranks nothing. */
export function ladderOf(report: UpdateReport, log: readonly Step[], at: number): Rung[] {
  const { r, p } = report.parts?.first ?? {};
  if (!Array.isArray(r) || !Array.isArray(p)) return [];
  const batch = batchAt(log, at);
  const i = batch?.prompts.findIndex(({ id }) => id === report.nll[0]?.promptId) ?? -1;
  const answers = batch?.completions[i];
  const [rewards, means] = [r as readonly number[], p as readonly number[]];
  return rewards
    .map((reward, j) => ({
      text: answers?.[j]?.text.trim() ?? "",
      r: reward,
      p: means[j]!,
      passed: rewards.filter((other, k) => other > reward && means[k]! < means[j]!).length,
    }))
    .sort((a, b) => b.r - a.r);
}
