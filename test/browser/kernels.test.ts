import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, it } from "vitest";
import { Memory } from "../../src/models/gpu/program.ts";
import { gpuBackend } from "../../src/models/kernels/gpu-backend.ts";
import { timesTransposed } from "../../src/models/kernels/product.ts";
import { halvesPay, probe } from "../../src/models/gpu/probe.ts";
import { quadsHold } from "../../src/models/gpu/quads.ts";
import {
  alike,
  attentions,
  choose,
  known,
  products,
  rows,
  thins,
  variant,
  type Variant,
} from "../../src/models/kernels/variants.ts";
import { CUT_SIZE, SHAPES, adamwErrors, cutAndJoined } from "../models/adamw-case.ts";
import { cases, errors, paddingErrors } from "../models/kernel-cases.ts";
import { strictly, useWebGPU } from "./webgpu.ts";

const all = cases();
const variants: Variant[] = products.map((form, i) => ({
  product: alike(form),
  thin: thins[i % 4]!,
  row: rows[i % 2]!,
  attention: attentions[i % 2]!,
}));

beforeAll(useWebGPU);

describe.each(variants)("WGSL kernels, $product.NT, $row a row", (form) => {
  beforeAll(() => choose(form));

  it.each(all.map((c) => [c.name, c] as const))("%s agrees with float64", async (_, c) => {
    for (const error of await strictly(() => errors(c))) expect(error).toBeLessThan(1e-5);
  });
});

it("refuses by name what 32 bits or the adapter cannot index", () => {
  expect(() => new Memory().room("logits", 2 ** 31)).toThrow(/^logits: 2,147,483,648 numbers/);
  const [x, w] = [tf.zeros([70_000, 1]), tf.zeros([70_000, 1])] as tf.Tensor2D[];
  expect(() => timesTransposed(x!, w!)).toThrow(/^product NT .*4,900,000,000 numbers/);
  tf.dispose([x!, w!]);
});

it("AdamW agrees with float64", async () => {
  for (const n of [1, 63, 130])
    for (const error of await strictly(() => adamwErrors(n))) expect(error).toBeLessThan(1e-6);
});

it("cuts a vector into pieces and joins them again", async () => {
  const flat = Float32Array.from({ length: CUT_SIZE }, (_, i) => i - 7);
  const { shapes, pieces, again } = await strictly(() => cutAndJoined(SHAPES, flat));
  expect(shapes).toEqual(SHAPES);
  expect(pieces.flat()).toEqual([...flat]);
  expect(again).toEqual([...flat].map((x) => 2 * x));
});

it("attention ignores padding on the left", async () => {
  for (const error of await strictly(paddingErrors)) expect(error).toBeLessThan(1e-6);
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

it("hears of a device whether its quads are four lanes that follow one another", async () => {
  const { device } = gpuBackend();
  const subgroups = device.features.has("subgroups");
  if (subgroups) expect(await strictly(() => quadsHold(device))).toBe(true);
  // A device without the feature refuses the kernel; that is an answer, not an error.
  const plain = await (await navigator.gpu.requestAdapter())!.requestDevice();
  expect(await quadsHold(plain)).toBe(false);
  plain.destroy();
});

it("probes the adapter, keeps what it chose and leaves nothing behind", async () => {
  choose({ product: alike("tile8"), thin: "8×8", row: "thread", attention: "thread" });
  const before = tf.memory().numTensors;
  const found = await strictly(() => probe(1));
  expect(known(found)).toBe(true);
  expect(variant()).toEqual(found);
  expect(tf.memory().numTensors).toBe(before);
});

it("times large weights as they are and as halves", async () => {
  choose({ product: alike("tile8"), thin: "8×8", row: "thread", attention: "thread" });
  expect(typeof (await strictly(halvesPay))).toBe("boolean");
});
