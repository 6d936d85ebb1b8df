/** @file Numbers read off sequences: a log-probability for each scored token, or a reward for each. */
import * as tf from "@tensorflow/tfjs";
import { groups, type Batch, type Sequence } from "./batch.ts";
import { Engine } from "./gpu/engine.ts";
import { halvesOf, pick } from "./halves.ts";
import type { Llama } from "./llama.ts";
import { ALONE } from "./partner.ts";
import { bySequence, tokenLogps, type Reading } from "./reading.ts";

/** Padded tokens in one forward pass with no backward pass to follow. */
export const FORWARD_TOKENS = 8192;

/** The numbers of each sequence, without gradients. */
export async function read(
  reading: Reading,
  sequences: readonly Sequence[],
  budget = FORWARD_TOKENS,
): Promise<number[][]> {
  const [mine, theirs] = Engine.of(reading.model) ? [] : halvesOf(sequences);
  if (!mine || !theirs) return readHere(reading, sequences, budget);
  const { partner = ALONE } = reading.model;
  return partner.halved(
    sequences,
    [mine, theirs],
    (part) => readHere(reading, part, budget),
    (hand, part) => hand.read(partner.tell(reading.model), reading.kind, part, budget),
  );
}

/** The same in this thread. */
export async function readHere(
  reading: Reading,
  sequences: readonly Sequence[],
  budget: number,
): Promise<number[][]> {
  const out: number[][] = sequences.map(() => []);
  const engine = engineFor(reading, sequences, budget);
  for (const group of groups(sequences, engine?.budget(budget) ?? budget)) {
    const batch = reading.pack(pick(sequences, group));
    const counts = reading.counts(batch);
    if (counts.every((count) => count === 0)) continue;
    const flat = await (engine ? engine.read(reading.kind, batch) : evaluate(reading, batch));
    bySequence(reading, flat, counts).forEach((part, i) => (out[group[i] as number] = part));
  }
  return out;
}

/** The recorded kernels, where they apply and the longest sequence has room. */
export function engineFor(
  reading: Reading,
  sequences: readonly Sequence[],
  budget: number,
): Engine | null {
  const engine = Engine.of(reading.model);
  const longest = Math.max(0, ...sequences.map(({ ids }) => ids.length));
  const room = engine?.budget(Math.max(budget, longest)) ?? 0;
  const positions = reading.model.config.max_position_embeddings;
  return longest <= Math.min(room, positions) ? engine : null;
}

async function evaluate(reading: Reading, batch: Batch): Promise<Float32Array> {
  const result = tf.tidy(() => reading.values(batch));
  const flat = (await result.data()) as Float32Array;
  result.dispose();
  return flat;
}

/** log p of each scored token of each sequence, nats. */
export const sequenceLogps = (
  model: Llama,
  sequences: readonly Sequence[],
  budget?: number,
): Promise<number[][]> => read(tokenLogps(model), sequences, budget);
