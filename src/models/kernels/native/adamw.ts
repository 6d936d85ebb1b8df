/** @file One step of AdamW on vectors, and the norm that it is clipped by. */
import { exactDot } from "./row";

/** m' = β₁m + r₁·clip·g, v' = β₂v + r₂·(clip·g)², p' = keep·p − rate·m' / (√(v'·unbias) + ε). */
export function adamw(
  p: usize,
  g: usize,
  m: usize,
  v: usize,
  nextP: usize,
  nextM: usize,
  nextV: usize,
  count: i32,
  clip: f32,
  beta1: f32,
  rest1: f32,
  beta2: f32,
  rest2: f32,
  rate: f32,
  unbias: f32,
  epsilon: f32,
  keep: f32,
): void {
  let i = 0;
  for (; i + 4 <= count; i += 4) {
    const at = (<usize>i) << 2;
    const x = f32x4.mul(v128.load(g + at), f32x4.splat(clip));
    const mean = f32x4.add(
      f32x4.mul(v128.load(m + at), f32x4.splat(beta1)),
      f32x4.mul(x, f32x4.splat(rest1)),
    );
    const square = f32x4.add(
      f32x4.mul(v128.load(v + at), f32x4.splat(beta2)),
      f32x4.mul(f32x4.mul(x, x), f32x4.splat(rest2)),
    );
    v128.store(nextM + at, mean);
    v128.store(nextV + at, square);
    const root = f32x4.sqrt(f32x4.mul(square, f32x4.splat(unbias)));
    const move = f32x4.div(
      f32x4.mul(mean, f32x4.splat(rate)),
      f32x4.add(root, f32x4.splat(epsilon)),
    );
    const kept = f32x4.mul(v128.load(p + at), f32x4.splat(keep));
    v128.store(nextP + at, f32x4.sub(kept, move));
  }
  for (; i < count; i++) {
    const at = (<usize>i) << 2;
    const x = load<f32>(g + at) * clip;
    const mean = load<f32>(m + at) * beta1 + x * rest1;
    const square = load<f32>(v + at) * beta2 + x * x * rest2;
    store<f32>(nextM + at, mean);
    store<f32>(nextV + at, square);
    const move = (mean * rate) / (sqrt<f32>(square * unbias) + epsilon);
    store<f32>(nextP + at, load<f32>(p + at) * keep - move);
  }
}

/** Σ x². */
export function sumOfSquares(x: usize, count: i32): f64 {
  return exactDot(x, x, count);
}
