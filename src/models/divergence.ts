/** @file Exact KL divergence and entropy over the vocabulary, along given sequences. */
import * as tf from "@tensorflow/tfjs";
import type { Divergence } from "../core/types.ts";
import { groups, pack, split, type Batch, type Sequence } from "./batch.ts";
import { halvesOf } from "./halves.ts";
import { head, type Llama } from "./llama.ts";
import { ALONE } from "./partner.ts";
import { scoredStates } from "./reading.ts";
import { FORWARD_TOKENS } from "./score.ts";

/** Rows of logits held at once. */
const ROWS = 512;

/** KL(π ‖ π_ref) and H(π) at each scored row, [scored, 2], nats. */
function rowDivergence(policy: Llama, reference: Llama, batch: Batch): tf.Tensor2D {
  const [p, q] = [policy, reference].map((model) => ({
    states: scoredStates(model, batch),
    out: tf.transpose(head(model)) as tf.Tensor2D,
  })) as [Side, Side];
  const parts: tf.Tensor2D[] = [];
  for (let from = 0; from < batch.scored.length; from += ROWS) {
    const rows = Math.min(ROWS, batch.scored.length - from);
    const part = tf.tidy(() => {
      const [logP, logQ] = [p, q].map(({ states, out }) =>
        tf.logSoftmax(tf.matMul(tf.slice(states, [from, 0], [rows, -1]), out)),
      ) as [tf.Tensor2D, tf.Tensor2D];
      const share = tf.exp(logP);
      const kl = tf.sum(tf.mul(share, tf.sub(logP, logQ)), 1);
      return tf.stack([kl, tf.neg(tf.sum(tf.mul(share, logP), 1))], 1) as tf.Tensor2D;
    });
    parts.push(part);
  }
  return tf.concat(parts, 0);
}

type Side = { states: tf.Tensor2D; out: tf.Tensor2D };

/** Σ KL and mean entropy over each sequence's scored tokens. */
export async function divergence(
  policy: Llama,
  reference: Llama,
  sequences: readonly Sequence[],
): Promise<Divergence[]> {
  const [mine, theirs] = halvesOf(sequences);
  if (!mine || !theirs) return divergenceHere(policy, reference, sequences);
  const { partner = ALONE } = policy;
  return partner.halved(
    sequences,
    [mine, theirs],
    (part) => divergenceHere(policy, reference, part),
    (hand, part) => hand.divergence(partner.tell(policy), partner.tell(reference), part),
  );
}

/** The same in this thread. */
export async function divergenceHere(
  policy: Llama,
  reference: Llama,
  sequences: readonly Sequence[],
): Promise<Divergence[]> {
  const out: Divergence[] = sequences.map(() => ({ kl: 0, entropy: 0 }));
  for (const group of groups(sequences, FORWARD_TOKENS)) {
    const batch = pack(group.map((i) => sequences[i]!));
    if (batch.scored.length === 0) continue;
    const result = tf.tidy(() => rowDivergence(policy, reference, batch));
    const flat = await result.data();
    result.dispose();
    const doubled = batch.counts.map((count) => 2 * count);
    for (const [i, values] of split(flat, doubled).entries()) {
      const total = (offset: 0 | 1) =>
        values.reduce((sum, value, j) => (j % 2 === offset ? sum + value : sum), 0);
      const count = values.length / 2;
      if (count > 0) out[group[i]!] = { kl: total(0), entropy: total(1) / count };
    }
  }
  return out;
}
