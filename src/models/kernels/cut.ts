/**
 * @file A flat tensor into consecutive pieces and back, by copies of memory and nothing else:
 * tf.slice on WASM first copies its whole input, and on WebGPU every piece would be a dispatch.
 * Not differentiable: for weights and for use inside a rule.
 */
import * as tf from "@tensorflow/tfjs";
import { gpuBackend, onWebGPU } from "./launch.ts";

type WasmBackend = {
  dataIdMap: { get(id: object): { memoryOffset: number } };
  makeOutput(shape: number[], dtype: "float32"): tf.TensorInfo;
  wasm: { HEAPU8: Uint8Array };
};

/** Copies `size` float32s; offsets in elements. */
type Move = (
  from: tf.TensorInfo,
  at: number,
  to: tf.TensorInfo,
  toAt: number,
  size: number,
) => void;

function onGpu(): { fresh(shape: number[]): tf.TensorInfo; move: Move } {
  const backend = gpuBackend();
  return {
    fresh: (shape) => backend.makeTensorInfo(shape, "float32"),
    move(from, at, to, toAt, size) {
      for (const { dataId } of [from, to]) {
        backend.uploadToGPU(dataId);
        backend.commandQueueOwnedIds.add(dataId);
      }
      backend.ensureCommandEncoderReady();
      backend.endComputePassEncoder();
      const [source, target] = [from, to].map((x) => backend.tensorMap.get(x.dataId).resource);
      backend.commandEncoder!.copyBufferToBuffer(source!, 4 * at, target!, 4 * toAt, 4 * size);
    },
  };
}

function onWasm(): ReturnType<typeof onGpu> {
  const backend = tf.backend() as unknown as WasmBackend;
  const start = (x: tf.TensorInfo) => backend.dataIdMap.get(x.dataId).memoryOffset;
  return {
    fresh: (shape) => backend.makeOutput(shape, "float32"),
    move(from, at, to, toAt, size) {
      const first = start(from) + 4 * at;
      backend.wasm.HEAPU8.copyWithin(start(to) + 4 * toAt, first, first + 4 * size);
    },
  };
}

const memory = () => (onWebGPU() ? onGpu() : tf.getBackend() === "wasm" ? onWasm() : null);

const track = (info: tf.TensorInfo) => tf.engine().makeTensorFromTensorInfo(info);

/** Consecutive pieces of x, whatever its rank, with the shapes given; float32. */
export function cut(x: tf.Tensor, shapes: readonly (readonly number[])[]): tf.Tensor[] {
  const how = memory();
  let at = 0;
  return shapes.map((shape) => {
    const size = shape.reduce((a, b) => a * b, 1);
    const from = at;
    at += size;
    if (!how)
      return tf.tidy(() => tf.reshape(tf.slice(tf.reshape(x, [-1]), from, size), [...shape]));
    const piece = how.fresh([...shape]);
    how.move(x, from, piece, 0, size);
    return track(piece);
  });
}

/** The numbers of all tensors end to end, [Σ sizes]; float32. */
export function join(parts: readonly tf.Tensor[]): tf.Tensor1D {
  const how = memory();
  if (!how) return tf.tidy(() => tf.concat(parts.map((x) => tf.reshape(x, [-1])))) as tf.Tensor1D;
  const flat = how.fresh([parts.reduce((sum, x) => sum + x.size, 0)]);
  let at = 0;
  for (const part of parts) {
    how.move(part, 0, flat, at, part.size);
    at += part.size;
  }
  return track(flat) as tf.Tensor1D;
}
