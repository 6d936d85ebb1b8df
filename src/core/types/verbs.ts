/** @file What policies, rewards, annotators and judges can be asked, and the lab that holds them. */
import type { Instead, Objective, OrderedPair, UpdateReport } from "./objectives.ts";
import type { FitReport } from "./steps.ts";
import type { Completion, Example, Prompt, Sampler } from "./text.ts";

/** Σ_t log π(y_t) and its terms, nats, at temperature 1. */
export type SequenceLogprob = { readonly sum: number; readonly tokens: readonly number[] };

/** Exact sums over the vocabulary at the positions of one answer, nats. */
export type Divergence = {
  /** Σ_t KL(π(·|y_<t) ‖ π_ref(·|y_<t)). */
  readonly kl: number;
  /** Mean over positions of the entropy of π. */
  readonly entropy: number;
};

export type Asked = {
  readonly prompt: Prompt;
  readonly completion: Completion;
  /** Further tokens whose log-probability is wanted: their numbers follow those of the answer. */
  readonly also?: readonly Instead[];
};

/** How many answers to draw for each prompt, and how. */
export type Draws = Sampler & {
  readonly n: number;
  readonly seed: number;
  /** Longest answer, tokens; the policy's own limit unless told. */
  readonly maxTokens?: number;
};

/** A language model that is not trained: π_ref. */
export interface Reference {
  /** n answers per prompt. The same seed gives the same answers however they are batched. */
  sample(prompts: readonly Prompt[], options: Draws): Promise<Completion[][]>;
  logprob(items: readonly Asked[]): Promise<SequenceLogprob[]>;
}

/**
 * π: all that a method may ask of a language model. Plain data in and out, so this is also the
 * worker boundary. Batched, for the GPU's sake.
 */
export interface Policy extends Reference {
  /** One AdamW step on an objective, gradient clipped by global norm. */
  update(objective: Objective, options: { learningRate: number }): Promise<UpdateReport>;
  /**
   * For each position of each answer one other token, drawn from the k likeliest others in proportion
   * to their probability now. Positions where nothing else can be said are left out.
   */
  instead(items: readonly Asked[], options: { k: number; seed: number }): Promise<Instead[][]>;
  /**
   * V of the state before each token of each answer: what a scalar head on the policy's own trunk
   * expects of the rewards to come. 0 until an objective with values has trained it.
   */
  values(items: readonly Asked[]): Promise<number[][]>;
  /** Exact divergence from the reference along given answers. */
  divergence(items: readonly Asked[]): Promise<Divergence[]>;
  /** Keeps a copy of weights and optimizer where the weights live; returns its name. */
  save(): Promise<string>;
  load(checkpoint: string): Promise<void>;
}

/** r(x, y); one number per completion, in standard deviations of SFT samples. */
export interface Scorer {
  /** What to call it on screen: "reward model", "gold reward". */
  readonly name: string;
  score(prompt: Prompt, completions: readonly Completion[]): Promise<number[]>;
  /** All prompts in one go; `completions[i]` answers `prompts[i]`. */
  scoreAll(
    prompts: readonly Prompt[],
    completions: readonly (readonly Completion[])[],
  ): Promise<number[][]>;
}

/** What a reward model learns from: y_w ≻ y_l, as sure as the label was. */
export type LabelledPair = OrderedPair & {
  /** P(chosen ≻ rejected) as labelled; 1 unless told. */
  readonly p?: number;
  /** By how much the chosen answer is better, in rewards; 0 unless told. */
  readonly margin?: number;
};

/** r_ψ: a scorer that a method may train. It may be asked before; then it is the lab's own. */
export interface RewardModel extends Scorer {
  /**
   * Goes once over the pairs, starting from the language model's trunk under a head of zeros, or
   * from this reward model as it is now. A report after each step and a last one with the measures
   * on the held-out pairs; from then on it scores by what it has learnt.
   */
  fit(pairs: readonly LabelledPair[], options: FitOptions): AsyncIterable<FitReport>;
  /** The name of the model as it is now, to go back to. */
  save(): Promise<string>;
  load(name: string): Promise<void>;
}

export type FitOptions = {
  /** Names the order of the pairs. */
  readonly seed: number;
  /** Kept out of training, to measure on. */
  readonly heldOut?: readonly LabelledPair[];
  readonly from?: "trunk" | "now";
};

/** One annotator's view of one pair. `p` = P(a ≻ b). */
export type Label = {
  readonly promptId: string;
  readonly a: string;
  readonly b: string;
  readonly p: number;
  /** Asked in both orders: P(first) each time, before averaging; null when order plays no part. */
  readonly orders: { readonly ab: number; readonly ba: number } | null;
  /** Rewards behind the label, when there are any. */
  readonly rewards: { readonly a: number; readonly b: number } | null;
  /** What the annotator was told, where it was told anything. */
  readonly instruction?: string;
};

export interface Annotator {
  readonly name: string;
  /** One label per question, in order. `seed` is for annotators that roll dice: same seed, same labels. */
  prefer(
    questions: readonly { prompt: Prompt; a: Completion; b: Completion }[],
    options?: { seed: number },
  ): Promise<Label[]>;
}

/** Whoever writes the answers that are given as examples: the "human" of a method's data. */
export interface Writer {
  /** What to call it on screen: "task’s own writer". */
  readonly name: string;
  /** One answer to each prompt, which must be the lab's own. The same seed gives the same answers. */
  write(prompts: readonly Prompt[], options: { seed: number }): Promise<Completion[]>;
}

/** One grading of one answer by a judge. */
export type Grading = {
  /** What the judge wrote. */
  readonly text: string;
  /** 0 to 5; null where the judge wrote none that can be read. */
  readonly grade: number | null;
  /** P(0) … P(5) at the place of the grade, summing to 1; null where nobody asked or none stood. */
  readonly law: readonly number[] | null;
};

/** How a judge is asked. */
export type Judging = {
  /** Gradings of each answer. */
  readonly gradings: number;
  readonly temperature: number;
  /** `sampled`: the grades as drawn; `expected`: Σ k·P(k) at the place of each grade. */
  readonly mode: "sampled" | "expected";
};

/** Grades answers from 0 to 5 in its own words, by the policy's network as it is now. */
export interface Judge {
  /** What to call it on screen. */
  readonly name: string;
  /** `[i][j][k]`: the k-th grading of `completions[i][j]`, an answer to `prompts[i]`. */
  grade(
    prompts: readonly Prompt[],
    completions: readonly (readonly Completion[])[],
    options: Judging & { readonly seed: number },
  ): Promise<Grading[][][]>;
  /** Answers with the grade that gold gives them, give or take some noise: what a judge learns from. */
  examples(n: number, options: { seed: number }): Promise<Example[]>;
}

/** Gives every answer a law over grades, and never changes: direct RLAIF's labeler. */
export interface Grader {
  /** What to call it on screen. */
  readonly name: string;
  /** `[i][j][k]`: the probability of the k-th grade, worst first, for `completions[i][j]`; they sum to 1. */
  grade(
    prompts: readonly Prompt[],
    completions: readonly (readonly Completion[])[],
    /** Reasons that it gives, and then grades by; the same seed, the same reasons. */
    options: { readonly gradings: number; readonly seed: number },
  ): Promise<number[][][]>;
}

/** Why a prompt that a model wrote was refused. */
export type PromptFault =
  /** Not of the task's form. */
  | "form"
  /** The lab has it, or an earlier round wrote it, or it is held out. */
  | "known"
  /** Almost one that was accepted before it. */
  | "close";

/** One attempt at a new prompt. */
export type Attempt = {
  /** All that the writer wrote. */
  readonly text: string;
  /** What was read out of it; null where it is not of the task's form. */
  readonly prompt: Prompt | null;
  readonly fault: PromptFault | null;
  /** ROUGE-L to the nearest accepted one, 0 to 1. */
  readonly overlap: number;
};

/** New prompts and how they came to be. */
export type WrittenPrompts = {
  /** What the writer was shown. */
  readonly shown: string;
  readonly attempts: readonly Attempt[];
  /** Accepted ones first, then those of the task's own that make up the number. */
  readonly prompts: readonly Prompt[];
  /** How many of them the model wrote. */
  readonly accepted: number;
};

/** The start model, frozen, as a writer of prompts. */
export interface PromptWriter {
  write(options: {
    /** How many prompts are wanted. */
    readonly n: number;
    /** Shown to the writer as a list that it shall go on with; none: it begins by itself. */
    readonly shots: readonly Prompt[];
    /** Taken, in this order, where the writer's own do not suffice. */
    readonly spare: readonly Prompt[];
    /** Texts of prompts that are no longer new. */
    readonly known: readonly string[];
    readonly seed: number;
  }): Promise<WrittenPrompts>;
}

/** ρ(x, a, b): an annotator that reads both answers side by side, and learns to do so from labels. */
export interface Ranker extends Annotator {
  /**
   * Goes once over the pairs, each in an order drawn for it. A report after each step and a last one
   * with the measures on the held-out pairs. It cannot be asked before.
   */
  fit(
    pairs: readonly LabelledPair[],
    options: Pick<FitOptions, "seed" | "heldOut">,
  ): AsyncIterable<FitReport>;
  /** Standard deviation of logit ρ(x, y, y_b) over answers y of the start model; 1 until fitted. */
  spread(): number;
}

/** Dice keyed by what they are for, never by when they are rolled. */
export interface Dice {
  /** An unsigned 32-bit integer, the same for the same keys. */
  (...keys: readonly (string | number)[]): number;
  /** A number in [0, 1). */
  uniform(...keys: readonly (string | number)[]): number;
}

/** The world a method is given. It can touch nothing else. */
export type Lab = {
  readonly prompts: readonly Prompt[];
  readonly policy: Policy;
  readonly reference: Reference;
  readonly scorer: Scorer;
  /** What a method may train on labels of its own; the scorer, unless that is gold. */
  readonly rewardModel: RewardModel;
  readonly annotator: Annotator;
  readonly writer: Writer;
  /** The policy's own network, asked for grades. */
  readonly judge: Judge;
  /** The start model, frozen, asked for grades; in the exact world a known law. */
  readonly grader: Grader;
  readonly promptWriter: PromptWriter;
  /** Still to be fitted by the method that asks it. */
  readonly ranker: Ranker;
  readonly random: Dice;
};
