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
 * An answer that was cut off earns nothing: what counted against it still counts, what spoke for
 * it does not, and `ending` is −1. Finished answers have `ending` 0.
 */
export function ended(components: Components, finished: boolean): Components {
  if (finished) return { ...components, ending: 0 };
  const cut = Object.entries(components).map(([name, value]) => [name, Math.min(0, value)]);
  return { ...Object.fromEntries(cut), ending: -1 };
}

/** A function computed at its first call and kept. */
export function once<T>(make: () => T): () => T {
  let kept: { readonly value: T } | undefined;
  return () => (kept ??= { value: make() }).value;
}
