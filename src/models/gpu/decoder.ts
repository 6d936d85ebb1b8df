/**
 * @file Drawing answers without leaving the GPU: a pass over the prompts fills the caches, then the
 * dispatches of one token, recorded once, are replayed at every step of the clock; the choice of
 * tokens and the end of an answer are kernels too, so a whole batch of answers costs one read-back.
 */
import { pack } from "../batch.ts";
import { gpuBackend } from "../kernels/gpu-backend.ts";
import type { Kernel } from "../kernels/kernel.ts";
import type { Sampler } from "../../core/types.ts";
import { covers, drawBuffers, grown, type Capacity } from "./draw-buffers.ts";
import { oneToken, prefill, type Drawing, type DrawSizes } from "./draw-programs.ts";
import type { Engine } from "./engine.ts";
import type { Model } from "./forward.ts";
import { Program, submit, submitAndRead } from "./program.ts";
import { startState, type RowStart } from "./rows.ts";

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

export class Decoder {
  readonly #drawing: Drawing;
  readonly #prefill: Program<DrawSizes>;
  readonly #token: Program<DrawSizes>;

  private constructor(drawing: Drawing, prefill: Program<DrawSizes>, token: Program<DrawSizes>) {
    this.#drawing = drawing;
    this.#prefill = prefill;
    this.#token = token;
  }

  /** The decoder given, or one with more room in its place. */
  static async with(old: Decoder | null, engine: Engine, request: DrawRequest): Promise<Decoder> {
    const needed = needs(request);
    const { topK = Infinity, topP = 1 } = request.sampler;
    const truncated = topK < engine.config.vocab_size || topP < 1;
    const had = old ? old.#drawing : null;
    if (old && had && covers(had.capacity, needed) && (had.truncated || !truncated)) return old;
    old?.dispose();
    const { config, places, p } = engine;
    const capacity = grown(needed, had?.capacity ?? null);
    const drawing = drawingOf(
      { config, places, p },
      capacity,
      truncated || had?.truncated === true,
    );
    const [first, each] = await Promise.all([
      Program.of(prefill(drawing), drawing.buffers.clock),
      Program.of(oneToken(drawing), drawing.buffers.clock),
    ]);
    return new Decoder(drawing, first, each);
  }

  /** What drawing without truncation runs, whatever the batch. */
  static kernels(model: Model): Kernel[] {
    const least = { rows: 1, steps: 1, slots: 1, tokens: 1, stops: 1 };
    const drawing = drawingOf(model, least, false);
    const kernels = [...prefill(drawing), ...oneToken(drawing)].map(({ kernel }) => kernel);
    destroy(drawing);
    return kernels;
  }

  /** Dispatches of the pass over the prompts, and of a token. */
  get dispatches(): { prefill: number; token: number } {
    return { prefill: this.#prefill.length, token: this.#token.length };
  }

  get bytes(): number {
    return this.#drawing.buffers.memory.bytes;
  }

  /** Draws an answer for every row. */
  async draw({ prompts, rows, stop, seed, sampler }: DrawRequest): Promise<Answer[]> {
    const { queue } = gpuBackend().device;
    const { steps, rows: most } = this.#drawing.capacity;
    const { pass, state, stops, drawn } = this.#drawing.buffers;
    const batch = pack(
      prompts.map((ids) => ({ ids, from: ids.length })),
      true,
    );
    queue.writeBuffer(pass.ids, 0, batch.ids as Int32Array<ArrayBuffer>);
    queue.writeBuffer(pass.pickedIds, 0, batch.last as Int32Array<ArrayBuffer>);
    queue.writeBuffer(state, 0, startState(rows, steps, most));
    queue.writeBuffer(stops, 0, Int32Array.from([...stop, -1]));
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
    const [first, each] = [this.#prefill.resize(sizes), this.#token.resize(sizes)];
    const last = Math.max(...rows.map((row) => row.most));
    submit((on) => this.#prefill.encode(on, first), { clear: drawn });
    let step = 1;
    const some = (until: number) => (on: GPUComputePassEncoder) => {
      for (; step < until; step++) this.#token.encode(on, each, step);
    };
    while (step + TOKENS_A_SUBMIT < last) submit(some(step + TOKENS_A_SUBMIT));
    const read = await submitAndRead(some(last), drawn, 8 * steps * rows.length);
    return rows.map((_, row) => answer(read, row * steps, steps));
  }

  dispose(): void {
    destroy(this.#drawing);
    this.#prefill.destroy();
    this.#token.destroy();
  }
}

function drawingOf(model: Model, capacity: Capacity, truncated: boolean): Drawing {
  return { model, capacity, truncated, buffers: drawBuffers(model, capacity) };
}

function destroy({ buffers }: Drawing): void {
  buffers.memory.destroy();
  buffers.clock.destroy();
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
