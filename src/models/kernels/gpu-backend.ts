/**
 * @file tfjs's WebGPU backend as this room sees it: what is used of it, whether its device is well,
 * what fits it, and what was asked of it.
 */
import * as tf from "@tensorflow/tfjs";
import { TiltError } from "../../core/types.ts";

/** What is used of tfjs-backend-webgpu 4.22 beyond its public types. */
export type Backend = {
  device: GPUDevice;
  pipelineCache: Record<string, GPUComputePipeline | Promise<GPUComputePipeline>>;
  tensorMap: { get(id: object): { resource: GPUBuffer; values: unknown } };
  commandEncoder: GPUCommandEncoder | null;
  computePassEncoder: GPUComputePassEncoder | null;
  commandQueueOwnedIds: WeakSet<object>;
  dispatchCountInPass: number;
  uploadToGPU(id: object): void;
  makeTensorInfo(shape: number[], dtype: tf.DataType): tf.TensorInfo;
  makeUniforms(fields: { type: string; data: number[] }[]): GPUBindingResource;
  incRef(id: object): void;
  disposeData(id: object): boolean;
  ensureCommandEncoderReady(): void;
  endComputePassEncoder(): void;
  submitQueue(): void;
};

const failures = new WeakMap<GPUDevice, string>();

/**
 * Since the page began: dispatches of this room's kernels, and its own submits and read-backs; and
 * milliseconds that the host spent on recorded programs.
 */
export const count = { dispatches: 0, submits: 0, readBacks: 0, buffers: 0, encodingMs: 0 };

/** The backend in use, as this room needs to see it. */
export const gpuBackend = () => tf.backend() as unknown as Backend;

/** Whether the WGSL kernels apply: the backend in use is WebGPU. */
export function onWebGPU(): boolean {
  return tf.getBackend().startsWith("webgpu");
}

/**
 * Throws the first validation or memory error of the device in use, which WebGPU reports late and
 * only by event: results since then cannot be trusted.
 */
export function assertHealthy(): void {
  const message = failures.get(gpuBackend().device);
  if (message !== undefined) throw refused(message);
}

/** The most bytes that a binding may have. */
export function limit(): number {
  const { maxStorageBufferBindingSize, maxBufferSize } = gpuBackend().device.limits;
  return Math.min(maxStorageBufferBindingSize, maxBufferSize);
}

/** Throws where an array of `count` numbers of 32 bits is larger than a kernel can index or bind. */
export function assertFits(name: string, count: number): void {
  if (count < 2 ** 31 && 4 * count <= limit()) return;
  throw new TiltError(
    "webgpu.too-large",
    `${name}: ${count.toLocaleString("en")} numbers do not fit one array of this GPU (${Math.floor(limit() / 2 ** 20)} MiB).`,
    "Take a smaller batch or model, or switch to WASM.",
  );
}

/** Listens for the errors of a device; once for each. */
export function listen(device: GPUDevice): void {
  device.addEventListener("uncapturederror", (event) => {
    if (!failures.has(device)) failures.set(device, event.error.message);
  });
}

/** The GPU would not have a kernel. */
export function refused(message: string): TiltError {
  return new TiltError(
    "webgpu.kernel",
    `The GPU refused a kernel: ${message}`,
    "Switch to WASM, and report this message with the name of your GPU.",
  );
}
