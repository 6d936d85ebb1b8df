/**
 * @file y = silu(gate)·up, silu(g) = g·σ(g) (Shazeer 2020, equation 6, without the projections).
 *
 * With s = σ(g) and a = g·s:  dup = dy·a,  dgate = dy·up·(s + a − a·s).
 */
import * as tf from "@tensorflow/tfjs";
import { differentiable, ruleHere, type Rule } from "./differentiable.ts";
import { baked, folded, type Kernel } from "./kernel.ts";
import { launch } from "./launch.ts";
import type { Native } from "./native.ts";
import { wide } from "./row.ts";

type Inputs = readonly [tf.Tensor2D, tf.Tensor2D];

const plain = (): Rule<Inputs, tf.Tensor2D> => ({
  forward(gate, up) {
    const s = tf.sigmoid(gate);
    const a = tf.mul(gate, s);
    return { value: tf.mul(a, up), saved: [s, a, up] };
  },
  backward(dy, [s, a, up]) {
    const slope = tf.add(s!, tf.sub(a!, tf.mul(a!, s!)));
    return [tf.mul(tf.mul(dy, up!), slope), tf.mul(dy, a!)];
  },
});

const each = (name: string, kernel: Pick<Kernel, "inputs" | "outputs" | "body">): Kernel => ({
  name,
  ...kernel,
  uniforms: { count: "i32" },
  workgroup: [64, 1],
  body: `if (i >= u.count) { return; }
let g = gate[i];
let s = 1.0 / (1.0 + exp(-g));
${kernel.body}`,
});

const forwardKernel = baked((width: number) => {
  const { type } = wide(width);
  return each(`swiglu ${type}`, {
    inputs: { gate: type, up: type },
    outputs: { y: type },
    body: `y[i] = g * s * up[i];`,
  });
});

const backwardKernel = baked((width: number) => {
  const { type } = wide(width);
  return each(`swiglu backward ${type}`, {
    inputs: { dy: type, gate: type, up: type },
    outputs: { dgate: type, dup: type },
    body: `let a = g * s;
dgate[i] = dy[i] * up[i] * (s + a - a * s);
dup[i] = dy[i] * a;`,
  });
});

const wgsl = (): Rule<Inputs, tf.Tensor2D> => ({
  forward(gate, up) {
    const { width } = wide(gate.size);
    const [value] = launch(forwardKernel(width), {
      inputs: [gate, up],
      outputs: [gate.shape],
      uniforms: [gate.size / width],
      groups: folded(Math.ceil(gate.size / width / 64)),
    });
    return { value: value as tf.Tensor2D, saved: [gate, up] };
  },
  backward(dy, [gate, up]) {
    const { width } = wide(dy.size);
    return launch(backwardKernel(width), {
      inputs: [dy, gate!, up!],
      outputs: [dy.shape, dy.shape],
      uniforms: [dy.size / width],
      groups: folded(Math.ceil(dy.size / width / 64)),
    });
  },
});

const onHeap = (n: Native): Rule<Inputs, tf.Tensor2D> => ({
  forward(gate, up) {
    const value = n.fresh<tf.Tensor2D>(gate.shape);
    n.calls.swiglu(n.at(gate), n.at(up), n.at(value), gate.size);
    return { value, saved: [gate, up] };
  },
  backward(dy, [gate, up]) {
    const [dgate, dup] = [n.fresh(dy.shape), n.fresh(dy.shape)];
    const at = [dy, gate!, up!, dgate, dup].map((t) => n.at(t));
    n.calls.swigluBackward(...at, dy.size);
    return [dgate, dup];
  },
});

/** gate and up [M,F] → [M,F]. */
export function swiglu(gate: tf.Tensor2D, up: tf.Tensor2D): tf.Tensor2D {
  return differentiable(ruleHere({ wgsl, onHeap, plain }), [gate, up]);
}
