/** @file When a policy has come to say nearly the same to everyone. */
import type { Step } from "./types.ts";

/** Healthy runs keep more than this share of the distinct word pairs that they began with. */
export const NARROW = 0.5;

/** Distinct word pairs of the latest evaluation as a share of the first one's; 1 before there are two. */
export function variety(log: readonly Step[], at = log.length - 1): number {
  const seen = log
    .slice(0, at + 1)
    .flatMap((step) => (step.kind === "evaluate" ? [step.evaluation.distinct2] : []));
  const [first, last] = [seen[0], seen.at(-1)];
  return first && last !== undefined ? last / first : 1;
}

/** True of a log whose last step is the first evaluation to find the answers alike. */
export function justNarrowed(log: readonly Step[]): boolean {
  if (log.at(-1)?.kind !== "evaluate" || variety(log) >= NARROW) return false;
  return variety(log, log.length - 2) >= NARROW;
}
