/**
 * @file Forward pass of Llama-family decoders (Touvron et al. 2023): RMSNorm, rotary positions,
 * grouped-query attention, SwiGLU, tied or untied head, optional biases of q, k and v (Qwen2).
 * Weights carry their Hugging Face names and layout, one row per output. Tokens of all sequences
 * lie in one list of M rows; only attention needs to know which rows belong together.
 */
import * as tf from "@tensorflow/tfjs";
import type { LlamaConfig } from "./checkpoint.ts";
import { attentionByToken, embed, linear, rmsNorm, rotary, swiglu } from "./kernels/index.ts";
import type { Parameters } from "./parameters.ts";
import type { Partner } from "./partner.ts";

/** Tensors by name; `parameters`: the flat vector that they were cut from. */
export type Weights = {
  get(name: string): tf.Tensor | undefined;
  readonly parameters?: Parameters;
};
export type Llama = {
  readonly config: LlamaConfig;
  readonly weights: Weights;
  /** Who may do half of the work; nobody unless told. */
  readonly partner?: Partner;
};

/** q [M,H,d], k and v [M,Hkv,d], rotated, of one layer → [M,H·d]. */
export type Attend = (layer: number, q: tf.Tensor3D, k: tf.Tensor3D, v: tf.Tensor3D) => tf.Tensor2D;

/** The tensor of a Hugging Face name, without its `.weight`. */
export function weight<T extends tf.Tensor = tf.Tensor2D>(model: Llama, name: string): T {
  const tensor = model.weights.get(`${name}.weight`);
  if (!tensor) throw new Error(`The checkpoint has no ${name}.weight.`);
  return tensor as T;
}

/** The output head [V,D]: the embedding itself where the two are tied. */
export function head(model: Llama): tf.Tensor2D {
  return weight(model, model.config.tie_word_embeddings ? "model.embed_tokens" : "lm_head");
}

/** x [M,in] times the named matrix [out,in], with its bias where it has one → [M,out]. */
function project(model: Llama, x: tf.Tensor2D, name: string): tf.Tensor2D {
  const bias = model.weights.get(`${name}.bias`) as tf.Tensor1D | undefined;
  return linear(x, weight(model, name), bias);
}

/** cos and sin [M · d/2] of position · θ^(−2i/d), computed in float64. */
export function rotaryAngles(config: LlamaConfig, positions: ArrayLike<number>) {
  const half = config.head_dim / 2;
  const cos = new Float32Array(positions.length * half);
  const sin = new Float32Array(positions.length * half);
  const frequency = Array.from({ length: half }, (_, i) => config.rope_theta ** (-i / half));
  for (let row = 0; row < positions.length; row++)
    for (let i = 0; i < half; i++) {
      const angle = (positions[row] as number) * (frequency[i] as number);
      cos[row * half + i] = Math.cos(angle);
      sin[row * half + i] = Math.sin(angle);
    }
  return { cos, sin };
}

function rotaryTables(config: LlamaConfig, positions: ArrayLike<number>) {
  const { cos, sin } = rotaryAngles(config, positions);
  const shape: [number, number] = [positions.length, config.head_dim / 2];
  return { cos: tf.tensor2d(cos, shape), sin: tf.tensor2d(sin, shape) };
}

/** One decoder layer on the residual stream x [M,D]. */
function block(
  model: Llama,
  layer: number,
  x: tf.Tensor2D,
  tables: { cos: tf.Tensor2D; sin: tf.Tensor2D },
  attend: Attend,
): tf.Tensor2D {
  const { config } = model;
  const at = `model.layers.${layer}`;
  const norm = (y: tf.Tensor2D, name: string) =>
    rmsNorm(y, weight<tf.Tensor1D>(model, `${at}.${name}`), config.rms_norm_eps);
  const product = (y: tf.Tensor2D, name: string) => project(model, y, name);
  const heads = (y: tf.Tensor2D, count: number) =>
    tf.reshape(y, [-1, count, config.head_dim]) as tf.Tensor3D;

  const h = norm(x, "input_layernorm");
  const q = heads(product(h, `${at}.self_attn.q_proj`), config.num_attention_heads);
  const k = heads(product(h, `${at}.self_attn.k_proj`), config.num_key_value_heads);
  const v = heads(product(h, `${at}.self_attn.v_proj`), config.num_key_value_heads);
  const { cos, sin } = tables;
  const mixed = attend(layer, rotary(q, cos, sin), rotary(k, cos, sin), v);
  const middle = tf.add(x, product(mixed, `${at}.self_attn.o_proj`)) as tf.Tensor2D;

  const m = norm(middle, "post_attention_layernorm");
  const gated = swiglu(product(m, `${at}.mlp.gate_proj`), product(m, `${at}.mlp.up_proj`));
  return tf.add(middle, product(gated, `${at}.mlp.down_proj`)) as tf.Tensor2D;
}

/**
 * Hidden states [M,D] after the final norm, for M tokens at the given positions. What `attend`
 * wants to keep it must `tf.keep`.
 */
export function hiddenStates(
  model: Llama,
  ids: Int32Array,
  positions: ArrayLike<number>,
  attend: Attend,
): tf.Tensor2D {
  return tf.tidy(() => {
    const tables = rotaryTables(model.config, positions);
    let x = embed(weight(model, "model.embed_tokens"), tf.tensor1d(ids, "int32"));
    for (let layer = 0; layer < model.config.num_hidden_layers; layer++) {
      const previous = x;
      x = tf.tidy(() => block(model, layer, previous, tables, attend));
      previous.dispose();
    }
    return rmsNorm(x, weight<tf.Tensor1D>(model, "model.norm"), model.config.rms_norm_eps);
  });
}

/** [rows·width, H, d] → [rows, H, width, d]. */
export function byHead(x: tf.Tensor3D, rows: number, width: number): tf.Tensor4D {
  const [, H, d] = x.shape;
  if (width === 1) return tf.reshape(x, [rows, H, 1, d]) as tf.Tensor4D;
  return tf.transpose(tf.reshape(x, [rows, width, H, d]), [0, 2, 1, 3]) as tf.Tensor4D;
}

/** What is added to scores so that nobody attends to what follows: [1,1,width,width], fresh each time. */
export function causalMask(width: number): () => tf.Tensor4D {
  const mask = new Float32Array(width * width);
  for (let t = 0; t < width; t++) mask.fill(-1e9, t * width + t + 1, (t + 1) * width);
  return () => tf.tensor4d(mask, [1, 1, width, width]);
}

/**
 * Causal attention within sequences padded on the right to `width`. No row attends to what follows
 * it, so the padding cannot reach a real token.
 */
export function causal(width: number): Attend {
  const mask = causalMask(width);
  return (_, q, k, v) => {
    const [M, H, d] = q.shape;
    const mixed = attentionByToken(q, k, v, mask());
    return tf.reshape(mixed, [M, H * d]);
  };
}

/** Logits after each token of one sequence, [ids.length][V]. */
export async function allLogits(model: Llama, ids: readonly number[]): Promise<Float32Array[]> {
  const logits = tf.tidy(() => {
    const positions = ids.map((_, i) => i);
    const attend = causal(ids.length);
    return linear(hiddenStates(model, Int32Array.from(ids), positions, attend), head(model));
  });
  const [, V] = logits.shape;
  const flat = (await logits.data()) as Float32Array;
  logits.dispose();
  return ids.map((_, i) => flat.subarray(i * V, (i + 1) * V));
}
