/**
 * @file Which form of a kernel suits the machine. Software adapters want registers and one thread a
 * row; GPUs want workgroup memory and a workgroup a row. Start from the adapter's name, then
 * measure.
 */
import * as tf from "@tensorflow/tfjs";

/** tileN: N×N outputs per thread, in registers. sharedN: N×N per workgroup, through its memory. */
export const products = ["tile8", "tile4", "shared32", "shared64"] as const;
/** Who reduces a row: one thread, or a workgroup of 64. */
export const rows = ["thread", "workgroup"] as const;

export type Variant = {
  readonly product: (typeof products)[number];
  readonly row: (typeof rows)[number];
};

const chosen = new WeakMap<object, Variant>();

type WithAdapter = { adapterInfo?: { vendor?: string } };

/** SwiftShader reports Google as its vendor. */
const guess = (vendor: string | undefined): Variant =>
  vendor === "google"
    ? { product: "tile8", row: "thread" }
    : { product: "shared32", row: "workgroup" };

/** The variant of the backend in use. */
export function variant(): Variant {
  const backend = tf.backend();
  return chosen.get(backend) ?? guess((backend as WithAdapter).adapterInfo?.vendor);
}

/** Fixes the variant of the backend in use. */
export function choose(next: Variant): void {
  chosen.set(tf.backend(), next);
}

/** Lanes that share a row. */
export function lanesPerRow(): 1 | 64 {
  return variant().row === "thread" ? 1 : 64;
}
