import * as tf from "@tensorflow/tfjs";
import { setWasmPaths } from "@tensorflow/tfjs-backend-wasm";
import { createRequire } from "node:module";
import { dirname } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { useNative } from "../../src/models/kernels/native.ts";
import { CUT_SIZE, SHAPES, adamwErrors, cutAndJoined, optimizerErrors } from "./adamw-case.ts";
import { cases, errors, paddingErrors } from "./kernel-cases.ts";
import { noise, type Nd } from "./kernel-oracles.ts";

const require = createRequire(import.meta.url);
setWasmPaths(`${dirname(require.resolve("@tensorflow/tfjs-backend-wasm"))}/`);

const all = cases();
const dot = (a: Nd, b: Nd) => a.data.reduce((sum, x, i) => sum + x * b.data[i]!, 0);

describe("the float64 oracles", () => {
  it.each(all.map((c) => [c.name, c] as const))("%s: gradient = central difference", (_, c) => {
    const { inputs, forward, backward } = c.oracle;
    const dy = noise(forward(...inputs).shape, 98);
    const grads = backward(dy, ...inputs);
    inputs.forEach((x, i) => {
      const along = noise(x.shape, 97 + i);
      const value = (step: number) => {
        const moved = { ...x, data: x.data.map((v, j) => v + step * along.data[j]!) };
        return dot(forward(...inputs.with(i, moved)), dy);
      };
      const h = 1e-5;
      const slope = (value(h) - value(-h)) / (2 * h);
      const size = Math.sqrt(dot(grads[i]!, grads[i]!) * dot(along, along));
      expect(Math.abs(dot(grads[i]!, along) - slope)).toBeLessThan(1e-7 * Math.max(1, size));
    });
  });
});

describe.each(["wasm", "wasm without SIMD kernels", "cpu"])("ops on %s", (backend) => {
  beforeAll(async () => {
    useNative(!backend.includes("without"));
    await tf.setBackend(backend.split(" ")[0]!);
    await tf.ready();
  });
  afterAll(() => useNative(true));

  it.each(all.map((c) => [c.name, c] as const))("%s agrees with float64", async (_, c) => {
    for (const error of await errors(c)) expect(error).toBeLessThan(1e-5);
  });

  it("AdamW agrees with float64", async () => {
    for (const n of [1, 63, 130])
      for (const error of await adamwErrors(n)) expect(error).toBeLessThan(1e-6);
  });

  it("the optimizer clips, steps, and refuses what is not a number", async () => {
    const { errors, refused } = await optimizerErrors(130);
    for (const error of errors) expect(error).toBeLessThan(1e-5);
    expect(refused).toBe("update.not-finite");
  });

  it("cuts a vector into pieces and joins them again", async () => {
    const flat = Float32Array.from({ length: CUT_SIZE }, (_, i) => i - 7);
    const { shapes, pieces, again } = await cutAndJoined(SHAPES, flat);
    expect(shapes).toEqual(SHAPES);
    expect(pieces.flat()).toEqual([...flat]);
    expect(again).toEqual([...flat].map((x) => 2 * x));
  });

  it("attention ignores padding on the left", async () => {
    for (const error of await paddingErrors()) expect(error).toBeLessThan(1e-6);
  });

  it("leave no tensor behind", () => {
    for (const c of all) {
      const inputs = c.oracle.inputs.map((x) => tf.tensor(Float32Array.from(x.data), [...x.shape]));
      const op = c.op();
      const before = tf.memory().numTensors;
      const value = op(...inputs);
      const grads = tf.grads(op)(inputs);
      expect(tf.memory().numTensors - before).toBe(1 + inputs.length);
      tf.dispose([value, grads, inputs]);
    }
  });
});
