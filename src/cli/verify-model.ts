/** @file `tilt verify-model DIR`: the engine against a checkpoint whose results are known. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { TiltError } from "../core/types.ts";
import { checkModel } from "../models/agreement.ts";
import { readCheckpoint } from "../models/checkpoint.ts";
import { parseExpected } from "../models/expected.ts";
import { nodeBackend } from "./backend.ts";
import { folderSource } from "./files.ts";

const usage = `Usage: npm run tilt -- verify-model DIR [--backend auto|webgpu|wasm|cpu] [--json]

Computes what DIR/expected.json lists for the checkpoint in DIR (logits, token log-probabilities,
greedy continuations, DPO losses and gradients, AdamW steps, tokenizer) and prints a line for each
quantity that is off or not known, then "N held, N off, N unknown". On a GPU the tolerances are ten
times those of the file.
Exit code: 0 all held, 1 some are off, 2 none is off but some are unknown, 3 it could not be run.`;

/** The command. Resolves to the exit code; throws a `TiltError` when the folder cannot be used. */
export async function main(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      backend: { type: "string", default: "auto" },
      json: { type: "boolean" },
      help: { type: "boolean" },
    },
  });
  if (values.help) {
    console.log(usage);
    return 0;
  }
  const [folder] = positionals;
  if (folder === undefined || positionals.length > 1) {
    throw new TiltError("verify-model.usage", "verify-model takes one folder.", usage);
  }
  const expected = parseExpected(await readJson(join(folder, "expected.json")));
  const checkpoint = await readCheckpoint(folderSource(folder));
  const backend = await nodeBackend(values.backend);
  const { checks, unknown } = await checkModel(
    checkpoint,
    expected,
    backend.name === "webgpu" ? 10 : 1,
  );
  const off = checks.filter((check) => check.off !== null);
  const counts = { held: checks.length - off.length, off: off.length, unknown: unknown.length };
  if (values.json) {
    console.log(
      JSON.stringify({ backend: backend.name, ...counts, findings: off, unknowns: unknown }),
    );
  } else {
    for (const check of off) console.log(`OFF ${check.name} ${check.off}`);
    for (const field of unknown) console.log(`UNKNOWN ${field}`);
    console.log(`${counts.held} held, ${counts.off} off, ${counts.unknown} unknown`);
  }
  if (counts.off > 0) return 1;
  return counts.unknown > 0 ? 2 : 0;
}

async function readJson(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, "utf8"));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new TiltError(
      "verify-model.file",
      `${path} cannot be read: ${reason}`,
      "Give a folder with a checkpoint and its expected.json.",
      { cause },
    );
  }
}
