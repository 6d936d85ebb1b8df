/**
 * @file All weights of a model as one flat vector, with a tensor of its own for each name. The
 * optimizer sees the vector, the forward pass the tensors. Both are replaced, never written in
 * place, so a copy of the weights is a second handle and costs nothing.
 */
import * as tf from "@tensorflow/tfjs";
import { cut } from "./kernels/index.ts";
import type { Weights } from "./llama.ts";

export type HostTensor = { readonly shape: number[]; readonly data: Float32Array };

type Slot = {
  readonly name: string;
  readonly shape: number[];
  readonly from: number;
  readonly size: number;
};

export class Parameters {
  readonly slots: readonly Slot[];
  /** Number of scalars. */
  readonly size: number;
  #flat: tf.Tensor1D;
  readonly #tensors = new Map<string, tf.Tensor>();

  private constructor(slots: readonly Slot[], flat: tf.Tensor1D) {
    this.slots = slots;
    this.size = flat.size;
    this.#flat = tf.keep(flat);
    this.#cut();
  }

  /** Uploads the tensors of a checkpoint. */
  static of(tensors: ReadonlyMap<string, HostTensor>): Parameters {
    let from = 0;
    const slots = [...tensors].map(([name, { shape, data }]) => {
      const slot = { name, shape: [...shape], from, size: data.length };
      from += data.length;
      return slot;
    });
    const flat = new Float32Array(from);
    for (const slot of slots) flat.set(tensors.get(slot.name)!.data, slot.from);
    return new Parameters(slots, tf.tensor1d(flat));
  }

  /** The weights as they are now; a later `replace` of either leaves the other alone. */
  copy(): Parameters {
    return new Parameters(this.slots, tf.clone(this.#flat));
  }

  get weights(): Weights {
    return this.#tensors;
  }

  get flat(): tf.Tensor1D {
    return this.#flat;
  }

  /** Takes over `flat` [size] as the new weights. */
  replace(flat: tf.Tensor1D): void {
    this.#flat.dispose();
    this.#flat = tf.keep(flat);
    this.#cut();
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
    this.#flat.dispose();
    for (const tensor of this.#tensors.values()) tensor.dispose();
  }

  #cut(): void {
    const pieces = cut(
      this.#flat,
      this.slots.map(({ shape }) => shape),
    );
    this.slots.forEach(({ name }, i) => {
      this.#tensors.get(name)?.dispose();
      this.#tensors.set(name, tf.keep(pieces[i]!));
    });
  }
}
