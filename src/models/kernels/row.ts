/**
 * @file Text for kernels that reduce rows, in both forms of the variant table: a row belongs to one
 * thread, or to a workgroup of 64 lanes that stride through it and add up in a tree.
 */
import { folded, type Kernel } from "./kernel.ts";
import { lanesPerRow } from "./variants.ts";

/** The frame of a row kernel: `row` and `start` (first element of this lane) are in scope. */
export function rowKernel(
  lanes: number,
  kernel: Omit<Kernel, "workgroup" | "uniforms"> & { uniforms: Kernel["uniforms"] },
): Kernel {
  const shared = lanes > 1;
  return {
    ...kernel,
    name: `${kernel.name} ${shared ? "workgroup" : "thread"} a row`,
    uniforms: { rows: "i32", ...kernel.uniforms },
    workgroup: [64, 1],
    scope: `${kernel.scope ?? ""}
    ${shared ? `var<workgroup> partial: array<f32, ${lanes}>;` : ""}
    ${["sum", "max"].map((name) => (shared ? tree(name, lanes) : alone(name))).join("")}`,
    body: `
let row = ${shared ? "flat" : "i"};
let start = ${shared ? "lane" : "0"};
if (row >= u.rows) { return; }
${kernel.body}`,
  };
}

const alone = (name: string) => `
fn row_${name}(x: f32, lane: i32) -> f32 { return x; }`;

/** Every lane gets the result; the barriers lie in uniform control flow, as WGSL demands. */
const tree = (name: string, lanes: number) => `
fn row_${name}(x: f32, lane: i32) -> f32 {
  workgroupBarrier();
  partial[lane] = x;
  for (var half = ${lanes / 2}; half > 0; half /= 2) {
    workgroupBarrier();
    if (lane < half) {
      partial[lane] = ${name === "sum" ? "partial[lane] + partial[lane + half]" : "max(partial[lane], partial[lane + half])"};
    }
  }
  workgroupBarrier();
  return partial[0];
}`;

/** Workgroups for that many rows. */
export function rowGroups(rows: number): [number, number] {
  return folded(lanesPerRow() > 1 ? rows : Math.ceil(rows / 64));
}

/** Elements as vec4s where the length allows it: the type, how many, and the sum of its parts. */
export function wide(length: number) {
  return length % 4 === 0
    ? ({ width: 4, type: "vec4<f32>", total: (x: string) => `dot(${x}, vec4<f32>(1.0))` } as const)
    : ({ width: 1, type: "f32", total: (x: string) => x } as const);
}
