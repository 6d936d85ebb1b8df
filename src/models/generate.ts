/**
 * @file Batched sampling with a cache of keys and values. Each prompt is read once, its cache
 * repeated for its answers, and rows that have ended are taken out. Prompts are padded on the right
 * and the padding masked, so a row's positions and results are those it would have alone.
 */
import * as tf from "@tensorflow/tfjs";
import { counterKey } from "../core/random.ts";
import type { Sampler } from "../core/types.ts";
import { pack } from "./batch.ts";
import { choose } from "./choose.ts";
import { Engine } from "./gpu/engine.ts";
import { halves } from "./halves.ts";
import { openCache, type Cache, type KeyValue } from "./cache.ts";
import { linear, rowsOf } from "./kernels/index.ts";
import { causal, head, hiddenStates, type Llama } from "./llama.ts";
import { ALONE } from "./partner.ts";

/** Rows decoded together: bounds the memory of the cache. */
const ROWS = 128;
/** Ended rows are taken out once they are this share of the batch: taking out copies the cache. */
const ENDED_SHARE = 0.15;

/** Fewer answers are not worth a message to another thread. */
const FEW = 8;

/** One answer to draw: the tokens of its prompt, and the key of its noise (see `rowKey`). */
export type Wanted = { readonly prompt: readonly number[]; readonly key: number };

export type Drawn = {
  readonly tokens: number[];
  /** At temperature 1, untruncated, nats; one per token. */
  readonly logps: number[];
  readonly finished: boolean;
};

export type GenerateOptions = Sampler & {
  readonly seed: number;
  readonly maxTokens: number;
  /** Ids that end an answer; empty to go on to the limit. */
  readonly stop: readonly number[];
};

type Row = { wanted: Wanted; drawn: Drawn; ended: boolean };

/** Draws each wanted answer. Equal prompts (the same array) are read once. */
export async function generate(
  model: Llama,
  wanted: readonly Wanted[],
  options: GenerateOptions,
): Promise<Drawn[]> {
  const recorded = Engine.of(model);
  if (recorded) return drawRecorded(recorded, wanted, options);
  const all = { ...options, width: Math.max(0, ...wanted.map(({ prompt }) => prompt.length)) };
  const { partner = ALONE } = model;
  const [mine, theirs] = partner.there ? halvesOfWanted(wanted) : [];
  if (!mine || !theirs) return drawHere(model, wanted, all);
  return partner.halved(
    wanted,
    [mine, theirs],
    (part) => drawHere(model, part, all),
    (hand, part) => hand.generate(partner.tell(model), part, all),
  );
}

/** By the number of answers; those to one prompt stay together. */
const halvesOfWanted = (wanted: readonly Wanted[]): number[][] =>
  halves(
    wanted,
    ({ prompt }) => prompt,
    () => 1,
    FEW,
  );

/** What to draw, and the width that all its prompts are padded to: a sum's last bits hang on it. */
export type Padded = GenerateOptions & { readonly width: number };

/** The same in this thread, without recorded kernels. */
export async function drawHere(
  model: Llama,
  wanted: readonly Wanted[],
  options: Padded,
): Promise<Drawn[]> {
  const out: Drawn[] = [];
  const decoder = new Decoder(model, options);
  for (let from = 0; from < wanted.length; from += ROWS) {
    out.push(...(await decoder.run(wanted.slice(from, from + ROWS))));
  }
  return out;
}

/** Rows drawn together by recorded kernels, where the adapter has room for their caches. */
const RECORDED_ROWS = 512;

/** The same by recorded kernels: nothing comes back before the last token. */
async function drawRecorded(
  engine: Engine,
  wanted: readonly Wanted[],
  options: GenerateOptions,
): Promise<Drawn[]> {
  const { seed, stop, maxTokens } = options;
  const positions = engine.config.max_position_embeddings;
  const longest = Math.max(0, ...wanted.map(({ prompt }) => prompt.length));
  const slots = Math.min(longest + maxTokens, positions);
  const atOnce = engine.answersAtOnce(RECORDED_ROWS, slots);
  const out: Drawn[] = [];
  for (let from = 0; from < wanted.length; from += atOnce) {
    const some = wanted.slice(from, from + atOnce);
    const prompts = [...new Set(some.map(({ prompt }) => prompt))];
    const rows = some.map(({ prompt, key }) => ({
      length: prompt.length,
      which: prompts.indexOf(prompt),
      key,
      most: Math.max(1, Math.min(maxTokens, positions - prompt.length)),
    }));
    for (const { tokens, logps } of await engine.draw({
      prompts,
      rows,
      stop,
      seed,
      sampler: options,
    })) {
      out.push({ tokens, logps, finished: stop.includes(tokens.at(-1)!) });
    }
  }
  return out;
}

class Decoder {
  readonly #model: Llama;
  readonly #options: Padded;

  constructor(model: Llama, options: Padded) {
    this.#model = model;
    this.#options = options;
  }

  async run(wanted: readonly Wanted[]): Promise<Drawn[]> {
    const rows = wanted.map((w): Row => {
      return { wanted: w, drawn: { tokens: [], logps: [], finished: false }, ended: false };
    });
    const { width } = this.#options;
    const cache = await this.#begin(rows);
    let live = [...rows.keys()].filter((i) => !rows[i]!.ended);
    try {
      for (let step = 0; live.some((i) => !rows[i]!.ended); step++) {
        const still = live.filter((i) => !rows[i]!.ended);
        if (still.length <= live.length * (1 - ENDED_SHARE)) {
          cache.keep(still.map((i) => live.indexOf(i)));
          live = still;
        }
        const batch = live.map((i) => rows[i]!);
        const next = this.#step(batch, cache, width, step);
        await this.#draw(batch, [...batch.keys()], next);
      }
    } finally {
      cache.dispose();
    }
    return rows.map(({ drawn }) => drawn);
  }

  /** Gives each row its first token; the cache of those that go on. */
  async #begin(rows: Row[]): Promise<Cache> {
    const prompts = [...new Set(rows.map(({ wanted }) => wanted.prompt))];
    const which = rows.map(({ wanted }) => prompts.indexOf(wanted.prompt));
    const { width, maxTokens: room } = this.#options;
    const { states, logits } = this.#prefill(prompts);
    try {
      await this.#draw(rows, which, logits);
      const lines = which.filter((_, i) => !rows[i]!.ended);
      return openCache(states, lines, { width, room });
    } finally {
      tf.dispose(states);
    }
  }

  /** Reads `logits` (and disposes it) and gives each row that goes on a token from its line. */
  async #draw(rows: Row[], line: readonly number[], logits: tf.Tensor2D): Promise<void> {
    const { seed, stop, maxTokens } = this.#options;
    const V = logits.shape[1];
    const values = (await logits.data()) as Float32Array;
    logits.dispose();
    for (const [i, row] of rows.entries()) {
      if (row.ended) continue;
      const { tokens, logps } = row.drawn;
      const from = line[i]! * V;
      const key = counterKey(seed, row.wanted.key, tokens.length);
      const choice = choose(values.subarray(from, from + V), key, this.#options);
      tokens.push(choice.token);
      logps.push(choice.logp);
      const finished = stop.includes(choice.token);
      const room = this.#model.config.max_position_embeddings - row.wanted.prompt.length;
      row.ended = finished || tokens.length >= Math.min(maxTokens, room);
      row.drawn = { tokens, logps, finished };
    }
  }

  /** One pass over the prompts: keys and values by layer, and the logits [prompts, V] after each. */
  #prefill(prompts: readonly (readonly number[])[]): { states: KeyValue[]; logits: tf.Tensor2D } {
    const batch = pack(
      prompts.map((ids) => ({ ids, from: ids.length })),
      true,
      this.#options.width,
    );
    const states: KeyValue[] = [];
    const attend = causal(batch.width);
    return tf.tidy(() => {
      const hidden = hiddenStates(this.#model, batch.ids, batch.positions, (layer, q, k, v) => {
        states.push({ k: tf.keep(tf.clone(k)), v: tf.keep(tf.clone(v)) });
        return attend(layer, q, k, v);
      });
      const last = rowsOf(hidden, tf.tensor1d(batch.last, "int32"));
      return { states, logits: linear(last, head(this.#model)) };
    });
  }

  /** Feeds each row its latest token; `step` answer tokens lie in the cache already. */
  #step(rows: readonly Row[], cache: Cache, width: number, step: number): tf.Tensor2D {
    const ids = Int32Array.from(rows, ({ drawn }) => drawn.tokens.at(-1)!);
    const positions = rows.map(({ wanted }) =>
      Math.min(wanted.prompt.length + step, this.#model.config.max_position_embeddings - 1),
    );
    const slots = width + step + 1;
    const mask = new Float32Array(rows.length * slots);
    rows.forEach(({ wanted }, i) =>
      mask.fill(-1e9, i * slots + wanted.prompt.length, i * slots + width),
    );
    return tf.tidy(() => {
      const bias = tf.tensor4d(mask, [rows.length, 1, 1, slots]);
      return linear(
        hiddenStates(this.#model, ids, positions, cache.attend(bias)),
        head(this.#model),
      );
    });
  }
}
