/**
 * @file How a log came about when it was forked, or went on with another engine: stretches that were
 * each computed with the same knobs on the same backend. One leg means that experiment and seed alone
 * repeat the run.
 */

import type { KnobValues } from "./experiment.ts";
import type { Engine } from "./hosts.ts";

export type Backend = Engine["backend"];

export type Leg = {
  /** Position in the log of its first step. */
  readonly from: number;
  /** The round it went on from. */
  readonly round: number;
  readonly knobs: KnobValues;
  /** What computed it; absent: the backend that the run's header names. */
  readonly backend?: Backend;
};

/** Legs with one more, unless it goes on as the last one did. The first starts at nothing. */
export function joined(legs: readonly Leg[], next: Leg): readonly Leg[] {
  const last = legs.at(-1);
  if (!last) return [{ ...next, from: 0, round: 0 }];
  const moved = Object.entries(next.knobs).some(([name, value]) => last.knobs[name] !== value);
  return moved ? [...legs, next] : legs;
}

/**
 * What lies before a kept round. Nothing before the first depends on a knob. The engine in use was
 * changed for good: a fork of the very round at which it was goes on with it.
 */
export function legsBefore(
  legs: readonly Leg[],
  { round, at }: { readonly round: number; readonly at: number },
): readonly Leg[] {
  if (round === 0) return [];
  return legs.filter((leg, i) => leg.from < at || (leg.from === at && moves(leg, legs[i - 1])));
}

const moves = ({ backend }: Leg, before: Leg | undefined): boolean =>
  backend !== undefined && backend !== before?.backend;

/** Legs of a log from `was`, with one more where another backend goes on from a kept round of it. */
export function wentOver(
  legs: readonly Leg[],
  was: Backend,
  now: Backend,
  { round, at }: { readonly round: number; readonly at: number },
): readonly Leg[] {
  const last = legs.at(-1);
  if (!last || (last.backend ?? was) === now) return legs;
  const told = legs.map((leg) => ({ backend: was, ...leg }));
  return [...told, { from: at, round, knobs: last.knobs, backend: now }];
}

/** The latest leg that another backend computed than the one before it; null: one computed all. */
export function switchOf(
  legs: readonly Leg[] = [],
): { from: Backend; to: Backend; leg: Leg } | null {
  const i = legs.findLastIndex((leg, j) => j > 0 && moves(leg, legs[j - 1]));
  const [before, leg] = [legs[i - 1], legs[i]];
  return before?.backend && leg?.backend ? { from: before.backend, to: leg.backend, leg } : null;
}
