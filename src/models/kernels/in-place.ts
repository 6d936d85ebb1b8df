/**
 * @file Tensors whose GPU buffer outlives its contents: kernels write into it, and bindings made for
 * it stay good. tfjs expects a tensor never to change, so whoever writes must own the tensor alone,
 * and what tfjs remembers of its values is forgotten.
 */
import * as tf from "@tensorflow/tfjs";
import { join } from "./cut.ts";
import { gpuBackend, onWebGPU } from "./gpu-backend.ts";

/** A tensor's buffer on the GPU, to be written to or read from. */
export function buffer({ dataId }: tf.TensorInfo): GPUBuffer {
  const backend = gpuBackend();
  backend.uploadToGPU(dataId);
  const data = backend.tensorMap.get(dataId);
  data.values = null;
  return data.resource;
}

/** A tensor of its own with the same numbers: a second handle where nothing is written in place. */
export function duplicate<T extends tf.Tensor>(x: T): T {
  return onWebGPU() ? (tf.reshape(join([x]), x.shape) as T) : tf.clone(x);
}

/** Copies the numbers of `from` into `to`; WebGPU only. */
export function overwrite(to: tf.Tensor, from: tf.Tensor): void {
  const backend = gpuBackend();
  const [source, target] = [buffer(from), buffer(to)];
  backend.ensureCommandEncoderReady();
  backend.endComputePassEncoder();
  for (const { dataId } of [to, from]) backend.commandQueueOwnedIds.add(dataId);
  backend.commandEncoder!.copyBufferToBuffer(source, 0, target, 0, 4 * to.size);
}
