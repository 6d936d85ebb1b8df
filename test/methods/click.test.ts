/** @file CLICK: whom it pairs, what its contrast does, and what it does without any. */
import { describe, expect, it } from "vitest";
import { Run } from "../../src/core/run.ts";
import type { Method, Step } from "../../src/core/types.ts";
import { bradleyTerry } from "../../src/feedback/bradley-terry.ts";
import { click } from "../../src/methods/click.ts";
import { toyBench } from "../../src/toy/bench.ts";
import { world } from "../../src/toy/world.ts";

type Of<K extends Step["kind"]> = Extract<Step, { kind: K }>;
const of = <K extends Step["kind"]>(log: readonly Step[], kind: K) =>
  log.filter((step): step is Of<K> => step.kind === kind);

async function runOf(knobs: Record<string, number | string>) {
  const bench = toyBench({ seed: 5, annotator: bradleyTerry });
  const own = { batch: 16, topP: 1, minibatch: 32, learningRate: 0.05, rounds: 6, ...knobs };
  const run = new Run(click as unknown as Method, { bench, evaluateEvery: 1e6, knobs: own });
  await run.play(() => false);
  /** Probability of an answer below the threshold, mean over questions. */
  const bad = (threshold: number) =>
    world.questions
      .map((_, q) =>
        bench.policy
          .law(q)
          .reduce((sum, p, a) => sum + (world.gold[q]![a]! < threshold ? p : 0), 0),
      )
      .reduce((a, b) => a + b) / world.questions.length;
  return { run, bad };
}
const badAtStart = (threshold: number) =>
  world.base
    .map((law, q) => law.reduce((sum, p, a) => sum + (world.gold[q]![a]! < threshold ? p : 0), 0))
    .reduce((a, b) => a + b) / world.base.length;

describe("CLICK", () => {
  it("pairs each negative with the likeliest positive that is less likely than it", async () => {
    const { run } = await runOf({ rounds: 1 });
    const [sample] = of(run.log, "sample");
    const [score] = of(run.log, "score");
    const [{ pairs }] = of(run.log, "pair") as [Of<"pair">];
    expect(pairs.length).toBeGreaterThan(10);
    for (const { prompt, chosen, rejected } of pairs) {
      const i = sample!.prompts.findIndex(({ id }) => id === prompt.id);
      const good = sample!.completions[i]!.filter((_, j) => score!.scores[i]![j]! >= 0.5);
      expect(good.some(({ text }) => text === rejected.text)).toBe(false);
      const below = good.filter(({ logp }) => logp < rejected.logp).map(({ logp }) => logp);
      expect(chosen.logp).toBe(Math.max(...below));
    }
  });

  it("makes bad answers rare, rarer than the language-model loss alone does", async () => {
    const [full, alone] = [
      await runOf({ gamma: 2, rounds: 8 }),
      await runOf({ gamma: 0, rounds: 8 }),
    ];
    expect(full.bad(0.5)).toBeLessThan(0.65 * badAtStart(0.5));
    expect(full.bad(0.5)).toBeLessThan(alone.bad(0.5) - 0.05);
    const active = of(full.run.log, "update").map(({ report }) => report.metrics["click/active"]!);
    expect(active[0]!).toBe(1);
  });

  it("finds more to contrast when it pairs at random, none of it out of order by design", async () => {
    const [ranked, random] = [
      await runOf({ rounds: 1 }),
      await runOf({ rounds: 1, pairing: "random" }),
    ];
    const [a, b] = [of(ranked.run.log, "pair")[0]!, of(random.run.log, "pair")[0]!];
    expect(b.pairs.length).toBeGreaterThan(a.pairs.length);
    expect(b.ties).toBeLessThan(a.ties);
    expect(a.pairs.every(({ chosen, rejected }) => chosen.logp < rejected.logp)).toBe(true);
    expect(b.pairs.every(({ chosen, rejected }) => chosen.logp < rejected.logp)).toBe(false);
  });

  it.each([
    ["no positive", 3],
    ["no negative", -3],
  ])("goes on with the data alone when there is %s", async (_, threshold) => {
    const { run } = await runOf({ rounds: 2, threshold });
    expect(run.done).toBe(true);
    for (const { pairs } of of(run.log, "pair")) expect(pairs).toEqual([]);
    const updates = of(run.log, "update");
    expect(updates).toHaveLength(2);
    for (const { report } of updates) {
      expect(report.nll).toHaveLength(16);
      expect(report.loss).toBeCloseTo(report.metrics["nll_loss"]!, 12);
    }
  });
});
