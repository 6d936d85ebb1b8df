/** @file Runs side by side: in which settings they differ, and whether they drew from one pool. */

import type { Experiment, KnobValues } from "./experiment.ts";
import type { Step } from "./types.ts";

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
