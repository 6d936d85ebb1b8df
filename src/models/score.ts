/**
 * @file Numbers read off sequences (a log-probability for each scored token, a reward for each
 * sequence), and the gradient of any weighted sum of them.
 */
import * as tf from "@tensorflow/tfjs";
import { groups, pack, split, type Batch, type Sequence } from "./batch.ts";
import { Engine } from "./gpu/engine.ts";
import type { Kind } from "./gpu/buffers.ts";
import { VALUE_HEAD } from "./gpu/places.ts";
import { embed, join, linear, targetLogps } from "./kernels/index.ts";
import { head, hiddenStates, weight, type Llama } from "./llama.ts";
import type { Parameters } from "./parameters.ts";
import { amongPrefixes, prefixes } from "./prefixes.ts";
import { Tape } from "./tape.ts";

/** Padded tokens in one forward pass without, and with, a backward pass to follow. */
export const FORWARD_TOKENS = 8192;
export const TRAINING_TOKENS = 4096;

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

const pick = <T>(items: readonly T[], indices: readonly number[]): T[] =>
  indices.map((i) => items[i] as T);

const isEmpty = (counts: readonly number[]): boolean => counts.every((count) => count === 0);

/** A batch's numbers as a list for each sequence; of a valued reading the values come last of all. */
function bySequence(
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
function inOrder({ kind }: Reading, lists: readonly (readonly number[])[]): number[] {
  if (kind !== "valued") return lists.flat();
  const half = (list: readonly number[]) => list.length / 2;
  return [
    ...lists.flatMap((list) => list.slice(0, half(list))),
    ...lists.flatMap((list) => list.slice(half(list))),
  ];
}

/** The numbers of each sequence, without gradients. */
export async function read(
  reading: Reading,
  sequences: readonly Sequence[],
  budget = FORWARD_TOKENS,
): Promise<number[][]> {
  const out: number[][] = sequences.map(() => []);
  const engine = engineFor(reading, sequences, budget);
  for (const group of groups(sequences, engine?.budget(budget) ?? budget)) {
    const batch = reading.pack(pick(sequences, group));
    const counts = reading.counts(batch);
    if (isEmpty(counts)) continue;
    const flat = await (engine ? engine.read(reading.kind, batch) : evaluate(reading, batch));
    bySequence(reading, flat, counts).forEach((part, i) => (out[group[i] as number] = part));
  }
  return out;
}

/** The recorded kernels, where they apply and the longest sequence has room. */
function engineFor(
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

/** What the host makes of the numbers: dLoss/dnumber, sequence by sequence. */
export type Weighted = { readonly weights: readonly (readonly number[])[] };

export type LossGradient<W> = {
  readonly evaluated: W;
  /** The numbers that were read. */
  readonly numbers: readonly (readonly number[])[];
  /** [size], for the caller to dispose. */
  readonly gradient: tf.Tensor1D;
};

/**
 * The gradient of a loss that `weigh` computes from all numbers. A batch too large for one pass is
 * accumulated over several, at the price of a second forward pass.
 */
export async function lossGradient<W extends Weighted>(
  reading: Reading,
  parameters: Parameters,
  sequences: readonly Sequence[],
  weigh: (numbers: readonly (readonly number[])[]) => W,
  budget = TRAINING_TOKENS,
): Promise<LossGradient<W>> {
  const engine = engineFor(reading, sequences, budget);
  const parts = groups(sequences, engine?.budget(budget) ?? budget);
  if (engine) return recorded(engine, reading, sequences, parts, weigh);
  if (parts.length === 1) return inOnePass(reading, parameters, sequences, weigh);
  const numbers = await read(reading, sequences, budget);
  const evaluated = weigh(numbers);
  let sum: tf.Tensor1D = tf.zeros([parameters.flat.size]);
  for (const group of parts) {
    const batch = reading.pack(pick(sequences, group));
    if (isEmpty(reading.counts(batch))) continue;
    const tape = new Tape(() => reading.values(batch));
    const slopes = inOrder(reading, pick(evaluated.weights, group));
    const part = flatGradient(tape, parameters, slopes);
    const total: tf.Tensor1D = tf.add(sum, part);
    tf.dispose([sum, part]);
    sum = total;
  }
  return { evaluated, numbers, gradient: sum };
}

/** The same by recorded kernels: a part is read again before its way back if others came between. */
async function recorded<W extends Weighted>(
  engine: Engine,
  reading: Reading,
  sequences: readonly Sequence[],
  parts: readonly (readonly number[])[],
  weigh: (numbers: readonly (readonly number[])[]) => W,
): Promise<LossGradient<W>> {
  const numbers: number[][] = sequences.map(() => []);
  const batches = parts.map((group) => reading.pack(pick(sequences, group)));
  const forward = async (i: number, keep: boolean) => {
    const batch = batches[i]!;
    const counts = reading.counts(batch);
    if (isEmpty(counts)) return;
    const flat = await (keep
      ? engine.readToTrain(reading.kind, batch)
      : engine.read(reading.kind, batch));
    bySequence(reading, flat, counts).forEach((part, j) => (numbers[parts[i]![j]!] = part));
  };
  for (let i = 0; i < parts.length; i++) await forward(i, i === parts.length - 1);
  const evaluated = weigh(numbers);
  let first = true;
  // The last part has been kept: its way back comes first.
  for (const i of parts.map((_, i) => i).reverse()) {
    const batch = batches[i]!;
    if (isEmpty(reading.counts(batch))) continue;
    if (i < parts.length - 1) await engine.readToTrain(reading.kind, batch);
    const slopes = inOrder(reading, pick(evaluated.weights, parts[i]!));
    engine.backward(batch, Float32Array.from(slopes), first);
    first = false;
  }
  if (first) engine.clear();
  return { evaluated, numbers, gradient: engine.gradient() };
}

async function inOnePass<W extends Weighted>(
  reading: Reading,
  parameters: Parameters,
  sequences: readonly Sequence[],
  weigh: (numbers: readonly (readonly number[])[]) => W,
): Promise<LossGradient<W>> {
  const batch = reading.pack(sequences);
  const counts = reading.counts(batch);
  if (isEmpty(counts)) {
    const numbers = sequences.map(() => []);
    return { evaluated: weigh(numbers), numbers, gradient: tf.zeros([parameters.flat.size]) };
  }
  const tape = new Tape(() => reading.values(batch));
  try {
    const numbers = bySequence(reading, await tape.values(), counts);
    const evaluated = weigh(numbers);
    const gradient = flatGradient(tape, parameters, inOrder(reading, evaluated.weights));
    return { evaluated, numbers, gradient };
  } finally {
    tape.dispose();
  }
}

/** Walks the tape backward and lays the gradients end to end, [size]. */
function flatGradient(tape: Tape, parameters: Parameters, dy: readonly number[]): tf.Tensor1D {
  return tf.tidy(() => {
    const xs = parameters.slots.map(({ name }) => parameters.weights.get(name)!);
    const grads = tape.backward(xs, Float32Array.from(dy));
    // A weight that the loss does not reach has no gradient.
    return join(
      grads.map((gradient, i) => gradient ?? tf.zerosLike(xs[i]!)),
      parameters.slots.map(({ from }) => from),
    );
  });
}
