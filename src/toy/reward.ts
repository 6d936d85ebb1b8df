/**
 * @file A reward model of the exact world: a number for each question and answer, fitted to labelled
 * pairs by Bradley and Terry's likelihood. What was never labelled stays where it was.
 */

import { bradleyTerry, measures } from "../core/bradley-terry.ts";
import { TiltError } from "../core/types.ts";
import type { Completion, FitOptions, FitReport, LabelledPair } from "../core/types.ts";
import type { Prompt, RewardModel } from "../core/types.ts";
import {
  answerOf,
  questionOf,
  standardised,
  tableScorer,
  type Table,
  type World,
} from "./world.ts";

/** Gradient steps of a fit, each over all pairs, and how many lie between two reports. */
const EPOCHS = 240;
const REPORT_EVERY = 12;
const ADAM = { rate: 0.15, beta1: 0.9, beta2: 0.99, epsilon: 1e-8 };

/** Scores by `start` until it is fitted. */
export class TabularReward implements RewardModel {
  readonly name: string;
  readonly #world: World;
  readonly #saved: Table[];
  #now = 0;

  constructor(world: World, name: string, start: Table) {
    this.#world = world;
    this.name = name;
    this.#saved = [start];
  }

  /** By question and answer, as it scores now. */
  get table(): Table {
    return this.#saved[this.#now]!;
  }

  score(prompt: Prompt, completions: readonly Completion[]): Promise<number[]> {
    return tableScorer(this.#world, this.name, this.table).score(prompt, completions);
  }

  scoreAll(
    prompts: readonly Prompt[],
    completions: readonly (readonly Completion[])[],
  ): Promise<number[][]> {
    return tableScorer(this.#world, this.name, this.table).scoreAll(prompts, completions);
  }

  async *fit(
    pairs: readonly LabelledPair[],
    { heldOut = [], from = "trunk" }: FitOptions,
  ): AsyncGenerator<FitReport, void, void> {
    const { questions, answers } = this.#world;
    const width = answers.length;
    const place = (prompt: Prompt, y: Completion) =>
      questionOf(this.#world, prompt) * width + answerOf(this.#world, y);
    const placed = (some: readonly LabelledPair[]): Placed[] =>
      some.map(({ prompt, chosen, rejected, p = 1, margin = 0 }) => {
        return { w: place(prompt, chosen), l: place(prompt, rejected), p, margin };
      });
    const [train, held] = [placed(pairs), placed(heldOut)];
    const rewards =
      from === "now" ? this.table.flat() : questions.flatMap(() => answers.map(() => 0));
    const total = EPOCHS * train.length;
    const none = { accuracy: null, margin: null, ece: null, bins: [] };
    let loss = 0;
    for (const [epoch, value] of [...descent(rewards, train)].entries()) {
      loss = value;
      if ((epoch + 1) % REPORT_EVERY === 0) {
        yield { seen: (epoch + 1) * train.length, total, loss, ...none };
      }
    }
    const table = questions.map((_, q) => rewards.slice(q * width, (q + 1) * width));
    this.#now = this.#saved.push(this.#scaled(table)) - 1;
    if (held.length > 0) yield { seen: total, total, loss, ...measured(rewards, held) };
  }

  /** Labels compare answers to one question only: each question's mean is set to 0 as well. */
  #scaled(table: Table): Table {
    const { base } = this.#world;
    const centred = table.map((row, q) => {
      const middle = row.reduce((sum, r, a) => sum + base[q]![a]! * r, 0);
      return row.map((r) => r - middle);
    });
    return standardised(centred, base);
  }

  async save(): Promise<string> {
    return `toy-reward-${this.#now}`;
  }

  async load(name: string): Promise<void> {
    const place = Number(name.replace(/^toy-reward-/, ""));
    if (!this.#saved[place]) {
      throw new TiltError(
        "toy.no-reward-model",
        `There is no reward model "${name}".`,
        "Load a name that save() has returned.",
      );
    }
    this.#now = place;
  }
}

/** A labelled pair by the places of its answers in the flat table. */
type Placed = {
  readonly w: number;
  readonly l: number;
  readonly p: number;
  readonly margin: number;
};

/** Changes `rewards` step by step; yields the loss before each step. */
function* descent(rewards: number[], pairs: readonly Placed[]): Generator<number, void, void> {
  const [m, v] = [rewards.map(() => 0), rewards.map(() => 0)];
  for (let step = 1; step <= EPOCHS; step++) {
    const {
      mean: loss,
      gradChosen,
      gradRejected,
    } = bradleyTerry({
      chosen: pairs.map(({ w }) => rewards[w]!),
      rejected: pairs.map(({ l }) => rewards[l]!),
      labels: pairs.map(({ p }) => p),
      margins: pairs.map(({ margin }) => margin),
      centerCoefficient: 0,
    });
    const gradient = rewards.map(() => 0);
    pairs.forEach(({ w, l }, i) => {
      gradient[w]! += gradChosen[i]!;
      gradient[l]! += gradRejected[i]!;
    });
    const rate = ADAM.rate * (1 - (step - 1) / EPOCHS);
    gradient.forEach((g, i) => {
      m[i] = ADAM.beta1 * m[i]! + (1 - ADAM.beta1) * g;
      v[i] = ADAM.beta2 * v[i]! + (1 - ADAM.beta2) * g * g;
      const size = Math.sqrt(v[i]! / (1 - ADAM.beta2 ** step)) + ADAM.epsilon;
      rewards[i]! -= (rate * m[i]!) / (1 - ADAM.beta1 ** step) / size;
    });
    yield loss;
  }
}

/** Accuracy, margin and calibration of raw rewards on labelled pairs. */
function measured(rewards: readonly number[], pairs: readonly Placed[]) {
  const deltas = pairs.map(({ w, l, p }) => (rewards[w]! - rewards[l]!) * (p < 0.5 ? -1 : 1));
  return measures(deltas);
}
