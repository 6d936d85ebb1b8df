/** @file A tiny model from dice, and what is asked of it; for Node and for the browser. */
import { dice } from "../../src/core/random.ts";
import type { Completion, Prompt } from "../../src/core/types.ts";
import type { LlamaConfig } from "../../src/models/checkpoint.ts";
import { VALUE_HEAD } from "../../src/models/gpu/places.ts";
import { expectedTensors } from "../../src/models/llama-tensors.ts";
import { Parameters, type HostTensor } from "../../src/models/parameters.ts";

/** Four query heads on two key heads, untied, with biases: every branch of the forward pass. */
export const tinyConfig: LlamaConfig = {
  model_type: "qwen2",
  head: "lm",
  vocab_size: 11,
  hidden_size: 8,
  intermediate_size: 12,
  num_hidden_layers: 2,
  num_attention_heads: 4,
  num_key_value_heads: 2,
  head_dim: 4,
  rms_norm_eps: 1e-6,
  rope_theta: 10_000,
  max_position_embeddings: 64,
  tie_word_embeddings: false,
  qkv_bias: true,
  out_bias: false,
  bos_token_id: 0,
  eos_token_ids: [1],
  pad_token_id: 1,
};

/** Weights uniform in ±½, norms around 1. */
export function tinyWeights(config = tinyConfig): Map<string, HostTensor> {
  const random = dice(5);
  return new Map(
    [...expectedTensors(config)].map(([name, shape]) => {
      const size = shape.reduce((a, b) => a * b, 1);
      const offset = name.endsWith("norm.weight") ? 1 : 0;
      const data = Float32Array.from(
        { length: size },
        (_, i) => offset + random.uniform(name, i) - 0.5,
      );
      return [name, { shape: [...shape], data }] as const;
    }),
  );
}

/** The same with a value head. */
export function valuedWeights(config = tinyConfig): Map<string, HostTensor> {
  const random = dice(6);
  const D = config.hidden_size;
  const data = Float32Array.from({ length: D }, (_, i) => random.uniform("value", i) - 0.5);
  return tinyWeights(config).set(`${VALUE_HEAD}.weight`, { shape: [1, D], data });
}

export const tinyModel = (config = tinyConfig, weights = tinyWeights(config)) => {
  const parameters = Parameters.of(weights);
  return { parameters, model: { config, weights: parameters.weights } };
};

export const prompt = (id: string, text: string): Prompt => ({ id, text });

/** An answer of bare ids. */
export const answer = (promptId: string, index: number, tokens: number[]): Completion => ({
  id: `${promptId}#${index}`,
  promptId,
  text: "",
  tokens,
  logps: [],
  logp: 0,
  finished: true,
});

/** Numbers of a seeded generator, for lists of token ids. */
export const ids = (name: string, length: number, vocab: number): number[] =>
  Array.from({ length }, (_, i) => dice(1)(name, i) % vocab);
