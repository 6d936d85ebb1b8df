/**
 * @file What a model on WebGPU runs on: forward and backward passes recorded once for a capacity,
 * replayed for every batch that fits, on buffers that stay. Two kinds of passes are kept apart, one
 * that only reads and one that trains, since the latter must hold on to every layer.
 */
import * as tf from "@tensorflow/tfjs";
import type { Batch } from "../batch.ts";
import type { LlamaConfig } from "../checkpoint.ts";
import { buffer } from "../kernels/in-place.ts";
import { gpuBackend, limit, onWebGPU } from "../kernels/gpu-backend.ts";
import { variant } from "../kernels/variants.ts";
import type { Llama } from "../llama.ts";
import type { Parameters } from "../parameters.ts";
import { writeAngles } from "./angles.ts";
import { backward } from "./backward.ts";
import {
  gradientBuffers,
  passBuffers,
  type BatchSizes,
  type GradientBuffers,
  type Kind,
  type PassBuffers,
} from "./buffers.ts";
import { Decoder, type Answer, type DrawRequest } from "./decoder.ts";
import { readOff, trunk } from "./forward.ts";
import { places, widths, type Places } from "./places.ts";
import { chains } from "./pointwise.ts";
import { Memory, Program, submit, submitAndRead } from "./program.ts";

/** Seconds that one dispatch may take, lest the system think that the GPU hangs. */
const LONGEST = 0.2;

/** Fewest tokens that buffers are made for; above it the next power of two. */
const SMALLEST = 256;

/** A forward pass for up to `tokens` tokens, and where it keeps things. */
type Pass = {
  readonly tokens: number;
  readonly memory: Memory;
  readonly buffers: PassBuffers;
  readonly forward: Map<Kind, Program<BatchSizes>>;
  readonly training: { buffers: GradientBuffers; backward: Program<BatchSizes> } | null;
};

type Groups = readonly (readonly [number, number])[];

export class Engine {
  readonly config: LlamaConfig;
  readonly places: Places;
  readonly #parameters: Parameters;
  readonly #backend = gpuBackend();
  readonly #form = JSON.stringify(variant());
  #reading: Pass | null = null;
  #training: Pass | null = null;
  #decoder: Decoder | null = null;
  #gradient: tf.TensorInfo | null = null;

  private constructor(config: LlamaConfig, parameters: Parameters, found: Places) {
    this.config = config;
    this.#parameters = parameters;
    this.places = found;
  }

  /** The engine of a model's weights; null off WebGPU, and for widths that its kernels cannot read. */
  static of({ config, weights }: Llama): Engine | null {
    const { parameters } = weights;
    if (!parameters || !onWebGPU()) return null;
    const known = parameters.guest;
    if (known instanceof Engine && known.#form === JSON.stringify(variant())) return known;
    const found = places(config, parameters.slots);
    if (!found || 4 * parameters.flat.size > limit()) return null;
    const engine = new Engine(config, parameters, found);
    parameters.guest = engine;
    return engine;
  }

  /** The weights on the GPU. */
  get p(): GPUBuffer {
    return buffer(this.#parameters.flat);
  }

  /**
   * The most tokens, up to `wanted`, that a batch may have: its widest array fits one binding, and
   * its longest dispatch, at the measured pace, keeps a slow GPU no longer than LONGEST.
   */
  budget(wanted: number): number {
    const { line, F, qkv, D } = widths(this.config);
    const widest = Math.max(this.config.head === "score" ? D : line, 2 * F, qkv);
    const { pace = Infinity } = variant();
    const inTime = (LONGEST * pace) / (widest * D);
    return Math.min(wanted, 2 ** Math.floor(Math.log2(Math.min(limit() / 4 / widest, inTime))));
  }

  /** The most answers, up to `wanted`, that can be drawn at once in caches of so many slots. */
  answersAtOnce(wanted: number, slots: number): number {
    const { kv, line, F, qkv } = widths(this.config);
    // Capacities are powers of two, of rows and of slots.
    const perRow = 4 * Math.max(kv * 2 ** Math.ceil(Math.log2(slots)), line, F, qkv);
    const most = 2 ** Math.floor(Math.log2(limit() / perRow));
    return Math.min(wanted, most);
  }

  /** Draws an answer for every row of the request. */
  async draw(request: DrawRequest): Promise<Answer[]> {
    this.#decoder = await Decoder.with(this.#decoder, this, request);
    return this.#decoder.draw(request);
  }

  /** The numbers read off a batch, in order. */
  async read(kind: Kind, batch: Batch): Promise<Float32Array> {
    const pass = (this.#reading = await this.#room(this.#reading, batch, kind, false));
    return this.#forward(pass, kind, batch);
  }

  /** The same, and everything is kept for `backward`. */
  async readToTrain(kind: Kind, batch: Batch): Promise<Float32Array> {
    const pass = (this.#training = await this.#room(this.#training, batch, kind, true));
    return this.#forward(pass, kind, batch);
  }

  async #forward(pass: Pass, kind: Kind, batch: Batch): Promise<Float32Array> {
    const sizes = upload(pass, kind, batch);
    const program = pass.forward.get(kind)!;
    const groups = program.resize(sizes);
    const bytes = (kind === "valued" ? 8 : 4) * sizes.picked;
    const read = await submitAndRead(
      (on) => program.encode(on, groups),
      pass.buffers.values,
      bytes,
    );
    return new Float32Array(read);
  }

  /**
   * Adds the gradient of Σ slopes·values of the batch that was last read to train; `first`: to
   * nothing. Without a batch of its own between, nothing is computed twice.
   */
  backward(batch: Batch, slopes: Float32Array, first: boolean): void {
    const { device } = gpuBackend();
    const { training } = this.#training!;
    const { slot, next, slopes: room } = training!.buffers;
    const picked = this.config.head === "score" ? batch.last : batch.scored;
    const where = new Int32Array(batch.ids.length).fill(-1);
    picked.forEach((token, i) => (where[token] = i));
    device.queue.writeBuffer(slot, 0, where);
    device.queue.writeBuffer(next, 0, chains(batch.ids, this.config.vocab_size));
    device.queue.writeBuffer(room, 0, slopes.buffer, slopes.byteOffset, slopes.byteLength);
    const groups: Groups = training!.backward.resize(sizesOf(batch, picked.length));
    submit((on) => training!.backward.encode(on, groups), { clear: first ? this.g : null });
  }

  /** Sets the gradient to zero. */
  clear(): void {
    submit(() => {}, { clear: this.g });
  }

  /** Where `backward` adds. */
  get g(): GPUBuffer {
    const backend = gpuBackend();
    this.#gradient ??= backend.makeTensorInfo([this.#parameters.flat.size], "float32");
    backend.uploadToGPU(this.#gradient.dataId);
    return backend.tensorMap.get(this.#gradient.dataId).resource;
  }

  /** The gradient as a tensor for the caller to dispose; the next `backward` writes over it. */
  gradient(): tf.Tensor1D {
    const backend = gpuBackend();
    void this.g;
    const { dataId } = this.#gradient!;
    backend.tensorMap.get(dataId).values = null;
    backend.incRef(dataId);
    return tf.engine().makeTensorFromTensorInfo(this.#gradient!) as tf.Tensor1D;
  }

  /** A pass that has room for the batch: the one given, or a larger one in its place. */
  async #room(old: Pass | null, batch: Batch, kind: Kind, keep: boolean): Promise<Pass> {
    const enough = (old?.tokens ?? 0) >= batch.ids.length;
    if (old && enough && old.forward.has(kind)) return old;
    const model = { config: this.config, places: this.places, p: this.p };
    const recorded = (on: PassBuffers) =>
      Program.of([...trunk(model, on), ...readOff(model, on, kind)]);
    if (old && enough && !keep) {
      // Reading for another purpose works on the same buffers.
      old.forward.set(kind, await recorded(old.buffers));
      return old;
    }
    destroy(old);
    const tokens = 2 ** Math.ceil(Math.log2(Math.max(SMALLEST, batch.ids.length)));
    const memory = new Memory();
    const buffers = passBuffers(memory, this.config, tokens, keep);
    writeAngles(this.config, buffers);
    const forward = new Map([[kind, await recorded(buffers)]]);
    if (!keep) return { tokens, memory, buffers, forward, training: null };
    const more = gradientBuffers(memory, this.config, tokens);
    const program = await Program.of(backward(model, buffers, more, this.g, kind));
    const training = { buffers: more, backward: program };
    return { tokens, memory, buffers, forward, training };
  }

  /** Dispatches of a training step, there and back, and of a decoded token; 0 before the first. */
  get dispatches(): { forward: number; backward: number; token: number } {
    const forward = [...(this.#training?.forward.values() ?? [])][0]?.length ?? 0;
    const backward = this.#training?.training?.backward.length ?? 0;
    return { forward, backward, token: this.#decoder?.dispatches.token ?? 0 };
  }

  /** Bytes of its buffers, weights and gradient apart. */
  get bytes(): number {
    return (
      (this.#reading?.memory.bytes ?? 0) +
      (this.#training?.memory.bytes ?? 0) +
      (this.#decoder?.bytes ?? 0)
    );
  }

  dispose(): void {
    destroy(this.#reading);
    destroy(this.#training);
    this.#decoder?.dispose();
    if (this.#gradient) this.#backend.disposeData(this.#gradient.dataId);
    this.#reading = this.#training = this.#decoder = this.#gradient = null;
  }
}

function destroy(pass: Pass | null): void {
  pass?.memory.destroy();
  pass?.forward.forEach((program) => program.destroy());
  pass?.training?.backward.destroy();
}

const sizesOf = ({ rows, width, ids }: Batch, picked: number): BatchSizes => ({
  rows,
  width,
  tokens: ids.length,
  picked,
});

function upload({ buffers }: Pass, kind: Kind, batch: Batch): BatchSizes {
  const { queue } = gpuBackend().device;
  const picked = kind === "scores" ? batch.last : batch.scored;
  queue.writeBuffer(buffers.ids, 0, batch.ids as Int32Array<ArrayBuffer>);
  queue.writeBuffer(buffers.pickedIds, 0, picked as Int32Array<ArrayBuffer>);
  if (kind !== "scores")
    queue.writeBuffer(buffers.targets, 0, batch.targets as Int32Array<ArrayBuffer>);
  return sizesOf(batch, picked.length);
}
