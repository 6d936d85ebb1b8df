/**
 * @file log softmax(hidden·headᵀ)[target] per row, without a [M,V] table of log-probabilities.
 *
 * With p = softmax(logits):  log Z = max(logits) − log max(p)  (the likeliest token never
 * underflows),  logp = hidden·head[target] − log Z,  dhidden = g·(head[target] − p·head),
 * dhead = scatter(g·hidden) − pᵀ·(g·hidden).
 */
import * as tf from "@tensorflow/tfjs";
import { cut } from "./cut.ts";
import { differentiable, recording, ruleHere, type Rule } from "./differentiable.ts";
import { baked, folded, type Kernel } from "./kernel.ts";
import { launch } from "./launch.ts";
import type { Native } from "./native.ts";
import { times, timesTransposed, transposedTimes } from "./product.ts";
import { rowGroups, rowKernel, wide } from "./row.ts";
import { lanesPerRow } from "./variants.ts";
import { rowsOf, scatterAdd } from "./embed.ts";

type Inputs = readonly [tf.Tensor2D, tf.Tensor2D];

/** Probabilities kept for the backward pass, in elements; above it they are computed again. */
const KEPT = 1 << 24;

/** Rows taken at once: few enough for the cache, which is worth a factor of two in pᵀ·h. */
const ROWS = 512;

/** Consecutive blocks of rows. */
function chunks(x: tf.Tensor2D, rows = ROWS): tf.Tensor2D[] {
  const [M, D] = x.shape;
  const pieces = Array.from({ length: Math.ceil(M / rows) }, (_, i) => ({
    shape: [Math.min(rows, M - i * rows), D],
  }));
  return pieces.length === 1 ? [x] : (cut(x, pieces) as tf.Tensor2D[]);
}

/** p [m,V] and log Z [m] of some rows of hidden. */
function distribution(hidden: tf.Tensor2D, headT: tf.Tensor2D): [p: tf.Tensor2D, lse: tf.Tensor1D] {
  const logits = tf.matMul(hidden, headT) as tf.Tensor2D;
  const p = tf.softmax(logits) as tf.Tensor2D;
  const lse = tf.sub(tf.max(logits, 1), tf.log(tf.max(p, 1))) as tf.Tensor1D;
  logits.dispose();
  return [p, lse];
}

const plain = (targets: tf.Tensor1D): Rule<Inputs, tf.Tensor1D> => ({
  forward(hidden, head) {
    const headT = tf.transpose(head);
    const keep = recording() && hidden.shape[0] * head.shape[0] <= KEPT;
    const kept: tf.Tensor2D[] = [];
    const logZ = chunks(hidden).map((part) => {
      const [p, lse] = distribution(part, headT);
      if (keep) kept.push(p);
      else p.dispose();
      return lse;
    });
    const own = tf.sum(tf.mul(hidden, rowsOf(head, targets)), 1);
    return { value: tf.sub(own, tf.concat(logZ)), saved: [hidden, head, targets, ...kept] };
  },
  backward(dy, saved) {
    const [hidden, head, ids, ...kept] = saved as [tf.Tensor2D, tf.Tensor2D, tf.Tensor1D];
    const g = tf.reshape(dy, [-1, 1]);
    const weighted = tf.mul(hidden, g) as tf.Tensor2D;
    const headT = tf.transpose(head);
    const hiddens = chunks(hidden);
    const expected: tf.Tensor2D[] = [];
    const pulled = chunks(weighted).map((part, i) => {
      const p = kept[i] ?? distribution(hiddens[i]!, headT)[0];
      expected.push(tf.matMul(p, head));
      const pull = tf.matMul(tf.transpose(part), p);
      p.dispose();
      return pull;
    });
    const dHidden = tf.mul(tf.sub(rowsOf(head, ids), tf.concat(expected)), g);
    const dHead = tf.sub(scatterAdd(weighted, ids, head.shape[0]), tf.transpose(tf.addN(pulled)));
    return [dHidden, dHead];
  },
});

/** Running maximum and sum, so that each logit is read once. */
const logpKernel = baked((lanes: number) =>
  rowKernel(lanes, {
    name: "targetLogps",
    inputs: { logits: "f32", targets: "i32" },
    outputs: { logp: "f32", lse: "f32" },
    uniforms: { cols: "i32", first: "i32" },
    body: `
let base = row * u.cols;
var top = -3e38;
var sum = 0.0;
for (var v = start; v < u.cols; v += ${lanes}) {
  let x = logits[base + v];
  if (x > top) {
    sum *= exp(top - x);
    top = x;
  }
  sum += exp(x - top);
}
let peak = row_max(top, lane);
let total = row_sum(sum * exp(top - peak), lane);
if (start == 0) {
  let z = peak + log(total);
  lse[u.first + row] = z;
  logp[u.first + row] = logits[base + targets[u.first + row]] - z;
}`,
  }),
);

/** Turns logits into the gradient of Σ g·logp with respect to them, in place. */
const slopeKernel = baked((width: number): Kernel => {
  const { type } = wide(width);
  const own =
    width === 4
      ? "select(vec4<f32>(), vec4<f32>(1.0), vec4<i32>(0, 1, 2, 3) == vec4<i32>(t - 4 * (i % u.cols)))"
      : "select(0.0, 1.0, t == i % u.cols)";
  return {
    name: `targetLogps slope ${type}`,
    inputs: { targets: "i32", lse: "f32", g: "f32" },
    outputs: { logits: type },
    uniforms: { count: "i32", cols: "i32", first: "i32" },
    workgroup: [64, 1],
    body: `
if (i >= u.count) { return; }
let row = u.first + i / u.cols;
let t = targets[row];
logits[i] = g[row] * (${own} - exp(logits[i] - lse[row]));`,
  };
});

const rowsAtOnce = (V: number) => Math.max(1, Math.floor(KEPT / V));

const wgsl = (targets: tf.Tensor1D): Rule<Inputs, tf.Tensor1D> => ({
  forward(hidden, head) {
    const [M] = hidden.shape;
    const [V] = head.shape;
    const size = rowsAtOnce(V);
    let outputs: (tf.Tensor | number[])[] = [[M], [M]];
    let kept: tf.Tensor[] = [];
    chunks(hidden, size).forEach((part, n) => {
      const logits = timesTransposed(part, head);
      outputs = launch(logpKernel(lanesPerRow()), {
        inputs: [logits, targets],
        outputs,
        uniforms: [part.shape[0], V, n * size],
        groups: rowGroups(part.shape[0]),
      });
      if (recording() && M <= size) kept = [logits];
      else logits.dispose();
    });
    const [value, lse] = outputs as tf.Tensor[];
    return { value: value as tf.Tensor1D, saved: [hidden, head, targets, lse!, ...kept] };
  },
  backward(dy, saved) {
    const [hidden, head, ids, lse] = saved as [tf.Tensor2D, tf.Tensor2D, tf.Tensor, tf.Tensor];
    const [V] = head.shape;
    const { width } = wide(V);
    const size = rowsAtOnce(V);
    const dHead: tf.Tensor[] = [];
    const dHidden = chunks(hidden, size).map((part, n) => {
      const logits = (saved[4] ?? timesTransposed(part, head)) as tf.Tensor2D;
      launch(slopeKernel(width), {
        inputs: [ids, lse, dy],
        outputs: [logits],
        uniforms: [logits.size / width, V / width, n * size],
        groups: folded(Math.ceil(logits.size / width / 64)),
      });
      dHead.push(transposedTimes(logits, part));
      const pull = times(logits, head);
      logits.dispose();
      return pull;
    });
    if (dHidden.length === 1) return [dHidden[0]!, dHead[0]!];
    return [tf.concat(dHidden), tf.addN(dHead)];
  },
});

/** Rows of logits read while they are still in the cache. */
const NEAR = 48;

/** Of `rows` rows of hidden from `from` on: their logits, at `logits`, and what sums them up. */
function logitsOnHeap(
  n: Native,
  [hidden, head, tops, sums]: readonly tf.Tensor[],
  logits: number,
  from: number,
  rows: number,
): void {
  const [V, D] = head!.shape as [number, number];
  for (let row = from; row < from + rows; row += NEAR) {
    const m = Math.min(NEAR, from + rows - row);
    const to = logits + 4 * V * (row - from);
    n.product([n.at(hidden!) + 4 * D * row, D, 1], [n.at(head!), 1, D], to, V, [m, V, D]);
    n.calls.partition(to, n.at(tops!) + 4 * row, n.at(sums!) + 4 * row, m, V);
  }
}

const onHeap = (n: Native, targets: tf.Tensor1D): Rule<Inputs, tf.Tensor1D> => ({
  forward(hidden, head) {
    const [M] = hidden.shape;
    const [V] = head.shape;
    const size = Math.min(M, rowsAtOnce(V));
    const [logits, tops, sums] = [n.fresh([size, V]), n.fresh([M]), n.fresh([M])];
    const value = n.fresh<tf.Tensor1D>([M]);
    const ids = targets.dataSync();
    for (let from = 0; from < M; from += size) {
      const rows = Math.min(size, M - from);
      logitsOnHeap(n, [hidden, head, tops, sums], n.at(logits), from, rows);
      const [all, top, sum, out] = [logits, tops, sums, value].map((x) => n.view(x));
      for (let r = from; r < from + rows; r++) {
        const own = all![(r - from) * V + ids[r]!]!;
        out![r] = own - top![r]! - Math.log(sum![r]!);
      }
    }
    const keep = recording() && M <= size;
    if (!keep) logits.dispose();
    return { value, saved: [hidden, head, targets, tops, sums, ...(keep ? [logits] : [])] };
  },
  backward(dy, saved) {
    const [hidden, head, ids, tops, sums, kept] = saved as [tf.Tensor2D, ...tf.Tensor[]];
    const [M, D] = hidden.shape;
    const [V] = head!.shape as [number, number];
    const size = Math.min(M, rowsAtOnce(V));
    const logits = kept ?? n.fresh([size, V]);
    const [dHidden, dHead] = [n.fresh([M, D]), n.fresh([V, D])];
    const at = n.at(logits);
    for (let from = 0; from < M; from += size) {
      const rows = Math.min(size, M - from);
      if (!kept) logitsOnHeap(n, [hidden, head!, tops!, sums!], at, from, rows);
      const [own, top, sum, g] = [ids, tops, sums, dy].map((t) => n.at(t!) + 4 * from);
      // In place: logits are not read again.
      n.calls.expected(at, top!, sum!, g!, rows, V);
      const [x, dx] = [hidden, dHidden].map((t) => n.at(t) + 4 * D * from);
      n.product([at, V, 1], [n.at(head!), D, 1], dx!, D, [rows, D, V]);
      n.product([at, 1, V], [x!, D, 1], n.at(dHead), D, [V, D, rows], from > 0);
      n.calls.targeted(x!, n.at(head!), own!, g!, dx!, n.at(dHead), rows, D);
    }
    if (!kept) logits.dispose();
    return [dHidden, dHead];
  },
});

/** hidden [M,D], head [V,D], targets int32 [M] → log-probability of each target, [M], nats. */
export function targetLogps(
  hidden: tf.Tensor2D,
  head: tf.Tensor2D,
  targets: tf.Tensor1D,
): tf.Tensor1D {
  return differentiable(ruleHere({ wgsl, onHeap, plain }, targets), [hidden, head]);
}
