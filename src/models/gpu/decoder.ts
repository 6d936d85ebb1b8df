/**
 * @file Drawing answers without leaving the GPU: a pass over the prompts fills the caches, then each
 * token is 5 dispatches a layer and 3 more, recorded once and replayed at every step of the clock;
 * the choice of tokens and the end of an answer are kernels too, so a whole batch of answers costs
 * one read-back.
 */
import { gpuBackend } from "../kernels/gpu-backend.ts";
import { folded, type Kernel } from "../kernels/kernel.ts";
import { lanesPerRow, variant } from "../kernels/variants.ts";
import { pack } from "../batch.ts";
import type { Sampler } from "../../core/types.ts";
import { writeAngles } from "./angles.ts";
import { passBuffers, type BatchSizes, type PassBuffers } from "./buffers.ts";
import { registers } from "./causal.ts";
import type { Engine } from "./engine.ts";
import { readOff, trunk, type Model } from "./forward.ts";
import { widths, type LayerPlaces } from "./places.ts";
import { clockBuffer, Memory, Program, submit, submitAndRead, type Dispatch } from "./program.ts";
import { startState, stateSize, type RowStart } from "./rows.ts";
import { lastTokenKernel, sampleKernel } from "./sample.ts";
import { fillKernel, LANES, stepAttentionKernel } from "./step-attention.ts";
import { pack as toHalves } from "./storage.ts";
import { thinGroups, thinKernel, type Thin } from "./thin.ts";

/** What a batch of answers may take; buffers are made for the next powers of two. */
type Capacity = {
  readonly rows: number;
  readonly steps: number;
  readonly slots: number;
  /** Padded tokens of the prompts. */
  readonly tokens: number;
  readonly stops: number;
};

type DrawSizes = BatchSizes & {
  /** Answers. */
  readonly answers: number;
  readonly stopCount: number;
  readonly seed: number;
  readonly sampler: Sampler;
};

type Cache = { readonly keys: GPUBuffer; readonly values: GPUBuffer };

export type Answer = { readonly tokens: number[]; readonly logps: number[] };

export type DrawRequest = {
  /** Distinct prompts. */
  readonly prompts: readonly (readonly number[])[];
  readonly rows: readonly RowStart[];
  readonly stop: readonly number[];
  readonly seed: number;
  readonly sampler: Sampler;
};

/** Tokens whose dispatches go to the GPU together: a slow one shows signs of life between. */
const TOKENS_A_SUBMIT = 16;

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

export class Decoder {
  readonly #model: Model;
  readonly #capacity: Capacity;
  readonly #truncated: boolean;
  readonly #memory = new Memory();
  readonly #pass: PassBuffers;
  readonly #step: ReturnType<typeof stepBuffers>;
  readonly #caches: readonly Cache[];
  /** The weights as halves, rounded anew for each batch; null where they are read as they are. */
  readonly #halves: GPUBuffer | null;
  readonly #state: GPUBuffer;
  readonly #drawn: GPUBuffer;
  readonly #stops: GPUBuffer;
  readonly #clock: GPUBuffer;
  #programs: readonly [prefill: Program<DrawSizes>, token: Program<DrawSizes>] | null = null;

  private constructor(model: Model, capacity: Capacity, truncated: boolean) {
    const { rows, steps, slots, tokens, stops } = capacity;
    const { config } = model;
    const { kv, d } = widths(config);
    const memory = this.#memory;
    const weights = model.p.size / 4;
    const halves = weights >= (variant().halvesFrom ?? Infinity);
    const words = rows * slots * kv * (halves && registers(d).unit === 4 ? 0.5 : 1);
    this.#model = model;
    this.#capacity = capacity;
    this.#truncated = truncated;
    this.#pass = passBuffers(memory, config, tokens, false);
    writeAngles(config, this.#pass);
    this.#step = stepBuffers(memory, model, capacity);
    this.#caches = Array.from({ length: config.num_hidden_layers }, () => ({
      keys: memory.room("keys", words),
      values: memory.room("values", words),
    }));
    this.#halves = halves ? memory.room("weights as halves", Math.ceil(weights / 2)) : null;
    this.#state = memory.room("state", stateSize(steps, rows));
    this.#drawn = memory.room("drawn", 2 * rows * steps);
    this.#stops = memory.room("stops", stops);
    this.#clock = clockBuffer(steps);
  }

  /** The decoder given, or one with more room in its place. */
  static async with(old: Decoder | null, engine: Engine, request: DrawRequest): Promise<Decoder> {
    const needed = needs(request);
    const { topK = Infinity, topP = 1 } = request.sampler;
    const truncated = topK < engine.config.vocab_size || topP < 1;
    const fits = old && Object.keys(needed).every((key) => covers(old.#capacity, needed, key));
    if (fits && (old.#truncated || !truncated)) return old;
    const searching = truncated || (old !== null && old.#truncated);
    const before: Partial<Capacity> = old ? old.#capacity : {};
    old?.dispose();
    const grown = Object.entries(needed).map(([key, n]) => {
      const size = 2 ** Math.ceil(Math.log2(Math.max(4, n)));
      return [key, Math.max(size, before[key as keyof Capacity] ?? 0)];
    });
    const { config, places, p } = engine;
    const capacity = Object.fromEntries(grown) as Capacity;
    const decoder = new Decoder({ config, places, p }, capacity, searching);
    const programs = [decoder.#prefill(), decoder.#token()] as const;
    const [prefill, token] = await Promise.all(
      programs.map((dispatches) => Program.of(dispatches, decoder.#clock)),
    );
    decoder.#programs = [prefill!, token!];
    return decoder;
  }

  /** What drawing without truncation runs, whatever the batch. */
  static kernels(model: Model): Kernel[] {
    const least = { rows: 1, steps: 1, slots: 1, tokens: 1, stops: 1 };
    const decoder = new Decoder(model, least, false);
    const kernels = [...decoder.#prefill(), ...decoder.#token()].map(({ kernel }) => kernel);
    decoder.dispose();
    return kernels;
  }

  /** Dispatches of the pass over the prompts, and of a token. */
  get dispatches(): { prefill: number; token: number } {
    const [prefill, token] = this.#programs!;
    return { prefill: prefill.length, token: token.length };
  }

  get bytes(): number {
    return this.#memory.bytes;
  }

  /** Heads whose halves are no vec4s are kept as they are. */
  get #cacheInHalves(): boolean {
    return this.#halves !== null && registers(widths(this.#model.config).d).unit === 4;
  }

  /** Draws an answer for every row. */
  async draw({ prompts, rows, stop, seed, sampler }: DrawRequest): Promise<Answer[]> {
    const { queue } = gpuBackend().device;
    const { steps, rows: most } = this.#capacity;
    const batch = pack(
      prompts.map((ids) => ({ ids, from: ids.length })),
      true,
    );
    queue.writeBuffer(this.#pass.ids, 0, batch.ids as Int32Array<ArrayBuffer>);
    queue.writeBuffer(this.#pass.pickedIds, 0, batch.last as Int32Array<ArrayBuffer>);
    queue.writeBuffer(this.#state, 0, startState(rows, steps, most));
    queue.writeBuffer(this.#stops, 0, Int32Array.from([...stop, -1]));
    const sizes: DrawSizes = {
      rows: batch.rows,
      width: batch.width,
      tokens: batch.ids.length,
      picked: batch.rows,
      answers: rows.length,
      stopCount: stop.length,
      seed,
      sampler,
    };
    const [prefill, token] = this.#programs!;
    const [first, each] = [prefill.resize(sizes), token.resize(sizes)];
    const last = Math.max(...rows.map((row) => row.most));
    submit((on) => prefill.encode(on, first), { clear: this.#drawn });
    let step = 1;
    const some = (until: number) => (on: GPUComputePassEncoder) => {
      for (; step < until; step++) token.encode(on, each, step);
    };
    while (step + TOKENS_A_SUBMIT < last) submit(some(step + TOKENS_A_SUBMIT));
    const read = await submitAndRead(some(last), this.#drawn, 8 * steps * rows.length);
    return rows.map((_, row) => answer(read, row * steps, steps));
  }

  /** The pass over the prompts; each layer's keys and values go to the caches of all answers. */
  #prefill(): Dispatch<DrawSizes>[] {
    const fill = (layer: number): Dispatch<DrawSizes>[] => {
      const w = widths(this.#model.config);
      const { rows, steps, slots } = this.#capacity;
      const { unit, size } = registers(w.d);
      const { keys, values } = this.#caches[layer]!;
      const [kv, line, k0] = [w.kv / unit, w.qkv / unit, w.q / unit];
      const threads = (s: DrawSizes) => s.answers * s.width * kv;
      return [
        {
          kernel: fillKernel(unit, this.#cacheInHalves),
          inputs: [this.#pass.layers[layer]!.qkv, this.#state],
          outputs: [keys, values],
          uniforms: (s) => [steps, rows, threads(s), s.width, line, k0, kv, size, slots],
          groups: (s) => folded(Math.ceil(threads(s) / 64)),
        },
      ];
    };
    const { p } = this.#model;
    return [
      ...(this.#halves ? [toHalves<DrawSizes>(p, this.#halves, Math.floor(p.size / 16))] : []),
      ...trunk(this.#model, this.#pass, fill),
      ...readOff(this.#model, this.#pass, "logits"),
      this.#sample(this.#pass.logits),
    ];
  }

  /** One token for every answer that goes on. */
  #token(): Dispatch<DrawSizes>[] {
    const { config, places, p } = this.#model;
    const { D, V, line } = widths(config);
    const { rows, steps } = this.#capacity;
    const { x, logits } = this.#step;
    const embed: Dispatch<DrawSizes> = {
      kernel: lastTokenKernel,
      inputs: [p, this.#state, this.#drawn],
      outputs: [x],
      uniforms: () => [steps, rows, D / 4, places.embed / 4],
      groups: (s) => folded(Math.ceil((s.answers * D) / 4 / 64)),
    };
    return [
      embed,
      ...places.layers.flatMap((at, layer) => this.#layer(at, this.#caches[layer]!)),
      this.#product(
        { norm: true },
        { x, y: logits },
        { cols: V, depth: D, line, w: places.head, gain: places.norm },
      ),
      this.#sample(logits),
    ];
  }

  #layer(at: LayerPlaces, { keys, values }: Cache): Dispatch<DrawSizes>[] {
    const { config } = this.#model;
    const w = widths(config);
    const { rows, steps, slots } = this.#capacity;
    const { x, middle, qkv, o, y } = this.#step;
    const lanes = lanesPerRow() === 1 ? 1 : LANES;
    const attention: Dispatch<DrawSizes> = {
      kernel: stepAttentionKernel(w.d, lanes, this.#cacheInHalves),
      inputs: [qkv, this.#pass.cosine, this.#pass.sine, this.#state],
      outputs: [keys, values, o],
      uniforms: () => [steps, rows, w.heads, w.heads / w.kvHeads, slots, 1 / Math.sqrt(w.d)],
      groups: (s) => folded(Math.ceil((s.answers * w.heads) / (lanes === 1 ? 32 : 1))),
    };
    const [D, F] = [w.D, w.F];
    return [
      this.#product(
        { norm: true, bias: at.qkvBias !== null },
        { x, y: qkv },
        { cols: w.qkv, depth: D, w: at.qkv, gain: at.norm1, bias: at.qkvBias },
      ),
      attention,
      this.#product(
        { bias: at.oBias !== null, residual: true },
        { x: o, y: middle, residual: x },
        { cols: D, depth: w.q, w: at.o, bias: at.oBias },
      ),
      this.#product(
        { norm: true, gated: true },
        { x: middle, y },
        { cols: F, depth: D, w: at.gateUp, gain: at.norm2 },
      ),
      this.#product(
        { residual: true },
        { x: y, y: x, residual: middle },
        { cols: D, depth: F, w: at.down },
      ),
    ];
  }

  #product(
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
    const { config, p } = this.#model;
    const { cols, depth, line = cols, w, gain = 0, bias } = at;
    const numbers = [cols, depth / 4, line / 4, w / 4, gain / 4, (bias ?? 0) / 4];
    return {
      kernel: thinKernel({ ...form, halves: this.#halves !== null }),
      inputs: [x, this.#halves ?? p, this.#state, ...(residual ? [residual] : [])],
      outputs: [y],
      uniforms: () => [...numbers, config.rms_norm_eps],
      groups: (s) => thinGroups(s.answers, cols, form.gated),
    };
  }

  #sample(logits: GPUBuffer): Dispatch<DrawSizes> {
    const { V, line } = widths(this.#model.config);
    const { rows, steps } = this.#capacity;
    return {
      kernel: sampleKernel(this.#truncated),
      inputs: [logits, this.#stops],
      outputs: [this.#state, this.#drawn],
      uniforms({ stopCount, seed, sampler: { temperature, topK = V, topP = 1 } }) {
        const k = Math.min(V, Math.max(1, topK));
        return [steps, rows, V, line, stopCount, k, seed, temperature, topP];
      },
      groups: (s) => folded(s.answers),
    };
  }

  dispose(): void {
    this.#memory.destroy();
    this.#clock.destroy();
    this.#programs?.forEach((program) => program.destroy());
  }
}

function needs({ prompts, rows, stop }: DrawRequest): Capacity {
  const width = Math.max(...prompts.map(({ length }) => length));
  return {
    rows: rows.length,
    steps: Math.max(...rows.map(({ most }) => most)),
    slots: Math.max(...rows.map(({ length, most }) => length + most)),
    tokens: width * prompts.length,
    stops: stop.length + 1,
  };
}

const covers = (has: Capacity, wants: Capacity, key: string) =>
  has[key as keyof Capacity] >= wants[key as keyof Capacity];

/** The cells of one row: a token and one more, 0 past the end, and its log-probability's bits. */
function answer(read: ArrayBuffer, from: number, steps: number): Answer {
  const tokens = new Uint32Array(read, 8 * from, 2 * steps);
  const logps = new Float32Array(read, 8 * from, 2 * steps);
  const out: Answer = { tokens: [], logps: [] };
  for (let step = 0; step < steps && tokens[2 * step] !== 0; step++) {
    out.tokens.push(tokens[2 * step]! - 1);
    out.logps.push(logps[2 * step + 1]!);
  }
  return out;
}
