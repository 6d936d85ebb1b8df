/**
 * @file The kernels of WASM, in AssemblyScript: pointers into the heap of tfjs, which is this
 * module's memory. They allocate nothing. `npm run tilt -- kernels` compiles them into ../native-binary.ts.
 */
export { adamw, sumOfSquares } from "./adamw";
export { attend, attendBackward } from "./attention";
export { product, SCRATCH } from "./product";
export { rmsNorm, rmsNormBackward } from "./rms-norm";
export { rotary } from "./rotary";
export { expected, partition, targeted } from "./softmax";
export { swiglu, swigluBackward } from "./swiglu";
