/**
 * @file The ops of a Llama in float64, as plain loops: forward and backward, straight from the
 * definitions. Oracles for the kernels and their twins; themselves checked by central differences.
 */

/** Row-major numbers with their shape. */
export type Nd = { readonly data: Float64Array; readonly shape: readonly number[] };

/** One case: inputs, what comes out, and the gradients of Σ dy·y with respect to the inputs. */
export type Oracle = {
  readonly inputs: readonly Nd[];
  forward(...inputs: Nd[]): Nd;
  backward(dy: Nd, ...inputs: Nd[]): Nd[];
};

export const nd = (shape: readonly number[], data?: ArrayLike<number>): Nd => ({
  shape,
  data: data ? Float64Array.from(data) : new Float64Array(shape.reduce((a, b) => a * b, 1)),
});

/** Numbers in (−scale, scale), the same for the same seed, exact in float32. */
export function noise(shape: readonly number[], seed: number, scale = 1): Nd {
  const out = nd(shape);
  let state = (seed * 2654435761 + 12345) >>> 0;
  for (let i = 0; i < out.data.length; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    out.data[i] = Math.fround(scale * (state / 2 ** 31 - 1));
  }
  return out;
}

export const like = (x: Nd) => nd(x.shape);

/** Σ_k a[i,k]·b[j,k] with the four strides given, added into out[i,j]. */
function product(
  out: Float64Array,
  [I, J, K]: [number, number, number],
  a: (i: number, k: number) => number,
  b: (j: number, k: number) => number,
) {
  for (let i = 0; i < I; i++)
    for (let j = 0; j < J; j++) {
      let sum = 0;
      for (let k = 0; k < K; k++) sum += a(i, k) * b(j, k);
      out[i * J + j]! += sum;
    }
}

const at = (x: Nd) => (i: number, j: number) => x.data[i * x.shape.at(-1)! + j]!;
const flip = (f: (i: number, j: number) => number) => (i: number, j: number) => f(j, i);

export function linearOracle(M: number, N: number, K: number, withBias: boolean): Oracle {
  const inputs = [noise([M, K], 1), noise([N, K], 2)];
  if (withBias) inputs.push(noise([N], 3));
  return {
    inputs,
    forward(x, w, b) {
      const y = nd([M, N]);
      product(y.data, [M, N, K], at(x!), at(w!));
      if (b) y.data.forEach((_, i) => (y.data[i]! += b.data[i % N]!));
      return y;
    },
    backward(dy, x, w, b) {
      const [dx, dw] = [like(x!), like(w!)];
      product(dx.data, [M, K, N], at(dy), flip(at(w!)));
      product(dw.data, [N, K, M], flip(at(dy)), flip(at(x!)));
      if (!b) return [dx, dw];
      const db = like(b);
      dy.data.forEach((g, i) => (db.data[i % N]! += g));
      return [dx, dw, db];
    },
  };
}

export function rmsNormOracle(M: number, D: number, eps: number): Oracle {
  const scaleOf = (x: Nd, m: number) => {
    let sum = 0;
    for (let d = 0; d < D; d++) sum += at(x)(m, d) ** 2;
    return 1 / Math.sqrt(sum / D + eps);
  };
  return {
    inputs: [noise([M, D], 4, 2), noise([D], 5)],
    forward(x, w) {
      const y = like(x!);
      for (let m = 0; m < M; m++) {
        const r = scaleOf(x!, m);
        for (let d = 0; d < D; d++) y.data[m * D + d] = x!.data[m * D + d]! * r * w!.data[d]!;
      }
      return y;
    },
    backward(dy, x, w) {
      const [dx, dw] = [like(x!), like(w!)];
      for (let m = 0; m < M; m++) {
        const r = scaleOf(x!, m);
        let along = 0;
        for (let d = 0; d < D; d++) along += at(dy)(m, d) * w!.data[d]! * at(x!)(m, d);
        for (let d = 0; d < D; d++) {
          const [g, v] = [at(dy)(m, d), at(x!)(m, d)];
          dx.data[m * D + d] = g * w!.data[d]! * r - (v * r ** 3 * along) / D;
          dw.data[d]! += g * v * r;
        }
      }
      return [dx, dw];
    },
  };
}

export function rotaryOracle(M: number, H: number, d: number) {
  const angle = noise([M, d / 2], 6, 3);
  const cos = nd([M, d / 2], angle.data.map(Math.cos).map(Math.fround));
  const sin = nd([M, d / 2], angle.data.map(Math.sin).map(Math.fround));
  const turn = (x: Nd, sign: number) => {
    const y = like(x);
    for (let m = 0; m < M; m++)
      for (let h = 0; h < H; h++)
        for (let i = 0; i < d / 2; i++) {
          const [a, b] = [(m * H + h) * d + i, (m * H + h) * d + i + d / 2];
          const [c, s] = [at(cos)(m, i), sign * at(sin)(m, i)];
          y.data[a] = x.data[a]! * c - x.data[b]! * s;
          y.data[b] = x.data[b]! * c + x.data[a]! * s;
        }
    return y;
  };
  const oracle: Oracle = {
    inputs: [noise([M, H, d], 7)],
    forward: (x) => turn(x!, 1),
    backward: (dy) => [turn(dy, -1)],
  };
  return { ...oracle, cos, sin };
}

export function swigluOracle(M: number, F: number): Oracle {
  const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));
  return {
    inputs: [noise([M, F], 8, 4), noise([M, F], 9)],
    forward: (g, u) =>
      nd(
        [M, F],
        g!.data.map((x, i) => x * sigmoid(x) * u!.data[i]!),
      ),
    backward: (dy, g, u) => [
      nd(
        [M, F],
        g!.data.map((x, i) => {
          const s = sigmoid(x);
          return dy.data[i]! * u!.data[i]! * s * (1 + x * (1 - s));
        }),
      ),
      nd(
        [M, F],
        g!.data.map((x, i) => dy.data[i]! * x * sigmoid(x)),
      ),
    ],
  };
}

export function embedOracle(M: number, V: number, D: number) {
  // Few distinct ids, so that rows repeat and some never occur.
  const ids = Int32Array.from(noise([M], 10).data, (x) =>
    Math.floor(((x + 1) / 2) * Math.max(1, V * 0.7)),
  );
  const oracle: Oracle = {
    inputs: [noise([V, D], 11)],
    forward(table) {
      const y = nd([M, D]);
      for (let m = 0; m < M; m++)
        for (let d = 0; d < D; d++) y.data[m * D + d] = at(table!)(ids[m]!, d);
      return y;
    },
    backward(dy, table) {
      const g = like(table!);
      for (let m = 0; m < M; m++)
        for (let d = 0; d < D; d++) g.data[ids[m]! * D + d]! += at(dy)(m, d);
      return [g];
    },
  };
  return { ...oracle, ids };
}

export function targetLogpsOracle(M: number, V: number, D: number, scale = 1) {
  const targets = Int32Array.from(noise([M], 12).data, (x) => Math.floor(((x + 1) / 2) * V));
  const rows = (h: Nd, w: Nd) => {
    const logits = nd([M, V]);
    product(logits.data, [M, V, D], at(h), at(w));
    return Array.from({ length: M }, (_, m) => {
      const row = logits.data.subarray(m * V, (m + 1) * V);
      const max = row.reduce((a, b) => Math.max(a, b), -Infinity);
      const z = row.reduce((a, x) => a + Math.exp(x - max), 0);
      return { row, p: row.map((x) => Math.exp(x - max) / z), lse: max + Math.log(z) };
    });
  };
  const oracle: Oracle = {
    inputs: [noise([M, D], 13, scale), noise([V, D], 14)],
    forward: (h, w) =>
      nd(
        [M],
        rows(h!, w!).map(({ row, lse }, m) => row[targets[m]!]! - lse),
      ),
    backward(dy, h, w) {
      const slope = nd([M, V]);
      rows(h!, w!).forEach(({ p }, m) =>
        p.forEach((q, v) => {
          slope.data[m * V + v] = dy.data[m]! * ((v === targets[m] ? 1 : 0) - q);
        }),
      );
      const [dh, dw] = [like(h!), like(w!)];
      product(dh.data, [M, D, V], at(slope), flip(at(w!)));
      product(dw.data, [V, D, M], flip(at(slope)), flip(at(h!)));
      return [dh, dw];
    },
  };
  return { ...oracle, targets };
}
