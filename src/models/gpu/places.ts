/**
 * @file Where each weight begins in a model's flat vector, in floats, and whether the recorded
 * kernels can work on it: they read four floats at a time.
 */
import type { LlamaConfig } from "../checkpoint.ts";
import type { Slot } from "../parameters.ts";

/** The name of the head that reads values off, without its `.weight`. */
export const VALUE_HEAD = "value_head";

/** q, k and v lie one after the other, and so do gate and up: one product computes all of them. */
export type LayerPlaces = {
  readonly norm1: number;
  readonly qkv: number;
  readonly qkvBias: number | null;
  readonly o: number;
  readonly oBias: number | null;
  readonly norm2: number;
  readonly gateUp: number;
  readonly down: number;
};

export type Places = {
  readonly embed: number;
  readonly layers: readonly LayerPlaces[];
  readonly norm: number;
  /** The output head, the embedding where they are tied; for a reward model its score. */
  readonly head: number;
  /** The head that reads values off; null without one. */
  readonly value: number | null;
  readonly tied: boolean;
};

/** A model's widths, in floats. */
export type Widths = {
  readonly D: number;
  readonly F: number;
  readonly V: number;
  /** Length of a row of logits: V, up to a multiple of four. */
  readonly line: number;
  readonly heads: number;
  readonly kvHeads: number;
  readonly d: number;
  readonly q: number;
  readonly kv: number;
  /** q, k and v of a token. */
  readonly qkv: number;
};

export function widths(config: LlamaConfig): Widths {
  const { hidden_size: D, intermediate_size: F, vocab_size: V, head_dim: d } = config;
  const { num_attention_heads: heads, num_key_value_heads: kvHeads } = config;
  const [q, kv] = [heads * d, kvHeads * d];
  return { D, F, V, line: Math.ceil(V / 4) * 4, heads, kvHeads, d, q, kv, qkv: q + 2 * kv };
}

/** Null where the widths are not multiples of four, or a stack is not contiguous. */
export function places(config: LlamaConfig, slots: readonly Slot[]): Places | null {
  const { D, F, q, kv } = widths(config);
  if ([D, F, q, kv].some((width) => width % 4 !== 0)) return null;
  const at = new Map(slots.map((slot) => [slot.name, slot]));
  const from = (name: string) => at.get(`${name}.weight`)?.from ?? NaN;
  const bias = (name: string) => at.get(`${name}.bias`)?.from ?? null;
  const stacked = (kind: "weight" | "bias", ...names: string[]) => {
    const parts = names.map((name) => at.get(`${name}.${kind}`));
    return parts.every((part, i) => {
      const next = parts[i + 1];
      return !part || !next || next.from === part.from + part.size;
    });
  };
  let fits = true;
  const layers = Array.from({ length: config.num_hidden_layers }, (_, layer): LayerPlaces => {
    const name = (part: string) => `model.layers.${layer}.${part}`;
    const three = ["q", "k", "v"].map((x) => name(`self_attn.${x}_proj`));
    const two = ["gate", "up"].map((x) => name(`mlp.${x}_proj`));
    fits &&= stacked("weight", ...three) && stacked("bias", ...three) && stacked("weight", ...two);
    return {
      norm1: from(name("input_layernorm")),
      qkv: from(three[0]!),
      qkvBias: bias(three[0]!),
      o: from(name("self_attn.o_proj")),
      oBias: bias(name("self_attn.o_proj")),
      norm2: from(name("post_attention_layernorm")),
      gateUp: from(two[0]!),
      down: from(name("mlp.down_proj")),
    };
  });
  const embed = from("model.embed_tokens");
  const tied = config.head === "lm" && config.tie_word_embeddings;
  const head = config.head === "score" ? from("score") : tied ? embed : from("lm_head");
  const value = at.get(`${VALUE_HEAD}.weight`)?.from ?? null;
  const found = { embed, layers, norm: from("model.norm"), head, value, tied };
  const all = [embed, head, value, found.norm, ...layers.flatMap((layer) => Object.values(layer))];
  return fits && all.every((x) => x === null || x % 4 === 0) ? found : null;
}
