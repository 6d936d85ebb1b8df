/**
 * @file ρ(x, a, b), a pairwise ranker: one sequence holds the prompt and both answers, and a scalar
 * head at its end says by how much the second is better (SLiC-HF, 2305.10425, §3.1; RSO, 2309.06657,
 * §3.1, where a word is decoded instead). Trained on labelled pairs in random order; asked in both.
 */
import type { BothOrders } from "../core/hosts.ts";
import { nls, sigmoid } from "../core/logistic.ts";
import type { Question } from "../core/pairing.ts";
import { dice, shuffle } from "../core/random.ts";
import { clippedLogit, withoutOrder } from "../core/ranker.ts";
import { calibration, mean, winRate } from "../core/statistics.ts";
import type { Completion, FitReport, LabelledPair, Prompt } from "../core/types.ts";
import type { Sequence } from "./batch.ts";
import type { Checkpoint } from "./checkpoint.ts";
import { Context } from "./context.ts";
import type { Llama } from "./llama.ts";
import { ADAMW, AdamW } from "./optimizer.ts";
import { Parameters } from "./parameters.ts";
import { schedule, withScoreHead } from "./reward.ts";
import { lossGradient } from "./gradient.ts";
import { lastScores } from "./reading.ts";
import { read } from "./score.ts";
import { loadTokenizer, type Tokenizer } from "./tokenizer.ts";
import { inTurn } from "./turn.ts";

export type RankerFit = {
  readonly learningRate?: number;
  /** Pairs in one step. */
  readonly batch?: number;
  readonly heldOut?: readonly LabelledPair[];
  /** Names the order of the pairs, and which answer of each comes first. */
  readonly seed?: number;
};

export class LlamaRanker {
  readonly #checkpoint: Checkpoint;
  readonly #parameters: Parameters;
  readonly #context: Context;
  readonly #end: number;

  private constructor(checkpoint: Checkpoint, tokenizer: Tokenizer) {
    this.#checkpoint = checkpoint;
    this.#parameters = Parameters.of(checkpoint.tensors);
    this.#context = new Context(checkpoint.config, tokenizer);
    this.#end = checkpoint.config.eos_token_ids[0] ?? tokenizer.eosId ?? 0;
  }

  /** A language model's trunk under a head of zeros, or a reward model's, which knows what is good. */
  static async create(checkpoint: Checkpoint): Promise<LlamaRanker> {
    const { tokenizerJson, tokenizerConfig } = checkpoint;
    const tokenizer = await loadTokenizer(tokenizerJson, tokenizerConfig);
    return new LlamaRanker(withScoreHead(checkpoint), tokenizer);
  }

  get #model(): Llama {
    return { config: this.#checkpoint.config, weights: this.#parameters.weights };
  }

  /** Number of scalars. */
  get size(): number {
    return this.#parameters.size;
  }

  /** Prompt, first answer, second answer, each answer closed by EOS; a prompt too long loses its start. */
  #sequence(prompt: Prompt, first: Completion, second: Completion): Sequence {
    const close = ({ tokens }: Completion) => [
      ...(tokens.at(-1) === this.#end ? tokens.slice(0, -1) : tokens),
      this.#end,
    ];
    const answers = [...close(first), ...close(second)];
    const start = this.#context.prompt(prompt);
    const room = Math.max(1, this.#checkpoint.config.max_position_embeddings - answers.length);
    const shown = start.slice(Math.max(0, start.length - room));
    return { ids: [...shown, ...answers], from: shown.length };
  }

  async compareAll(questions: readonly Question[]): Promise<BothOrders[]> {
    const logits = await inTurn(() =>
      read(
        lastScores(this.#model),
        questions.flatMap(({ prompt, a, b }) => [
          this.#sequence(prompt, a, b),
          this.#sequence(prompt, b, a),
        ]),
      ),
    );
    return questions.map((_, i) => ({
      ab: sigmoid(-logits[2 * i]![0]!),
      ba: sigmoid(-logits[2 * i + 1]![0]!),
    }));
  }

  /** One pass over the pairs; a report after each step, and a last one with the held-out measures. */
  async *fit(
    pairs: readonly LabelledPair[],
    options: RankerFit = {},
  ): AsyncGenerator<FitReport, void, void> {
    const { learningRate = 3e-4, batch = 32, heldOut = [], seed = 0 } = options;
    const random = dice(seed);
    const order = shuffle(
      pairs.map((pair, i) => ({ pair, flip: random.uniform("flip", i) < 0.5 })),
      random,
      "fit",
    );
    const steps = Math.ceil(order.length / batch);
    const optimizer = new AdamW({ ...ADAMW, beta2: 0.99 });
    const total = order.length;
    let loss = 0;
    try {
      for (let step = 0; step < steps; step++) {
        const some = order.slice(step * batch, (step + 1) * batch);
        const rate = learningRate * schedule((step + 1) / steps, 1 / steps);
        loss = await inTurn(() => this.#step(some, optimizer, rate));
        const seen = step * batch + some.length;
        yield { seen, total, loss, accuracy: null, margin: null, ece: null, bins: [] };
      }
    } finally {
      optimizer.dispose();
    }
    if (heldOut.length > 0) yield { seen: total, total, loss, ...(await this.measure(heldOut)) };
  }

  /** Cross-entropy between the label and σ(head): the gradient is their difference. */
  async #step(
    some: readonly { pair: LabelledPair; flip: boolean }[],
    optimizer: AdamW,
    learningRate: number,
  ): Promise<number> {
    const sequences = some.map(({ pair: { prompt, chosen, rejected }, flip }) =>
      flip ? this.#sequence(prompt, rejected, chosen) : this.#sequence(prompt, chosen, rejected),
    );
    const targets = some.map(({ pair: { p = 1 }, flip }) => (flip ? p : 1 - p));
    const weigh = (scores: readonly (readonly number[])[]) => {
      const logits = scores.map(([score]) => score!);
      const losses = logits.map((s, i) => targets[i]! * nls(s) + (1 - targets[i]!) * nls(-s));
      const weights = logits.map((s, i) => [(sigmoid(s) - targets[i]!) / logits.length]);
      return { loss: mean(losses), weights };
    };
    const reading = lastScores(this.#model);
    const { evaluated, gradient } = await lossGradient(reading, this.#parameters, sequences, weigh);
    await optimizer.step(this.#parameters, gradient, { learningRate });
    return evaluated.loss;
  }

  /** Accuracy, margin and calibration of both orders' mean on labelled pairs. */
  async measure(
    pairs: readonly LabelledPair[],
  ): Promise<Pick<FitReport, "accuracy" | "margin" | "ece" | "bins">> {
    const both = await this.compareAll(
      pairs.map(({ prompt, chosen, rejected }) => ({ prompt, a: chosen, b: rejected })),
    );
    const ps = both.map(withoutOrder);
    const wins = ps.filter((p) => p > 0.5).length;
    const losses = ps.filter((p) => p < 0.5).length;
    const { ece, bins } = calibration(
      ps.map((p) => Math.max(p, 1 - p)),
      ps.map((p) => (p > 0.5 ? 1 : 0)),
    );
    const accuracy = winRate(wins, ps.length - wins - losses, losses);
    return { accuracy, margin: mean(ps.map(clippedLogit)), ece, bins };
  }

  /**
   * Standard deviation of logit ρ(x, y, y_b) over answers y to one prompt: that of a difference of
   * two such answers, as each of the pairs is one, over √2.
   */
  async spread(pairs: readonly LabelledPair[]): Promise<number> {
    const both = await this.compareAll(
      pairs.map(({ prompt, chosen, rejected }) => ({ prompt, a: chosen, b: rejected })),
    );
    const squares = both.map((orders) => clippedLogit(withoutOrder(orders)) ** 2);
    return Math.sqrt(mean(squares) / 2) || 1;
  }

  dispose(): void {
    this.#parameters.dispose();
  }
}
