/**
 * @file log softmax(hidden·headᵀ)[target] per row, without a [M,V] table of log-probabilities.
 *
 * With E = exp(logits − max), Z = Σ_v E and p = E/Z:  logp = hidden·head[target] − max − log Z,
 * dhidden = g·(head[target] − p·head),  dhead = scatter(g·hidden) − pᵀ·(g·hidden).
 */
import * as tf from "@tensorflow/tfjs";
import { differentiable, type Rule } from "./differentiable.ts";
import { scatterAdd } from "./embed.ts";
import { transposedProduct } from "./linear.ts";

type Inputs = readonly [tf.Tensor2D, tf.Tensor2D];

/** Logits held at once, in elements; more rows than fit are taken in turn and recomputed backward. */
export const LOGITS_AT_ONCE = 1 << 24;

/** E, the column 1/Z, and log Z with the maximum put back, for some rows of hidden. */
function exponentials(hidden: tf.Tensor2D, headT: tf.Tensor2D) {
  const logits = tf.matMul(hidden, headT) as tf.Tensor2D;
  const max = tf.max(logits, 1, true);
  const shifted = tf.sub(logits, max);
  logits.dispose();
  const e = tf.exp(shifted) as tf.Tensor2D;
  shifted.dispose();
  const z = tf.sum(e, 1, true) as tf.Tensor2D;
  return { e, z, lse: tf.add(tf.log(z), max) as tf.Tensor2D };
}

/** First row and number of rows of each chunk. */
function chunks(M: number, V: number): [from: number, rows: number][] {
  const rows = Math.max(1, Math.min(M, Math.floor(LOGITS_AT_ONCE / V)));
  return Array.from({ length: Math.ceil(M / rows) }, (_, i) => [
    i * rows,
    Math.min(rows, M - i * rows),
  ]);
}

/** p·head and pᵀ·(g·hidden) for the rows that e and z belong to; scaling rows, never e itself. */
function pulled(
  { e, z }: { e: tf.Tensor2D; z: tf.Tensor2D },
  weighted: tf.Tensor2D,
  head: tf.Tensor2D,
): [tf.Tensor2D, tf.Tensor2D] {
  return [tf.div(tf.matMul(e, head), z), transposedProduct(e, tf.div(weighted, z))];
}

const plain = (targets: tf.Tensor1D): Rule<Inputs, tf.Tensor1D> => ({
  forward(hidden, head) {
    const [M] = hidden.shape;
    const [V, D] = head.shape;
    const headT = tf.transpose(head);
    const parts = chunks(M, V);
    const kept: tf.Tensor[] = [hidden, head, targets];
    const lse = parts.map(([from, rows]) => {
      const { e, z, lse } = exponentials(tf.slice(hidden, [from, 0], [rows, D]), headT);
      if (parts.length === 1) kept.push(e, z);
      else e.dispose();
      return lse;
    });
    const own = tf.sum(tf.mul(hidden, tf.gather(head, targets)), 1);
    const value = tf.sub(own, tf.reshape(tf.concat(lse, 0), [M])) as tf.Tensor1D;
    return { value, saved: kept };
  },
  backward(dy, saved) {
    const [hidden, head, ids] = saved as [tf.Tensor2D, tf.Tensor2D, tf.Tensor1D];
    const [M, D] = hidden.shape;
    const V = head.shape[0];
    const g = tf.reshape(dy, [M, 1]) as tf.Tensor2D;
    const weighted = tf.mul(hidden, g) as tf.Tensor2D;
    const pulls = saved[3]
      ? [pulled({ e: saved[3] as tf.Tensor2D, z: saved[4] as tf.Tensor2D }, weighted, head)]
      : chunks(M, V).map(([from, rows]) =>
          tf.tidy(() => {
            const some = (x: tf.Tensor2D) => tf.slice(x, [from, 0], [rows, D]);
            return pulled(exponentials(some(hidden), tf.transpose(head)), some(weighted), head);
          }),
        );
    const expected = tf.concat(
      pulls.map(([a]) => a),
      0,
    );
    const dHidden = tf.mul(tf.sub(tf.gather(head, ids), expected), g);
    const dHead = tf.sub(scatterAdd(weighted, ids, V), tf.addN(pulls.map(([, b]) => b)));
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
