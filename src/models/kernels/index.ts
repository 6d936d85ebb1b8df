/** @file The ops a Llama is made of. */
export { adamw, sumOfSquares, type AdamWStep } from "./adamw.ts";
export { attention, attentionByToken } from "./attention.ts";
export { cut, join } from "./cut.ts";
export { embed, rowsOf } from "./embed.ts";
export { buffer, duplicate, overwrite } from "./in-place.ts";
export { linear } from "./linear.ts";
export { native, type Native } from "./native.ts";
export { rmsNorm } from "./rms-norm.ts";
export { rotary } from "./rotary.ts";
export { swiglu } from "./swiglu.ts";
export { targetLogps } from "./target-logps.ts";
export { assertHealthy, count, onWebGPU } from "./gpu-backend.ts";
export { choose, describe, known, variant, type Variant } from "./variants.ts";
