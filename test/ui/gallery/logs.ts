/**
 * @file Real logs of the exact world, for the gallery and the tests of the views: both methods of
 * this world, other losses, both orders of asking, and a reward model fitted to the world's pairs.
 */
import { sigmoid } from "../../../src/core/logistic.ts";
import { dice } from "../../../src/core/random.ts";
import { Run } from "../../../src/core/run.ts";
import { calibration, mean, wilson } from "../../../src/core/statistics.ts";
import type { Annotator, FitReport, Method, Scorer, Step } from "../../../src/core/types.ts";
import { bradleyTerry } from "../../../src/feedback/bradley-terry.ts";
import { bestOfN } from "../../../src/methods/best-of-n.ts";
import { click } from "../../../src/methods/click.ts";
import { grpo } from "../../../src/methods/grpo.ts";
import { onlineDpo } from "../../../src/methods/online-dpo.ts";
import { pairwiseCringe } from "../../../src/methods/pairwise-cringe.ts";
import { rest } from "../../../src/methods/rest.ts";
import { rlaif } from "../../../src/methods/rlaif.ts";
import { rlhfPpo } from "../../../src/methods/rlhf-ppo.ts";
import { rloo } from "../../../src/methods/rloo.ts";
import { rrhf } from "../../../src/methods/rrhf.ts";
import { rso } from "../../../src/methods/rso.ts";
import { selfRewarding } from "../../../src/methods/self-rewarding.ts";
import { slicHf } from "../../../src/methods/slic-hf.ts";
import { spin } from "../../../src/methods/spin.ts";
import { toyBench } from "../../../src/toy/bench.ts";
import type { GradeLaw } from "../../../src/toy/judge.ts";
import { world } from "../../../src/toy/world.ts";
import { reviewBench } from "./reviews.ts";

export async function imitation(): Promise<readonly Step[]> {
  const bench = reviewBench(3);
  const knobs = { rounds: 4, batch: 12, n: 16, learningRate: 0.05, minibatch: 12, epochs: 3 };
  const run = new Run(bestOfN, { bench, evaluateEvery: 2, knobs });
  await run.play(() => false);
  return run.log;
}

export async function rejection(
  knobs: Record<string, number | string> = {},
): Promise<readonly Step[]> {
  const own = { rounds: 3, batch: 8, n: 64, k: 8, learningRate: 0.03, minibatch: 16 };
  const run = new Run(rso, {
    bench: reviewBench(7),
    evaluateEvery: 2,
    knobs: { ...own, ...knobs },
  });
  await run.play(() => false);
  return run.log;
}

/** A policy that grades itself, three times each answer. */
export async function selfJudged(grades?: GradeLaw): Promise<readonly Step[]> {
  const own = { rounds: 3, ift: 24, batch: 12, minibatch: 6, learningRate: 0.05, temperature: 1 };
  const run = new Run(selfRewarding, {
    bench: reviewBench(13, grades),
    evaluateEvery: 4,
    knobs: { ...own, judge: "sampled grades" },
  });
  await run.play(() => false);
  return run.log;
}

/** A method that trains without a reference: its updates report no pairs. */
export async function unreferenced(
  method: unknown,
  more: Record<string, number | string> = {},
): Promise<readonly Step[]> {
  const own = { rounds: 2, epochs: 2, batch: 12, prompts: 12, minibatch: 6, learningRate: 0.03 };
  const knobs = { ...own, ...more };
  const run = new Run(method as Method, { bench: reviewBench(9), evaluateEvery: 2, knobs });
  await run.play(() => false);
  return run.log;
}

/** A method that learns from its own draws by policy gradient. */
export async function reinforcement(
  method: unknown,
  knobs: Record<string, number | string> = {},
): Promise<readonly Step[]> {
  const own = { iterations: 4, batch: 6, k: 4, group: 4, epochs: 2, learningRate: 0.03 };
  const run = new Run(method as Method, {
    bench: reviewBench(4),
    evaluateEvery: 2,
    knobs: { ...own, ...knobs },
  });
  await run.play(() => false);
  return run.log;
}

export async function preference(
  knobs: Record<string, number | string> = {},
  annotator?: (scorer: Scorer) => Annotator,
): Promise<readonly Step[]> {
  const bench = annotator ? toyBench({ seed: 5, annotator, feedback: "proxy" }) : reviewBench(5);
  const own = { rounds: 40, batch: 24, learningRate: 0.03 };
  const run = new Run(onlineDpo, { bench, evaluateEvery: 4, knobs: { ...own, ...knobs } });
  await run.play(() => false);
  return run.log;
}

/** An annotator that leans to whatever it reads first, asked in both orders. */
export const leaning = (scorer: Scorer): Annotator => ({
  name: "leaning reader",
  async prefer(questions) {
    const plain = await bradleyTerry(scorer).prefer(questions);
    return plain.map((label) => {
      const delta = (label.rewards?.a ?? 0) - (label.rewards?.b ?? 0);
      const orders = { ab: sigmoid(delta + 0.5), ba: sigmoid(-delta + 0.5) };
      return { ...label, orders, rewards: null, p: (orders.ab + 1 - orders.ba) / 2 };
    });
  },
});

/** Bradley and Terry's model of the world's answers, one number each, fitted by gradient descent. */
export function fitted(): readonly Step[] {
  const random = dice(11);
  const reward = world.answers.map(() => 0);
  const draw = (name: string, i: number) => {
    const q = Math.floor(random.uniform(name, i, "q") * world.questions.length);
    const [a, b] = ["a", "b"].map((side) =>
      Math.floor(random.uniform(name, i, side) * world.answers.length),
    ) as [number, number];
    const gap = world.gold[q]![a]! - world.gold[q]![b]!;
    const first = random.uniform(name, i, "label") < sigmoid(gap);
    return { a, b, w: first ? a : b, l: first ? b : a };
  };
  const heldOut = Array.from({ length: 300 }, (_, i) => draw("heldout", i)).filter(
    ({ a, b }) => a !== b,
  );
  const total = 800;
  const steps: Step[] = [];
  for (let seen = 0; seen < total;) {
    const losses: number[] = [];
    for (let k = 0; k < 40; k++, seen++) {
      const { w, l } = draw("train", seen);
      const delta = reward[w]! - reward[l]!;
      losses.push(-Math.log(sigmoid(delta)));
      reward[w]! += 0.15 * sigmoid(-delta);
      reward[l]! -= 0.15 * sigmoid(-delta);
    }
    steps.push({ kind: "fit", report: report(seen, mean(losses), seen % 200 === 0) });
  }
  return steps;

  function report(seen: number, loss: number, measured: boolean): FitReport {
    if (!measured) {
      return { seen, total, loss, accuracy: null, margin: null, ece: null, bins: [] };
    }
    const margins = heldOut.map(({ w, l }) => reward[w]! - reward[l]!);
    const right: number[] = margins.map((m) => (m > 0 ? 1 : m === 0 ? 0.5 : 0));
    const stated = margins.map((m) => sigmoid(Math.abs(m)));
    const { ece, bins } = calibration(
      stated,
      right.map((r) => (r > 0.5 ? 1 : 0)),
    );
    const accuracy = wilson(
      right.reduce((a, b) => a + b, 0),
      heldOut.length,
    );
    return { seen, total, loss, accuracy, margin: mean(margins), ece, bins: [...bins] };
  }
}

/** The last place of a kind in a log. */
export const lastOf = (log: readonly Step[], kind: Step["kind"]): number =>
  log.findLastIndex((step) => step.kind === kind);

/** One log of every kind of method, by what it shows. */
export const logs: Readonly<Record<string, readonly Step[]>> = {
  imitated: await imitation(),
  kept: await rejection(),
  greedy: await rejection({ beta: 0 }),
  blind: await rejection({ control: "random selection" }),
  ranked: await unreferenced(rrhf),
  cringed: await unreferenced(pairwiseCringe),
  stored: await unreferenced(rest, { batch: 8, n: 6, epochs: 1 }),
  played: await unreferenced(spin, { batch: 8 }),
  contrasted: await unreferenced(click, { batch: 6, n: 8 }),
  knockout: await unreferenced(slicHf, { batch: 6 }),
  preferred: await preference(),
  leaned: await preference({}, leaning),
  ipo: await preference({ loss: "ipo" }),
  hinge: await preference({ loss: "hinge_norm" }),
  rolled: await reinforcement(rloo),
  expected: await reinforcement(rlhfPpo, { kl: "adaptive", target: 0.1, minibatch: 6 }),
  grouped: await reinforcement(grpo),
  labelled: await reinforcement(rlaif, { labels: 24 }),
  fit: fitted(),
  graded: await selfJudged(),
  level: await selfJudged(() => [0, 0, 0, 0, 1, 0]),
  silent: await selfJudged(() => [0, 0, 0, 0, 0, 0]),
};
