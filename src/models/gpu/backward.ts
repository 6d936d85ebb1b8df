/**
 * @file The way back through a Llama as a list of dispatches, 15 a layer. Parameter gradients are
 * added to what their buffer holds, so parts of a batch accumulate and a tied embedding collects
 * both its gradients.
 */
import { rowGroups } from "../kernels/row.ts";
import { lanesPerRow } from "../kernels/variants.ts";
import type { GradientBuffers, Kind, LayerBuffers, PassBuffers } from "./buffers.ts";
import { attendKeyKernel, attendQueryKernel } from "./causal.ts";
import {
  attentionSizes,
  inQuads,
  keys,
  perThread,
  product,
  queries,
  type Model,
  type One,
} from "./forward.ts";
import { biasKernel, gainKernel, normInputKernel, pickedNormInputKernel } from "./norm.ts";
import { widths, type LayerPlaces } from "./places.ts";
import {
  embedGradientKernel,
  scoreInputKernel,
  scoreWeightKernel,
  slopeKernel,
  swigluGradientKernel,
  valueInputKernel,
} from "./pointwise.ts";

/** From the slopes of the values to those of the hidden rows and of the head. */
function headBackward(
  model: Model,
  all: PassBuffers,
  b: GradientBuffers,
  g: GPUBuffer,
  kind: Kind,
) {
  const { config, places, p } = model;
  const w = widths(config);
  if (kind === "scores") {
    const input: One = {
      kernel: scoreInputKernel,
      inputs: [p, b.slopes],
      outputs: [b.dHidden],
      uniforms: (s) => [(s.picked * w.D) / 4, w.D / 4, places.head / 4],
      groups: (s) => perThread((s.picked * w.D) / 4),
    };
    const weight: One = {
      kernel: scoreWeightKernel,
      inputs: [all.hidden, b.slopes],
      outputs: [g],
      uniforms: (s) => [s.picked, w.D / 4, places.head / 4, 0],
      groups: () => perThread(w.D / 4),
    };
    return [input, weight];
  }
  const slope: One = {
    kernel: slopeKernel,
    inputs: [all.targets, all.lse, b.slopes],
    outputs: [all.logits],
    uniforms: (s) => [(s.picked * w.line) / 4, w.V, w.line / 4],
    groups: (s) => perThread((s.picked * w.line) / 4),
  };
  return [
    slope,
    product("TN", { a: all.logits, b: all.hidden, c: g }, { c: places.head, line: w.line }, (s) => [
      w.V,
      w.D,
      s.picked,
    ]),
    product("NN", { a: all.logits, b: p, c: b.dHidden }, { b: places.head }, (s) => [
      s.picked,
      w.D,
      w.line,
    ]),
    ...(kind === "valued" && places.value !== null
      ? valueBackward(model, places.value, all, b, g)
      : []),
  ];
}

/** The slopes of the values lie behind those of the log-probabilities. */
function valueBackward(
  { config, p }: Model,
  value: number,
  all: PassBuffers,
  b: GradientBuffers,
  g: GPUBuffer,
): One[] {
  const D = widths(config).D / 4;
  return [
    {
      kernel: valueInputKernel,
      inputs: [p, b.slopes],
      outputs: [b.dHidden],
      uniforms: (s) => [s.picked * D, D, value / 4, s.picked],
      groups: (s) => perThread(s.picked * D),
    },
    {
      kernel: scoreWeightKernel,
      inputs: [all.hidden, b.slopes],
      outputs: [g],
      uniforms: (s) => [s.picked, D, value / 4, s.picked],
      groups: () => perThread(D),
    },
  ];
}

function finalNormBackward(model: Model, all: PassBuffers, b: GradientBuffers, g: GPUBuffer) {
  const { D } = widths(model.config);
  const from = model.places.norm / 4;
  const x = all.layers.at(-1)!.out;
  const input: One = {
    kernel: pickedNormInputKernel(lanesPerRow()),
    inputs: [b.dHidden, x, model.p, all.r, b.slot],
    outputs: [b.dResidual],
    uniforms: (s) => [s.tokens, D / 4, D, from],
    groups: (s) => rowGroups(s.tokens),
  };
  const gain: One = {
    kernel: gainKernel(gainLanes(), true),
    inputs: [b.dHidden, x, all.r, all.pickedIds],
    outputs: [g],
    uniforms: (s) => [s.picked, D / 4, from],
    groups: () => [Math.ceil(D / 32), 1],
  };
  return [input, gain];
}

const gainLanes = () => (lanesPerRow() === 1 ? 1 : 16);

/** Adds a norm's gradient with respect to x into the residual's, and its gain's into g. */
function normBackward(
  model: Model,
  [x, r]: readonly [GPUBuffer, GPUBuffer],
  from: number,
  b: GradientBuffers,
  g: GPUBuffer,
): One[] {
  const { D } = widths(model.config);
  return [
    {
      kernel: normInputKernel(lanesPerRow()),
      inputs: [b.dNormed, x, model.p, r],
      outputs: [b.dResidual],
      uniforms: (s) => [s.tokens, D / 4, D, from / 4],
      groups: (s) => rowGroups(s.tokens),
    },
    {
      kernel: gainKernel(gainLanes(), false),
      inputs: [b.dNormed, x, r],
      outputs: [g],
      uniforms: (s) => [s.tokens, D / 4, from / 4],
      groups: () => [Math.ceil(D / 32), 1],
    },
  ];
}

/** dx = dy·w into `dx`, dw = dyᵀ·x into g: w is [out, in]. */
function linearBackward(
  model: Model,
  { dy, x, dx }: { dy: GPUBuffer; x: GPUBuffer; dx: GPUBuffer },
  from: number,
  [out, width]: readonly [number, number],
  g: GPUBuffer,
): One[] {
  return [
    product("NN", { a: dy, b: model.p, c: dx }, { b: from }, (s) => [s.tokens, width, out]),
    product("TN", { a: dy, b: x, c: g }, { c: from }, (s) => [out, width, s.tokens]),
  ];
}

function biasBackward(dy: GPUBuffer, width: number, from: number | null, g: GPUBuffer): One[] {
  if (from === null) return [];
  return [
    {
      kernel: biasKernel(),
      inputs: [dy],
      outputs: [g],
      uniforms: (s) => [s.tokens, width / 4, from / 4],
      groups: () => perThread(width / 4),
    },
  ];
}

function layerBackward(
  model: Model,
  at: LayerPlaces,
  [l, all]: readonly [LayerBuffers, PassBuffers],
  b: GradientBuffers,
  g: GPUBuffer,
): One[] {
  const w = widths(model.config);
  const { cosine, sine } = all;
  const swiglu: One = {
    kernel: swigluGradientKernel,
    inputs: [b.dY, l.gateUp],
    outputs: [b.dGateUp],
    uniforms: (s) => [(s.tokens * w.F) / 4, w.F / 4],
    groups: (s) => perThread((s.tokens * w.F) / 4),
  };
  const query: One = {
    kernel: attendQueryKernel(w.d, inQuads(w)),
    inputs: [b.dO, l.qkv, l.o, cosine, sine],
    outputs: [b.dQkv, l.stats],
    uniforms: attentionSizes(w),
    groups: queries(w),
  };
  const key: One = {
    kernel: attendKeyKernel(w.d, inQuads(w)),
    inputs: [b.dO, l.qkv, l.stats, cosine, sine],
    outputs: [b.dQkv],
    uniforms: attentionSizes(w),
    groups: keys(w),
  };
  const linear = (
    dy: GPUBuffer,
    x: GPUBuffer,
    dx: GPUBuffer,
    from: number,
    size: [number, number],
  ) => linearBackward(model, { dy, x, dx }, from, size, g);
  return [
    ...linear(b.dResidual, l.y, b.dY, at.down, [w.D, w.F]),
    swiglu,
    ...linear(b.dGateUp, l.m, b.dNormed, at.gateUp, [2 * w.F, w.D]),
    ...normBackward(model, [l.middle, l.r2], at.norm2, b, g),
    ...biasBackward(b.dResidual, w.D, at.oBias, g),
    ...linear(b.dResidual, l.o, b.dO, at.o, [w.D, w.q]),
    query,
    key,
    ...biasBackward(b.dQkv, w.qkv, at.qkvBias, g),
    ...linear(b.dQkv, l.h, b.dNormed, at.qkv, [w.qkv, w.D]),
    ...normBackward(model, [l.x, l.r1], at.norm1, b, g),
  ];
}

/** The whole way back, from `slopes` to the gradient g of all parameters. */
export function backward(
  model: Model,
  all: PassBuffers,
  b: GradientBuffers,
  g: GPUBuffer,
  kind: Kind,
): One[] {
  const { config, places } = model;
  const { D, V } = widths(config);
  const layers = all.layers.map((l, i) => layerBackward(model, places.layers[i]!, [l, all], b, g));
  const embed: One = {
    kernel: embedGradientKernel,
    inputs: [b.dResidual, b.next],
    outputs: [g],
    uniforms: () => [(V * D) / 4, D / 4, V, places.embed / 4],
    groups: () => perThread((V * D) / 4),
  };
  return [
    ...headBackward(model, all, b, g, kind),
    ...finalNormBackward(model, all, b, g),
    ...layers.reverse().flat(),
    embed,
  ];
}
