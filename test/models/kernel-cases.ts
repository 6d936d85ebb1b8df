/** @file Every op against its float64 oracle: value and gradients, on the backend in use. */
import * as tf from "@tensorflow/tfjs";
import * as kernels from "../../src/models/kernels/index.ts";
import { attentionByTokenOracle, attentionOracle, type AttentionSize } from "./attention-oracle.ts";
import {
  embedOracle,
  linearOracle,
  noise,
  rmsNormOracle,
  rotaryOracle,
  swigluOracle,
  targetLogpsOracle,
  type Nd,
  type Oracle,
} from "./kernel-oracles.ts";

type Op = (...inputs: tf.Tensor[]) => tf.Tensor;

/** A named case: an op as the models call it, and what it should give. */
export type Case = { readonly name: string; readonly oracle: Oracle; op(): Op };

const tensor = (x: Nd, dtype: "float32" | "int32" = "float32") =>
  tf.tensor(Float32Array.from(x.data), [...x.shape], dtype);
const ids = (x: Int32Array) => tf.tensor1d(x, "int32");

export function linearCase(M: number, N: number, K: number, bias = false): Case {
  return {
    name: `linear ${M}×${K} → ${N}${bias ? " + bias" : ""}`,
    oracle: linearOracle(M, N, K, bias),
    op: () => kernels.linear as Op,
  };
}

export function rmsNormCase(M: number, D: number): Case {
  return {
    name: `rmsNorm ${M}×${D}`,
    oracle: rmsNormOracle(M, D, 1e-5),
    op: () => (x, w) => kernels.rmsNorm(x as tf.Tensor2D, w as tf.Tensor1D, 1e-5),
  };
}

export function rotaryCase(M: number, H: number, d: number): Case {
  const oracle = rotaryOracle(M, H, d);
  return {
    name: `rotary ${M}×${H}×${d}`,
    oracle,
    op: () => {
      const [cos, sin] = [tensor(oracle.cos), tensor(oracle.sin)] as tf.Tensor2D[];
      return (x) => kernels.rotary(x as tf.Tensor3D, cos!, sin!);
    },
  };
}

export function attentionCase(size: AttentionSize): Case {
  const oracle = attentionOracle(size);
  return {
    name: `attention ${JSON.stringify(size).replaceAll('"', "")}`,
    oracle,
    op: () => {
      const mask = tensor(oracle.mask) as tf.Tensor4D;
      return (q, k, v) => kernels.attention(...([q, k, v, mask] as FourTensors));
    },
  };
}

export function attentionByTokenCase(size: AttentionSize): Case {
  const oracle = attentionByTokenOracle(size);
  return {
    name: `attention by token ${JSON.stringify(size).replaceAll('"', "")}`,
    oracle,
    op: () => {
      const mask = tensor(oracle.mask) as tf.Tensor4D;
      return (...x) =>
        kernels.attentionByToken(...(x as [tf.Tensor3D, tf.Tensor3D, tf.Tensor3D]), mask);
    },
  };
}

type FourTensors = [tf.Tensor4D, tf.Tensor4D, tf.Tensor4D, tf.Tensor4D];

export function swigluCase(M: number, F: number): Case {
  return {
    name: `swiglu ${M}×${F}`,
    oracle: swigluOracle(M, F),
    op: () => kernels.swiglu as Op,
  };
}

export function embedCase(M: number, V: number, D: number): Case {
  const oracle = embedOracle(M, V, D);
  return {
    name: `embed ${M} of ${V}×${D}`,
    oracle,
    op: () => {
      const rows = ids(oracle.ids);
      return (table) => kernels.embed(table as tf.Tensor2D, rows);
    },
  };
}

export function targetLogpsCase(M: number, V: number, D: number, scale = 1): Case {
  const oracle = targetLogpsOracle(M, V, D, scale);
  return {
    name: `targetLogps ${M}×${D} over ${V}${scale === 1 ? "" : `, logits ×${scale}`}`,
    oracle,
    op: () => {
      const targets = ids(oracle.targets);
      return (h, w) => kernels.targetLogps(h as tf.Tensor2D, w as tf.Tensor2D, targets);
    },
  };
}

/** The odd sizes that find edges, and one of the size that models have. */
export function cases(): Case[] {
  const odd = [1, 3, 17, 63, 65, 127];
  return [
    ...odd.map((n, i) => linearCase(n, odd[(i + 1) % 6]!, odd[(i + 2) % 6]!, i % 2 === 0)),
    ...odd.map((n, i) => linearCase(odd[(i + 3) % 6]!, n, odd[(i + 1) % 6]!)),
    linearCase(64, 96, 32),
    // More than a workgroup of quads each way, with a tail in each size.
    linearCase(293, 76, 44),
    ...odd.map((n, i) => rmsNormCase(n, odd[(i + 2) % 6]!)),
    rmsNormCase(9, 128),
    ...[1, 3, 17, 65].map((n, i) => rotaryCase(n, 1 + i, [2, 6, 16, 32][i]!)),
    attentionCase({ B: 1, H: 1, kvHeads: 1, T: 1, S: 1, d: 4 }),
    attentionCase({ B: 2, H: 6, kvHeads: 2, T: 3, S: 5, d: 8 }),
    attentionCase({ B: 3, H: 4, kvHeads: 4, T: 17, S: 17, d: 16 }),
    attentionCase({ B: 2, H: 4, kvHeads: 1, T: 1, S: 63, d: 32 }),
    attentionCase({ B: 1, H: 2, kvHeads: 2, T: 65, S: 65, d: 32 }),
    attentionCase({ B: 3, H: 2, kvHeads: 1, T: 3, S: 3, d: 6, shared: true }),
    attentionByTokenCase({ B: 3, H: 6, kvHeads: 2, T: 5, S: 5, d: 8 }),
    attentionByTokenCase({ B: 2, H: 3, kvHeads: 3, T: 17, S: 17, d: 6, shared: true }),
    ...odd.map((n, i) => swigluCase(n, odd[(i + 1) % 6]!)),
    ...odd.map((n, i) => embedCase(n, odd[(i + 3) % 6]!, odd[(i + 1) % 6]!)),
    embedCase(200, 7, 16),
    ...odd.map((n, i) => targetLogpsCase(n, odd[(i + 4) % 6]!, odd[(i + 1) % 6]!)),
    targetLogpsCase(5, 300, 24, 60),
    targetLogpsCase(600, 33, 8),
  ];
}

const peak = (x: ArrayLike<number>) => Array.from(x).reduce((m, v) => Math.max(m, Math.abs(v)), 0);

/** Largest absolute difference over the largest reference, with a floor for all-zero references. */
function difference(got: ArrayLike<number>, want: Nd, floor: number): number {
  if (got.length !== want.data.length) return Infinity;
  const worst = peak(want.data.map((x, i) => x - got[i]!));
  return Number.isNaN(worst) ? Infinity : worst / Math.max(peak(want.data), floor);
}

/**
 * Relative errors of the value and of each gradient of a case. A gradient that is zero by
 * symmetry (softmax over one key) is measured against the size of the incoming gradient.
 */
export async function errors({ oracle, op }: Case): Promise<number[]> {
  const want = oracle.forward(...oracle.inputs);
  const dy = noise(want.shape, 99);
  const grads = oracle.backward(dy, ...oracle.inputs);
  const f = op();
  const inputs = oracle.inputs.map((x) => tensor(x));
  const value = f(...inputs);
  const slopes = tf.grads(f)(inputs, tensor(dy));
  const out = [difference(await value.data(), want, 0.1)];
  for (const [i, g] of slopes.entries()) out.push(difference(await g.data(), grads[i]!, 0.1));
  tf.dispose([value, ...inputs, ...slopes]);
  return out;
}

/**
 * A sequence with two masked tokens in front, whose own rows see nothing at all, against the
 * sequence alone: value and gradients of the real rows, largest absolute difference.
 */
export async function paddingErrors(): Promise<number[]> {
  const [T, d, pads] = [5, 8, 2];
  const real = [1, 2, 3].map((seed) => noise([1, 2, T, d], seed).data);
  const lead = noise([2 * pads * d], 4, 50).data;
  const padded = (x: Float64Array) => {
    const heads = [0, 1].flatMap((h) => [
      ...lead.subarray(h * pads * d, (h + 1) * pads * d),
      ...x.subarray(h * T * d, (h + 1) * T * d),
    ]);
    return tf.tensor4d(heads, [1, 2, T + pads, d]);
  };
  const mask = (size: number, from: number) => {
    const seen = (i: number) => i % size >= from && i % size <= Math.floor(i / size);
    const bias = Array.from({ length: size * size }, (_, i) => (seen(i) ? 0 : -1e9));
    return tf.tensor4d(bias, [1, 1, size, size]);
  };
  const alone = real.map((x) => tf.tensor4d([...x], [1, 2, T, d])) as Heads;
  const within = real.map(padded) as Heads;
  const tail = (x: tf.Tensor) => tf.slice(x, [0, 0, pads, 0], [1, 2, T, d]);
  const results = [
    run(alone, mask(T, 0), (x) => x),
    run(within, mask(T + pads, pads), tail).map((x, i) => (i === 0 ? x : tail(x))),
  ] as const;
  return Promise.all(
    results[0].map(async (x, i) => {
      const [a, b] = [await x.data(), await results[1][i]!.data()];
      const worst = peak(a.map((v, j) => v - b[j]!));
      return a.some(Number.isNaN) || b.some(Number.isNaN) ? Infinity : worst;
    }),
  );
}

type Heads = [tf.Tensor4D, tf.Tensor4D, tf.Tensor4D];

/** The part of attention's value that counts, and the gradient of its square sum. */
function run(x: Heads, mask: tf.Tensor4D, part: (value: tf.Tensor) => tf.Tensor): tf.Tensor[] {
  const value = (...qkv: tf.Tensor[]) => part(kernels.attention(...(qkv as Heads), mask));
  return [value(...x), ...tf.grads((...qkv) => tf.sum(tf.square(value(...qkv))))(x)];
}
