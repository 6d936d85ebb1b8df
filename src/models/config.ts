/**
 * @file config.json of the Llama family, checked: what this engine can compute is accepted, all
 * else is refused by name rather than computed wrongly.
 */

import * as v from "valibot";
import { TiltError } from "../core/types.ts";

/**
 * The shape of a model. Fields that config.json has keep their names there and are filled in where
 * it leaves them out; `head`, `qkv_bias`, `out_bias` and `eos_token_ids` are derived.
 */
export type LlamaConfig = {
  readonly model_type: "llama" | "qwen2";
  /** "lm": logits over the vocabulary. "score": one number per sequence (`score.weight`). */
  readonly head: "lm" | "score";
  readonly vocab_size: number;
  readonly hidden_size: number;
  readonly intermediate_size: number;
  readonly num_hidden_layers: number;
  readonly num_attention_heads: number;
  readonly num_key_value_heads: number;
  readonly head_dim: number;
  readonly rms_norm_eps: number;
  readonly rope_theta: number;
  readonly max_position_embeddings: number;
  /** The output head is the embedding itself: no `lm_head.weight`. */
  readonly tie_word_embeddings: boolean;
  /** Biases on the q, k and v projections (Qwen2; Llama with `attention_bias`). */
  readonly qkv_bias: boolean;
  /** A bias on the o projection (Llama with `attention_bias`). */
  readonly out_bias: boolean;
  readonly bos_token_id: number | null;
  /** Ids that end an answer, the config's own first; generation_config.json may add some. */
  readonly eos_token_ids: readonly number[];
  readonly pad_token_id: number | null;
};

const size = v.pipe(v.number(), v.safeInteger(), v.minValue(1), v.maxValue(2 ** 24));
const positive = v.pipe(v.number(), v.finite(), v.gtValue(0));
const tokenId = v.pipe(v.number(), v.safeInteger());
const flag = v.optional(v.nullable(v.boolean()), false);
/** `rope_scaling` of older configs, `rope_parameters` of newer ones. */
const rope = v.nullish(v.looseObject({ rope_theta: v.nullish(positive) }));

const ConfigJson = v.looseObject({
  model_type: v.string(),
  architectures: v.nullish(v.array(v.string())),
  vocab_size: size,
  hidden_size: size,
  intermediate_size: size,
  num_hidden_layers: v.pipe(size, v.maxValue(1024)),
  num_attention_heads: size,
  num_key_value_heads: v.nullish(size),
  head_dim: v.nullish(size),
  hidden_act: v.optional(v.string(), "silu"),
  rms_norm_eps: v.optional(positive, 1e-6),
  rope_theta: v.nullish(positive),
  rope_scaling: rope,
  rope_parameters: rope,
  partial_rotary_factor: v.nullish(v.number()),
  max_position_embeddings: v.optional(size, 2048),
  tie_word_embeddings: flag,
  attention_bias: flag,
  mlp_bias: flag,
  use_sliding_window: v.nullish(v.boolean()),
  sliding_window: v.nullish(v.number()),
  layer_types: v.nullish(v.array(v.string())),
  quantization_config: v.nullish(v.unknown()),
  bos_token_id: v.nullish(tokenId),
  eos_token_id: v.nullish(v.union([tokenId, v.array(tokenId)])),
  pad_token_id: v.nullish(tokenId),
});
type ConfigJson = v.InferOutput<typeof ConfigJson>;

const GenerationJson = v.looseObject({
  eos_token_id: v.nullish(v.union([tokenId, v.array(tokenId)])),
});

/**
 * config.json (and generation_config.json, null when absent) as a `LlamaConfig`. Throws
 * `TiltError` checkpoint.config for what is malformed or contradicts itself, checkpoint.unsupported
 * for what this engine cannot compute.
 */
export function parseConfig(json: unknown, generation: unknown = null): LlamaConfig {
  const head = refuseFamily(json);
  const config = checked(ConfigJson, json, "config.json");
  const also = checked(GenerationJson, generation ?? {}, "generation_config.json");
  refuseUnsupported(config);
  const model_type = config.model_type as LlamaConfig["model_type"];
  const parsed: LlamaConfig = {
    model_type,
    head,
    vocab_size: config.vocab_size,
    hidden_size: config.hidden_size,
    intermediate_size: config.intermediate_size,
    num_hidden_layers: config.num_hidden_layers,
    num_attention_heads: config.num_attention_heads,
    num_key_value_heads: config.num_key_value_heads ?? config.num_attention_heads,
    head_dim: config.head_dim ?? config.hidden_size / config.num_attention_heads,
    rms_norm_eps: config.rms_norm_eps,
    rope_theta: ropeTheta(config),
    max_position_embeddings: config.max_position_embeddings,
    tie_word_embeddings: config.tie_word_embeddings ?? false,
    qkv_bias: model_type === "qwen2" || (config.attention_bias ?? false),
    out_bias: model_type === "llama" && (config.attention_bias ?? false),
    bos_token_id: idOrNull(config.bos_token_id),
    eos_token_ids: [...new Set([...ids(config.eos_token_id), ...ids(also.eos_token_id)])],
    pad_token_id: idOrNull(config.pad_token_id),
  };
  checkNumbers(parsed);
  return parsed;
}

const FAMILIES: ReadonlyMap<string, string> = new Map([
  ["llama", "Llama"],
  ["qwen2", "Qwen2"],
]);

/** Refuses other families before their fields are missed, and reads off the head. */
function refuseFamily(json: unknown): LlamaConfig["head"] {
  const { model_type: type, architectures } = checked(
    v.looseObject({ model_type: v.string(), architectures: v.nullish(v.array(v.string())) }),
    json,
    "config.json",
  );
  const family = FAMILIES.get(type);
  if (family === undefined) throw unsupported(`a model of type "${type}"`);
  const architecture = architectures?.[0] ?? `${family}ForCausalLM`;
  if (architecture === `${family}ForCausalLM`) return "lm";
  if (architecture === `${family}ForSequenceClassification`) return "score";
  throw unsupported(`the architecture ${architecture} (model_type "${type}")`);
}

function refuseUnsupported(config: ConfigJson): void {
  for (const [field, value] of Object.entries({
    rope_scaling: config.rope_scaling,
    rope_parameters: config.rope_parameters,
  })) {
    const type = value?.rope_type ?? value?.type ?? "default";
    if (type !== "default") throw unsupported(`${field} of type ${JSON.stringify(type)}`);
  }
  const { hidden_act: act, partial_rotary_factor: rotary } = config;
  const partial = rotary ?? config.rope_parameters?.partial_rotary_factor ?? 1;
  if (act !== "silu" && act !== "swish") throw unsupported(`the activation "${act}"`);
  if (partial !== 1) throw unsupported(`partial_rotary_factor ${JSON.stringify(partial)}`);
  if (config.mlp_bias) throw unsupported("mlp_bias");
  if (config.quantization_config) throw unsupported("quantised weights (quantization_config)");
  const other = config.layer_types?.find((type) => type !== "full_attention");
  if (other !== undefined) throw unsupported(`layers of type "${other}"`);
  if (slides(config)) throw unsupported(`a sliding window of ${config.sliding_window} tokens`);
}

/** Whether attention is cut to a window that some position would notice. */
function slides(config: ConfigJson): boolean {
  // Qwen2 writes a window's width even where it is switched off, as it is unless told otherwise.
  const on = config.use_sliding_window ?? config.model_type !== "qwen2";
  return on && (config.sliding_window ?? Infinity) < config.max_position_embeddings;
}

/** `rope_theta` stands on its own in older configs, inside `rope_parameters` in newer ones. */
function ropeTheta(config: ConfigJson): number {
  const outer = config.rope_theta;
  const inner = config.rope_parameters?.rope_theta;
  if (outer != null && inner != null && outer !== inner) {
    throw malformed(`gives rope_theta twice: ${outer}, and ${inner} in rope_parameters`);
  }
  return inner ?? outer ?? 10_000;
}

/** One id, several, or none; some old configs write −1 for none. */
function ids(value: number | readonly number[] | null | undefined): number[] {
  return (Array.isArray(value) ? (value as number[]) : [value as number | null | undefined]).filter(
    (id): id is number => id != null && id !== -1,
  );
}

function idOrNull(value: number | null | undefined): number | null {
  return ids(value)[0] ?? null;
}

function checkNumbers(config: LlamaConfig): void {
  const { hidden_size, num_attention_heads: heads, num_key_value_heads: groups, head_dim } = config;
  if (!Number.isInteger(head_dim)) {
    throw malformed(`has hidden_size ${hidden_size}, which ${heads} heads do not divide`);
  }
  if (head_dim % 2) throw malformed(`has head_dim ${head_dim}; rotary embeddings need an even one`);
  if (heads % groups) {
    throw malformed(`has ${heads} heads, which ${groups} key/value heads do not divide`);
  }
  const named = { bos_token_id: [config.bos_token_id], pad_token_id: [config.pad_token_id] };
  for (const [field, list] of Object.entries({ ...named, eos_token_id: config.eos_token_ids })) {
    const outside = list.find((id) => id !== null && (id < 0 || id >= config.vocab_size));
    if (outside == null) continue;
    throw malformed(`has ${field} ${outside}, outside its vocabulary of ${config.vocab_size}`);
  }
}

function checked<S extends v.GenericSchema>(
  schema: S,
  json: unknown,
  file: string,
): v.InferOutput<S> {
  const result = v.safeParse(schema, json);
  if (result.success) return result.output;
  const issue = result.issues[0];
  const path = v.getDotPath(issue);
  const what = path ? `has a bad "${path}"` : "is not a config";
  throw malformed(`${what}: ${issue.message}`, file);
}

function malformed(what: string, file = "config.json"): TiltError {
  return new TiltError(
    "checkpoint.config",
    `${file} ${what}.`,
    `Compare ${file} with the original of the model.`,
  );
}

function unsupported(what: string): TiltError {
  return new TiltError(
    "checkpoint.unsupported",
    `This model uses ${what}, which is not supported.`,
    "Choose a plain Llama or Qwen2 model.",
  );
}
