/**
 * @file The quad form of a product: four neighbouring lanes share the rows of a. Each reads a quarter
 * of them and hears the others' by quad swaps, so that a block of 32×8 outputs a lane costs 16 reads
 * a step. Where reads are dear (an emulated adapter checks each number's bounds) this halves the time
 * of the register form. Accumulators lie in an array that is indexed by constants only.
 */
import { baked, type Kernel } from "./kernel.ts";
import { fromLane, lowBits, nthOfLane } from "./lanes.ts";
import { io, lines, range, writes, XYZW, type Epilogue, type Layout } from "./product-text.ts";

/**
 * Rows of a quad, columns of a lane, and quads of a workgroup, one below the other. Twice the columns
 * were a tenth faster on SwiftShader and took twice as long to compile.
 */
const [ROWS, C, QUADS] = [32, 8, 8] as const;

/** Steps of the depth in one round: four floats in a vec4, or four rows of both sides. */
const STEPS = 4;

/** Where the rows of a and the columns of b begin, in vec4s. */
function starts(layout: Layout): string {
  if (layout === "TN") return "let at_a = (row >> 2u) + lane % 4; let at_b = u.b0 + (col >> 2u);";
  const a = range(ROWS / 4).map((i) => `let at_a${i} = (row + ${4 * i} + lane % 4) * depth4;`);
  const b =
    layout === "NT"
      ? range(C).map((c) => `let at_b${c} = u.b0 + (col + ${c}) * depth4;`)
      : ["let at_b = u.b0 + (col >> 2u);", ...range(5).map((s) => `let next${s} = ${s} * cols4;`)];
  return lines([...a, ...b]);
}

/** Reads of one round, as they lie in memory; k counts vec4s along the depth, or steps in "TN". */
function readSides(layout: Layout): string {
  const own = range(ROWS / 4).map((i) => `let a${i} = a[at_a${i} + k];`);
  const quarters = range(C / 4);
  if (layout === "NT")
    return lines([...own, ...range(C).map((c) => `let y${c} = b[at_b${c} + k];`)]);
  if (layout === "NN")
    return lines([
      ...own,
      "let now_b = at_b + k * next4;",
      ...range(STEPS).flatMap((s) =>
        quarters.map((q) => `let b${s}_${q} = b[now_b + next${s} + ${q}];`),
      ),
    ]);
  // Past the end of the depth a counts as zero, and b is read where it ends.
  return lines(
    range(STEPS).flatMap((s) => [
      `let k${s} = min(k + ${s}, u.depth - 1);`,
      ...range(ROWS / 16).map(
        (i) =>
          `let a${s}_${i} = select(vec4<f32>(), a[at_a + k${s} * line4 + ${4 * i}], k + ${s} < u.depth);`,
      ),
      ...quarters.map((q) => `let b${s}_${q} = b[at_b + k${s} * cols4 + ${q}];`),
    ]),
  );
}

/** Four steps of one row or column out of vec4s that lie across: naming costs nothing. */
const turned = (name: (step: number) => string, lane: number) =>
  `vec4<f32>(${range(STEPS).map((s) => `${name(s)}.${XYZW[lane]}`)})`;

/**
 * Row after row from the lane that read it, against all columns: four steps in every dot. The own row
 * comes first, so the lanes of a quad take their rows in orders of their own.
 */
function multiply(layout: Layout): string {
  const pass = (name: string, n: number) => fromLane(`${name}${n >> 2}`, n & 3);
  const row = (r: number, x: string) =>
    `{ let x = ${x}; ${lines(range(C).map((c) => `sums[${r * C + c}] += dot(x, y${c});`))} }`;
  const columns =
    layout === "NT"
      ? []
      : range(C).map((c) => `let y${c} = ${turned((s) => `b${s}_${c >> 2}`, c & 3)};`);
  if (layout !== "TN") return lines([...columns, ...range(ROWS).map((r) => row(r, pass("a", r)))]);
  // A lane has four rows of a step in one vec4.
  const fours = range(ROWS / 4).map((four) => {
    const steps = range(STEPS).map((s) => `let x${s} = ${pass(`a${s}_`, four)};`);
    const rows = range(4).map((l) =>
      row(
        4 * four + l,
        turned((s) => `x${s}`, l),
      ),
    );
    return `{ ${lines([...steps, ...rows])} }`;
  });
  return lines([...columns, ...fours]);
}

/** Where the rth row that a lane took lies: the low bits of its number (in "TN", of its four) are swapped. */
const place = (layout: Layout) => (r: number) =>
  layout === "TN" ? `${r & ~15} + 4 * ${lowBits(r >> 2)} + ${r & 3}` : nthOfLane(r);

/** All arrays are vec4s and every row starts on one. */
export const inQuads = baked((layout: Layout, epilogue: Epilogue): Kernel => {
  const value = (r: number, q: number) =>
    `vec4<f32>(${range(4).map((l) => `sums[${r * C + 4 * q + l}]`)})`;
  return {
    name: `product ${layout} quad ${epilogue}`,
    ...io(true, epilogue),
    subgroups: true,
    workgroup: [4 * QUADS, 1],
    body: `
let row = (group.y * ${QUADS} + (lane >> 2u)) * ${ROWS};
let col = (group.x * 4 + lane % 4) * ${C};
// The four lanes of a quad have the same rows, so they leave together.
if (row >= u.rows) { return; }
let depth4 = u.depth >> 2u;
let cols4 = u.cols >> 2u;
let line4 = u.line >> 2u;
${starts(layout)}
var sums: array<f32, ${ROWS * C}>;
for (var k = 0; k < ${layout === "TN" ? "u.depth" : "depth4"}; k += ${layout === "TN" ? STEPS : 1}) {
${readSides(layout)}
${multiply(layout)}
}
if (col >= u.cols) { return; }
${writes(ROWS, C, true, epilogue, value, place(layout))}`,
  };
});

/** Outputs that a workgroup covers, across and down. */
export const QUAD_SIDES = [4 * C, QUADS * ROWS] as const;
