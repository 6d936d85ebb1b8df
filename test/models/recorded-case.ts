/**
 * @file Recorded kernels against the ops of the tape, on WebGPU: gradients, answers drawn, and what
 * a round allocates. Without `parameters` beside its weights a model takes the path of the tape.
 */
import * as tf from "@tensorflow/tfjs";
import { rowKey } from "../../src/core/random.ts";
import type { Sampler } from "../../src/core/types.ts";
import type { LlamaConfig } from "../../src/models/checkpoint.ts";
import { generate, type Drawn } from "../../src/models/generate.ts";
import { Engine } from "../../src/models/gpu/engine.ts";
import { count } from "../../src/models/kernels/gpu-backend.ts";
import type { Llama } from "../../src/models/llama.ts";
import { AdamW } from "../../src/models/optimizer.ts";
import { lossGradient } from "../../src/models/gradient.ts";
import { lastScores, tokenLogps, valuedLogps } from "../../src/models/reading.ts";
import { read } from "../../src/models/score.ts";
import { ids, tinyConfig, tinyModel, tinyWeights, valuedWeights } from "./tiny.ts";

/** One with biases, grouped heads and its own head; one with wide heads, tied; one that scores. */
export const configs: Readonly<Record<string, LlamaConfig>> = {
  "grouped heads of 4": tinyConfig,
  "tied, heads of 8": {
    ...tinyConfig,
    model_type: "llama",
    head_dim: 8,
    num_attention_heads: 2,
    num_key_value_heads: 1,
    hidden_size: 20,
    intermediate_size: 36,
    vocab_size: 13,
    qkv_bias: false,
    out_bias: true,
    tie_word_embeddings: true,
  },
  "grouped heads of 16": {
    ...tinyConfig,
    model_type: "llama",
    head_dim: 16,
    num_attention_heads: 4,
    num_key_value_heads: 2,
    hidden_size: 36,
    intermediate_size: 52,
    vocab_size: 44,
    qkv_bias: false,
    out_bias: false,
  },
  "a reward model": { ...tinyConfig, head: "score" },
};

const plainly = (model: Llama): Llama => ({
  config: model.config,
  weights: { get: (name) => model.weights.get(name) },
});

const reading = (model: Llama, valued = false) =>
  model.config.head === "score" ? lastScores(model) : (valued ? valuedLogps : tokenLogps)(model);

/** Lengths that no tile divides; the first is long enough to fill more than one workgroup. */
const sequences = (V: number) =>
  [37, 5, 17, 2].map((n, i) => ({ ids: ids(`r${i}`, n, V), from: 1 + (i % 2) }));

const weigh = (numbers: readonly (readonly number[])[]) => ({
  weights: numbers.map((row, i) => row.map((_, t) => 0.3 + i - 0.1 * t)),
});

/** Largest differences of values and of gradients, relative to the largest of each. */
export async function disagreement(
  config: LlamaConfig,
  { budget, valued = false }: { budget?: number; valued?: boolean } = {},
): Promise<number[]> {
  const { model, parameters } = tinyModel(config, (valued ? valuedWeights : tinyWeights)(config));
  const asked = sequences(config.vocab_size);
  const sides = [];
  for (const side of [model, plainly(model)]) {
    const values = (await read(reading(side, valued), asked)).flat();
    const part = await lossGradient(reading(side, valued), parameters, asked, weigh, budget);
    sides.push({ values, numbers: part.numbers.flat(), gradient: await part.gradient.data() });
    part.gradient.dispose();
  }
  const [got, want] = sides as [(typeof sides)[0], (typeof sides)[0]];
  const worst = (a: ArrayLike<number>, b: ArrayLike<number>) => {
    let [off, size] = [0, 0];
    for (let i = 0; i < b.length; i++) {
      off = Math.max(off, Math.abs(a[i]! - b[i]!));
      size = Math.max(size, Math.abs(b[i]!));
    }
    return a.length === b.length ? off / size : Infinity;
  };
  parameters.dispose();
  return [
    worst(got.values, want.values),
    worst(got.numbers, want.numbers),
    worst(got.gradient, want.gradient),
  ];
}

export const samplers: readonly Sampler[] = [
  { temperature: 0 },
  { temperature: 1 },
  { temperature: 0.7, topK: 4 },
  { temperature: 1.3, topP: 0.8 },
  { temperature: 1, topK: 6, topP: 0.7 },
];

/** Answers to prompts of three lengths, on the GPU and by the sampler of the host. */
export async function bothDraws(
  config: LlamaConfig,
  sampler: Sampler,
): Promise<readonly [Drawn[], Drawn[]]> {
  const { model, parameters } = tinyModel(config);
  const wanted = [4, 1, 9].flatMap((length, p) => {
    const prompt = ids(`p${p}`, length, config.vocab_size);
    return [0, 1, 2, 3].map((i) => ({ prompt, key: rowKey(`p${p}`, i) }));
  });
  const options = { seed: 3, maxTokens: 12, stop: [1], ...sampler };
  const here = await generate(model, wanted, options);
  const there = await generate(plainly(model), wanted, options);
  parameters.dispose();
  return [here, there];
}

/** What each round of drawing, scoring and learning costs: counters and memory after it. */
export async function rounds(n: number) {
  const { model, parameters } = tinyModel();
  const optimizer = new AdamW();
  const out = [];
  const prompt = ids("p", 4, tinyConfig.vocab_size);
  const wanted = Array.from({ length: 6 }, (_, i) => ({ prompt, key: i }));
  for (let round = 0; round < n; round++) {
    const before = { ...count };
    await generate(model, wanted, { seed: round, temperature: 1, maxTokens: 8, stop: [1] });
    const drawing = { ...count };
    const asked = sequences(tinyConfig.vocab_size).slice(round % 2);
    const { gradient } = await lossGradient(tokenLogps(model), parameters, asked, weigh);
    await optimizer.step(parameters, gradient, { learningRate: 1e-3 });
    out.push({
      buffers: count.buffers - before.buffers,
      drawReadBacks: drawing.readBacks - before.readBacks,
      trainReadBacks: count.readBacks - drawing.readBacks,
      trainDispatches: count.dispatches - drawing.dispatches,
      tensors: tf.memory().numTensors,
      bytes: (tf.memory() as unknown as { numBytesInGPU: number }).numBytesInGPU,
    });
  }
  const { token } = Engine.of(model)!.dispatches;
  optimizer.dispose();
  parameters.dispose();
  return { rounds: out, token, layers: tinyConfig.num_hidden_layers };
}
