import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, it } from "vitest";
import { nodeBackend } from "../../src/cli/backend.ts";
import { AdamW, disposeState } from "../../src/models/optimizer.ts";
import { Parameters } from "../../src/models/parameters.ts";

beforeAll(() => nodeBackend("wasm"));

const start = new Map([
  ["a", { shape: [2, 2], data: Float32Array.from([1, -2, 3, 0.5]) }],
  ["b", { shape: [1], data: Float32Array.from([4]) }],
]);
const g = [0.3, -0.2, 0, 1.5, -0.7];
const options = { beta1: 0.9, beta2: 0.99, epsilon: 1e-8, weightDecay: 0.1 };
const step = (optimizer: AdamW, parameters: Parameters, gradient: number[], clip = Infinity) =>
  optimizer.step(parameters, tf.tensor1d(gradient), { learningRate: 0.01, clip });

/** Algorithm 2 of Loshchilov and Hutter, in float64, for a constant gradient. */
function byHand(p: number[], gradient: number[], steps: number): number[] {
  const m = p.map(() => 0);
  const v = p.map(() => 0);
  const out = [...p];
  for (let t = 1; t <= steps; t++) {
    gradient.forEach((gi, i) => {
      m[i] = 0.9 * m[i]! + 0.1 * gi;
      v[i] = 0.99 * v[i]! + 0.01 * gi * gi;
      const unit = m[i]! / (1 - 0.9 ** t) / (Math.sqrt(v[i]! / (1 - 0.99 ** t)) + 1e-8);
      out[i] = out[i]! * (1 - 0.01 * 0.1) - 0.01 * unit;
    });
  }
  return out;
}

const values = async (parameters: Parameters) => Array.from(await parameters.flat.data());
const initial = [1, -2, 3, 0.5, 4];

describe("AdamW", () => {
  it("follows the algorithm, decay included", async () => {
    const before = tf.memory().numTensors;
    const parameters = Parameters.of(start);
    const optimizer = new AdamW(options);
    for (let i = 0; i < 5; i++) await step(optimizer, parameters, g);
    (await values(parameters)).forEach((x, i) =>
      expect(x).toBeCloseTo(byHand(initial, g, 5)[i]!, 5),
    );
    const a = parameters.weights.get("a")!;
    expect(a.shape).toEqual([2, 2]);
    expect(Array.from(await a.data())).toEqual((await values(parameters)).slice(0, 4));
    optimizer.dispose();
    parameters.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  it("clips by the global norm, which it reports", async () => {
    const norm = Math.hypot(...g);
    const clipped = Parameters.of(start);
    const scaled = Parameters.of(start);
    // Two steps of different lengths: after one, Adam's step does not depend on the scale.
    const one = new AdamW(options);
    expect(await step(one, clipped, g, norm / 4)).toBeCloseTo(norm, 5);
    expect(
      await step(
        one,
        clipped,
        g.map((x) => x / 8),
        norm / 4,
      ),
    ).toBeCloseTo(norm / 8, 5);
    const other = new AdamW(options);
    await step(
      other,
      scaled,
      g.map((x) => x / 4),
    );
    await step(
      other,
      scaled,
      g.map((x) => x / 8),
    );
    const want = await values(scaled);
    (await values(clipped)).forEach((x, i) => expect(x).toBeCloseTo(want[i]!, 5));
    for (const thing of [clipped, scaled, one, other]) thing.dispose();
  });

  it("refuses a gradient that is not finite and leaves the weights alone", async () => {
    const before = tf.memory().numTensors;
    const parameters = Parameters.of(start);
    const optimizer = new AdamW(options);
    await expect(step(optimizer, parameters, [...g.slice(1), NaN])).rejects.toMatchObject({
      code: "update.not-finite",
    });
    expect(await values(parameters)).toEqual(initial);
    optimizer.dispose();
    parameters.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  it("goes on from a copy of its state as if nothing had been in between", async () => {
    const parameters = Parameters.of(start);
    const optimizer = new AdamW(options);
    await step(optimizer, parameters, g);
    const weights = parameters.copy();
    const state = optimizer.copy();
    await step(optimizer, parameters, g);
    const want = await values(parameters);
    await step(
      optimizer,
      parameters,
      g.map((x) => -3 * x),
    );
    optimizer.restore(state);
    await step(optimizer, weights, g);
    expect(await values(weights)).toEqual(want);
    disposeState(state);
    for (const thing of [parameters, weights, optimizer]) thing.dispose();
  });
});
