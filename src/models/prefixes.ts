/**
 * @file What sequences have in common. A hidden state depends on nothing but the tokens up to its
 * own, so two answers to one prompt share the prompt's states, and padding has none: everything but
 * attention runs on the distinct prefixes only. For pairs of answers that is about half the rows.
 */
import * as tf from "@tensorflow/tfjs";
import type { Batch } from "./batch.ts";
import { attentionByToken, embed } from "./kernels/index.ts";
import { causal, causalMask, type Attend } from "./llama.ts";

export type Prefixes = {
  /** Last token of each distinct prefix [n], and its position. */
  readonly ids: Int32Array;
  readonly positions: Int32Array;
  /** The first cell of the rectangle where each prefix ends [n]. */
  readonly cells: Int32Array;
  /** The prefix that ends at each cell [rows·width]; 0 where there is only padding. */
  readonly at: Int32Array;
};

/** More than any vocabulary holds: a prefix is known by the one before it and its last token. */
const TOKENS = 2 ** 22;

export function prefixes({ rows, width, ids, positions, last }: Batch): Prefixes {
  const known = new Map<number, number>();
  const cells: number[] = [];
  const at = new Int32Array(rows * width);
  for (let row = 0; row < rows; row++) {
    let before = 0;
    for (let cell = row * width; cell <= last[row]!; cell++) {
      const key = before * TOKENS + ids[cell]!;
      let prefix = known.get(key);
      if (prefix === undefined) {
        prefix = cells.push(cell) - 1;
        known.set(key, prefix);
      }
      at[cell] = prefix;
      before = prefix + 1;
    }
  }
  return {
    ids: Int32Array.from(cells, (cell) => ids[cell]!),
    positions: Int32Array.from(cells, (cell) => positions[cell]!),
    cells: Int32Array.from(cells),
    at,
  };
}

/** Causal attention of distinct prefixes, each among all sequences that pass through it. */
export function amongPrefixes(width: number, { cells, at }: Prefixes): Attend {
  if (cells.length === at.length) return causal(width);
  const mask = causalMask(width);
  return (_, q, k, v) => {
    const [n, H, d] = q.shape;
    const where = tf.tensor1d(at, "int32");
    const laidOut = (x: tf.Tensor3D) => {
      const flat = tf.reshape(x, [n, x.shape[1] * d]) as tf.Tensor2D;
      return tf.reshape(embed(flat, where), [at.length, x.shape[1], d]) as tf.Tensor3D;
    };
    const mixed = attentionByToken(laidOut(q), laidOut(k), laidOut(v), mask());
    return embed(tf.reshape(mixed, [at.length, H * d]), tf.tensor1d(cells, "int32"));
  };
}
