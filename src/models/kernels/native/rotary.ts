/** @file (y₁, y₂) = (x₁·cos − x₂·sin, x₂·cos + x₁·sin) for the two halves of each head. */

/** x [M,H,2·half], cosine and sine [M,half] → y; `sign` −1 turns back. */
export function rotary(
  x: usize,
  cosine: usize,
  sine: usize,
  y: usize,
  M: i32,
  H: i32,
  half: i32,
  sign: f32,
): void {
  const signs = f32x4.splat(sign);
  const across = (<usize>half) << 2;
  for (let m = 0; m < M; m++) {
    for (let h = 0; h < H; h++) {
      let i = 0;
      for (; i + 4 <= half; i += 4) {
        const at = (<usize>i) << 2;
        const a = v128.load(x + at);
        const b = v128.load(x + at + across);
        const c = v128.load(cosine + at);
        const s = f32x4.mul(v128.load(sine + at), signs);
        v128.store(y + at, f32x4.sub(f32x4.mul(a, c), f32x4.mul(b, s)));
        v128.store(y + at + across, f32x4.add(f32x4.mul(b, c), f32x4.mul(a, s)));
      }
      for (; i < half; i++) {
        const at = (<usize>i) << 2;
        const a = load<f32>(x + at);
        const b = load<f32>(x + at + across);
        const c = load<f32>(cosine + at);
        const s = load<f32>(sine + at) * sign;
        store<f32>(y + at, a * c - b * s);
        store<f32>(y + at + across, b * c + a * s);
      }
      x += 2 * across;
      y += 2 * across;
    }
    cosine += across;
    sine += across;
  }
}
