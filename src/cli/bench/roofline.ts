/**
 * @file What a piece of work asks for at least, counted from the shapes: multiplications and additions
 * of all products, and for decoding the bytes that each token cannot do without. The same for every
 * engine, so that figures an engine has to itself do not enter.
 */
import { ANSWERS, PROMPT, STEPS, type Shape } from "./work.ts";

/** Weights of the layers, and of the head. */
function weightsOf({ config }: Shape): { layers: number; head: number } {
  const { hidden_size: D, intermediate_size: F, num_hidden_layers: L, head_dim: d } = config;
  const q = config.num_attention_heads * d;
  const kv = config.num_key_value_heads * d;
  return { layers: L * (D * (q + 2 * kv) + q * D + 3 * D * F), head: config.vocab_size * D };
}

/** Operations of attention for queries at positions `from` up to `to`, one sequence. */
function attention({ config }: Shape, from: number, to: number): number {
  const keys = ((to - from) * (from + to + 1)) / 2;
  return 4 * keys * config.num_attention_heads * config.head_dim * config.num_hidden_layers;
}

/** Operations with numbers, a multiplication and an addition being two. */
export function flops(work: "train" | "decode" | "dpo" | "score", shape: Shape): number {
  const { layers, head } = weightsOf(shape);
  const { rows, width } = shape;
  const forward = 2 * rows * width * layers + rows * attention(shape, 0, width);
  if (work === "score") return forward;
  // The way back multiplies twice for each product of the way there.
  if (work !== "decode") return 3 * (forward + 2 * rows * width * head);
  const last = PROMPT + STEPS - 1;
  return ANSWERS * (2 * last * layers + 2 * STEPS * head + attention(shape, 0, last));
}

/** Bytes that decoding reads: all weights for each token, and the keys and values before it. */
export function decodingBytes(shape: Shape): number {
  const { layers, head } = weightsOf(shape);
  const { num_hidden_layers: L, num_key_value_heads: heads, head_dim: d } = shape.config;
  let keys = 0;
  for (let t = PROMPT; t < PROMPT + STEPS - 1; t++) keys += t + 1;
  return 4 * ((STEPS - 1) * (layers + head) + ANSWERS * keys * 2 * L * heads * d);
}
