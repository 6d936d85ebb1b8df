/**
 * @file Pre-training: a model from random weights on documents of a prompt and its answer, by the
 * same forward pass, gradient and optimizer that alignment uses later.
 */
import * as tf from "@tensorflow/tfjs";
import { counter, shuffle, unit } from "../core/random.ts";
import type { Dice } from "../core/types.ts";
import { groups, type Sequence } from "./batch.ts";
import type { LlamaConfig } from "./checkpoint.ts";
import { expectedTensors } from "./llama-tensors.ts";
import type { Llama } from "./llama.ts";
import { AdamW } from "./optimizer.ts";
import type { Parameters } from "./parameters.ts";
import { type HostTensor } from "./parameters.ts";
import { pick } from "./halves.ts";
import type { Hand } from "./hand.ts";
import { tokenLogps } from "./reading.ts";
import { read } from "./score.ts";
import type { Tokenizer } from "./tokenizer.ts";

export type Document = {
  readonly prompt: string;
  readonly completion: string;
  /** Nothing is said after the answer: no <eos> is at its end. */
  readonly open?: boolean;
};

/** A document as tokens; those from `answerFrom` on are the answer. */
export type Encoded = { readonly ids: readonly number[]; readonly answerFrom: number };

/** <bos> prompt answer <eos>; prompt and answer are cut into tokens apart, as in sampling. */
export function encodeDocument(tokenizer: Tokenizer, document: Document): Encoded {
  const { prompt, completion } = document;
  const asked = [tokenizer.bosId!, ...tokenizer.encode(prompt, { addSpecial: false })];
  const said = tokenizer.encode(completion, { addSpecial: false });
  const answer = document.open ? said : [...said, tokenizer.eosId!];
  return { ids: [...asked, ...answer], answerFrom: asked.length };
}

/**
 * Fresh weights: normal with standard deviation 0.02, the two projections that write to the
 * residual stream smaller by √(2·layers) (Radford et al. 2019), norms one, biases zero.
 */
export function freshWeights(config: LlamaConfig, random: Dice): Map<string, HostTensor> {
  const residual = 1 / Math.sqrt(2 * config.num_hidden_layers);
  const tensors = new Map<string, HostTensor>();
  for (const [name, shape] of expectedTensors(config)) {
    const data = new Float32Array(shape.reduce((a, b) => a * b, 1));
    if (name.endsWith("norm.weight")) data.fill(1);
    else if (!name.endsWith("bias")) {
      const std = 0.02 * (/(o_proj|down_proj)\.weight$/.test(name) ? residual : 1);
      const seed = random("weights", name);
      for (let i = 0; i < data.length; i++) data[i] = std * normal(seed, i);
    }
    tensors.set(name, { shape: [...shape], data });
  }
  return tensors;
}

/** Box–Muller on two counters. */
function normal(seed: number, i: number): number {
  const radius = Math.sqrt(-2 * Math.log(unit(counter(seed, 0, 0, i))));
  return radius * Math.cos(2 * Math.PI * unit(counter(seed, 1, 0, i)));
}

/** The gradient [size] of a batch's loss, and the loss itself. */
export type GradientOf = (batch: readonly Encoded[]) => Promise<Gradient>;
export type Gradient = { readonly loss: number; readonly gradient: Float32Array };

export type PretrainOptions = {
  readonly document: (index: number) => Document;
  /** Optimizer steps. */
  readonly steps: number;
  /** Documents in one step. */
  readonly batch: number;
  /** Highest learning rate, reached after `warmup` steps, then a cosine to a tenth of it. */
  readonly learningRate: number;
  readonly warmup: number;
  readonly weightDecay: number;
  readonly random: Dice;
  /** Where the gradient is computed: here, or shared out among threads. */
  readonly gradientOf: GradientOf;
};

export type PretrainReport = {
  readonly step: number;
  readonly steps: number;
  /** Nats per token of this step's batch, prompts at their weight. */
  readonly loss: number;
  readonly gradNorm: number;
  readonly learningRate: number;
  /** Tokens seen so far, prompts included, padding not. */
  readonly tokens: number;
};

/** Padded tokens of one pass: the weights are known beforehand, so a second pass would be waste. */
const ONE_PASS = 16_384;

/** Documents are fetched this many steps at a time, so that a batch can hold similar lengths. */
const WINDOW = 16;

/** Trains `parameters` in place; one report a step. */
export async function* pretrain(
  parameters: Parameters,
  tokenizer: Tokenizer,
  options: PretrainOptions,
): AsyncGenerator<PretrainReport, void, void> {
  const { steps, learningRate: peak, warmup, weightDecay } = options;
  const optimizer = new AdamW({ beta1: 0.9, beta2: 0.95, epsilon: 1e-8, weightDecay });
  let tokens = 0;
  let queue: Encoded[][] = [];
  for (let step = 0; step < steps; step++) {
    if (queue.length === 0) queue = batches(tokenizer, options, step);
    const batch = queue.shift()!;
    const { loss, gradient } = await options.gradientOf(batch);
    const rise = Math.min(1, (step + 1) / warmup);
    const fall = 0.55 + 0.45 * Math.cos((Math.PI * step) / steps);
    const learningRate = peak * rise * fall;
    const gradNorm = await optimizer.step(parameters, tf.tensor1d(gradient), { learningRate });
    tokens += batch.reduce((sum, { ids }) => sum + ids.length, 0);
    yield { step: step + 1, steps, loss, gradNorm, learningRate, tokens };
  }
  optimizer.dispose();
}

/** The next WINDOW batches: documents sorted by length, cut into batches, batches shuffled. */
function batches(tokenizer: Tokenizer, options: PretrainOptions, step: number): Encoded[][] {
  const { document, batch, random } = options;
  const first = step * batch;
  const encoded = Array.from({ length: WINDOW * batch }, (_, i) =>
    encodeDocument(tokenizer, document(first + i)),
  ).sort((a, b) => a.ids.length - b.ids.length);
  const cut = Array.from({ length: WINDOW }, (_, i) => encoded.slice(i * batch, (i + 1) * batch));
  return shuffle(cut, random, "batches", step);
}

/** The tokens that are read. Where prompts count nothing, nothing but the answers is. */
function weighed({ ids, answerFrom }: Encoded, promptWeight: number): Sequence {
  return { ids, from: promptWeight > 0 ? 1 : answerFrom };
}

/** What each of them counts: an answer's 1, a prompt's `promptWeight`. */
function tokenWeights(one: Encoded, promptWeight: number): number[] {
  const { ids, from } = weighed(one, promptWeight);
  return ids.slice(from).map((_, i) => (from + i >= one.answerFrom ? 1 : promptWeight));
}

/** The sum of all tokens' weights: what a batch's loss is a mean over. */
export function totalWeight(batch: readonly Encoded[], promptWeight: number): number {
  const add = (sum: number, x: number) => sum + x;
  return batch.reduce((sum, one) => tokenWeights(one, promptWeight).reduce(add, sum), 0);
}

/**
 * The gradient of Σ −weight·log p / `total` over the tokens of a batch, by a hand that holds
 * `model`. `total` may count more documents than these: the parts of a batch add up.
 */
export async function partialGradient(
  hand: Hand,
  model: string,
  batch: readonly Encoded[],
  { total, promptWeight }: { total: number; promptWeight: number },
): Promise<Gradient[]> {
  const sequences = batch.map((one) => weighed(one, promptWeight));
  const found: Gradient[] = [];
  for (const part of groups(sequences, ONE_PASS)) {
    const weights = part.map((i) => tokenWeights(batch[i]!, promptWeight).map((w) => -w / total));
    const logps = await hand.forward(model, "logps", pick(sequences, part));
    let loss = 0;
    logps.forEach((row, r) => row.forEach((logp, i) => (loss += weights[r]![i]! * logp)));
    found.push({ loss, gradient: await hand.backward(weights) });
  }
  return found;
}

/** Mean negative log-likelihood of the answers, nats per token, and how many tokens they have. */
export async function heldOutLoss(
  model: Llama,
  tokenizer: Tokenizer,
  documents: readonly Document[],
): Promise<{ loss: number; tokens: number }> {
  const sequences = documents.map((document): Sequence => {
    const { ids, answerFrom } = encodeDocument(tokenizer, document);
    return { ids, from: answerFrom };
  });
  const logps = (await read(tokenLogps(model), sequences)).flat();
  return { loss: -logps.reduce((a, b) => a + b, 0) / logps.length, tokens: logps.length };
}
