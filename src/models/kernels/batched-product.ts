/**
 * @file a_g·b_g for every g of a batch. tfjs's batched product on WASM is a plain loop, its single
 * product is XNNPACK's: seven times faster at [64,64]·[64,32]. So on WASM each g is a single
 * product on a view of the heap: nothing is copied.
 */
import * as tf from "@tensorflow/tfjs";

/** What this file needs of tfjs-backend-wasm 4.22. */
type WasmBackend = {
  dataIdNextNumber: number;
  dataIdMap: { get(id: object): { memoryOffset: number } };
  makeOutput(shape: number[], dtype: "float32"): tf.TensorInfo;
  wasm: {
    cwrap(name: string, returns: null, args: string[]): Product;
    tfjs: {
      registerTensor(id: number, size: number, offset: number): void;
      disposeData(id: number): void;
    };
  };
};

type Product = (
  a: number,
  aShape: Uint8Array,
  aRank: number,
  b: number,
  bShape: Uint8Array,
  bRank: number,
  transposeA: number,
  transposeB: number,
  out: number,
) => void;

const products = new WeakMap<object, Product>();

function productOf(backend: WasmBackend): Product {
  let product = products.get(backend);
  if (!product) {
    const args = "number array number number array number number number number".split(" ");
    product = backend.wasm.cwrap("BatchMatMul", null, args);
    products.set(backend, product);
  }
  return product;
}

function byViews(backend: WasmBackend, a: tf.Tensor4D, b: tf.Tensor4D): tf.Tensor4D {
  const [A, B, m, k] = a.shape;
  const n = b.shape[3];
  const product = productOf(backend);
  const { registerTensor, disposeData } = backend.wasm.tfjs;
  const out = backend.makeOutput([A, B, m, n], "float32");
  const parts = [a, b, out].map(
    ({ dataId }, i) =>
      [backend.dataIdMap.get(dataId).memoryOffset, [m * k, k * n, m * n][i]!] as const,
  );
  const aShape = new Uint8Array(new Int32Array([1, m, k]).buffer);
  const bShape = new Uint8Array(new Int32Array([1, k, n]).buffer);
  for (let g = 0; g < A * B; g++) {
    // Fresh ids each time: XNNPACK packs the right operand once per id.
    const id = backend.dataIdNextNumber;
    backend.dataIdNextNumber += 3;
    parts.forEach(([offset, size], i) => registerTensor(id + i, size, offset + 4 * g * size));
    product(id, aShape, 3, id + 1, bShape, 3, 0, 0, id + 2);
    parts.forEach((_, i) => disposeData(id + i));
  }
  return tf.engine().makeTensorFromTensorInfo(out) as tf.Tensor4D;
}

/** a [A,B,m,k], b [A,B,k,n] → [A,B,m,n]. Not differentiable: for use inside a rule. */
export function batchedProduct(a: tf.Tensor4D, b: tf.Tensor4D): tf.Tensor4D {
  if (tf.getBackend() !== "wasm") return tf.matMul(a, b) as tf.Tensor4D;
  return byViews(tf.backend() as unknown as WasmBackend, a, b);
}
