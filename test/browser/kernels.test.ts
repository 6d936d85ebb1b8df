import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, it } from "vitest";
import { choose, products, rows, type Variant } from "../../src/models/kernels/variants.ts";
import { cases, errors } from "../models/kernel-cases.ts";
import { strictly, useWebGPU } from "./webgpu.ts";

const all = cases();
const variants: Variant[] = products.map((product, i) => ({ product, row: rows[i % 2]! }));

beforeAll(useWebGPU);

describe.each(variants)("WGSL kernels, $product, $row a row", (form) => {
  beforeAll(() => choose(form));

  it.each(all.map((c) => [c.name, c] as const))("%s agrees with float64", async (_, c) => {
    for (const error of await strictly(() => errors(c))) expect(error).toBeLessThan(1e-5);
  });
});

it("leave no tensor and no buffer behind", async () => {
  for (const c of all) {
    const inputs = c.oracle.inputs.map((x) => tf.tensor(Float32Array.from(x.data), [...x.shape]));
    const op = c.op();
    const before = tf.memory();
    const value = op(...inputs);
    const grads = tf.grads(op)(inputs);
    expect(tf.memory().numTensors - before.numTensors).toBe(1 + inputs.length);
    expect(tf.memory().numDataBuffers - before.numDataBuffers).toBe(1 + inputs.length);
    await value.data();
    tf.dispose([value, grads, inputs]);
  }
});
