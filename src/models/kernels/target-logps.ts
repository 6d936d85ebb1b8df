/**
 * @file log softmax(hidden·headᵀ)[target] per row, without a [M,V] table of log-probabilities.
 *
 * With p = softmax(logits):  log Z = max(logits) − log max(p)  (the likeliest token never
 * underflows),  logp = hidden·head[target] − log Z,  dhidden = g·(head[target] − p·head),
 * dhead = scatter(g·hidden) − pᵀ·(g·hidden).
 */
import * as tf from "@tensorflow/tfjs";
import { differentiable, recording, type Rule } from "./differentiable.ts";
import { rowsOf, scatterAdd } from "./embed.ts";

type Inputs = readonly [tf.Tensor2D, tf.Tensor2D];

/** Probabilities kept for the backward pass, in elements; above it they are computed again. */
const KEPT = 1 << 24;

/** Rows taken at once: few enough for the cache, which is worth a factor of two in pᵀ·h. */
const ROWS = 512;

function chunks(x: tf.Tensor2D): tf.Tensor2D[] {
  const [M, D] = x.shape;
  return Array.from({ length: Math.ceil(M / ROWS) }, (_, i) =>
    tf.slice(x, [i * ROWS, 0], [Math.min(ROWS, M - i * ROWS), D]),
  );
}

/** p [m,V] and log Z [m] of some rows of hidden. */
function distribution(hidden: tf.Tensor2D, headT: tf.Tensor2D): [p: tf.Tensor2D, lse: tf.Tensor1D] {
  const logits = tf.matMul(hidden, headT) as tf.Tensor2D;
  const p = tf.softmax(logits) as tf.Tensor2D;
  const lse = tf.sub(tf.max(logits, 1), tf.log(tf.max(p, 1))) as tf.Tensor1D;
  logits.dispose();
  return [p, lse];
}

const plain = (targets: tf.Tensor1D): Rule<Inputs, tf.Tensor1D> => ({
  forward(hidden, head) {
    const headT = tf.transpose(head);
    const keep = recording() && hidden.shape[0] * head.shape[0] <= KEPT;
    const kept: tf.Tensor2D[] = [];
    const logZ = chunks(hidden).map((part) => {
      const [p, lse] = distribution(part, headT);
      if (keep) kept.push(p);
      else p.dispose();
      return lse;
    });
    const own = tf.sum(tf.mul(hidden, rowsOf(head, targets)), 1);
    return { value: tf.sub(own, tf.concat(logZ)), saved: [hidden, head, targets, ...kept] };
  },
  backward(dy, saved) {
    const [hidden, head, ids, ...kept] = saved as [tf.Tensor2D, tf.Tensor2D, tf.Tensor1D];
    const g = tf.reshape(dy, [-1, 1]);
    const weighted = tf.mul(hidden, g) as tf.Tensor2D;
    const headT = tf.transpose(head);
    const hiddens = chunks(hidden);
    const expected: tf.Tensor2D[] = [];
    const pulled = chunks(weighted).map((part, i) => {
      const p = kept[i] ?? distribution(hiddens[i]!, headT)[0];
      expected.push(tf.matMul(p, head));
      const pull = tf.matMul(tf.transpose(part), p);
      p.dispose();
      return pull;
    });
    const dHidden = tf.mul(tf.sub(rowsOf(head, ids), tf.concat(expected)), g);
    const dHead = tf.sub(scatterAdd(weighted, ids, head.shape[0]), tf.transpose(tf.addN(pulled)));
    return [dHidden, dHead];
  },
});

/** The twin in plain tfjs ops. */
export function targetLogpsPlain(
  hidden: tf.Tensor2D,
  head: tf.Tensor2D,
  targets: tf.Tensor1D,
): tf.Tensor1D {
  return differentiable(plain(targets), [hidden, head]);
}

/** hidden [M,D], head [V,D], targets int32 [M] → log-probability of each target, [M], nats. */
export function targetLogps(
  hidden: tf.Tensor2D,
  head: tf.Tensor2D,
  targets: tf.Tensor1D,
): tf.Tensor1D {
  return targetLogpsPlain(hidden, head, targets);
}
