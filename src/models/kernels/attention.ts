/**
 * @file o = softmax(q·kᵀ/√d + mask)·v with grouped heads: query head h reads kv head ⌊h·Hkv/H⌋
 * (Vaswani et al. 2017, equation 1; Ainslie et al. 2023).
 *
 * With P the probabilities and δ = Σ_d do·o:  dv = Pᵀ·do,  dS = P·(do·vᵀ − δ),
 * dq = dS·k/√d,  dk = dSᵀ·q/√d.
 */
import * as tf from "@tensorflow/tfjs";
import { attend, attendBackward, type Order } from "./attention-wgsl.ts";
import { differentiable, ruleHere, type Rule } from "./differentiable.ts";
import { attendOnHeap } from "./attention-heap.ts";

type Three<T extends tf.Tensor> = readonly [q: T, k: T, v: T];
type Five = [tf.Tensor4D, tf.Tensor4D, tf.Tensor4D, tf.Tensor4D, tf.Tensor4D];

const swap = (x: tf.Tensor) => tf.transpose(x, [0, 1, 3, 2]) as tf.Tensor4D;

/** Heads of one group side by side as rows: [B,H,T,d] → [B,Hkv,(H/Hkv)·T,d], a reshape only. */
function grouped(x: tf.Tensor, kvHeads: number): tf.Tensor4D {
  const [B, H, T, d] = x.shape as [number, number, number, number];
  return tf.reshape(x, [B, kvHeads, (H / kvHeads) * T, d]);
}

const plain = (mask: tf.Tensor4D): Rule<Three<tf.Tensor4D>, tf.Tensor4D> => ({
  forward(q, k, v) {
    const [B, H, T, d] = q.shape;
    const [, kvHeads, S] = k.shape;
    const scaled = tf.mul(q, 1 / Math.sqrt(d));
    const scores = tf.matMul(grouped(scaled, kvHeads), swap(k));
    const p = tf.softmax(tf.add(tf.reshape(scores, [B, H, T, S]), mask));
    const value = tf.reshape(tf.matMul(grouped(p, kvHeads), v), q.shape) as tf.Tensor4D;
    return { value, saved: [scaled, k, v, p, value] };
  },
  backward(dy, saved) {
    const [scaled, k, v, p, value] = saved as tf.Tensor4D[] as Five;
    const [, kvHeads, , d] = k.shape;
    const group = (x: tf.Tensor) => grouped(x, kvHeads);
    const delta = tf.sum(tf.mul(dy, value), 3, true);
    const dP = tf.reshape(tf.matMul(group(dy), swap(v)), p.shape);
    const dS = group(tf.mul(p, tf.sub(dP, delta)));
    const dq = tf.mul(tf.matMul(dS, k), 1 / Math.sqrt(d));
    const dk = tf.matMul(swap(dS), group(scaled));
    const dv = tf.matMul(swap(group(p)), group(dy));
    return [tf.reshape(dq, dy.shape), dk, dv];
  },
});

/** [B·T,H,d] → [B,H,T,d]. */
const byHead = (x: tf.Tensor, T: number) =>
  tf.transpose(tf.reshape(x, [-1, T, x.shape[1]!, x.shape[2]!]), [0, 2, 1, 3]) as tf.Tensor4D;

/** [B,H,T,d] → [B·T,H,d]. */
const byToken = (x: tf.Tensor4D) =>
  tf.reshape(tf.transpose(x, [0, 2, 1, 3]), [-1, x.shape[1], x.shape[3]]) as tf.Tensor3D;

const plainByToken = (mask: tf.Tensor4D): Rule<Three<tf.Tensor3D>, tf.Tensor3D> => {
  const [, , T, S] = mask.shape;
  const { forward, backward } = plain(mask);
  return {
    forward(q, k, v) {
      const { value, saved } = forward(byHead(q, T), byHead(k, S), byHead(v, S));
      return { value: byToken(value), saved };
    },
    backward: (dy, saved) =>
      backward(byHead(dy, T), saved).map((grad) => byToken(grad as tf.Tensor4D)),
  };
};

function wgsl<T extends tf.Tensor>(mask: tf.Tensor4D, order: Order): Rule<Three<T>, T> {
  return {
    forward(q, k, v) {
      const [value, stats] = attend([q, k, v], mask, order);
      return { value, saved: [q, k, v, mask, value, stats] };
    },
    backward: (dy, saved) => attendBackward(dy, saved, order),
  };
}

/**
 * q [B,H,T,d], k and v [B,Hkv,S,d] with Hkv dividing H, mask [B,1,T,S] or [1,1,T,S] added to the
 * scores (0 or −1e9, no gradient to it) → [B,H,T,d].
 */
export function attention(
  q: tf.Tensor4D,
  k: tf.Tensor4D,
  v: tf.Tensor4D,
  mask: tf.Tensor4D,
): tf.Tensor4D {
  const rules = { wgsl: wgsl<tf.Tensor4D>, onHeap: attendOnHeap<tf.Tensor4D>, plain: plain };
  return differentiable(ruleHere(rules, mask, "heads"), [q, k, v]);
}

/**
 * The same with tokens outermost, as the projections give them: q [B·T,H,d], k and v [B·S,Hkv,d],
 * mask as above (T and S are read off it) → [B·T,H,d]. On WebGPU this spares every transpose.
 */
export function attentionByToken(
  q: tf.Tensor3D,
  k: tf.Tensor3D,
  v: tf.Tensor3D,
  mask: tf.Tensor4D,
): tf.Tensor3D {
  const rules = { wgsl: wgsl<tf.Tensor3D>, onHeap: attendOnHeap<tf.Tensor3D>, plain: plainByToken };
  return differentiable(ruleHere(rules, mask, "tokens"), [q, k, v]);
}
