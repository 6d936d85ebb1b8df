/**
 * @file Runs side by side: in which settings they differ, whether they drew from one pool, and what
 * each of them has bought where it comes to the same KL.
 */

import type { Experiment, KnobValues } from "./experiment.ts";
import { reading } from "./fold.ts";
import { across, crossing } from "./matched-kl.ts";
import type { Evaluation, Prompt, Step } from "./types.ts";

export type Setting = {
  readonly name: string;
  /** One a run, in order; empty where a run has no such setting. */
  readonly values: readonly string[];
};

/** Every setting of an experiment by name; knobs as the method has them, changed or not. */
function settingsOf(experiment: Experiment, knobs: KnobValues): Map<string, string> {
  const { knobs: _knobs, rewardModel, version, ...plain } = experiment;
  const settings = new Map<string, string>([["version", String(version)]]);
  for (const [name, value] of Object.entries(plain)) settings.set(name, told(value));
  for (const [name, value] of Object.entries(rewardModel)) {
    settings.set(`rewardModel.${name}`, told(value));
  }
  for (const [name, value] of Object.entries(knobs)) settings.set(`knob.${name}`, told(value));
  return settings;
}

const told = (value: unknown): string =>
  typeof value === "object" ? JSON.stringify(value) : String(value);

/** The settings that are not the same in all runs, in the order in which they first appear. */
export function differences(
  runs: readonly { readonly experiment: Experiment; readonly knobs: KnobValues }[],
): Setting[] {
  const all = runs.map(({ experiment, knobs }) => settingsOf(experiment, knobs));
  const names = [...new Set(all.flatMap((settings) => [...settings.keys()]))];
  return names
    .map((name) => ({ name, values: all.map((settings) => settings.get(name) ?? "") }))
    .filter(({ values }) => new Set(values).size > 1);
}

/**
 * Whether the first answers of all runs came from one pool: every prompt that two runs both drew
 * first has the same first answer in both, and every two runs share a prompt.
 */
export function samePool(logs: readonly (readonly Step[])[]): boolean {
  const firsts = logs.map((log) => {
    const step = log.find((s) => s.kind === "sample");
    const rows = step?.completions.map((row, i) => [step.prompts[i]!.text, row[0]?.text] as const);
    return new Map(rows ?? []);
  });
  const [first, ...others] = firsts;
  if (!first || others.length === 0) return false;
  return others.every((other) => {
    const shared = [...other].filter(([prompt]) => first.has(prompt));
    return shared.length > 0 && shared.every(([prompt, text]) => first.get(prompt) === text);
  });
}

// ---------------------------------------------------------------------------- at equal KL

/** An evaluation of a run, and what the run had spent by then. */
export type Milestone = {
  readonly update: number;
  /** Replies drawn to learn from. */
  readonly replies: number;
  readonly evaluation: Evaluation;
};

/** A run's evaluations in order, the start first. */
export function milestones(log: readonly Step[]): Milestone[] {
  let replies = 0;
  return log.flatMap((step) => {
    if (step.kind === "sample") for (const row of step.completions) replies += row.length;
    if (step.kind !== "evaluate") return [];
    return [{ update: step.update, replies, evaluation: step.evaluation }];
  });
}

const klsOf = (run: readonly Milestone[]): number[] => run.map(({ evaluation }) => evaluation.kl);

/** The evaluation at the largest KL; null where there is none. */
export function furthest(run: readonly Milestone[]): Milestone | null {
  const kls = klsOf(run);
  return run[kls.indexOf(Math.max(...kls))] ?? null;
}

/** The largest KL that every run comes to; 0 where one has none. */
export function commonReach(runs: readonly (readonly Milestone[])[]): number {
  const each = runs.map((run) => furthest(run)?.evaluation.kl ?? 0);
  return each.length > 0 ? Math.max(0, Math.min(...each)) : 0;
}

type ReadAtKl = "gold" | "proxy" | "winRate" | "length";

/** A run where it first comes to a KL, between two evaluations; intervals are theirs, between them, too. */
export type AtKl = { readonly update: number } & {
  readonly [M in ReadAtKl]: ReturnType<typeof reading>;
};

/** Null where the run never comes to `kl`. */
export function atKl(run: readonly Milestone[], kl: number): AtKl | null {
  const found = crossing(klsOf(run), kl);
  if (!found) return null;
  const at = (metric: ReadAtKl) => {
    const side = (of: "value" | "low" | "high") =>
      across(found, (i) => reading(run[i]!.evaluation, metric)[of]);
    return { value: side("value"), low: side("low"), high: side("high") };
  };
  return {
    update: across(found, (i) => run[i]!.update),
    gold: at("gold"),
    proxy: at("proxy"),
    winRate: at("winRate"),
    length: at("length"),
  };
}

/** Of the two evaluations around the first coming to `kl` the nearer one; the furthest where it never comes. */
export function nearestTo(run: readonly Milestone[], kl: number): Milestone | null {
  const found = crossing(klsOf(run), kl);
  return found ? run[found.share < 0.5 ? found.from : found.to]! : furthest(run);
}

/** The prompts that every run answered in every evaluation, by their text. */
export function sharedPrompts(runs: readonly (readonly Milestone[])[]): Prompt[] {
  const asked = runs.flat().map(({ evaluation }) => evaluation.examples.map((e) => e.prompt));
  const [first = [], ...others] = asked;
  return first.filter(({ text }) => others.every((row) => row.some((p) => p.text === text)));
}
