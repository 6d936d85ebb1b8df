/** @file The model of the bench in jax-js: the same Llama on the same weights, compiled by `jit`. */
import { defaultDevice, init, jit, nn, numpy as np, tree, valueAndGrad } from "@jax-js/jax";
import type { LlamaConfig } from "../../models/checkpoint.ts";
import { rotaryAngles } from "../../models/llama.ts";
import {
  decodeStep,
  hidden,
  logps,
  prefill,
  type A,
  type Cache,
  type Layer,
  type Params,
  type Stand,
  type Tables,
} from "./jax-llama.ts";
import { ADAM, BETA, LEARNING_RATE, type Bencher, type Tensors, type TokenBatch } from "./work.ts";

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
  const readPrompts = new Map<number, ReturnType<typeof prefillFor>>();
  const prefillFor = (slots: number) =>
    jit((q: Params, ids: A, at: Tables) => prefill(config, slots, q, ids, at));
  const oneMore = jit((q: Params, ids: A, cache: Cache, at: Stand) =>
    decodeStep(config, q, ids, cache, at),
  );
  function standAt(place: number, slots: number): Stand {
    const { cos, sin } = rotaryAngles(config, [place]);
    const half = config.head_dim / 2;
    const fill = (f: (slot: number) => number) =>
      Float32Array.from({ length: slots }, (_, i) => f(i));
    return {
      cos: np.array(cos).reshape([1, 1, half]),
      sin: np.array(sin).reshape([1, 1, half]),
      here: np.array(fill((slot) => (slot === place ? 1 : 0))).reshape([slots, 1, 1]),
      mask: np.array(fill((slot) => (slot > place ? -1e9 : 0))),
    };
  }
  /** Greedy; the tokens stay where they are until the last is drawn. */
  async function decode(prompts: readonly (readonly number[])[], count: number) {
    const [B, T] = [prompts.length, prompts[0]!.length];
    const slots = T + count;
    if (!readPrompts.has(slots)) readPrompts.set(slots, prefillFor(slots));
    const asked = int(Int32Array.from(prompts.flat()), [B, T]);
    let state = readPrompts.get(slots)!(tree.ref(p) as Params, asked, tables(T));
    const drawn = [state.next.ref];
    for (let i = 1; i < count; i++) {
      state = oneMore(tree.ref(p) as Params, state.next, state.cache, standAt(T + i - 1, slots));
      drawn.push(state.next.ref);
    }
    tree.dispose(state);
    const all = await np.stack(drawn, 1).data();
    return prompts.map((_, row) => Array.from(all.slice(row * count, (row + 1) * count), Number));
  }
  return {
    decode,
    train: (batch) => step("nll", batch),
    dpo: (batch) => step("dpo", batch),
    async score({ ids, rows, width }) {
      const out = scores(tree.ref(p) as Params, int(ids, [rows, width]), tables(width));
      return [...((await out.data()) as Float32Array)];
    },
    dispose: () => tree.dispose([p, m, v]),
  };
}
