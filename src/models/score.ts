/**
 * @file Log-probabilities of given sequences, and the gradient of any weighted sum of them.
 */
import * as tf from "@tensorflow/tfjs";
import { groups, pack, split, type Batch, type Sequence } from "./batch.ts";
import { embed, targetLogps } from "./kernels/index.ts";
import { causal, head, hiddenStates, type Llama } from "./llama.ts";
import type { Parameters } from "./parameters.ts";
import { Tape } from "./tape.ts";

/** Padded tokens in one forward pass without, and with, a backward pass to follow. */
export const FORWARD_TOKENS = 8192;
export const TRAINING_TOKENS = 4096;

/** Hidden states [scored, D] of a batch's scored rows. */
export function scoredStates(model: Llama, batch: Batch): tf.Tensor2D {
  const hidden = hiddenStates(model, batch.ids, batch.positions, causal(batch.rows, batch.width));
  // A gather whose gradient exists on every backend.
  return embed(hidden, tf.tensor1d(batch.scored, "int32"));
}

function logps(model: Llama, batch: Batch): tf.Tensor1D {
  const states = scoredStates(model, batch);
  return targetLogps(states, head(model), tf.tensor1d(batch.targets, "int32"));
}

/** The given items of a list. */
const pick = <T>(items: readonly T[], indices: readonly number[]): T[] =>
  indices.map((i) => items[i] as T);

/** log p of each scored token given all before it, nats, for each sequence. */
export async function sequenceLogps(
  model: Llama,
  sequences: readonly Sequence[],
  budget = FORWARD_TOKENS,
): Promise<number[][]> {
  const out: number[][] = sequences.map(() => []);
  for (const group of groups(sequences, budget)) {
    const batch = pack(pick(sequences, group));
    if (batch.targets.length === 0) continue;
    const result = tf.tidy(() => logps(model, batch));
    const flat = await result.data();
    result.dispose();
    split(flat, batch.counts).forEach((part, i) => (out[group[i] as number] = part));
  }
  return out;
}

/** What the host makes of the log-probabilities: dLoss/dlogp for each scored token. */
export type Weighted = { readonly weights: readonly (readonly number[])[] };

/**
 * The gradient [size] of a loss that `weigh` computes from all log-probabilities. A batch too large
 * for one pass is accumulated over several, at the price of a second forward pass.
 */
export async function lossGradient<W extends Weighted>(
  model: Llama,
  parameters: Parameters,
  sequences: readonly Sequence[],
  weigh: (logps: number[][]) => W,
  budget = TRAINING_TOKENS,
): Promise<{ evaluated: W; logps: number[][]; gradient: tf.Tensor1D }> {
  const parts = groups(sequences, budget);
  const alone = parts.length === 1;
  const known = alone ? null : await sequenceLogps(model, sequences, budget);
  let evaluated = known && weigh(known);
  let all = known;
  let sum: tf.Tensor1D | null = null;
  for (const group of parts) {
    const batch = pack(pick(sequences, group));
    if (batch.targets.length === 0) continue;
    const tape = new Tape(() => logps(model, batch));
    if (!evaluated) {
      all = sequences.map(() => []);
      const read = split(await tape.values(), batch.counts);
      for (const [i, part] of read.entries()) all[group[i] as number] = part;
      try {
        evaluated = weigh(all);
      } catch (error) {
        tape.drop();
        throw error;
      }
    }
    const dy = Float32Array.from(pick(evaluated.weights, group).flat());
    const gradient = flatGradient(tape, parameters, dy);
    const total: tf.Tensor1D | null = sum;
    sum = total ? tf.tidy(() => tf.add(total, gradient) as tf.Tensor1D) : gradient;
    if (total) tf.dispose([total, gradient]);
  }
  all ??= sequences.map(() => []);
  return {
    evaluated: evaluated ?? weigh(all),
    logps: all,
    gradient: sum ?? tf.zeros([parameters.size]),
  };
}

/** Walks the tape backward and lays the gradients end to end, [size]. */
export function flatGradient(tape: Tape, parameters: Parameters, dy: Float32Array): tf.Tensor1D {
  return tf.tidy(() => {
    const xs = parameters.slots.map(({ name }) => parameters.weights.get(name)!);
    const grads = tape.backward(xs, dy);
    return tf.concat(
      grads.map((gradient, i) =>
        // A weight that the loss does not reach has no gradient.
        gradient ? tf.reshape(gradient, [-1]) : tf.zeros([parameters.slots[i]!.size]),
      ),
    ) as tf.Tensor1D;
  });
}
