/**
 * @file The model of the bench in jax-js: the same Llama on the same weights, compiled by `jit`. In
 * jax-js a function consumes its arguments; `.ref` keeps one for another use.
 */
import { defaultDevice, init, jit, nn, numpy as np, tree, valueAndGrad } from "@jax-js/jax";
import type { LlamaConfig } from "../../models/checkpoint.ts";
import { rotaryAngles } from "../../models/llama.ts";
import { ADAM, BETA, LEARNING_RATE, type Bencher, type Tensors, type TokenBatch } from "./work.ts";

type A = np.Array;
type Layer = { n1: A; q: A; k: A; v: A; o: A; n2: A; gate: A; up: A; down: A };
type Params = { embed: A; norm: A; score: A; layers: Layer[] };
/** cos, sin [T, 1, d/2] and a causal mask [T, T]. */
type Tables = { cos: A; sin: A; mask: A };

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

function block(config: LlamaConfig, x: A, layer: Layer, { cos, sin, mask }: Tables): A {
  const { num_attention_heads: H, head_dim: d, rms_norm_eps: eps } = config;
  const [B, T, D] = x.shape as [number, number, number];
  const heads = (y: A) => y.reshape([B, T, H, d]);
  const h = norm(x.ref, layer.n1, eps);
  const q = rotate(heads(linear(h.ref, layer.q)), cos.ref, sin.ref);
  const k = rotate(heads(linear(h.ref, layer.k)), cos, sin);
  const v = heads(linear(h, layer.v));
  const scores = np.einsum("bthd,bshd->bhts", q, k).mul(1 / Math.sqrt(d));
  const mixed = np.einsum("bhts,bshd->bthd", nn.softmax(scores.add(mask), -1), v);
  const middle = x.add(linear(mixed.reshape([B, T, D]), layer.o));
  const m = norm(middle.ref, layer.n2, eps);
  const gate = linear(m.ref, layer.gate);
  return middle.add(linear(nn.silu(gate).mul(linear(m, layer.up)), layer.down));
}

/** Final hidden states [B, T, D]; consumes all of the layers, but neither embedding nor score. */
function hidden(config: LlamaConfig, p: Params, ids: A, tables: Tables): A {
  let x = np.take(p.embed.ref, ids, 0);
  for (const layer of p.layers) x = block(config, x, layer, tree.ref(tables) as Tables);
  tree.dispose(tables);
  return norm(x, p.norm, config.rms_norm_eps);
}

/** Log-probabilities of the targets, [B, T]. */
function logps(config: LlamaConfig, p: Params, ids: A, targets: A, tables: Tables): A {
  const states = hidden(config, p, ids, tables);
  p.score.dispose();
  const all = nn.logSoftmax(linear(states, p.embed), -1);
  return all.mul(nn.oneHot(targets, config.vocab_size)).sum(-1);
}

/** A step of Adam; `rates`: η/(1−β₁ᵗ) and 1/(1−β₂ᵗ). */
function adam(p: Params, g: Params, m: Params, v: Params, rate: A, unbias: A) {
  const { beta1, beta2, epsilon } = ADAM;
  const map = tree.map as (f: (...xs: A[]) => A, ...trees: Params[]) => Params;
  const mean = map((a, b) => a.mul(beta1).add(b.mul(1 - beta1)), m, tree.ref(g) as Params);
  const spread = map((a, b) => a.mul(beta2).add(np.square(b).mul(1 - beta2)), v, g);
  const next = map(
    (a, b, c) => a.sub(b.mul(rate.ref).div(np.sqrt(c.mul(unbias.ref)).add(epsilon))),
    p,
    tree.ref(mean) as Params,
    tree.ref(spread) as Params,
  );
  rate.dispose();
  unbias.dispose();
  return [next, mean, spread] as const;
}

function load(config: LlamaConfig, tensors: Tensors): Params {
  const w = (name: string): A => {
    const { shape, data } = tensors.get(`${name}.weight`)!;
    return np.array(data as Float32Array<ArrayBuffer>).reshape([...shape]);
  };
  const D = config.hidden_size;
  const layers = Array.from({ length: config.num_hidden_layers }, (_, i): Layer => {
    const at = (name: string) => w(`model.layers.${i}.${name}`);
    const [q, k, v, o] = ["q", "k", "v", "o"].map((x) => at(`self_attn.${x}_proj`));
    const [gate, up, down] = ["gate", "up", "down"].map((x) => at(`mlp.${x}_proj`));
    return {
      n1: at("input_layernorm"),
      q: q!,
      k: k!,
      v: v!,
      o: o!,
      n2: at("post_attention_layernorm"),
      gate: gate!,
      up: up!,
      down: down!,
    };
  });
  const score = tensors.has("score.weight") ? w("score") : np.zeros([1, D]);
  return { embed: w("model.embed_tokens"), norm: w("model.norm"), score, layers };
}

export async function jax(
  config: LlamaConfig,
  tensors: Tensors,
  backend: "webgpu" | "wasm",
): Promise<Bencher> {
  await init(backend);
  defaultDevice(backend);
  let p = load(config, tensors);
  const zeros = () =>
    (tree.map as (f: (x: A) => A, t: Params) => Params)((x) => np.zeros(x.shape), p);
  let [m, v] = [zeros(), zeros()];
  let t = 0;
  const losses = {
    nll: (q: Params, ids: A, y: A, tables: Tables) =>
      logps(config, q, ids, y, tables).mean().mul(-1),
    dpo(q: Params, ids: A, y: A, tables: Tables) {
      const rows = ids.shape[0]!;
      const sums = logps(config, q, ids, y, tables)
        .sum(-1)
        .reshape([rows / 2, 2]);
      const [chosen, rejected] = np.split(sums, 2, 1) as [A, A];
      return nn.logSigmoid(chosen.sub(rejected).mul(BETA)).mean().mul(-1);
    },
  };
  const stepOf = (loss: (typeof losses)["nll"]) =>
    jit((q: Params, a: Params, b: Params, ids: A, y: A, tables: Tables, rate: A, unbias: A) => {
      const [value, g] = valueAndGrad(loss)(tree.ref(q) as Params, ids, y, tables);
      const [next, mean, spread] = adam(q, g as Params, a, b, rate, unbias);
      return { value: value as A, next, mean, spread };
    });
  const steps = { nll: stepOf(losses.nll), dpo: stepOf(losses.dpo) };
  const scores = jit((q: Params, ids: A, tables: Tables) => {
    const { score } = q;
    const states = hidden(config, { ...q, score }, ids, tables);
    q.embed.dispose();
    const [B, T, D] = states.shape as [number, number, number];
    const last = states.reshape([B, T * D]).slice([], [T * D - D, T * D]);
    return last.mul(score.reshape([D])).sum(-1);
  });
  const tablesOf = (T: number): Tables => {
    const { cos, sin } = rotaryAngles(
      config,
      Array.from({ length: T }, (_, i) => i),
    );
    const half = config.head_dim / 2;
    const later = Float32Array.from({ length: T * T }, (_, i) => (i % T > i / T ? -1e9 : 0));
    return {
      cos: np.array(cos).reshape([T, 1, half]),
      sin: np.array(sin).reshape([T, 1, half]),
      mask: np.array(later).reshape([T, T]),
    };
  };
  const known = new Map<number, Tables>();
  const tables = (T: number): Tables => {
    if (!known.has(T)) known.set(T, tablesOf(T));
    return tree.ref(known.get(T)!) as Tables;
  };
  const int = (x: Int32Array<ArrayBuffer>, shape: number[]) => np.array(x).reshape(shape);
  async function step(kind: "nll" | "dpo", { ids, targets, rows, width }: TokenBatch) {
    t++;
    const rate = np.array(LEARNING_RATE / (1 - ADAM.beta1 ** t));
    const unbias = np.array(1 / (1 - ADAM.beta2 ** t));
    const size = [rows, width];
    const out = steps[kind](
      p,
      m,
      v,
      int(ids, size),
      int(targets, size),
      tables(width),
      rate,
      unbias,
    );
    [p, m, v] = [out.next, out.mean, out.spread];
    const [value] = (await out.value.data()) as Float32Array;
    return value!;
  }
  return {
    train: (batch) => step("nll", batch),
    dpo: (batch) => step("dpo", batch),
    async score({ ids, rows, width }) {
      const out = scores(tree.ref(p) as Params, int(ids, [rows, width]), tables(width));
      return [...((await out.data()) as Float32Array)];
    },
    dispose: () => tree.dispose([p, m, v]),
  };
}
