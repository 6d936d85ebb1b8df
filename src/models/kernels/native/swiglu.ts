/** @file y = g·σ(g)·up, element by element, and its gradient. The last few are padded to four. */
import { exp4 } from "./exp";

function sigmoid(g: v128): v128 {
  const one = f32x4.splat(1);
  return f32x4.div(one, f32x4.add(one, exp4(f32x4.neg(g))));
}

/** Up to four numbers; 0 past the end. */
function some(from: usize, n: i32): v128 {
  if (n >= 4) return v128.load(from);
  let x = v128.load32_zero(from);
  if (n > 1) x = f32x4.replace_lane(x, 1, load<f32>(from, 4));
  if (n > 2) x = f32x4.replace_lane(x, 2, load<f32>(from, 8));
  return x;
}

function put(to: usize, x: v128, n: i32): void {
  if (n >= 4) return v128.store(to, x);
  v128.store32_lane(to, x, 0);
  if (n > 1) v128.store32_lane(to, x, 1, 4);
  if (n > 2) v128.store32_lane(to, x, 2, 8);
}

export function swiglu(gate: usize, up: usize, y: usize, count: i32): void {
  for (let i = 0; i < count; i += 4) {
    const at = (<usize>i) << 2;
    const n = count - i;
    const g = some(gate + at, n);
    put(y + at, f32x4.mul(f32x4.mul(g, sigmoid(g)), some(up + at, n)), n);
  }
}

/** With s = σ(g) and a = g·s: dup = dy·a, dgate = dy·up·(s + a − a·s). */
export function swigluBackward(
  dy: usize,
  gate: usize,
  up: usize,
  dgate: usize,
  dup: usize,
  count: i32,
): void {
  for (let i = 0; i < count; i += 4) {
    const at = (<usize>i) << 2;
    const n = count - i;
    const g = some(gate + at, n);
    const d = some(dy + at, n);
    const s = sigmoid(g);
    const a = f32x4.mul(g, s);
    const slope = f32x4.add(s, f32x4.sub(a, f32x4.mul(a, s)));
    put(dgate + at, f32x4.mul(f32x4.mul(d, some(up + at, n)), slope), n);
    put(dup + at, f32x4.mul(d, a), n);
  }
}
