/** @file `tilt reproduce`: the claims of the papers, measured, each with its pass rule. */

import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { dirname } from "node:path";
import { version } from "../../package.json";
import { LIMITS } from "../core/experiment.ts";
import { menu } from "../lab.ts";
import { SCALES, type Claim, type Figure, type Found, type Scale } from "./claims/claim.ts";
import { claims } from "./claims/index.ts";
import { remarks } from "./claims/remarks.ts";
import { gather, known, type Wanted } from "./measure/crew.ts";
import type { BankSpec, RunSpec } from "./measure/spec.ts";
import { modelsDigest, store, type Store } from "./measure/store.ts";
import { backendOf, flags, oneOf, progress, whole } from "./options.ts";

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
  --list                print the claims with their rules, measure nothing

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
  list: { type: "boolean", default: false },
  help: { type: "boolean", default: false },
} as const;

/** One line of the results. */
export type Line = {
  readonly id: string;
  readonly verdict: "reproduced" | "not reproduced";
  readonly statement: string;
  readonly source: { readonly cite: string; readonly url: string };
  readonly rule: string;
  readonly measured: Readonly<Record<string, Figure>>;
  readonly n: number;
  readonly seeds: readonly number[];
  readonly task: string;
  readonly scale: Scale["name"];
  /** What we think explains it, where there is something to explain. */
  readonly remark?: string;
};

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
  const scale: Scale = {
    ...SCALES[oneOf("scale", values.scale, ["quick", "full"] as const)],
    task,
  };
  const backend = backendOf(values.backend);
  const say = progress();
  const kept = store(backend);
  await gather(wantedBy(chosen, scale, seeds), {
    store: kept,
    backend,
    jobs: whole("jobs", values.jobs, 1, 64),
    fresh: values.fresh,
    say,
  });
  const lines = chosen.map((claim) => judged(claim, scale, seeds, kept));
  say(`${lines.filter(({ verdict }) => verdict === "reproduced").length} of ${lines.length}`, true);
  const world = task === menu.tasks.toy.id ? "exact" : backend;
  const result = { ...circumstances(args, world), claims: lines };
  if (values.out) write(values.out, result);
  console.log(values.json ? JSON.stringify(result) : lines.map(told).join("\n\n"));
  return 0;
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

/** Every measurement that the claims need, once, seed by seed. */
export function wantedBy(
  chosen: readonly Claim[],
  scale: Scale,
  seeds: readonly number[],
): readonly Wanted[] {
  const wanted = new Map<string, Wanted>();
  for (const seed of seeds) {
    for (const claim of chosen) {
      for (const [name, spec] of Object.entries(claim.specs(scale))) {
        const key = `${JSON.stringify(spec)} ${seed}`;
        if (!wanted.has(key)) wanted.set(key, { spec, seed, name: `${claim.id}: ${name}` });
      }
    }
  }
  return [...wanted.values()];
}

/** A claim held against what was measured. */
function judged(claim: Claim, scale: Scale, seeds: readonly number[], kept: Store): Line {
  const specs = claim.specs(scale);
  const all = <S extends RunSpec | BankSpec>(name: string, kind: S["kind"]) => {
    const spec = specs[name];
    if (spec?.kind !== kind) throw new Error(`${claim.id} has no ${kind} called ${name}.`);
    return seeds.map((seed) => known(kept, spec as S, seed));
  };
  const found: Found = {
    runs: (name) => all<RunSpec>(name, "run"),
    banks: (name) => all<BankSpec>(name, "bank"),
  };
  const { held, measured, n } = claim.judge(found);
  const { id, statement, source, rule } = claim;
  const remark = held ? undefined : remarks[`${id} ${scale.task}`];
  return {
    id,
    verdict: held ? "reproduced" : "not reproduced",
    ...{ statement, source, rule, measured, n, seeds, task: scale.task, scale: scale.name },
    ...(remark ? { remark } : {}),
  };
}

function circumstances(args: readonly string[], backend: string) {
  return {
    version,
    models: modelsDigest(),
    backend,
    command: `npm run tilt -- reproduce ${args.join(" ")}`.trim(),
    date: new Date().toISOString().slice(0, 10),
  };
}

type Results = ReturnType<typeof circumstances> & { readonly claims: readonly Line[] };

/** Writes results; what the file says of other claims, or of the same on another task, stays. */
function write(path: string, now: Results): void {
  const before = existsSync(path) ? (JSON.parse(readFileSync(path, "utf8")) as Results) : null;
  const same = (a: Line, b: Line) => a.id === b.id && a.task === b.task;
  const others = before?.claims.filter((old) => !now.claims.some((line) => same(old, line))) ?? [];
  const place = ({ id }: Line) => claims.findIndex((claim) => claim.id === id);
  const both = (a: string, b: string) => [...new Set([...a.split("; "), b])].join("; ");
  const merged =
    before && others.length > 0
      ? {
          ...now,
          backend: both(before.backend, now.backend),
          command: both(before.command, now.command),
          claims: [...others, ...now.claims].sort((a, b) => place(a) - place(b)),
        }
      : now;
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `${JSON.stringify(merged, null, 2)}\n`);
}

function told({ id, verdict, statement, rule, measured, n, seeds, task }: Line): string {
  const width = Math.max(...Object.keys(measured).map((name) => name.length));
  const rows = Object.entries(measured).map(
    ([name, value]) => `    ${name.padEnd(width)}  ${spoken(value)}`,
  );
  const head = [`${id}  ${verdict}`, `  ${statement}`, `  Rule: ${rule}`];
  return [...head, `  n = ${n}, seeds ${seeds.join(", ")}, ${task}`, ...rows].join("\n");
}

/** "0.42 [0.31, 0.53]", with the seeds' own values where there are several. */
function spoken(figure: Figure): string {
  const short = (x: number) => String(Number(x.toPrecision(3)));
  if (typeof figure === "number") return short(figure);
  const { value, low, high, seeds } = figure;
  const each = seeds && seeds.length > 1 ? `  (${seeds.map(short).join(", ")})` : "";
  return `${short(value)} [${short(low)}, ${short(high)}]${each}`;
}
