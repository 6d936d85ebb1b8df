/** @file `tilt league`: every method at equal budgets, on the plane of gold and KL. */

import { mkdirSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { dirname } from "node:path";
import { version } from "../../package.json";
import { mean } from "../core/statistics.ts";
import type { Knobs } from "../core/types.ts";
import { menu } from "../menu.ts";
import { boundsOf, type Bounds } from "./league/bounds.ts";
import { everySteps, knobsWithin, type Budget } from "./league/budget.ts";
import { plot } from "./league/plot.ts";
import { gather, known, type Wanted } from "./measure/crew.ts";
import type { BankSpec, RunResult, RunSpec } from "./measure/spec.ts";
import { planned } from "./measure/plan.ts";
import { store, type Store } from "./measure/store.ts";
import { modelsDigest } from "./measure/weights.ts";
import { backendOf, flags, oneOf, progress, whole } from "./options.ts";
import { seedsOf } from "./reproduce.ts";

const help = `Usage: npm run tilt -- league [options]

Runs every method at equal budgets, of answers drawn and of gradient steps, and puts their paths on
the plane of gold reward and KL to the reference, below the exact tilt and best-of-n, both estimated
from answers of the start policy. Goes on where it was stopped. All methods see the same judge.

  --task ID             ${Object.keys(menu.tasks).join(" | ")} (reviews)
  --seeds LIST          seeds with commas between (1,2,3)
  --budget A,S          answers drawn and gradient steps of each method (1920,40)
  --held-out N          prompts of an evaluation (128)
  --method LIST         some methods only, with commas between (all)
  --backend NAME        auto | webgpu | wasm | cpu (wasm)
  --jobs N              measurements at a time (the processors)
  --fresh               measure again what is known already
  --plan                print what would be measured and about how long it takes, measure nothing
  --json                print JSON instead of the SVG
  --out NAME            write NAME.json and NAME.svg as well
`;

const options = {
  task: { type: "string", default: "reviews" },
  seeds: { type: "string", default: "1,2,3" },
  budget: { type: "string", default: "1920,40" },
  "held-out": { type: "string", default: "128" },
  method: { type: "string" },
  backend: { type: "string", default: "wasm" },
  jobs: { type: "string", default: String(availableParallelism()) },
  fresh: { type: "boolean", default: false },
  plan: { type: "boolean", default: false },
  json: { type: "boolean", default: false },
  out: { type: "string" },
  help: { type: "boolean", default: false },
} as const;

/** Draws behind the bounds: prompts, and answers to each. */
const BANK = { prompts: 48, n: 64 } as const;

/** One method: its path in the mean over seeds, and what it used of the budget. */
export type Member = {
  readonly method: string;
  readonly name: string;
  readonly points: readonly {
    readonly update: number;
    readonly kl: number;
    readonly gold: number;
    readonly proxy: number;
    /** Of gold, over prompts and seeds. */
    readonly se: number;
  }[];
  readonly samples: number;
  readonly updates: number;
  /** Gold at the end of each seed. */
  readonly seeds: readonly number[];
};

export type League = {
  readonly task: string;
  readonly budget: Budget;
  readonly seeds: readonly number[];
  readonly heldOut: number;
  readonly bounds: Bounds;
  readonly members: readonly Member[];
};

export async function main(args: string[]): Promise<number> {
  const { values } = flags(args, options, help);
  if (values.help) {
    console.log(help);
    return 0;
  }
  const task = oneOf("task", values.task, Object.keys(menu.tasks));
  const seeds = seedsOf(values.seeds);
  const [samples = "", steps = ""] = values.budget.split(",");
  const budget = {
    samples: whole("budget", samples, 16, 1_000_000),
    steps: whole("budget", steps, 1, 10_000),
  };
  const heldOut = whole("held-out", values["held-out"], 8, 2_000);
  const backend = backendOf(values.backend);
  const specs = specsOf(task, budget, heldOut, values.method);
  const bank: BankSpec = { kind: "bank", task, ...BANK, temperature: 1, budgets: [] };
  const kept = store(backend);
  const say = progress();
  const wanted = seeds.flatMap((seed): Wanted[] => [
    { spec: bank, seed, name: "bounds" },
    ...[...specs].map(([id, spec]) => ({ spec, seed, name: id })),
  ]);
  const jobs = whole("jobs", values.jobs, 1, 64);
  if (values.plan) {
    console.log(planned(wanted, kept, jobs));
    return 0;
  }
  await gather(wanted, { store: kept, backend, jobs, fresh: values.fresh, say });
  say(`${specs.size} methods, ${seeds.length} seeds`, true);

  const bounds = boundsOf(seeds.map((seed) => known(kept, bank, seed)));
  const members = [...specs].map(([id, spec]) => memberOf(id, spec, seeds, kept));
  const league: League = { task, budget, seeds, heldOut, bounds, members };
  const lines = members.map(({ method: name, points }) => ({ name, points }));
  const svg = plot(titleOf(league), lines, bounds);
  const command = `npm run tilt -- league ${args.join(" ")}`.trim();
  const date = new Date().toISOString().slice(0, 10);
  const result = { version, models: modelsDigest(), backend, command, date, ...league };
  if (values.out) {
    mkdirSync(dirname(values.out), { recursive: true });
    writeFileSync(`${values.out}.json`, `${JSON.stringify(result, null, 2)}\n`);
    writeFileSync(`${values.out}.svg`, svg);
  }
  console.log(values.json ? JSON.stringify(result) : svg);
  return 0;
}

/** The exact world knows few questions; the other tasks have more than any budget asks for. */
const promptsOf = (task: string): number => (task === menu.tasks.toy.id ? 64 : 2048);

/** A run of each method within the budget. */
function specsOf(
  task: string,
  budget: Budget,
  heldOut: number,
  only?: string,
): ReadonlyMap<string, RunSpec> {
  const all = Object.keys(menu.methods);
  const ids = only ? only.split(",").map((id) => oneOf("method", id.trim(), all)) : all;
  const found = ids.map((id): [string, RunSpec] => {
    const method = menu.methods[id as keyof typeof menu.methods];
    const knobs = knobsWithin(method as { id: string; knobs: Knobs }, budget, promptsOf(task));
    const evaluateEvery = everySteps(budget.steps);
    const setup = { method: id, task, heldOut, evaluateEvery, knobs };
    return [id, { kind: "run", setup, updates: budget.steps }];
  });
  return new Map(found);
}

function memberOf(id: string, spec: RunSpec, seeds: readonly number[], kept: Store): Member {
  const runs = seeds.map((seed) => known(kept, spec, seed));
  const count = Math.min(...runs.map(({ evaluations }) => evaluations.length));
  const points = Array.from({ length: count }, (_, i) => {
    const here = runs.map(({ evaluations }) => evaluations[i]!);
    const of = (f: (e: (typeof here)[number]) => number) => mean(here.map(f));
    return {
      update: here[0]!.update,
      kl: of((e) => e.kl),
      gold: of((e) => e.gold),
      proxy: of((e) => e.proxy),
      se: Math.sqrt(mean(here.map((e) => e.se.gold ** 2)) / here.length),
    };
  });
  const used = (f: (run: RunResult) => number) => Math.round(mean(runs.map(f)));
  return {
    method: id,
    name: menu.methods[id as keyof typeof menu.methods].name,
    points,
    samples: used((run) => run.samples),
    updates: used((run) => run.updates.length),
    seeds: runs.map(({ evaluations }) => evaluations.at(-1)!.gold),
  };
}

function titleOf({ task, budget, seeds }: League): string {
  const { samples, steps } = budget;
  return `${task}: gold against KL, ${samples} answers and ${steps} steps each, seeds ${seeds.join(", ")}`;
}
