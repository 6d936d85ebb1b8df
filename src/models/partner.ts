/**
 * @file Whoever works on one half of a batch while a hand in another thread does the other half.
 * A hand that fails is done without: its part is done here, with the same numbers.
 */
import { pick, rejoin } from "./halves.ts";
import type { Hand } from "./hand.ts";
import type { Llama } from "./llama.ts";
import type { Parameters } from "./parameters.ts";

/** The two parts of a piece of work, and the second where there is no hand. */
export type Parts<A, B> = {
  readonly here: () => Promise<A>;
  /** Null: not by a hand in any case. */
  readonly there: ((hand: Hand) => Promise<B>) | null;
  readonly instead: () => Promise<B>;
};

let names = 0;

export class Partner {
  #hand: Hand | null = null;
  /** What the hand was told: by their name, the state of each model's weights. */
  readonly #told = new WeakMap<Parameters, { readonly name: string; version: number }>();

  /** Takes on a hand as soon as its engine stands; until then, and where it never does, alone. */
  async take(hand: Hand): Promise<void> {
    await hand.open();
    this.#hand = hand;
  }

  get there(): boolean {
    return this.#hand !== null;
  }

  /** Both parts at the same time where there is a hand, else one after the other. */
  async beside<A, B>({ here, there, instead }: Parts<A, B>): Promise<[A, B]> {
    const hand = there && this.#hand;
    const sent = hand
      ? there(hand).then(
          (value) => ({ value }),
          () => void (this.#hand = null),
        )
      : null;
    const own = await here();
    const found = await sent;
    return [own, found ? found.value : await instead()];
  }

  /** One half here and the other by the hand, as `there` asks for it; the results in the items' order. */
  async halved<T, R>(
    items: readonly T[],
    [mine, theirs]: readonly [readonly number[], readonly number[]],
    here: (part: readonly T[]) => Promise<R[]>,
    there: (hand: Hand, part: readonly T[]) => Promise<R[]>,
  ): Promise<R[]> {
    const [own, others] = [pick(items, mine), pick(items, theirs)];
    const [first, second] = await this.beside({
      here: () => here(own),
      there: (hand) => there(hand, others),
      instead: () => here(others),
    });
    return rejoin([
      [mine, first],
      [theirs, second],
    ]);
  }

  /** The name of a model, whose weights the hand is told if it does not know them as they are. */
  tell({ config, weights: { parameters } }: Llama): string {
    if (!parameters) throw new Error("These weights have no vector.");
    const known = this.#told.get(parameters);
    if (known?.version === parameters.version) return known.name;
    const name = known?.name ?? `model ${(names += 1)}`;
    this.#told.set(parameters, { name, version: parameters.version });
    const flat = parameters.flat.dataSync() as Float32Array;
    // What is asked next finds out if this fails.
    this.#hand?.hold(name, config, parameters.slots, flat).catch(() => (this.#hand = null));
    return name;
  }

  /** The weights are gone: nobody need hold them. */
  forget(parameters: Parameters): void {
    const known = this.#told.get(parameters);
    if (known) this.#hand?.release(known.name).catch(() => (this.#hand = null));
  }
}

/** No hand, ever. */
export const ALONE = new Partner();
