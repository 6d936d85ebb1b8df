/** @file `tilt reach`: what the judge gives to the start model's own answers, for the frontier's curves. */

import { writeFile } from "node:fs/promises";
import { version } from "../../package.json";
import { BANK_SIZE } from "../core/bank.ts";
import { defaults, LIMITS } from "../core/experiment.ts";
import type { ResultsOf } from "../core/results.ts";
import { TiltError } from "../core/types.ts";
import { assemble } from "../lab/assemble.ts";
import { MODELS } from "../lab/hosts.ts";
import type { Opened } from "../lab/opened.ts";
import { menu } from "../menu.ts";
import { nodeHosts } from "./hosts.ts";
import { modelsDigest } from "./measure/weights.ts";
import { backendOf, flags, progress, whole } from "./options.ts";

const help = `Usage: npm run tilt -- reach --out FILE [options]

Draws answers of the start model to held-out prompts of every task, at the temperature at which runs
are evaluated, and writes what the bundled reward model gives to each.

  --prompts N           prompts a task (32)
  --n N                 answers a prompt (${BANK_SIZE})
  --seed N              the draw's seed (7)
  --backend NAME        auto | webgpu | wasm | cpu (auto)
  --out FILE            where to write it
`;

const options = {
  prompts: { type: "string", default: "32" },
  n: { type: "string", default: String(BANK_SIZE) },
  seed: { type: "string", default: "7" },
  backend: { type: "string", default: "auto" },
  out: { type: "string" },
  help: { type: "boolean", default: false },
} as const;

/** Prompts drawn and scored in one go. */
const AT_ONCE = 8;

export async function main(args: string[]): Promise<number> {
  const { values } = flags(args, options, help);
  if (values.help) {
    console.log(help);
    return 0;
  }
  if (!values.out) throw new TiltError("cli.out", "A draw needs a file.", "Give it as --out FILE.");
  const asked = {
    prompts: whole("prompts", values.prompts, 2, 1024),
    n: whole("n", values.n, 16, 128),
    seed: whole("seed", values.seed, LIMITS.seed.min, LIMITS.seed.max),
    temperature: 1,
  };
  const say = progress();
  const tasks: Record<string, number[][]> = {};
  let backend = "";
  // The exact world's curves are known, and need no draw.
  for (const task of Object.keys(menu.tasks).filter((id) => id !== menu.tasks.toy.id)) {
    const experiment = { ...defaults(menu), task, backend: backendOf(values.backend) };
    const opened = await assemble(experiment, nodeHosts());
    backend = opened.engine.backend;
    tasks[task] = await rewardsOf(opened, asked, (done) =>
      say(`${task}: ${done} of ${asked.prompts} prompts`),
    );
    opened.engine.dispose();
  }
  const { n, seed, temperature } = asked;
  const file: ResultsOf<"reach"> = {
    version,
    models: modelsDigest(),
    backend,
    command: ["npm run tilt -- reach", ...args].join(" "),
    date: new Date().toISOString().slice(0, 10),
    judge: MODELS.reward,
    n,
    seed,
    temperature,
    tasks,
  };
  await writeFile(values.out, `${JSON.stringify(file)}\n`);
  say(
    `${Object.keys(tasks).length} tasks × ${asked.prompts} prompts × ${n} in ${values.out}`,
    true,
  );
  return 0;
}

type Asked = Readonly<{ prompts: number; n: number; seed: number; temperature: number }>;

/** [prompts][n], rounded to what a picture shows. */
async function rewardsOf(
  { bench: { lab }, task }: Opened,
  { prompts, ...draws }: Asked,
  each: (done: number) => void,
): Promise<number[][]> {
  const rewards: number[][] = [];
  for (let i = 0; i < prompts; i += AT_ONCE) {
    const length = Math.min(AT_ONCE, prompts - i);
    const some = Array.from({ length }, (_, j) => task.prompt("heldout", i + j));
    const scores = await lab.scorer.scoreAll(some, await lab.reference.sample(some, draws));
    rewards.push(...scores.map((row) => row.map((score) => Number(score.toFixed(3)))));
    each(rewards.length);
  }
  return rewards;
}
