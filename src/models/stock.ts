/**
 * @file The model of the bench in stock tfjs ops, as a practised user would write it: variables,
 * tf.variableGrads, tf.train.adam, a cache of keys and values to decode with. What this project's
 * kernels are measured against.
 */
import * as tf from "@tensorflow/tfjs";
import type { LlamaConfig } from "./checkpoint.ts";
import { rotaryAngles } from "./llama.ts";
import type { HostTensor } from "./parameters.ts";

type Cache = { k: tf.Tensor; v: tf.Tensor }[];

export class StockLlama {
  readonly #config: LlamaConfig;
  readonly #variables = new Map<string, tf.Variable>();
  readonly #adam: tf.Optimizer;

  constructor(
    config: LlamaConfig,
    tensors: ReadonlyMap<string, HostTensor>,
    adam: { learningRate: number; beta1: number; beta2: number; epsilon: number },
  ) {
    this.#config = config;
    for (const [name, { shape, data }] of tensors) {
      const start = tf.tensor(data, shape);
      this.#variables.set(name, tf.variable(start));
      start.dispose();
    }
    this.#adam = tf.train.adam(adam.learningRate, adam.beta1, adam.beta2, adam.epsilon);
  }

  #w(name: string): tf.Tensor2D {
    return this.#variables.get(`${name}.weight`) as unknown as tf.Tensor2D;
  }

  #norm(x: tf.Tensor, name: string): tf.Tensor {
    const r = tf.rsqrt(tf.add(tf.mean(tf.square(x), -1, true), this.#config.rms_norm_eps));
    return tf.mul(tf.mul(x, r), this.#w(name));
  }

  /** Heads of x·wᵀ: [B·T, D] → [B, H, T, d]. */
  #heads(x: tf.Tensor2D, name: string, B: number, T: number): tf.Tensor4D {
    const { num_attention_heads: H, head_dim: d } = this.#config;
    const y = tf.matMul(x, this.#w(name), false, true);
    return tf.transpose(tf.reshape(y, [B, T, H, d]), [0, 2, 1, 3]) as tf.Tensor4D;
  }

  #rotate(x: tf.Tensor4D, cos: tf.Tensor, sin: tf.Tensor): tf.Tensor4D {
    const [a, b] = tf.split(x, 2, 3) as [tf.Tensor, tf.Tensor];
    const first = tf.sub(tf.mul(a, cos), tf.mul(b, sin));
    return tf.concat([first, tf.add(tf.mul(b, cos), tf.mul(a, sin))], 3) as tf.Tensor4D;
  }

  /** Where tfjs lacks the gradient of a gather, as on WASM, people multiply by one-hot rows. */
  #embed(ids: tf.Tensor1D): tf.Tensor {
    const table = this.#w("model.embed_tokens");
    if (tf.getKernel("UnsortedSegmentSum", tf.getBackend())) return tf.gather(table, ids);
    return tf.matMul(tf.oneHot(ids, this.#config.vocab_size).toFloat(), table);
  }

  /** Hidden states [B·T, D] of tokens from position `from` on, after those of the cache. */
  #hidden(ids: Int32Array, B: number, T: number, from = 0, cache?: Cache): tf.Tensor2D {
    const { num_hidden_layers: L, head_dim: d, hidden_size: D } = this.#config;
    const angles = rotaryAngles(
      this.#config,
      Array.from({ length: T }, (_, i) => from + i),
    );
    const [cos, sin] = [tf.tensor2d(angles.cos, [T, d / 2]), tf.tensor2d(angles.sin, [T, d / 2])];
    const later = Float32Array.from({ length: T * T }, (_, i) => (i % T > i / T ? -1e9 : 0));
    let x = this.#embed(tf.tensor1d(ids, "int32"));
    for (let layer = 0; layer < L; layer++) {
      const at = `model.layers.${layer}`;
      const h = this.#norm(x, `${at}.input_layernorm`) as tf.Tensor2D;
      const q = this.#rotate(this.#heads(h, `${at}.self_attn.q_proj`, B, T), cos, sin);
      let k: tf.Tensor = this.#rotate(this.#heads(h, `${at}.self_attn.k_proj`, B, T), cos, sin);
      let v: tf.Tensor = this.#heads(h, `${at}.self_attn.v_proj`, B, T);
      if (cache) {
        const old = cache[layer];
        k = tf.keep(old ? tf.concat([old.k, k], 2) : tf.clone(k));
        v = tf.keep(old ? tf.concat([old.v, v], 2) : tf.clone(v));
        if (old) tf.dispose(old);
        cache[layer] = { k, v };
      }
      const scores = tf.mul(tf.matMul(q, k, false, true), 1 / Math.sqrt(d));
      const masked = T > 1 ? tf.add(scores, tf.tensor2d(later, [T, T])) : scores;
      const mixed = tf.transpose(tf.matMul(tf.softmax(masked), v), [0, 2, 1, 3]);
      const o = tf.reshape(mixed, [B * T, D]) as tf.Tensor2D;
      x = tf.add(x, tf.matMul(o, this.#w(`${at}.self_attn.o_proj`), false, true));
      const m = this.#norm(x, `${at}.post_attention_layernorm`) as tf.Tensor2D;
      const gate = tf.matMul(m, this.#w(`${at}.mlp.gate_proj`), false, true);
      const up = tf.matMul(m, this.#w(`${at}.mlp.up_proj`), false, true);
      const y = tf.mul(tf.mul(gate, tf.sigmoid(gate)), up) as tf.Tensor2D;
      x = tf.add(x, tf.matMul(y, this.#w(`${at}.mlp.down_proj`), false, true));
    }
    return this.#norm(x, "model.norm") as tf.Tensor2D;
  }

  #logits(hidden: tf.Tensor2D): tf.Tensor2D {
    return tf.matMul(hidden, this.#w("model.embed_tokens"), false, true) as tf.Tensor2D;
  }

  /** log-probabilities of the targets, [rows, width]. */
  #logps(ids: Int32Array, targets: Int32Array, rows: number, width: number): tf.Tensor2D {
    const logits = this.#logits(this.#hidden(ids, rows, width));
    const own = tf.oneHot(tf.tensor1d(targets, "int32"), this.#config.vocab_size);
    const logps = tf.sum(tf.mul(tf.logSoftmax(logits), own), 1);
    return tf.reshape(logps, [rows, width]) as tf.Tensor2D;
  }

  /** One step of Adam down `loss` of the targets' log-probabilities [rows, width]. */
  async step(
    batch: { ids: Int32Array; targets: Int32Array; rows: number; width: number },
    loss: "nll" | { readonly beta: number },
  ): Promise<number> {
    const { ids, targets, rows, width } = batch;
    const { value, grads } = tf.variableGrads(() => {
      const logps = this.#logps(ids, targets, rows, width);
      if (loss === "nll") return tf.neg(tf.mean(logps)) as tf.Scalar;
      const [chosen, rejected] = tf.split(tf.reshape(tf.sum(logps, 1), [rows / 2, 2]), 2, 1) as [
        tf.Tensor,
        tf.Tensor,
      ];
      const h = tf.mul(tf.sub(chosen, rejected), loss.beta);
      // tf.logSigmoid's gradient fails on WASM.
      return tf.mean(tf.log(tf.add(tf.exp(tf.neg(h)), 1))) as tf.Scalar;
    });
    this.#adam.applyGradients(grads);
    const [result] = await value.data();
    tf.dispose([value, grads]);
    return result!;
  }

  /** Greedy answers to prompts of one length. */
  async decode(prompts: readonly (readonly number[])[], steps: number): Promise<number[][]> {
    const B = prompts.length;
    const T = prompts[0]!.length;
    const cache: Cache = [];
    const answers: number[][] = prompts.map(() => []);
    let ids = Int32Array.from(prompts.flat());
    for (let step = 0; step < steps; step++) {
      const width = step === 0 ? T : 1;
      const next = tf.tidy(() => {
        const hidden = this.#hidden(ids, B, width, step === 0 ? 0 : T + step - 1, cache);
        const rows = Array.from({ length: B }, (_, row) => (row + 1) * width - 1);
        const last = width === 1 ? hidden : (tf.gather(hidden, rows) as tf.Tensor2D);
        return tf.argMax(this.#logits(last), 1);
      });
      ids = Int32Array.from(await next.data());
      next.dispose();
      ids.forEach((id, row) => answers[row]!.push(id));
    }
    tf.dispose(cache);
    return answers;
  }

  /** The score of each sequence at its last token. */
  async score(ids: Int32Array, rows: number, width: number): Promise<number[]> {
    const scores = tf.tidy(() => {
      const last = Array.from({ length: rows }, (_, row) => (row + 1) * width - 1);
      const hidden = tf.gather(this.#hidden(ids, rows, width), last) as tf.Tensor2D;
      return tf.matMul(hidden, this.#w("score"), false, true);
    });
    const out = [...(await scores.data())];
    scores.dispose();
    return out;
  }

  dispose(): void {
    for (const variable of this.#variables.values()) variable.dispose();
    this.#adam.dispose();
  }
}
