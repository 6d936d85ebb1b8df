/**
 * @file Attention in WGSL: one dispatch forward (a thread a query, softmax by a running maximum),
 * two backward (a thread a query for dq and δ, a thread a key for dk and dv). Nothing of size T·S
 * is ever stored: the backward kernels rebuild probabilities from the kept log-sum-exp.
 *
 * Masked keys are skipped, as their probability is exactly 0 in float32. A query whose keys are
 * all masked gets some average of the values, and sends back no gradient.
 */
import type * as tf from "@tensorflow/tfjs";
import { baked, folded, type Kernel } from "./kernel.ts";
import { launch } from "./launch.ts";

/** A head's d numbers as named registers: vec4s where d allows it. */
function registers(d: number) {
  const fours = d % 4 === 0;
  const parts = Array.from({ length: fours ? d / 4 : d }, (_, p) => p);
  return {
    type: fours ? ("vec4<f32>" as const) : ("f32" as const),
    size: parts.length,
    each: (text: (p: number) => string) => parts.map(text).join("\n"),
    /** Σ over the head of two texts. */
    dot: (a: (p: number) => string, b: (p: number) => string) =>
      parts.map((p) => (fours ? `dot(${a(p)}, ${b(p)})` : `${a(p)} * ${b(p)}`)).join(" + "),
  };
}

const UNIFORMS = {
  count: "i32",
  heads: "i32",
  share: "i32",
  queries: "i32",
  keys: "i32",
  masks: "i32",
  q_head: "i32",
  q_token: "i32",
  k_head: "i32",
  k_token: "i32",
  scale: "f32",
} as const;

/** Where a query's row lies in q, its keys in k, and its biases in the mask. */
const query = (size: number) => `
if (i >= u.count) { return; }
let batch = i / u.queries / u.heads;
let head = i / u.queries % u.heads;
let t = i % u.queries;
let kv = batch * (u.heads / u.share) * u.keys + head / u.share * u.k_head;
let bias0 = (batch % u.masks * u.queries + t) * u.keys;
let own = (batch * u.heads * u.queries + head * u.q_head + t * u.q_token) * ${size};`;

const forwardKernel = baked((d: number): Kernel => {
  const { type, size, each, dot } = registers(d);
  return {
    name: `attention d=${d}`,
    inputs: { q: type, k: type, v: type, mask: "f32" },
    outputs: { o: type, stats: "f32" },
    uniforms: UNIFORMS,
    workgroup: [32, 1],
    body: `${query(size)}
${each((p) => `let q${p} = q[own + ${p}] * u.scale; var o${p} = ${type}();`)}
var top = -3e38;
var sum = 0.0;
for (var s = 0; s < u.keys; s++) {
  let bias = mask[bias0 + s];
  if (bias < -1e8 && top > -1e8) { continue; }
  let at = (kv + s * u.k_token) * ${size};
  let x = bias + ${dot(
    (p) => `q${p}`,
    (p) => `k[at + ${p}]`,
  )};
  if (x > top) {
    let shrink = exp(top - x);
    sum *= shrink;
    ${each((p) => `o${p} *= shrink;`)}
    top = x;
  }
  let e = exp(x - top);
  sum += e;
  ${each((p) => `o${p} += e * v[at + ${p}];`)}
}
${each((p) => `o[own + ${p}] = o${p} / sum;`)}
stats[i] = top + log(sum);`,
  };
});

const queryKernel = baked((d: number): Kernel => {
  const { type, size, each, dot } = registers(d);
  return {
    name: `attention dq d=${d}`,
    inputs: { dy: type, q: type, k: type, v: type, o: type, mask: "f32" },
    outputs: { dq: type, stats: "f32" },
    uniforms: UNIFORMS,
    workgroup: [32, 1],
    body: `${query(size)}
${each((p) => `let q${p} = q[own + ${p}] * u.scale; let g${p} = dy[own + ${p}]; var d${p} = ${type}();`)}
let lse = stats[i];
let delta = ${dot(
      (p) => `g${p}`,
      (p) => `o[own + ${p}]`,
    )};
stats[u.count + i] = delta;
for (var s = 0; s < u.keys; s++) {
  let bias = mask[bias0 + s];
  if (bias < -1e8) { continue; }
  let at = (kv + s * u.k_token) * ${size};
  ${each((p) => `let k${p} = k[at + ${p}];`)}
  let x = bias + ${dot(
    (p) => `q${p}`,
    (p) => `k${p}`,
  )};
  let dp = ${dot(
    (p) => `g${p}`,
    (p) => `v[at + ${p}]`,
  )};
  let ds = exp(x - lse) * (dp - delta) * u.scale;
  ${each((p) => `d${p} += ds * k${p};`)}
}
${each((p) => `dq[own + ${p}] = d${p};`)}`,
  };
});

/** One thread a key: it visits the queries of all heads that share it. */
const keyKernel = baked((d: number): Kernel => {
  const { type, size, each, dot } = registers(d);
  return {
    name: `attention dk dv d=${d}`,
    inputs: { dy: type, q: type, k: type, v: type, mask: "f32", stats: "f32" },
    outputs: { dk: type, dv: type },
    uniforms: UNIFORMS,
    workgroup: [32, 1],
    body: `
if (i >= u.count / u.queries / u.share * u.keys) { return; }
let kv_heads = u.heads / u.share;
let batch = i / u.keys / kv_heads;
let kv_head = i / u.keys % kv_heads;
let s = i % u.keys;
let bias0 = batch % u.masks * u.queries * u.keys + s;
let own = (batch * kv_heads * u.keys + kv_head * u.k_head + s * u.k_token) * ${size};
${each((p) => `let k${p} = k[own + ${p}] * u.scale; let v${p} = v[own + ${p}];`)}
${each((p) => `var a${p} = ${type}(); var b${p} = ${type}();`)}
for (var head = kv_head * u.share; head < (kv_head + 1) * u.share; head++) {
  for (var t = 0; t < u.queries; t++) {
    let bias = mask[bias0 + t * u.keys];
    if (bias < -1e8) { continue; }
    let row = (batch * u.heads + head) * u.queries + t;
    let at = (batch * u.heads * u.queries + head * u.q_head + t * u.q_token) * ${size};
    ${each((p) => `let q${p} = q[at + ${p}]; let g${p} = dy[at + ${p}];`)}
    let x = bias + ${dot(
      (p) => `q${p}`,
      (p) => `k${p}`,
    )};
    let e = exp(x - stats[row]);
    let dp = ${dot(
      (p) => `g${p}`,
      (p) => `v${p}`,
    )};
    let ds = e * (dp - stats[u.count + row]) * u.scale;
    ${each((p) => `a${p} += ds * q${p}; b${p} += e * g${p};`)}
  }
}
${each((p) => `dk[own + ${p}] = a${p}; dv[own + ${p}] = b${p};`)}`,
  };
});

/** How the rows of a q or k lie: [B,H,T,d], or with tokens outermost [B·T,H,d]. */
export type Order = "heads" | "tokens";

/** Sizes read off the tensors: T and S from the mask, the rest from q and k. */
function sizes(q: tf.Tensor, k: tf.Tensor, mask: tf.Tensor4D, order: Order) {
  const [masks, , T, S] = mask.shape;
  const d = q.shape.at(-1)!;
  const [H, kvHeads] = [q, k].map((x) => x.shape[1]!) as [number, number];
  const [queries, keys] = [q.size / d, k.size / d];
  const strides = order === "heads" ? [T, 1, S, 1] : [1, H, 1, kvHeads];
  return {
    d,
    queries,
    keys,
    uniforms: [queries, H, H / kvHeads, T, S, masks, ...strides, 1 / Math.sqrt(d)],
  };
}

const groups = (threads: number) => folded(Math.ceil(threads / 32));

/** The output, and per query its log-sum-exp with room for δ: stats [2, B·H·T]. */
export function attend<T extends tf.Tensor>(
  [q, k, v]: readonly [T, T, T],
  mask: tf.Tensor4D,
  order: Order,
): [o: T, stats: tf.Tensor] {
  const { d, queries, uniforms } = sizes(q, k, mask, order);
  const [o, stats] = launch(forwardKernel(d), {
    inputs: [q, k, v, mask],
    outputs: [q.shape, [2, queries]],
    uniforms,
    groups: groups(queries),
  });
  return [o as T, stats!];
}

/** dq, dk, dv from what the forward pass kept. Writes δ into the stats. */
export function attendBackward(
  dy: tf.Tensor,
  saved: readonly tf.Tensor[],
  order: Order,
): tf.Tensor[] {
  const [q, k, v, mask, o, stats] = saved as unknown as Six;
  const { d, queries, keys, uniforms } = sizes(q, k, mask, order);
  const [dq] = launch(queryKernel(d), {
    inputs: [dy, q, k, v, o, mask],
    outputs: [q.shape, stats],
    uniforms,
    groups: groups(queries),
  });
  const [dk, dv] = launch(keyKernel(d), {
    inputs: [dy, q, k, v, mask, stats],
    outputs: [k.shape, k.shape],
    uniforms,
    groups: groups(keys),
  });
  return [dq!, dk!, dv!];
}

type Six = [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor4D, tf.Tensor, tf.Tensor];
