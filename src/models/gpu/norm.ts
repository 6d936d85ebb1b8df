/**
 * @file RMSNorm on recorded buffers (see kernels/rms-norm.ts for the maths): the gain lies somewhere
 * in the model's flat vector, and the rows may be picked from a longer list.
 */
import { baked, type Kernel } from "../kernels/kernel.ts";
import { rowKernel } from "../kernels/row.ts";

const V4 = "vec4<f32>";
const PICKED = { ids: "i32" } as const;
const sum4 = (x: string) => `dot(${x}, vec4<f32>(1.0))`;

/** y = x·r·w and r. `picked`: row i of y is made from row ids[i] of x. */
export const normKernel = baked((lanes: number, picked: boolean) =>
  rowKernel(lanes, {
    name: `norm${picked ? " of picked rows" : ""}`,
    inputs: { x: V4, p: V4, ...(picked ? PICKED : {}) },
    outputs: { y: V4, r: "f32" },
    uniforms: { cols: "i32", size: "f32", eps: "f32", w0: "i32" },
    body: `
let base = ${picked ? "ids[row]" : "row"} * u.cols;
var squares = vec4<f32>();
for (var j = start; j < u.cols; j += ${lanes}) { squares += x[base + j] * x[base + j]; }
let scale = inverseSqrt(row_sum(${sum4("squares")}, lane) / u.size + u.eps);
for (var j = start; j < u.cols; j += ${lanes}) {
  y[row * u.cols + j] = x[base + j] * scale * p[u.w0 + j];
}
if (start == 0) { r[row] = scale; }`,
  }),
);

/** Adds the gradient with respect to x into dx, the gradient of the residual stream. */
export const normInputKernel = baked((lanes: number) =>
  rowKernel(lanes, {
    name: "norm dx",
    inputs: { dy: V4, x: V4, p: V4, r: "f32" },
    outputs: { dx: V4 },
    uniforms: { cols: "i32", size: "f32", w0: "i32" },
    body: inputGradient(lanes, "row", "dx[base + j] + "),
  }),
);

/** The same for picked rows; rows of x that were not picked get zero. slot[row]: which pick, or −1. */
export const pickedNormInputKernel = baked((lanes: number) =>
  rowKernel(lanes, {
    name: "norm dx of picked rows",
    inputs: { dy: V4, x: V4, p: V4, r: "f32", slot: "i32" },
    outputs: { dx: V4 },
    uniforms: { cols: "i32", size: "f32", w0: "i32" },
    body: inputGradient(lanes, "max(slot[row], 0)", "f32(slot[row] >= 0) * "),
  }),
);

function inputGradient(lanes: number, pick: string, before: string): string {
  return `
let base = row * u.cols;
let base_y = ${pick} * u.cols;
let scale = r[${pick}];
var along = vec4<f32>();
for (var j = start; j < u.cols; j += ${lanes}) {
  along += dy[base_y + j] * x[base + j] * p[u.w0 + j];
}
let pull = row_sum(${sum4("along")}, lane) * scale * scale / u.size;
for (var j = start; j < u.cols; j += ${lanes}) {
  dx[base + j] = ${before}scale * (dy[base_y + j] * p[u.w0 + j] - x[base + j] * pull);
}`;
}

/** Σ_rows dy·x·r for four columns at once; the lanes of a workgroup share the rows. */
export const gainKernel = baked((lanes: number, picked: boolean): Kernel => ({
  name: `norm dw${picked ? " of picked rows" : ""} ${lanes} lanes`,
  inputs: { dy: V4, x: V4, r: "f32", ...(picked ? PICKED : {}) },
  outputs: { g: V4 },
  uniforms: { count: "i32", cols: "i32", w0: "i32" },
  // Neighbouring lanes hold neighbouring columns, so that they read memory side by side.
  workgroup: [8, lanes],
  scope: lanes > 1 ? `var<workgroup> partial: array<vec4<f32>, ${8 * lanes}>;` : "",
  body: `
let col = group.x * 8 + local.x;
let at = min(col, u.cols - 1);
var sum = vec4<f32>();
for (var m = local.y; m < u.count; m += ${lanes}) {
  sum += dy[m * u.cols + at] * x[${picked ? "ids[m]" : "m"} * u.cols + at] * r[m];
}
${
  lanes > 1
    ? `partial[lane] = sum;
for (var half = ${lanes / 2}; half > 0; half /= 2) {
  workgroupBarrier();
  if (local.y < half) { partial[lane] += partial[lane + 8 * half]; }
}
sum = partial[lane];`
    : ""
}
if (local.y == 0 && col < u.cols) { g[u.w0 + col] += sum; }`,
}));

/** Σ_rows dy into a bias's gradient. */
export const biasKernel = baked((): Kernel => ({
  name: "bias gradient",
  inputs: { dy: V4 },
  outputs: { g: V4 },
  uniforms: { count: "i32", cols: "i32", w0: "i32" },
  workgroup: [64, 1],
  body: `
if (i >= u.cols) { return; }
var sum = vec4<f32>();
for (var m = 0; m < u.count; m++) { sum += dy[m * u.cols + i]; }
g[u.w0 + i] += sum;`,
}));
