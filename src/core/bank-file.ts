/**
 * @file A sample bank as a file: JSON lines, a header, then one prompt a line with its candidates,
 * their log-probabilities and scores. What is read back is parsed, never trusted.
 */

import * as v from "valibot";
import { LIMITS } from "./experiment.ts";
import { completion, prompt, sampler } from "./step-schema.ts";
import { TiltError } from "./types.ts";

const whole = (least: number) => v.pipe(v.number(), v.integer(), v.minValue(least));
const finite = v.pipe(v.number(), v.finite());

/** Raised whenever an old file would no longer be read the same. */
export const BANK_VERSION = 1;

const headerSchema = v.object({
  kind: v.literal("bank"),
  version: v.literal(BANK_VERSION),
  task: v.string(),
  /** Folder of the model that answered, and what it ran on. */
  model: v.string(),
  backend: v.string(),
  /** The run's seed; with the sampler it names the draw. */
  seed: v.pipe(whole(LIMITS.seed.min), v.maxValue(LIMITS.seed.max)),
  /** Candidates a prompt. */
  n: whole(1),
  sampler,
});

const rowSchema = v.object({
  kind: v.literal("candidates"),
  prompt,
  completions: v.array(completion),
  /** One number a candidate from each scorer, by the scorer's name; SFT standard deviations. */
  scores: v.record(v.string(), v.array(finite)),
});

export type BankHeader = v.InferOutput<typeof headerSchema>;
export type BankRow = v.InferOutput<typeof rowSchema>;
export type BankFile = { readonly header: BankHeader; readonly rows: readonly BankRow[] };

/** Reads a whole file. Throws TiltError bank.file, which names the line. */
export function readBank(text: string): BankFile {
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  const header = parse(headerSchema, lines[0] ?? "", 1);
  const rows = lines.slice(1).map((line, i) => parse(rowSchema, line, i + 2));
  rows.forEach(({ prompt, completions, scores }, i) => {
    const counts = [header.n, ...Object.values(scores).map((list) => list.length)];
    if (counts.some((count) => count !== completions.length)) {
      throw broken(
        i + 2,
        `prompt ${prompt.id} has not ${header.n} candidates, each with its score`,
      );
    }
  });
  return { header, rows };
}

function parse<S extends v.GenericSchema>(schema: S, line: string, at: number): v.InferOutput<S> {
  const result = v.safeParse(schema, json(line, at));
  if (result.success) return result.output;
  const [issue] = result.issues;
  throw broken(at, `${v.getDotPath(issue) ?? "the line"}: ${issue.message}`);
}

function json(line: string, at: number): unknown {
  try {
    return JSON.parse(line);
  } catch {
    throw broken(at, "it is not JSON");
  }
}

const broken = (line: number, why: string): TiltError =>
  new TiltError(
    "bank.file",
    `This is no sample bank that Tilt can read; line ${line}: ${why}.`,
    "Draw one with: npm run tilt -- bank --task T --prompts N --out FILE",
  );
