/**
 * @file Randomness keyed by what it is for, never by when it is rolled. Two generators share one
 * 32-bit finaliser: `dice` hashes names, for everything a method or an annotator decides;
 * `counter` hashes (seed, row, position, index), for drawing tokens, in u32 arithmetic only, so
 * that a WGSL kernel can compute the very same bits.
 */

import type { Dice, Prompt } from "./types.ts";

/**
 * A bijection of u32 in which every input bit flips every output bit with probability near ½:
 * two multiplications and three shifts (C. Wellons' "lowbias32" constants). `mix(0) = 0`.
 */
export function mix(h: number): number {
  h = Math.imul(h ^ (h >>> 16), 0x7feb352d);
  h = Math.imul(h ^ (h >>> 15), 0x846ca68b);
  return (h ^ (h >>> 16)) >>> 0;
}

/** One link of a hash chain: folds the u32 `word` into the state `h`. */
const link = (h: number, word: number): number => mix(h ^ Math.imul(word + 1, 0x9e3779b1));

// ---------------------------------------------------------------------------- dice

const words = new DataView(new ArrayBuffer(8));

/** Folds one key into the state. A string and a number never meet: each starts with its own tag. */
function fold(h: number, key: string | number): number {
  if (typeof key === "string") {
    h = link(h, 0x73747200 + (key.length & 0xff));
    for (let i = 0; i < key.length; i++) h = link(h, key.charCodeAt(i));
    return h;
  }
  // All 64 bits of the double, so that 1, 1.5 and 2^40 differ; −0 counts as 0.
  words.setFloat64(0, key + 0);
  return link(link(link(h, 0x6e756d00), words.getUint32(0)), words.getUint32(4));
}

/** Dice of a run. `seed` is read as a u32. */
export function dice(seed: number): Dice {
  const start = link(0x74696c74, seed >>> 0);
  const roll = (...keys: readonly (string | number)[]): number => keys.reduce(fold, start);
  return Object.assign(roll, {
    uniform: (...keys: readonly (string | number)[]): number => roll(...keys) * 2 ** -32,
  });
}

// ---------------------------------------------------------------------------- token sampling

/** What stays the same over the vocabulary: hash once per row and position, then `counterAt`. */
export function counterKey(seed: number, row: number, position: number): number {
  return link(link(link(0x746f6b6e, seed), row), position);
}

/** The noise bits of one vocabulary entry under a `counterKey`. */
export function counterAt(key: number, index: number): number {
  return link(key, index);
}

/**
 * 32 random bits for entry `index` of the vocabulary at token `position` (0 = first of the
 * answer) of the answer keyed `row`. All arguments u32. In WGSL:
 *
 *     fn mix(x: u32) -> u32 { var h = (x ^ (x >> 16u)) * 0x7feb352du;
 *                             h = (h ^ (h >> 15u)) * 0x846ca68bu; return h ^ (h >> 16u); }
 *     fn link(h: u32, word: u32) -> u32 { return mix(h ^ ((word + 1u) * 0x9e3779b1u)); }
 *     link(link(link(link(0x746f6b6eu, seed), row), position), index)
 */
export function counter(seed: number, row: number, position: number, index: number): number {
  return counterAt(counterKey(seed, row, position), index);
}

/** The row of the `index`-th answer to a prompt: makes a draw independent of its batch. */
export function rowKey(promptId: string, index: number): number {
  return fold(fold(0x726f7721, promptId), index);
}

/** A u32 as a number in (0, 1): 2²³ midpoints, each exact in f32, so 0 and 1 never occur. */
export function unit(h: number): number {
  return ((h >>> 9) + 0.5) * 2 ** -23;
}

/** Standard Gumbel noise: argmax of logits / T + gumbel is a draw from the softmax. */
export function gumbel(h: number): number {
  return -Math.log(-Math.log(unit(h)));
}

// ---------------------------------------------------------------------------- lists

/** The items in random order (Fisher–Yates); a new list. `keys` name the shuffle. */
export function shuffle<T>(
  items: readonly T[],
  random: Dice,
  ...keys: readonly (string | number)[]
): T[] {
  const list = [...items];
  for (let i = list.length - 1; i > 0; i--) {
    const j = Math.floor(random.uniform("shuffle", ...keys, i) * (i + 1));
    [list[i], list[j]] = [list[j] as T, list[i] as T];
  }
  return list;
}

/**
 * `batch` distinct prompts for round t, in random order; all of them if there are no more.
 * Each round draws afresh from the whole list.
 */
export function draw(prompts: readonly Prompt[], batch: number, random: Dice, t: number): Prompt[] {
  // The first `batch` places of a Fisher–Yates shuffle, keeping only the places that moved.
  const moved = new Map<number, number>();
  return Array.from({ length: Math.min(batch, prompts.length) }, (_, i) => {
    const j = i + Math.floor(random.uniform("prompts", t, i) * (prompts.length - i));
    const pick = moved.get(j) ?? j;
    moved.set(j, moved.get(i) ?? i);
    return prompts[pick] as Prompt;
  });
}
