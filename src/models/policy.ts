/**
 * @file The policy π: a Llama with an optimizer, the frozen reference π_ref it started from, and
 * copies of its weights. Plain data in and out.
 */
import * as tf from "@tensorflow/tfjs";
import { creditRoles, evaluateObjective, readsValues, sequences } from "../core/objectives.ts";
import type { GradientCheck } from "../core/hosts.ts";
import { rowKey } from "../core/random.ts";
import {
  TiltError,
  type Asked,
  type Completion,
  type Divergence,
  type Draws,
  type Instead,
  type Objective,
  type Policy,
  type Prompt,
  type Reference,
  type SequenceLogprob,
  type TokenCredit,
  type UpdateReport,
} from "../core/types.ts";
import type { Sequence } from "./batch.ts";
import type { Checkpoint } from "./checkpoint.ts";
import { Context } from "./context.ts";
import { divergence } from "./divergence.ts";
import { generate, type Drawn } from "./generate.ts";
import { VALUE_HEAD } from "./gpu/places.ts";
import { checkGradient } from "./gradient-check.ts";
import { instead } from "./instead.ts";
import { count, duplicate } from "./kernels/index.ts";
import type { Llama } from "./llama.ts";
import { ADAMW, AdamW, type AdamWOptions } from "./optimizer.ts";
import { Parameters } from "./parameters.ts";
import { ALONE, type Partner } from "./partner.ts";
import { lossGradient } from "./gradient.ts";
import { tokenLogps, valuedLogps } from "./reading.ts";
import { read, sequenceLogps } from "./score.ts";
import type { Shelved } from "./shelf.ts";
import { disposeSnapshot, Snapshots, type SnapshotStore } from "./snapshots.ts";
import { spelled } from "./spell.ts";
import { loadTokenizer, type Tokenizer } from "./tokenizer.ts";
import { inTurn } from "./turn.ts";

export type PolicyOptions = {
  readonly adamw?: Partial<AdamWOptions>;
  /** Largest global gradient norm let through; 1 unless told. */
  readonly clip?: number;
  /** Longest answer where a call does not say, tokens; 80 unless told. */
  readonly maxTokens?: number;
  /** Where older copies of the weights go; host memory unless told. */
  readonly store?: SnapshotStore;
  /** Who does half of the work, where there is somebody. */
  readonly partner?: Partner;
};

const total = (values: readonly number[]): number => values.reduce((sum, x) => sum + x, 0);

export class LlamaPolicy implements Policy {
  readonly tokenizer: Tokenizer;
  /** π_ref: the weights of the checkpoint, frozen. */
  readonly reference: Reference;
  readonly #checkpoint: Checkpoint;
  readonly #options: PolicyOptions;
  readonly #parameters: Parameters;
  readonly #frozen: Parameters;
  readonly #optimizer: AdamW;
  readonly #snapshots: Snapshots;
  readonly #context: Context;

  private constructor(checkpoint: Checkpoint, tokenizer: Tokenizer, options: PolicyOptions) {
    this.tokenizer = tokenizer;
    this.#checkpoint = checkpoint;
    this.#options = options;
    this.#parameters = Parameters.of(withValueHead(checkpoint));
    this.#frozen = this.#parameters.copy();
    this.#optimizer = new AdamW({ ...ADAMW, ...options.adamw });
    this.#snapshots = new Snapshots(options.store);
    this.#context = new Context(checkpoint.config, tokenizer);
    this.reference = {
      sample: (prompts, draws) => inTurn(() => this.#sample(this.#ref, prompts, draws)),
      logprob: (items) => inTurn(() => this.#logprob(this.#ref, items)),
    };
  }

  /** Uploads a checkpoint to the backend that is set. */
  static async create(checkpoint: Checkpoint, options: PolicyOptions = {}): Promise<LlamaPolicy> {
    const { tokenizerJson, tokenizerConfig } = checkpoint;
    return new LlamaPolicy(
      checkpoint,
      await loadTokenizer(tokenizerJson, tokenizerConfig),
      options,
    );
  }

  get #model(): Llama {
    return this.#with(this.#parameters);
  }

  get #ref(): Llama {
    return this.#with(this.#frozen);
  }

  #with({ weights }: Parameters): Llama {
    const { partner = ALONE } = this.#options;
    return { config: this.#checkpoint.config, weights, partner };
  }

  /** Number of trained scalars. */
  get size(): number {
    return this.#parameters.size;
  }

  sample(prompts: readonly Prompt[], draws: Draws): Promise<Completion[][]> {
    return inTurn(() => this.#sample(this.#model, prompts, draws));
  }

  async #sample(model: Llama, prompts: readonly Prompt[], draws: Draws): Promise<Completion[][]> {
    const { n, maxTokens = this.#options.maxTokens ?? 80 } = draws;
    const wanted = prompts.flatMap((prompt) => {
      const ids = this.#context.prompt(prompt);
      return Array.from({ length: n }, (_, i) => ({ prompt: ids, key: rowKey(prompt.id, i) }));
    });
    const stop = this.#checkpoint.config.eos_token_ids;
    const drawn = await generate(model, wanted, { ...draws, maxTokens, stop });
    return prompts.map((prompt, p) =>
      Array.from({ length: n }, (_, i) => this.#completion(prompt, i, drawn[p * n + i]!)),
    );
  }

  #completion(prompt: Prompt, index: number, { tokens, logps, finished }: Drawn): Completion {
    const text = this.tokenizer.decode(tokens, { skipSpecial: true });
    const pieces = this.tokenizer.pieces(tokens);
    const id = `${prompt.id}#${index}`;
    return { id, promptId: prompt.id, text, tokens, pieces, logps, logp: total(logps), finished };
  }

  logprob(items: readonly Asked[]): Promise<SequenceLogprob[]> {
    return inTurn(() => this.#logprob(this.#model, items));
  }

  async #logprob(model: Llama, items: readonly Asked[]): Promise<SequenceLogprob[]> {
    const logps = await sequenceLogps(
      model,
      items.map((item) => this.#context.sequence(item)),
    );
    return logps.map((tokens) => ({ sum: total(tokens), tokens }));
  }

  values(items: readonly Asked[]): Promise<number[][]> {
    return inTurn(async () => {
      const sequences = items.map((item) => this.#context.sequence(item));
      const numbers = await read(valuedLogps(this.#model), sequences);
      return numbers.map((row) => row.slice(row.length / 2));
    });
  }

  divergence(items: readonly Asked[]): Promise<Divergence[]> {
    return inTurn(() =>
      divergence(
        this.#model,
        this.#ref,
        items.map((item) => this.#context.sequence(item)),
      ),
    );
  }

  instead(items: readonly Asked[], options: { k: number; seed: number }): Promise<Instead[][]> {
    return inTurn(() =>
      instead(
        this.#model,
        items.map((item) => ({
          sequence: this.#context.sequence(item),
          key: rowKey(item.completion.id, 0),
        })),
        options,
      ),
    );
  }

  update(objective: Objective, { learningRate }: { learningRate: number }): Promise<UpdateReport> {
    return inTurn(async () => {
      const asked = sequences(objective);
      if (asked.length === 0) throw nothingToLearn();
      const scored = asked.map((item) => this.#context.sequence(item));
      const { evaluated, numbers, gradient } = await lossGradient(
        (readsValues(objective) ? valuedLogps : tokenLogps)(this.#model),
        this.#parameters,
        scored,
        (read) => evaluateObjective(objective, read),
      );
      const { clip } = this.#options;
      const gradNorm = await this.#optimizer.step(this.#parameters, gradient, {
        learningRate,
        clip,
      });
      const { loss, metrics, pairs, nll, parts } = evaluated;
      const credit = await this.#credit(objective, asked, scored, numbers);
      return { loss, gradNorm, learningRate, metrics, pairs, nll, credit, parts };
    });
  }

  /** Token log-probabilities of the first pair or example, `before` the step and now. */
  async #credit(
    objective: Objective,
    asked: readonly Asked[],
    scored: readonly Sequence[],
    before: readonly (readonly number[])[],
  ): Promise<TokenCredit> {
    const roles = creditRoles(objective);
    const shown = scored.slice(0, roles.length).map(({ ids, from }) => ({ ids, from }));
    const after = await sequenceLogps(this.#model, shown);
    const reference = await sequenceLogps(this.#ref, shown);
    const answers = roles.map((role, i) => {
      const { completion } = asked[i]!;
      const pieces = this.tokenizer.pieces(completion.tokens);
      const own = before[i]!.slice(0, completion.tokens.length);
      const logps = { before: own, after: after[i]!, reference: reference[i]! };
      return { role, completion, pieces, ...logps };
    });
    return { prompt: asked[0]!.prompt, answers };
  }

  /** Texts as the answers they would be, EOS last; log-probabilities under π_ref. */
  async spell(
    items: readonly { readonly prompt: Prompt; readonly text: string }[],
  ): Promise<Completion[]> {
    const eos = this.#checkpoint.config.eos_token_ids[0] ?? null;
    const drafts = items.map(({ prompt, text }) => spelled(this.tokenizer, eos, prompt, text));
    const logps = await this.reference.logprob(drafts);
    return drafts.map(({ completion }, i) => {
      return { ...completion, logps: logps[i]!.tokens, logp: logps[i]!.sum };
    });
  }

  save(): Promise<string> {
    return inTurn(() =>
      this.#snapshots.add({
        flat: tf.keep(duplicate(this.#parameters.flat)),
        optimizer: this.#optimizer.copy(),
      }),
    );
  }

  load(checkpoint: string): Promise<void> {
    return inTurn(async () => {
      const snapshot = await this.#snapshots.get(checkpoint);
      this.#parameters.replace(tf.clone(snapshot.flat));
      this.#optimizer.restore(snapshot.optimizer);
      disposeSnapshot(snapshot);
    });
  }

  /** Holds the gradient of an objective against finite differences; changes nothing. */
  checkGradient(objective: Objective): Promise<GradientCheck> {
    return inTurn(() => {
      const scored = sequences(objective).map((item) => this.#context.sequence(item));
      const model = this.#model;
      const weigh = (numbers: readonly (readonly number[])[]) =>
        evaluateObjective(objective, numbers);
      return checkGradient({
        parameters: this.#parameters,
        gradient: async () =>
          (await lossGradient(tokenLogps(model), this.#parameters, scored, weigh)).gradient,
        loss: async () => weigh(await sequenceLogps(model, scored)).loss,
        dispatches: () => count.dispatches,
      });
    });
  }

  /** A saved copy as plain arrays, to be kept elsewhere. */
  read(checkpoint: string): Promise<Shelved> {
    return inTurn(() => this.#snapshots.read(checkpoint));
  }

  /** Takes up a copy that `read` gave. Returns its name. Throws `snapshot.size` for another model's. */
  write(copy: Shelved): Promise<string> {
    if (copy.arrays.some((array) => array.length !== this.#parameters.flat.size)) {
      throw new TiltError(
        "snapshot.size",
        "The copy of the weights is of another model.",
        "Replay the run from its seed.",
      );
    }
    return inTurn(() => this.#snapshots.write(copy));
  }

  /** The weights as they are now, as a checkpoint. */
  export(): Promise<Checkpoint> {
    return inTurn(async () => {
      const tensors = await this.#parameters.read();
      tensors.delete(`${VALUE_HEAD}.weight`);
      return { ...this.#checkpoint, tensors };
    });
  }

  dispose(): void {
    for (const gone of [this.#parameters, this.#frozen]) this.#options.partner?.forget(gone);
    this.#snapshots.dispose();
    this.#optimizer.dispose();
    this.#parameters.dispose();
    this.#frozen.dispose();
  }
}

/** The tensors with a scalar head on the last hidden state, which expects nothing at first. */
function withValueHead({ config, tensors }: Checkpoint): Checkpoint["tensors"] {
  const D = config.hidden_size;
  const head = { shape: [1, D], data: new Float32Array(D) };
  return new Map([...tensors, [`${VALUE_HEAD}.weight`, head]]);
}

function nothingToLearn(): TiltError {
  return new TiltError(
    "update.empty",
    "There is nothing to learn from in this round: every pair was tied or no answer was kept.",
    "Raise the number of prompts, or the temperature so that answers differ.",
  );
}
