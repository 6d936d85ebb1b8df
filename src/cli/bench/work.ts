/** @file What the bench asks of an engine, and the models and batches that all of them get. */
import { dice } from "../../core/random.ts";
import type { LlamaConfig } from "../../models/checkpoint.ts";
import { expectedTensors } from "../../models/llama-tensors.ts";
import type { HostTensor } from "../../models/parameters.ts";

export type Shape = {
  readonly name: string;
  readonly config: LlamaConfig;
  /** Sequences in a batch, and tokens of each. */
  readonly rows: number;
  readonly width: number;
};

/** Token ids [rows · width] and the id that follows each. */
export type TokenBatch = {
  readonly rows: number;
  readonly width: number;
  readonly ids: Int32Array<ArrayBuffer>;
  readonly targets: Int32Array<ArrayBuffer>;
};

export type Tensors = ReadonlyMap<string, HostTensor>;

/** An engine that holds one model. Every call ends with its numbers on the host. */
export type Bencher = {
  /** One step of Adam on the mean negative log-likelihood; the loss before it, nats. */
  train(batch: TokenBatch): Promise<number>;
  /** One step of Adam on DPO's loss, rows in pairs (chosen, rejected), reference log-ratio 0. */
  dpo?(batch: TokenBatch): Promise<number>;
  /** Greedy answers of `steps` tokens to prompts of one length [rows][…]. */
  decode?(prompts: readonly (readonly number[])[], steps: number): Promise<number[][]>;
  /** One number a sequence, from the vector `score.weight` at its last token. */
  score?(batch: TokenBatch): Promise<number[]>;
  dispose(): void;
};

/** Answers and tokens of each in the work "decode", and tokens of its prompts. */
export const [ANSWERS, STEPS, PROMPT] = [64, 32, 16] as const;

export const LEARNING_RATE = 1e-3;
export const BETA = 0.1;
export const ADAM = { beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0 } as const;

/** L layers of width D, H heads, V tokens; B sequences of T tokens. */
export function shape(L: number, D: number, H: number, V: number, T: number, B: number): Shape {
  // Two thirds of 4·D, to a multiple of 16.
  const F = Math.ceil((8 * D) / 48) * 16;
  const config: LlamaConfig = {
    model_type: "llama",
    head: "lm",
    vocab_size: V,
    hidden_size: D,
    intermediate_size: F,
    num_hidden_layers: L,
    num_attention_heads: H,
    num_key_value_heads: H,
    head_dim: D / H,
    rms_norm_eps: 1e-5,
    rope_theta: 10_000,
    max_position_embeddings: 256,
    tie_word_embeddings: true,
    qkv_bias: false,
    out_bias: false,
    bos_token_id: null,
    eos_token_ids: [],
    pad_token_id: null,
  };
  return { name: `L${L} D${D} H${H} V${V} T${T} B${B}`, config, rows: B, width: T };
}

export const SMALL = shape(2, 64, 4, 256, 32, 8);
export const MEDIUM = shape(4, 128, 4, 1024, 64, 16);
/** The bundled model's. */
export const BUNDLED = shape(4, 128, 4, 2048, 64, 16);

/** Weights uniform in ±√3·0.02, norms one: the same for every engine. */
export function weights(config: LlamaConfig): Map<string, HostTensor> {
  const random = dice(7);
  const out = new Map<string, HostTensor>();
  for (const [name, dims] of expectedTensors(config)) {
    const data = new Float32Array(dims.reduce((a, b) => a * b, 1));
    const seed = random(name);
    const norm = name.endsWith("norm.weight");
    let state = seed;
    for (let i = 0; i < data.length; i++) {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      data[i] = norm ? 1 : 0.0346 * (state / 2 ** 31 - 1);
    }
    out.set(name, { shape: [...dims], data });
  }
  return out;
}

/** Random tokens, each followed by the next. */
export function tokens({ config, rows, width }: Shape, seed: number): TokenBatch {
  const random = dice(seed);
  const ids = new Int32Array(rows * width);
  const targets = new Int32Array(rows * width);
  for (let row = 0; row < rows; row++) {
    const text = Array.from({ length: width + 1 }, (_, i) => random(row, i) % config.vocab_size);
    ids.set(text.slice(0, width), row * width);
    targets.set(text.slice(1), row * width);
  }
  return { rows, width, ids, targets };
}
