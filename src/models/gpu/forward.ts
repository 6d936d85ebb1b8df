/**
 * @file The forward pass of a Llama as a list of dispatches on buffers settled beforehand: 9 a layer.
 */
import type { LlamaConfig } from "../checkpoint.ts";
import { folded } from "../kernels/kernel.ts";
import { productKernel } from "../kernels/product.ts";
import type { Epilogue, Layout } from "../kernels/product-text.ts";
import { rowGroups } from "../kernels/row.ts";
import { lanesPerRow, variant } from "../kernels/variants.ts";
import type { BatchSizes, Kind, LayerBuffers, PassBuffers } from "./buffers.ts";
import {
  attendKernel,
  attentionUniforms,
  quadsFit,
  registers,
  threadsOfHead,
  turnKernel,
} from "./causal.ts";
import { normKernel } from "./norm.ts";
import { widths, type LayerPlaces, type Places, type Widths } from "./places.ts";
import { embedKernel, logpKernel, scoreKernel, swigluKernel } from "./pointwise.ts";
import type { Dispatch } from "./program.ts";

/** One dispatch of a pass. */
export type One = Dispatch<BatchSizes>;
type Sizes = (s: BatchSizes) => readonly [rows: number, cols: number, depth: number];
type Operands = {
  readonly a: GPUBuffer;
  readonly b: GPUBuffer;
  readonly c: GPUBuffer;
  readonly bias?: GPUBuffer | undefined;
  readonly residual?: GPUBuffer | undefined;
};
/** Where b, c and the bias begin, in floats; `line`: the row length of a where it is transposed. */
type From = { b?: number; c?: number; bias?: number | null; line?: number };

export const perThread = (threads: number) => folded(Math.ceil(threads / 64));

/** One product; `sizes` of M = 64 say which kernel suits. */
export function product(
  layout: Layout,
  { a, b, c, ...more }: Operands,
  from: From,
  sizes: Sizes,
): One {
  const parts = [more.bias && "bias", more.residual && "residual"].filter(Boolean).join(" ");
  const epilogue = (layout === "TN" ? "accumulate" : parts) as Epilogue;
  const typical = sizes({ rows: 1, width: 64, tokens: 64, picked: 64 });
  const { kernel, sides, unit } = productKernel(layout, typical, epilogue);
  const at = (place: number | null | undefined) => (place ?? 0) / unit;
  return {
    kernel,
    inputs: [a, b, ...[more.bias, more.residual].filter((x) => x !== undefined)],
    outputs: [c],
    uniforms(s) {
      const [rows, cols, depth] = sizes(s);
      return [rows, cols, depth, from.line ?? rows, at(from.b), at(from.c), at(from.bias)];
    },
    groups(s) {
      const [rows, cols] = sizes(s);
      return [Math.ceil(cols / sides[0]), Math.ceil(rows / sides[1])];
    },
  };
}

/** What the functions below share: the model's widths and places, and its weights. */
export type Model = {
  readonly config: LlamaConfig;
  readonly places: Places;
  readonly p: GPUBuffer;
};

function norm(model: Model, x: GPUBuffer, y: GPUBuffer, r: GPUBuffer, from: number): One {
  const { D } = widths(model.config);
  return {
    kernel: normKernel(lanesPerRow(), false),
    inputs: [x, model.p],
    outputs: [y, r],
    uniforms: (s) => [s.tokens, D / 4, D, model.config.rms_norm_eps, from / 4],
    groups: (s) => rowGroups(s.tokens),
  };
}

export const attentionSizes = (w: Widths) => (s: BatchSizes) =>
  attentionUniforms({ rows: s.rows, width: s.width, heads: w.heads, kvHeads: w.kvHeads, d: w.d });
/** Whether the attention of such heads is done by quads. */
export const inQuads = (w: Widths) => variant().attention === "quad" && quadsFit(w.d);
const byToken = (heads: number, quads: boolean) => (s: BatchSizes) =>
  folded(Math.ceil((s.rows * heads * threadsOfHead(s.width, quads)) / 32));
export const queries = (w: Widths) => byToken(w.heads, inQuads(w));
export const keys = (w: Widths) => byToken(w.kvHeads, inQuads(w));

function layerForward<S extends BatchSizes>(
  model: Model,
  at: LayerPlaces,
  l: LayerBuffers,
  all: PassBuffers,
  keep: readonly Dispatch<S>[],
): Dispatch<S>[] {
  const { p, config } = model;
  const w = widths(config);
  const { unit } = registers(w.d);
  const turned = w.heads + w.kvHeads;
  const bias = (place: number | null) => (place === null ? undefined : p);
  return [
    norm(model, l.x, l.h, l.r1, at.norm1),
    product(
      "NT",
      { a: l.h, b: p, c: l.qkv, bias: bias(at.qkvBias) },
      { b: at.qkv, bias: at.qkvBias },
      (s) => [s.tokens, w.qkv, w.D],
    ),
    {
      kernel: turnKernel(w.d),
      inputs: [all.cosine, all.sine],
      outputs: [l.qkv],
      uniforms: (s) => [s.tokens * turned, turned, w.qkv / unit, s.width],
      groups: (s) => perThread(s.tokens * turned),
    },
    ...keep,
    {
      kernel: attendKernel(w.d, inQuads(w)),
      inputs: [l.qkv],
      outputs: [l.o, l.stats],
      uniforms: attentionSizes(w),
      groups: queries(w),
    },
    product(
      "NT",
      { a: l.o, b: p, c: l.middle, bias: bias(at.oBias), residual: l.x },
      { b: at.o, bias: at.oBias },
      (s) => [s.tokens, w.D, w.q],
    ),
    norm(model, l.middle, l.m, l.r2, at.norm2),
    product("NT", { a: l.m, b: p, c: l.gateUp }, { b: at.gateUp }, (s) => [s.tokens, 2 * w.F, w.D]),
    {
      kernel: swigluKernel,
      inputs: [l.gateUp],
      outputs: [l.y],
      uniforms: (s) => [(s.tokens * w.F) / 4, w.F / 4],
      groups: (s) => perThread((s.tokens * w.F) / 4),
    },
    product("NT", { a: l.y, b: p, c: l.out, residual: l.middle }, { b: at.down }, (s) => [
      s.tokens,
      w.D,
      w.F,
    ]),
  ];
}

/**
 * Embedding and layers: the residual stream ends in the last layer's `out`. `keep`: what else is to
 * happen in a layer once its q, k and v are turned.
 */
export function trunk<S extends BatchSizes>(
  model: Model,
  all: PassBuffers,
  keep: (layer: number) => readonly Dispatch<S>[] = () => [],
): Dispatch<S>[] {
  const { config, places, p } = model;
  const { D } = widths(config);
  const embed: One = {
    kernel: embedKernel,
    inputs: [p, all.ids],
    outputs: [all.layers[0]!.x],
    uniforms: (s) => [(s.tokens * D) / 4, D / 4, places.embed / 4],
    groups: (s) => perThread((s.tokens * D) / 4),
  };
  const layers = all.layers.flatMap((l, i) =>
    layerForward(model, places.layers[i]!, l, all, keep(i)),
  );
  return [embed, ...layers];
}

/** The final norm of the picked rows, and the logits after them, their values or their scores. */
export function readOff(model: Model, all: PassBuffers, kind: Kind | "logits"): One[] {
  const { config, places, p } = model;
  const w = widths(config);
  const normed: One = {
    kernel: normKernel(lanesPerRow(), true),
    inputs: [all.layers.at(-1)!.out, p, all.pickedIds],
    outputs: [all.hidden, all.r],
    uniforms: (s) => [s.picked, w.D / 4, w.D, config.rms_norm_eps, places.norm / 4],
    groups: (s) => rowGroups(s.picked),
  };
  const score = (head: number, to: (s: BatchSizes) => number): One => ({
    kernel: scoreKernel(lanesPerRow()),
    inputs: [all.hidden, p],
    outputs: [all.values],
    uniforms: (s) => [s.picked, w.D / 4, head / 4, to(s)],
    groups: (s) => rowGroups(s.picked),
  });
  if (kind === "scores") return [normed, score(places.head, () => 0)];
  const logits = product("NT", { a: all.hidden, b: p, c: all.logits }, { b: places.head }, (s) => [
    s.picked,
    w.line,
    w.D,
  ]);
  if (kind === "logits") return [normed, logits];
  const logps: One = {
    kernel: logpKernel(lanesPerRow()),
    inputs: [all.logits, all.targets],
    outputs: [all.values, all.lse],
    uniforms: (s) => [s.picked, w.V, w.line],
    groups: (s) => rowGroups(s.picked),
  };
  if (kind === "logps" || places.value === null) return [normed, logits, logps];
  return [normed, logits, logps, score(places.value, (s) => s.picked)];
}
