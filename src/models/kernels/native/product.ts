/**
 * @file c = a·b (or c + a·b) of row-major float32 matrices that may be transposed, or lie inside
 * larger ones: each has a stride for its rows and one for its columns, in elements.
 *
 * Blocks of 6×8 outputs stay in registers while the depth is walked: twelve sums, two vectors of b
 * and one of a fill the sixteen registers of SIMD on x86. b is copied into panels eight columns wide
 * first, 256 deep, so that it is read in order and from the cache. A row of c is summed in one order
 * wherever it lies, so a batch may be cut anywhere without changing a bit.
 */

const ROWS: i32 = 6;
const COLS: i32 = 8;
/** Depth of a panel, and columns packed at a time. */
const DEPTH: i32 = 256;
const WIDTH: i32 = 512;

/** Bytes that `product` needs to work in. */
export const SCRATCH: i32 = 4 * (DEPTH * WIDTH + ROWS * DEPTH + ROWS * COLS);

/** Panels of a matrix whose rows are contiguous, `stride` bytes apart. */
function packRows(b: usize, stride: usize, depth: i32, cols: i32, out: usize): void {
  for (let j = 0; j < cols; j += COLS) {
    const n = cols - j;
    let from = b + ((<usize>j) << 2);
    if (n >= COLS) {
      for (let k = 0; k < depth; k++) {
        v128.store(out, v128.load(from));
        v128.store(out, v128.load(from, 16), 16);
        out += 32;
        from += stride;
      }
    } else {
      for (let k = 0; k < depth; k++) {
        for (let c = 0; c < COLS; c++) {
          const at = (<usize>c) << 2;
          store<f32>(out + at, c < n ? load<f32>(from + at) : 0);
        }
        out += 32;
        from += stride;
      }
    }
  }
}

/** Panels of a matrix whose columns are contiguous, `stride` bytes apart: 4×4 blocks are turned. */
function packColumns(b: usize, stride: usize, depth: i32, cols: i32, out: usize): void {
  for (let j = 0; j < cols; j += 4) {
    const n = cols - j;
    // Columns past the end repeat the first: what comes of them is not kept.
    const b0 = b + <usize>j * stride;
    const b1 = n > 1 ? b0 + stride : b0;
    const b2 = n > 2 ? b0 + 2 * stride : b0;
    const b3 = n > 3 ? b0 + 3 * stride : b0;
    let to = out + ((<usize>((j >> 3) * depth)) << 5) + ((<usize>(j & 4)) << 2);
    let at: usize = 0;
    let k = 0;
    for (; k + 4 <= depth; k += 4) {
      const r0 = v128.load(b0 + at);
      const r1 = v128.load(b1 + at);
      const r2 = v128.load(b2 + at);
      const r3 = v128.load(b3 + at);
      const low01 = v128.shuffle<f32>(r0, r1, 0, 4, 1, 5);
      const high01 = v128.shuffle<f32>(r0, r1, 2, 6, 3, 7);
      const low23 = v128.shuffle<f32>(r2, r3, 0, 4, 1, 5);
      const high23 = v128.shuffle<f32>(r2, r3, 2, 6, 3, 7);
      v128.store(to, v128.shuffle<f64>(low01, low23, 0, 2));
      v128.store(to, v128.shuffle<f64>(low01, low23, 1, 3), 32);
      v128.store(to, v128.shuffle<f64>(high01, high23, 0, 2), 64);
      v128.store(to, v128.shuffle<f64>(high01, high23, 1, 3), 96);
      to += 128;
      at += 16;
    }
    for (; k < depth; k++) {
      store<f32>(to, load<f32>(b0 + at));
      store<f32>(to, load<f32>(b1 + at), 4);
      store<f32>(to, load<f32>(b2 + at), 8);
      store<f32>(to, load<f32>(b3 + at), 12);
      to += 32;
      at += 4;
    }
  }
}

/** Six rows of a transposed a, side by side at each depth. */
function packLeft(a: usize, stride: usize, rows: i32, depth: i32, out: usize): void {
  for (let k = 0; k < depth; k++) {
    if (rows == ROWS) {
      v128.store(out, v128.load(a));
      v128.store64_lane(out, v128.load64_zero(a, 16), 0, 16);
    } else {
      for (let r = 0; r < rows; r++) {
        const at = (<usize>r) << 2;
        store<f32>(out + at, load<f32>(a + at));
      }
    }
    out += 24;
    a += stride;
  }
}

/**
 * One block: a's rows lie `rowStride` bytes apart, its columns `step`; b is a panel; c's rows lie
 * `stride` bytes apart. Of fewer than six rows the missing ones repeat the first.
 */
function block(
  a0: usize,
  rowStride: usize,
  step: usize,
  rows: i32,
  b: usize,
  depth: i32,
  c: usize,
  stride: usize,
  add: bool,
): void {
  let a1 = rows > 1 ? a0 + rowStride : a0;
  let a2 = rows > 2 ? a0 + 2 * rowStride : a0;
  let a3 = rows > 3 ? a0 + 3 * rowStride : a0;
  let a4 = rows > 4 ? a0 + 4 * rowStride : a0;
  let a5 = rows > 5 ? a0 + 5 * rowStride : a0;
  let c00 = f32x4.splat(0);
  let c01 = c00;
  let c10 = c00;
  let c11 = c00;
  let c20 = c00;
  let c21 = c00;
  let c30 = c00;
  let c31 = c00;
  let c40 = c00;
  let c41 = c00;
  let c50 = c00;
  let c51 = c00;
  for (let k = 0; k < depth; k++) {
    const b0 = v128.load(b);
    const b1 = v128.load(b, 16);
    let x = v128.load32_splat(a0);
    c00 = f32x4.add(c00, f32x4.mul(x, b0));
    c01 = f32x4.add(c01, f32x4.mul(x, b1));
    x = v128.load32_splat(a1);
    c10 = f32x4.add(c10, f32x4.mul(x, b0));
    c11 = f32x4.add(c11, f32x4.mul(x, b1));
    x = v128.load32_splat(a2);
    c20 = f32x4.add(c20, f32x4.mul(x, b0));
    c21 = f32x4.add(c21, f32x4.mul(x, b1));
    x = v128.load32_splat(a3);
    c30 = f32x4.add(c30, f32x4.mul(x, b0));
    c31 = f32x4.add(c31, f32x4.mul(x, b1));
    x = v128.load32_splat(a4);
    c40 = f32x4.add(c40, f32x4.mul(x, b0));
    c41 = f32x4.add(c41, f32x4.mul(x, b1));
    x = v128.load32_splat(a5);
    c50 = f32x4.add(c50, f32x4.mul(x, b0));
    c51 = f32x4.add(c51, f32x4.mul(x, b1));
    a0 += step;
    a1 += step;
    a2 += step;
    a3 += step;
    a4 += step;
    a5 += step;
    b += 32;
  }
  if (add) {
    let p = c;
    c00 = f32x4.add(v128.load(p), c00);
    c01 = f32x4.add(v128.load(p, 16), c01);
    p += stride;
    c10 = f32x4.add(v128.load(p), c10);
    c11 = f32x4.add(v128.load(p, 16), c11);
    p += stride;
    c20 = f32x4.add(v128.load(p), c20);
    c21 = f32x4.add(v128.load(p, 16), c21);
    p += stride;
    c30 = f32x4.add(v128.load(p), c30);
    c31 = f32x4.add(v128.load(p, 16), c31);
    p += stride;
    c40 = f32x4.add(v128.load(p), c40);
    c41 = f32x4.add(v128.load(p, 16), c41);
    p += stride;
    c50 = f32x4.add(v128.load(p), c50);
    c51 = f32x4.add(v128.load(p, 16), c51);
  }
  v128.store(c, c00);
  v128.store(c, c01, 16);
  c += stride;
  v128.store(c, c10);
  v128.store(c, c11, 16);
  c += stride;
  v128.store(c, c20);
  v128.store(c, c21, 16);
  c += stride;
  v128.store(c, c30);
  v128.store(c, c31, 16);
  c += stride;
  v128.store(c, c40);
  v128.store(c, c41, 16);
  c += stride;
  v128.store(c, c50);
  v128.store(c, c51, 16);
}

/** a [M,K], b [K,N], c [M,N]; the columns of c are contiguous; `scratch`: SCRATCH bytes. */
export function product(
  a: usize,
  aRow: i32,
  aCol: i32,
  b: usize,
  bRow: i32,
  bCol: i32,
  c: usize,
  cRow: i32,
  M: i32,
  N: i32,
  K: i32,
  add: bool,
  scratch: usize,
): void {
  const left = scratch + <usize>(4 * DEPTH * WIDTH);
  const edge = left + <usize>(4 * ROWS * DEPTH);
  const stride = (<usize>cRow) << 2;
  for (let j0 = 0; j0 < N; j0 += WIDTH) {
    const cols = min<i32>(WIDTH, N - j0);
    for (let k0 = 0; k0 < K; k0 += DEPTH) {
      const depth = min<i32>(DEPTH, K - k0);
      const more = add || k0 > 0;
      const from = b + ((<usize>(k0 * bRow + j0 * bCol)) << 2);
      if (bCol == 1) packRows(from, (<usize>bRow) << 2, depth, cols, scratch);
      else packColumns(from, (<usize>bCol) << 2, depth, cols, scratch);
      for (let i = 0; i < M; i += ROWS) {
        const rows = min<i32>(ROWS, M - i);
        let first = a + ((<usize>(i * aRow + k0 * aCol)) << 2);
        let rowStride = (<usize>aRow) << 2;
        let step: usize = 4;
        if (aCol != 1) {
          packLeft(first, (<usize>aCol) << 2, rows, depth, left);
          first = left;
          rowStride = 4;
          step = 24;
        }
        for (let j = 0; j < cols; j += COLS) {
          const n = min<i32>(COLS, cols - j);
          const panel = scratch + ((<usize>(j * depth)) << 2);
          const out = c + <usize>i * stride + ((<usize>(j0 + j)) << 2);
          if (rows == ROWS && n == COLS) {
            block(first, rowStride, step, ROWS, panel, depth, out, stride, more);
            continue;
          }
          block(first, rowStride, step, rows, panel, depth, edge, 32, false);
          for (let r = 0; r < rows; r++) {
            for (let q = 0; q < n; q++) {
              const at = out + <usize>r * stride + ((<usize>q) << 2);
              const sum = load<f32>(edge + ((<usize>(r * COLS + q)) << 2));
              store<f32>(at, more ? load<f32>(at) + sum : sum);
            }
          }
        }
      }
    }
  }
}
