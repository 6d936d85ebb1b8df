/**
 * @file What can be measured, in plain data: so that two claims that need the same run share it, and
 * a result can be kept under its name.
 */
import type { Experiment } from "../../core/experiment.ts";
import type { Evaluation, StepKind } from "../../core/types.ts";

/** An experiment less what every measurement is given: seed and backend. */
export type Setup = Partial<Omit<Experiment, "version" | "seed" | "backend">>;

export type RunSpec = {
  readonly kind: "run";
  readonly setup: Setup;
  /** Ends the run early: after so many optimizer steps. */
  readonly updates?: number;
  /** Evaluates before every step of a kind as well: "round", "filter". */
  readonly evaluateAt?: StepKind;
  /** Reads what the writer of the task's own text is worth to the policy, at every round and the end. */
  readonly written?: boolean;
};

/** Scored answers of the start policy: what best-of-n and the tilt are estimated from. */
export type BankSpec = {
  readonly kind: "bank";
  readonly task: string;
  readonly prompts: number;
  readonly n: number;
  readonly temperature: number;
  /** Label budgets of reward models trained here; every one scores the same bank. */
  readonly budgets: readonly number[];
};

export type Spec = RunSpec | BankSpec;

/** An evaluation as it is kept: without the examples, which are for reading. */
export type Measured = Omit<Evaluation, "examples"> & { readonly update: number };

/** What an optimizer step reported, in means over its batch. */
export type Learned = {
  readonly loss: number;
  /** Mean h over the pairs, nats; null where the loss has no pairs. */
  readonly h: number | null;
  readonly metrics: Readonly<Record<string, number>>;
};

/** Numbers that a step of another kind carried, and after how many updates. */
export type Noted = {
  readonly kind: string;
  readonly update: number;
  readonly metrics: Readonly<Record<string, number>>;
};

export type RunResult = {
  readonly evaluations: readonly Measured[];
  readonly updates: readonly Learned[];
  readonly notes: readonly Noted[];
  /** −log π of fresh answers by the task's writer, nats, prompt by prompt: at each round and the end. */
  readonly written: readonly (readonly number[])[];
  /** Answers drawn for training, evaluation not counted. */
  readonly samples: number;
};

/** By prompt and draw. */
type Table = readonly (readonly number[])[];

export type BankResult = {
  readonly gold: Table;
  readonly independent: Table;
  readonly length: Table;
  /** Rewards of the bundled reward model, and of each one trained here, by its label budget. */
  readonly proxy: Table;
  readonly trained: Readonly<Record<string, Table>>;
  /** Agreement of the trained ones with gold on held-out pairs. */
  readonly accuracy: Readonly<Record<string, number>>;
};

export type ResultOf<S extends Spec> = S extends RunSpec ? RunResult : BankResult;

/** A measurement as it is kept. */
export type Kept<R = unknown> = { readonly result: R; readonly seconds: number };
