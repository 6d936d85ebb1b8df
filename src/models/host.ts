/**
 * @file A model behind plain data: opened by name, used from another thread. The same classes
 * serve the page's workers and the command line.
 */
import type {
  Engine,
  FitData,
  OnProgress,
  Opening,
  PolicyHost,
  RewardHost,
  Usage,
} from "../core/hosts.ts";
import { sequences } from "../core/objectives.ts";
import {
  TiltError,
  type Asked,
  type Completion,
  type Draws,
  type FitReport,
  type Objective,
  type Prompt,
} from "../core/types.ts";
import { readCheckpoint, type Checkpoint, type FileSource } from "./checkpoint.ts";
import { LlamaPolicy } from "./policy.ts";
import { readReward, type Scales } from "./reward-files.ts";
import { LlamaReward, type Normalisation } from "./reward.ts";

/** What the surroundings give: files, and an engine for a wish. */
export type Surroundings = {
  source(model: string): FileSource;
  engine(wish: Opening["backend"]): Promise<Engine>;
};

const closed = (what: string) => new Error(`The ${what} was used before it was opened.`);

/** How many weights a draw, a score and an update touch is the host's to count, not the model's. */
class Meter {
  tokens = 0;
  count(answers: Iterable<Completion>, times = 1): void {
    for (const { tokens } of answers) this.tokens += times * tokens.length;
  }
}

const BYTES = 4;

/** π and π_ref. See core/hosts.ts. */
export class LlamaPolicyHost implements PolicyHost {
  readonly #around: Surroundings;
  readonly #meter = new Meter();
  #model: LlamaPolicy | null = null;

  constructor(around: Surroundings) {
    this.#around = around;
  }

  async open({ model, backend }: Opening, onProgress?: OnProgress): Promise<Engine> {
    const [engine, checkpoint] = await Promise.all([
      this.#around.engine(backend),
      readCheckpoint(this.#around.source(model), {
        onProgress: (done, total) => void onProgress?.({ what: "language model", done, total }),
      }),
    ]);
    this.#model?.dispose();
    this.#model = await LlamaPolicy.create(checkpoint);
    return engine;
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

  async save() {
    return this.#policy.save();
  }

  async load(checkpoint: string) {
    await this.#policy.load(checkpoint);
  }

  async usage(): Promise<Usage> {
    // Policy, reference, and AdamW's two moments.
    return { tokens: this.#meter.tokens, bytes: 4 * BYTES * this.#policy.size };
  }
}

/** r_ψ. See core/hosts.ts. */
export class LlamaRewardHost implements RewardHost {
  readonly #around: Surroundings;
  readonly #meter = new Meter();
  #opened: Opening | null = null;
  #model: LlamaReward | null = null;

  constructor(around: Surroundings) {
    this.#around = around;
  }

  async open(opening: Opening, onProgress?: OnProgress): Promise<Engine> {
    const source = this.#around.source(opening.model);
    const report = (done: number, total: number | null) =>
      void onProgress?.({ what: "reward model", done, total });
    const [engine, { checkpoint, scales }] = await Promise.all([
      this.#around.engine(opening.backend),
      readEither(source, report),
    ]);
    this.#model?.dispose();
    this.#model = await LlamaReward.create(checkpoint, scaleOf(scales, opening));
    this.#opened = opening;
    return engine;
  }

  get #reward(): LlamaReward {
    if (!this.#model) throw closed("reward model");
    return this.#model;
  }

  async scoreAll(prompts: readonly Prompt[], completions: readonly (readonly Completion[])[]) {
    this.#meter.count(completions.flat());
    return this.#reward.scoreAll(prompts, completions);
  }

  async fit(data: FitData, options: { seed: number }, onReport: (report: FitReport) => void) {
    // A second fit starts where the first did: from the weights that were opened.
    if (this.#opened) await this.open(this.#opened);
    const { pairs, heldOut } = data;
    this.#meter.count(pairs.flatMap(({ chosen, rejected }) => [chosen, rejected]));
    for await (const report of this.#reward.fit(pairs, { ...options, heldout: heldOut })) {
      onReport(report);
    }
    await this.#reward.normalise(
      pairs.map(({ prompt }) => prompt),
      pairs.map(({ chosen, rejected }) => [chosen, rejected]),
    );
  }

  async usage(): Promise<Usage> {
    return { tokens: this.#meter.tokens, bytes: BYTES * this.#reward.size };
  }
}

/** The scale of the task at hand; none yet for a model that is still to be trained. */
function scaleOf(scales: Scales, { model, task }: Opening): Normalisation | undefined {
  const scale = Object.hasOwn(scales, task ?? "") ? scales[task ?? ""] : undefined;
  if (scale || Object.keys(scales).length === 0) return scale;
  throw new TiltError(
    "reward.no-scale",
    `The reward model in ${model} was not scaled for the task ${task}.`,
    `Choose one of its tasks: ${Object.keys(scales).join(", ")}; or train one here from labels.`,
  );
}

/** A reward model with its scales, or a language model whose trunk will become one. */
async function readEither(
  source: FileSource,
  onProgress: (done: number, total: number | null) => void,
): Promise<{ checkpoint: Checkpoint; scales: Scales }> {
  const checkpoint = await readCheckpoint(source, { onProgress });
  return checkpoint.config.head === "score" ? readReward(source) : { checkpoint, scales: {} };
}
