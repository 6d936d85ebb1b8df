/** @file Attention in float64, as plain loops: forward and backward, straight from the definition. */
import { like, nd, noise, type Nd, type Oracle } from "./kernel-oracles.ts";

export type AttentionSize = {
  readonly B: number;
  readonly H: number;
  readonly kvHeads: number;
  readonly T: number;
  readonly S: number;
  readonly d: number;
  /** One mask for all sequences, [1,1,T,S]. */
  readonly shared?: boolean;
};

/** Causal, aligned at the end, the first key of odd sequences left out, as padding is. */
export function attentionOracle({ B, H, kvHeads, T, S, d, shared }: AttentionSize) {
  const masks = shared ? 1 : B;
  const mask = nd([masks, 1, T, S]);
  for (let b = 0; b < masks; b++)
    for (let t = 0; t < T; t++)
      for (let s = 0; s < S; s++) {
        const hidden = s > t + S - T || (b % 2 === 1 && s === 0 && t + S - T > 0);
        mask.data[(b * T + t) * S + s] = hidden ? -1e9 : 0;
      }
  const line = (x: Nd, n: number, i: number) =>
    x.data.subarray((n * x.shape[2]! + i) * d, (n * x.shape[2]! + i + 1) * d);
  const dot = (a: Float64Array, b: Float64Array) => a.reduce((sum, x, i) => sum + x * b[i]!, 0);
  const add = (out: Float64Array, x: Float64Array, by: number) =>
    x.forEach((v, i) => (out[i]! += v * by));
  /** Calls f for every query with its heads' indices and its probabilities. */
  const queries = (q: Nd, k: Nd, f: (n: number, kv: number, t: number, p: number[]) => void) => {
    for (let n = 0; n < B * H; n++) {
      const b = Math.floor(n / H);
      const kv = b * kvHeads + Math.floor(((n % H) * kvHeads) / H);
      for (let t = 0; t < T; t++) {
        const scores = Array.from({ length: S }, (_, s) => {
          const bias = mask.data[((b % masks) * T + t) * S + s]!;
          return dot(line(q, n, t), line(k, kv, s)) / Math.sqrt(d) + bias;
        });
        const max = Math.max(...scores);
        const e = scores.map((x) => Math.exp(x - max));
        const z = e.reduce((a, x) => a + x, 0);
        f(
          n,
          kv,
          t,
          e.map((x) => x / z),
        );
      }
    }
  };
  const oracle: Oracle = {
    inputs: [
      noise([B, H, T, d], 15, 2),
      noise([B, kvHeads, S, d], 16, 2),
      noise([B, kvHeads, S, d], 17),
    ],
    forward(q, k, v) {
      const o = like(q!);
      queries(q!, k!, (n, kv, t, p) => p.forEach((x, s) => add(line(o, n, t), line(v!, kv, s), x)));
      return o;
    },
    backward(dy, q, k, v) {
      const [dq, dk, dv] = [like(q!), like(k!), like(v!)];
      queries(q!, k!, (n, kv, t, p) => {
        const g = line(dy, n, t);
        const dp = p.map((_, s) => dot(g, line(v!, kv, s)));
        const delta = dp.reduce((sum, x, s) => sum + x * p[s]!, 0);
        p.forEach((x, s) => {
          const ds = (x * (dp[s]! - delta)) / Math.sqrt(d);
          add(line(dq, n, t), line(k!, kv, s), ds);
          add(line(dk, kv, s), line(q!, n, t), ds);
          add(line(dv, kv, s), g, x);
        });
      });
      return [dq, dk, dv];
    },
  };
  return { ...oracle, mask };
}

/** The same with tokens outermost: [B·T,H,d]. */
export function attentionByTokenOracle(size: AttentionSize) {
  const { B, H, kvHeads, T, S } = size;
  const { mask, inputs, forward, backward } = attentionOracle(size);
  const q = (x: Nd) => turned(x, B, T, H);
  const k = (x: Nd) => turned(x, B, S, kvHeads);
  const oracle: Oracle = {
    inputs: [turned(inputs[0]!, B, H, T), ...inputs.slice(1).map((x) => turned(x, B, kvHeads, S))],
    forward: (a, b, c) => turned(forward(q(a!), k(b!), k(c!)), B, H, T),
    backward(dy, a, b, c) {
      const [dq, dk, dv] = backward(q(dy), q(a!), k(b!), k(c!)) as [Nd, Nd, Nd];
      return [turned(dq, B, H, T), turned(dk, B, kvHeads, S), turned(dv, B, kvHeads, S)];
    },
  };
  return { ...oracle, mask };
}

/** Swaps the two inner axes of B blocks of [outer, inner, d]; rank 3 out for rank 4 in, and back. */
function turned(x: Nd, B: number, outer: number, inner: number): Nd {
  const d = x.shape.at(-1)!;
  const out = nd(x.shape.length === 4 ? [B * inner, outer, d] : [B, inner, outer, d]);
  for (let b = 0; b < B; b++)
    for (let i = 0; i < outer; i++)
      for (let j = 0; j < inner; j++)
        for (let e = 0; e < d; e++)
          out.data[((b * inner + j) * outer + i) * d + e] =
            x.data[((b * outer + i) * inner + j) * d + e]!;
  return out;
}
