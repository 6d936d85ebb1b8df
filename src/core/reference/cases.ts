/** @file Reference cases: the maths held against values that were computed elsewhere. */

import * as v from "valibot";
import { TiltError } from "../types.ts";
import { operations } from "./operations.ts";
import type { Operation } from "./operation.ts";

const caseSchema = v.object({
  id: v.string(),
  op: v.string(),
  in: v.unknown(),
  out: v.unknown(),
  tol: v.pipe(v.number(), v.finite(), v.minValue(0)),
});
const fileSchema = v.object({ format: v.literal(1), cases: v.array(caseSchema) });
type Case = v.InferOutput<typeof caseSchema>;

/** What became of a case that did not hold; `why` is null when its op is unknown. */
export type Finding = {
  readonly id: string;
  readonly op: string;
  readonly verdict: "off" | "unknown";
  readonly why: string | null;
};

export type Verification = {
  /** One line a finding, then `N held, N off, N unknown`. */
  readonly lines: readonly string[];
  readonly held: number;
  readonly off: number;
  readonly unknown: number;
  readonly findings: readonly Finding[];
};

/**
 * Checks the parsed contents of a file of cases. Throws a `TiltError` when it is no such file; a case
 * whose input is refused counts as off.
 */
export function verify(contents: unknown): Verification {
  const file = v.safeParse(fileSchema, contents);
  if (!file.success) {
    throw new TiltError(
      "verify.format",
      `This is not a file of reference cases: ${describe(file.issues[0])}.`,
      'Give a JSON file of the form {"format": 1, "cases": [{"id", "op", "in", "out", "tol"}, …]}.',
    );
  }
  const { cases } = file.output;
  const findings = cases.map(check).filter((finding) => finding !== null);
  const unknown = findings.filter((f) => f.verdict === "unknown").length;
  const off = findings.length - unknown;
  const held = cases.length - findings.length;
  const summary = `${held} held, ${off} off, ${unknown} unknown`;
  return { lines: [...findings.map(asLine), summary], held, off, unknown, findings };
}

/** Null when the case holds. */
function check({ id, op, in: input, out, tol }: Case): Finding | null {
  const run = operations.get(op);
  if (run === undefined) return { id, op, verdict: "unknown", why: null };
  const why = refusal(run, input, out, tol);
  return why === null ? null : { id, op, verdict: "off", why };
}

function refusal(run: Operation, input: unknown, want: unknown, tol: number): string | null {
  try {
    const difference = firstDifference(run(input), want, tol, "");
    if (difference === null) return null;
    return `${difference.path} got ${show(difference.got)} want ${show(difference.want)}`;
  } catch (error) {
    if (v.isValiError(error)) return `malformed in: ${describe(error.issues[0])}`;
    return `refused: ${error instanceof Error ? error.message : String(error)}`;
  }
}

type Difference = { readonly path: string; readonly got: unknown; readonly want: unknown };

/**
 * Numbers agree when |got − want| ≤ tol · max(1, |want|), and only finite ones; all else must be
 * equal, the length of a list and the keys of an object included. Null when all agrees.
 */
export function firstDifference(
  got: unknown,
  want: unknown,
  tol: number,
  path: string,
): Difference | null {
  if (Array.isArray(got) && Array.isArray(want)) {
    if (got.length !== want.length) {
      return { path: join(path, "length"), got: got.length, want: want.length };
    }
    return firstOf(want.keys(), (i) => firstDifference(got[i], want[i], tol, `${path}[${i}]`));
  }
  if (isRecord(got) && isRecord(want)) {
    return firstOf(new Set([...Object.keys(want), ...Object.keys(got)]), (key) =>
      firstDifference(own(got, key), own(want, key), tol, join(path, key)),
    );
  }
  if (typeof got === "number" && typeof want === "number") {
    return agree(got, want, tol) ? null : { path, got, want };
  }
  return got === want ? null : { path, got, want };
}

function agree(got: number, want: number, tol: number): boolean {
  if (!Number.isFinite(got) || !Number.isFinite(want)) return false;
  return Math.abs(got - want) <= tol * Math.max(1, Math.abs(want));
}

function firstOf<K>(keys: Iterable<K>, compare: (key: K) => Difference | null): Difference | null {
  for (const key of keys) {
    const difference = compare(key);
    if (difference !== null) return difference;
  }
  return null;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function own(record: Record<string, unknown>, key: string): unknown {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}

function join(path: string, key: string): string {
  return path === "" ? key : `${path}.${key}`;
}

/** A value in at most 80 characters. */
function show(value: unknown): string {
  if (value === undefined) return "nothing";
  // JSON has no word for NaN and the infinities.
  const text = typeof value === "number" ? String(value) : JSON.stringify(value);
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}

function describe(issue: v.BaseIssue<unknown>): string {
  const path = v.getDotPath(issue);
  return path === null ? issue.message : `${path}: ${issue.message}`;
}

function asLine({ id, op, verdict, why }: Finding): string {
  const line = verdict === "unknown" ? `UNKNOWN ${id} ${op}` : `OFF ${id} ${op} ${why}`;
  // Ids and names come from the file: whatever they hold, a finding stays on its line.
  return line.replace(/[\p{Cc}\u2028\u2029]/gu, " ");
}
