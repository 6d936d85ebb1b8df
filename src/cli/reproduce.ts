/** @file `tilt reproduce`: the claims of the papers, measured, each with its pass rule. */

import { availableParallelism } from "node:os";
import { LIMITS } from "../core/experiment.ts";
import { menu } from "../menu.ts";
import { scaleOf, type Claim, type Scale } from "./claims/claim.ts";
import { claims, mostTelling } from "./claims/index.ts";
import { gather, type Wanted } from "./measure/crew.ts";
import { planned } from "./measure/plan.ts";
import { store } from "./measure/store.ts";
import { missingModels } from "./measure/weights.ts";
import { backendOf, flags, number, oneOf, progress, whole } from "./options.ts";
import { judged, told, unmeasured } from "./reproduce/line.ts";
import { circumstances, write } from "./reproduce/results.ts";

const help = `Usage: npm run tilt -- reproduce [options]

Measures what the papers claim, in this engine, on the bundled models. Every claim has a rule that
decides it; the verdict is "reproduced" or "not reproduced". What was measured is kept under .cache,
so that a command that was stopped goes on where it was.

  --claim ID            a claim, several with commas between, or all (all)
                        ${claims.map(({ id }) => id).join(" ")}
  --seeds LIST          seeds with commas between (1,2,3)
  --scale NAME          quick | full (full): full takes up to three hours on two processors
  --task ID             ${Object.keys(menu.tasks).join(" | ")} (reviews); toy is the exact world:
                        seconds, and no sampling error in an evaluation
  --backend NAME        auto | webgpu | wasm | cpu (wasm)
  --jobs N              measurements at a time, each in a process of its own (the processors)
  --fresh               measure again what is known already
  --json                print JSON: {"claims":[{"id","verdict","rule","measured","n","seeds"}]}
  --out FILE            write the results to a file as well, with version, date and command; what it
                        says of other claims or tasks stays
  --minutes N           begin no measurement after N minutes; 0: judge by what is known already
  --plan                print what would be measured and about how long it takes, measure nothing
  --list                print the claims with their rules, measure nothing

A claim that could not be measured, for want of time or of a model's weights, is named and left out.
Exit code 0 when everything could be measured, whatever the verdicts; 3 when not.
`;

const options = {
  claim: { type: "string", default: "all" },
  seeds: { type: "string", default: "1,2,3" },
  scale: { type: "string", default: "full" },
  task: { type: "string", default: "reviews" },
  backend: { type: "string", default: "wasm" },
  jobs: { type: "string", default: String(availableParallelism()) },
  fresh: { type: "boolean", default: false },
  json: { type: "boolean", default: false },
  out: { type: "string" },
  minutes: { type: "string" },
  plan: { type: "boolean", default: false },
  list: { type: "boolean", default: false },
  help: { type: "boolean", default: false },
} as const;

export async function main(args: string[]): Promise<number> {
  const { values } = flags(args, options, help);
  if (values.help) {
    console.log(help);
    return 0;
  }
  const task = oneOf("task", values.task, Object.keys(menu.tasks));
  const chosen = choose(values.claim, task);
  if (values.list) {
    for (const { id, statement, rule } of chosen) console.log(`${id}  ${statement}\n    ${rule}`);
    return 0;
  }
  const seeds = seedsOf(values.seeds);
  const scale = scaleOf(oneOf("scale", values.scale, ["quick", "full"] as const), task);
  const backend = backendOf(values.backend);
  const jobs = whole("jobs", values.jobs, 1, 64);
  const say = progress();
  const kept = store(backend);
  const wanted = wantedBy(chosen, scale, seeds);
  if (values.plan) {
    console.log(planned(wanted, kept, jobs));
    return 0;
  }
  const minutes =
    values.minutes === undefined ? Infinity : number("minutes", values.minutes, 0, 1e5);
  const most = { minutes, fresh: values.fresh };
  await gather(wanted, { store: kept, backend, jobs, say, ...most });
  const left = chosen.flatMap((claim) => unmeasured(claim, scale, seeds, kept) ?? []);
  const lines = chosen
    .filter(({ id }) => !left.some((one) => one.id === id))
    .map((claim) => judged(claim, scale, seeds, kept));
  for (const { id, why } of left) say(`${id} not measured: ${why}`, true);
  say(`${lines.filter(({ verdict }) => verdict === "reproduced").length} of ${lines.length}`, true);
  const world = task === menu.tasks.toy.id ? "exact" : backend;
  const result = { ...circumstances(args, world), claims: lines };
  if (values.out && lines.length > 0) write(values.out, result);
  const all = { ...result, ...(left.length > 0 ? { notMeasured: left } : {}) };
  console.log(values.json ? JSON.stringify(all) : lines.map(told).join("\n\n"));
  return left.length > 0 ? 3 : 0;
}

function choose(text: string, task: string): readonly Claim[] {
  const able = claims.filter(({ modelsOnly }) => !modelsOnly || task !== menu.tasks.toy.id);
  if (text === "all") return able;
  const ids = able.map(({ id }) => id);
  return text.split(",").map((id) => able.find((c) => c.id === oneOf("claim", id.trim(), ids))!);
}

/** Seeds of a command: whole numbers with commas between, each once. */
export function seedsOf(text: string): number[] {
  const { min, max } = LIMITS.seed;
  return [...new Set(text.split(",").map((one) => whole("seeds", one, min, max)))];
}

/**
 * Every measurement that the claims need, once, what tells most first: a claim is complete before the
 * next one begins. What needs weights that are not there is left out.
 */
export function wantedBy(
  chosen: readonly Claim[],
  scale: Scale,
  seeds: readonly number[],
): readonly Wanted[] {
  const place = ({ id }: Claim) =>
    mostTelling.includes(id) ? mostTelling.indexOf(id) : mostTelling.length;
  const wanted = new Map<string, Wanted>();
  for (const claim of [...chosen].sort((a, b) => place(a) - place(b))) {
    const specs = Object.entries(claim.specs(scale));
    if (specs.some(([, spec]) => missingModels(spec).length > 0)) continue;
    for (const [name, spec] of specs) {
      for (const seed of seeds) {
        const key = `${JSON.stringify(spec)} ${seed}`;
        if (!wanted.has(key)) wanted.set(key, { spec, seed, name: `${claim.id}: ${name}` });
      }
    }
  }
  return [...wanted.values()];
}
