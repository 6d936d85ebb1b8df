/** @file The ops a Llama is made of. */
export { attention } from "./attention.ts";
export { embed } from "./embed.ts";
export { linear } from "./linear.ts";
export { rmsNorm } from "./rms-norm.ts";
export { rotary } from "./rotary.ts";
export { swiglu } from "./swiglu.ts";
export { targetLogps } from "./target-logps.ts";
