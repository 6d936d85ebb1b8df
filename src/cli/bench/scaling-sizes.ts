/** @file The sizes at which cost is measured, and what comes of it. */

export type Axis = "batch" | "length" | "width" | "answers";

/** Milliseconds, the least and the middle of the runs, at one size. */
export type Point = { readonly at: number; readonly minMs: number; readonly medianMs: number };

export type Curve = { readonly axis: Axis; readonly points: readonly Point[] };

export const SIZES: Readonly<Record<Axis, readonly number[]>> = {
  batch: [2, 4, 8, 16, 32],
  length: [16, 32, 64, 128],
  width: [32, 64, 128, 256],
  answers: [1, 4, 16, 64],
};

/** The size that the others keep: 2 layers, 4 heads, 512 tokens. */
export const STANDS = { width: 64, length: 32, batch: 8, answers: 16, steps: 16 } as const;
