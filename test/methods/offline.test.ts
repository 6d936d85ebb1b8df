/** @file The offline methods: one fixed set of answers, and what each loss makes of it. */
import { describe, expect, it } from "vitest";
import { Run } from "../../src/core/run.ts";
import type { Method, Step } from "../../src/core/types.ts";
import { bradleyTerry } from "../../src/feedback/bradley-terry.ts";
import { dpo } from "../../src/methods/dpo.ts";
import { ipo } from "../../src/methods/ipo.ts";
import { rrhf } from "../../src/methods/rrhf.ts";
import { slicHf } from "../../src/methods/slic-hf.ts";
import { toyBench } from "../../src/toy/bench.ts";
import { world } from "../../src/toy/world.ts";

type Of<K extends Step["kind"]> = Extract<Step, { kind: K }>;
const of = <K extends Step["kind"]>(log: readonly Step[], kind: K) =>
  log.filter((step): step is Of<K> => step.kind === kind);

async function runOf(method: unknown, knobs: Record<string, number | string>) {
  const bench = toyBench({ seed: 1, annotator: bradleyTerry });
  const run = new Run(method as Method, { bench, evaluateEvery: 1e6, knobs });
  await run.play(() => false);
  return run;
}
const goldOf = ({ log }: Run): number => of(log, "evaluate").at(-1)!.evaluation.gold;
/** Whole-batch steps, so that one is comparable with another. */
const WHOLE = { prompts: 64, minibatch: 512, learningRate: 0.05 };

describe("offline methods", () => {
  it.each([
    ["dpo", dpo],
    ["ipo", ipo],
    ["slic-hf", slicHf],
    ["rrhf", rrhf],
  ])("%s draws once, from the start model, and learns from it", async (_, method) => {
    const run = await runOf(method, { ...WHOLE, epochs: 12 });
    expect(of(run.log, "sample")).toHaveLength(1);
    expect(of(run.log, "round")).toHaveLength(12);
    const losses = of(run.log, "update").map(({ report }) => report.loss);
    expect(losses.at(-1)!).toBeLessThan(losses[0]!);
    expect(goldOf(run)).toBeGreaterThan(0.3);
  });

  it.each([
    [dpo, {}, Math.LN2],
    [dpo, { loss: "cdpo", epsilon: 0.2 }, Math.LN2],
    [dpo, { loss: "robust", epsilon: 0.2 }, Math.LN2],
    [ipo, { tau: 0.5 }, 1],
    [ipo, { tau: 0.5, average: "mean" }, 1],
  ])("starts at its value for a policy that is its own reference (%#)", async (m, knobs, start) => {
    const run = await runOf(m, { ...WHOLE, epochs: 1, ...knobs });
    expect(of(run.log, "update")[0]!.report.loss).toBeCloseTo(start, 12);
  });

  it("DPO pushes certain labels apart without end, IPO and smoothed labels come to rest", async () => {
    const margins = async (method: unknown, knobs: Record<string, number | string>) => {
      const { log } = await runOf(method, { ...WHOLE, epochs: 400, ...knobs });
      const h = of(log, "update").map(({ report }) => {
        return report.pairs.reduce((sum, pair) => sum + pair.h, 0) / report.pairs.length;
      });
      return { middle: h[199]!, end: h[399]! };
    };
    const free = await margins(dpo, { beta: 1 });
    expect(free.end).toBeGreaterThan(1.15 * free.middle);
    for (const [method, knobs] of [
      [ipo, { tau: 0.25 }],
      [dpo, { beta: 1, loss: "cdpo", epsilon: 0.2 }],
    ] as const) {
      const held = await margins(method, knobs);
      expect(Math.abs(held.end - held.middle)).toBeLessThan(0.02 * held.middle);
      expect(held.end).toBeLessThan(free.end / 2);
    }
  });

  it("RRHF puts answers in order, and needs no more than their order", async () => {
    const { log } = await runOf(rrhf, { ...WHOLE, epochs: 60 });
    const violated = of(log, "update").map(({ report }) => report.metrics["rrhf/violated"]!);
    expect(violated.at(-1)!).toBeLessThan(0.5 * violated[0]!);
    expect(of(log, "update")[0]!.report.nll).toHaveLength(64);
  });

  it("SLiC-HF plays m − 1 matches a prompt and stops at its margin", async () => {
    const { log } = await runOf(slicHf, { ...WHOLE, epochs: 150, n: 6, lambda: 0, delta: 1 });
    const { pairs, ties } = of(log, "pair")[0]!;
    expect(pairs.length + ties).toBe(64 * 5);
    const updates = of(log, "update");
    expect(updates.at(-1)!.report.loss).toBeLessThan(0.25 * updates[0]!.report.loss);
  });

  it.each([
    ["dpo", dpo],
    ["ipo", ipo],
    ["slic-hf", slicHf],
  ])("%s on fresh data draws before every step, and its data are never stale", async (_, m) => {
    const run = await runOf(m, { ...WHOLE, minibatch: 32, epochs: 4, source: "fresh" });
    const updates = of(run.log, "update");
    expect(of(run.log, "sample")).toHaveLength(updates.length);
    for (const { report } of updates) expect(report.metrics["staleness/kl"]).toBeCloseTo(0, 10);
    expect(goldOf(run)).toBeGreaterThan(0.1);
  });

  it("fixed data grow stale as fast as the policy leaves their writer", async () => {
    const bench = toyBench({ seed: 1, annotator: bradleyTerry, copies: 128 });
    const knobs = { prompts: 512, minibatch: 1024, epochs: 12, learningRate: 0.02, beta: 1 };
    const run = new Run(dpo as unknown as Method, { bench, evaluateEvery: 1e6, knobs });
    const stale: { metric: number; exact: number }[] = [];
    let law = world.base;
    await run.play((step) => {
      if (step.kind !== "update") return false;
      // The metric is taken before the step.
      const exact = world.base.map((p, q) =>
        p.reduce((sum, x, a) => sum + x * Math.log(x / law[q]![a]!), 0),
      );
      const metric = step.report.metrics["staleness/kl"]!;
      stale.push({ metric, exact: exact.reduce((a, b) => a + b) / exact.length });
      law = world.questions.map((_, q) => bench.policy.law(q));
      return false;
    });
    expect(stale[0]!.metric).toBeCloseTo(0, 12);
    expect(stale.at(-1)!.exact).toBeGreaterThan(0.02);
    for (const { metric, exact } of stale)
      expect(Math.abs(metric - exact)).toBeLessThan(0.25 * exact + 0.01);
    for (const [i, { metric }] of stale.slice(1).entries()) {
      expect(metric).toBeGreaterThan(stale[i]!.metric);
    }
  });
});
