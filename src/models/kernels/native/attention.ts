/**
 * @file o = softmax(q·kᵀ/√d + mask)·v for each head of each sequence, and its gradient. A head is a
 * matrix inside a larger one: rows (tokens) lie `row` elements apart, heads `head`, sequences
 * `batch`; q, o, dy and dq share one layout, k, v, dk and dv another. `group` query heads in a row
 * read one head of k and v.
 */
import { product } from "./product";
import { exactDot, laneSum } from "./row";
import { softmaxRow } from "./softmax";

function shift(from: usize, elements: i32): usize {
  return from + ((<usize>elements) << 2);
}

/** Scores of one head to probabilities: scaled, masked, row by row. */
function normalize(p: usize, mask: usize, T: i32, S: i32, scale: f32): void {
  const scales = f32x4.splat(scale);
  for (let t = 0; t < T; t++) {
    let s = 0;
    for (; s + 4 <= S; s += 4) {
      const at = (<usize>s) << 2;
      const x = f32x4.mul(v128.load(p + at), scales);
      v128.store(p + at, f32x4.add(x, v128.load(mask + at)));
    }
    for (; s < S; s++) {
      const at = (<usize>s) << 2;
      store<f32>(p + at, load<f32>(p + at) * scale + load<f32>(mask + at));
    }
    softmaxRow(p, p, S);
    p = shift(p, S);
    mask = shift(mask, S);
  }
}

/** p_s = q·k_s for one query: a product would be mostly packing. */
function compare(q: usize, k: usize, row: i32, p: usize, S: i32, d: i32): void {
  for (let s = 0; s < S; s++) {
    let even = f32x4.splat(0);
    let odd = even;
    let i = 0;
    for (; i + 8 <= d; i += 8) {
      const at = (<usize>i) << 2;
      even = f32x4.add(even, f32x4.mul(v128.load(q + at), v128.load(k + at)));
      odd = f32x4.add(odd, f32x4.mul(v128.load(q + at, 16), v128.load(k + at, 16)));
    }
    let sum = laneSum(f32x4.add(even, odd));
    for (; i < d; i++) {
      const at = (<usize>i) << 2;
      sum += load<f32>(q + at) * load<f32>(k + at);
    }
    store<f32>(p, sum);
    p += 4;
    k = shift(k, row);
  }
}

/** o = Σ_s p_s·v_s for one query: sixteen sums at a time stay in registers. */
function mix(p: usize, v: usize, row: i32, o: usize, S: i32, d: i32): void {
  const stride = (<usize>row) << 2;
  let i = 0;
  for (; i + 16 <= d; i += 16) {
    let from = shift(v, i);
    let a = f32x4.splat(0);
    let b = a;
    let c = a;
    let e = a;
    for (let s = 0; s < S; s++) {
      const weight = v128.load32_splat(p + ((<usize>s) << 2));
      a = f32x4.add(a, f32x4.mul(weight, v128.load(from)));
      b = f32x4.add(b, f32x4.mul(weight, v128.load(from, 16)));
      c = f32x4.add(c, f32x4.mul(weight, v128.load(from, 32)));
      e = f32x4.add(e, f32x4.mul(weight, v128.load(from, 48)));
      from += stride;
    }
    const to = shift(o, i);
    v128.store(to, a);
    v128.store(to, b, 16);
    v128.store(to, c, 32);
    v128.store(to, e, 48);
  }
  for (; i < d; i++) {
    let sum: f32 = 0;
    for (let s = 0; s < S; s++) {
      sum += load<f32>(p + ((<usize>s) << 2)) * load<f32>(shift(v, i) + <usize>s * stride);
    }
    store<f32>(shift(o, i), sum);
  }
}

/** p [B,H,T,S], or [T,S] used again by every head where `keep` is false; mask [B or 1,T,S]. */
export function attend(
  q: usize,
  k: usize,
  v: usize,
  mask: usize,
  o: usize,
  p: usize,
  B: i32,
  H: i32,
  group: i32,
  T: i32,
  S: i32,
  d: i32,
  qBatch: i32,
  qHead: i32,
  qRow: i32,
  kBatch: i32,
  kHead: i32,
  kRow: i32,
  maskBatch: i32,
  keep: bool,
  scratch: usize,
): void {
  const scale: f32 = 1 / sqrt<f32>(<f32>d);
  for (let b = 0; b < B; b++) {
    for (let h = 0; h < H; h++) {
      const own = b * qBatch + h * qHead;
      const other = b * kBatch + (h / group) * kHead;
      const queries = shift(q, own);
      const keys = shift(k, other);
      const values = shift(v, other);
      const bias = shift(mask, b * maskBatch);
      const out = shift(o, own);
      if (T == 1) {
        compare(queries, keys, kRow, p, S, d);
        normalize(p, bias, T, S, scale);
        mix(p, values, kRow, out, S, d);
      } else {
        product(queries, qRow, 1, keys, 1, kRow, p, S, T, S, d, false, scratch);
        normalize(p, bias, T, S, scale);
        product(p, S, 1, values, kRow, 1, out, qRow, T, d, S, false, scratch);
      }
      if (keep) p = shift(p, T * S);
    }
  }
}

/**
 * With δ = Σ_d dy·o and dS = p·(dy·vᵀ − δ)/√d: dq = dS·k, dk = dSᵀ·q, dv = pᵀ·dy, the latter two
 * summed over the heads of a group. `work`: T·S floats.
 */
export function attendBackward(
  dy: usize,
  q: usize,
  k: usize,
  v: usize,
  o: usize,
  p: usize,
  dq: usize,
  dk: usize,
  dv: usize,
  B: i32,
  H: i32,
  group: i32,
  T: i32,
  S: i32,
  d: i32,
  qBatch: i32,
  qHead: i32,
  qRow: i32,
  kBatch: i32,
  kHead: i32,
  kRow: i32,
  work: usize,
  scratch: usize,
): void {
  const scale: f32 = 1 / sqrt<f32>(<f32>d);
  const scales = f32x4.splat(scale);
  for (let b = 0; b < B; b++) {
    for (let h = 0; h < H; h++) {
      const own = b * qBatch + h * qHead;
      const other = b * kBatch + (h / group) * kHead;
      const slope = shift(dy, own);
      product(slope, qRow, 1, shift(v, other), 1, kRow, work, S, T, S, d, false, scratch);
      for (let t = 0; t < T; t++) {
        const row = shift(work, t * S);
        const share = shift(p, t * S);
        const delta = <f32>exactDot(shift(slope, t * qRow), shift(o, own + t * qRow), d);
        const deltas = f32x4.splat(delta);
        let s = 0;
        for (; s + 4 <= S; s += 4) {
          const at = (<usize>s) << 2;
          const x = f32x4.mul(v128.load(share + at), f32x4.sub(v128.load(row + at), deltas));
          v128.store(row + at, f32x4.mul(x, scales));
        }
        for (; s < S; s++) {
          const at = (<usize>s) << 2;
          store<f32>(row + at, load<f32>(share + at) * (load<f32>(row + at) - delta) * scale);
        }
      }
      const more = h % group != 0;
      const queries = shift(q, own);
      const keys = shift(k, other);
      product(work, S, 1, keys, kRow, 1, shift(dq, own), qRow, T, d, S, false, scratch);
      product(work, 1, S, queries, qRow, 1, shift(dk, other), kRow, S, d, T, more, scratch);
      product(p, 1, S, slope, qRow, 1, shift(dv, other), kRow, S, d, T, more, scratch);
      p = shift(p, T * S);
    }
  }
}
