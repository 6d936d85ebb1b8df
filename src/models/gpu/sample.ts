/**
 * @file Draws a token for every answer that goes on: a workgroup a row. The same choice as
 * models/choose.ts makes from the same logits (top-k, then top-p, then the Gumbel-max trick with the
 * counter noise of core/random.ts), in f32. Thresholds are found bit by bit: the k-th largest logit
 * is the largest number that k logits reach, and likewise for the mass of top-p.
 */
import { baked, type Kernel } from "../kernels/kernel.ts";
import { at } from "./rows.ts";

const LANES = 64;

/** Noise: u32 arithmetic as in core/random.ts. WGSL's own log may lose all digits next to 1. */
const NOISE = `
fn mix(x: u32) -> u32 {
  var h = (x ^ (x >> 16u)) * 0x7feb352du;
  h = (h ^ (h >> 15u)) * 0x846ca68bu;
  return h ^ (h >> 16u);
}
fn link(h: u32, word: u32) -> u32 { return mix(h ^ ((word + 1u) * 0x9e3779b1u)); }
/** ln x for normal x: 2·artanh((m − 1)/(m + 1)) on a mantissa m around 1, relative error about 1e-7. */
fn ln(x: f32) -> f32 {
  let bits = bitcast<u32>(x);
  var exponent = i32(bits >> 23u) - 127;
  var m = bitcast<f32>((bits & 0x007fffffu) | 0x3f800000u);
  if (m > 1.4142135) { m *= 0.5; exponent += 1; }
  let s = (m - 1.0) / (m + 1.0);
  let z = s * s;
  let series = 1.0 + z * (0.33333333 + z * (0.2 + z * (0.14285714 + z * (0.11111111 + z * 0.09090909))));
  return f32(exponent) * 0.6931472 + 2.0 * s * series;
}
fn gumbel(h: u32) -> f32 { return -ln(-ln((f32(h >> 9u) + 0.5) * 1.1920928955078125e-7)); }`;

/** Sums and maxima over the lanes; every lane gets the result. */
const REDUCE = `
var<workgroup> live: u32;
var<workgroup> part: array<f32, ${LANES}>;
var<workgroup> eighth: array<f32, 8>;
var<workgroup> owner: array<i32, ${LANES}>;
fn total(x: f32, lane: i32) -> f32 {
  workgroupBarrier();
  part[lane] = x;
  workgroupBarrier();
  if (lane < 8) {
    var sum = 0.0;
    for (var j = 0; j < ${LANES / 8}; j++) { sum += part[lane * ${LANES / 8} + j]; }
    eighth[lane] = sum;
  }
  workgroupBarrier();
  var sum = 0.0;
  for (var j = 0; j < 8; j++) { sum += eighth[j]; }
  return sum;
}
struct Best { value: f32, index: i32 }
/** The largest value; of equal ones that with the lowest index. */
fn best(mine: Best, lane: i32) -> Best {
  workgroupBarrier();
  part[lane] = mine.value;
  owner[lane] = mine.index;
  workgroupBarrier();
  var found = mine;
  for (var j = 0; j < ${LANES}; j++) {
    if (part[j] > found.value || (part[j] == found.value && owner[j] < found.index)) {
      found = Best(part[j], owner[j]);
    }
  }
  return found;
}
/** A u32 that orders as x does. */
fn rank(x: f32) -> u32 {
  let bits = bitcast<u32>(x);
  return select(bits | 0x80000000u, ~bits, (bits & 0x80000000u) != 0u);
}
fn unrank(r: u32) -> f32 {
  return bitcast<f32>(select(~r, r ^ 0x80000000u, (r & 0x80000000u) != 0u));
}
/** Logits above \`floor\` and, of those at it, the ones before index \`end\`. */
struct Kept { floor: u32, end: i32 }
fn kept(r: u32, v: i32, k: Kept) -> bool { return r > k.floor || (r == k.floor && v < k.end); }`;

/** The share of one logit that \`k\` keeps, and 1 for counting. */
const SEARCH = `
fn weigh(x: f32, peak: f32, counting: bool) -> f32 {
  return select(exp((x - peak) / u.temperature), 1.0, counting);
}
/**
 * Of what \`before\` keeps, the fewest largest logits whose weights reach \`goal\`: each counts 1, or
 * its probability.
 */
fn fewest(base: i32, goal: f32, peak: f32, counting: bool, before: Kept, lane: i32) -> Kept {
  var low = 0u;
  for (var bit = 31; bit >= 0; bit--) {
    let candidate = low | (1u << u32(bit));
    var sum = 0.0;
    for (var v = lane; v < u.cols; v += ${LANES}) {
      let x = logits[base + v];
      let r = rank(x);
      if (r >= candidate && kept(r, v, before)) { sum += weigh(x, peak, counting); }
    }
    if (total(sum, lane) >= goal) { low = candidate; }
  }
  var above = 0.0;
  for (var v = lane; v < u.cols; v += ${LANES}) {
    let x = logits[base + v];
    let r = rank(x);
    if (r > low && kept(r, v, before)) { above += weigh(x, peak, counting); }
  }
  let missing = goal - total(above, lane);
  let ties = max(1.0, ceil(missing / weigh(unrank(low), peak, counting)));
  var end = 0;
  for (var bit = 24; bit >= 0; bit--) {
    let candidate = end + (1 << u32(bit));
    var count = 0.0;
    for (var v = lane; v < min(u.cols, candidate); v += ${LANES}) {
      let r = rank(logits[base + v]);
      if (r == low && kept(r, v, before)) { count += 1.0; }
    }
    if (total(count, lane) < ties) { end = candidate; }
  }
  return Kept(low, end + 1);
}`;

const TRUNCATE = `
  if (u.top_k < u.cols) { k = fewest(base, f32(u.top_k), peak.value, true, k, lane); }
  if (u.top_p < 1.0) {
    var mass = 0.0;
    for (var v = lane; v < u.cols; v += ${LANES}) {
      let x = logits[base + v];
      if (kept(rank(x), v, k)) { mass += weigh(x, peak.value, false); }
    }
    k = fewest(base, u.top_p * total(mass, lane), peak.value, false, k, lane);
  }`;

/** `truncated`: with top-k and top-p, whose search a plain draw need not wait to see compiled. */
export const sampleKernel = baked((truncated: boolean): Kernel => ({
  name: truncated ? "sample, top-k and top-p" : "sample",
  inputs: { logits: "f32", stops: "i32" },
  outputs: { state: "atomic<u32>", drawn: "u32" },
  uniforms: {
    steps: "i32",
    rows: "i32",
    cols: "i32",
    line: "i32",
    stop_count: "i32",
    top_k: "i32",
    seed: "u32",
    temperature: "f32",
    top_p: "f32",
  },
  clock: true,
  workgroup: [LANES, 1],
  scope: NOISE + REDUCE + (truncated ? SEARCH : ""),
  body: `
if (lane == 0) { live = atomicLoad(&state[clock.step]); }
if (u32(flat) >= workgroupUniformLoad(&live)) { return; }
let row = i32(atomicLoad(&state[${at.order("flat")}]));
let first = i32(atomicLoad(&state[${at.which("row")}]));
let base = select(flat, first, clock.step == 0) * u.line;
var mine = Best(-3.4e38, u.cols);
for (var v = lane; v < u.cols; v += ${LANES}) {
  let x = logits[base + v];
  if (x > mine.value) { mine = Best(x, v); }
}
let peak = best(mine, lane);
var share = 0.0;
for (var v = lane; v < u.cols; v += ${LANES}) { share += exp(logits[base + v] - peak.value); }
let z = total(share, lane);
var token = peak.index;
if (u.temperature > 0.0) {
  var k = Kept(0u, u.cols);
  ${truncated ? TRUNCATE : ""}
  let key = atomicLoad(&state[${at.key("row")}]);
  let noise = link(link(link(0x746f6b6eu, u.seed), key), u32(clock.step));
  mine = Best(-3.4e38, u.cols);
  for (var v = lane; v < u.cols; v += ${LANES}) {
    let x = logits[base + v];
    let sharpened = x / u.temperature;
    // Even the largest noise, 16.64, could not lift it.
    if (sharpened + 16.7 < mine.value ${truncated ? " || !kept(rank(x), v, k)" : ""}) { continue; }
    let value = sharpened + gumbel(link(noise, u32(v)));
    if (value > mine.value) { mine = Best(value, v); }
  }
  token = best(mine, lane).index;
}
if (lane == 0) {
  let cell = 2 * (row * u.steps + clock.step);
  drawn[cell] = u32(token) + 1u;
  drawn[cell + 1] = bitcast<u32>(logits[base + token] - peak.value - ln(z));
  var ended = u32(clock.step) + 1u >= atomicLoad(&state[${at.most("row")}]);
  for (var n = 0; n < u.stop_count; n++) { ended = ended || stops[n] == token; }
  if (!ended) {
    let slot = i32(atomicAdd(&state[clock.step + 1], 1u));
    atomicStore(&state[${at.nextOrder("slot")}], u32(row));
  }
}`,
}));

/** The token that each row drew last, as embedding rows. */
export const lastTokenKernel: Kernel = {
  name: "embed last tokens",
  inputs: { p: "vec4<f32>", state: "i32", drawn: "u32" },
  outputs: { x: "vec4<f32>" },
  uniforms: { steps: "i32", rows: "i32", cols: "i32", w0: "i32" },
  clock: true,
  workgroup: [64, 1],
  body: `
let m = i / u.cols;
if (m >= state[clock.step]) { return; }
let row = state[${at.order("m")}];
let token = i32(drawn[2 * (row * u.steps + clock.step - 1)]) - 1;
x[i] = p[u.w0 + token * u.cols + i % u.cols];`,
};
