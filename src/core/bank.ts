/**
 * @file The sample bank: what π_sft answers to each prompt, drawn once for all methods. The draw is
 * named by the run's seed and the sampler alone, so every method that chooses among answers of π_sft
 * chooses among the same ones, of which it may take the first few; a lab that keeps them need not
 * draw them twice.
 */

import { at } from "./shape.ts";
import type { Completion, Dice, Draws, Prompt, Reference, Sampler } from "./types.ts";

/** Candidates a prompt in a bank that is drawn ahead (RSO, 2309.06657, §4). */
export const BANK_SIZE = 64;

/** How to draw the first `n` answers of each prompt's bank; the same for every method of a run. */
export function bankDraws(random: Dice, sampler: Sampler, n: number): Draws {
  return { ...sampler, n, seed: bankSeed(random) };
}

/** The seed by which a draw is known to belong to the bank. */
export const bankSeed = (random: Dice): number => random("bank");

/** Prompts of which the answers are kept, the latest used: 64 short answers each are about 60 MB. */
const MOST_PROMPTS = 1024;

/** Where rows of a bank outlive it, by their keys. */
export type Shelf = {
  read(key: string): readonly Completion[] | null;
  write(key: string, row: readonly Completion[]): void;
};

/** Answers of π_sft in memory. One bank may serve several labs: each names its own world. */
export class Bank {
  readonly #shelf: Shelf | null;
  /** By world, draw and prompt; the least recently used first. */
  readonly #rows = new Map<string, readonly Completion[]>();
  #served = 0;
  #drawn = 0;

  constructor(shelf: Shelf | null = null) {
    this.#shelf = shelf;
  }

  /** Prompts answered out of the bank, and prompts that had to be drawn. */
  get counts(): { readonly served: number; readonly drawn: number } {
    return { served: this.#served, drawn: this.#drawn };
  }

  /** Puts in what was drawn elsewhere; a longer row stays. */
  put(world: string, draws: Draws, prompt: Prompt, row: readonly Completion[]): void {
    const key = keyOf(world, draws, prompt);
    const known = this.#rows.get(key);
    this.#rows.delete(key);
    this.#rows.set(key, known && known.length > row.length ? known : row);
    for (const oldest of this.#rows.keys()) {
      if (this.#rows.size <= MOST_PROMPTS) break;
      this.#rows.delete(oldest);
    }
  }

  /**
   * The same reference, which draws each answer of the bank once. Other draws pass through.
   * @param world what decides an answer besides draw and prompt: the model and its backend
   */
  keeping(reference: Reference, world: string, random: Dice): Reference {
    const seed = bankSeed(random);
    return {
      logprob: (items) => reference.logprob(items),
      sample: (prompts, draws) =>
        draws.seed === seed
          ? this.#sample(reference, world, prompts, draws)
          : reference.sample(prompts, draws),
    };
  }

  async #sample(
    reference: Reference,
    world: string,
    prompts: readonly Prompt[],
    draws: Draws,
  ): Promise<Completion[][]> {
    const known = prompts.map((prompt) => {
      const key = keyOf(world, draws, prompt);
      const enough = (row?: readonly Completion[] | null) =>
        row && row.length >= draws.n ? row : null;
      return enough(this.#rows.get(key)) ?? enough(this.#shelf?.read(key));
    });
    const missing = prompts.filter((_, i) => known[i] === null);
    this.#served += prompts.length - missing.length;
    this.#drawn += missing.length;
    const fresh = missing.length > 0 ? await reference.sample(missing, draws) : [];
    let next = 0;
    return prompts.map((prompt, i) => {
      const row = known[i] ?? at(fresh, next++);
      if (!known[i]) this.#shelf?.write(keyOf(world, draws, prompt), row);
      this.put(world, draws, prompt, row);
      return row.slice(0, draws.n);
    });
  }
}

/** `n` is no part of it: the first answers are the same however many are drawn. */
function keyOf(world: string, { n: _n, ...draws }: Draws, { id, text }: Prompt): string {
  const { seed, temperature, topK = null, topP = null, maxTokens = null } = draws;
  return JSON.stringify([world, seed, temperature, topK, topP, maxTokens, id, text]);
}
