/**
 * @file c = a·b in WGSL, for the three products of a linear layer: y = x·wᵀ, dx = dy·w, dw = dyᵀ·x.
 *
 * Register form: each thread keeps an N×N block of c in named vectors and reads vec4s, four steps
 * of the depth at a time. Shared form: a workgroup stages 16 steps of both sides in its memory. Split
 * form: lanes share the depth of a block and meet in the workgroup's memory. Quad form: see
 * product-quad.ts.
 */
import type * as tf from "@tensorflow/tfjs";
import { baked, type Kernel } from "./kernel.ts";
import { launch } from "./launch.ts";
import { inQuads, QUAD_SIDES } from "./product-quad.ts";
import {
  io,
  lines,
  range,
  reads,
  round,
  sums,
  writes,
  XYZW,
  type Epilogue,
  type Layout,
} from "./product-text.ts";
import { variant } from "./variants.ts";

const inRegisters = baked(
  (layout: Layout, N: number, aligned: boolean, epilogue: Epilogue): Kernel => {
    const { zeros, value } = sums(layout, N);
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
${writes(N, N, aligned, epilogue, value)}`,
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
${writes(4, 4, false, epilogue, (r) => `c${r}`)}`,
  };
});

/** Outputs of a workgroup each way, and lanes that share the depth of each 4×4 block of them. */
const SPLIT = { side: 16, slices: 4 } as const;

/**
 * Split-K inside a workgroup: 16 blocks of 4×4 outputs, four lanes a block, each of which walks
 * every fourth stretch of the depth; their sums meet in workgroup memory. For products with few
 * outputs and a long depth (a gradient of weights), which would otherwise leave a GPU idle; it
 * costs no dispatch of its own.
 */
const splitDepth = baked((layout: Layout, aligned: boolean, epilogue: Epilogue): Kernel => {
  const { side, slices } = SPLIT;
  const { zeros, value } = sums(layout, 4);
  const stretch = layout === "TN" ? 1 : 4;
  const blocks = (side / 4) ** 2;
  return {
    name: `product ${layout} split${aligned ? "" : " unaligned"} ${epilogue}`,
    ...io(aligned, epilogue),
    workgroup: [blocks * slices, 1],
    scope: `${reads(layout, aligned)}
var<workgroup> partial: array<vec4<f32>, ${blocks * slices * 4}>;`,
    body: `
let slice = lane / ${blocks};
let block = lane % ${blocks};
let first = group.y * ${side} + block / ${side / 4} * 4;
let col = group.x * ${side} + block % ${side / 4} * 4;
{
  let row = first;
  ${lines(zeros)}
  for (var k = slice * ${stretch}; k < u.depth; k += ${slices * stretch}) {
  ${round(layout, 4)}
  }
  ${lines(range(4).map((r) => `partial[(slice * 4 + ${r}) * ${blocks} + block] = ${value(r, 0)};`))}
}
workgroupBarrier();
// Each lane of a block adds up and writes one of its four rows.
let row = first + slice;
let total = ${range(slices)
      .map((n) => `partial[(${n} * 4 + slice) * ${blocks} + block]`)
      .join(" + ")};
${writes(1, 4, aligned, epilogue, () => "total")}`,
  };
});

/** A product's kernel, outputs that a workgroup covers each way, and floats in an element. */
export function productKernel(
  layout: Layout,
  [rows, cols, depth]: readonly number[],
  epilogue: Epilogue,
): { kernel: Kernel; sides: readonly [cols: number, rows: number]; unit: 1 | 4 } {
  const form = variant().product[layout];
  const square = (side: number) => [side, side] as const;
  if (form === "shared32" || form === "shared64") {
    const side = form === "shared32" ? 32 : 64;
    return { kernel: inSharedMemory(layout, side, epilogue), sides: square(side), unit: 1 };
  }
  const fits = (...sizes: number[]) => sizes.every((n) => n % 4 === 0);
  const aligned = layout === "TN" ? fits(rows!, cols!) : fits(cols!, depth!);
  if (form === "split") {
    const kernel = splitDepth(layout, aligned, epilogue);
    return { kernel, sides: square(SPLIT.side), unit: aligned ? 4 : 1 };
  }
  if (aligned && form === "quad") {
    return { kernel: inQuads(layout, epilogue), sides: QUAD_SIDES, unit: 4 };
  }
  // Blocks that do not lie on vec4s write single floats: keep those programs short.
  const N = aligned && form !== "tile4" && rows! > 4 ? 8 : 4;
  const kernel = inRegisters(layout, N, aligned, epilogue);
  return { kernel, sides: square(8 * N), unit: aligned ? 4 : 1 };
}

function product(
  layout: Layout,
  [a, b, bias]: readonly [tf.Tensor, tf.Tensor, tf.Tensor?],
  sizes: readonly [rows: number, cols: number, depth: number],
): tf.Tensor2D {
  const [rows, cols] = sizes;
  const { kernel, sides } = productKernel(layout, sizes, bias ? "bias" : "");
  const [out] = launch(kernel, {
    inputs: bias ? [a, b, bias] : [a, b],
    outputs: [[rows, cols]],
    uniforms: [...sizes, rows, 0, 0, 0],
    groups: [Math.ceil(cols / sides[0]), Math.ceil(rows / sides[1])],
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
