/**
 * @file Why is my chosen reward falling? Four readings by rule, from the slopes of the implicit
 * rewards and from gold. A slope counts when it exceeds two of its standard errors.
 */
import type { Evaluation } from "../../core/types.ts";
import type { Implicit } from "./series.ts";

export type Trend = "rises" | "falls" | "level";

export type Falling =
  /** Too few updates to tell. */
  | "early"
  /** Both fall, the gap grows, gold holds: probability moved to its own replies. */
  | "own-replies"
  /** The gap grows while gold falls: over-fitting the pairs. */
  | "over-fitting"
  /** The chosen falls and the gap shrinks: the learning rate is too high. */
  | "too-fast"
  /** Both rise: normal for fresh pairs. */
  | "fresh"
  /** The chosen rises, the rejected falls. */
  | "apart"
  /** None of these: what the slopes are, and no more. */
  | "plain";

export type Why = {
  readonly verdict: Falling;
  readonly chosen: Trend;
  readonly rejected: Trend;
  readonly gap: Trend;
};

/** Slopes are only read from this many updates on. */
export const ENOUGH = 8;

export function falling(rewards: readonly Implicit[], measured: readonly Evaluation[]): Why {
  const slopes = {
    chosen: trend(rewards.map((r) => r.chosen)),
    rejected: trend(rewards.map((r) => r.rejected)),
    gap: trend(rewards.map((r) => r.chosen - r.rejected)),
  };
  const verdict = rewards.length < ENOUGH ? "early" : judge(slopes, goldFalls(measured));
  return { verdict, ...slopes };
}

function judge({ chosen, rejected, gap }: Omit<Why, "verdict">, goldFell: boolean): Falling {
  if (gap === "rises" && goldFell) return "over-fitting";
  if (chosen === "falls" && gap === "falls") return "too-fast";
  if (chosen === "falls" && rejected === "falls" && gap === "rises") return "own-replies";
  if (chosen === "rises" && rejected === "rises") return "fresh";
  if (chosen === "rises" && rejected === "falls") return "apart";
  return "plain";
}

/** Least squares over the index. */
export function trend(ys: readonly number[]): Trend {
  const n = ys.length;
  const mx = (n - 1) / 2;
  const my = ys.reduce((a, y) => a + y, 0) / n;
  let sxy = 0;
  let sxx = 0;
  ys.forEach((y, i) => {
    sxy += (i - mx) * (y - my);
    sxx += (i - mx) ** 2;
  });
  const slope = sxy / sxx;
  const residual = ys.reduce((a, y, i) => a + (y - my - slope * (i - mx)) ** 2, 0);
  const error = Math.sqrt(residual / Math.max(1, n - 2) / sxx);
  if (!(Math.abs(slope) > 2 * error) || slope === 0) return "level";
  return slope > 0 ? "rises" : "falls";
}

/** Gold now lies below its best by more than two standard errors of the difference. */
export function goldFalls(measured: readonly Evaluation[]): boolean {
  const now = measured.at(-1);
  if (!now) return false;
  return measured.some((e) => e.gold - now.gold > 2 * Math.hypot(e.se.gold, now.se.gold));
}
