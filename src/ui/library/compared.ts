/** @file A run among others: its letter, its line, and what its log says at each evaluation. */
import type { Milestone } from "../../core/compare.ts";
import type { Experiment } from "../../core/experiment.ts";
import type { Step } from "../../core/types.ts";
import type { Source } from "./library.svelte.ts";

export type Compared = {
  readonly source: Source;
  readonly letter: string;
  readonly name: string;
  readonly experiment: Experiment;
  readonly steps: readonly Step[];
  readonly path: readonly Milestone[];
};

/** What an axis of a run's course counts. */
export type Course = "updates" | "replies";

export const passed = ({ update, replies }: Milestone, by: Course): number =>
  by === "updates" ? update : replies;

const COLORS = ["a", "b", "c", "d"] as const;
const DASHES = ["", "7 3", "2 3", "9 3 2 3"] as const;

/** The colour and the dash of a run's line: no two of the first sixteen are alike. */
export function lineOf({ letter }: Compared): { readonly color: string; readonly dash: string } {
  const i = letter.charCodeAt(0) - 65;
  const dash = DASHES[Math.floor(i / COLORS.length) % DASHES.length]!;
  return { color: `var(--run-${COLORS[i % COLORS.length]})`, dash };
}
