/**
 * @file Keys and values of answers under way. On the heap of WASM each layer has its place from the
 * start, and a token is written into it; elsewhere the tensors grow by one token at a time.
 */
import * as tf from "@tensorflow/tfjs";
import { attention, native, rowsOf, type Native } from "./kernels/index.ts";
import { byHead, type Attend } from "./llama.ts";

/** Keys and values of one layer. */
export type KeyValue = { k: tf.Tensor3D; v: tf.Tensor3D };

export type Cache = {
  /** Attention of one more token a row to all before it; mask [rows,1,1,tokens]. */
  attend(mask: tf.Tensor4D): Attend;
  /** Goes on with these rows alone; they rise. */
  keep(rows: readonly number[]): void;
  dispose(): void;
};

/** Tokens of the prompts, padded, and the most that are to follow. */
type Size = { readonly width: number; readonly room: number };

/** From k and v [prompts·width,Hkv,d] of each layer: a row for each of `lines`, which name prompts. */
export function openCache(
  states: readonly KeyValue[],
  lines: readonly number[],
  size: Size,
): Cache {
  const n = native();
  return n ? new Placed(n, states, lines, size) : new Grown(states, lines, size);
}

/** [rows, slots, Hkv·d] for k and v of each layer, of which the first slots are in use. */
class Placed implements Cache {
  readonly #n: Native;
  readonly #layers: { readonly k: tf.Tensor; readonly v: tf.Tensor }[];
  readonly #slots: number;
  /** Numbers of a token. */
  readonly #token: number;
  #used: number;

  constructor(n: Native, states: readonly KeyValue[], lines: readonly number[], size: Size) {
    const [, heads, d] = states[0]!.k.shape;
    this.#n = n;
    this.#slots = size.width + size.room;
    this.#used = size.width;
    this.#token = heads * d;
    this.#layers = states.map(({ k, v }) => ({
      k: this.#place(k, lines),
      v: this.#place(v, lines),
    }));
  }

  #place(x: tf.Tensor3D, lines: readonly number[]): tf.Tensor {
    const place = tf.keep(this.#n.fresh([lines.length, this.#slots, this.#token]));
    const [from, to] = [this.#n.view(x), this.#n.view(place)];
    const prompt = this.#used * this.#token;
    lines.forEach((line, row) =>
      to.set(from.subarray(line * prompt, (line + 1) * prompt), row * this.#slots * this.#token),
    );
    return place;
  }

  attend(mask: tf.Tensor4D): Attend {
    const n = this.#n;
    const [rows, , , tokens] = mask.shape;
    this.#used = tokens;
    const stride = this.#slots * this.#token;
    return (layer, q, k, v) => {
      const [, H, d] = q.shape;
      const places = this.#layers[layer]!;
      for (const [x, place] of [
        [k, places.k],
        [v, places.v],
      ] as const) {
        const [from, to] = [n.view(x), n.view(place)];
        const slot = (tokens - 1) * this.#token;
        for (let row = 0; row < rows; row++) {
          const own = from.subarray(row * this.#token, (row + 1) * this.#token);
          to.set(own, row * stride + slot);
        }
      }
      const out = n.fresh<tf.Tensor2D>([rows, H * d]);
      const at = [q, places.k, places.v, mask, out].map((x) => n.at(x));
      const sizes = [rows, H, (H * d) / this.#token, 1, tokens, d];
      const strides = [H * d, d, H * d, stride, d, this.#token];
      n.calls.attend(...at, n.work(tokens), ...sizes, ...strides, tokens, false, n.scratch);
      return out;
    };
  }

  keep(rows: readonly number[]): void {
    const stride = this.#slots * this.#token;
    for (const { k, v } of this.#layers) {
      for (const place of [k, v]) {
        const numbers = this.#n.view(place);
        // To the front, in their order: none is written over before it has moved.
        rows.forEach((row, i) =>
          numbers.copyWithin(i * stride, row * stride, row * stride + this.#used * this.#token),
        );
      }
    }
  }

  dispose(): void {
    for (const { k, v } of this.#layers) tf.dispose([k, v]);
  }
}

/** [rows,Hkv,tokens,d] for k and v of each layer, a new tensor for each token. */
class Grown implements Cache {
  #layers: { readonly k: tf.Tensor4D; readonly v: tf.Tensor4D }[];

  constructor(states: readonly KeyValue[], lines: readonly number[], { width }: Size) {
    this.#layers = states.map(({ k, v }) =>
      tf.tidy(() => {
        const own = (x: tf.Tensor3D) => tf.keep(taken(byHead(x, x.shape[0] / width, width), lines));
        return { k: own(k), v: own(v) };
      }),
    );
  }

  attend(mask: tf.Tensor4D): Attend {
    return (layer, q, k, v) => {
      const [rows, H, d] = q.shape;
      const old = this.#layers[layer]!;
      const now = {
        k: tf.keep(tf.concat([old.k, byHead(k, rows, 1)], 2)),
        v: tf.keep(tf.concat([old.v, byHead(v, rows, 1)], 2)),
      };
      tf.dispose([old.k, old.v]);
      this.#layers[layer] = now;
      const queries = tf.reshape(q, [rows, H, 1, d]) as tf.Tensor4D;
      return tf.reshape(attention(queries, now.k, now.v, mask), [rows, H * d]);
    };
  }

  keep(rows: readonly number[]): void {
    this.#layers = this.#layers.map((old) => {
      const now = tf.tidy(() => ({
        k: tf.keep(taken(old.k, rows)),
        v: tf.keep(taken(old.v, rows)),
      }));
      tf.dispose([old.k, old.v]);
      return now;
    });
  }

  dispose(): void {
    for (const { k, v } of this.#layers) tf.dispose([k, v]);
  }
}

/** Some rows of x, in that order. */
function taken(x: tf.Tensor4D, rows: readonly number[]): tf.Tensor4D {
  const [all, ...rest] = x.shape;
  const indices = tf.tensor1d([...rows], "int32");
  return tf.reshape(rowsOf(tf.reshape(x, [all, -1]), indices), [rows.length, ...rest]);
}
