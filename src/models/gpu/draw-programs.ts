/**
 * @file What drawing runs: a pass over the prompts that fills the caches, and then, for each token,
 * 5 dispatches a layer and 3 more.
 */
import type { Sampler } from "../../core/types.ts";
import { folded } from "../kernels/kernel.ts";
import { lanesPerRow } from "../kernels/variants.ts";
import type { BatchSizes } from "./buffers.ts";
import { registers } from "./causal.ts";
import type { Cache, Capacity, DrawBuffers } from "./draw-buffers.ts";
import { readOff, trunk, type Model } from "./forward.ts";
import { widths, type LayerPlaces } from "./places.ts";
import type { Dispatch } from "./program.ts";
import { lastTokenKernel, sampleKernel } from "./sample.ts";
import { fillKernel, LANES, stepAttentionKernel } from "./step-attention.ts";
import { pack as toHalves } from "./storage.ts";
import { thinGroups, thinKernel, type Thin } from "./thin.ts";

export type DrawSizes = BatchSizes & {
  /** Answers. */
  readonly answers: number;
  readonly stopCount: number;
  readonly seed: number;
  readonly sampler: Sampler;
};

/** What the dispatches work with, whatever the batch. */
export type Drawing = {
  readonly model: Model;
  readonly capacity: Capacity;
  readonly buffers: DrawBuffers;
  /** Whether tokens are drawn from the likeliest ones only. */
  readonly truncated: boolean;
};

/** The pass over the prompts; each layer's keys and values go to the caches of all answers. */
export function prefill(drawing: Drawing): Dispatch<DrawSizes>[] {
  const { model, capacity, buffers } = drawing;
  const { pass, halves } = buffers;
  const fill = (layer: number): Dispatch<DrawSizes>[] => {
    const w = widths(model.config);
    const { rows, steps, slots } = capacity;
    const { unit, size } = registers(w.d);
    const { keys, values } = buffers.caches[layer]!;
    const [kv, line, k0] = [w.kv / unit, w.qkv / unit, w.q / unit];
    const threads = (s: DrawSizes) => s.answers * s.width * kv;
    return [
      {
        kernel: fillKernel(unit, buffers.cacheInHalves),
        inputs: [pass.layers[layer]!.qkv, buffers.state],
        outputs: [keys, values],
        uniforms: (s) => [steps, rows, threads(s), s.width, line, k0, kv, size, slots],
        groups: (s) => folded(Math.ceil(threads(s) / 64)),
      },
    ];
  };
  const { p } = model;
  return [
    ...(halves ? [toHalves<DrawSizes>(p, halves, Math.floor(p.size / 16))] : []),
    ...trunk(model, pass, fill),
    ...readOff(model, pass, "logits"),
    sample(drawing, pass.logits),
  ];
}

/** One token for every answer that goes on. */
export function oneToken(drawing: Drawing): Dispatch<DrawSizes>[] {
  const { config, places, p } = drawing.model;
  const { D, V, line } = widths(config);
  const { rows, steps } = drawing.capacity;
  const { state, drawn, caches, step } = drawing.buffers;
  const { x, logits } = step;
  const embed: Dispatch<DrawSizes> = {
    kernel: lastTokenKernel,
    inputs: [p, state, drawn],
    outputs: [x],
    uniforms: () => [steps, rows, D / 4, places.embed / 4],
    groups: (s) => folded(Math.ceil((s.answers * D) / 4 / 64)),
  };
  return [
    embed,
    ...places.layers.flatMap((at, i) => layer(drawing, at, caches[i]!)),
    product(
      drawing,
      { norm: true },
      { x, y: logits },
      { cols: V, depth: D, line, w: places.head, gain: places.norm },
    ),
    sample(drawing, logits),
  ];
}

function layer(drawing: Drawing, at: LayerPlaces, { keys, values }: Cache): Dispatch<DrawSizes>[] {
  const w = widths(drawing.model.config);
  const { rows, steps, slots } = drawing.capacity;
  const { pass, step, state, cacheInHalves } = drawing.buffers;
  const { x, middle, qkv, o, y } = step;
  const lanes = lanesPerRow() === 1 ? 1 : LANES;
  const attention: Dispatch<DrawSizes> = {
    kernel: stepAttentionKernel(w.d, lanes, cacheInHalves),
    inputs: [qkv, pass.cosine, pass.sine, state],
    outputs: [keys, values, o],
    uniforms: () => [steps, rows, w.heads, w.heads / w.kvHeads, slots, 1 / Math.sqrt(w.d)],
    groups: (s) => folded(Math.ceil((s.answers * w.heads) / (lanes === 1 ? 32 : 1))),
  };
  const [D, F] = [w.D, w.F];
  return [
    product(
      drawing,
      { norm: true, bias: at.qkvBias !== null },
      { x, y: qkv },
      { cols: w.qkv, depth: D, w: at.qkv, gain: at.norm1, bias: at.qkvBias },
    ),
    attention,
    product(
      drawing,
      { bias: at.oBias !== null, residual: true },
      { x: o, y: middle, residual: x },
      { cols: D, depth: w.q, w: at.o, bias: at.oBias },
    ),
    product(
      drawing,
      { norm: true, gated: true },
      { x: middle, y },
      { cols: F, depth: D, w: at.gateUp, gain: at.norm2 },
    ),
    product(
      drawing,
      { residual: true },
      { x: y, y: x, residual: middle },
      { cols: D, depth: F, w: at.down },
    ),
  ];
}

/** One row an answer times a matrix of the weights. */
function product(
  { model, buffers }: Drawing,
  form: Thin,
  { x, y, residual }: { x: GPUBuffer; y: GPUBuffer; residual?: GPUBuffer },
  at: {
    cols: number;
    depth: number;
    line?: number;
    w: number;
    gain?: number;
    bias?: number | null;
  },
): Dispatch<DrawSizes> {
  const { config, p } = model;
  const { halves, state } = buffers;
  const { cols, depth, line = cols, w, gain = 0, bias } = at;
  const numbers = [cols, depth / 4, line / 4, w / 4, gain / 4, (bias ?? 0) / 4];
  return {
    kernel: thinKernel({ ...form, halves: halves !== null }),
    inputs: [x, halves ?? p, state, ...(residual ? [residual] : [])],
    outputs: [y],
    uniforms: () => [...numbers, config.rms_norm_eps],
    groups: (s) => thinGroups(s.answers, cols, form.gated),
  };
}

function sample(
  { model, capacity, buffers, truncated }: Drawing,
  logits: GPUBuffer,
): Dispatch<DrawSizes> {
  const { V, line } = widths(model.config);
  const { rows, steps } = capacity;
  return {
    kernel: sampleKernel(truncated),
    inputs: [logits, buffers.stops],
    outputs: [buffers.state, buffers.drawn],
    uniforms({ stopCount, seed, sampler: { temperature, topK = V, topP = 1 } }) {
      const k = Math.min(V, Math.max(1, topK));
      return [steps, rows, V, line, stopCount, k, seed, temperature, topP];
    },
    groups: (s) => folded(s.answers),
  };
}
