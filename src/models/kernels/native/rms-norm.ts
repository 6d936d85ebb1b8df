/** @file y = x·r·w with r = 1/√(mean(x²) + ε), row by row, and its gradient. */
import { exactDot } from "./row";

/** x [M,D], w [D] → y [M,D], r [M]. */
export function rmsNorm(x: usize, w: usize, y: usize, r: usize, M: i32, D: i32, eps: f32): void {
  for (let m = 0; m < M; m++) {
    const scale = <f32>(1 / sqrt<f64>(exactDot(x, x, D) / <f64>D + <f64>eps));
    store<f32>(r, scale);
    const scales = f32x4.splat(scale);
    let j = 0;
    for (; j + 4 <= D; j += 4) {
      const at = (<usize>j) << 2;
      v128.store(y + at, f32x4.mul(f32x4.mul(v128.load(x + at), scales), v128.load(w + at)));
    }
    for (; j < D; j++) {
      const at = (<usize>j) << 2;
      store<f32>(y + at, load<f32>(x + at) * scale * load<f32>(w + at));
    }
    x += (<usize>D) << 2;
    y += (<usize>D) << 2;
    r += 4;
  }
}

/** dx = r·(dy·w − x̂·Σ(dy·x̂·w)/D), dw = Σ_rows dy·x̂, with x̂ = x·r. */
export function rmsNormBackward(
  dy: usize,
  x: usize,
  w: usize,
  r: usize,
  dx: usize,
  dw: usize,
  M: i32,
  D: i32,
): void {
  memory.fill(dw, 0, (<usize>D) << 2);
  for (let m = 0; m < M; m++) {
    const scale = load<f32>(r);
    const scales = f32x4.splat(scale);
    let along = f64x2.splat(0);
    let rest: f64 = 0;
    let j = 0;
    for (; j + 4 <= D; j += 4) {
      const at = (<usize>j) << 2;
      const p = f32x4.mul(v128.load(dy + at), f32x4.mul(v128.load(x + at), scales));
      v128.store(dw + at, f32x4.add(v128.load(dw + at), p));
      const weighted = f32x4.mul(p, v128.load(w + at));
      const high = v128.shuffle<f32>(weighted, weighted, 2, 3, 2, 3);
      along = f64x2.add(along, f64x2.promote_low_f32x4(weighted));
      along = f64x2.add(along, f64x2.promote_low_f32x4(high));
    }
    for (; j < D; j++) {
      const at = (<usize>j) << 2;
      const p = load<f32>(dy + at) * load<f32>(x + at) * scale;
      store<f32>(dw + at, load<f32>(dw + at) + p);
      rest += <f64>(p * load<f32>(w + at));
    }
    const sum = f64x2.extract_lane(along, 0) + f64x2.extract_lane(along, 1) + rest;
    const pull = <f32>(sum / <f64>D) * scale;
    const pulls = f32x4.splat(pull);
    for (j = 0; j + 4 <= D; j += 4) {
      const at = (<usize>j) << 2;
      const own = f32x4.mul(v128.load(dy + at), v128.load(w + at));
      const back = f32x4.mul(v128.load(x + at), pulls);
      v128.store(dx + at, f32x4.mul(scales, f32x4.sub(own, back)));
    }
    for (; j < D; j++) {
      const at = (<usize>j) << 2;
      const own = load<f32>(dy + at) * load<f32>(w + at);
      store<f32>(dx + at, scale * (own - load<f32>(x + at) * pull));
    }
    dy += (<usize>D) << 2;
    x += (<usize>D) << 2;
    dx += (<usize>D) << 2;
    r += 4;
  }
}
