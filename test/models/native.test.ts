import * as tf from "@tensorflow/tfjs";
import { setWasmPaths } from "@tensorflow/tfjs-backend-wasm";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { compiled } from "../../src/cli/kernels.ts";
import { native, useNative } from "../../src/models/kernels/native.ts";
import { linear, rmsNorm } from "../../src/models/kernels/index.ts";

const require = createRequire(import.meta.url);
setWasmPaths(`${dirname(require.resolve("@tensorflow/tfjs-backend-wasm"))}/`);

describe("the binary of the WASM kernels", () => {
  it("is what their sources compile to", { timeout: 60_000 }, async () => {
    const kept = readFileSync("src/models/kernels/native-binary.ts", "utf8");
    expect(await compiled()).toBe(kept.replaceAll("\r\n", "\n"));
  });
});

describe("kernels on the heap of WASM", () => {
  beforeAll(async () => {
    await tf.setBackend("wasm");
    await tf.ready();
  });

  it("serve on WASM alone, and only while they are wanted", async () => {
    expect(native()).not.toBe(null);
    useNative(false);
    expect(native()).toBe(null);
    useNative(true);
    await tf.setBackend("cpu");
    expect(native()).toBe(null);
    await tf.setBackend("wasm");
    expect(native()).not.toBe(null);
  });

  it("give a row the same bits alone, among others, and at an edge of the blocks", () => {
    const numbers = (n: number) => Float32Array.from({ length: n }, (_, i) => Math.sin(i * i + 1));
    const [M, N, K] = [23, 45, 300];
    const w = tf.tensor2d(numbers(N * K), [N, K]);
    const x = numbers(M * K);
    const all = linear(tf.tensor2d(x, [M, K]), w).dataSync();
    for (const row of [0, 5, 6, 22]) {
      const alone = linear(tf.tensor2d(x.slice(row * K, (row + 1) * K), [1, K]), w).dataSync();
      expect(alone).toEqual(all.slice(row * N, (row + 1) * N));
    }
  });

  it("share a clone's numbers, which outlive the original", () => {
    const x = tf.tensor1d([1, 2, 3]);
    const before = tf.memory().numTensors;
    const twin = tf.clone(x);
    expect(tf.memory().numTensors).toBe(before + 1);
    x.dispose();
    expect([...twin.dataSync()]).toEqual([1, 2, 3]);
    twin.dispose();
    expect(tf.memory().numTensors).toBe(before - 1);
  });

  it("pass on what is not a number", () => {
    const y = rmsNorm(tf.tensor2d([1, NaN, 2, 3, 4, 5], [2, 3]), tf.ones([3]) as tf.Tensor1D, 1e-6);
    const [first, second] = [y.dataSync().slice(0, 3), y.dataSync().slice(3)];
    expect([...first].every(Number.isNaN)).toBe(true);
    expect([...second].every(Number.isFinite)).toBe(true);
  });
});
