/**
 * @file Sequences of unequal length as rectangles padded on the right, and the flattened rows
 * whose next token is scored.
 */

/** Token ids of a whole sequence; the tokens from index `from` (≥ 1) on are scored. */
export type Sequence = {
  readonly ids: readonly number[];
  readonly from: number;
  /** Further tokens to score: `at` counts from `from`. Their numbers follow those of the sequence. */
  readonly also?: readonly { readonly at: number; readonly token: number }[];
};

export type Batch = {
  readonly rows: number;
  readonly width: number;
  /** Input ids [rows·width], 0 where padded: masked by causality, never by the id. */
  readonly ids: Int32Array;
  /** 0 … width−1 for each row. */
  readonly positions: Int32Array;
  /** Flattened index of each row that predicts a scored token, sequence after sequence. */
  readonly scored: Int32Array;
  /** The tokens predicted there. */
  readonly targets: Int32Array;
  /** How many of `scored` belong to each sequence. */
  readonly counts: readonly number[];
  /** Flattened index of the last token of each sequence. */
  readonly last: Int32Array;
};

/**
 * Packs sequences; with `whole` the last token is an input too, else it is only predicted. `least`:
 * the rectangle is at least so wide.
 */
export function pack(sequences: readonly Sequence[], whole = false, least = 1): Batch {
  const lengths = sequences.map(({ ids }) => (whole ? ids.length : Math.max(1, ids.length - 1)));
  const width = Math.max(least, ...lengths);
  const rows = sequences.length;
  const ids = new Int32Array(rows * width);
  const scored: number[] = [];
  const targets: number[] = [];
  const counts = sequences.map((sequence, row) => {
    ids.set(sequence.ids.slice(0, lengths[row]), row * width);
    for (let i = sequence.from; i < sequence.ids.length; i++) {
      scored.push(row * width + i - 1);
      targets.push(sequence.ids[i] as number);
    }
    const { also = [] } = sequence;
    for (const { at, token } of also) {
      scored.push(row * width + sequence.from + at - 1);
      targets.push(token);
    }
    return Math.max(0, sequence.ids.length - sequence.from) + also.length;
  });
  return {
    rows,
    width,
    ids,
    positions: Int32Array.from(ids, (_, i) => i % width),
    scored: Int32Array.from(scored),
    targets: Int32Array.from(targets),
    counts,
    last: Int32Array.from(lengths, (length, row) => row * width + length - 1),
  };
}

/** Cuts one flat list into a list for each sequence. */
export function split(flat: ArrayLike<number>, counts: readonly number[]): number[][] {
  let at = 0;
  return counts.map((count) => {
    const part = Array.prototype.slice.call(flat, at, at + count) as number[];
    at += count;
    return part;
  });
}

/**
 * Groups of indices, each of at most `budget` padded tokens (one sequence may exceed it), similar
 * lengths together so that little is padding.
 */
export function groups(sequences: readonly Sequence[], budget: number): number[][] {
  const length = (i: number) => (sequences[i] as Sequence).ids.length;
  const order = sequences.map((_, i) => i).sort((a, b) => length(b) - length(a) || a - b);
  const out: number[][] = [];
  let width = 0;
  for (const i of order) {
    const group = out.at(-1);
    if (group && (group.length + 1) * width <= budget) group.push(i);
    else {
      out.push([i]);
      width = length(i);
    }
  }
  return out;
}
