/**
 * @file What a lab asks of whoever holds the models: workers in the page, plain objects in Node.
 * Plain data in and out; a callback tells of progress.
 */

import type { Question } from "./pairing.ts";
import type {
  Asked,
  Completion,
  Draws,
  FitReport,
  Objective,
  LabelledPair,
  Policy,
  Prompt,
  SequenceLogprob,
} from "./types.ts";

/** Work that takes a while: what, how much is done, and of how much (null: unknown). */
export type Progress = {
  readonly what: string;
  readonly unit: "bytes" | "programs";
  readonly done: number;
  readonly total: number | null;
};
export type OnProgress = (progress: Progress) => void;

/** The engine a host really runs on. */
export type Engine = {
  /** "exact": the toy world, which needs none. */
  readonly backend: "webgpu" | "wasm" | "cpu" | "exact";
  /** One sentence: why this one. */
  readonly reason: string;
  /** The GPU in words; null off the GPU. */
  readonly adapter: string | null;
  readonly threads: number;
};

export type Opening = {
  /** A folder with a model in the Hugging Face layout: an absolute URL, or a path in Node. */
  readonly model: string;
  readonly backend: "auto" | "webgpu" | "wasm" | "cpu";
  /** The task whose scale a reward model uses. */
  readonly task?: string;
};

/** What a host has done and holds. */
export type Usage = {
  /** Tokens drawn, scored or trained on so far. */
  readonly tokens: number;
  /** Bytes of all weight sets held: policy, reference, copies, optimizer. */
  readonly bytes: number;
};

/** A gradient's norm, and how fast the loss really changes along it. */
export type GradientCheck = {
  /** ‖g‖, from the backward pass. */
  readonly predicted: number;
  /** (L(θ + ε u) − L(θ − ε u)) / 2ε along u = g/‖g‖, for several ε. */
  readonly steps: readonly { readonly step: number; readonly measured: number }[];
  /** Dispatches to the GPU that the gradient took; 0 off the GPU. */
  readonly dispatches: number;
};

/** π and its frozen π_ref in one place, since they share a device. */
export interface PolicyHost extends Policy {
  open(opening: Opening, onProgress?: OnProgress): Promise<Engine>;
  referenceLogprob(items: readonly Asked[]): Promise<SequenceLogprob[]>;
  referenceSample(prompts: readonly Prompt[], options: Draws): Promise<Completion[][]>;
  /** Texts as answers: their tokens with EOS, and their log-probabilities under π_ref. */
  spell(
    items: readonly { readonly prompt: Prompt; readonly text: string }[],
  ): Promise<Completion[]>;
  usage(): Promise<Usage>;
  /** Keeps a saved copy where it outlives the page, under a name; false where nothing does. */
  keep(name: string, checkpoint: string): Promise<boolean>;
  /** The name of the copy kept under `name`, ready to be loaded; null when there is none. */
  recall(name: string): Promise<string | null>;
  discard(name: string): Promise<void>;
  /** Holds the gradient of an objective against finite differences; changes nothing. */
  checkGradient(objective: Objective): Promise<GradientCheck>;
  /** The policy's weights as they are, as the files of a checkpoint in Hugging Face's layout. */
  files(): Promise<ReadonlyMap<string, Uint8Array<ArrayBuffer>>>;
}

export type FitData = {
  readonly pairs: readonly LabelledPair[];
  /** Kept out of training, to measure on at the end. */
  readonly heldOut: readonly LabelledPair[];
  /** Answers that shall score 0 on average, with standard deviation 1. */
  readonly scale: {
    readonly prompts: readonly Prompt[];
    readonly completions: readonly (readonly Completion[])[];
  };
};

/** P(the first one is better), asked with a first and with b first. */
export type BothOrders = { readonly ab: number; readonly ba: number };

/**
 * Reward models by name: "" is the one that was opened, and every fit makes another, which never
 * changes again.
 */
export interface RewardHost {
  /** A trained reward model, or a language model as the trunk of one still to be trained. */
  open(opening: Opening, onProgress?: OnProgress): Promise<Engine>;
  scoreAll(
    prompts: readonly Prompt[],
    completions: readonly (readonly Completion[])[],
    name?: string,
  ): Promise<number[][]>;
  /**
   * Trains a model on the pairs, starting from the language model at the address `trunk`, or from
   * the model named `from`, and sets its scale. Returns its name.
   */
  fit(
    data: FitData,
    options: { seed: number } & ({ trunk: string } | { from: string }),
    onReport: (report: FitReport) => void | Promise<void>,
  ): Promise<string>;
  /**
   * Trains a pairwise ranker, starting from the model at the address `trunk`. Returns the standard
   * deviation of logit ρ(x, y, y_b) over the answers y of the pairs.
   */
  fitRanker(
    data: Pick<FitData, "pairs" | "heldOut">,
    options: { seed: number; trunk: string },
    onReport: (report: FitReport) => void | Promise<void>,
  ): Promise<number>;
  /** Asks the ranker fitted last, each question in both orders. */
  compareAll(questions: readonly Question[]): Promise<BothOrders[]>;
  usage(): Promise<Usage>;
}

/** log P(" A") and log P(" B") at the end of a question, nats. */
export type Choice = { readonly a: number; readonly b: number };

/** A language model that chooses between two answers by an instruction. */
export interface AnnotatorHost {
  open(opening: Opening, onProgress?: OnProgress): Promise<Engine>;
  /** One choice for each question; a question too long to read loses its middle. */
  choose(questions: readonly string[]): Promise<Choice[]>;
  usage(): Promise<Usage>;
}
