/**
 * @file y = silu(gate)·up, silu(g) = g·σ(g) (Shazeer 2020, equation 6, without the projections).
 *
 * With s = σ(g) and a = g·s:  dup = dy·a,  dgate = dy·up·(s + a − a·s).
 */
import * as tf from "@tensorflow/tfjs";
import { differentiable, type Rule } from "./differentiable.ts";

type Inputs = readonly [tf.Tensor2D, tf.Tensor2D];

const plain: Rule<Inputs, tf.Tensor2D> = {
  forward(gate, up) {
    const s = tf.sigmoid(gate);
    const a = tf.mul(gate, s);
    return { value: tf.mul(a, up), saved: [s, a, up] };
  },
  backward(dy, [s, a, up]) {
    const slope = tf.add(s!, tf.sub(a!, tf.mul(a!, s!)));
    return [tf.mul(tf.mul(dy, up!), slope), tf.mul(dy, a!)];
  },
};

/** The twin in plain tfjs ops. */
export function swigluPlain(gate: tf.Tensor2D, up: tf.Tensor2D): tf.Tensor2D {
  return differentiable(plain, [gate, up]);
}

/** gate and up [M,F] → [M,F]. */
export function swiglu(gate: tf.Tensor2D, up: tf.Tensor2D): tf.Tensor2D {
  return swigluPlain(gate, up);
}
