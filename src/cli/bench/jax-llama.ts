/**
 * @file The Llama of the bench in jax-js, traced by `jit`. In jax-js a function consumes its arguments;
 * `.ref` keeps one for another use.
 */
import { nn, numpy as np, tree } from "@jax-js/jax";
import type { LlamaConfig } from "../../models/checkpoint.ts";

export type A = np.Array;
export type Layer = { n1: A; q: A; k: A; v: A; o: A; n2: A; gate: A; up: A; down: A };
export type Params = { embed: A; norm: A; score: A; layers: Layer[] };
/** cos, sin [T, 1, d/2] and a causal mask [T, T]. */
export type Tables = { cos: A; sin: A; mask: A };

const linear = (x: A, w: A): A => np.matmul(x, np.transpose(w));

function norm(x: A, w: A, eps: number): A {
  const mean = np.square(x.ref).mean(-1, { keepdims: true });
  return x.mul(np.reciprocal(np.sqrt(mean.add(eps)))).mul(w);
}

function rotate(x: A, cos: A, sin: A): A {
  const [a, b] = np.split(x, 2, -1) as [A, A];
  const first = a.ref.mul(cos.ref).sub(b.ref.mul(sin.ref));
  return np.concatenate([first, b.mul(cos).add(a.mul(sin))], -1);
}

/** Mixes the values v by the weights of q and k, all [B, T, H, d]; consumes them. */
type Attend = (q: A, k: A, v: A) => A;

/** Attention of some queries to keys, all [B, …, H, d]; `mask` is added to the scores. */
function attention(q: A, k: A, v: A, mask: A): A {
  const scores = np.einsum("bthd,bshd->bhts", q, k).mul(1 / Math.sqrt(v.shape[3]!));
  return np.einsum("bhts,bshd->bthd", nn.softmax(scores.add(mask), -1), v);
}

type Turn = { readonly cos: A; readonly sin: A };

function block(config: LlamaConfig, x: A, layer: Layer, { cos, sin }: Turn, attend: Attend): A {
  const { num_attention_heads: H, head_dim: d, rms_norm_eps: eps } = config;
  const [B, T, D] = x.shape as [number, number, number];
  const heads = (y: A) => y.reshape([B, T, H, d]);
  const h = norm(x.ref, layer.n1, eps);
  const q = rotate(heads(linear(h.ref, layer.q)), cos.ref, sin.ref);
  const k = rotate(heads(linear(h.ref, layer.k)), cos, sin);
  const v = heads(linear(h, layer.v));
  const middle = x.add(linear(attend(q, k, v).reshape([B, T, D]), layer.o));
  const m = norm(middle.ref, layer.n2, eps);
  const gate = linear(m.ref, layer.gate);
  return middle.add(linear(nn.silu(gate).mul(linear(m, layer.up)), layer.down));
}

/** Final hidden states [B, T, D]; consumes all of the layers, but neither embedding nor score. */
export function hidden(config: LlamaConfig, p: Params, ids: A, tables: Tables): A {
  let x = np.take(p.embed.ref, ids, 0);
  for (const layer of p.layers) {
    const { cos, sin, mask } = tree.ref(tables) as Tables;
    x = block(config, x, layer, { cos, sin }, (q, k, v) => attention(q, k, v, mask));
  }
  tree.dispose(tables);
  return norm(x, p.norm, config.rms_norm_eps);
}

/** Log-probabilities of the targets, [B, T]. */
export function logps(config: LlamaConfig, p: Params, ids: A, targets: A, tables: Tables): A {
  const states = hidden(config, p, ids, tables);
  p.score.dispose();
  const all = nn.logSoftmax(linear(states, p.embed), -1);
  return all.mul(nn.oneHot(targets, config.vocab_size)).sum(-1);
}

/** Keys and values of each layer, [B, slots, H, d]. */
export type Cache = { k: A; v: A }[];

/** The likeliest next tokens [B] after the last of x [B, T, D], the norm still to come. */
function likeliest(config: LlamaConfig, p: Params, x: A): A {
  p.score.dispose();
  const [B, T, D] = x.shape as [number, number, number];
  const last = x.reshape([B, T * D]).slice([], [T * D - D, T * D]);
  return np.argmax(linear(norm(last, p.norm, config.rms_norm_eps), p.embed), -1);
}

/** Reads prompts ids [B, T] into caches of so many slots. */
export function prefill(config: LlamaConfig, slots: number, p: Params, ids: A, tables: Tables) {
  let x = np.take(p.embed.ref, ids, 0);
  const [B, T] = x.shape as [number, number];
  const { num_attention_heads: H, head_dim: d } = config;
  const grown = (y: A) => np.concatenate([y, np.zeros([B, slots - T, H, d])], 1);
  const cache: Cache = [];
  for (const layer of p.layers) {
    const { cos, sin, mask } = tree.ref(tables) as Tables;
    x = block(config, x, layer, { cos, sin }, (q, k, v) => {
      cache.push({ k: grown(k.ref), v: grown(v.ref) });
      return attention(q, k, v, mask);
    });
  }
  tree.dispose(tables);
  return { next: likeliest(config, p, x), cache };
}

/** Where a token stands: its angles, its slot [slots, 1, 1] as a one among zeros, and its mask. */
export type Stand = { cos: A; sin: A; here: A; mask: A };

/** One more token for every answer; ids [B]. */
export function decodeStep(config: LlamaConfig, p: Params, ids: A, cache: Cache, at: Stand) {
  let x = np.take(p.embed.ref, ids, 0);
  const [B, D] = x.shape as [number, number];
  x = x.reshape([B, 1, D]);
  const grown: Cache = [];
  p.layers.forEach((layer, i) => {
    const { cos, sin, here, mask } = tree.ref(at) as Stand;
    const old = cache[i]!;
    x = block(config, x, layer, { cos, sin }, (q, k, v) => {
      const keys = old.k.add(k.mul(here.ref));
      const values = old.v.add(v.mul(here));
      grown.push({ k: keys.ref, v: values.ref });
      return attention(q, keys, values, mask);
    });
  });
  tree.dispose(at);
  return { next: likeliest(config, p, x), cache: grown };
}
