/** @file What can be read off a batch: log-probabilities, values or scores, sequence after sequence. */
import * as tf from "@tensorflow/tfjs";
import { pack, split, type Batch, type Sequence } from "./batch.ts";
import type { Kind } from "./gpu/buffers.ts";
import { VALUE_HEAD } from "./gpu/places.ts";
import { embed, linear, targetLogps } from "./kernels/index.ts";
import { head, hiddenStates, weight, type Llama } from "./llama.ts";
import { amongPrefixes, prefixes } from "./prefixes.ts";

/** What is read off a batch: some numbers for each sequence, sequence after sequence. */
export type Reading = {
  readonly model: Llama;
  readonly kind: Kind;
  pack(sequences: readonly Sequence[]): Batch;
  /** How many numbers each sequence has. */
  counts(batch: Batch): readonly number[];
  values(batch: Batch): tf.Tensor1D;
};

/** Hidden states [cells.length, D] at some cells of a batch's rectangle. */
function statesAt(model: Llama, batch: Batch, cells: Int32Array): tf.Tensor2D {
  const shared = prefixes(batch);
  const attend = amongPrefixes(batch.width, shared);
  const hidden = hiddenStates(model, shared.ids, shared.positions, attend);
  // A gather whose gradient exists on every backend.
  return embed(
    hidden,
    tf.tensor1d(
      cells.map((cell) => shared.at[cell]!),
      "int32",
    ),
  );
}

/** Hidden states [scored, D] of a batch's scored rows. */
export const scoredStates = (model: Llama, batch: Batch): tf.Tensor2D =>
  statesAt(model, batch, batch.scored);

/** log p of each scored token given all before it, nats. */
export const tokenLogps = (model: Llama): Reading => ({
  model,
  kind: "logps",
  pack: (sequences) => pack(sequences),
  counts: (batch) => batch.counts,
  values: (batch) =>
    targetLogps(scoredStates(model, batch), head(model), tf.tensor1d(batch.targets, "int32")),
});

/**
 * The same, and the value head's V of the state before each of these tokens: of each sequence first
 * all log-probabilities, then all values.
 */
export const valuedLogps = (model: Llama): Reading => ({
  model,
  kind: "valued",
  pack: (sequences) => pack(sequences),
  counts: (batch) => batch.counts.map((count) => 2 * count),
  values: (batch) => {
    const states = scoredStates(model, batch);
    const logps = targetLogps(states, head(model), tf.tensor1d(batch.targets, "int32"));
    const values = tf.reshape(linear(states, weight(model, VALUE_HEAD)), [-1]);
    return tf.concat([logps, values]) as tf.Tensor1D;
  },
});

/** The scalar head at the last token of each sequence, as LlamaForSequenceClassification has it. */
export const lastScores = (model: Llama): Reading => ({
  model,
  kind: "scores",
  pack: (sequences) => pack(sequences, true),
  counts: (batch) => batch.counts.map(() => 1),
  values: (batch) =>
    tf.reshape(linear(statesAt(model, batch, batch.last), weight(model, "score")), [-1]),
});

/** The readings by their kind, for whoever is told of them from another thread. */
export const READINGS: Readonly<Record<Kind, (model: Llama) => Reading>> = {
  logps: tokenLogps,
  valued: valuedLogps,
  scores: lastScores,
};

/** A batch's numbers as a list for each sequence; of a valued reading the values come last of all. */
export function bySequence(
  { kind }: Reading,
  flat: ArrayLike<number>,
  counts: readonly number[],
): number[][] {
  if (kind !== "valued") return split(flat, counts);
  const halves = counts.map((count) => count / 2);
  const parts = split(flat, [...halves, ...halves]);
  return counts.map((_, i) => [...parts[i]!, ...parts[counts.length + i]!]);
}

/** The way back: lists by sequence in the order of the batch's numbers. */
export function inOrder({ kind }: Reading, lists: readonly (readonly number[])[]): number[] {
  if (kind !== "valued") return lists.flat();
  const half = (list: readonly number[]) => list.length / 2;
  return [
    ...lists.flatMap((list) => list.slice(0, half(list))),
    ...lists.flatMap((list) => list.slice(half(list))),
  ];
}
