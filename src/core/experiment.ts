/**
 * @file An experiment in plain data: everything that decides a run, small enough for a URL. The
 * menu of known methods and tasks is an argument, so that core needs to know none of them.
 */

import {
  ANNOTATION,
  isAnnotationName,
  readAnnotation,
  writeAnnotation,
  type Annotation,
} from "./annotation.ts";
import { isRewardName, readReward, rewardTexts, type OwnReward } from "./own-reward.ts";
import { number, oneOf, whole, type Read, type Take } from "./query.ts";
import type { Knob, Knobs, Teacher, Values } from "./types.ts";

/** Raised whenever an old link or log would no longer mean the same run. */
export const VERSION = 1;

export const BACKENDS = ["auto", "webgpu", "wasm", "cpu"] as const;
export type BackendChoice = (typeof BACKENDS)[number];

/** A learned judge, the programmed truth, language models that are told what to prefer … */
export const ANNOTATORS = [
  "reward-model",
  "gold",
  "instructed-xs",
  "instructed-s",
  "instructed-l",
  "simulated",
  "human",
] as const;
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
  /** What that annotator is told, and how well it sees. */
  readonly annotation: Annotation;
  readonly rewardModel: RewardModelChoice;
  /** Number of held-out prompts an evaluation uses. */
  readonly heldOut: number;
  /** Evaluate after every k-th update (and always at the start and the end). */
  readonly evaluateEvery: number;
  /** Only the knobs that differ from the values that method and task start with. */
  readonly knobs: KnobValues;
  /** The name of the visitor's own data, which lie on the visitor's device; absent: none are used. */
  readonly own?: string;
  /** A reward of the visitor's own, in place of the reward model; absent: none, or among the data. */
  readonly ownReward?: OwnReward;
};

/** Values of some knobs, by name. */
export type KnobValues = Readonly<Record<string, number | string>>;

/** What can be chosen: pass the indexes of the methods and of the tasks as they are. */
export type Menu = {
  readonly methods: Readonly<
    Record<string, { readonly knobs: Knobs; asks(knobs: KnobValues): readonly Teacher[] }>
  >;
  readonly tasks: Readonly<
    Record<string, { readonly knobs?: KnobValues; readonly exact?: boolean }>
  >;
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

/** A reward model of one's own, unless said otherwise. */
export const TRAINED = { labels: 2_000, noise: 0 } as const;

/** The first method and task of the menu, everything else as it comes. */
export function defaults(menu: Menu): Experiment {
  return {
    version: VERSION,
    method: Object.keys(menu.methods)[0] ?? "",
    task: Object.keys(menu.tasks)[0] ?? "",
    seed: 7,
    backend: "auto",
    annotator: "reward-model",
    annotation: ANNOTATION,
    rewardModel: { kind: "bundled" },
    heldOut: 64,
    evaluateEvery: 10,
    knobs: {},
  };
}

/** A method's knobs, with the values that a task asks for in place of the method's own. */
export function suited<K extends Knobs>(knobs: K, own: KnobValues = {}): K {
  const entries = Object.entries(knobs).map(([name, knob]) => {
    const value = Object.hasOwn(own, name) ? own[name] : undefined;
    return [name, value === undefined ? knob : { ...knob, value }];
  });
  return Object.fromEntries(entries) as K;
}

/** Every knob of a method with its value: the given one where there is one, else its own. */
export function valuesOf<K extends Knobs>(knobs: K, given: KnobValues = {}): Values<K> {
  const entries = Object.entries(knobs).map(([name, knob]) => [name, given[name] ?? knob.value]);
  return Object.fromEntries(entries) as Values<K>;
}

/** Whom an experiment's method asks, at its knobs. */
export function teachersOf(
  menu: Menu,
  { method, task, knobs }: Pick<Experiment, "method" | "task" | "knobs">,
): readonly Teacher[] {
  return menu.methods[method]?.asks(valuesOf(knobsOf(menu, method, task), knobs)) ?? [];
}

/**
 * The annotators between which a choice makes a difference: all where pairs are labelled; where
 * answers are scored, the reward model or gold, and so in the exact world, whose rewards are drawn;
 * none where others judge, or nobody does.
 */
export function annotatorsFor(
  menu: Menu,
  experiment: Pick<Experiment, "method" | "task" | "knobs">,
): readonly AnnotatorChoice[] {
  const asked = teachersOf(menu, experiment);
  if (asked.includes("annotator")) return ANNOTATORS;
  const scored = asked.includes("scorer") || menu.tasks[experiment.task]?.exact;
  return scored ? ["reward-model", "gold"] : [];
}

/** The same experiment without an annotator that would play no part in it. */
export function withoutIdle(menu: Menu, experiment: Experiment): Experiment {
  if (annotatorsFor(menu, experiment).includes(experiment.annotator)) return experiment;
  const { annotator, annotation } = defaults(menu);
  return { ...experiment, annotator, annotation };
}

/** Only what differs from the knobs' own values. */
export function changed(knobs: Knobs, values: KnobValues): Record<string, number | string> {
  const entries = Object.entries(values).filter(
    ([name, v]) => name in knobs && knobs[name]!.value !== v,
  );
  return Object.fromEntries(entries);
}

/** Reads one knob's value from text, or says in `why` what is wrong with it. */
export function readKnob(knob: Knob, text: string): Read<number | string> {
  if (knob.type === "choice") return oneOf(knob.options, text);
  return Number.isInteger(knob.step) ? whole(text, knob) : number(text, knob);
}

// ---------------------------------------------------------------------------- the URL

/**
 * The experiment as a query, without "?": version and seed always, and what differs from the
 * defaults and plays a part. Knobs are `knob.<name>`.
 */
export function toSearch(full: Experiment, menu: Menu): string {
  const experiment = withoutIdle(menu, full);
  const usual = defaults(menu);
  const query = new URLSearchParams({ v: String(experiment.version) });
  const add = <T extends string | number>(name: string, value: T, standard: T): void => {
    if (value !== standard) query.set(name, String(value));
  };
  add("method", experiment.method, usual.method);
  add("task", experiment.task, usual.task);
  query.set("seed", String(experiment.seed));
  add("backend", experiment.backend, usual.backend);
  add("annotator", experiment.annotator, usual.annotator);
  writeAnnotation(experiment.annotation, query);
  if (experiment.rewardModel.kind === "trained") {
    query.set("labels", String(experiment.rewardModel.labels));
    query.set("noise", String(experiment.rewardModel.noise));
  }
  add("heldout", experiment.heldOut, usual.heldOut);
  add("every", experiment.evaluateEvery, usual.evaluateEvery);
  if (experiment.own) query.set("own", experiment.own);
  if (experiment.ownReward) {
    for (const [name, text] of rewardTexts(experiment.ownReward)) query.set(name, text);
  }
  const knobs = knobsOf(menu, experiment.method, experiment.task);
  for (const [name, value] of Object.entries(changed(knobs, experiment.knobs))) {
    query.set(`knob.${name}`, String(value));
  }
  return query.toString();
}

/**
 * Reads a query, with or without "?". Never throws: a value that makes no sense is left at its
 * default and listed in `ignored`.
 */
export function fromSearch(
  search: string,
  menu: Menu,
): { experiment: Experiment; ignored: Ignored[] } {
  const query = new URLSearchParams(search);
  const ignored: Ignored[] = [];
  const refuse = (name: string, value: string, why: string): void =>
    void ignored.push({ name, value: value.slice(0, 80), why });
  const take = <T>(name: string, read: (text: string) => Read<T>, standard: T): T => {
    const [text, second] = query.getAll(name);
    if (text === undefined) return standard;
    if (second !== undefined) refuse(name, second, "is given twice; the first one counts");
    const result = read(text);
    if ("value" in result) return result.value;
    refuse(name, text, result.why);
    return standard;
  };

  const usual = defaults(menu);
  take("v", (text) => oneOf([String(VERSION)], text), String(VERSION));
  const method = take("method", (text) => oneOf(Object.keys(menu.methods), text), usual.method);
  const task = take("task", (text) => oneOf(Object.keys(menu.tasks), text), usual.task);
  const knobs = knobsOf(menu, method, task);
  const given: Record<string, number | string> = Object.create(null);
  for (const [name, knob] of Object.entries(knobs)) {
    given[name] = take(`knob.${name}`, (text) => readKnob(knob, text), knob.value);
  }
  for (const name of new Set(query.keys())) {
    if (NAMES.includes(name) || isAnnotationName(name) || isRewardName(name)) continue;
    if (name.startsWith("knob.") && name.slice(5) in given) continue;
    const isKnob = name.startsWith("knob.");
    const why = isKnob ? `is no knob of ${method}` : "is not a setting that Tilt knows";
    refuse(name, query.get(name) ?? "", why);
  }
  const experiment: Experiment = {
    version: VERSION,
    method,
    task,
    seed: take("seed", (text) => whole(text, LIMITS.seed), usual.seed),
    backend: take("backend", (text) => oneOf(BACKENDS, text), usual.backend),
    annotator: take(
      "annotator",
      (text) => annotatorRead(text, annotatorsFor(menu, { method, task, knobs: given }), method),
      usual.annotator,
    ),
    annotation: readAnnotation(take, query.keys()),
    rewardModel: readRewardModel(take),
    heldOut: take("heldout", (text) => whole(text, LIMITS.heldOut), usual.heldOut),
    evaluateEvery: take("every", (text) => whole(text, LIMITS.evaluateEvery), usual.evaluateEvery),
    knobs: changed(knobs, given),
    ...ownOf(take),
    ...ownRewardOf(take, query.keys(), task, menu),
  };
  return { experiment, ignored };
}

/** One that plays a part in the method; the usual one may always be named. */
function annotatorRead(
  text: string,
  choices: readonly AnnotatorChoice[],
  method: string,
): Read<AnnotatorChoice> {
  const read = oneOf(ANNOTATORS, text);
  if (!("value" in read) || read.value === "reward-model" || choices.includes(read.value)) {
    return read;
  }
  return { why: `plays no part in ${method}` };
}

/** The knobs of a method of the menu as they start on a task of the menu. */
export function knobsOf(menu: Menu, method: string, task: string): Knobs {
  return suited(menu.methods[method]?.knobs ?? {}, menu.tasks[task]?.knobs);
}

/** Every name a query may hold, besides the knobs. */
const NAMES = [
  ...["v", "method", "task", "seed", "backend"],
  ...["annotator", "labels", "noise", "heldout", "every", "own"],
];

/** Either of `labels` and `noise` asks for a reward model of one's own. */
function readRewardModel(take: Take): RewardModelChoice {
  const labels = take<number | null>("labels", (text) => whole(text, LIMITS.labels), null);
  const noise = take<number | null>("noise", (text) => number(text, LIMITS.noise), null);
  if (labels === null && noise === null) return { kind: "bundled" };
  return { kind: "trained", labels: labels ?? TRAINED.labels, noise: noise ?? TRAINED.noise };
}

function ownOf(take: Take): { own?: string } {
  const own = take<string | null>(
    "own",
    (text) => (/^[0-9a-z]{2,14}$/.test(text) ? { value: text } : { why: "is no name of data" }),
    null,
  );
  return own === null ? {} : { own };
}

/** The exact world's rewards are drawn: another one has no place there. */
function ownRewardOf(
  take: Take,
  names: Iterable<string>,
  task: string,
  menu: Menu,
): { ownReward?: OwnReward } {
  const telling: Take = (name, read, standard) =>
    take(
      name,
      (text) => {
        if (menu.tasks[task]?.exact) return { why: `plays no part in ${task}` };
        const result = read(text);
        return "value" in result ? result : { why: `${result.why}, so the reward is left out` };
      },
      standard,
    );
  const ownReward = readReward(telling, names);
  return ownReward === null ? {} : { ownReward };
}
