/**
 * @file The forward and the backward pass of a Llama as lists of dispatches on buffers settled
 * beforehand: 9 a layer forward, 15 backward. Parameter gradients are added to what their buffer
 * holds, so parts of a batch accumulate and a tied embedding collects both its gradients.
 */
import type { LlamaConfig } from "../checkpoint.ts";
import { folded } from "../kernels/launch.ts";
import { productKernel, type Epilogue, type Layout } from "../kernels/product.ts";
import { rowGroups } from "../kernels/row.ts";
import { lanesPerRow } from "../kernels/variants.ts";
import {
  attendKernel,
  attendKeyKernel,
  attendQueryKernel,
  attentionUniforms,
  registers,
  turnKernel,
} from "./causal.ts";
import {
  biasKernel,
  gainKernel,
  normInputKernel,
  normKernel,
  pickedNormInputKernel,
} from "./norm.ts";
import { widths, type LayerPlaces, type Places, type Widths } from "./places.ts";
import {
  embedGradientKernel,
  embedKernel,
  logpKernel,
  scoreInputKernel,
  scoreKernel,
  scoreWeightKernel,
  slopeKernel,
  swigluGradientKernel,
  swigluKernel,
} from "./pointwise.ts";
import type { Dispatch, Memory } from "./program.ts";

/** Sizes of a batch: `picked` of its rows · width tokens are read off at the end. */
export type BatchSizes = {
  readonly rows: number;
  readonly width: number;
  readonly tokens: number;
  readonly picked: number;
};

/** What is read off the picked tokens: the log-probability of a target, or a reward's score. */
export type Kind = "logps" | "scores";

/** What one layer computes. For reading alone, all layers may share one set. */
export type LayerBuffers = {
  /** Its input, its middle and its output: the residual stream. */
  readonly x: GPUBuffer;
  readonly middle: GPUBuffer;
  readonly out: GPUBuffer;
  readonly r1: GPUBuffer;
  readonly h: GPUBuffer;
  readonly qkv: GPUBuffer;
  readonly o: GPUBuffer;
  readonly stats: GPUBuffer;
  readonly r2: GPUBuffer;
  readonly m: GPUBuffer;
  readonly gateUp: GPUBuffer;
  readonly y: GPUBuffer;
};

export type PassBuffers = {
  readonly layers: readonly LayerBuffers[];
  readonly ids: GPUBuffer;
  readonly pickedIds: GPUBuffer;
  readonly targets: GPUBuffer;
  readonly cosine: GPUBuffer;
  readonly sine: GPUBuffer;
  /** Normed rows that were picked, and the scale of each. */
  readonly hidden: GPUBuffer;
  readonly r: GPUBuffer;
  readonly logits: GPUBuffer;
  readonly lse: GPUBuffer;
  /** The numbers read: log-probabilities or scores. */
  readonly values: GPUBuffer;
};

/** Beyond the forward pass's, for the backward pass. */
export type GradientBuffers = {
  readonly slopes: GPUBuffer;
  readonly slot: GPUBuffer;
  readonly next: GPUBuffer;
  readonly dResidual: GPUBuffer;
  readonly dHidden: GPUBuffer;
  readonly dNormed: GPUBuffer;
  readonly dY: GPUBuffer;
  readonly dGateUp: GPUBuffer;
  readonly dO: GPUBuffer;
  readonly dQkv: GPUBuffer;
};

/** Room for `tokens` tokens. `keep`: every layer keeps what its backward pass will want. */
export function passBuffers(
  memory: Memory,
  config: LlamaConfig,
  tokens: number,
  keep: boolean,
): PassBuffers {
  const w = widths(config);
  const room = (name: string, width: number) => memory.room(name, tokens * width);
  const layers: LayerBuffers[] = [];
  for (let i = 0; i < config.num_hidden_layers; i++) {
    const before = layers[i - 1];
    if (before && !keep) {
      layers.push({ ...before, x: before.out, out: before.x });
      continue;
    }
    layers.push({
      x: before?.out ?? room("x", w.D),
      middle: room("middle", w.D),
      out: room("out", w.D),
      r1: room("r1", 1),
      h: room("h", w.D),
      qkv: room("qkv", w.qkv),
      o: room("o", w.q),
      stats: room("stats", 2 * w.heads),
      r2: room("r2", 1),
      m: room("m", w.D),
      gateUp: room("gate and up", 2 * w.F),
      y: room("y", w.F),
    });
  }
  return {
    layers,
    ids: room("ids", 1),
    pickedIds: room("picked", 1),
    targets: room("targets", 1),
    cosine: memory.room("cosine", (config.max_position_embeddings * w.d) / 2),
    sine: memory.room("sine", (config.max_position_embeddings * w.d) / 2),
    hidden: room("hidden", w.D),
    r: room("r", 1),
    logits: config.head === "score" ? memory.room("no logits", 4) : room("logits", w.line),
    lse: room("lse", 1),
    values: room("values", 1),
  };
}

export function gradientBuffers(
  memory: Memory,
  config: LlamaConfig,
  tokens: number,
): GradientBuffers {
  const w = widths(config);
  const room = (name: string, width: number) => memory.room(name, tokens * width);
  return {
    slopes: room("slopes", 1),
    slot: room("slot", 1),
    next: memory.room("next", w.V + tokens),
    dResidual: room("dResidual", w.D),
    dHidden: room("dHidden", w.D),
    dNormed: room("dNormed", w.D),
    dY: room("dY", w.F),
    dGateUp: room("dGateUp", 2 * w.F),
    dO: room("dO", w.q),
    dQkv: room("dQkv", w.qkv),
  };
}

type One = Dispatch<BatchSizes>;
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

const perThread = (threads: number) => folded(Math.ceil(threads / 64));

/** One product; `sizes` of M = 64 say which kernel suits. */
function product(layout: Layout, { a, b, c, ...more }: Operands, from: From, sizes: Sizes): One {
  const parts = [more.bias && "bias", more.residual && "residual"].filter(Boolean).join(" ");
  const epilogue = (layout === "TN" ? "accumulate" : parts) as Epilogue;
  const typical = sizes({ rows: 1, width: 64, tokens: 64, picked: 64 });
  const { kernel, side, unit } = productKernel(layout, typical, epilogue);
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
      return [Math.ceil(cols / side), Math.ceil(rows / side)];
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

const attentionSizes = (w: Widths) => (s: BatchSizes) =>
  attentionUniforms({ rows: s.rows, width: s.width, heads: w.heads, kvHeads: w.kvHeads, d: w.d });
const queries = (w: Widths) => (s: BatchSizes) => folded(Math.ceil((s.tokens * w.heads) / 32));
const keys = (w: Widths) => (s: BatchSizes) => folded(Math.ceil((s.tokens * w.kvHeads) / 32));

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
      kernel: attendKernel(w.d),
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

/** The final norm of the picked rows, and the logits after them or their scores. */
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
  if (kind === "scores") {
    const score: One = {
      kernel: scoreKernel(lanesPerRow()),
      inputs: [all.hidden, p],
      outputs: [all.values],
      uniforms: (s) => [s.picked, w.D / 4, places.head / 4],
      groups: (s) => rowGroups(s.picked),
    };
    return [normed, score];
  }
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
  return [normed, logits, logps];
}

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
      uniforms: (s) => [s.picked, w.D / 4, places.head / 4],
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
    kernel: attendQueryKernel(w.d),
    inputs: [b.dO, l.qkv, l.o, cosine, sine],
    outputs: [b.dQkv, l.stats],
    uniforms: attentionSizes(w),
    groups: queries(w),
  };
  const key: One = {
    kernel: attendKeyKernel(w.d),
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
