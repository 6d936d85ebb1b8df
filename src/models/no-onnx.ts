/**
 * @file Stands in for ONNX Runtime in the build. transformers.js imports it at its top, but only its
 * tokenizers are used here; the real one would add 27 MB of WASM to the site.
 */
const nothing = {};
export default nothing;
export const env = { wasm: {}, webgpu: {} };
export const InferenceSession = {};
export class Tensor {}
