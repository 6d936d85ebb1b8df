import * as tf from "@tensorflow/tfjs";
import { beforeAll, expect, it } from "vitest";
import { rmsNorm } from "../../src/models/kernels/index.ts";
import { assertHealthy, count } from "../../src/models/kernels/gpu-backend.ts";
import type { Kernel } from "../../src/models/kernels/kernel.ts";
import { launch } from "../../src/models/kernels/launch.ts";
import { device, useWebGPU } from "./webgpu.ts";

beforeAll(useWebGPU);

const broken: Kernel = {
  name: "one that cannot compile",
  inputs: { x: "f32" },
  outputs: { y: "f32" },
  uniforms: { count: "i32" },
  workgroup: [64, 1],
  body: "y[i] = nowhere[i];",
};

it("counts dispatches, and forgets nothing that an op recorded", () => {
  const before = count.dispatches;
  tf.tidy(() => {
    const x = tf.ones([3, 8]) as tf.Tensor2D;
    tf.grads((a: tf.Tensor, w: tf.Tensor) => rmsNorm(a as tf.Tensor2D, w as tf.Tensor1D, 1e-5))([
      x,
      tf.ones([8]),
    ]);
  });
  expect(count.dispatches - before).toBe(3);
});

// Last: the device counts as broken from here on.
it("makes a GPU error fatal, with the kernel's name", async () => {
  const x = tf.ones([4]);
  assertHealthy();
  launch(broken, { inputs: [x], outputs: [[4]], uniforms: [4], groups: [1, 1] });
  await device().queue.onSubmittedWorkDone();
  await new Promise((done) => setTimeout(done, 100));
  expect(assertHealthy).toThrow("one that cannot compile");
  expect(() => rmsNorm(tf.ones([2, 4]), tf.ones([4]), 1e-5)).toThrow("one that cannot compile");
});
