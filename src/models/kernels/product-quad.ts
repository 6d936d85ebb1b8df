/**
 * @file The quad form of a product: four neighbouring lanes share the rows of a. Each reads a quarter
 * of them and passes it on by quadBroadcast, so that a block of 32×C outputs a lane costs 8 + C reads
 * a step. Where reads are dear (an emulated adapter checks each number's bounds) this halves the time
 * of the register form. Accumulators lie in an array that is indexed by constants only.
 */
import { baked, type Kernel } from "./launch.ts";
import { io, lines, range, writes, XYZW, type Epilogue, type Layout } from "./product-text.ts";

/** Rows of a quad, and quads of a workgroup, one below the other. */
const [ROWS, QUADS] = [32, 8] as const;

/** Steps of the depth in one round: four floats in a vec4, or four rows of both sides. */
const STEPS = 4;

/** Where the rows of a and the columns of b begin, in vec4s. */
function starts(layout: Layout, C: number): string {
  if (layout === "TN") return "let at_a = (row >> 2u) + lane % 4; let at_b = u.b0 + (col >> 2u);";
  const a = range(ROWS / 4).map((i) => `let at_a${i} = (row + ${4 * i} + lane % 4) * depth4;`);
  const b =
    layout === "NT"
      ? range(C).map((c) => `let at_b${c} = u.b0 + (col + ${c}) * depth4;`)
      : ["let at_b = u.b0 + (col >> 2u);", ...range(5).map((s) => `let next${s} = ${s} * cols4;`)];
  return lines([...a, ...b]);
}

/** One round; k counts vec4s along the depth, or single steps where both sides are depth-major. */
function round(layout: Layout, C: number): string {
  const quarters = range(C / 4);
  const steps = range(STEPS);
  /** Row r of a from the lane that read it; in "TN" a lane has four rows of a step in one vec4. */
  const pass = (name: string, n: number) => `quadBroadcast(${name}${n >> 2}, ${n & 3}u)`;
  if (layout === "NT")
    return lines([
      ...range(ROWS / 4).map((i) => `let a${i} = a[at_a${i} + k];`),
      ...range(C).map((c) => `let b${c} = b[at_b${c} + k];`),
      ...range(ROWS).map(
        (r) =>
          `{ let x = ${pass("a", r)}; ${lines(range(C).map((c) => `sums[${r * C + c}] += dot(x, b${c});`))} }`,
      ),
    ]);
  if (layout === "NN")
    return lines([
      "let now_b = at_b + k * next4;",
      ...range(ROWS / 4).map((i) => `let a${i} = a[at_a${i} + k];`),
      ...steps.flatMap((s) => quarters.map((q) => `let b${s}_${q} = b[now_b + next${s} + ${q}];`)),
      ...range(ROWS).map(
        (r) =>
          `{ let x = ${pass("a", r)}; ${lines(
            quarters.map(
              (q) =>
                `sums[${(r * C) / 4 + q}] += ${steps.map((s) => `x.${XYZW[s]} * b${s}_${q}`).join(" + ")};`,
            ),
          )} }`,
      ),
    ]);
  // Past the end of the depth a counts as zero, and b is read where it ends.
  return lines([
    ...steps.flatMap((s) => [
      `let k${s} = min(k + ${s}, u.depth - 1);`,
      ...range(ROWS / 16).map(
        (i) =>
          `let a${s}_${i} = select(vec4<f32>(), a[at_a + k${s} * line4 + ${4 * i}], k + ${s} < u.depth);`,
      ),
      ...quarters.map((q) => `let b${s}_${q} = b[at_b + k${s} * cols4 + ${q}];`),
    ]),
    ...range(ROWS / 4).map((four) => {
      const xs = steps.map((s) => `let x${s} = ${pass(`a${s}_`, four)};`);
      const adds = XYZW.flatMap((l, i) =>
        quarters.map(
          (q) =>
            `sums[${((4 * four + i) * C) / 4 + q}] += ${steps.map((s) => `x${s}.${l} * b${s}_${q}`).join(" + ")};`,
        ),
      );
      return `{ ${lines([...xs, ...adds])} }`;
    }),
  ]);
}

/** A lane's sums; C: its columns, 8 or 16. All arrays are vec4s and every row starts on one. */
export const inQuads = baked((layout: Layout, C: number, epilogue: Epilogue): Kernel => {
  const dots = layout === "NT";
  const value = (r: number, q: number) =>
    dots
      ? `vec4<f32>(${range(4).map((l) => `sums[${r * C + 4 * q + l}]`)})`
      : `sums[${(r * C) / 4 + q}]`;
  return {
    name: `product ${layout} quad${C} ${epilogue}`,
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
${starts(layout, C)}
var sums: array<${dots ? "f32" : "vec4<f32>"}, ${dots ? ROWS * C : (ROWS * C) / 4}>;
for (var k = 0; k < ${layout === "TN" ? "u.depth" : "depth4"}; k += ${layout === "TN" ? STEPS : 1}) {
${round(layout, C)}
}
if (col >= u.cols) { return; }
${writes(ROWS, C, true, epilogue, value)}`,
  };
});

/** Outputs that a workgroup covers, across and down. */
export const quadSides = (C: number): readonly [cols: number, rows: number] => [
  4 * C,
  QUADS * ROWS,
];
