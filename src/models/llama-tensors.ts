/** @file Which tensors a Llama-family checkpoint holds, under their Hugging Face names. */

import { TiltError } from "../core/types.ts";
import type { LlamaConfig } from "./config.ts";
import type { Tensor } from "./safetensors.ts";

/** Every tensor's name and shape; matrices are [out, in]. In the order of the computation. */
export function expectedTensors(config: LlamaConfig): Map<string, number[]> {
  const { vocab_size, hidden_size: d, intermediate_size: f, head_dim } = config;
  const q = config.num_attention_heads * head_dim;
  const kv = config.num_key_value_heads * head_dim;
  const shapes = new Map<string, number[]>([["model.embed_tokens.weight", [vocab_size, d]]]);
  for (let layer = 0; layer < config.num_hidden_layers; layer++) {
    const add = (name: string, shape: number[]) =>
      shapes.set(`model.layers.${layer}.${name}`, shape);
    add("input_layernorm.weight", [d]);
    for (const [name, width] of Object.entries({ q, k: kv, v: kv })) {
      add(`self_attn.${name}_proj.weight`, [width, d]);
      if (config.qkv_bias) add(`self_attn.${name}_proj.bias`, [width]);
    }
    add("self_attn.o_proj.weight", [d, q]);
    if (config.out_bias) add("self_attn.o_proj.bias", [d]);
    add("post_attention_layernorm.weight", [d]);
    add("mlp.gate_proj.weight", [f, d]);
    add("mlp.up_proj.weight", [f, d]);
    add("mlp.down_proj.weight", [d, f]);
  }
  shapes.set("model.norm.weight", [d]);
  if (config.head === "score") shapes.set("score.weight", [1, d]);
  else if (!config.tie_word_embeddings) shapes.set("lm_head.weight", [vocab_size, d]);
  return shapes;
}

/**
 * The tensors that the config asks for, in order, and no others. Rotary tables and a head that
 * repeats a tied embedding are left out; anything else unexpected is refused, since it would be
 * part of a model that this is not. Throws `TiltError` checkpoint.tensor or checkpoint.shape.
 * `fileOf` names the file of a tensor for messages.
 */
export function checkTensors(
  config: LlamaConfig,
  tensors: ReadonlyMap<string, Tensor>,
  fileOf: (tensor: string) => string,
): Map<string, Tensor> {
  const expected = expectedTensors(config);
  const kept = new Map<string, Tensor>();
  for (const [name, shape] of expected) {
    const tensor = tensors.get(name);
    if (!tensor) throw missing(name, fileOf(name));
    if (tensor.shape.join() !== shape.join()) {
      throw new TiltError(
        "checkpoint.shape",
        `${fileOf(name)}: tensor "${name}" has shape [${tensor.shape}]; config.json asks for [${shape}].`,
        "Use the config.json that was saved with these weights.",
      );
    }
    kept.set(name, tensor);
  }
  for (const [name, tensor] of tensors) {
    if (expected.has(name) || name.endsWith(".rotary_emb.inv_freq")) continue;
    const tied = name === "lm_head.weight" && config.head === "lm";
    if (tied && same(tensor, kept.get("model.embed_tokens.weight")!)) continue;
    throw tied ? untied(fileOf(name)) : unexpected(name, fileOf(name));
  }
  return kept;
}

function same(a: Tensor, b: Tensor): boolean {
  return a.shape.join() === b.shape.join() && a.data.every((x, i) => x === b.data[i]);
}

function missing(name: string, file: string): TiltError {
  const next =
    name === "lm_head.weight"
      ? 'If the model\'s output head is its embedding, set "tie_word_embeddings": true in config.json.'
      : "Use the config.json that was saved with these weights.";
  return new TiltError("checkpoint.tensor", `${file} lacks tensor "${name}".`, next);
}

function unexpected(name: string, file: string): TiltError {
  return new TiltError(
    "checkpoint.tensor",
    `${file} has tensor "${name}", which config.json does not account for.`,
    "Use the config.json that was saved with these weights.",
  );
}

function untied(file: string): TiltError {
  return new TiltError(
    "checkpoint.tensor",
    `${file}: "lm_head.weight" differs from the embedding, but config.json ties the two.`,
    'Set "tie_word_embeddings": false in config.json if the head was trained apart.',
  );
}
