/**
 * @file Which form of a kernel suits the machine. Software adapters want registers and one thread a
 * row; GPUs want workgroup memory and a workgroup a row. Start from the adapter's name, then
 * measure.
 */
import * as tf from "@tensorflow/tfjs";
import type { Layout } from "./product-text.ts";

/**
 * tileN: N×N outputs per thread, in registers. sharedN: N×N per workgroup, through its memory. split:
 * 16×16 per workgroup, four lanes to the depth of each block. quadN: 32×N per lane, of which four
 * share the reading of their rows; it takes subgroups.
 */
export const products = [
  "tile8",
  "tile4",
  "shared32",
  "shared64",
  "split",
  "quad8",
  "quad16",
] as const;
/** Who reduces a row: one thread, or a workgroup of 64. */
export const rows = ["thread", "workgroup"] as const;

type Product = (typeof products)[number];

/** Rows and columns of one thread where few rows meet the weights: a step of decoding. */
export const thins = ["2×4", "4×4", "8×8"] as const;

export type Variant = {
  /** y = x·wᵀ (NT), dx = dy·w (NN), dw = dyᵀ·x (TN). */
  readonly product: Readonly<Record<Layout, Product>>;
  readonly thin: (typeof thins)[number];
  readonly row: (typeof rows)[number];
  /** Multiplications a second in y = x·wᵀ, as measured; absent: unknown. */
  readonly pace?: number;
};

/** One form for all three products. */
export const alike = (form: Product): Variant["product"] => ({ NT: form, NN: form, TN: form });

const chosen = new WeakMap<object, Variant>();

type Gpu = {
  adapterInfo?: { vendor?: string };
  device: { features: { has(name: string): boolean } };
};

/** The forms of a product that the device in use can run. */
export function offered(): readonly Product[] {
  const { device } = tf.backend() as unknown as Gpu;
  const exchanges = device.features.has("subgroups");
  return products.filter((form) => exchanges || !form.startsWith("quad"));
}

/** SwiftShader reports Google as its vendor. */
const guess = (vendor: string | undefined): Variant =>
  vendor === "google"
    ? {
        product: alike(offered().includes("quad8") ? "quad8" : "tile8"),
        thin: "8×8",
        row: "thread",
      }
    : { product: { NT: "shared32", NN: "shared32", TN: "split" }, thin: "2×4", row: "workgroup" };

/** The variant of the backend in use. */
export function variant(): Variant {
  const backend = tf.backend();
  return chosen.get(backend) ?? guess((backend as unknown as Gpu).adapterInfo?.vendor);
}

/** Fixes the variant of the backend in use. */
export function choose(next: Variant): void {
  chosen.set(tf.backend(), next);
}

/** Lanes that share a row. */
export function lanesPerRow(): 1 | 64 {
  return variant().row === "thread" ? 1 : 64;
}

/** Whether data from elsewhere, kept from an earlier visit, is a variant that runs here. */
export function known(kept: unknown): kept is Variant {
  const given = kept as Partial<Variant> | null;
  const listed = (list: readonly string[], x: unknown) => list.includes(x as string);
  return (
    !!given?.product &&
    (["NT", "NN", "TN"] as const).every((layout) => listed(offered(), given.product![layout])) &&
    listed(thins, given.thin) &&
    listed(rows, given.row) &&
    (given.pace === undefined || given.pace > 0)
  );
}

/** A variant in words, for the notes on the engine. */
export function describe({ product, thin, row }: Variant): string {
  return `y = x·wᵀ ${product.NT}, dx ${product.NN}, dw ${product.TN}, decoding ${thin}, rows by ${row}`;
}
