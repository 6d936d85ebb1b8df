/** @file A `LlamaConfig` as config.json and generation_config.json, as transformers reads them. */

import type { LlamaConfig } from "./config.ts";
import type { Dtype } from "./safetensors.ts";

const TORCH_DTYPE = { F32: "float32", F16: "float16", BF16: "bfloat16" } as const;
const FAMILY = { llama: "Llama", qwen2: "Qwen2" } as const;
const HEAD = { lm: "ForCausalLM", score: "ForSequenceClassification" } as const;

/** The content of config.json for weights stored as `dtype`. */
export function configJson(config: LlamaConfig, dtype: Dtype): Record<string, unknown> {
  return {
    architectures: [FAMILY[config.modelType] + HEAD[config.head]],
    model_type: config.modelType,
    vocab_size: config.vocabSize,
    hidden_size: config.hiddenSize,
    intermediate_size: config.intermediateSize,
    num_hidden_layers: config.numHiddenLayers,
    num_attention_heads: config.numAttentionHeads,
    num_key_value_heads: config.numKeyValueHeads,
    head_dim: config.headDim,
    hidden_act: "silu",
    rms_norm_eps: config.rmsNormEps,
    rope_theta: config.ropeTheta,
    rope_scaling: null,
    max_position_embeddings: config.maxPositionEmbeddings,
    tie_word_embeddings: config.tieWordEmbeddings,
    attention_dropout: 0,
    ...(config.modelType === "llama"
      ? { attention_bias: config.qkvBias, mlp_bias: false }
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
  const eos = config.eosTokenIds;
  return {
    bos_token_id: config.bosTokenId,
    eos_token_id: eos.length > 1 ? [...eos] : (eos[0] ?? null),
    pad_token_id: config.padTokenId,
  };
}
