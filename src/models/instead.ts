/** @file What a model might have said instead: another likely token at each position of an answer. */
import * as tf from "@tensorflow/tfjs";
import { counterAt, counterKey, gumbel } from "../core/random.ts";
import type { Instead } from "../core/types.ts";
import { groups, pack, split, type Batch, type Sequence } from "./batch.ts";
import { head, type Llama } from "./llama.ts";
import { scoredStates } from "./reading.ts";
import { FORWARD_TOKENS } from "./score.ts";

/** Rows of logits held at once. */
const ROWS = 512;

/** The k likeliest tokens at each scored row and their logits, both [scored, k]. */
async function likeliest(model: Llama, batch: Batch, k: number) {
  const tokens: number[] = [];
  const logits: number[] = [];
  const all = tf.tidy(() => scoredStates(model, batch));
  for (let from = 0; from < batch.scored.length; from += ROWS) {
    const rows = Math.min(ROWS, batch.scored.length - from);
    const top = tf.tidy(() => {
      const states = tf.slice(all, [from, 0], [rows, -1]);
      return tf.topk(tf.matMul(states, tf.transpose(head(model)) as tf.Tensor2D), k);
    });
    tokens.push(...(await top.indices.data()));
    logits.push(...(await top.values.data()));
    tf.dispose([top.indices, top.values]);
  }
  all.dispose();
  return { tokens, logits };
}

/**
 * One other token for each scored token, drawn from the k likeliest others in proportion to their
 * probability. `key` names an answer's dice.
 */
export async function instead(
  model: Llama,
  asked: readonly { readonly sequence: Sequence; readonly key: number }[],
  { k, seed }: { k: number; seed: number },
): Promise<Instead[][]> {
  const out: Instead[][] = asked.map(() => []);
  const sequences = asked.map(({ sequence }) => sequence);
  // One more than k, since the token itself may be among them.
  const width = Math.min(k + 1, model.config.vocab_size);
  for (const group of groups(sequences, FORWARD_TOKENS)) {
    const batch = pack(group.map((i) => sequences[i]!));
    if (batch.scored.length === 0) continue;
    const top = await likeliest(model, batch, width);
    const ends = split([...batch.scored.keys()], batch.counts);
    ends.forEach((rows, i) => {
      const place = group[i]!;
      out[place] = rows.map((row, at) => {
        const key = counterKey(seed, asked[place]!.key, at);
        const from = row * width;
        const tokens = top.tokens.slice(from, from + width);
        const logits = top.logits.slice(from, from + width);
        return { at, token: other(tokens, logits, batch.targets[row]!, width - 1, key) };
      });
    });
  }
  return out;
}

/** The Gumbel maximum over the first k tokens that are not `said`. */
function other(
  tokens: readonly number[],
  logits: readonly number[],
  said: number,
  k: number,
  key: number,
): number {
  const places = [...tokens.keys()].filter((i) => tokens[i] !== said).slice(0, k);
  const noisy = places.map((i) => logits[i]! + gumbel(counterAt(key, tokens[i]!)));
  return tokens[places[noisy.indexOf(Math.max(...noisy))]!]!;
}
