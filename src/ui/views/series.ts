/** @file Numbers over a run: how long it will be, implicit rewards, the fit. Pure readings of a log. */
import { rewardScale } from "../../core/losses.ts";
import { mean } from "../../core/statistics.ts";
import type { FitReport, Step } from "../../core/types.ts";

/** How many updates the whole run will hold, by the rounds it has finished. */
export function expectedUpdates(log: readonly Step[]): number {
  let rounds = 0;
  let begun = 0;
  let inFinished = 0;
  let all = 0;
  for (const step of log) {
    if (step.kind === "round") {
      begun++;
      rounds = Math.max(rounds, step.rounds);
      inFinished = all;
    }
    if (step.kind === "update") all++;
  }
  // A round holds one update at least.
  return Math.max(all, begun > 1 ? Math.round((inFinished / (begun - 1)) * rounds) : rounds);
}

/** Mean implicit rewards of one update's batch. */
export type Implicit = {
  readonly update: number;
  readonly chosen: number;
  readonly rejected: number;
};

/**
 * β·log π/π_ref of chosen and rejected answers at every update up to `at`, batch means before the
 * step; plain nats where the loss defines no implicit reward.
 */
export function implicitRewards(log: readonly Step[], at: number): Implicit[] {
  const out: Implicit[] = [];
  let update = 0;
  for (const step of log.slice(0, at + 1)) {
    if (step.kind !== "update") continue;
    update++;
    const { pairs } = step.report;
    if (pairs.length === 0) continue;
    const scale = (step.objective.loss && rewardScale(step.objective.loss)) ?? 1;
    out.push({
      update,
      chosen: scale * mean(pairs.map((p) => p.policyChosen - p.refChosen)),
      rejected: scale * mean(pairs.map((p) => p.policyRejected - p.refRejected)),
    });
  }
  return out;
}

/** Every report of the fit that leads up to `at`: the latest unbroken one. */
export function fitReports(log: readonly Step[], at: number): FitReport[] {
  const out: FitReport[] = [];
  for (let i = Math.min(at, log.length - 1); i >= 0; i--) {
    const step = log[i];
    if (step?.kind === "fit") out.unshift(step.report);
    else if (out.length > 0) break;
  }
  return out;
}
