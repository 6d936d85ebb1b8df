/**
 * @file AdamW (Loshchilov and Hutter 2019, algorithm 2) over one flat vector, after clipping the
 * gradient by its global L2 norm (Pascanu et al. 2013). Decay reaches every weight and is scaled
 * by the learning rate.
 */
import * as tf from "@tensorflow/tfjs";
import { TiltError } from "../core/types.ts";
import { adamw, assertHealthy } from "./kernels/index.ts";
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
    const square = tf.tidy(() => tf.sum(tf.square(gradient)));
    const norm = Math.sqrt((await square.data())[0] as number);
    square.dispose();
    if (!Number.isFinite(norm)) {
      gradient.dispose();
      throw new TiltError(
        "update.not-finite",
        "The gradient of this update is not finite; the weights were left as they were.",
        "Lower the learning rate or go back to an earlier round.",
      );
    }
    assertHealthy();
    // The small constant is torch's: a norm of exactly `clip` is scaled by just under 1.
    const scale = Math.min(1, clip / (norm + 1e-6));
    const t = this.#state.t + 1;
    const { p, m, v } = tf.tidy(() => {
      const { m, v } = this.#state;
      const old = { m: m ?? tf.zerosLike(gradient), v: v ?? tf.zerosLike(gradient) };
      return adamw(parameters.flat, gradient, old, {
        ...this.options,
        learningRate,
        t,
        clip: scale,
      });
    });
    gradient.dispose();
    this.dispose();
    this.#state = { t, m: tf.keep(m), v: tf.keep(v) };
    parameters.replace(p);
    return norm;
  }

  /** A second handle on the state, to be disposed with `disposeState`. */
  copy(): AdamWState {
    const { t, m, v } = this.#state;
    return { t, m: m && tf.keep(tf.clone(m)), v: v && tf.keep(tf.clone(v)) };
  }

  /** Goes on from a copy, which stays valid. */
  restore(state: AdamWState): void {
    this.dispose();
    const { t, m, v } = state;
    this.#state = { t, m: m && tf.keep(tf.clone(m)), v: v && tf.keep(tf.clone(v)) };
  }

  dispose(): void {
    disposeState(this.#state);
    this.#state = { t: 0, m: null, v: null };
  }
}

export function disposeState({ m, v }: AdamWState): void {
  m?.dispose();
  v?.dispose();
}
