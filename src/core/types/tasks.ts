/** @file Tasks: their text and their rewards. */
import type { Prompt } from "./text.ts";

/** A text generator's draw: what was asked, what was answered, and what the writer had in mind. */
export type Written = {
  readonly prompt: Prompt;
  readonly text: string;
  /** How good the writer meant the text to be, about −2 to 2; never read from the text. */
  readonly intent: number;
};

/** One named part of a gold reward, each roughly in [−1, 1] before weighting. */
export type Components = Readonly<Record<string, number>>;

/** What a menu says of a task: light enough to be known before the task's text is. */
export type TaskCard = {
  readonly id: string;
  readonly name: string;
  readonly about: string;
  /** Every answer and its rewards can be listed: judges are known laws, and nobody reads. */
  readonly exact?: boolean;
  /** Values of knobs that suit this task better than a method's own, by the knob's name. */
  readonly knobs?: Readonly<Record<string, number | string>>;
};

/** An entry of the menu: the card, and the task itself when it is asked for. */
export type TaskEntry = TaskCard & { load(): Promise<Task> };

export type Task = TaskCard & {
  /** Bumped whenever the reward or the generator changes: it is part of a result's identity. */
  readonly version: number;
  /** All that the first rewards would wait for, a slice at a time; absent: nothing. */
  readonly ahead?: () => Generator<void, void, void>;
  /** How many different prompts each split has; `prompt` and `write` go round and round them. */
  readonly count: { readonly train: number; readonly heldout: number };
  /** The i-th prompt of a split; any i ≥ 0, the same for the same i. Splits never share a prompt. */
  prompt(split: "train" | "heldout", i: number): Prompt;
  /** A user's own words turned into a prompt of this task. Throws a `TiltError` on unusable input. */
  ask(text: string): Prompt;
  /** The i-th draw of the text that the base model is trained on, an answer to `prompt(split, i)`. */
  write(split: "train" | "heldout", i: number): Written;
  /** The reward's components for one answer: pure, deterministic, microseconds. */
  components(prompt: Prompt, text: string, finished: boolean): Components;
  readonly weights: Components;
  /** Mean and standard deviation of Σ weights·components on SFT samples of the bundled model. */
  readonly scale: { readonly mean: number; readonly std: number };
  /** Mean and standard deviation of the independent evaluator's own scale on the same samples. */
  readonly independentScale: { readonly mean: number; readonly std: number };
  /** An evaluator that shares no feature with the gold reward; in SFT standard deviations. */
  independent(prompt: Prompt, text: string, finished: boolean): number;
};
