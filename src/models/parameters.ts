/**
 * @file All weights of a model as one flat vector, with a tensor of its own for each name. Off
 * the GPU the vector is replaced and never written in place, so that a copy of the weights is a
 * second handle and costs nothing; on WebGPU it keeps its place, for the recorded kernels that are
 * bound to it, and the tensors are cut only if they are asked for.
 */
import * as tf from "@tensorflow/tfjs";
import { buffer, cut, duplicate, onWebGPU, overwrite } from "./kernels/index.ts";
import type { Weights } from "./llama.ts";

export type HostTensor = { readonly shape: number[]; readonly data: Float32Array };

export type Slot = {
  readonly name: string;
  readonly shape: number[];
  readonly from: number;
  readonly size: number;
};

export class Parameters {
  readonly slots: readonly Slot[];
  /** Number of scalars. */
  readonly size: number;
  /** By name, as they are when asked for. */
  readonly weights: Weights;
  /** What was made for these weights and is to be disposed with them. */
  guest: { dispose(): void } | null = null;
  /** Grows with every change. */
  version = 0;
  #flat: tf.Tensor1D;
  readonly #tensors = new Map<string, tf.Tensor>();
  /** Whether the tensors hold what the vector holds. */
  #fresh = false;

  private constructor(slots: readonly Slot[], flat: tf.Tensor1D) {
    this.slots = slots;
    this.size = slots.reduce((sum, { size }) => sum + size, 0);
    this.#flat = tf.keep(flat);
    this.weights = { get: (name) => this.#tensor(name), parameters: this };
    if (!onWebGPU()) this.#cut();
  }

  /** Uploads the tensors of a checkpoint. */
  static of(tensors: ReadonlyMap<string, HostTensor>): Parameters {
    const slots = slotsOf(new Map([...tensors].map(([name, { shape }]) => [name, shape])));
    const last = slots.at(-1)!;
    const flat = new Float32Array(last.from + last.size);
    for (const slot of slots) flat.set(tensors.get(slot.name)!.data, slot.from);
    return new Parameters(slots, tf.tensor1d(flat));
  }

  /** A vector that was cut by these slots before. */
  static cutBy(slots: readonly Slot[], flat: Float32Array): Parameters {
    return new Parameters(slots, tf.tensor1d(flat));
  }

  /** The weights as they are now; a later `replace` of either leaves the other alone. */
  copy(): Parameters {
    return new Parameters(this.slots, duplicate(this.#flat));
  }

  get flat(): tf.Tensor1D {
    return this.#flat;
  }

  /** Takes over `flat` [like the old] as the new weights. */
  replace(flat: tf.Tensor1D): void {
    this.version += 1;
    if (onWebGPU()) {
      overwrite(this.#flat, flat);
      flat.dispose();
      this.#fresh = false;
    } else {
      this.#flat.dispose();
      this.#flat = tf.keep(flat);
      this.#cut();
    }
  }

  /** The vector's buffer on the GPU, for a kernel that will write the next weights into it. */
  written(): GPUBuffer {
    this.version += 1;
    this.#fresh = false;
    return buffer(this.#flat);
  }

  /** The weights on the host, by name. */
  async read(): Promise<Map<string, HostTensor>> {
    const flat = (await this.#flat.data()) as Float32Array;
    return new Map(
      this.slots.map(({ name, shape, from, size }) => [
        name,
        { shape, data: flat.slice(from, from + size) },
      ]),
    );
  }

  dispose(): void {
    this.guest?.dispose();
    this.guest = null;
    this.#flat.dispose();
    for (const tensor of this.#tensors.values()) tensor.dispose();
    this.#tensors.clear();
  }

  #tensor(name: string): tf.Tensor | undefined {
    if (!this.#fresh) this.#cut();
    return this.#tensors.get(name);
  }

  #cut(): void {
    const pieces = cut(this.#flat, this.slots);
    this.slots.forEach(({ name }, i) => {
      this.#tensors.get(name)?.dispose();
      this.#tensors.set(name, tf.keep(pieces[i]!));
    });
    this.#fresh = true;
  }
}

/**
 * Where tensors of these shapes lie in the vector. Each begins on a multiple of four, and the biases
 * of q, k and v follow the three matrices, so that both can be used as stacks.
 */
export function slotsOf(shapes: ReadonlyMap<string, readonly number[]>): Slot[] {
  let end = 0;
  return stacked([...shapes.keys()]).map((name) => {
    const shape = [...shapes.get(name)!];
    const from = Math.ceil(end / 4) * 4;
    const size = shape.reduce((product, n) => product * n, 1);
    end = from + size;
    return { name, shape, from, size };
  });
}

/** The names with each layer's biases of q, k and v after the matrix of v. */
function stacked(names: readonly string[]): string[] {
  const isBias = (name: string) => /self_attn\.[qkv]_proj\.bias$/.test(name);
  return names
    .filter((name) => !isBias(name))
    .flatMap((name) => {
      const layer = /^(.*self_attn\.)v_proj\.weight$/.exec(name)?.[1];
      if (layer === undefined) return [name];
      return [name, ...names.filter((other) => isBias(other) && other.startsWith(layer))];
    });
}
