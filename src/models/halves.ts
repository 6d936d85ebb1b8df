/**
 * @file Work cut in two for two threads. The cut depends on the work alone and not on how many
 * threads there are, so that a gradient has the same last bits on every machine.
 */
import type { Sequence } from "./batch.ts";

/** Less than this is not worth a message to another thread, tokens. */
const LEAST = 512;

/**
 * The indices of two halves of about equal size, or of the whole where it is smaller than `least`.
 * Items of one key stay together but for those at the cut: they have something in common.
 */
export function halves<T>(
  items: readonly T[],
  keyOf: (item: T) => unknown,
  sizeOf: (item: T) => number,
  least: number,
): number[][] {
  const alike = new Map<unknown, number[]>();
  items.forEach((item, i) => {
    const key = keyOf(item);
    const list = alike.get(key);
    if (list) list.push(i);
    else alike.set(key, [i]);
  });
  const order = [...alike.values()].flat();
  const total = items.reduce((sum, item) => sum + sizeOf(item), 0);
  if (items.length < 2 || total < least) return [order];
  let [cut, before] = [0, 0];
  while (before < total / 2) before += sizeOf(items[order[cut++]!]!);
  cut = Math.min(cut, items.length - 1);
  return [order.slice(0, cut), order.slice(cut)];
}

/** Of sequences, by their tokens; those of one prompt stay together. */
export const halvesOf = (sequences: readonly Sequence[]): number[][] =>
  halves(
    sequences,
    ({ ids, from }) => ids.slice(0, from).join(),
    ({ ids }) => ids.length,
    LEAST,
  );

/** The items at some indices. */
export const pick = <T>(items: readonly T[], indices: readonly number[]): T[] =>
  indices.map((i) => items[i] as T);

/** The way back: parts at their indices, as one list. */
export function rejoin<T>(parts: readonly (readonly [readonly number[], readonly T[]])[]): T[] {
  const out: T[] = [];
  for (const [indices, items] of parts) indices.forEach((at, i) => (out[at] = items[i] as T));
  return out;
}
