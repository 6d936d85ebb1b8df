/** @file The buffers that passes work on, and the sizes of what lies in them. */
import type { LlamaConfig } from "../checkpoint.ts";
import { widths } from "./places.ts";
import type { Memory } from "./program.ts";

/** Sizes of a batch: `picked` of its rows · width tokens are read off at the end. */
export type BatchSizes = {
  readonly rows: number;
  readonly width: number;
  readonly tokens: number;
  readonly picked: number;
};

/**
 * What is read off the picked tokens: the log-probability of a target, the same and then the values
 * before all of them, or a reward's score.
 */
export type Kind = "logps" | "valued" | "scores";

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
  /** The numbers read: log-probabilities, values after them, or scores. */
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
    values: room("values", 2),
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
    slopes: room("slopes", 2),
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
