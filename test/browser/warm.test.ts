import * as tf from "@tensorflow/tfjs";
import { beforeAll, expect, it } from "vitest";
import { lossGradient } from "../../src/models/gradient.ts";
import { generate } from "../../src/models/generate.ts";
import { warmUp } from "../../src/models/gpu/warm.ts";
import { times } from "../../src/models/kernels/product.ts";
import { alike, choose } from "../../src/models/kernels/variants.ts";
import { AdamW } from "../../src/models/optimizer.ts";
import { lastScores, tokenLogps } from "../../src/models/reading.ts";
import { read } from "../../src/models/score.ts";
import { ids, tinyConfig, tinyModel, valuedWeights } from "../models/tiny.ts";
import { device, strictly, useWebGPU } from "./webgpu.ts";

/** Names of the kernels that were compiled since, in the order of asking. */
const compiled: string[] = [];

beforeAll(async () => {
  await useWebGPU();
  // Short texts: what is compiled matters here, and not how fast it is.
  choose({ product: alike("tile4"), thin: "2×4", row: "thread", attention: "thread" });
  const create = device().createComputePipelineAsync.bind(device());
  device().createComputePipelineAsync = (descriptor) => {
    compiled.push(descriptor.label ?? "");
    return create(descriptor);
  };
});

const sequences = [9, 4].map((n, i) => ({ ids: ids(`r${i}`, n, tinyConfig.vocab_size), from: 2 }));

it("compiles all that a model draws, reads and learns with before its weights are there", async () => {
  const told: (readonly [number, number])[] = [];
  await strictly(() => warmUp(tinyConfig, "learning", (...done) => void told.push(done)));
  expect(told.map(([done]) => done)).toEqual(told.map((_, i) => i + 1));
  expect(told.at(-1)![0]).toBe(told.at(-1)![1]);
  const before = compiled.length;
  expect(before).toBeGreaterThan(told.length);

  const { model, parameters } = tinyModel(tinyConfig, valuedWeights(tinyConfig));
  const optimizer = new AdamW();
  const weigh = (numbers: readonly (readonly number[])[]) => ({
    weights: numbers.map((row) => row.map((_, t) => 1 - 0.1 * t)),
  });
  await strictly(async () => {
    const wanted = [{ prompt: sequences[0]!.ids, key: 1 }];
    await generate(model, wanted, { seed: 1, temperature: 1, maxTokens: 4, stop: [1] });
    await read(tokenLogps(model), sequences);
    const { gradient } = await lossGradient(tokenLogps(model), parameters, sequences, weigh);
    await optimizer.step(parameters, gradient, { learningRate: 1e-3 });
  });
  expect(compiled.slice(before)).toEqual([]);
  optimizer.dispose();
  parameters.dispose();
});

it("compiles what a reward model reads with, and no more", async () => {
  const config = { ...tinyConfig, head: "score" } as const;
  await strictly(() => warmUp(config, "reading", () => {}));
  const before = compiled.length;
  const { model, parameters } = tinyModel(config);
  await strictly(() => read(lastScores(model), sequences));
  expect(compiled.slice(before)).toEqual([]);
  parameters.dispose();
});

it("leaves alone a model that the recorded kernels cannot read", async () => {
  const before = compiled.length;
  await warmUp({ ...tinyConfig, intermediate_size: 18 }, "learning", () => {});
  expect(compiled.length).toBe(before);
});

it("does not keep anyone waiting for what it compiles for later", async () => {
  choose({ product: alike("tile8"), thin: "2×4", row: "thread", attention: "thread" });
  const config = { ...tinyConfig, intermediate_size: 16 };
  await warmUp(config, "learning", () => {});
  const dy = tf.ones([8, 8]) as tf.Tensor2D;
  const product = await strictly(async () => (await times(dy, dy).data())[0]);
  expect(product).toBe(8);
});
