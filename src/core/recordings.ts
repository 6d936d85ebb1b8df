/**
 * @file Runs that come with the page: a list of them, and what a file of one leaves out. A recorded
 * run is a run log like any other, with shorter numbers.
 */

import * as v from "valibot";
import { experimentSchema, type RunHeader, type RunLog } from "./runlog.ts";
import type { Experiment } from "./experiment.ts";
import type { Step } from "./types.ts";

/** An entry of the list: enough to name a run and to know whether it is the one that is wanted. */
export type Recording = {
  /** Its file's name without the ending, and its name in a link. */
  readonly id: string;
  readonly experiment: Experiment;
  readonly backend: RunHeader["backend"];
  readonly adapter: string | null;
  readonly rounds: number;
  readonly updates: number;
  readonly steps: number;
  /** Of the file as it is fetched. */
  readonly bytes: number;
};

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const recordingSchema = v.object({
  id: v.pipe(v.string(), v.regex(/^[a-z0-9-]{1,80}$/)),
  experiment: experimentSchema,
  backend: v.picklist(["webgpu", "wasm", "cpu", "exact"]),
  adapter: v.nullable(v.string()),
  rounds: count,
  updates: count,
  steps: count,
  bytes: count,
});

/** The entries of a list that this Tilt can read; the others are left out. */
export function recordingsOf(json: unknown): Recording[] {
  if (!Array.isArray(json)) return [];
  return json.flatMap((entry) => {
    const read = v.safeParse(recordingSchema, entry);
    return read.success ? [read.output] : [];
  });
}

/** Significant digits of a recorded number. */
const DIGITS = 5;

/**
 * The log as it is recorded: measured numbers to five digits, and the text of each token only where
 * answers are drawn and in the update's own answers. What was accepted by comparing a die with a
 * number keeps that number in full.
 */
export function recorded({ header, steps, summary }: RunLog): RunLog {
  return { header: { ...header, digits: DIGITS }, steps: steps.map(shortened), summary };
}

function shortened(step: Step): Step {
  if (step.kind === "accept") return step;
  const pieces = step.kind === "sample" || step.kind === "update";
  return JSON.parse(
    JSON.stringify(step, (key, value: unknown) => {
      if (key === "pieces" && !pieces) return undefined;
      if (typeof value !== "number" || Number.isInteger(value)) return value;
      return Number(value.toPrecision(DIGITS));
    }),
  ) as Step;
}
