/**
 * @file Rotary positions and causal attention on packed rows q|k|v, one per token, sequences padded
 * on the right to the same width (see kernels/attention.ts for the maths). A query reads the keys up
 * to its own place, so there is no mask. Forward: a turn of q and k in place, then a thread a query.
 * Backward: a thread a query, then a thread a key; both turn their gradients back as they write.
 *
 * Four lanes with neighbouring queries visit the same keys. In the quad form each reads a quarter of
 * a row and hears the other three by swaps. So every lane has the parts of a head in an order of its
 * own, in all its registers alike.
 */
import { baked, type Kernel } from "../kernels/kernel.ts";
import { fromLane, nthOfLane } from "../kernels/lanes.ts";

/** A head's d numbers as named registers: vec4s where both halves of the head allow it. */
export function registers(d: number) {
  const fours = d % 8 === 0;
  const size = fours ? d / 4 : d;
  const parts = Array.from({ length: size }, (_, p) => p);
  return {
    type: fours ? ("vec4<f32>" as const) : ("f32" as const),
    size,
    unit: fours ? 4 : 1,
    each: (text: (p: number) => string) => parts.map(text).join("\n"),
    half: (text: (p: number) => string) =>
      parts
        .slice(0, size / 2)
        .map(text)
        .join("\n"),
    /** Σ over the head of two texts. */
    dot: (a: (p: number) => string, b: (p: number) => string) =>
      parts.map((p) => (fours ? `dot(${a(p)}, ${b(p)})` : `${a(p)} * ${b(p)}`)).join(" + "),
  };
}

/** Which part of a head register p holds. */
const part = (p: number, quads: boolean) => (quads ? nthOfLane(p) : `${p}`);

/**
 * Text that turns the registers `name`0… by the angles of a table row that starts at `at`; `sign` −1
 * turns them back.
 */
export function turn(d: number, name: string, at: string, sign: 1 | -1, quads = false): string {
  const { size, half } = registers(d);
  const [plus, minus] = sign === 1 ? ["+", "-"] : ["-", "+"];
  // Of a head of four parts, two lanes have the second half first.
  const split = quads && size === 4;
  const angle = (p: number) => (split ? `((lane & 1) ^ ${p})` : part(p, quads));
  return half(
    (p) => `{
  let c = cosine[${at} + ${angle(p)}];
  let s = sine[${at} + ${angle(p)}]${split ? " * select(1.0, -1.0, (lane & 2) != 0)" : ""};
  let first = ${name}${p};
  let second = ${name}${p + size / 2};
  ${name}${p} = first * c ${minus} second * s;
  ${name}${p + size / 2} = second * c ${plus} first * s;
}`,
  );
}

/** One thread a token and a head, of q and of k. */
export const turnKernel = baked((d: number): Kernel => {
  const { type, size, each } = registers(d);
  return {
    name: `turn d=${d}`,
    inputs: { cosine: type, sine: type },
    outputs: { x: type },
    uniforms: { count: "i32", heads: "i32", line: "i32", width: "i32" },
    workgroup: [64, 1],
    body: `
if (i >= u.count) { return; }
let token = i / u.heads;
let at = token * u.line + i % u.heads * ${size};
let angle = token % u.width * ${size / 2};
${each((p) => `var a${p} = x[at + ${p}];`)}
${turn(d, "a", "angle", 1)}
${each((p) => `x[at + ${p}] = a${p};`)}`,
  };
});

/** `line`, `k0`, `v0`: lengths within a packed row, `o_line` of a row of outputs, in elements. */
const UNIFORMS = {
  count: "i32",
  heads: "i32",
  share: "i32",
  width: "i32",
  line: "i32",
  k0: "i32",
  v0: "i32",
  o_line: "i32",
  scale: "f32",
} as const;

export type AttentionSizes = {
  readonly rows: number;
  readonly width: number;
  readonly heads: number;
  readonly kvHeads: number;
  readonly d: number;
};

/** The numbers that all three attention kernels take. */
export function attentionUniforms({ rows, width, heads, kvHeads, d }: AttentionSizes): number[] {
  const { size } = registers(d);
  const [q, kv] = [heads * size, kvHeads * size];
  const count = rows * heads * width;
  return [count, heads, heads / kvHeads, width, q + 2 * kv, q, q + kv, q, 1 / Math.sqrt(d)];
}

/** Whether heads of that width can be read by quads. */
export const quadsFit = (d: number) => d % 16 === 0;

/** Threads of one head: a quad has neighbours of one head alone. */
export const threadsOfHead = (width: number, quads: boolean) =>
  quads ? Math.ceil(width / 4) * 4 : width;

/**
 * Which head a thread has and which token of it, `name`. In a quad past the end of the sequence a
 * thread works on the last token for the others' sake, with \`idle\` set.
 */
const place = (name: string, heads: string, quads: boolean) =>
  quads
    ? `
let line_of_head = (u.width + 3) / 4 * 4;
let head_of_all = i / line_of_head;
if (head_of_all >= u.count / u.width / u.heads * ${heads}) { return; }
let in_head = i % line_of_head;
let idle = in_head >= u.width;
let ${name} = min(in_head, u.width - 1);
let first_of_quad = in_head - in_head % 4;
let last_of_quad = min(first_of_quad + 3, u.width - 1);`
    : `
let head_of_all = i / u.width;
if (head_of_all >= u.count / u.width / u.heads * ${heads}) { return; }
let ${name} = i % u.width;
let idle = false;`;

/** Reads the vec4s \`name\`0… of a row that starts at \`at\`: all alone, or a quarter each. */
function row(name: string, from: string, at: string, d: number, quads: boolean): string {
  const { size, each } = registers(d);
  if (!quads) return each((p) => `let ${name}${p} = ${from}[${at} + ${p}];`);
  const quarter = Array.from(
    { length: size / 4 },
    (_, n) => `let own_${name}${n} = ${from}[${at} + ${4 * n} + lane % 4];`,
  );
  return [
    ...quarter,
    each((p) => `let ${name}${p} = ${fromLane(`own_${name}${p >> 2}`, p & 3)};`),
  ].join("\n");
}

const query = (size: number, quads: boolean) => `${place("t", "u.heads", quads)}
let batch = head_of_all / u.heads;
let head = head_of_all % u.heads;
let stat = head_of_all * u.width + t;
let first = batch * u.width;
let own = (first + t) * u.line + head * ${size};
let out = (first + t) * u.o_line + head * ${size};
let kv = head / u.share * ${size};`;

/** The last key that a thread visits, and whether it is its own business. */
const lastKey = (quads: boolean) => (quads ? "last_of_quad" : "t");

export const attendKernel = baked((d: number, quads: boolean): Kernel => {
  const { type, size, each, dot } = registers(d);
  const at = (p: number) => part(p, quads);
  return {
    name: `causal attention d=${d}${quads ? " in quads" : ""}`,
    subgroups: quads,
    inputs: { x: type },
    outputs: { o: type, stats: "f32" },
    uniforms: UNIFORMS,
    workgroup: [32, 1],
    body: `${query(size, quads)}
${each((p) => `let q${p} = x[own + ${at(p)}] * u.scale; var o${p} = ${type}();`)}
var top = -3e38;
var sum = 0.0;
for (var s = 0; s <= ${lastKey(quads)}; s++) {
  let at = (first + s) * u.line + kv;
  ${row("k", "x", "at + u.k0", d, quads)}
  ${row("v", "x", "at + u.v0", d, quads)}
  ${quads ? "if (s > t) { continue; }" : ""}
  let score = ${dot(
    (p) => `q${p}`,
    (p) => `k${p}`,
  )};
  if (score > top) {
    let shrink = exp(top - score);
    sum *= shrink;
    ${each((p) => `o${p} *= shrink;`)}
    top = score;
  }
  let e = exp(score - top);
  sum += e;
  ${each((p) => `o${p} += e * v${p};`)}
}
if (idle) { return; }
${each((p) => `o[out + ${at(p)}] = o${p} / sum;`)}
stats[stat] = top + log(sum);`,
  };
});

export const attendQueryKernel = baked((d: number, quads: boolean): Kernel => {
  const { type, size, each, dot } = registers(d);
  const at = (p: number) => part(p, quads);
  return {
    name: `causal attention dq d=${d}${quads ? " in quads" : ""}`,
    subgroups: quads,
    inputs: { dy: type, x: type, o: type, cosine: type, sine: type },
    outputs: { dx: type, stats: "f32" },
    uniforms: UNIFORMS,
    workgroup: [32, 1],
    body: `${query(size, quads)}
${each((p) => `let q${p} = x[own + ${at(p)}] * u.scale; let g${p} = dy[out + ${at(p)}]; var d${p} = ${type}();`)}
let lse = stats[stat];
let delta = ${dot(
      (p) => `g${p}`,
      (p) => `o[out + ${at(p)}]`,
    )};
if (!idle) { stats[u.count + stat] = delta; }
for (var s = 0; s <= ${lastKey(quads)}; s++) {
  let at = (first + s) * u.line + kv;
  ${row("k", "x", "at + u.k0", d, quads)}
  ${row("v", "x", "at + u.v0", d, quads)}
  ${quads ? "if (s > t) { continue; }" : ""}
  let score = ${dot(
    (p) => `q${p}`,
    (p) => `k${p}`,
  )};
  let dp = ${dot(
    (p) => `g${p}`,
    (p) => `v${p}`,
  )};
  let ds = exp(score - lse) * (dp - delta) * u.scale;
  ${each((p) => `d${p} += ds * k${p};`)}
}
if (idle) { return; }
let angle = t * ${size / 2};
${turn(d, "d", "angle", -1, quads)}
${each((p) => `dx[own + ${at(p)}] = d${p};`)}`,
  };
});

/** One thread a key: it visits the queries after it, of all heads that share it. */
export const attendKeyKernel = baked((d: number, quads: boolean): Kernel => {
  const { type, size, each, dot } = registers(d);
  const at = (p: number) => part(p, quads);
  return {
    name: `causal attention dk dv d=${d}${quads ? " in quads" : ""}`,
    subgroups: quads,
    inputs: { dy: type, x: type, stats: "f32", cosine: type, sine: type },
    outputs: { dx: type },
    uniforms: UNIFORMS,
    workgroup: [32, 1],
    body: `
let kv_heads = u.heads / u.share;
${place("s", "kv_heads", quads)}
let batch = head_of_all / kv_heads;
let kv_head = head_of_all % kv_heads;
let first = batch * u.width;
let own = (first + s) * u.line + kv_head * ${size};
${each((p) => `let k${p} = x[own + u.k0 + ${at(p)}] * u.scale; let v${p} = x[own + u.v0 + ${at(p)}];`)}
${each((p) => `var a${p} = ${type}(); var b${p} = ${type}();`)}
for (var head = kv_head * u.share; head < (kv_head + 1) * u.share; head++) {
  for (var t = ${quads ? "first_of_quad" : "s"}; t < u.width; t++) {
    let row = (batch * u.heads + head) * u.width + t;
    let at = (first + t) * u.line + head * ${size};
    let out = (first + t) * u.o_line + head * ${size};
    ${row("q", "x", "at", d, quads)}
    ${row("g", "dy", "out", d, quads)}
    ${quads ? "if (t < s) { continue; }" : ""}
    let score = ${dot(
      (p) => `q${p}`,
      (p) => `k${p}`,
    )};
    let e = exp(score - stats[row]);
    let dp = ${dot(
      (p) => `g${p}`,
      (p) => `v${p}`,
    )};
    let ds = e * (dp - stats[u.count + row]) * u.scale;
    ${each((p) => `a${p} += ds * q${p}; b${p} += e * g${p};`)}
  }
}
if (idle) { return; }
let angle = s * ${size / 2};
${turn(d, "a", "angle", -1, quads)}
${each((p) => `dx[own + u.k0 + ${at(p)}] = a${p}; dx[own + u.v0 + ${at(p)}] = b${p};`)}`,
  };
});
