/** @file Puts tfjs on WebGPU for a test file, and turns GPU errors into failures. */
import * as tf from "@tensorflow/tfjs";
import { expect } from "vitest";
import { openDevice } from "../../src/models/gpu/device.ts";

type WithDevice = { device: GPUDevice };

export const device = () => (tf.backend() as unknown as WithDevice).device;

export async function useWebGPU(): Promise<void> {
  const adapter = await navigator.gpu.requestAdapter();
  expect(await openDevice(adapter!)).toBe(true);
  await tf.ready();
  expect(tf.getBackend()).toBe("webgpu");
}

/** Runs work and fails on any validation or memory error that the GPU reports for it. */
export async function strictly<T>(work: () => Promise<T>): Promise<T> {
  device().pushErrorScope("validation");
  device().pushErrorScope("out-of-memory");
  const result = await work();
  const errors = [await device().popErrorScope(), await device().popErrorScope()];
  expect(errors.map((e) => e?.message ?? "")).toEqual(["", ""]);
  return result;
}
