/**
 * @file How a log came about when it was forked: stretches that were each computed with the same
 * knobs. One leg means that experiment and seed alone repeat the run.
 */

import type { KnobValues } from "./experiment.ts";

export type Leg = {
  /** Position in the log of its first step. */
  readonly from: number;
  /** The round it went on from. */
  readonly round: number;
  readonly knobs: KnobValues;
};

/** Legs with one more, unless it goes on as the last one did. The first starts at nothing. */
export function joined(legs: readonly Leg[], next: Leg): readonly Leg[] {
  const last = legs.at(-1);
  if (!last) return [{ ...next, from: 0, round: 0 }];
  const moved = Object.entries(next.knobs).some(([name, value]) => last.knobs[name] !== value);
  return moved ? [...legs, next] : legs;
}

/** What lies before a kept round. Nothing before the first depends on a knob. */
export function legsBefore(
  legs: readonly Leg[],
  { round, at }: { readonly round: number; readonly at: number },
): readonly Leg[] {
  return round === 0 ? [] : legs.filter((leg) => leg.from < at);
}
