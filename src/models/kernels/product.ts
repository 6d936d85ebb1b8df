/**
 * @file c = a·b in WGSL, for the three products of a linear layer: y = x·wᵀ, dx = dy·w, dw = dyᵀ·x.
 *
 * Register form: each thread keeps an N×N block of c in named vectors and reads vec4s, four steps
 * of the depth at a time. Shared form: a workgroup stages 16 steps of both sides in its memory.
 */
import type * as tf from "@tensorflow/tfjs";
import { baked, launch, type Kernel } from "./launch.ts";
import { variant } from "./variants.ts";

/** How a and b lie in memory; the letter pairs say which of them is stored transposed. */
export type Layout = "NT" | "NN" | "TN";

const range = (n: number) => Array.from({ length: n }, (_, i) => i);
const XYZW = ["x", "y", "z", "w"] as const;
const lines = (parts: string[]) => parts.join("\n");

/**
 * Reads of a(row, k) and b(k, col) in fours along memory. `aligned`: the arrays are vec4s and every
 * row of them starts on one; else single floats, with zeros past the end of the depth.
 */
function reads(layout: Layout, aligned: boolean): string {
  if (aligned)
    return `
fn read_a(major: i32, minor: i32) -> vec4<f32> {
  return a[(major * ${layout === "TN" ? "u.line" : "u.depth"} + minor) / 4];
}
fn read_b(major: i32, minor: i32) -> vec4<f32> {
  return b[u.b0 + (major * ${layout === "NT" ? "u.depth" : "u.cols"} + minor) / 4];
}`;
  const one = (name: string, depthMajor: boolean, lines: string) => `
fn ${name}1(major: i32, minor: i32) -> f32 {
  return select(
    0.0,
    ${name}[${name === "b" ? "u.b0 + " : ""}major * ${depthMajor ? lines : "u.depth"} + minor],
    ${depthMajor ? "major" : "minor"} < u.depth,
  );
}
fn read_${name}(major: i32, minor: i32) -> vec4<f32> {
  return vec4<f32>(${range(4).map((l) => `${name}1(major, minor + ${l})`)});
}`;
  return one("a", layout === "TN", "u.line") + one("b", layout !== "NT", "u.cols");
}

/** One round of the depth loop: four steps, or one where both sides are depth-major. */
function round(layout: Layout, N: number): string {
  const quads = range(N / 4);
  if (layout === "TN")
    return lines([
      ...quads.map((q) => `let a${q} = read_a(k, row + ${4 * q});`),
      ...quads.map((q) => `let b${q} = read_b(k, col + ${4 * q});`),
      ...range(N).flatMap((r) =>
        quads.map((q) => `c${r}_${q} += a${r >> 2}.${XYZW[r & 3]} * b${q};`),
      ),
    ]);
  const left = range(N).map((r) => `let a${r} = read_a(row + ${r}, k);`);
  if (layout === "NT")
    return lines([
      ...left,
      ...range(N).flatMap((c) => [
        `let b${c} = read_b(col + ${c}, k);`,
        ...range(N).map((r) => `s${r}_${c} += dot(a${r}, b${c});`),
      ]),
    ]);
  return lines([
    ...left,
    ...range(4).flatMap((step) => [
      ...quads.map((q) => `let b${step}_${q} = read_b(k + ${step}, col + ${4 * q});`),
      ...range(N).flatMap((r) =>
        quads.map((q) => `c${r}_${q} += a${r}.${XYZW[step]} * b${step}_${q};`),
      ),
    ]),
  ]);
}

/**
 * What is done with a sum besides writing it: a bias per column is added, a matrix of c's size is
 * added (a residual stream), or what c held is (a gradient in several parts).
 */
export type Epilogue = "" | "bias" | "residual" | "bias residual" | "accumulate";

/** The text of c's element `at` (its column's bias at `column`) with `sum` worked in. */
function finish(epilogue: Epilogue, sum: string, at: string, column: string): string {
  const bias = epilogue.startsWith("bias") ? ` + bias[u.bias0 + ${column}]` : "";
  const residual = epilogue.endsWith("residual") ? ` + residual[${at}]` : "";
  return `${sum}${bias}${residual}${epilogue === "accumulate" ? ` + c[u.c0 + ${at}]` : ""}`;
}

/** Writes the N×N block; `value(r, q)` is the text of four neighbours. */
function writes(
  N: number,
  wide: boolean,
  epilogue: Epilogue,
  value: (r: number, q: number) => string,
) {
  const four = (r: number, q: number) =>
    wide
      ? `if (col + ${4 * q} < u.cols) {
           let at = ((row + ${r}) * u.cols + col) / 4 + ${q};
           c[u.c0 + at] = ${finish(epilogue, value(r, q), "at", `col / 4 + ${q}`)};
         }`
      : `{ let v = ${value(r, q)};
         ${lines(
           range(4).map((l) => {
             const column = `col + ${4 * q + l}`;
             return `if (${column} < u.cols) {
               let at = (row + ${r}) * u.cols + ${column};
               c[u.c0 + at] = ${finish(epilogue, `v.${XYZW[l]}`, "at", column)};
             }`;
           }),
         )} }`;
  return lines(
    range(N).map(
      (r) => `if (row + ${r} < u.rows) { ${lines(range(N / 4).map((q) => four(r, q)))} }`,
    ),
  );
}

/**
 * `line`: the length of a row of a in "TN". Where b, c and the bias begin in their buffers (b0, c0,
 * bias0) is counted in the elements of the binding.
 */
function io(aligned: boolean, epilogue: Epilogue): Pick<Kernel, "inputs" | "outputs" | "uniforms"> {
  const type = aligned ? "vec4<f32>" : "f32";
  return {
    inputs: {
      a: type,
      b: type,
      ...(epilogue.startsWith("bias") && { bias: type }),
      ...(epilogue.endsWith("residual") && { residual: type }),
    } as Kernel["inputs"],
    outputs: { c: type },
    uniforms: {
      rows: "i32",
      cols: "i32",
      depth: "i32",
      line: "i32",
      b0: "i32",
      c0: "i32",
      bias0: "i32",
    },
  };
}

const inRegisters = baked(
  (layout: Layout, N: number, aligned: boolean, epilogue: Epilogue): Kernel => {
    const dots = layout === "NT";
    const zeros = range(N).flatMap((r) =>
      dots
        ? range(N).map((c) => `var s${r}_${c} = 0.0;`)
        : range(N / 4).map((q) => `var c${r}_${q} = vec4<f32>();`),
    );
    const value = (r: number, q: number) =>
      dots ? `vec4<f32>(${range(4).map((l) => `s${r}_${4 * q + l}`)})` : `c${r}_${q}`;
    return {
      name: `product ${layout} tile${N}${aligned ? "" : " unaligned"} ${epilogue}`,
      ...io(aligned, epilogue),
      workgroup: [8, 8],
      scope: reads(layout, aligned),
      body: `
let row = (group.y * 8 + local.y) * ${N};
let col = (group.x * 8 + local.x) * ${N};
if (row >= u.rows || col >= u.cols) { return; }
${lines(zeros)}
for (var k = 0; k < u.depth; k += ${layout === "TN" ? 1 : 4}) {
${round(layout, N)}
}
${writes(N, aligned, epilogue, value)}`,
    };
  },
);

const STEPS = 16;

/** Fills one staged side; neighbouring lanes read neighbouring addresses. */
function stage(side: "a" | "b", S: number, depthMajor: boolean): string {
  const [start, limit] = side === "a" ? ["row0", "u.rows"] : ["col0", "u.cols"];
  const lanes = (S / 4) ** 2;
  return lines(
    range((S * STEPS) / lanes).map((n) => {
      const e = `(lane + ${n * lanes})`;
      const [step, line] = depthMajor ? [`${e} / ${S}`, `${e} % ${S}`] : [`${e} % 16`, `${e} / 16`];
      const across = side === "a" ? "u.line" : limit;
      const at = depthMajor ? `k * ${across} + line` : `line * u.depth + k`;
      return `{
        let k = k0 + ${step};
        let line = ${start} + ${line};
        staged_${side}[(${step}) * ${S} + ${line}] =
          select(0.0, ${side}[${side === "b" ? "u.b0 + " : ""}${at}], k < u.depth && line < ${limit});
      }`;
    }),
  );
}

const inSharedMemory = baked((layout: Layout, S: number, epilogue: Epilogue): Kernel => {
  const fours = (side: string, at: string) =>
    `vec4<f32>(${range(4).map((l) => `staged_${side}[step * ${S} + ${at} + ${l}]`)})`;
  return {
    name: `product ${layout} shared${S} ${epilogue}`,
    ...io(false, epilogue),
    workgroup: [S / 4, S / 4],
    scope: `
var<workgroup> staged_a: array<f32, ${S * STEPS}>;
var<workgroup> staged_b: array<f32, ${S * STEPS}>;`,
    body: `
let row0 = group.y * ${S};
let col0 = group.x * ${S};
let row = row0 + local.y * 4;
let col = col0 + local.x * 4;
${lines(range(4).map((r) => `var c${r} = vec4<f32>();`))}
for (var k0 = 0; k0 < u.depth; k0 += ${STEPS}) {
  ${stage("a", S, layout === "TN")}
  ${stage("b", S, layout !== "NT")}
  workgroupBarrier();
  for (var step = 0; step < ${STEPS}; step++) {
    let va = ${fours("a", "local.y * 4")};
    let vb = ${fours("b", "local.x * 4")};
    ${lines(range(4).map((r) => `c${r} += va.${XYZW[r]} * vb;`))}
  }
  workgroupBarrier();
}
${writes(4, false, epilogue, (r) => `c${r}`)}`,
  };
});

/** A product's kernel, outputs covered by a workgroup each way, and floats in an element. */
export function productKernel(
  layout: Layout,
  [rows, cols, depth]: readonly number[],
  epilogue: Epilogue,
): { kernel: Kernel; side: number; unit: 1 | 4 } {
  const form = variant().product;
  if (form === "shared32" || form === "shared64") {
    const side = form === "shared32" ? 32 : 64;
    return { kernel: inSharedMemory(layout, side, epilogue), side, unit: 1 };
  }
  const fits = (...sizes: number[]) => sizes.every((n) => n % 4 === 0);
  const aligned = layout === "TN" ? fits(rows!, cols!) : fits(cols!, depth!);
  // Blocks that do not lie on vec4s write single floats: keep those programs short.
  const N = aligned && form === "tile8" && rows! > 4 ? 8 : 4;
  return { kernel: inRegisters(layout, N, aligned, epilogue), side: 8 * N, unit: aligned ? 4 : 1 };
}

function product(
  layout: Layout,
  [a, b, bias]: readonly [tf.Tensor, tf.Tensor, tf.Tensor?],
  sizes: readonly [rows: number, cols: number, depth: number],
): tf.Tensor2D {
  const [rows, cols] = sizes;
  const { kernel, side } = productKernel(layout, sizes, bias ? "bias" : "");
  const [out] = launch(kernel, {
    inputs: bias ? [a, b, bias] : [a, b],
    outputs: [[rows, cols]],
    uniforms: [...sizes, rows, 0, 0, 0],
    groups: [Math.ceil(cols / side), Math.ceil(rows / side)],
  });
  return out as tf.Tensor2D;
}

/** x [M,K] · w [N,K]ᵀ (+ bias [N]) → [M,N]. */
export function timesTransposed(x: tf.Tensor2D, w: tf.Tensor2D, bias?: tf.Tensor): tf.Tensor2D {
  return product("NT", [x, w, bias], [x.shape[0], w.shape[0], x.shape[1]]);
}

/** dy [M,N] · w [N,K] → [M,K]. */
export function times(dy: tf.Tensor2D, w: tf.Tensor2D): tf.Tensor2D {
  return product("NN", [dy, w], [dy.shape[0], w.shape[1], w.shape[0]]);
}

/** dy [M,N]ᵀ · x [M,K] → [N,K]. */
export function transposedTimes(dy: tf.Tensor2D, x: tf.Tensor2D): tf.Tensor2D {
  return product("TN", [dy, x], [dy.shape[1], x.shape[1], x.shape[0]]);
}
