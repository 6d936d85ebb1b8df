/** @file `tilt verify FILE`: the maths against reference cases computed elsewhere. */

import { readFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { verify } from "../core/reference/cases.ts";
import { TiltError } from "../core/types.ts";

const usage = `Usage: npm run tilt -- verify FILE [--json]

Checks every case of FILE, {"format": 1, "cases": [{"id", "op", "in", "out", "tol"}, …]}, and prints
a line for each that is off or whose op is unknown, then "N held, N off, N unknown".
--json prints one object with the counts and the findings instead.
Exit code: 0 all held, 1 some are off, 2 none is off but some are unknown, 3 not a file of cases.`;

/**
 * The command. Resolves to the exit code 0 (all held), 1 (some off) or 2 (none off, some unknown).
 * Throws a `TiltError` when there is no such file or it is none of cases.
 */
export async function main(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { json: { type: "boolean" }, help: { type: "boolean" } },
  });
  if (values.help) {
    console.log(usage);
    return 0;
  }
  const [path] = positionals;
  if (path === undefined || positionals.length > 1) {
    throw new TiltError("verify.usage", "verify takes one file.", usage);
  }
  const { lines, ...result } = verify(await readJson(path));
  console.log(values.json ? JSON.stringify(result) : lines.join("\n"));
  if (result.off > 0) return 1;
  return result.unknown > 0 ? 2 : 0;
}

async function readJson(path: string): Promise<unknown> {
  const text = await readFile(path, "utf8").catch((cause: unknown) => {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new TiltError(
      "verify.file",
      `${path} cannot be read: ${reason}`,
      "Check the path; it is relative to the folder the command runs in.",
      { cause },
    );
  });
  try {
    // Some editors put a byte order mark in front, which JSON does not know.
    return JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new TiltError(
      "verify.json",
      `${path} is not JSON: ${reason}`,
      "Give a complete JSON file of reference cases.",
      { cause },
    );
  }
}
