/**
 * @file Which form of a kernel suits the machine. Software adapters want registers and one thread a
 * row; GPUs want workgroup memory and a workgroup a row. Start from the adapter's name, then
 * measure.
 */
import * as tf from "@tensorflow/tfjs";
import type { Layout } from "./product-text.ts";

/**
 * tileN: N×N outputs per thread, in registers. sharedN: N×N per workgroup, through its memory. split:
 * 16×16 per workgroup, four lanes to the depth of each block. quad: 32×8 per lane, of which four
 * share the reading of their rows; it takes subgroups.
 */
export const products = ["tile8", "tile4", "shared32", "shared64", "split", "quad"] as const;
/** Who reduces a row: one thread, or a workgroup of 64. */
export const rows = ["thread", "workgroup"] as const;

/** Who reads the keys of causal attention: each thread, or four neighbours together (subgroups). */
export const attentions = ["thread", "quad"] as const;

type Product = (typeof products)[number];

/** Rows and columns of one thread where few rows meet the weights: a step of decoding. */
export const thins = ["2×4", "4×4", "8×8", "quad"] as const;

export type Variant = {
  /** y = x·wᵀ (NT), dx = dy·w (NN), dw = dyᵀ·x (TN). */
  readonly product: Readonly<Record<Layout, Product>>;
  readonly thin: (typeof thins)[number];
  readonly row: (typeof rows)[number];
  readonly attention: (typeof attentions)[number];
  /**
   * From so many weights on, decoding reads weights and cache as halves; absent: never. It costs the
   * same answers on every backend, so only a large model, which waits for its memory, is worth it.
   */
  readonly halvesFrom?: number;
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

const refused = new WeakSet<object>();

/** Whether lanes can exchange numbers on the device in use. */
export function exchanges(): boolean {
  const backend = tf.backend();
  return !refused.has(backend) && (backend as unknown as Gpu).device.features.has("subgroups");
}

/** Whether the device in use computes with halves itself, and so turns them into floats for nothing. */
export const halvesAreNative = () =>
  (tf.backend() as unknown as Gpu).device.features.has("shader-f16");

/** From now on no quad form is offered on the device in use: its lanes lie otherwise. */
export function refuseExchange(): void {
  refused.add(tf.backend());
  chosen.delete(tf.backend());
}

/** Those forms that the device in use can run. */
export const offered = <T extends string>(forms: readonly T[]): readonly T[] =>
  forms.filter((form) => exchanges() || !form.startsWith("quad"));

/** SwiftShader reports Google as its vendor. */
function guess(vendor: string | undefined): Variant {
  if (vendor !== "google")
    return {
      product: { NT: "shared32", NN: "shared32", TN: "split" },
      thin: "2×4",
      row: "workgroup",
      attention: "thread",
    };
  const quads = exchanges();
  return {
    product: alike(quads ? "quad" : "tile8"),
    thin: quads ? "quad" : "8×8",
    row: "thread",
    attention: quads ? "quad" : "thread",
  };
}

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
    (["NT", "NN", "TN"] as const).every((layout) =>
      listed(offered(products), given.product![layout]),
    ) &&
    listed(offered(thins), given.thin) &&
    listed(rows, given.row) &&
    listed(offered(attentions), given.attention) &&
    (given.halvesFrom === undefined || given.halvesFrom >= 0) &&
    (given.pace === undefined || given.pace > 0)
  );
}

/** A variant in words, for the notes on the engine. */
export function describe({ product, thin, row, attention, halvesFrom }: Variant): string {
  const halves =
    halvesFrom === undefined ? "" : `, from ${halvesFrom / 1e6} million weights on in halves`;
  return `y = x·wᵀ ${product.NT}, dx ${product.NN}, dw ${product.TN}, decoding ${thin}${halves}, rows by ${row}, attention by ${attention}`;
}
