/**
 * @file Copies of weights and optimizer, one per round. The first and the latest few stay in tensor
 * memory, where a copy is free until the weights change; the others go to a store.
 */
import * as tf from "@tensorflow/tfjs";
import { TiltError } from "../core/types.ts";
import { disposeState, type AdamWState } from "./optimizer.ts";
import type { Shelved } from "./shelf.ts";

/** Where older copies go: host memory, or files of the browser. */
export interface SnapshotStore {
  put(name: string, arrays: readonly Float32Array[]): Promise<void>;
  get(name: string): Promise<readonly Float32Array[] | null>;
}

export class HostStore implements SnapshotStore {
  readonly #kept = new Map<string, readonly Float32Array[]>();

  async put(name: string, arrays: readonly Float32Array[]): Promise<void> {
    this.#kept.set(name, arrays);
  }

  async get(name: string): Promise<readonly Float32Array[] | null> {
    return this.#kept.get(name) ?? null;
  }
}

export type Snapshot = { readonly flat: tf.Tensor1D; readonly optimizer: AdamWState };

/** How many of the latest copies stay in tensor memory, beside the first. */
const LATEST = 3;

export class Snapshots {
  readonly #store: SnapshotStore;
  readonly #near = new Map<string, Snapshot>();
  readonly #steps = new Map<string, number>();
  #first: string | null = null;

  constructor(store: SnapshotStore = new HostStore()) {
    this.#store = store;
  }

  /** Takes over the snapshot's tensors. Returns its name. */
  async add(snapshot: Snapshot): Promise<string> {
    const name = `weights-${this.#steps.size}`;
    this.#first ??= name;
    this.#steps.set(name, snapshot.optimizer.t);
    this.#near.set(name, snapshot);
    const far = [...this.#near.keys()].filter((key) => key !== this.#first).slice(0, -LATEST);
    for (const key of far) await this.#send(key);
    return name;
  }

  /** A snapshot of its own for the caller to dispose. Throws TiltError snapshot.unknown. */
  async get(name: string): Promise<Snapshot> {
    const near = this.#near.get(name);
    if (near) return copy(near);
    const t = this.#steps.get(name);
    const arrays = t === undefined ? null : await this.#store.get(name);
    const [flat, m, v] = arrays ?? [];
    if (t === undefined || !flat) {
      throw new TiltError(
        "snapshot.unknown",
        `There is no copy of the weights called ${name}.`,
        "Go back to a round that this run still holds.",
      );
    }
    const optimizer = { t, m: m ? tf.tensor1d(m) : null, v: v ? tf.tensor1d(v) : null };
    return { flat: tf.tensor1d(flat), optimizer };
  }

  /** A copy as plain arrays: weights, then the optimizer's moments where it has any. */
  async read(name: string): Promise<Shelved> {
    const snapshot = await this.get(name);
    const { flat, optimizer } = snapshot;
    const tensors = [flat, optimizer.m, optimizer.v].filter((tensor) => tensor !== null);
    const arrays = await Promise.all(tensors.map((tensor) => tensor.data<"float32">()));
    disposeSnapshot(snapshot);
    return { t: optimizer.t, arrays };
  }

  /** Takes up what `read` gave, perhaps on another day. Returns its name here. */
  write({ t, arrays }: Shelved): Promise<string> {
    const [flat, m = null, v = null] = arrays.map((array) => tf.keep(tf.tensor1d(array)));
    if (!flat) throw new RangeError("A copy of weights has weights.");
    return this.add({ flat, optimizer: { t, m, v } });
  }

  dispose(): void {
    for (const snapshot of this.#near.values()) disposeSnapshot(snapshot);
    this.#near.clear();
    this.#steps.clear();
  }

  async #send(name: string): Promise<void> {
    const snapshot = this.#near.get(name)!;
    const { flat, optimizer } = snapshot;
    const tensors = [flat, optimizer.m, optimizer.v].filter((tensor) => tensor !== null);
    const arrays = await Promise.all(tensors.map((tensor) => tensor.data<"float32">()));
    await this.#store.put(name, arrays);
    this.#near.delete(name);
    disposeSnapshot(snapshot);
  }
}

function copy({ flat, optimizer: { t, m, v } }: Snapshot): Snapshot {
  const optimizer = { t, m: m && tf.clone(m), v: v && tf.clone(v) };
  return { flat: tf.clone(flat), optimizer };
}

export function disposeSnapshot({ flat, optimizer }: Snapshot): void {
  flat.dispose();
  disposeState(optimizer);
}
