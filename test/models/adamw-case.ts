/** @file AdamW and the cutting of vectors against float64, on the backend in use. */
import * as tf from "@tensorflow/tfjs";
import { adamw, cut, join, type AdamWStep } from "../../src/models/kernels/index.ts";
import { AdamW } from "../../src/models/optimizer.ts";
import { Parameters } from "../../src/models/parameters.ts";
import { noise } from "./kernel-oracles.ts";

const SETTINGS: readonly AdamWStep[] = [
  { learningRate: 1e-3, beta1: 0.9, beta2: 0.95, epsilon: 1e-8, weightDecay: 0, t: 1, clip: 1 },
  { learningRate: 0.1, beta1: 0.9, beta2: 0.999, epsilon: 1e-3, weightDecay: 0.1, t: 7, clip: 0.3 },
];

/** Largest error over three steps of each setting, relative to the largest parameter or moment. */
export async function adamwErrors(n: number): Promise<number[]> {
  const errors: number[] = [];
  for (const setting of SETTINGS) {
    let want: Vectors = { p: noise([n], 1).data, m: new Float64Array(n), v: new Float64Array(n) };
    let got = { p: tf.tensor1d(Float32Array.from(want.p)), m: tf.zeros([n]), v: tf.zeros([n]) } as {
      [K in "p" | "m" | "v"]: tf.Tensor1D;
    };
    for (let i = 0; i < 3; i++) {
      const g = noise([n], 20 + i).data;
      const step = { ...setting, t: setting.t + i };
      const before = got;
      const gradient = tf.tensor1d(Float32Array.from(g));
      got = adamw(before.p, gradient, before, step);
      tf.dispose([before, gradient]);
      want = advance(want, g, step);
    }
    for (const key of ["p", "m", "v"] as const) {
      const data = await got[key].data();
      const worst = Math.max(...want[key].map((x, i) => Math.abs(x - data[i]!)));
      errors.push(worst / Math.max(...want[key].map(Math.abs)));
    }
    tf.dispose(got);
  }
  return errors;
}

/**
 * Steps of the optimizer itself, clipped by the global norm, one of them with a gradient that is not
 * a number: errors of the norms and of the weights, and what the bad step was refused with.
 */
export async function optimizerErrors(n: number) {
  const setting = SETTINGS[1]!;
  const clip = 0.5;
  const start = noise([n], 1).data;
  const parameters = Parameters.of(
    new Map([["w", { shape: [n], data: Float32Array.from(start) }]]),
  );
  const optimizer = new AdamW(setting);
  let want: Vectors = { p: start, m: new Float64Array(n), v: new Float64Array(n) };
  let refused: unknown = null;
  const errors: number[] = [];
  for (let t = 1; t <= 4; t++) {
    const g = noise([n], 20 + t).data;
    const gradient = tf.tensor1d(Float32Array.from(t === 2 ? g.fill(NaN, n - 1) : g));
    const step = optimizer.step(parameters, gradient, {
      learningRate: setting.learningRate,
      clip,
    });
    if (t === 2) {
      refused = await step.catch((error: { code: string }) => error.code);
      continue;
    }
    const norm = Math.hypot(...g);
    errors.push(Math.abs((await step) / norm - 1));
    // The refused step does not count.
    const taken = t > 2 ? t - 1 : t;
    want = advance(want, g, { ...setting, t: taken, clip: Math.min(1, clip / (norm + 1e-6)) });
  }
  const got = await parameters.flat.data();
  const worst = Math.max(...want.p.map((x, i) => Math.abs(x - got[i]!)));
  errors.push(worst / Math.max(...want.p.map(Math.abs)));
  optimizer.dispose();
  parameters.dispose();
  return { errors, refused };
}

type Vectors = { p: Float64Array; m: Float64Array; v: Float64Array };

/** Algorithm 2 of the paper, line by line. */
function advance({ p, m, v }: Vectors, g: Float64Array, step: AdamWStep): Vectors {
  const { learningRate, beta1, beta2, epsilon, weightDecay, t, clip } = step;
  const nextM = m.map((x, i) => beta1 * x + (1 - beta1) * clip * g[i]!);
  const nextV = v.map((x, i) => beta2 * x + (1 - beta2) * (clip * g[i]!) ** 2);
  const nextP = p.map((x, i) => {
    const mHat = nextM[i]! / (1 - beta1 ** t);
    const vHat = nextV[i]! / (1 - beta2 ** t);
    return x - learningRate * (mHat / (Math.sqrt(vHat) + epsilon) + weightDecay * x);
  });
  return { p: nextP, m: nextM, v: nextV };
}

/** A vector cut, read, and joined again: the pieces' numbers and the whole, as arrays. */
export async function cutAndJoined(shapes: readonly (readonly number[])[], flat: Float32Array) {
  const whole = tf.tensor1d(flat);
  const pieces = cut(
    whole,
    shapes.map((shape) => ({ shape })),
  );
  // An op between, so that the copies mix with dispatches.
  const doubled = pieces.map((x) => tf.mul(x, 2));
  const again = join(doubled);
  const out = {
    shapes: pieces.map((x) => x.shape),
    pieces: await Promise.all(pieces.map(async (x) => [...(await x.data())])),
    again: [...(await again.data())],
  };
  tf.dispose([whole, pieces, doubled, again]);
  return out;
}

export const SHAPES: readonly (readonly number[])[] = [[3, 5], [1], [17], [2, 2, 2], [63]];
export const CUT_SIZE = 15 + 1 + 17 + 8 + 63;
