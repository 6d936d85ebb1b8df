/**
 * @file The WGSL that the forms of a product share: reading both sides in fours, one round of the
 * depth loop, and writing a block with what is done to it on the way.
 */
import type { Kernel } from "./kernel.ts";

/** How a and b lie in memory; the letter pairs say which of them is stored transposed. */
export type Layout = "NT" | "NN" | "TN";

export const range = (n: number) => Array.from({ length: n }, (_, i) => i);
export const XYZW = ["x", "y", "z", "w"] as const;
export const lines = (parts: string[]) => parts.join("\n");

/**
 * Reads of a(row, k) and b(k, col) in fours along memory; shifts, since a signed division is dear. `aligned`: the arrays are vec4s and every
 * row of them starts on one; else single floats, with zeros past the end of the depth.
 */
export function reads(layout: Layout, aligned: boolean): string {
  if (aligned)
    return `
fn read_a(major: i32, minor: i32) -> vec4<f32> {
  return a[(major * ${layout === "TN" ? "u.line" : "u.depth"} + minor) >> 2u];
}
fn read_b(major: i32, minor: i32) -> vec4<f32> {
  return b[u.b0 + ((major * ${layout === "NT" ? "u.depth" : "u.cols"} + minor) >> 2u)];
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
export function round(layout: Layout, N: number): string {
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

/**
 * Writes a block of R rows and C columns; `value(r, q)` is the text of four neighbours and `place(r)`
 * that of how far below `row` they lie.
 */
export function writes(
  R: number,
  C: number,
  wide: boolean,
  epilogue: Epilogue,
  value: (r: number, q: number) => string,
  place: (r: number) => string | number = (r) => r,
) {
  const four = (r: number, q: number) =>
    wide
      ? `if (col + ${4 * q} < u.cols) {
           let at = (((row + ${place(r)}) * u.cols + col) >> 2u) + ${q};
           c[u.c0 + at] = ${finish(epilogue, value(r, q), "at", `(col >> 2u) + ${q}`)};
         }`
      : `{ let v = ${value(r, q)};
         ${lines(
           range(4).map((l) => {
             const column = `col + ${4 * q + l}`;
             return `if (${column} < u.cols) {
               let at = (row + ${place(r)}) * u.cols + ${column};
               c[u.c0 + at] = ${finish(epilogue, `v.${XYZW[l]}`, "at", column)};
             }`;
           }),
         )} }`;
  return lines(
    range(R).map(
      (r) => `if (row + ${place(r)} < u.rows) { ${lines(range(C / 4).map((q) => four(r, q)))} }`,
    ),
  );
}

/**
 * `line`: the length of a row of a in "TN". Where b, c and the bias begin in their buffers (b0, c0,
 * bias0) is counted in the elements of the binding.
 */
export function io(
  aligned: boolean,
  epilogue: Epilogue,
): Pick<Kernel, "inputs" | "outputs" | "uniforms"> {
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

/** The sums of an N×N block as `round` adds to them: at zero, and as the text of four neighbours. */
export function sums(layout: Layout, N: number) {
  const dots = layout === "NT";
  const zeros = range(N).flatMap((r) =>
    dots
      ? range(N).map((c) => `var s${r}_${c} = 0.0;`)
      : range(N / 4).map((q) => `var c${r}_${q} = vec4<f32>();`),
  );
  const value = (r: number, q: number) =>
    dots ? `vec4<f32>(${range(4).map((l) => `s${r}_${4 * q + l}`)})` : `c${r}_${q}`;
  return { zeros, value };
}
