/**
 * @file A flat tensor into consecutive pieces and back, by copies of memory and nothing else:
 * tf.slice on WASM first copies its whole input, and on WebGPU every piece would be a dispatch.
 * Not differentiable: for weights and for use inside a rule.
 */
import * as tf from "@tensorflow/tfjs";
import { gpuBackend, onWebGPU } from "./gpu-backend.ts";

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

type Memory = {
  fresh(shape: number[]): tf.TensorInfo;
  zeros(size: number): tf.TensorInfo;
  move: Move;
};

function onGpu(): Memory {
  const backend = gpuBackend();
  return {
    fresh: (shape) => backend.makeTensorInfo(shape, "float32"),
    zeros(size) {
      const info = backend.makeTensorInfo([size], "float32");
      backend.uploadToGPU(info.dataId);
      backend.commandQueueOwnedIds.add(info.dataId);
      backend.ensureCommandEncoderReady();
      backend.endComputePassEncoder();
      backend.commandEncoder!.clearBuffer(backend.tensorMap.get(info.dataId).resource);
      return info;
    },
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

function onWasm(): Memory {
  const backend = tf.backend() as unknown as WasmBackend;
  const start = (x: tf.TensorInfo) => backend.dataIdMap.get(x.dataId).memoryOffset;
  return {
    fresh: (shape) => backend.makeOutput(shape, "float32"),
    zeros(size) {
      const info = backend.makeOutput([size], "float32");
      backend.wasm.HEAPU8.fill(0, start(info), start(info) + 4 * size);
      return info;
    },
    move(from, at, to, toAt, size) {
      const first = start(from) + 4 * at;
      backend.wasm.HEAPU8.copyWithin(start(to) + 4 * toAt, first, first + 4 * size);
    },
  };
}

const memory = () => (onWebGPU() ? onGpu() : tf.getBackend() === "wasm" ? onWasm() : null);

const track = (info: tf.TensorInfo) => tf.engine().makeTensorFromTensorInfo(info);

/** A piece of a flat tensor: its shape, and where it begins if not where the one before ended. */
export type Piece = { readonly shape: readonly number[]; readonly from?: number };

const sizeOf = (shape: readonly number[]) => shape.reduce((a, b) => a * b, 1);

/** Pieces of x, whatever its rank; float32. */
export function cut(x: tf.Tensor, pieces: readonly Piece[]): tf.Tensor[] {
  const how = memory();
  let at = 0;
  return pieces.map(({ shape, from = at }) => {
    const size = sizeOf(shape);
    at = from + size;
    if (!how)
      return tf.tidy(() => tf.reshape(tf.slice(tf.reshape(x, [-1]), from, size), [...shape]));
    const piece = how.fresh([...shape]);
    how.move(x, from, piece, 0, size);
    return track(piece);
  });
}

/**
 * The numbers of all tensors end to end, or each from where `froms` says, zeros between; as long as
 * it takes. float32.
 */
export function join(parts: readonly tf.Tensor[], froms?: readonly number[]): tf.Tensor1D {
  const how = memory();
  let at = 0;
  const places = parts.map((part, i) => {
    const from = froms?.[i] ?? at;
    const gap = from - at;
    at = from + part.size;
    return { part, from, gap };
  });
  if (!how) {
    return tf.tidy(() =>
      tf.concat(
        places.flatMap(({ part, gap }) => [
          ...(gap > 0 ? [tf.zeros([gap])] : []),
          tf.reshape(part, [-1]),
        ]),
      ),
    ) as tf.Tensor1D;
  }
  const gaps = places.some(({ gap }) => gap > 0);
  const flat = gaps ? how.zeros(at) : how.fresh([at]);
  for (const { part, from } of places) how.move(part, 0, flat, from, part.size);
  return track(flat) as tf.Tensor1D;
}
