/** @file Reward models behind plain data: the one that was opened, and those fitted since. */
import type {
  BothOrders,
  Engine,
  FitData,
  OnProgress,
  Opening,
  RewardHost,
  Usage,
} from "../core/hosts.ts";
import type { Question } from "../core/pairing.ts";
import { TiltError, type Completion, type FitReport, type Prompt } from "../core/types.ts";
import { readCheckpoint, type Checkpoint } from "./checkpoint.ts";
import { BYTES, closed, Meter, type Surroundings } from "./host.ts";
import { openTogether } from "./opening.ts";
import { LlamaRanker } from "./ranker.ts";
import { readRewardOrTrunk, type Scales } from "./reward-files.ts";
import { LlamaReward, type Normalisation } from "./reward.ts";

/** Weights out of use, in host memory. */
type Shelved = { readonly checkpoint: Checkpoint; readonly scale: Normalisation };

/** Fitted models that stay where the weights live, besides the opened one. */
const MOST_LIVE = 2;
/** Pairs from which a spread can be told. */
const FEW = 32;

/** r_ψ. See core/hosts.ts. */
export class LlamaRewardHost implements RewardHost {
  readonly #around: Surroundings;
  readonly #meter = new Meter();
  #opened: LlamaReward | null = null;
  /** The trunk of the latest fit, and where it came from: the next fit wants the same. */
  #trunk: { readonly at: string; readonly checkpoint: Checkpoint } | null = null;
  /** Fitted models in use, the latest last; and all of them, where they were put. */
  readonly #live = new Map<string, LlamaReward>();
  readonly #shelf = new Map<string, Shelved>();

  #ranker: LlamaRanker | null = null;

  constructor(around: Surroundings) {
    this.#around = around;
  }

  async open(opening: Opening, onProgress?: OnProgress): Promise<Engine> {
    const source = this.#around.source(opening.model);
    const [engine, { checkpoint, scales }] = await openTogether(this.#around, {
      backend: opening.backend,
      what: "reward model",
      purpose: "reading",
      read: (options) => readRewardOrTrunk(source, options),
      onProgress,
    });
    this.#opened?.dispose();
    this.#opened = await LlamaReward.create(checkpoint, scaleOf(scales, opening));
    return engine;
  }

  /** A model by its name; one from the shelf takes the place of the one unused for longest. */
  async #named(name: string): Promise<LlamaReward> {
    if (!this.#opened) throw closed("reward model");
    if (name === "") return this.#opened;
    const shelved = this.#shelf.get(name);
    if (!shelved) throw unknown(name);
    const model =
      this.#live.get(name) ?? (await LlamaReward.create(shelved.checkpoint, shelved.scale));
    this.#live.delete(name);
    this.#live.set(name, model);
    for (const [old, unused] of [...this.#live].slice(0, -MOST_LIVE)) {
      unused.dispose();
      this.#live.delete(old);
    }
    return model;
  }

  async scoreAll(
    prompts: readonly Prompt[],
    completions: readonly (readonly Completion[])[],
    name = "",
  ) {
    this.#meter.count(completions.flat());
    return (await this.#named(name)).scoreAll(prompts, completions);
  }

  async fit(
    { pairs, heldOut, scale }: FitData,
    { seed, ...start }: { seed: number } & ({ trunk: string } | { from: string }),
    onReport: (report: FitReport) => void | Promise<void>,
  ): Promise<string> {
    this.#meter.count(pairs.flatMap(({ chosen, rejected }) => [chosen, rejected]));
    const checkpoint =
      "trunk" in start
        ? await this.#trunkAt(start.trunk)
        : await (await this.#named(start.from)).export();
    const model = await LlamaReward.create(checkpoint);
    try {
      for await (const report of model.fit(pairs, { seed, heldout: heldOut })) {
        // Across a port a report may be slower than the answer that all is done.
        await onReport(report);
      }
      const name = `fit ${this.#shelf.size + 1}`;
      const set = await model.normalise(scale.prompts, scale.completions);
      this.#shelf.set(name, { checkpoint: await model.export(), scale: set });
      return name;
    } finally {
      model.dispose();
    }
  }

  async fitRanker(
    { pairs, heldOut }: Pick<FitData, "pairs" | "heldOut">,
    { seed, trunk }: { seed: number; trunk: string },
    onReport: (report: FitReport) => void | Promise<void>,
  ): Promise<number> {
    this.#meter.count(pairs.flatMap(({ chosen, rejected }) => [chosen, rejected]));
    const ranker = await LlamaRanker.create(await this.#trunkAt(trunk));
    this.#ranker?.dispose();
    this.#ranker = ranker;
    for await (const report of ranker.fit(pairs, { seed, heldOut })) await onReport(report);
    // Of pairs that it has not learned by heart, where there are enough.
    return ranker.spread(heldOut.length >= FEW ? heldOut : pairs);
  }

  async compareAll(questions: readonly Question[]): Promise<BothOrders[]> {
    if (!this.#ranker) throw closed("pairwise ranker");
    this.#meter.count(
      questions.flatMap(({ a, b }) => [a, b]),
      2,
    );
    return this.#ranker.compareAll(questions);
  }

  async #trunkAt(address: string): Promise<Checkpoint> {
    if (this.#trunk?.at !== address) {
      const checkpoint = await readCheckpoint(this.#around.source(address));
      this.#trunk = { at: address, checkpoint };
    }
    return this.#trunk.checkpoint;
  }

  async usage(): Promise<Usage> {
    const models = [...(this.#opened ? [this.#opened] : []), ...this.#live.values()];
    const scalars = models.reduce((sum, { size }) => sum + size, this.#ranker?.size ?? 0);
    return { tokens: this.#meter.tokens, bytes: BYTES * scalars };
  }
}

const unknown = (name: string): TiltError =>
  new TiltError(
    "reward.no-model",
    `There is no reward model "${name}".`,
    "Use a name that a fit has returned.",
  );

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
