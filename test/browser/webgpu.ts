/** @file Puts tfjs on WebGPU for a test file, and turns GPU errors into failures. */
import * as tf from "@tensorflow/tfjs";
import "@tensorflow/tfjs-backend-webgpu";
import { expect } from "vitest";

type WithDevice = { device: GPUDevice };

export const device = () => (tf.backend() as unknown as WithDevice).device;

export async function useWebGPU(): Promise<void> {
  await tf.setBackend("webgpu");
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
