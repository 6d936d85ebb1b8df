/**
 * @file A run as a file: JSON lines, a header, then one step a line, and a summary at the end
 * where the writer adds one. What is read back is parsed, never trusted.
 */

import * as v from "valibot";
import { ANNOTATION, annotationSchema } from "./annotation.ts";
import { ANNOTATORS, BACKENDS, LIMITS, VERSION, type Experiment } from "./experiment.ts";
import { atOnce, gently } from "./gently.ts";
import type { Backend, Leg } from "./legs.ts";
import { stepSchema } from "./step-schema.ts";
import { ownRewardSchema } from "./own-reward.ts";
import { TiltError } from "./types.ts";
import type { Step } from "./types.ts";

/** What the steps were computed with. */
export type RunHeader = {
  readonly kind: "run";
  readonly version: number;
  readonly experiment: Experiment;
  /** The backend actually used; at its end, where `legs` name another one before. */
  readonly backend: Backend;
  /** What the backend says it runs on: a GPU's name; null where it does not say. */
  readonly adapter: string | null;
  readonly seed: number;
  /** What its maker called it. */
  readonly name?: string;
  /** Numbers were rounded to so many significant digits for the file; absent: as computed. */
  readonly digits?: number;
  /** How it was forked or went over to another backend; absent: not at all. */
  readonly legs?: readonly Leg[];
};

export type RunLog = {
  readonly header: RunHeader;
  readonly steps: readonly Step[];
  /** A last line of kind "summary", as it stood; null when there is none. */
  readonly summary: Readonly<Record<string, unknown>> | null;
};

const whole = ({ min, max }: { min: number; max: number }) =>
  v.pipe(v.number(), v.integer(), v.minValue(min), v.maxValue(max));

const version = v.literal(VERSION, `is not ${VERSION}, the version this Tilt reads`);

export const experimentSchema = v.object({
  version,
  method: v.string(),
  task: v.string(),
  seed: whole(LIMITS.seed),
  backend: v.picklist(BACKENDS),
  annotator: v.picklist(ANNOTATORS),
  annotation: v.optional(annotationSchema, ANNOTATION),
  rewardModel: v.variant("kind", [
    v.object({ kind: v.literal("bundled") }),
    v.object({
      kind: v.literal("trained"),
      labels: whole(LIMITS.labels),
      noise: v.pipe(v.number(), v.minValue(LIMITS.noise.min), v.maxValue(LIMITS.noise.max)),
    }),
  ]),
  heldOut: whole(LIMITS.heldOut),
  evaluateEvery: whole(LIMITS.evaluateEvery),
  knobs: v.record(v.string(), v.union([v.number(), v.string()])),
  own: v.optional(v.pipe(v.string(), v.regex(/^[0-9a-z]{2,14}$/))),
  ownReward: v.optional(ownRewardSchema),
});

const backend = v.picklist(["webgpu", "wasm", "cpu", "exact"]);

const headerSchema = v.object({
  kind: v.literal("run"),
  version,
  experiment: experimentSchema,
  backend,
  adapter: v.nullable(v.string()),
  seed: whole(LIMITS.seed),
  name: v.optional(v.pipe(v.string(), v.maxLength(200))),
  digits: v.optional(whole({ min: 1, max: 17 })),
  legs: v.optional(
    v.array(
      v.object({
        from: whole({ min: 0, max: Number.MAX_SAFE_INTEGER }),
        round: whole({ min: 0, max: Number.MAX_SAFE_INTEGER }),
        knobs: v.record(v.string(), v.union([v.number(), v.string()])),
        backend: v.optional(backend),
      }),
    ),
  ),
});

/** The header of a run of an experiment on a backend. */
export function headerOf(
  experiment: Experiment,
  backend: RunHeader["backend"],
  adapter: string | null,
): RunHeader {
  return { kind: "run", version: VERSION, experiment, backend, adapter, seed: experiment.seed };
}

/** One line of a file, without its newline: a header, a step or a summary. */
export function toLine(value: RunHeader | Step | Readonly<Record<string, unknown>>): string {
  return JSON.stringify(value);
}

/** The whole file. */
export function toJsonLines({ header, steps, summary }: RunLog): string {
  const lines = [header, ...steps, ...(summary ? [summary] : [])];
  return lines.map((line) => toLine(line) + "\n").join("");
}

/**
 * Reads a file. Throws a `TiltError` that names the line and the field: `runlog.not-json`,
 * `runlog.header`, `runlog.step`, `runlog.empty`. Empty lines are skipped, and counted.
 */
export function fromJsonLines(text: string): RunLog {
  return atOnce(read(text));
}

/** The same, letting the page breathe. */
export function fromJsonLinesGently(text: string): Promise<RunLog> {
  return gently(read(text));
}

/** Yields twice a line. */
function* read(text: string): Generator<void, RunLog, void> {
  const lines = text
    .split(/\r?\n/)
    .map((line, i) => ({ line, number: i + 1 }))
    .filter(({ line }) => line.trim() !== "");
  const first = lines[0];
  if (!first) throw refusal("runlog.empty", "The file is empty.");
  const header = checked(headerSchema, json(first), first.number, "runlog.header");
  const last = lines.at(-1)!;
  const end = lines.length > 1 ? json(last) : null;
  const summary = isSummary(end) ? end : null;
  const steps: Step[] = [];
  for (const line of lines.slice(1, summary ? -1 : undefined)) {
    const value = json(line);
    yield;
    steps.push(checked(stepSchema, value, line.number, "runlog.step"));
    yield;
  }
  return { header, steps, summary };
}

type Line = { readonly line: string; readonly number: number };

function json({ line, number }: Line): unknown {
  try {
    return JSON.parse(line);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw refusal("runlog.not-json", `Line ${number} is not JSON: ${why}`, error);
  }
}

function isSummary(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && "kind" in value && value.kind === "summary";
}

function checked<S extends v.GenericSchema>(
  schema: S,
  value: unknown,
  number: number,
  code: string,
): v.InferOutput<S> {
  const result = v.safeParse(schema, value);
  if (result.success) return result.output;
  const issue = result.issues[0];
  const path = v.getDotPath(issue);
  throw refusal(code, `Line ${number}${path ? `, ${path}` : ""}: ${issue.message}`);
}

function refusal(code: string, message: string, cause?: unknown): TiltError {
  return new TiltError(code, message, "Open a file that Tilt has written, unchanged.", { cause });
}
