/**
 * @file The thin product of a decoding step in quads: four neighbouring lanes share 16 rows of x, each
 * reads a quarter of them and hears the others' (see kernels/product-quad.ts for why).
 */
import type { Kernel } from "../kernels/kernel.ts";
import { fromLane, nthOfLane } from "../kernels/lanes.ts";
import { lines, range } from "../kernels/product-text.ts";
import type { Thin } from "./thin.ts";

/** Rows of a quad, columns of a lane (half as many where each has a gate), quads of a workgroup. */
const [ROWS, COLS, QUADS] = [16, 8, 4] as const;

const columns = (gated: boolean) => (gated ? COLS / 2 : COLS);

/** Outputs that a workgroup covers, across and down. */
export const quadSides = (gated: boolean): readonly [cols: number, rows: number] => [
  4 * columns(gated),
  ROWS * QUADS,
];

const pass = (name: string, r: number) => fromLane(`${name}${r >> 2}`, r & 3);

/** Where the rth row that a lane took lies. */
const place = (r: number) => `row + ${nthOfLane(r)}`;

/** Rows i·4 + own of x, normed but for their scale. */
function readRows(norm: boolean): string {
  const own = range(ROWS / 4).map((i) =>
    norm
      ? `let raw${i} = x[at_x${i} + k]; n${i} += dot(raw${i}, raw${i}); let a${i} = raw${i} * gain;`
      : `let a${i} = x[at_x${i} + k];`,
  );
  return lines([...(norm ? ["let gain = weight(u.gain0 + k);"] : []), ...own]);
}

/** What sets the quad form apart from the other thin kernels, whose bindings it shares. */
export function inQuads({
  norm,
  bias,
  residual,
  gated,
}: Required<Thin>): Pick<Kernel, "subgroups" | "workgroup" | "body"> {
  const C = columns(gated);
  const four = (name: string, r: number, q: number) =>
    `vec4<f32>(${range(4).map((l) => `${name}[${r * C + 4 * q + l}]`)})`;
  const write = (r: number, q: number) => {
    const at = `(${place(r)}) * u.line + (col >> 2u) + ${q}`;
    const sum = (name: string) => `${four(name, r, q)}${norm ? " * scale" : ""}`;
    const value = gated
      ? `let gate = ${sum("s")}; let value = gate / (1.0 + exp(-gate)) * (${sum("t")});`
      : `let value = ${sum("s")}${bias ? ` + weight(u.bias0 + (col >> 2u) + ${q})` : ""}${residual ? ` + residual[${at}]` : ""};`;
    return `if (${place(r)} < rows && col + ${4 * q} < u.cols) { ${value} y[${at}] = value; }`;
  };
  const scale = (r: number) =>
    norm ? `let scale = inverseSqrt(${pass("n", r)} / f32(4 * u.depth) + u.eps);` : "";
  return {
    subgroups: true,
    workgroup: [4 * QUADS, 1],
    body: `
let rows = state[clock.step];
let row = (group.y * ${QUADS} + (lane >> 2u)) * ${ROWS};
let col = (group.x * 4 + lane % 4) * ${C};
// The four lanes of a quad have the same rows, so they leave together.
if (row >= rows) { return; }
${lines(range(ROWS / 4).map((i) => `let at_x${i} = (row + ${4 * i} + lane % 4) * u.depth; ${norm ? `var n${i} = 0.0;` : ""}`))}
${lines(range(C).map((c) => `let at_w${c} = u.w0 + (col + ${c}) * u.depth;`))}
${gated ? "let up = u.cols * u.depth;" : ""}
var s: array<f32, ${ROWS * C}>;
${gated ? `var t: array<f32, ${ROWS * C}>;` : ""}
for (var k = 0; k < u.depth; k++) {
  ${readRows(norm)}
  ${lines(range(C).map((c) => `let b${c} = weight(at_w${c} + k); ${gated ? `let d${c} = weight(at_w${c} + up + k);` : ""}`))}
  ${lines(
    range(ROWS).map(
      (r) => `{
    let a = ${pass("a", r)};
    ${lines(range(C).map((c) => `s[${r * C + c}] += dot(a, b${c}); ${gated ? `t[${r * C + c}] += dot(a, d${c});` : ""}`))}
  }`,
    ),
  )}
}
${lines(range(ROWS).map((r) => `{ ${scale(r)} ${lines(range(C / 4).map((q) => write(r, q)))} }`))}`,
  };
}
