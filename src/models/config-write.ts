/** @file A `LlamaConfig` as config.json and generation_config.json, as transformers reads them. */

import type { LlamaConfig } from "./config.ts";
import type { Dtype } from "./safetensors.ts";

const TORCH_DTYPE = { F32: "float32", F16: "float16", BF16: "bfloat16" } as const;
const FAMILY = { llama: "Llama", qwen2: "Qwen2" } as const;
const HEAD = { lm: "ForCausalLM", score: "ForSequenceClassification" } as const;

/** The content of config.json for weights stored as `dtype`. */
export function configJson(config: LlamaConfig, dtype: Dtype): Record<string, unknown> {
  return {
    architectures: [FAMILY[config.model_type] + HEAD[config.head]],
    model_type: config.model_type,
    vocab_size: config.vocab_size,
    hidden_size: config.hidden_size,
    intermediate_size: config.intermediate_size,
    num_hidden_layers: config.num_hidden_layers,
    num_attention_heads: config.num_attention_heads,
    num_key_value_heads: config.num_key_value_heads,
    head_dim: config.head_dim,
    hidden_act: "silu",
    rms_norm_eps: config.rms_norm_eps,
    rope_theta: config.rope_theta,
    rope_scaling: null,
    max_position_embeddings: config.max_position_embeddings,
    tie_word_embeddings: config.tie_word_embeddings,
    attention_dropout: 0,
    ...(config.model_type === "llama"
      ? { attention_bias: config.qkv_bias, mlp_bias: false }
      : { use_sliding_window: false }),
    // One label makes a scalar head; transformers pools it at the last token that is not padding.
    ...(config.head === "score" ? { id2label: { 0: "reward" }, label2id: { reward: 0 } } : {}),
    ...specialTokens(config),
    torch_dtype: TORCH_DTYPE[dtype],
    use_cache: true,
  };
}

/** The content of generation_config.json where the checkpoint brought none. */
export function generationJson(config: LlamaConfig): Record<string, unknown> {
  return { _from_model_config: true, ...specialTokens(config) };
}

function specialTokens(config: LlamaConfig): Record<string, unknown> {
  const eos = config.eos_token_ids;
  return {
    bos_token_id: config.bos_token_id,
    eos_token_id: eos.length > 1 ? [...eos] : (eos[0] ?? null),
    pad_token_id: config.pad_token_id,
  };
}
