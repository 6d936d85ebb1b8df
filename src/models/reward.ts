/**
 * @file A reward model: the trunk of a Llama with a scalar head at the last token, trained on pairs
 * by Bradley and Terry's likelihood (Ouyang et al. 2022, equation 1; Llama 2, equation 2).
 */
import { bradleyTerry, measures } from "../core/bradley-terry.ts";
import { dice, shuffle } from "../core/random.ts";
import { mean, standardDeviation } from "../core/statistics.ts";
import {
  TiltError,
  type Completion,
  type FitReport,
  type LabelledPair,
  type Prompt,
  type Scorer,
} from "../core/types.ts";
import type { Checkpoint } from "./checkpoint.ts";
import { Context } from "./context.ts";
import type { Llama } from "./llama.ts";
import { ADAMW, AdamW } from "./optimizer.ts";
import { Parameters } from "./parameters.ts";
import { lossGradient } from "./gradient.ts";
import { lastScores } from "./reading.ts";
import { read } from "./score.ts";
import { loadTokenizer, type Tokenizer } from "./tokenizer.ts";
import { inTurn } from "./turn.ts";

export type FitOptions = {
  readonly learningRate?: number;
  /** Pairs in one step. */
  readonly batch?: number;
  /** c of c·(r_w + r_l)²: keeps rewards around zero (TRL's center_rewards_coefficient). */
  readonly centerCoefficient?: number;
  /** Pairs kept out of training, to measure on at the end. */
  readonly heldout?: readonly LabelledPair[];
  /** Names the order of the pairs. */
  readonly seed?: number;
};

/** What turns a raw score into standard deviations of SFT samples. */
export type Normalisation = { readonly mean: number; readonly std: number };

/** Share of the steps over which the learning rate rises; then it falls to zero. */
const WARM_UP = 0.1;
/** Held-out pairs that are looked at on the way: enough to see a trend. */
const GLANCE = 64;

export class LlamaReward implements Scorer {
  readonly name = "reward model";
  readonly #checkpoint: Checkpoint;
  readonly #parameters: Parameters;
  readonly #context: Context;
  #normalisation: Normalisation;

  private constructor(checkpoint: Checkpoint, tokenizer: Tokenizer, normalisation: Normalisation) {
    this.#checkpoint = checkpoint;
    this.#parameters = Parameters.of(checkpoint.tensors);
    this.#context = new Context(checkpoint.config, tokenizer);
    this.#normalisation = normalisation;
  }

  /** A trained reward model, or a language model's trunk with a head of zeros. */
  static async create(
    checkpoint: Checkpoint,
    normalisation: Normalisation = { mean: 0, std: 1 },
  ): Promise<LlamaReward> {
    const { tokenizerJson, tokenizerConfig } = checkpoint;
    const tokenizer = await loadTokenizer(tokenizerJson, tokenizerConfig);
    return new LlamaReward(withScoreHead(checkpoint), tokenizer, normalisation);
  }

  get #model(): Llama {
    return { config: this.#checkpoint.config, weights: this.#parameters.weights };
  }

  /** Number of scalars. */
  get size(): number {
    return this.#parameters.size;
  }

  get normalisation(): Normalisation {
    return this.#normalisation;
  }

  async score(prompt: Prompt, completions: readonly Completion[]): Promise<number[]> {
    const [scores] = await this.scoreAll([prompt], [completions]);
    return scores ?? [];
  }

  async scoreAll(
    prompts: readonly Prompt[],
    completions: readonly (readonly Completion[])[],
  ): Promise<number[][]> {
    const { mean, std } = this.#normalisation;
    const raw = await this.#raw(prompts, completions);
    return raw.map((scores) => scores.map((score) => (score - mean) / std));
  }

  #raw(
    prompts: readonly Prompt[],
    completions: readonly (readonly Completion[])[],
  ): Promise<number[][]> {
    return inTurn(async () => {
      const sequences = prompts.flatMap((prompt, i) =>
        (completions[i] ?? []).map((completion) => this.#context.sequence({ prompt, completion })),
      );
      const flat = (await read(lastScores(this.#model), sequences)).map(([score]) => score ?? 0);
      let at = 0;
      return prompts.map((_, i) => flat.slice(at, (at += completions[i]?.length ?? 0)));
    });
  }

  /**
   * One pass over the pairs in an order of its own; a report after each step, and a last one with
   * the measures on the held-out pairs. At each quarter of the way the first few of them are
   * measured already.
   */
  async *fit(pairs: readonly LabelledPair[], options: FitOptions = {}): AsyncGenerator<FitReport> {
    const { learningRate = 1e-3, batch = 32, heldout = [], seed = 0 } = options;
    const order = shuffle(pairs, dice(seed), "fit");
    const steps = Math.ceil(order.length / batch);
    const optimizer = new AdamW({ ...ADAMW, beta2: 0.99 });
    const glance = heldout.slice(0, GLANCE);
    const quarters = new Set([1, 2, 3].map((q) => Math.round((q * steps) / 4)));
    const none = { accuracy: null, margin: null, ece: null, bins: [] };
    let loss = 0;
    try {
      for (let step = 0; step < steps; step++) {
        const some = order.slice(step * batch, (step + 1) * batch);
        const rate = learningRate * schedule((step + 1) / steps, 1 / steps);
        loss = await inTurn(() => this.#step(some, optimizer, rate, options));
        const seen = step * batch + some.length;
        const look = glance.length > 0 && step + 1 < steps && quarters.has(step + 1);
        const measures = look ? await this.measure(glance) : none;
        yield { seen, total: order.length, loss, ...measures };
      }
    } finally {
      optimizer.dispose();
    }
    if (heldout.length > 0) {
      const total = order.length;
      yield { seen: total, total, loss, ...(await this.measure(heldout)) };
    }
  }

  async #step(
    pairs: readonly LabelledPair[],
    optimizer: AdamW,
    learningRate: number,
    { centerCoefficient = 0.01 }: FitOptions,
  ): Promise<number> {
    const sequences = pairs.flatMap(({ prompt, chosen, rejected }) => [
      this.#context.sequence({ prompt, completion: chosen }),
      this.#context.sequence({ prompt, completion: rejected }),
    ]);
    const margins = pairs.map(({ margin }) => margin ?? 0);
    const labels = pairs.map(({ p }) => p ?? 1);
    const weigh = (scores: readonly (readonly number[])[]) => {
      const side = (offset: 0 | 1) => pairs.map((_, i) => scores[2 * i + offset]![0]!);
      const [chosen, rejected] = [side(0), side(1)];
      const result = bradleyTerry({ chosen, rejected, labels, margins, centerCoefficient });
      const { gradChosen, gradRejected } = result;
      const weights = pairs.flatMap((_, i) => [[gradChosen[i]!], [gradRejected[i]!]]);
      return { loss: result.mean, weights };
    };
    const reading = lastScores(this.#model);
    const { evaluated, gradient } = await lossGradient(reading, this.#parameters, sequences, weigh);
    await optimizer.step(this.#parameters, gradient, { learningRate });
    return evaluated.loss;
  }

  /** Accuracy, mean margin and calibration on labelled pairs, from raw scores. */
  async measure(
    pairs: readonly LabelledPair[],
  ): Promise<Pick<FitReport, "accuracy" | "margin" | "ece" | "bins">> {
    const scores = await this.#raw(
      pairs.map(({ prompt }) => prompt),
      pairs.map(({ chosen, rejected }) => [chosen, rejected]),
    );
    // Positive: as labelled.
    const deltas = scores.map(([chosen, rejected], i) =>
      (pairs[i]!.p ?? 1) < 0.5 ? rejected! - chosen! : chosen! - rejected!,
    );
    return measures(deltas);
  }

  /** Sets the scale so that these samples score 0 on average with standard deviation 1. */
  async normalise(
    prompts: readonly Prompt[],
    completions: readonly (readonly Completion[])[],
  ): Promise<Normalisation> {
    const raw = (await this.#raw(prompts, completions)).flat();
    const std = standardDeviation(raw);
    if (!(std > 0)) {
      throw new TiltError(
        "reward.constant",
        "The reward model gives every sample the same score.",
        "Train it on labelled pairs first.",
      );
    }
    this.#normalisation = { mean: mean(raw), std };
    return this.#normalisation;
  }

  /** The weights as they are now; the normalisation goes beside them. */
  export(): Promise<Checkpoint> {
    return inTurn(async () => ({ ...this.#checkpoint, tensors: await this.#parameters.read() }));
  }

  dispose(): void {
    this.#parameters.dispose();
  }
}

/** Linear up over the first steps, then linear down to zero; `done` includes the step at hand. */
export function schedule(done: number, one: number): number {
  return Math.min(1, done / Math.max(WARM_UP, one)) * Math.min(1, (1 - done + one) / (1 - WARM_UP));
}

/** The same trunk under a scalar head, which starts at zero where there was none. */
export function withScoreHead(checkpoint: Checkpoint): Checkpoint {
  if (checkpoint.config.head === "score") return checkpoint;
  const tensors = new Map(checkpoint.tensors);
  tensors.delete("lm_head.weight");
  const D = checkpoint.config.hidden_size;
  tensors.set("score.weight", { shape: [1, D], data: new Float32Array(D) });
  return { ...checkpoint, config: { ...checkpoint.config, head: "score" }, tensors };
}
