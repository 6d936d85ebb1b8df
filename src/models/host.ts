/**
 * @file A model behind plain data: opened by name, used from another thread. The same classes
 * serve the page's workers and the command line.
 */
import type { Engine, OnProgress, Opening, PolicyHost, Usage } from "../core/hosts.ts";
import { sequences } from "../core/objectives.ts";
import {
  type Asked,
  type Completion,
  type Draws,
  type Objective,
  type Prompt,
} from "../core/types.ts";
import { readCheckpoint, writeCheckpoint, type FileSource } from "./checkpoint.ts";
import type { Hand } from "./hand.ts";
import { openTogether } from "./opening.ts";
import { Partner } from "./partner.ts";
import { LlamaPolicy } from "./policy.ts";
import type { Shelf } from "./shelf.ts";

/** What the surroundings give: files, and an engine for a wish. */
export type Surroundings = {
  source(model: string): FileSource;
  engine(wish: Opening["backend"]): Promise<Engine>;
  /** Where copies of weights outlive the page; absent where nothing does. */
  readonly shelf?: Shelf;
  /** Another thread to multiply on; absent where there is one processor. */
  readonly hand?: () => Hand;
};

export const closed = (what: string) => new Error(`The ${what} was used before it was opened.`);

/** How many weights a draw, a score and an update touch is the host's to count, not the model's. */
export class Meter {
  tokens = 0;
  count(answers: Iterable<Completion>, times = 1): void {
    for (const { tokens } of answers) this.tokens += times * tokens.length;
  }
}

/** Of one scalar. */
export const BYTES = 4;

/** π and π_ref. See core/hosts.ts. */
export class LlamaPolicyHost implements PolicyHost {
  readonly #around: Surroundings;
  readonly #meter = new Meter();
  #model: LlamaPolicy | null = null;
  #partner: Partner | null = null;

  constructor(around: Surroundings) {
    this.#around = around;
  }

  async open({ model, backend }: Opening, onProgress?: OnProgress): Promise<Engine> {
    const [engine, checkpoint] = await openTogether(this.#around, {
      backend,
      what: "language model",
      purpose: "learning",
      read: (options) => readCheckpoint(this.#around.source(model), options),
      onProgress,
    });
    this.#model?.dispose();
    const partner = this.#partnerOn(engine);
    this.#model = await LlamaPolicy.create(checkpoint, { partner });
    return partner ? { ...engine, threads: engine.threads + 1 } : engine;
  }

  /** On WASM half of the work goes to another thread; it starts while the first answers are drawn. */
  #partnerOn({ backend }: Engine): Partner | undefined {
    const { hand } = this.#around;
    if (backend !== "wasm" || !hand) return undefined;
    if (!this.#partner) {
      this.#partner = new Partner();
      // Where it cannot start, the work is done here.
      this.#partner.take(hand()).catch(() => {});
    }
    return this.#partner;
  }

  get #policy(): LlamaPolicy {
    if (!this.#model) throw closed("policy");
    return this.#model;
  }

  async sample(prompts: readonly Prompt[], draws: Draws) {
    const answers = await this.#policy.sample(prompts, draws);
    this.#meter.count(answers.flat());
    return answers;
  }

  async referenceSample(prompts: readonly Prompt[], draws: Draws) {
    const answers = await this.#policy.reference.sample(prompts, draws);
    this.#meter.count(answers.flat());
    return answers;
  }

  logprob(items: readonly Asked[]) {
    this.#meter.count(items.map(({ completion }) => completion));
    return this.#policy.logprob(items);
  }

  referenceLogprob(items: readonly Asked[]) {
    this.#meter.count(items.map(({ completion }) => completion));
    return this.#policy.reference.logprob(items);
  }

  instead(items: readonly Asked[], options: { k: number; seed: number }) {
    this.#meter.count(items.map(({ completion }) => completion));
    return this.#policy.instead(items, options);
  }

  values(items: readonly Asked[]) {
    this.#meter.count(items.map(({ completion }) => completion));
    return this.#policy.values(items);
  }

  divergence(items: readonly Asked[]) {
    this.#meter.count(
      items.map(({ completion }) => completion),
      2,
    );
    return this.#policy.divergence(items);
  }

  update(objective: Objective, options: { learningRate: number }) {
    this.#meter.count(sequences(objective).map(({ completion }) => completion));
    return this.#policy.update(objective, options);
  }

  async spell(items: readonly { readonly prompt: Prompt; readonly text: string }[]) {
    const answers = await this.#policy.spell(items);
    this.#meter.count(answers);
    return answers;
  }

  async save() {
    return this.#policy.save();
  }

  async load(checkpoint: string) {
    await this.#policy.load(checkpoint);
  }

  async keep(name: string, checkpoint: string): Promise<boolean> {
    const { shelf } = this.#around;
    return shelf ? shelf.put(name, await this.#policy.read(checkpoint)) : false;
  }

  async recall(name: string): Promise<string | null> {
    const copy = await this.#around.shelf?.get(name);
    return copy ? this.#policy.write(copy) : null;
  }

  async discard(name: string): Promise<void> {
    await this.#around.shelf?.remove(name);
  }

  checkGradient(objective: Objective) {
    return this.#policy.checkGradient(objective);
  }

  async files(): Promise<ReadonlyMap<string, Uint8Array<ArrayBuffer>>> {
    return writeCheckpoint(await this.#policy.export(), { dtype: "F32" });
  }

  async usage(): Promise<Usage> {
    // Policy, reference, and AdamW's two moments.
    return { tokens: this.#meter.tokens, bytes: 4 * BYTES * this.#policy.size };
  }
}
