/**
 * @file Dispatches that touch each number once: embedding and its gradient, SwiGLU on packed rows
 * gate|up, the gradient of log-probabilities, and what a reward model reads off its last token.
 */
import { baked, type Kernel } from "../kernels/kernel.ts";
import { rowKernel } from "../kernels/row.ts";

const V4 = "vec4<f32>";

/** y_i = table[ids_i]; `cols` and `w0` in vec4s. */
export const embedKernel: Kernel = {
  name: "embed rows",
  inputs: { p: V4, ids: "i32" },
  outputs: { y: V4 },
  uniforms: { count: "i32", cols: "i32", w0: "i32" },
  workgroup: [64, 1],
  body: `
if (i >= u.count) { return; }
y[i] = p[u.w0 + ids[i / u.cols] * u.cols + i % u.cols];`,
};

/**
 * Σ dy over the tokens of each id. next[id] is an id's first token and next[table + m] the next
 * token like m, −1 the end: the order is fixed and nothing is atomic.
 */
export const embedGradientKernel: Kernel = {
  name: "embed rows backward",
  inputs: { dy: V4, next: "i32" },
  outputs: { g: V4 },
  uniforms: { count: "i32", cols: "i32", table: "i32", w0: "i32" },
  workgroup: [64, 1],
  body: `
if (i >= u.count || next[i / u.cols] < 0) { return; }
var sum = vec4<f32>();
for (var m = next[i / u.cols]; m >= 0; m = next[u.table + m]) {
  sum += dy[m * u.cols + i % u.cols];
}
g[u.w0 + i] += sum;`,
};

/** The chains that `embedGradientKernel` walks, [V + tokens]. */
export function chains(ids: Int32Array, V: number, next = new Int32Array(V + ids.length)) {
  next.fill(-1, 0, V);
  for (let m = ids.length - 1; m >= 0; m--) {
    next[V + m] = next[ids[m]!]!;
    next[ids[m]!] = m;
  }
  return next;
}

const gated = (
  name: string,
  kernel: Pick<Kernel, "inputs" | "outputs"> & { body: string },
): Kernel => ({
  name,
  inputs: kernel.inputs,
  outputs: kernel.outputs,
  uniforms: { count: "i32", cols: "i32" },
  workgroup: [64, 1],
  body: `
if (i >= u.count) { return; }
let at = i / u.cols * 2 * u.cols + i % u.cols;
let gate = x[at];
let up = x[at + u.cols];
let s = 1.0 / (1.0 + exp(-gate));
${kernel.body}`,
});

export const swigluKernel = gated("swiglu of packed rows", {
  inputs: { x: V4 },
  outputs: { y: V4 },
  body: "y[i] = gate * s * up;",
});

export const swigluGradientKernel = gated("swiglu of packed rows backward", {
  inputs: { dy: V4, x: V4 },
  outputs: { dx: V4 },
  body: `let a = gate * s;
dx[at] = dy[i] * up * (s + a - a * s);
dx[at + u.cols] = dy[i] * a;`,
});

/** log-probabilities of the targets and log Z, from logits whose rows are `line` long. */
export const logpKernel = baked((lanes: number) =>
  rowKernel(lanes, {
    name: "log-probabilities",
    inputs: { logits: "f32", targets: "i32" },
    outputs: { logp: "f32", lse: "f32" },
    uniforms: { cols: "i32", line: "i32" },
    body: `
let base = row * u.line;
var top = -3e38;
var sum = 0.0;
for (var v = start; v < u.cols; v += ${lanes}) {
  let x = logits[base + v];
  if (x > top) {
    sum *= exp(top - x);
    top = x;
  }
  sum += exp(x - top);
}
let peak = row_max(top, lane);
let total = row_sum(sum * exp(top - peak), lane);
if (start == 0) {
  let z = peak + log(total);
  lse[row] = z;
  logp[row] = logits[base + targets[row]] - z;
}`,
  }),
);

/** Logits into the gradient of Σ g·logp with respect to them, in place; zero past the last column. */
export const slopeKernel: Kernel = {
  name: "log-probabilities backward",
  inputs: { targets: "i32", lse: "f32", g: "f32" },
  outputs: { logits: V4 },
  uniforms: { count: "i32", cols: "i32", line: "i32" },
  workgroup: [64, 1],
  body: `
if (i >= u.count) { return; }
let row = i / u.line;
let ids = vec4<i32>(0, 1, 2, 3) + 4 * (i % u.line);
let own = select(vec4<f32>(), vec4<f32>(1.0), ids == vec4<i32>(targets[row]));
let p = exp(logits[i] - lse[row]);
logits[i] = select(vec4<f32>(), g[row] * (own - p), ids < vec4<i32>(u.cols));`,
};

/** One number a row, from `to` on: its product with a vector of weights. */
export const scoreKernel = baked((lanes: number) =>
  rowKernel(lanes, {
    name: "scores",
    inputs: { x: V4, p: V4 },
    outputs: { score: "f32" },
    uniforms: { cols: "i32", w0: "i32", to: "i32" },
    body: `
var sum = vec4<f32>();
for (var j = start; j < u.cols; j += ${lanes}) { sum += x[row * u.cols + j] * p[u.w0 + j]; }
let total = row_sum(dot(sum, vec4<f32>(1.0)), lane);
if (start == 0) { score[u.to + row] = total; }`,
  }),
);

/** dx = g·w for each row. */
export const scoreInputKernel: Kernel = {
  name: "scores dx",
  inputs: { p: V4, g: "f32" },
  outputs: { dx: V4 },
  uniforms: { count: "i32", cols: "i32", w0: "i32" },
  workgroup: [64, 1],
  body: `
if (i >= u.count) { return; }
dx[i] = g[i / u.cols] * p[u.w0 + i % u.cols];`,
};

/** The same from g at `from` on, added to what dx holds. */
export const valueInputKernel: Kernel = {
  name: "values dx",
  inputs: { p: V4, g: "f32" },
  outputs: { dx: V4 },
  uniforms: { count: "i32", cols: "i32", w0: "i32", from0: "i32" },
  workgroup: [64, 1],
  body: `
if (i >= u.count) { return; }
dx[i] += g[u.from0 + i / u.cols] * p[u.w0 + i % u.cols];`,
};

/** dw = Σ_rows g·x, g from `from0` on. */
export const scoreWeightKernel: Kernel = {
  name: "scores dw",
  inputs: { x: V4, g: "f32" },
  outputs: { dw: V4 },
  uniforms: { rows: "i32", cols: "i32", w0: "i32", from0: "i32" },
  workgroup: [64, 1],
  body: `
if (i >= u.cols) { return; }
var sum = vec4<f32>();
for (var m = 0; m < u.rows; m++) { sum += g[u.from0 + m] * x[m * u.cols + i]; }
dw[u.w0 + i] += sum;`,
};
