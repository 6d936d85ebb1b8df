/** @file The gradient of any weighted sum of what is read off sequences. */
import * as tf from "@tensorflow/tfjs";
import { groups, type Sequence } from "./batch.ts";
import type { Engine } from "./gpu/engine.ts";
import { halvesOf, pick, rejoin } from "./halves.ts";
import type { Parameters } from "./parameters.ts";
import type { Hand } from "./hand.ts";
import { ALONE, type Partner } from "./partner.ts";
import { Pass } from "./pass.ts";
import { bySequence, inOrder, type Reading } from "./reading.ts";
import { engineFor, read } from "./score.ts";

/** Padded tokens of one thread's forward pass with a backward pass to follow. */
export const TRAINING_TOKENS = 4096;

/** What the host makes of the numbers: dLoss/dnumber, sequence by sequence. */
export type Weighted = { readonly weights: readonly (readonly number[])[] };

export type LossGradient<W> = {
  readonly evaluated: W;
  /** The numbers that were read. */
  readonly numbers: readonly (readonly number[])[];
  /** [size], for the caller to dispose. */
  readonly gradient: tf.Tensor1D;
};

type Weigh<W> = (numbers: readonly (readonly number[])[]) => W;

/**
 * The gradient of a loss that `weigh` computes from all numbers. A batch too large to be kept is
 * accumulated in parts, at the price of a second forward pass.
 */
export async function lossGradient<W extends Weighted>(
  reading: Reading,
  parameters: Parameters,
  sequences: readonly Sequence[],
  weigh: Weigh<W>,
  budget = TRAINING_TOKENS,
): Promise<LossGradient<W>> {
  const engine = engineFor(reading, sequences, budget);
  if (engine) {
    const parts = groups(sequences, engine.budget(budget));
    return recorded(engine, reading, sequences, parts, weigh);
  }
  const padded = (part: readonly number[]) =>
    part.length * Math.max(...part.map((i) => sequences[i]!.ids.length));
  const shares = halvesOf(sequences);
  const fit = shares.every((part) => padded(part) <= budget);
  const parts = fit ? shares : groups(sequences, budget);
  const work = { reading, parameters, sequences, weigh };
  if (parts.length === 1) return inOnePass(work);
  const all = parts.reduce((sum, part) => sum + padded(part), 0);
  const { partner = ALONE } = reading.model;
  const kept = fit && (partner.there || all <= budget);
  return kept ? inTwoPasses(work, parts, partner) : inTurns(work, parts, partner, budget);
}

type Work<W> = {
  readonly reading: Reading;
  readonly parameters: Parameters;
  readonly sequences: readonly Sequence[];
  readonly weigh: Weigh<W>;
};

async function inOnePass<W extends Weighted>(work: Work<W>): Promise<LossGradient<W>> {
  const pass = new Pass(work.reading, work.parameters, work.sequences);
  try {
    const numbers = await pass.numbers();
    const evaluated = work.weigh(numbers);
    return { evaluated, numbers, gradient: pass.gradient(evaluated.weights) };
  } finally {
    pass.dispose();
  }
}

/** Two parts, each kept by its thread until what comes of all their numbers is known. */
async function inTwoPasses<W extends Weighted>(
  { reading, parameters, sequences, weigh }: Work<W>,
  parts: readonly (readonly number[])[],
  partner: Partner,
): Promise<LossGradient<W>> {
  const [mine, theirs] = parts as [readonly number[], readonly number[]];
  const [own, others] = [pick(sequences, mine), pick(sequences, theirs)];
  const passes: Pass[] = [];
  const keep = (part: readonly Sequence[]) => {
    const pass = new Pass(reading, parameters, part);
    passes.push(pass);
    return pass;
  };
  try {
    const read = await partner.beside({
      here: () => keep(own).numbers(),
      there: (hand) => hand.forward(partner.tell(reading.model), reading.kind, others),
      instead: () => keep(others).numbers(),
    });
    const numbers = rejoin([
      [mine, read[0]],
      [theirs, read[1]],
    ]);
    const evaluated = weigh(numbers);
    const [first, second] = parts.map((part) => pick(evaluated.weights, part));
    const halves = await partner.beside({
      here: async () => passes[0]!.gradient(first!),
      // Unless that part has had to be read here.
      there: passes[1] ? null : async (hand) => tf.tensor1d(await hand.backward(second!)),
      instead: async () => (passes[1] ?? keep(others)).gradient(second!),
    });
    return { evaluated, numbers, gradient: sum(halves) };
  } finally {
    for (const pass of passes) pass.dispose();
  }
}

/** All parts are read, then each again with its way back: those at odd places by the partner. */
async function inTurns<W extends Weighted>(
  { reading, parameters, sequences, weigh }: Work<W>,
  parts: readonly (readonly number[])[],
  partner: Partner,
  budget: number,
): Promise<LossGradient<W>> {
  const numbers = await read(reading, sequences, budget);
  const evaluated = weigh(numbers);
  const here = async (part: readonly number[]): Promise<tf.Tensor1D> => {
    const pass = new Pass(reading, parameters, pick(sequences, part));
    try {
      return pass.gradient(pick(evaluated.weights, part));
    } finally {
      pass.dispose();
    }
  };
  const there = async (hand: Hand, part: readonly number[]): Promise<tf.Tensor1D> => {
    await hand.forward(partner.tell(reading.model), reading.kind, pick(sequences, part));
    return tf.tensor1d(await hand.backward(pick(evaluated.weights, part)));
  };
  let gradient: tf.Tensor1D | null = null;
  for (let i = 0; i < parts.length; i += 2) {
    const [mine, theirs] = [parts[i]!, parts[i + 1]];
    const found = theirs
      ? await partner.beside({
          here: () => here(mine),
          there: (hand) => there(hand, theirs),
          instead: () => here(theirs),
        })
      : [await here(mine)];
    gradient = sum(gradient ? [gradient, ...found] : found);
  }
  return { evaluated, numbers, gradient: gradient! };
}

/** From left to right, so that the last bits are always the same; disposes what it adds. */
function sum(parts: readonly tf.Tensor1D[]): tf.Tensor1D {
  return parts.reduce((a, b) => {
    const both: tf.Tensor1D = tf.add(a, b);
    tf.dispose([a, b]);
    return both;
  });
}

/** The same by recorded kernels: a part is read again before its way back if others came between. */
async function recorded<W extends Weighted>(
  engine: Engine,
  reading: Reading,
  sequences: readonly Sequence[],
  parts: readonly (readonly number[])[],
  weigh: Weigh<W>,
): Promise<LossGradient<W>> {
  const numbers: number[][] = sequences.map(() => []);
  const batches = parts.map((group) => reading.pack(pick(sequences, group)));
  const forward = async (i: number, keep: boolean) => {
    const batch = batches[i]!;
    const counts = reading.counts(batch);
    if (counts.every((count) => count === 0)) return;
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
    if (reading.counts(batch).every((count) => count === 0)) continue;
    if (i < parts.length - 1) await engine.readToTrain(reading.kind, batch);
    const slopes = inOrder(reading, pick(evaluated.weights, parts[i]!));
    engine.backward(batch, Float32Array.from(slopes), first);
    first = false;
  }
  if (first) engine.clear();
  return { evaluated, numbers, gradient: engine.gradient() };
}
