/**
 * @file An experiment in plain data: everything that decides a run, small enough for a URL. The
 * menu of known methods and tasks is an argument, so that core needs to know none of them.
 */

import type { Knob, Knobs, Values } from "./types.ts";

/** Raised whenever an old link or log would no longer mean the same run. */
export const VERSION = 1;

export const BACKENDS = ["auto", "webgpu", "wasm", "cpu"] as const;
export type BackendChoice = (typeof BACKENDS)[number];

export const ANNOTATORS = ["reward-model", "gold"] as const;
export type AnnotatorChoice = (typeof ANNOTATORS)[number];

/** Where the proxy reward comes from. */
export type RewardModelChoice =
  /** The one that ships with the page. */
  | { readonly kind: "bundled" }
  /** Trained before round 0 on `labels` pairs, each label flipped with probability `noise`. */
  | { readonly kind: "trained"; readonly labels: number; readonly noise: number };

export type Experiment = {
  readonly version: number;
  readonly method: string;
  readonly task: string;
  /** u32; every die of the run comes from it. */
  readonly seed: number;
  readonly backend: BackendChoice;
  /** Who labels pairs, for the methods that ask. */
  readonly annotator: AnnotatorChoice;
  readonly rewardModel: RewardModelChoice;
  /** Number of held-out prompts an evaluation uses. */
  readonly heldOut: number;
  /** Evaluate after every k-th update (and always at the start and the end). */
  readonly evaluateEvery: number;
  /** Only the knobs that differ from the method's own values. */
  readonly knobs: Readonly<Record<string, number | string>>;
};

/** What can be chosen: pass the indexes of the methods and of the tasks as they are. */
export type Menu = {
  readonly methods: Readonly<Record<string, { readonly knobs: Knobs }>>;
  readonly tasks: Readonly<Record<string, unknown>>;
};

/** A value that was not taken: what it was called, what it said, and why not. */
export type Ignored = { readonly name: string; readonly value: string; readonly why: string };

export const LIMITS = {
  seed: { min: 0, max: 2 ** 32 - 1 },
  labels: { min: 16, max: 100_000 },
  noise: { min: 0, max: 0.5 },
  heldOut: { min: 8, max: 2_000 },
  evaluateEvery: { min: 1, max: 10_000 },
} as const;

/** The first method and task of the menu, everything else as it comes. */
export function defaults(menu: Menu): Experiment {
  return {
    version: VERSION,
    method: Object.keys(menu.methods)[0] ?? "",
    task: Object.keys(menu.tasks)[0] ?? "",
    seed: 7,
    backend: "auto",
    annotator: "reward-model",
    rewardModel: { kind: "bundled" },
    heldOut: 64,
    evaluateEvery: 10,
    knobs: {},
  };
}

/** Every knob of a method with its value: the given one where there is one, else its own. */
export function valuesOf<K extends Knobs>(
  knobs: K,
  given: Readonly<Record<string, number | string>> = {},
): Values<K> {
  const entries = Object.entries(knobs).map(([name, knob]) => [name, given[name] ?? knob.value]);
  return Object.fromEntries(entries) as Values<K>;
}

/** Only what differs from the knobs' own values. */
export function changed(
  knobs: Knobs,
  values: Readonly<Record<string, number | string>>,
): Record<string, number | string> {
  const entries = Object.entries(values).filter(
    ([name, v]) => name in knobs && knobs[name]!.value !== v,
  );
  return Object.fromEntries(entries);
}

/** Reads one knob's value from text; a string in `why` says what was wrong with it. */
export function readKnob(knob: Knob, text: string): { value: number | string } | { why: string } {
  if (knob.type === "choice") {
    return knob.options.includes(text)
      ? { value: text }
      : { why: `is none of ${knob.options.join(", ")}` };
  }
  return readNumber(text, knob.min, knob.max);
}

function readNumber(text: string, min: number, max: number): { value: number } | { why: string } {
  const value = text.trim() === "" ? NaN : Number(text);
  if (!Number.isFinite(value)) return { why: "is not a number" };
  if (value < min || value > max) return { why: `is outside ${min} to ${max}` };
  return { value };
}
