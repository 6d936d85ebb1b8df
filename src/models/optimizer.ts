/**
 * @file AdamW (Loshchilov and Hutter 2019, algorithm 2) over one flat vector, after clipping the
 * gradient by its global L2 norm (Pascanu et al. 2013). Decay reaches every weight and is scaled
 * by the learning rate.
 */
import * as tf from "@tensorflow/tfjs";
import { TiltError } from "../core/types.ts";
import { Descent } from "./gpu/descent.ts";
import { adamw, assertHealthy, duplicate, onWebGPU, sumOfSquares } from "./kernels/index.ts";
import type { Parameters } from "./parameters.ts";

export type AdamWOptions = {
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  readonly weightDecay: number;
};

export const ADAMW: AdamWOptions = { beta1: 0.9, beta2: 0.95, epsilon: 1e-8, weightDecay: 0 };

/** Steps taken, and the running means of g and g²; null before the first step. */
export type AdamWState = {
  readonly t: number;
  readonly m: tf.Tensor1D | null;
  readonly v: tf.Tensor1D | null;
};

export class AdamW {
  #state: AdamWState = { t: 0, m: null, v: null };
  /** The same step by recorded kernels. */
  #descent: Descent | null = null;

  constructor(readonly options: AdamWOptions = ADAMW) {}

  /**
   * One step along `gradient` [size], which it disposes. `clip`: largest norm let through, Infinity
   * for none. Returns the norm before clipping. A norm that is not finite changes nothing.
   */
  async step(
    parameters: Parameters,
    gradient: tf.Tensor1D,
    { learningRate, clip = 1 }: { learningRate: number; clip?: number },
  ): Promise<number> {
    const norm = await (onWebGPU()
      ? this.#inPlace(parameters, gradient, learningRate, clip)
      : this.#replacing(parameters, gradient, learningRate, clip));
    if (Number.isFinite(norm)) return norm;
    throw new TiltError(
      "update.not-finite",
      "The gradient of this update is not finite; the weights were left as they were.",
      "Lower the learning rate or go back to an earlier round.",
    );
  }

  /** On the GPU the kernel itself looks at the norm, and leaves all as it was if it is not finite. */
  async #inPlace(
    parameters: Parameters,
    gradient: tf.Tensor1D,
    learningRate: number,
    clip: number,
  ): Promise<number> {
    assertHealthy();
    const { m, v } = this.#moments(gradient);
    const tensors = { g: gradient, m, v };
    const t = this.#state.t + 1;
    if (!this.#descent?.serves(parameters, tensors)) {
      this.#descent?.dispose();
      this.#descent = await Descent.of(parameters, tensors);
    }
    const norm = await this.#descent.step({ ...this.options, learningRate, t, clip });
    gradient.dispose();
    this.#state = { t: Number.isFinite(norm) ? t : t - 1, m, v };
    return norm;
  }

  #moments(gradient: tf.Tensor1D): { m: tf.Tensor1D; v: tf.Tensor1D } {
    const zeros = () => tf.keep(tf.zeros(gradient.shape)) as tf.Tensor1D;
    return { m: this.#state.m ?? zeros(), v: this.#state.v ?? zeros() };
  }

  async #replacing(
    parameters: Parameters,
    gradient: tf.Tensor1D,
    learningRate: number,
    clip: number,
  ): Promise<number> {
    const norm = Math.sqrt(await sumOfSquares(gradient));
    if (!Number.isFinite(norm)) {
      gradient.dispose();
      return norm;
    }
    // The small constant is torch's: a norm of exactly `clip` is scaled by just under 1.
    const scale = Math.min(1, clip / (norm + 1e-6));
    const t = this.#state.t + 1;
    const { p, m, v } = tf.tidy(() => {
      const old = this.#moments(gradient);
      const step = { ...this.options, learningRate, t, clip: scale };
      const next = adamw(parameters.flat, gradient, old, step);
      if (!this.#state.m) tf.dispose([old.m, old.v]);
      return next;
    });
    gradient.dispose();
    disposeState(this.#state);
    this.#state = { t, m: tf.keep(m), v: tf.keep(v) };
    parameters.replace(p);
    return norm;
  }

  /** A copy of the state, to be disposed with `disposeState`. */
  copy(): AdamWState {
    const { t, m, v } = this.#state;
    return { t, m: m && tf.keep(duplicate(m)), v: v && tf.keep(duplicate(v)) };
  }

  /** Goes on from a copy, which stays valid. */
  restore(state: AdamWState): void {
    this.dispose();
    const { t, m, v } = state;
    this.#state = { t, m: m && tf.keep(duplicate(m)), v: v && tf.keep(duplicate(v)) };
  }

  dispose(): void {
    disposeState(this.#state);
    this.#state = { t: 0, m: null, v: null };
    this.#descent?.dispose();
    this.#descent = null;
  }
}

export function disposeState({ m, v }: AdamWState): void {
  m?.dispose();
  v?.dispose();
}
