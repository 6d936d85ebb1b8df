/** @file The buffers that answers are drawn in, and how much they hold. */
import { variant } from "../kernels/variants.ts";
import { writeAngles } from "./angles.ts";
import { passBuffers } from "./buffers.ts";
import { registers } from "./causal.ts";
import type { Model } from "./forward.ts";
import { widths } from "./places.ts";
import { clockBuffer, Memory } from "./program.ts";
import { stateSize } from "./rows.ts";

/** What a batch of answers may take. */
export type Capacity = {
  readonly rows: number;
  readonly steps: number;
  readonly slots: number;
  /** Padded tokens of the prompts. */
  readonly tokens: number;
  readonly stops: number;
};

const KINDS = ["rows", "steps", "slots", "tokens", "stops"] as const;

export const covers = (has: Capacity, wants: Capacity): boolean =>
  KINDS.every((kind) => has[kind] >= wants[kind]);

/** Room for both, the wanted rounded up to powers of two. */
export function grown(wants: Capacity, had: Capacity | null): Capacity {
  const sizes = KINDS.map((kind) => {
    const size = 2 ** Math.ceil(Math.log2(Math.max(4, wants[kind])));
    return [kind, Math.max(size, had?.[kind] ?? 0)];
  });
  return Object.fromEntries(sizes) as Capacity;
}

/** Keys and values of one layer, for every answer and slot. */
export type Cache = { readonly keys: GPUBuffer; readonly values: GPUBuffer };

export type DrawBuffers = ReturnType<typeof drawBuffers>;

/** `memory` holds all but the clock. */
export function drawBuffers(model: Model, capacity: Capacity) {
  const { rows, steps, slots, tokens, stops } = capacity;
  const { config } = model;
  const { kv, d } = widths(config);
  const memory = new Memory();
  const weights = model.p.size / 4;
  const asHalves = weights >= (variant().halvesFrom ?? Infinity);
  // Heads whose halves are no vec4s are kept as they are.
  const cacheInHalves = asHalves && registers(d).unit === 4;
  const words = rows * slots * kv * (cacheInHalves ? 0.5 : 1);
  const pass = passBuffers(memory, config, tokens, false);
  writeAngles(config, pass);
  return {
    memory,
    /** Of the pass over the prompts. */
    pass,
    step: stepBuffers(memory, model, capacity),
    caches: Array.from({ length: config.num_hidden_layers }, (): Cache => ({
      keys: memory.room("keys", words),
      values: memory.room("values", words),
    })),
    cacheInHalves,
    /** The weights as halves, rounded anew for each batch; null where they are read as they are. */
    halves: asHalves ? memory.room("weights as halves", Math.ceil(weights / 2)) : null,
    state: memory.room("state", stateSize(steps, rows)),
    drawn: memory.room("drawn", 2 * rows * steps),
    stops: memory.room("stops", stops),
    clock: clockBuffer(steps),
  };
}

/** Buffers of one step, a row for each answer that goes on. */
function stepBuffers(memory: Memory, model: Model, { rows }: Capacity) {
  const w = widths(model.config);
  const room = (name: string, width: number) => memory.room(name, rows * width);
  return {
    x: room("step x", w.D),
    middle: room("step middle", w.D),
    qkv: room("step qkv", w.qkv),
    o: room("step o", w.q),
    y: room("step y", w.F),
    logits: room("step logits", w.line),
  };
}
