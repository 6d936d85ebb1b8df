/**
 * @file Products for decoding: a few rows, one per answer that goes on, times weights [out, in]. The
 * RMSNorm before a product costs no dispatch of its own, since a thread that walks along a row can
 * add up its squares on the way; nor does SwiGLU after it, where a thread has both halves.
 */
import { baked, type Kernel } from "../kernels/kernel.ts";
import { lines, range } from "../kernels/product-text.ts";
import { variant } from "../kernels/variants.ts";
import { kept } from "./storage.ts";
import { inQuads, quadSides } from "./thin-quad.ts";

const V4 = "vec4<f32>";

/** What is done before and after the product. */
export type Thin = {
  /** x is normed by the gain at gain0. */
  readonly norm?: boolean;
  readonly bias?: boolean;
  /** A matrix of the result's size is added. */
  readonly residual?: boolean;
  /** silu(x·gateᵀ)·(x·upᵀ), the rows of `up` after those of `gate`. */
  readonly gated?: boolean;
  /** The weights are kept as halves. */
  readonly halves?: boolean;
};

/** Lanes of a workgroup along columns and rows. */
const THIN = [16, 4] as const;

/** Rows and columns of one thread. */
function thinBlock(gated = false): readonly [rows: number, cols: number] {
  const [rows, cols] = variant().thin.split("×").map(Number) as [number, number];
  return [rows, gated ? Math.min(cols, 4) : cols];
}

const make = baked(
  (
    form: string,
    norm: boolean,
    bias: boolean,
    residual: boolean,
    gated: boolean,
    halves: boolean,
    R: number,
    C: number,
  ): Kernel => ({
    name: `thin product${norm ? " normed" : ""}${bias ? " bias" : ""}${residual ? " residual" : ""}${gated ? " gated" : ""}${kept(halves, V4).suffix} ${form}`,
    inputs: {
      x: V4,
      p: kept(halves, V4).type,
      state: "i32",
      ...(residual ? ({ residual: V4 } as const) : {}),
    },
    outputs: { y: V4 },
    uniforms: {
      cols: "i32",
      depth: "i32",
      line: "i32",
      w0: "i32",
      gain0: "i32",
      bias0: "i32",
      eps: "f32",
    },
    clock: true,
    scope: weights(halves),
    ...(form === "quad"
      ? inQuads({ norm, bias, residual, gated, halves })
      : byThread({ norm, bias, residual, gated, halves }, R, C)),
  }),
);

/** `weight(at)` reads four of them. */
function weights(halves: boolean): string {
  const { read, scope } = kept(halves, V4);
  return `${scope}\nfn weight(at: i32) -> vec4<f32> { return ${read("p[at]")}; }`;
}

function byThread(
  { norm, bias, residual, gated, halves }: Required<Thin>,
  R: number,
  C: number,
): Pick<Kernel, "workgroup" | "body"> {
  return {
    workgroup: THIN,
    body: `
let rows = state[clock.step];
let row = (group.y * ${THIN[1]} + local.y) * ${R};
let col = (group.x * ${THIN[0]} + local.x) * ${C};
if (row >= rows || col >= u.cols) { return; }
${lines(
  range(R).map(
    (r) =>
      `var n${r} = 0.0; ${range(C)
        .map((c) => `var s${r}_${c} = 0.0; ${gated ? `var t${r}_${c} = 0.0;` : ""}`)
        .join(" ")}`,
  ),
)}
for (var k = 0; k < u.depth; k++) {
  ${norm ? "let gain = weight(u.gain0 + k);" : ""}
  ${lines(
    range(R).map((r) =>
      norm
        ? `let raw${r} = x[(row + ${r}) * u.depth + k];
  n${r} += dot(raw${r}, raw${r});
  let a${r} = raw${r} * gain;`
        : `let a${r} = x[(row + ${r}) * u.depth + k];`,
    ),
  )}
  ${lines(range(C).flatMap((c) => column(R, c, gated)))}
}
${lines(range(R).map((r) => write(r, C, { norm, bias, residual, gated, halves })))}`,
  };
}

/** A step along the depth for column c: one read of its weights serves all rows. */
function column(R: number, c: number, gated: boolean): string[] {
  const at = `(col + ${c}) * u.depth + k`;
  return [
    `let b${c} = weight(u.w0 + ${at});`,
    ...range(R).map((r) => `s${r}_${c} += dot(a${r}, b${c});`),
    ...(gated
      ? [
          `let d${c} = weight(u.w0 + u.cols * u.depth + ${at});`,
          ...range(R).map((r) => `t${r}_${c} += dot(a${r}, d${c});`),
        ]
      : []),
  ];
}

function write(r: number, C: number, { norm, bias, residual, gated }: Required<Thin>): string {
  const four = (name: string, q: number) =>
    `vec4<f32>(${range(4).map((l) => `${name}${r}_${4 * q + l}`)})`;
  const parts = range(C / 4).map((q) => {
    const at = `(row + ${r}) * u.line + col / 4 + ${q}`;
    const sum = (name: string) => `${four(name, q)}${norm ? " * scale" : ""}`;
    const value = gated
      ? `let gate = ${sum("s")}; let value = gate / (1.0 + exp(-gate)) * (${sum("t")});`
      : `let value = ${sum("s")}${bias ? ` + weight(u.bias0 + col / 4 + ${q})` : ""}${residual ? ` + residual[${at}]` : ""};`;
    return `if (col + ${4 * q} < u.cols) { ${value} y[${at}] = value; }`;
  });
  return `if (row + ${r} < rows) {
  ${norm ? `let scale = inverseSqrt(n${r} / f32(4 * u.depth) + u.eps);` : ""}
  ${lines(parts)}
}`;
}

/** The kernel of the variant in use. */
export function thinKernel({ norm, bias, residual, gated, halves }: Thin): Kernel {
  const [R, C] = thinBlock(gated);
  return make(variant().thin, !!norm, !!bias, !!residual, !!gated, !!halves, R, C);
}

/** Workgroups for so many rows and columns. */
export function thinGroups(rows: number, cols: number, gated = false): [number, number] {
  if (variant().thin === "quad") {
    const [across, down] = quadSides(gated);
    return [Math.ceil(cols / across), Math.ceil(rows / down)];
  }
  const [R, C] = thinBlock(gated);
  return [Math.ceil(cols / (THIN[0] * C)), Math.ceil(rows / (THIN[1] * R))];
}
