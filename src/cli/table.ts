/** @file `tilt table`: the post's closing table, every column counted from a short run of the method. */

import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { version } from "../../package.json";
import type { Counted, WeightSet } from "../core/census.ts";
import { defaults, type Experiment } from "../core/experiment.ts";
import { Run } from "../core/run.ts";
import type { Knobs, Method } from "../core/types.ts";
import { assemble } from "../lab/assemble.ts";
import type { Hosts } from "../lab/hosts.ts";
import { menu, methodOf } from "../menu.ts";
import { nodeHosts } from "./hosts.ts";
import { modelsDigest } from "./measure/weights.ts";
import { backendOf, flags, oneOf, progress } from "./options.ts";
import { post, why, type Post } from "./table/post.ts";

const help = `Usage: npm run tilt -- table [options]

Runs every method for a few rounds and counts: which weight sets its gradient step and its sampling
stage asked for, where the answers came from that it trained on, and whether any answer of the policy
in training was judged. Prints the counts beside what the post says of the method.

  --method ID           one method (all)
  --task ID             ${Object.keys(menu.tasks)
    .filter((id) => id !== "toy")
    .join(" | ")} (reviews)
  --backend NAME        auto | webgpu | wasm | cpu (wasm)
  --json                print JSON: {"rows":[{"method","needsHumanLabels","onPolicyData",
                        "onlineFeedback","externalModel","models","post", …}]}
  --out FILE            write the JSON to a file as well
`;

const options = {
  method: { type: "string" },
  task: { type: "string", default: "reviews" },
  backend: { type: "string", default: "wasm" },
  json: { type: "boolean", default: false },
  out: { type: "string" },
  help: { type: "boolean", default: false },
} as const;

export type Row = {
  readonly method: string;
  readonly name: string;
  readonly needsHumanLabels: boolean;
  readonly onPolicyData: boolean;
  readonly onlineFeedback: boolean;
  readonly externalModel: boolean;
  readonly models: {
    readonly train: number;
    readonly sample: number;
    readonly together: number;
    readonly trainable: number;
    readonly frozen: number;
    /** Of the sets that were asked: AdamW keeps three copies of a trainable one. */
    readonly bytes: number;
    readonly gradient: readonly WeightSet[];
    readonly sampling: readonly WeightSet[];
  };
  /** Shares of the answers trained on that the policy drew, and their mean age in updates. */
  readonly fromPolicy: number;
  readonly age: number;
  readonly updates: number;
  readonly post: Post | null;
  readonly why: string | null;
};

export async function main(args: string[]): Promise<number> {
  const { values } = flags(args, options, help);
  if (values.help) {
    console.log(help);
    return 0;
  }
  const ids = Object.keys(menu.methods);
  const chosen = values.method ? [oneOf("method", values.method, ids)] : ids;
  const tasks = Object.keys(menu.tasks).filter((id) => id !== menu.tasks.toy.id);
  const task = oneOf("task", values.task, tasks);
  const backend = backendOf(values.backend);
  const say = progress();
  const rows: Row[] = [];
  const command = `npm run tilt -- table ${args.join(" ")}`.trim();
  const date = new Date().toISOString().slice(0, 10);
  const result = { version, models: modelsDigest(), backend, task, command, date, rows };
  for (const [i, method] of chosen.entries()) {
    say(`${method}: ${i + 1} of ${chosen.length}`);
    rows.push(await rowOf({ ...defaults(menu), method, task, backend }, nodeHosts()));
    if (values.out) write(values.out, result);
  }
  say(`${rows.length} methods counted`, true);
  console.log(values.json ? JSON.stringify(result) : told(rows));
  return 0;
}

function write(path: string, result: unknown): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `${JSON.stringify(result, null, 2)}\n`);
}

/** A method's row, from a run of two rounds or more with a handful of prompts. */
export async function rowOf(base: Experiment, hosts: Hosts): Promise<Row> {
  const method = methodOf(base);
  const experiment = { ...base, ...feedbackOf(method), heldOut: 1, knobs: few(method.knobs) };
  const { bench, usage } = await assemble(experiment, hosts);
  // An examination of the judge is no part of a method, and takes longer than all the rest.
  const { examine: _examine, ...plain } = bench;
  const run = new Run(method, { bench: plain, evaluateEvery: 10_000, knobs: experiment.knobs });
  const rounds = () => run.log.filter(({ kind }) => kind === "round").length;
  while (!run.done && (run.updates < ENOUGH || rounds() <= 2)) await run.step();
  const { seen, models } = await usage();
  if (!seen) throw new Error(`${method.id} was run in a world without weights.`);
  return row(method, seen, await bytesOf(hosts, models.bytes));
}

/** Updates after which a method has shown all that it does, when two rounds are over. */
const ENOUGH = 8;

/** In two papers a model that is told what to prefer gives the feedback; else the lab's default. */
const BY_MODEL: ReadonlySet<string> = new Set(["online-dpo", "rlaif"]);

const feedbackOf = ({ id }: Method): Partial<Experiment> =>
  BY_MODEL.has(id) ? { annotator: "instructed-s" } : {};

/** Knobs that say how much there is to do, turned down; the rest as they are. */
function few(knobs: Knobs): Record<string, number> {
  const wanted: Readonly<Record<string, number>> = {
    ...{ rounds: 2, iterations: 3, epochs: 2, grows: 2, improves: 2 },
    ...{
      batch: 3,
      prompts: 4,
      minibatch: 3,
      n: 4,
      k: 2,
      group: 3,
      ift: 4,
      eft: 4,
      shots: 0,
      labels: 64,
    },
  };
  return Object.fromEntries(
    Object.entries(wanted).flatMap(([name, value]) => {
      const knob = Object.hasOwn(knobs, name) ? knobs[name] : undefined;
      if (knob?.type !== "number") return [];
      return [[name, Math.min(knob.max, Math.max(knob.min, value))]];
    }),
  );
}

/** Bytes of each weight set, as the hosts hold them in single precision; `total` is all of it. */
async function bytesOf(
  { policy, reward }: Hosts,
  total: number,
): Promise<Record<WeightSet, number>> {
  const [p, r] = await Promise.all([policy.usage(), reward.usage()]);
  // The policy host holds π with AdamW's two moments, and π_ref.
  const one = p.bytes / 4;
  return {
    policy: 3 * one,
    reference: one,
    "copy of the policy": one,
    "reward model": r.bytes,
    annotator: total - p.bytes - r.bytes,
  };
}

function row(method: Method, seen: Counted, bytes: Readonly<Record<WeightSet, number>>): Row {
  const sets = new Set([...seen.gradient, ...seen.sampling]);
  const { policy, reference, given } = seen.trainedOn;
  return {
    method: method.id,
    name: method.name,
    // A reward model stands for the labels that it was trained on, unless an annotator gave them.
    needsHumanLabels: sets.has("reward model") && !sets.has("annotator"),
    // Drawn by the policy itself; a first round may take answers of the start policy from the bank.
    onPolicyData: policy > 0,
    onlineFeedback: seen.onlineFeedback > 0,
    externalModel: sets.has("annotator"),
    models: {
      train: seen.gradient.size,
      sample: seen.sampling.size,
      together: sets.size,
      trainable: seen.trainable.size,
      frozen: sets.size - seen.trainable.size,
      bytes: [...sets].reduce((all, set) => all + bytes[set], 0),
      gradient: [...seen.gradient],
      sampling: [...seen.sampling],
    },
    fromPolicy: policy / Math.max(1, policy + reference + given),
    age: Number(seen.age.toFixed(2)),
    updates: seen.updates,
    post: post[method.id] ?? null,
    why: why[method.id] ?? null,
  };
}

function told(rows: readonly Row[]): string {
  const mark = (counted: boolean, said: boolean | "optional" | null | undefined) =>
    `${counted ? "yes" : "no"}${said === undefined || said === counted ? "" : ` (post: ${said === null ? "blank" : said === "optional" ? "optional" : said ? "yes" : "no"})`}`;
  const head = ["method", "human labels", "on-policy", "online feedback", "external"];
  const lines = rows.map((r) => [
    r.method,
    mark(r.needsHumanLabels, r.post?.needsHumanLabels),
    mark(r.onPolicyData, r.post?.onPolicyData),
    mark(r.onlineFeedback, r.post?.onlineFeedback),
    mark(r.externalModel, r.post?.externalModel),
    `${r.models.train} / ${r.models.sample} / ${r.models.together}`,
    r.post?.models ?? "–",
    `${(r.models.bytes / 1e6).toFixed(1)} MB`,
  ]);
  const all = [[...head, "train / sample / together", "post", "bytes"], ...lines];
  const widths = all[0]!.map((_, i) => Math.max(...all.map((cells) => cells[i]!.length)));
  return all.map((cells) => cells.map((c, i) => c.padEnd(widths[i]!)).join("  ")).join("\n");
}
