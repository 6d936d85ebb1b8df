/**
 * @file Rotary positions, rotate-half form (Su et al. 2021; the layout of Llama checkpoints).
 *
 * (y₁, y₂) = (x₁·cos − x₂·sin, x₂·cos + x₁·sin) for the two halves of each head; a rotation, so its
 * gradient is the rotation by the opposite angle.
 */
import * as tf from "@tensorflow/tfjs";
import { differentiable, type Rule } from "./differentiable.ts";

/**
 * (−x₂, x₁) for each head, as a product with a signed permutation: exact, and on WASM much faster
 * than slicing, which copies the whole tensor.
 */
function quarterTurn(x: tf.Tensor3D): tf.Tensor3D {
  const [M, H, d] = x.shape;
  const turn = new Float32Array(d * d);
  for (let i = 0; i < d / 2; i++) {
    turn[i * d + i + d / 2] = 1;
    turn[(i + d / 2) * d + i] = -1;
  }
  return tf.reshape(tf.matMul(tf.reshape(x, [M * H, d]), tf.tensor2d(turn, [d, d])), [M, H, d]);
}

function rotate(x: tf.Tensor3D, cos: tf.Tensor2D, sin: tf.Tensor2D): tf.Tensor3D {
  const both = (half: tf.Tensor2D) => tf.expandDims(tf.concat([half, half], 1), 1);
  return tf.add(tf.mul(x, both(cos)), tf.mul(quarterTurn(x), both(sin)));
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
