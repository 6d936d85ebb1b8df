/** @file Sums and maxima of contiguous float32s, in one order whatever lies around them. */

export function laneSum(x: v128): f32 {
  return (
    f32x4.extract_lane(x, 0) +
    f32x4.extract_lane(x, 1) +
    (f32x4.extract_lane(x, 2) + f32x4.extract_lane(x, 3))
  );
}

export function laneMax(x: v128): f32 {
  return max<f32>(
    max<f32>(f32x4.extract_lane(x, 0), f32x4.extract_lane(x, 1)),
    max<f32>(f32x4.extract_lane(x, 2), f32x4.extract_lane(x, 3)),
  );
}

/** Σ a·b over n numbers, in float64. */
export function exactDot(a: usize, b: usize, n: i32): f64 {
  let even = f64x2.splat(0);
  let odd = even;
  let i = 0;
  for (; i + 4 <= n; i += 4) {
    const at = (<usize>i) << 2;
    const x = v128.load(a + at);
    const y = v128.load(b + at);
    even = f64x2.add(even, f64x2.mul(f64x2.promote_low_f32x4(x), f64x2.promote_low_f32x4(y)));
    const x2 = v128.shuffle<f32>(x, x, 2, 3, 2, 3);
    const y2 = v128.shuffle<f32>(y, y, 2, 3, 2, 3);
    odd = f64x2.add(odd, f64x2.mul(f64x2.promote_low_f32x4(x2), f64x2.promote_low_f32x4(y2)));
  }
  const both = f64x2.add(even, odd);
  let sum = f64x2.extract_lane(both, 0) + f64x2.extract_lane(both, 1);
  for (; i < n; i++) {
    const at = (<usize>i) << 2;
    sum += <f64>load<f32>(a + at) * <f64>load<f32>(b + at);
  }
  return sum;
}

/** y += a·x over n numbers. */
export function addScaled(y: usize, x: usize, a: f32, n: i32): void {
  const scale = f32x4.splat(a);
  let i = 0;
  for (; i + 4 <= n; i += 4) {
    const at = (<usize>i) << 2;
    v128.store(y + at, f32x4.add(v128.load(y + at), f32x4.mul(scale, v128.load(x + at))));
  }
  for (; i < n; i++) {
    const at = (<usize>i) << 2;
    store<f32>(y + at, load<f32>(y + at) + a * load<f32>(x + at));
  }
}
