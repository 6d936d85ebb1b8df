/** @file One way forward over some sequences, kept until its way back. */
import * as tf from "@tensorflow/tfjs";
import type { Sequence } from "./batch.ts";
import { join } from "./kernels/index.ts";
import type { Parameters } from "./parameters.ts";
import { bySequence, inOrder, type Reading } from "./reading.ts";
import { Tape } from "./tape.ts";

export class Pass {
  readonly #reading: Reading;
  readonly #parameters: Parameters;
  readonly #counts: readonly number[];
  /** Null where nothing is read. */
  readonly #tape: Tape | null;

  constructor(reading: Reading, parameters: Parameters, sequences: readonly Sequence[]) {
    this.#reading = reading;
    this.#parameters = parameters;
    const batch = reading.pack(sequences);
    this.#counts = reading.counts(batch);
    const empty = this.#counts.every((count) => count === 0);
    this.#tape = empty ? null : new Tape(() => reading.values(batch));
  }

  /** The numbers of each sequence. */
  async numbers(): Promise<number[][]> {
    const flat = this.#tape ? await this.#tape.values() : [];
    return bySequence(this.#reading, flat, this.#counts);
  }

  /** Σ weight·dnumber/dθ, [size], for the caller to dispose. Once only. */
  gradient(weights: readonly (readonly number[])[]): tf.Tensor1D {
    if (!this.#tape) return tf.zeros([this.#parameters.flat.size]);
    return flatGradient(this.#tape, this.#parameters, inOrder(this.#reading, weights));
  }

  dispose(): void {
    this.#tape?.dispose();
  }
}

/** Walks the tape backward and lays the gradients end to end, [size]. */
function flatGradient(tape: Tape, parameters: Parameters, dy: readonly number[]): tf.Tensor1D {
  return tf.tidy(() => {
    const xs = parameters.slots.map(({ name }) => parameters.weights.get(name)!);
    const grads = tape.backward(xs, Float32Array.from(dy));
    // A weight that the loss does not reach has no gradient.
    return join(
      grads.map((gradient, i) => gradient ?? tf.zerosLike(xs[i]!)),
      parameters.slots.map(({ from }) => from),
    );
  });
}
