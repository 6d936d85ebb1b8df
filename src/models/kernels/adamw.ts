/**
 * @file One AdamW step (Loshchilov and Hutter 2019, algorithm 2) on flat vectors: with ĝ = clip·g,
 * m ← β₁m + (1−β₁)ĝ,  v ← β₂v + (1−β₂)ĝ²,
 * p ← (1−ηλ)p − η·(m/(1−β₁ᵗ)) / (√(v/(1−β₂ᵗ)) + ε).
 */
import * as tf from "@tensorflow/tfjs";
import { onWebGPU } from "./gpu-backend.ts";
import { folded, type Kernel } from "./kernel.ts";
import { launch } from "./launch.ts";
import { native, type Native } from "./native.ts";

export type AdamWStep = {
  /** η. */
  readonly learningRate: number;
  readonly beta1: number;
  readonly beta2: number;
  /** ε. */
  readonly epsilon: number;
  /** λ. */
  readonly weightDecay: number;
  /** The number of this step, from 1. */
  readonly t: number;
  /** What the gradient is multiplied with, 1 for no clipping. */
  readonly clip: number;
};

export type Moved = { readonly p: tf.Tensor1D; readonly m: tf.Tensor1D; readonly v: tf.Tensor1D };

const kernel: Kernel = {
  name: "adamw",
  inputs: { p: "f32", g: "f32", m: "f32", v: "f32" },
  outputs: { next_p: "f32", next_m: "f32", next_v: "f32" },
  uniforms: {
    count: "i32",
    clip: "f32",
    beta1: "f32",
    rest1: "f32",
    beta2: "f32",
    rest2: "f32",
    rate: "f32",
    unbias: "f32",
    epsilon: "f32",
    keep: "f32",
  },
  workgroup: [64, 1],
  body: `
if (i >= u.count) { return; }
let x = g[i] * u.clip;
let mean = u.beta1 * m[i] + u.rest1 * x;
let square = u.beta2 * v[i] + u.rest2 * x * x;
next_m[i] = mean;
next_v[i] = square;
next_p[i] = u.keep * p[i] - u.rate * mean / (sqrt(square * u.unbias) + u.epsilon);`,
};

/** The twin in plain tfjs ops. */
export function adamwPlain(p: tf.Tensor1D, g: tf.Tensor1D, old: Moments, step: AdamWStep): Moved {
  const { learningRate, beta1, beta2, epsilon, weightDecay, t, clip } = step;
  return tf.tidy(() => {
    const m = tf.add(tf.mul(old.m, beta1), tf.mul(g, clip * (1 - beta1))) as tf.Tensor1D;
    const square = tf.mul(tf.square(g), clip * clip * (1 - beta2));
    const v = tf.add(tf.mul(old.v, beta2), square) as tf.Tensor1D;
    // √(v/c) + ε = (√v + ε√c)/√c saves a product of the whole vector.
    const root = Math.sqrt(1 - beta2 ** t);
    const move = tf.div(m, tf.add(tf.sqrt(v), epsilon * root));
    const scaled = tf.mul(move, (learningRate * root) / (1 - beta1 ** t));
    const kept = weightDecay === 0 ? p : tf.mul(p, 1 - learningRate * weightDecay);
    return { p: tf.sub(kept, scaled) as tf.Tensor1D, m, v };
  });
}

function onHeap(n: Native, inputs: readonly tf.Tensor[], numbers: readonly number[]) {
  const { shape, size } = inputs[0]!;
  const outputs = [n.fresh(shape), n.fresh(shape), n.fresh(shape)];
  const at = [...inputs, ...outputs].map((x) => n.at(x));
  n.calls.adamw(...at, size, ...numbers);
  return outputs;
}

/** Σ x² of a vector. */
export async function sumOfSquares(x: tf.Tensor1D): Promise<number> {
  const n = native();
  if (n) return n.calls.sumOfSquares(n.at(x), x.size);
  const square = tf.tidy(() => tf.sum(tf.square(x)));
  const [value] = await square.data();
  square.dispose();
  return value!;
}

type Moments = { readonly m: tf.Tensor1D; readonly v: tf.Tensor1D };

/** Parameters p, gradient g and moments, all [n] → their successors as fresh tensors. */
export function adamw(p: tf.Tensor1D, g: tf.Tensor1D, old: Moments, step: AdamWStep): Moved {
  const n = native();
  if (!onWebGPU() && !n) return adamwPlain(p, g, old, step);
  const { learningRate, beta1, beta2, epsilon, weightDecay, t, clip } = step;
  const rate = learningRate / (1 - beta1 ** t);
  const keep = 1 - learningRate * weightDecay;
  const unbias = 1 / (1 - beta2 ** t);
  const inputs = [p, g, old.m, old.v];
  const uniforms = [clip, beta1, 1 - beta1, beta2, 1 - beta2, rate, unbias, epsilon, keep];
  const [next, m, v] = (
    n
      ? onHeap(n, inputs, uniforms)
      : launch(kernel, {
          inputs,
          outputs: [p.shape, p.shape, p.shape],
          uniforms: [p.size, ...uniforms],
          groups: folded(Math.ceil(p.size / 64)),
        })
  ) as [tf.Tensor1D, tf.Tensor1D, tf.Tensor1D];
  return { p: next, m, v };
}
