/**
 * @file Rotary positions, rotate-half form (Su et al. 2021; the layout of Llama checkpoints).
 *
 * (y₁, y₂) = (x₁·cos − x₂·sin, x₂·cos + x₁·sin) for the two halves of each head; a rotation, so its
 * gradient is the rotation by the opposite angle.
 */
import * as tf from "@tensorflow/tfjs";
import { differentiable, type Rule } from "./differentiable.ts";

function rotate(x: tf.Tensor3D, cos: tf.Tensor2D, sin: tf.Tensor2D): tf.Tensor3D {
  const [M, H, d] = x.shape;
  const c = tf.expandDims(cos, 1);
  const s = tf.expandDims(sin, 1);
  const a = tf.slice(x, [0, 0, 0], [M, H, d / 2]);
  const b = tf.slice(x, [0, 0, d / 2], [M, H, d / 2]);
  const first = tf.sub(tf.mul(a, c), tf.mul(b, s));
  const second = tf.add(tf.mul(b, c), tf.mul(a, s));
  return tf.concat([first, second], 2) as tf.Tensor3D;
}

const plain = (cos: tf.Tensor2D, sin: tf.Tensor2D): Rule<readonly [tf.Tensor3D], tf.Tensor3D> => ({
  forward: (x) => ({ value: rotate(x, cos, sin), saved: [cos, sin] }),
  backward: (dy, [c, s]) => [rotate(dy, c as tf.Tensor2D, tf.neg(s as tf.Tensor2D))],
});

/** The twin in plain tfjs ops. */
export function rotaryPlain(x: tf.Tensor3D, cos: tf.Tensor2D, sin: tf.Tensor2D): tf.Tensor3D {
  return differentiable(plain(cos, sin), [x]);
}

/** x [M,H,d], cos and sin [M,d/2] (no gradient to them) → [M,H,d]; d is even. */
export function rotary(x: tf.Tensor3D, cos: tf.Tensor2D, sin: tf.Tensor2D): tf.Tensor3D {
  return rotaryPlain(x, cos, sin);
}
