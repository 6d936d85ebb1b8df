/**
 * @file Tensors in and out of safetensors files. Read as float32 whatever they were stored as
 * (every F16 and BF16 number is a float32 number); written as F32, F16 or BF16.
 */

import { TiltError } from "../core/types.ts";
import { fromBfloat, fromHalf, toBfloat, toHalf } from "./half.ts";
import { DTYPES, type Dtype, type Entry, readHeader } from "./safetensors-header.ts";

export type { Dtype };

/** Row-major numbers; the product of `shape` is the length of `data`. */
export type Tensor = { readonly shape: number[]; readonly data: Float32Array };

/** What a file held: tensors in the header's order, the type each was stored as, and its notes. */
export type Safetensors = {
  readonly tensors: Map<string, Tensor>;
  readonly dtypes: Map<string, Dtype>;
  readonly metadata: Record<string, string>;
};

/** Largest file that is read unless the caller says otherwise, in bytes. */
export const DEFAULT_MAX_BYTES = 2 ** 30;

/**
 * Reads a whole file. Throws `TiltError` with code checkpoint.too-large, .truncated, .header,
 * .dtype, .shape or .not-finite, naming `file` and the tensor.
 */
export function readSafetensors(
  bytes: Uint8Array,
  file = "model.safetensors",
  { maxBytes = DEFAULT_MAX_BYTES }: { maxBytes?: number } = {},
): Safetensors {
  if (bytes.length > maxBytes) throw tooLarge(file, bytes.length, maxBytes);
  const { entries, metadata } = readHeader(bytes, file);
  const tensors = new Map<string, Tensor>();
  const dtypes = new Map<string, Dtype>();
  for (const entry of entries) {
    const data = widen(bytes, entry);
    checkFinite(data, entry.shape, `${file}: tensor "${entry.name}"`);
    tensors.set(entry.name, { shape: entry.shape, data });
    dtypes.set(entry.name, entry.dtype);
  }
  return { tensors, dtypes, metadata };
}

/** The refusal of a file of `size` bytes. */
export function tooLarge(file: string, size: number, maxBytes: number): TiltError {
  return new TiltError(
    "checkpoint.too-large",
    `${file} has ${megabytes(size)}; the limit here is ${megabytes(maxBytes)}.`,
    "Choose a smaller model.",
  );
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toLocaleString("en-US", { maximumFractionDigits: 1 })} MB`;
}

function widen(bytes: Uint8Array, { dtype, begin, end }: Entry): Float32Array {
  // The copy is aligned wherever the tensor began. Typed arrays are little-endian, as the format
  // is, on every machine that has WebAssembly.
  const aligned = new Uint8Array(end - begin);
  aligned.set(bytes.subarray(begin, end));
  const copy = aligned.buffer;
  if (dtype === "F32") return new Float32Array(copy);
  const narrow = new Uint16Array(copy);
  if (dtype === "F16") return Float32Array.from(narrow, fromHalf);
  return Float32Array.from(narrow, fromBfloat);
}

function checkFinite(data: Float32Array, shape: readonly number[], where: string): void {
  const at = data.findIndex((x) => !Number.isFinite(x));
  if (at < 0) return;
  throw new TiltError(
    "checkpoint.not-finite",
    `${where} has ${data[at]} at [${position(at, shape).join(", ")}].`,
    "Use a checkpoint from before the training diverged, or download the file again.",
  );
}

/** A flat row-major index as coordinates. */
function position(at: number, shape: readonly number[]): number[] {
  let rest = at;
  return [...shape]
    .reverse()
    .map((n) => {
      const coordinate = rest % n;
      rest = Math.floor(rest / n);
      return coordinate;
    })
    .reverse();
}

/**
 * Writes tensors in the map's order; data begin at a multiple of 8 bytes. Throws `TiltError`
 * checkpoint.not-finite for a number that `dtype` cannot hold, checkpoint.shape for a tensor whose
 * data do not fit its shape.
 */
export function writeSafetensors(
  tensors: ReadonlyMap<string, Tensor>,
  { dtype, metadata = { format: "pt" } }: { dtype: Dtype; metadata?: Record<string, string> },
): Uint8Array<ArrayBuffer> {
  const size = DTYPES[dtype];
  const header: Record<string, unknown> = { __metadata__: metadata };
  let length = 0;
  for (const [name, { shape, data }] of tensors) {
    if (shape.reduce((product, n) => product * n, 1) !== data.length) {
      const message = `Tensor "${name}" has ${data.length} numbers for shape [${shape}].`;
      throw new TiltError("checkpoint.shape", message, "Save from weights that are whole.");
    }
    const end = length + data.length * size;
    header[name] = { dtype, shape, data_offsets: [length, end] };
    length = end;
  }
  const json = new TextEncoder().encode(JSON.stringify(header));
  const start = 8 + Math.ceil(json.length / 8) * 8;
  const bytes = new Uint8Array(start + length);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(start - 8), true);
  bytes.fill(0x20, 8, start).set(json, 8);
  let at = start;
  for (const [name, { shape, data }] of tensors) {
    bytes.set(narrow(data, shape, dtype, name), at);
    at += data.length * size;
  }
  return bytes;
}

function narrow(data: Float32Array, shape: number[], dtype: Dtype, name: string): Uint8Array {
  checkFinite(data, shape, `Tensor "${name}"`);
  if (dtype === "F32") return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  const half = Uint16Array.from(data, dtype === "F16" ? toHalf : toBfloat);
  const infinity = dtype === "F16" ? 0x7c00 : 0x7f80;
  const at = half.findIndex((pattern) => (pattern & 0x7fff) === infinity);
  if (at < 0) return new Uint8Array(half.buffer);
  throw new TiltError(
    "checkpoint.not-finite",
    `Tensor "${name}" has ${data[at]} at [${position(at, shape).join(", ")}], too large for ${dtype}.`,
    "Save the checkpoint as F32.",
  );
}
