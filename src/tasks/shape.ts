/** @file The curves that rewards are made of, and what every task's reward has in common. */

import type { Components } from "../core/types.ts";

/** Into [−1, 1]. */
export function clamp(x: number): number {
  return x < -1 ? -1 : x > 1 ? 1 : x;
}

/** An inverted U: 1 at `best`, 0 at `below` and `above`, never under −1. */
export function hump(x: number, below: number, best: number, above: number): number {
  const width = x < best ? best - below : above - best;
  return Math.max(-1, 1 - ((x - best) / width) ** 2);
}

/** The worst value of every component: for an answer without a single word. */
export function nothing<T extends Components>(weights: T): Components {
  return Object.fromEntries(Object.keys(weights).map((name) => [name, -1]));
}

/**
 * What cannot be read earns nothing: where `fluency` is below 0, all that speaks for an answer is
 * scaled by 1 + fluency. An answer that was cut off earns nothing either, and its `ending` is −1;
 * finished answers have `ending` 0. What counts against an answer always counts.
 */
export function settled(
  components: Components & { readonly fluency: number },
  finished: boolean,
): Components {
  const earned = finished ? Math.min(1, 1 + components.fluency) : 0;
  const parts = Object.entries(components).map(([name, value]) => [
    name,
    value > 0 ? value * earned : value,
  ]);
  return { ...Object.fromEntries(parts), ending: finished ? 0 : -1 };
}

/** A function computed at its first call and kept. */
export function once<T>(make: () => T): () => T {
  let kept: { readonly value: T } | undefined;
  return () => (kept ??= { value: make() }).value;
}

/** As `once`, for what takes long: `ahead` makes it a slice at a time, a call makes what is left. */
export function gradually<T>(make: () => Generator<void, T, void>): (() => T) & {
  ahead(): Generator<void, void, void>;
} {
  let work: Generator<void, T, void> | undefined;
  let kept: { readonly value: T } | undefined;
  const slice = () => {
    const { done, value } = (work ??= make()).next();
    if (done) kept = { value };
  };
  const whole = () => {
    while (!kept) slice();
    return kept.value;
  };
  return Object.assign(whole, {
    *ahead() {
      while (!kept) {
        slice();
        yield;
      }
    },
  });
}
