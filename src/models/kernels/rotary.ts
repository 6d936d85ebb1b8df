/**
 * @file Rotary positions, rotate-half form (Su et al. 2021; the layout of Llama checkpoints).
 *
 * (y₁, y₂) = (x₁·cos − x₂·sin, x₂·cos + x₁·sin) for the two halves of each head; a rotation, so its
 * gradient is the rotation by the opposite angle.
 */
import * as tf from "@tensorflow/tfjs";
import { differentiable, ruleHere, type Rule } from "./differentiable.ts";
import { folded, type Kernel } from "./kernel.ts";
import { launch } from "./launch.ts";
import type { Native } from "./native.ts";

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

/** One thread a pair (x₁, x₂). */
const kernel: Kernel = {
  name: "rotary",
  inputs: { x: "f32", cosine: "f32", sine: "f32" },
  outputs: { y: "f32" },
  uniforms: { pairs: "i32", heads: "i32", half: "i32", sign: "f32" },
  workgroup: [64, 1],
  body: `
if (i >= u.pairs) { return; }
let head = i / u.half;
let at = i % u.half;
let angle = (head / u.heads) * u.half + at;
let c = cosine[angle];
let s = sine[angle] * u.sign;
let first = head * 2 * u.half + at;
let a = x[first];
let b = x[first + u.half];
y[first] = a * c - b * s;
y[first + u.half] = b * c + a * s;`,
};

function turned(x: tf.Tensor3D, cos: tf.Tensor, sin: tf.Tensor, sign: 1 | -1): tf.Tensor3D {
  const [M, H, d] = x.shape;
  const pairs = (M * H * d) / 2;
  const [y] = launch(kernel, {
    inputs: [x, cos, sin],
    outputs: [x.shape],
    uniforms: [pairs, H, d / 2, sign],
    groups: folded(Math.ceil(pairs / 64)),
  });
  return y as tf.Tensor3D;
}

const wgsl = (cos: tf.Tensor2D, sin: tf.Tensor2D): Rule<readonly [tf.Tensor3D], tf.Tensor3D> => ({
  forward: (x) => ({ value: turned(x, cos, sin, 1), saved: [cos, sin] }),
  backward: (dy, [c, s]) => [turned(dy, c!, s!, -1)],
});

const onHeap = (
  n: Native,
  cos: tf.Tensor,
  sin: tf.Tensor,
): Rule<readonly [tf.Tensor3D], tf.Tensor3D> => {
  const turn = (x: tf.Tensor3D, [c, s]: readonly tf.Tensor[], sign: 1 | -1) => {
    const [M, H, d] = x.shape;
    const y = n.fresh<tf.Tensor3D>(x.shape);
    n.calls.rotary(n.at(x), n.at(c!), n.at(s!), n.at(y), M, H, d / 2, sign);
    return y;
  };
  return {
    forward: (x) => ({ value: turn(x, [cos, sin], 1), saved: [cos, sin] }),
    backward: (dy, saved) => [turn(dy, saved, -1)],
  };
};

/** x [M,H,d], cos and sin [M,d/2] (no gradient to them) → [M,H,d]; d is even. */
export function rotary(x: tf.Tensor3D, cos: tf.Tensor2D, sin: tf.Tensor2D): tf.Tensor3D {
  return differentiable(ruleHere({ wgsl, onHeap, plain }, cos, sin), [x]);
}
