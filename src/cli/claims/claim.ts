/** @file A claim of a paper as something that can be measured, and fail. */
import { suited } from "../../core/experiment.ts";
import type { Knobs } from "../../core/types.ts";
import { menu } from "../../menu.ts";
import type { BankResult, BankSpec, RunResult, RunSpec, Setup, Spec } from "../measure/spec.ts";

/** How much is spent on a measurement. */
export type Scale = {
  readonly name: "quick" | "full";
  /** What the models are asked; "toy" is the exact world, where everything is cheap. */
  readonly task: string;
  /** Held-out prompts of an evaluation. */
  readonly heldOut: number;
  /** Optimizer steps of a run, and of one that is to go too far. */
  readonly steps: number;
  readonly long: number;
  /** Optimizer steps between evaluations of a run that is read along its way. */
  readonly every: number;
  /** Prompts a round. */
  readonly batch: number;
  /** Prompts of a data set that is drawn once, with many answers to each. */
  readonly pool: number;
  /** Prompts of a bank, each with `draws` answers. */
  readonly bank: number;
  readonly draws: number;
};

type Spent = Omit<Scale, "task">;

/** The exact world costs seconds whatever is asked of it. */
const exact = {
  quick: {
    ...{ name: "quick", heldOut: 64, steps: 16, long: 60, every: 4 },
    ...{ batch: 24, pool: 24, bank: 32, draws: 64 },
  },
  full: {
    ...{ name: "full", heldOut: 256, steps: 40, long: 160, every: 8 },
    ...{ batch: 24, pool: 24, bank: 128, draws: 64 },
  },
} as const satisfies Readonly<Record<string, Spent>>;

/** Language models: full is about two hours on two slow processors. */
const models = {
  quick: {
    ...{ name: "quick", heldOut: 32, steps: 8, long: 24, every: 4 },
    ...{ batch: 16, pool: 8, bank: 12, draws: 64 },
  },
  full: {
    ...{ name: "full", heldOut: 256, steps: 24, long: 64, every: 8 },
    ...{ batch: 16, pool: 24, bank: 40, draws: 64 },
  },
} as const satisfies Readonly<Record<string, Spent>>;

/** How much is spent on a task under a name. */
export const scaleOf = (name: Scale["name"], task: string): Scale => ({
  ...(task === menu.tasks.toy.id ? exact : models)[name],
  task,
});

/** A number, or one with its 95 % interval, and by seed where it was measured on several. */
export type Figure =
  | number
  | {
      readonly value: number;
      readonly low: number;
      readonly high: number;
      readonly seeds?: readonly number[];
    };

export type Judgement = {
  readonly held: boolean;
  readonly measured: Readonly<Record<string, Figure>>;
  /** What the intervals rest on: prompts, over all seeds, unless `rule` says otherwise. */
  readonly n: number;
};

/** What was measured, one result a seed, by the name that `specs` gave it. */
export type Found = {
  runs(name: string): readonly RunResult[];
  banks(name: string): readonly BankResult[];
};

export type Claim = {
  readonly id: string;
  /** What is claimed, and who claims it. */
  readonly statement: string;
  readonly source: { readonly cite: string; readonly url: string };
  /** When it counts as reproduced. */
  readonly rule: string;
  /** Needs a model that learns to judge: the exact world has none. */
  readonly modelsOnly?: true;
  specs(scale: Scale): Readonly<Record<string, Spec>>;
  judge(found: Found, scale: Scale): Judgement;
};

/** No evaluation but the first and the last. */
export const ENDS = 10_000;

/**
 * A run of a method on the task; evaluated at its start and its end unless told. Knobs at the values
 * that they start with are left out, so that equal runs have one name.
 */
export function run(
  scale: Scale,
  method: string,
  knobs: Setup["knobs"],
  { updates, ...rest }: Setup & { readonly updates?: number } = {},
): RunSpec {
  const { task, heldOut } = scale;
  const { knobs: known } = menu.methods[method as keyof typeof menu.methods];
  const usual = suited(known as Knobs, entryKnobs(task));
  const own = Object.entries(knobs ?? {}).filter(([name, value]) => usual[name]?.value !== value);
  const setup = { method, task, heldOut, evaluateEvery: ENDS, ...rest };
  return {
    kind: "run",
    setup: { ...setup, knobs: Object.fromEntries(own) },
    ...(updates ? { updates } : {}),
  };
}

/** The values that a task asks for in place of the methods' own. */
const entryKnobs = (task: string) =>
  (menu.tasks[task as keyof typeof menu.tasks] as { readonly knobs?: Setup["knobs"] }).knobs;

/** Answers of the start policy at temperature 1, scored. */
export function bank(scale: Scale, budgets: readonly number[] = []): BankSpec {
  const { task, bank: prompts, draws: n } = scale;
  return { kind: "bank", task, prompts, n, temperature: 1, budgets };
}
