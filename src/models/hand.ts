/**
 * @file A second thread at the same weights. tfjs's WASM multiplies on one thread; a hand in
 * another takes half of a batch. Plain data in and out.
 */
import type { Divergence } from "../core/types.ts";
import type { Sequence } from "./batch.ts";
import type { LlamaConfig } from "./checkpoint.ts";
import { divergenceHere } from "./divergence.ts";
import { drawHere, type Drawn, type Padded, type Wanted } from "./generate.ts";
import type { Kind } from "./gpu/buffers.ts";
import type { Llama } from "./llama.ts";
import { Parameters, type Slot } from "./parameters.ts";
import { Pass } from "./pass.ts";
import { READINGS } from "./reading.ts";
import { readHere } from "./score.ts";

/** What a partner asks of it; models go by the names under which it was told their weights. */
export interface Hand {
  /** Resolves as soon as its engine stands. */
  open(): Promise<void>;
  /** The weights of a model, `flat` cut by `slots`, until it is told others. */
  hold(
    model: string,
    config: LlamaConfig,
    slots: readonly Slot[],
    flat: Float32Array,
  ): Promise<void>;
  release(model: string): Promise<void>;
  read(
    model: string,
    kind: Kind,
    sequences: readonly Sequence[],
    budget: number,
  ): Promise<number[][]>;
  /** As `read`, and kept for the way back: one pass at a time. */
  forward(model: string, kind: Kind, sequences: readonly Sequence[]): Promise<number[][]>;
  /** The gradient [size] of the pass that went forward last. */
  backward(weights: readonly (readonly number[])[]): Promise<Float32Array>;
  generate(model: string, wanted: readonly Wanted[], options: Padded): Promise<Drawn[]>;
  divergence(
    policy: string,
    reference: string,
    sequences: readonly Sequence[],
  ): Promise<Divergence[]>;
}

type Held = { readonly config: LlamaConfig; readonly parameters: Parameters };

export class LlamaHand implements Hand {
  readonly #engine: () => Promise<unknown>;
  readonly #held = new Map<string, Held>();
  #pass: Pass | null = null;

  /** `engine` makes WASM this thread's backend. */
  constructor(engine: () => Promise<unknown>) {
    this.#engine = engine;
  }

  async open(): Promise<void> {
    await this.#engine();
  }

  async hold(
    model: string,
    config: LlamaConfig,
    slots: readonly Slot[],
    flat: Float32Array,
  ): Promise<void> {
    await this.release(model);
    this.#held.set(model, { config, parameters: Parameters.cutBy(slots, flat) });
  }

  async release(model: string): Promise<void> {
    this.#held.get(model)?.parameters.dispose();
    this.#held.delete(model);
  }

  #model(name: string): Llama & Held {
    const held = this.#held.get(name);
    if (!held) throw new Error(`No weights are held for ${name}.`);
    return { ...held, weights: held.parameters.weights };
  }

  read(model: string, kind: Kind, sequences: readonly Sequence[], budget: number) {
    return readHere(READINGS[kind](this.#model(model)), sequences, budget);
  }

  forward(model: string, kind: Kind, sequences: readonly Sequence[]): Promise<number[][]> {
    this.#drop();
    const held = this.#model(model);
    this.#pass = new Pass(READINGS[kind](held), held.parameters, sequences);
    return this.#pass.numbers();
  }

  async backward(weights: readonly (readonly number[])[]): Promise<Float32Array> {
    if (!this.#pass) throw new Error("Nothing has gone forward.");
    try {
      const gradient = this.#pass.gradient(weights);
      const values = (await gradient.data()) as Float32Array;
      gradient.dispose();
      return values;
    } finally {
      this.#drop();
    }
  }

  #drop(): void {
    this.#pass?.dispose();
    this.#pass = null;
  }

  async generate(model: string, wanted: readonly Wanted[], options: Padded): Promise<Drawn[]> {
    // Equal prompts are the same array no longer, once they have come from another thread.
    const known = new Map<string, readonly number[]>();
    const same = wanted.map(({ prompt, key }) => {
      const name = prompt.join();
      known.set(name, known.get(name) ?? prompt);
      return { prompt: known.get(name)!, key };
    });
    return drawHere(this.#model(model), same, options);
  }

  divergence(policy: string, reference: string, sequences: readonly Sequence[]) {
    return divergenceHere(this.#model(policy), this.#model(reference), sequences);
  }
}
