/**
 * @file Attention of one new token per answer over a cache of keys and values, in one dispatch: q
 * and k are turned by their position as they are read, k and v go into the cache in place, and the
 * keys before them are read from it. A thread a head, or a workgroup whose lanes share the keys.
 */
import { baked, type Kernel } from "../kernels/kernel.ts";
import { registers, turn } from "./causal.ts";
import { at } from "./rows.ts";
import { kept } from "./storage.ts";

const UNIFORMS = {
  steps: "i32",
  rows: "i32",
  heads: "i32",
  share: "i32",
  slots: "i32",
  scale: "f32",
} as const;

/** Lanes of a workgroup that share one head's keys. */
export const LANES = 32;

/** The new q, k and v of one head, and where its keys lie. `n` answers go on; `head` of answer `m`. */
function beginning(d: number): string {
  const { size, each } = registers(d);
  return `
let row = state[${at.order("m")}];
let place = state[${at.length("row")}] + clock.step - 1;
let kv_heads = u.heads / u.share;
let kv_head = head / u.share;
let own = m * (u.heads + 2 * kv_heads) * ${size};
let key_at = own + (u.heads + kv_head) * ${size};
let value_at = key_at + kv_heads * ${size};
let cached = (row * kv_heads + kv_head) * u.slots * ${size};
let angle = place * ${size / 2};
${each((p) => `var q${p} = x[own + head * ${size} + ${p}]; var k${p} = x[key_at + ${p}];`)}
${turn(d, "q", "angle", 1)}
${turn(d, "k", "angle", 1)}`;
}

const append = (d: number, halves: boolean) => {
  const { type, size, each } = registers(d);
  const { written } = kept(halves, type);
  return `if (head % u.share == 0) {
  let slot = cached + place * ${size};
  ${each((p) => `keys[slot + ${p}] = ${written(`k${p}`)}; values[slot + ${p}] = ${written(`x[value_at + ${p}]`)};`)}
}`;
};

/** Takes key and value `text` into the running maximum, sum and output. */
function take(d: number, key: (p: number) => string, value: (p: number) => string): string {
  const { each, dot } = registers(d);
  return `
let score = u.scale * (${dot((p) => `q${p}`, key)});
if (score > top) {
  let shrink = exp(top - score);
  sum *= shrink;
  ${each((p) => `o${p} *= shrink;`)}
  top = score;
}
let e = exp(score - top);
sum += e;
${each((p) => `o${p} += e * ${value(p)};`)}`;
}

/** The same of a key before it, from the cache. */
function takeCached(d: number, halves: boolean): string {
  const { read } = kept(halves, registers(d).type);
  return take(
    d,
    (p) => read(`keys[slot + ${p}]`),
    (p) => read(`values[slot + ${p}]`),
  );
}

function shell(d: number, name: string, halves: boolean): Omit<Kernel, "body" | "workgroup"> {
  const { type } = registers(d);
  const cache = kept(halves, type);
  return {
    name: `${name} d=${d}${cache.suffix}`,
    scope: cache.scope,
    inputs: { x: type, cosine: type, sine: type, state: "i32" },
    outputs: { keys: cache.type, values: cache.type, o: type },
    uniforms: UNIFORMS,
    clock: true,
  };
}

const byThread = baked((d: number, halves: boolean): Kernel => {
  const { type, size, each } = registers(d);
  return {
    ...shell(d, "step attention, a thread a head", halves),
    workgroup: [32, 1],
    body: `
let m = i / u.heads;
let head = i % u.heads;
if (m >= state[clock.step]) { return; }
${beginning(d)}
${append(d, halves)}
var top = -3e38;
var sum = 0.0;
${each((p) => `var o${p} = ${type}();`)}
for (var s = 0; s < place; s++) {
  let slot = cached + s * ${size};
  ${takeCached(d, halves)}
}
{ ${take(
      d,
      (p) => `k${p}`,
      (p) => `x[value_at + ${p}]`,
    )} }
let out = (m * u.heads + head) * ${size};
${each((p) => `o[out + ${p}] = o${p} / sum;`)}`,
  };
});

const byWorkgroup = baked((d: number, halves: boolean): Kernel => {
  const { type, size, each } = registers(d);
  const shared = shell(d, "step attention, a workgroup a head", halves);
  return {
    ...shared,
    workgroup: [LANES, 1],
    scope: `${shared.scope}
var<workgroup> live: i32;
var<workgroup> tops: array<f32, ${LANES}>;
var<workgroup> sums: array<f32, ${LANES}>;
var<workgroup> outs: array<${type}, ${LANES * size}>;`,
    body: `
let m = flat / u.heads;
let head = flat % u.heads;
if (lane == 0) { live = state[clock.step]; }
if (m >= workgroupUniformLoad(&live)) { return; }
${beginning(d)}
if (lane == 0) { ${append(d, halves)} }
var top = -3e38;
var sum = 0.0;
${each((p) => `var o${p} = ${type}();`)}
for (var s = lane; s < place; s += ${LANES}) {
  let slot = cached + s * ${size};
  ${takeCached(d, halves)}
}
// The new key is in registers: whoever's turn it is takes it from there.
if (place % ${LANES} == lane) { ${take(
      d,
      (p) => `k${p}`,
      (p) => `x[value_at + ${p}]`,
    )} }
tops[lane] = top;
sums[lane] = sum;
${each((p) => `outs[lane * ${size} + ${p}] = o${p};`)}
workgroupBarrier();
var peak = -3e38;
for (var l = 0; l < ${LANES}; l++) { peak = max(peak, tops[l]); }
var total = 0.0;
for (var l = 0; l < ${LANES}; l++) { total += sums[l] * exp(tops[l] - peak); }
let out = (m * u.heads + head) * ${size};
for (var p = lane; p < ${size}; p += ${LANES}) {
  var mixed = ${type}();
  for (var l = 0; l < ${LANES}; l++) { mixed += outs[l * ${size} + p] * exp(tops[l] - peak); }
  o[out + p] = mixed / total;
}`,
  };
});

/** `lanes`: 1 for a thread a head. `halves`: how the cache keeps its numbers. */
export const stepAttentionKernel = (d: number, lanes: number, halves: boolean): Kernel =>
  (lanes === 1 ? byThread : byWorkgroup)(d, halves);

/** Spreads a prompt's turned keys and values over the caches of the answers that it has. */
export const fillKernel = baked((unit: number, halves: boolean): Kernel => {
  const type = unit === 4 ? "vec4<f32>" : "f32";
  const cache = kept(halves, type);
  return {
    name: `fill cache ${unit}${cache.suffix}`,
    scope: cache.scope,
    inputs: { x: type, state: "i32" },
    outputs: { keys: cache.type, values: cache.type },
    uniforms: {
      steps: "i32",
      rows: "i32",
      count: "i32",
      width: "i32",
      line: "i32",
      k0: "i32",
      kv: "i32",
      head: "i32",
      slots: "i32",
    },
    workgroup: [64, 1],
    body: `
if (i >= u.count) { return; }
let part = i % u.kv;
let t = i / u.kv % u.width;
let row = i / u.kv / u.width;
if (t >= state[${at.length("row")}]) { return; }
let source = (state[${at.which("row")}] * u.width + t) * u.line + u.k0 + part;
let slot = (row * (u.kv / u.head) + part / u.head) * u.slots + t;
let target_at = slot * u.head + part % u.head;
keys[target_at] = ${cache.written("x[source]")};
values[target_at] = ${cache.written("x[source + u.kv]")};`,
  };
});
