import { describe, expect, it } from "vitest";
import { Run } from "../../src/core/run.ts";
import type { Annotator, Scorer, Step } from "../../src/core/types.ts";
import { bradleyTerry } from "../../src/feedback/bradley-terry.ts";
import { onlineDpo } from "../../src/methods/online-dpo.ts";
import { toyBench } from "../../src/toy/bench.ts";
import { world } from "../../src/toy/world.ts";

const drawn = (scorer: Scorer): Annotator => bradleyTerry(scorer, { draw: true });

/** KL(p ‖ q), nats. */
const kl = (p: readonly number[], q: readonly number[]): number =>
  p.reduce((sum, x, i) => sum + x * Math.log(x / q[i]!), 0);

const updatesOf = (log: readonly Step[]) => log.flatMap((s) => (s.kind === "update" ? [s] : []));
const pairsOf = (log: readonly Step[]) => log.flatMap((s) => (s.kind === "pair" ? [s] : []));

describe("online DPO", () => {
  it("with Bradley–Terry labels finds the tilt π* ∝ π_ref exp(r/β)", async () => {
    const bench = toyBench({ seed: 1, annotator: drawn, optimizer: "sgd" });
    const knobs = { beta: 1, temperature: 0.9, learningRate: 2, iterations: 800, batch: 64 };
    const run = new Run(onlineDpo, { bench, evaluateEvery: 10_000, knobs });
    // One law wanders around the optimum with the noise of its last labels; their mean does not.
    const mean = world.base.map((law) => law.map(() => 0));
    await run.play((step) => {
      if (step.kind === "round" && step.t >= 300) {
        mean.forEach((law, q) => bench.policy.law(q).forEach((p, a) => (law[a]! += p / 500)));
      }
      return false;
    });
    bench.optimum(1).forEach((target, q) => {
      expect(kl(target, world.base[q]!)).toBeGreaterThan(0.25);
      expect(kl(target, mean[q]!)).toBeLessThan(0.01);
    });
  });

  it.each([
    ["dpo", Math.LN2],
    ["hinge_norm", 1],
    ["ipo", 1 / (2 * 0.1) ** 2],
  ])("starts %s at its value for a policy that is its own reference", async (loss, start) => {
    const bench = toyBench({ seed: 2, annotator: bradleyTerry });
    const run = new Run(onlineDpo, { bench, evaluateEvery: 50, knobs: { loss, beta: 0.1 } });
    const step = await run.play((s) => s.kind === "update");
    if (step?.kind !== "update") throw new Error("no update");
    expect(step.report.loss).toBeCloseTo(start, 12);
    expect(step.report.metrics["rewards/accuracies"]).toBe(0.5);
    for (const { h } of step.report.pairs) expect(Math.abs(h)).toBeLessThan(1e-12);
    expect(step.objective.loss?.kind).toBe(loss);
  });

  it("adds the SFT term with its weight", async () => {
    const lossAt = async (sft: number) => {
      const bench = toyBench({ seed: 2, annotator: bradleyTerry });
      const run = new Run(onlineDpo, { bench, evaluateEvery: 50, knobs: { sft } });
      await run.play((s) => s.kind === "update");
      return updatesOf(run.log)[0]!.report;
    };
    const [without, with_] = [await lossAt(0), await lossAt(0.5)];
    expect(with_.loss - without.loss).toBeCloseTo(0.5 * without.metrics.nll_loss!, 12);
    expect(without.loss).toBeCloseTo(Math.LN2, 12);
  });

  it("prefers the better answer, drops ties, and counts them", async () => {
    const bench = toyBench({ seed: 3, annotator: bradleyTerry });
    const knobs = { iterations: 4, learningRate: 0.05 };
    const run = new Run(onlineDpo, { bench, evaluateEvery: 50, knobs });
    await run.play(() => false);
    let ties = 0;
    for (const step of pairsOf(run.log)) {
      ties += step.ties;
      expect(step.pairs.length + step.ties).toBe(24);
      for (const { prompt, chosen, rejected } of step.pairs) {
        expect(chosen.text).not.toBe(rejected.text);
        const [w, l] = await bench.lab.scorer.score(prompt, [chosen, rejected]);
        expect(w!).toBeGreaterThan(l!);
      }
    }
    // Two of ten answers coincide with probability Σ p², a good tenth here.
    expect(ties).toBeGreaterThan(0);
  });

  it("drops the pairs of which the annotator was not sure enough", async () => {
    const paired = async (margin: number) => {
      const bench = toyBench({ seed: 3, annotator: bradleyTerry });
      const run = new Run(onlineDpo, {
        bench,
        evaluateEvery: 50,
        knobs: { iterations: 1, margin },
      });
      await run.play(() => false);
      const labels = run.log.flatMap((step) => (step.kind === "label" ? step.labels : []));
      const pairs = pairsOf(run.log).flatMap((step) => step.pairs);
      return { pairs: pairs.length, sure: labels.filter(({ p }) => Math.abs(p - 0.5) >= 0.2) };
    };
    const [all, some] = [await paired(0), await paired(0.2)];
    expect(some.pairs).toBe(some.sure.length);
    expect(some.pairs).toBeLessThan(all.pairs);
  });

  it("gives each pair the frozen reference's log-probabilities, to the end of the run", async () => {
    const bench = toyBench({ seed: 4, annotator: bradleyTerry });
    const knobs = { iterations: 30, learningRate: 0.1 };
    const run = new Run(onlineDpo, { bench, evaluateEvery: 50, knobs });
    await run.play(() => false);
    const { pairs } = pairsOf(run.log).at(-1)!;
    for (const { prompt, chosen, rejected, ref } of pairs) {
      const q = world.questions.indexOf(prompt.text);
      const base = (text: string) =>
        Math.log(world.base[q]![world.answers.findIndex((a) => a.text === text)]!);
      expect(ref.chosen).toBeCloseTo(base(chosen.text), 12);
      expect(ref.rejected).toBeCloseTo(base(rejected.text), 12);
    }
    const report = updatesOf(run.log).at(-1)!.report;
    expect(report.metrics["rewards/margins"]).toBeGreaterThan(0);
  });

  it("skips the update when every pair is a tie, and goes on", async () => {
    const undecided = (): Annotator => ({
      name: "cannot say",
      prefer: async (questions) =>
        questions.map(({ prompt, a, b }) => ({
          promptId: prompt.id,
          a: a.id,
          b: b.id,
          p: 0.5,
          orders: null,
          rewards: null,
        })),
    });
    const bench = toyBench({ seed: 5, annotator: undecided });
    const run = new Run(onlineDpo, { bench, evaluateEvery: 1, knobs: { iterations: 3 } });
    await run.play(() => false);
    expect(pairsOf(run.log).map(({ pairs, ties }) => [pairs.length, ties])).toEqual([
      [0, 24],
      [0, 24],
      [0, 24],
    ]);
    expect(updatesOf(run.log)).toEqual([]);
    expect(run.log.filter((s) => s.kind === "evaluate")).toHaveLength(1);
    expect(run.done).toBe(true);
  });

  it("raises the reward it is shown, and over-reaches on a proxy: gold falls behind", async () => {
    const ends = async (feedback: "gold" | "proxy") => {
      const bench = toyBench({ seed: 6, annotator: bradleyTerry, feedback });
      const knobs = { iterations: 150, learningRate: 0.05, beta: 0.1 };
      const run = new Run(onlineDpo, { bench, evaluateEvery: 150, knobs });
      await run.play(() => false);
      const last = run.log.at(-1)!;
      if (last.kind !== "evaluate") throw new Error("the run did not end with an evaluation");
      return last.evaluation;
    };
    const [gold, proxy] = [await ends("gold"), await ends("proxy")];
    expect(gold.gold).toBeGreaterThan(1);
    expect(gold.winRate.rate).toBeGreaterThan(0.8);
    expect(proxy.proxy).toBeGreaterThan(gold.proxy);
    expect(proxy.gold).toBeLessThan(gold.gold);
    expect(proxy.length).toBeGreaterThan(gold.length);
  });
});
