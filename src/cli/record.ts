/** @file `tilt record`: makes the runs that come with the page. */

import { mkdir, readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { fromSearch, type Experiment } from "../core/experiment.ts";
import { recorded, recordingsOf, type Recording } from "../core/recordings.ts";
import { headerOf, toJsonLines } from "../core/runlog.ts";
import { TiltError, type Step } from "../core/types.ts";
import { assemble } from "../lab/assemble.ts";
import { menu } from "../menu.ts";
import { nodeHosts } from "./hosts.ts";
import { backendOf, flags, progress } from "./options.ts";
import { recordings } from "./recordings.ts";
import { follow, spoken } from "./run.ts";

const help = `Usage: npm run tilt -- record [options]

Runs what src/cli/recordings.ts lists and writes public/runs: one file a run, and a list of them.

  --method ID       only the runs of this method; may be repeated
  --id ID           only this run; may be repeated
  --backend NAME    auto | webgpu | wasm | cpu (wasm)
  --out FOLDER      where the files go (public/runs)
`;

const options = {
  method: { type: "string", multiple: true, default: [] as string[] },
  id: { type: "string", multiple: true, default: [] as string[] },
  backend: { type: "string", default: "wasm" },
  out: {
    type: "string",
    default: fileURLToPath(new URL("../../public/runs", import.meta.url)),
  },
  help: { type: "boolean", default: false },
} as const;

export async function main(args: string[]): Promise<number> {
  const { values } = flags(args, options, help);
  if (values.help) {
    console.log(help);
    return 0;
  }
  const backend = backendOf(values.backend);
  const chosen = Object.entries(recordings)
    .map(([id, search]) => ({ id, experiment: { ...experimentOf(id, search), backend } }))
    .filter(({ id }) => values.id.length === 0 || values.id.includes(id))
    .filter(({ experiment: { method } }) => !values.method[0] || values.method.includes(method));
  if (chosen.length === 0) {
    throw new TiltError("cli.record", "No listed run fits.", `Listed: ${known()}.`);
  }
  await mkdir(values.out, { recursive: true });
  for (const { id, experiment } of chosen) {
    const entry = await record(id, experiment, values.out);
    await list(entry, values.out);
    console.log(`${id}: ${entry.steps} steps, ${entry.bytes} bytes`);
  }
  return 0;
}

const known = () => Object.keys(recordings).join(", ");

/** A listed query must mean what it says. */
function experimentOf(id: string, search: string): Experiment {
  const { experiment, ignored } = fromSearch(search, menu);
  const [wrong] = ignored;
  if (!wrong) return experiment;
  const message = `${id}: ${wrong.name}=${wrong.value} ${wrong.why}.`;
  throw new TiltError("cli.record", message, "Correct the list in src/cli/recordings.ts.");
}

/** One run from beginning to end, into its file. */
async function record(id: string, experiment: Experiment, out: string): Promise<Recording> {
  const say = progress();
  const opened = await assemble(experiment, nodeHosts());
  const { backend, adapter } = opened.engine;
  const steps = await follow(experiment, opened, (step) => say(`${id}: ${spoken(step)}`));
  opened.engine.dispose();
  // In a link "auto" lets the visitor's own device run the same experiment.
  const link = { ...experiment, backend: "auto" as const };
  const log = recorded({ header: headerOf(link, backend, adapter), steps, summary: null });
  const file = gzipSync(toJsonLines(log), { level: 9 });
  await writeFile(`${out}/${id}.jsonl.gz`, file);
  return { id, experiment: link, backend, adapter, ...counts(steps), bytes: file.length };
}

function counts(steps: readonly Step[]) {
  const round = steps.find((step) => step.kind === "round");
  const updates = steps.filter((step) => step.kind === "update").length;
  return { rounds: round?.rounds ?? 0, updates, steps: steps.length };
}

/** Puts an entry in its place among those that are there already. */
async function list(entry: Recording, out: string): Promise<void> {
  const path = `${out}/index.json`;
  const before = await readFile(path, "utf8").catch(() => "[]");
  const entries = recordingsOf(JSON.parse(before)).filter(({ id }) => id !== entry.id);
  const order = Object.keys(recordings);
  const all = [...entries, entry]
    .filter(({ id }) => order.includes(id))
    .sort((a, b) => order.indexOf(a.id) - order.indexOf(b.id));
  await writeFile(path, `${JSON.stringify(all, null, 1)}\n`);
}
