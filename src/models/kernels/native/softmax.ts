/** @file Rows of scores to probabilities, and what the log-probability of a target needs of them. */
import { exp1, exp4 } from "./exp";
import { addScaled, laneMax, laneSum } from "./row";

function rowMax(x: usize, n: i32): f32 {
  let tops = f32x4.splat(-f32.MAX_VALUE);
  let i = 0;
  for (; i + 4 <= n; i += 4) tops = f32x4.max(tops, v128.load(x + ((<usize>i) << 2)));
  let top = laneMax(tops);
  for (; i < n; i++) top = max<f32>(top, load<f32>(x + ((<usize>i) << 2)));
  return top;
}

/** p = softmax(x), in place; p may also be elsewhere. */
export function softmaxRow(x: usize, p: usize, n: i32): void {
  const top = rowMax(x, n);
  const tops = f32x4.splat(top);
  let sums = f32x4.splat(0);
  let i = 0;
  for (; i + 4 <= n; i += 4) {
    const at = (<usize>i) << 2;
    const e = exp4(f32x4.sub(v128.load(x + at), tops));
    v128.store(p + at, e);
    sums = f32x4.add(sums, e);
  }
  let sum = laneSum(sums);
  for (; i < n; i++) {
    const at = (<usize>i) << 2;
    const e = exp1(load<f32>(x + at) - top);
    store<f32>(p + at, e);
    sum += e;
  }
  const share: f32 = 1 / sum;
  const shares = f32x4.splat(share);
  for (i = 0; i + 4 <= n; i += 4) {
    const at = (<usize>i) << 2;
    v128.store(p + at, f32x4.mul(v128.load(p + at), shares));
  }
  for (; i < n; i++) {
    const at = (<usize>i) << 2;
    store<f32>(p + at, load<f32>(p + at) * share);
  }
}

/** Of each row of logits [M,V] its maximum and Σ e^(logit − maximum), both [M]. */
export function partition(logits: usize, tops: usize, sums: usize, M: i32, V: i32): void {
  for (let m = 0; m < M; m++) {
    const top = rowMax(logits, V);
    const splat = f32x4.splat(top);
    let four = f32x4.splat(0);
    let i = 0;
    for (; i + 4 <= V; i += 4) {
      four = f32x4.add(four, exp4(f32x4.sub(v128.load(logits + ((<usize>i) << 2)), splat)));
    }
    let sum = laneSum(four);
    for (; i < V; i++) sum += exp1(load<f32>(logits + ((<usize>i) << 2)) - top);
    store<f32>(tops, top);
    store<f32>(sums, sum);
    tops += 4;
    sums += 4;
    logits += (<usize>V) << 2;
  }
}

/** logits [M,V] ← −g·e^(logits − top)/sum, row by row. */
export function expected(logits: usize, tops: usize, sums: usize, g: usize, M: i32, V: i32): void {
  for (let m = 0; m < M; m++) {
    const top = load<f32>(tops);
    const share = -load<f32>(g) / load<f32>(sums);
    const splat = f32x4.splat(top);
    const shares = f32x4.splat(share);
    let i = 0;
    for (; i + 4 <= V; i += 4) {
      const at = (<usize>i) << 2;
      const e = exp4(f32x4.sub(v128.load(logits + at), splat));
      v128.store(logits + at, f32x4.mul(e, shares));
    }
    for (; i < V; i++) {
      const at = (<usize>i) << 2;
      store<f32>(logits + at, share * exp1(load<f32>(logits + at) - top));
    }
    tops += 4;
    sums += 4;
    g += 4;
    logits += (<usize>V) << 2;
  }
}

/** The target's own part, added last since it is the largest: dx_m += g·w_t, dw_t += g·x_m. */
export function targeted(
  x: usize,
  w: usize,
  targets: usize,
  g: usize,
  dx: usize,
  dw: usize,
  M: i32,
  D: i32,
): void {
  const row = (<usize>D) << 2;
  for (let m = 0; m < M; m++) {
    const weight = load<f32>(g);
    const from = <usize>load<i32>(targets) * row;
    addScaled(dx, w + from, weight, D);
    addScaled(dw + from, x, weight, D);
    x += row;
    dx += row;
    targets += 4;
    g += 4;
  }
}
