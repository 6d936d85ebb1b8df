/**
 * @file y = x·r·w with r = 1/√(mean(x²) + ε), per row (Zhang and Sennrich 2019, equation 4).
 *
 * With x̂ = x·r and p = dy·x̂:  dw = Σ_rows p,  dx = r·(dy·w − x̂·(p·w)/D).
 */
import * as tf from "@tensorflow/tfjs";
import { differentiable, ruleHere, type Rule } from "./differentiable.ts";
import { baked } from "./kernel.ts";
import { launch } from "./launch.ts";
import type { Native } from "./native.ts";
import { columnSums } from "./linear.ts";
import { rowGroups, rowKernel, wide } from "./row.ts";
import { lanesPerRow } from "./variants.ts";

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

const forwardKernel = baked((width: number, lanes: number) => {
  const { type, total } = wide(width);
  return rowKernel(lanes, {
    name: `rmsNorm ${type}`,
    inputs: { x: type, w: type },
    outputs: { y: type, r: "f32" },
    uniforms: { cols: "i32", size: "f32", eps: "f32" },
    body: `
let base = row * u.cols;
var squares = ${type}();
for (var j = start; j < u.cols; j += ${lanes}) { squares += x[base + j] * x[base + j]; }
let scale = inverseSqrt(row_sum(${total("squares")}, lane) / u.size + u.eps);
for (var j = start; j < u.cols; j += ${lanes}) { y[base + j] = x[base + j] * scale * w[j]; }
if (start == 0) { r[row] = scale; }`,
  });
});

const inputKernel = baked((width: number, lanes: number) => {
  const { type, total } = wide(width);
  return rowKernel(lanes, {
    name: `rmsNorm dx ${type}`,
    inputs: { dy: type, x: type, w: type, r: "f32" },
    outputs: { dx: type },
    uniforms: { cols: "i32", size: "f32" },
    body: `
let base = row * u.cols;
let scale = r[row];
var along = ${type}();
for (var j = start; j < u.cols; j += ${lanes}) { along += dy[base + j] * x[base + j] * w[j]; }
let pull = row_sum(${total("along")}, lane) * scale * scale / u.size;
for (var j = start; j < u.cols; j += ${lanes}) {
  dx[base + j] = scale * (dy[base + j] * w[j] - x[base + j] * pull);
}`,
  });
});

/** Here a "row" is a column of x, and the lanes share its M entries. */
const gainKernel = baked((lanes: number) =>
  rowKernel(lanes, {
    name: "rmsNorm dw",
    inputs: { dy: "f32", x: "f32", r: "f32" },
    outputs: { dw: "f32" },
    uniforms: { count: "i32" },
    body: `
var sum = 0.0;
for (var m = start; m < u.count; m += ${lanes}) {
  sum += dy[m * u.rows + row] * x[m * u.rows + row] * r[m];
}
sum = row_sum(sum, lane);
if (start == 0) { dw[row] = sum; }`,
  }),
);

const wgsl = (eps: number): Rule<Inputs, tf.Tensor2D> => ({
  forward(x, w) {
    const [M, D] = x.shape;
    const { width } = wide(D);
    const [value, r] = launch(forwardKernel(width, lanesPerRow()), {
      inputs: [x, w],
      outputs: [[M, D], [M]],
      uniforms: [M, D / width, D, eps],
      groups: rowGroups(M),
    });
    return { value: value as tf.Tensor2D, saved: [x, w, r!] };
  },
  backward(dy, [x, w, r]) {
    const [M, D] = dy.shape;
    const { width } = wide(D);
    const [dx] = launch(inputKernel(width, lanesPerRow()), {
      inputs: [dy, x!, w!, r!],
      outputs: [[M, D]],
      uniforms: [M, D / width, D],
      groups: rowGroups(M),
    });
    const [dw] = launch(gainKernel(lanesPerRow()), {
      inputs: [dy, x!, r!],
      outputs: [[D]],
      uniforms: [D, M],
      groups: rowGroups(D),
    });
    return [dx!, dw!];
  },
});

const onHeap = (n: Native, eps: number): Rule<Inputs, tf.Tensor2D> => ({
  forward(x, w) {
    const [M, D] = x.shape;
    const [value, r] = [n.fresh<tf.Tensor2D>(x.shape), n.fresh([M])];
    n.calls.rmsNorm(n.at(x), n.at(w), n.at(value), n.at(r), M, D, eps);
    return { value, saved: [x, w, r] };
  },
  backward(dy, [x, w, r]) {
    const [M, D] = dy.shape;
    const [dx, dw] = [n.fresh([M, D]), n.fresh([D])];
    const at = [dy, x!, w!, r!, dx, dw].map((t) => n.at(t));
    n.calls.rmsNormBackward(...at, M, D);
    return [dx, dw];
  },
});

/** x [M,D], w [D] → [M,D]. */
export function rmsNorm(x: tf.Tensor2D, w: tf.Tensor1D, eps: number): tf.Tensor2D {
  return differentiable(ruleHere({ wgsl, onHeap, plain }, eps), [x, w]);
}
