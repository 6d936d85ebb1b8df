/**
 * @file y = x·r·w with r = 1/√(mean(x²) + ε), per row (Zhang and Sennrich 2019, equation 4).
 *
 * With x̂ = x·r and p = dy·x̂:  dw = Σ_rows p,  dx = r·(dy·w − x̂·(p·w)/D).
 */
import * as tf from "@tensorflow/tfjs";
import { differentiable, type Rule } from "./differentiable.ts";
import { columnSums } from "./linear.ts";

type Inputs = readonly [tf.Tensor2D, tf.Tensor1D];

const plain = (eps: number): Rule<Inputs, tf.Tensor2D> => ({
  forward(x, w) {
    const r = tf.rsqrt(tf.add(tf.mean(tf.square(x), 1, true), eps));
    return { value: tf.mul(tf.mul(x, r), w), saved: [x, w, r] };
  },
  backward(dy, [x, w, r]) {
    const D = w!.shape[0]!;
    const normed = tf.mul(x!, r!);
    const p = tf.mul(dy, normed) as tf.Tensor2D;
    const along = tf.div(tf.matMul(p, tf.reshape(w!, [D, 1])), D);
    const dx = tf.mul(tf.sub(tf.mul(dy, w!), tf.mul(normed, along)), r!);
    return [dx, columnSums(p)];
  },
});

/** The twin in plain tfjs ops. */
export function rmsNormPlain(x: tf.Tensor2D, w: tf.Tensor1D, eps: number): tf.Tensor2D {
  return differentiable(plain(eps), [x, w]);
}

/** x [M,D], w [D] → [M,D]. */
export function rmsNorm(x: tf.Tensor2D, w: tf.Tensor1D, eps: number): tf.Tensor2D {
  return rmsNormPlain(x, w, eps);
}
