/**
 * @file The kernels of WASM (their text is in native/), on the very heap of tfjs's WASM backend: a
 * tensor is passed as its address and nothing is copied. Where the engine has no SIMD there are
 * none, and the twins in plain tfjs ops serve.
 */
import * as tf from "@tensorflow/tfjs";
import { BINARY } from "./native-binary.ts";

/** What is used of tfjs-backend-wasm 4.22 beyond its public types. */
type Backend = {
  incRef(id: object): void;
  dataIdMap: { get(id: object): { memoryOffset: number } };
  makeOutput(shape: number[], dtype: tf.DataType): tf.TensorInfo;
  wasm: {
    asm: { memory: WebAssembly.Memory };
    _malloc(bytes: number): number;
    _free(address: number): void;
  };
};

type Call = (...args: (number | boolean)[]) => void;

/** Addresses in bytes, sizes and strides in elements, as in the files of native/. */
export type Exports = {
  readonly SCRATCH: WebAssembly.Global;
  readonly product: Call;
  readonly attend: Call;
  readonly attendBackward: Call;
  readonly rmsNorm: Call;
  readonly rmsNormBackward: Call;
  readonly swiglu: Call;
  readonly swigluBackward: Call;
  readonly rotary: Call;
  readonly partition: Call;
  readonly expected: Call;
  readonly targeted: Call;
  readonly adamw: Call;
  sumOfSquares(x: number, count: number): number;
};

/** A matrix inside a tensor: its address and the strides of its rows and columns. */
export type Matrix = readonly [at: number, row: number, col: number];

export class Native {
  /** Where products work. */
  readonly scratch: number;
  readonly #backend: Backend;
  #work = { at: 0, bytes: 0 };

  constructor(
    backend: Backend,
    readonly calls: Exports,
  ) {
    this.#backend = backend;
    this.scratch = backend.wasm._malloc(calls.SCRATCH.value as number);
  }

  /** The address of a tensor's numbers, good until it is disposed of. */
  at({ dataId }: tf.TensorInfo): number {
    return this.#backend.dataIdMap.get(dataId).memoryOffset;
  }

  /** A new tensor with whatever lay in its place. */
  fresh<T extends tf.Tensor>(shape: readonly number[]): T {
    const info = this.#backend.makeOutput([...shape], "float32");
    return tf.engine().makeTensorFromTensorInfo(info) as T;
  }

  /** Room for so many floats, until the next call of this. */
  work(floats: number): number {
    if (this.#work.bytes < 4 * floats) {
      if (this.#work.bytes > 0) this.#backend.wasm._free(this.#work.at);
      this.#work = { at: this.#backend.wasm._malloc(4 * floats), bytes: 4 * floats };
    }
    return this.#work.at;
  }

  /** A float32 tensor's numbers where they lie: a view that the next allocation may cut off. */
  view(x: tf.Tensor): Float32Array {
    return new Float32Array(this.#backend.wasm.asm.memory.buffer, this.at(x), x.size);
  }

  /** c [M,N] = a [M,K] · b [K,N], or c + it; `row`: the stride of c's rows. */
  product(
    a: Matrix,
    b: Matrix,
    c: number,
    row: number,
    [M, N, K]: readonly [number, number, number],
    add = false,
  ): void {
    this.calls.product(...a, ...b, c, row, M, N, K, add, this.scratch);
  }
}

const known = new WeakMap<object, Native | null>();
let wanted = true;

/** The kernels, where WASM is the backend in use and has SIMD. */
export function native(): Native | null {
  if (!wanted || tf.getBackend() !== "wasm") return null;
  const backend = tf.backend() as unknown as Backend;
  let found = known.get(backend);
  if (found === undefined) {
    found = start(backend);
    known.set(backend, found);
  }
  return found;
}

/** Whether the kernels may be used: the twins are there for engines without SIMD. */
export function useNative(on: boolean): void {
  wanted = on;
}

/** Ten kilobytes: compiled at once, so that the first tensors need not wait for a promise. */
function start(backend: Backend): Native | null {
  const bytes = Uint8Array.from(atob(BINARY), (c) => c.charCodeAt(0));
  if (!WebAssembly.validate(bytes)) return null;
  const env = { memory: backend.wasm.asm.memory };
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes), { env });
  shareClones();
  return new Native(backend, exports as unknown as Exports);
}

/**
 * A clone becomes a second handle, as on the other backends: tfjs's own copies the numbers, and a
 * tape clones whatever it keeps. Nothing here is written in place while it has two handles.
 */
function shareClones(): void {
  const wasm = { kernelName: tf.Identity, backendName: "wasm" };
  tf.unregisterKernel(wasm.kernelName, wasm.backendName);
  tf.registerKernel({
    ...wasm,
    kernelFunc({ inputs, backend }) {
      const { dataId, shape, dtype } = inputs["x"] as tf.TensorInfo;
      (backend as Backend).incRef(dataId);
      return { dataId, shape, dtype };
    },
  });
}
