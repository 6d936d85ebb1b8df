import { describe, expect, it } from "vitest";
import { Run } from "../../src/core/run.ts";
import { TiltError } from "../../src/core/types.ts";
import type { Method, Scorer, Step } from "../../src/core/types.ts";
import { bradleyTerry } from "../../src/feedback/bradley-terry.ts";
import { grpo } from "../../src/methods/grpo.ts";
import { rloo } from "../../src/methods/rloo.ts";
import { toyBench } from "../../src/toy/bench.ts";
import { world } from "../../src/toy/world.ts";

type Rollout = Extract<Step, { kind: "rollout" }>;
const rolloutsOf = (log: readonly Step[]): Rollout[] =>
  log.flatMap((s) => (s.kind === "rollout" ? [s] : []));
const updatesOf = (log: readonly Step[]) => log.flatMap((s) => (s.kind === "update" ? [s] : []));
const mean = (xs: readonly number[]) => xs.reduce((a, b) => a + b, 0) / xs.length;
/** KL(p ‖ q), nats. */
const kl = (p: readonly number[], q: readonly number[]): number =>
  p.reduce((sum, x, i) => sum + x * Math.log(x / q[i]!), 0);

async function play(method: unknown, knobs: Record<string, number | string>, seed = 1) {
  const bench = toyBench({ seed, annotator: bradleyTerry });
  const run = new Run(method as Method, { bench, evaluateEvery: 10_000, knobs });
  await run.play(() => false);
  return { bench, run, log: run.log };
}

/** The mean of the policy's law over the second half of a run of plain gradient steps. */
async function settled(method: unknown, knobs: Record<string, number | string>, rounds: number) {
  const bench = toyBench({ seed: 1, annotator: bradleyTerry, optimizer: "sgd" });
  const run = new Run(method as Method, {
    bench,
    evaluateEvery: 10_000,
    knobs: { iterations: rounds, ...knobs },
  });
  const law = world.base.map((row) => row.map(() => 0));
  await run.play((step) => {
    if (step.kind === "round" && step.t >= rounds / 2) {
      law.forEach((row, q) => bench.policy.law(q).forEach((p, a) => (row[a]! += p / (rounds / 2))));
    }
    return false;
  });
  return { bench, law };
}

describe("RLOO", () => {
  it("with a pull β finds the tilt π* ∝ π_ref exp(r/β)", async () => {
    const knobs = { beta: 1, batch: 24, k: 4, minibatch: 96, learningRate: 1.5 };
    const { bench, law } = await settled(rloo, knobs, 300);
    bench.optimum(1).forEach((target, q) => {
      expect(kl(target, world.base[q]!)).toBeGreaterThan(0.25);
      expect(kl(target, law[q]!)).toBeLessThan(0.02);
    });
  });

  it("starts with ratio 1: nothing is clipped, and k1 is 0 until the policy has moved", async () => {
    const { log } = await play(rloo, { iterations: 3, batch: 8, learningRate: 0.05 });
    const [first, second] = rolloutsOf(log);
    for (const { k1 } of first!.answers)
      for (const k of k1) expect(Math.abs(k)).toBeLessThan(1e-12);
    expect(second!.answers.some(({ k1 }) => k1.some((k) => Math.abs(k) > 1e-3))).toBe(true);
    for (const { report } of updatesOf(log)) {
      expect(report.metrics["policy/clipfrac_avg"]).toBe(0);
      expect(report.metrics["val/ratio"]).toBeCloseTo(1, 12);
    }
  });

  it("gives the answers to one prompt advantages that sum to 0, k/(k−1) times the deviation", async () => {
    const { log } = await play(rloo, { iterations: 4, batch: 6, k: 4, learningRate: 0.05 });
    for (const { answers, beta } of rolloutsOf(log)) {
      for (let i = 0; i < answers.length; i += 4) {
        const group = answers.slice(i, i + 4);
        const worth = group.map((a) => a.score - beta * a.k1.reduce((s, k) => s + k, 0));
        const centre = mean(worth);
        group.forEach(({ advantages, rewards, promptId }, j) => {
          expect(promptId).toBe(group[0]!.promptId);
          expect(rewards.reduce((s, r) => s + r, 0)).toBeCloseTo(worth[j]!, 12);
          for (const a of advantages) expect(a).toBeCloseTo((4 / 3) * (worth[j]! - centre), 12);
        });
      }
    }
  });

  it("clips from the second epoch on, and takes off what a missing end costs", async () => {
    const { log } = await play(rloo, {
      ...{ iterations: 2, batch: 8, epochs: 6, minibatch: 32, learningRate: 0.1 },
    });
    const shares = updatesOf(log).map(({ report }) => report.metrics["policy/clipfrac_avg"]!);
    expect(shares[0]).toBe(0);
    expect(Math.max(...shares.slice(1))).toBeGreaterThan(0);
  });

  it("says that there is nothing to learn where no answer is better, and goes on", async () => {
    const bench = toyBench({ seed: 1, annotator: bradleyTerry });
    const alike: Scorer = {
      name: "cannot tell",
      score: async (_, ys) => ys.map(() => 1),
      scoreAll: async (_, ys) => ys.map((row) => row.map(() => 1)),
    };
    const run = new Run(rloo, {
      bench: { ...bench, lab: { ...bench.lab, scorer: alike } },
      evaluateEvery: 100,
      knobs: { iterations: 2, batch: 4, missingEos: 0 },
    });
    await run.play(() => false);
    expect(rolloutsOf(run.log)[0]!.trouble).toEqual(["spread"]);
    expect(run.done).toBe(true);
    expect(updatesOf(run.log)[0]!.report.gradNorm).toBeLessThan(1e-12);
  });

  it("stops with a plain message at a reward that is no number, and can be forked", async () => {
    const bench = toyBench({ seed: 1, annotator: bradleyTerry });
    let broken = true;
    const scorer: Scorer = {
      ...bench.lab.scorer,
      scoreAll: async (xs, ys) => {
        const scores = await bench.lab.scorer.scoreAll(xs, ys);
        return broken ? scores.map((row) => row.map((r, i) => (i === 0 ? NaN : r))) : scores;
      },
    };
    const run = new Run(rloo, {
      bench: { ...bench, lab: { ...bench.lab, scorer } },
      evaluateEvery: 100,
      knobs: { iterations: 2, batch: 4 },
    });
    const error = await run.play(() => false).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(TiltError);
    expect(error).toMatchObject({
      code: "reward.not-finite",
      message: expect.stringContaining("4 of 16 answers"),
    });
    broken = false;
    const fork = run.fork(0);
    await fork.play(() => false);
    expect(fork.done).toBe(true);
    expect(updatesOf(fork.log)).toHaveLength(2);
  });
});

describe("GRPO", () => {
  it("gives each group advantages of mean 0 and deviation 1, and none to equal answers", async () => {
    const { log } = await play(grpo, { iterations: 4, batch: 6, group: 8, learningRate: 0.05 });
    for (const { answers } of rolloutsOf(log)) {
      for (let i = 0; i < answers.length; i += 8) {
        const group = answers.slice(i, i + 8).map(({ advantages }) => advantages[0]!);
        expect(mean(group)).toBeCloseTo(0, 12);
        const spread = Math.sqrt(mean(group.map((a) => a * a)) * (8 / 7));
        expect(spread === 0 || Math.abs(spread - 1) < 1e-3).toBe(true);
      }
    }
  });

  it("raises the reward by each way to weigh tokens, and a stronger pull holds it back", async () => {
    const ends = async (normalization: string, beta: number) => {
      const { log } = await play(grpo, {
        ...{ iterations: 40, batch: 4, group: 6, learningRate: 0.08 },
        normalization,
        beta,
      });
      const last = log.at(-1)!;
      if (last.kind !== "evaluate") throw new Error("the run did not end with an evaluation");
      return last.evaluation;
    };
    for (const normalization of ["grpo", "dapo", "dr_grpo"]) {
      const loose = await ends(normalization, 0.04);
      expect(loose.gold).toBeGreaterThan(1);
      expect((await ends(normalization, 2)).kl).toBeLessThan(loose.kl);
    }
  });

  it("holds the pull in the loss: rewards are the score alone, and k3 is a metric", async () => {
    const { log } = await play(grpo, { iterations: 3, batch: 6, group: 4, learningRate: 0.05 });
    for (const { answers } of rolloutsOf(log)) {
      for (const { rewards, score } of answers) {
        expect(rewards.at(-1)).toBe(score);
        for (const r of rewards.slice(0, -1)) expect(Math.abs(r)).toBe(0);
      }
    }
    const k3 = updatesOf(log).map(({ report }) => report.metrics["kl"]!);
    expect(k3[0]).toBeCloseTo(0, 12);
    expect(k3.at(-1)!).toBeGreaterThan(0);
  });
});
