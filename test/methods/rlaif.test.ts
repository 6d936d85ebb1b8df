/** @file RLAIF: a reward model of the annotator's labels, and what reinforcement makes of it. */
import { describe, expect, it } from "vitest";
import { logit } from "../../src/core/logistic.ts";
import { Run } from "../../src/core/run.ts";
import type { Method, Step } from "../../src/core/types.ts";
import { bradleyTerry } from "../../src/feedback/bradley-terry.ts";
import { rlaif } from "../../src/methods/rlaif.ts";
import { toyBench } from "../../src/toy/bench.ts";
import type { TabularReward } from "../../src/toy/reward.ts";
import { world } from "../../src/toy/world.ts";

type Of<K extends Step["kind"]> = Extract<Step, { kind: K }>;
const of = <K extends Step["kind"]>(log: readonly Step[], kind: K) =>
  log.filter((step): step is Of<K> => step.kind === kind);

function runOf(knobs: Record<string, number | string>) {
  const bench = toyBench({ seed: 4, annotator: bradleyTerry, copies: 128 });
  const run = new Run(rlaif as unknown as Method, {
    bench,
    evaluateEvery: 1e6,
    knobs: { labels: 512, batch: 64, minibatch: 64, learningRate: 0.05, ...knobs },
  });
  return { bench, run };
}

describe("RLAIF", () => {
  it("learns from soft labels the very rewards behind them, up to one shift and scale a question", async () => {
    const { bench, run } = runOf({ iterations: 1 });
    await run.play(() => false);
    const { labels } = of(run.log, "label")[0]!;
    expect(labels).toHaveLength(512);
    const { table } = bench.lab.rewardModel as TabularReward;
    // Every label is σ of a difference of gold: so must be the fitted rewards', by one scale.
    const difference = (row: readonly number[], a: number, b: number) => row[a]! - row[b]!;
    const often = (a: number) => world.base[0]![a]! >= 0.06;
    const ratios = world.questions.flatMap((_, q) =>
      world.answers.flatMap((_, a) =>
        often(a) && Math.abs(difference(world.gold[q]!, a, 3)) > 0.3
          ? [difference(table[q]!, a, 3) / difference(world.gold[q]!, a, 3)]
          : [],
      ),
    );
    const mean = ratios.reduce((x, y) => x + y) / ratios.length;
    for (const ratio of ratios) expect(Math.abs(ratio / mean - 1)).toBeLessThan(0.05);
    const { report } = of(run.log, "fit").at(-1)!;
    expect(report.accuracy!.rate).toBeGreaterThan(0.95);
    for (const { p } of labels) expect(Number.isFinite(logit(p))).toBe(true);
  });

  it("raises gold by reinforcement alone, held by the reference", async () => {
    const { run } = runOf({ iterations: 40 });
    await run.play(() => false);
    const last = of(run.log, "evaluate").at(-1)!.evaluation;
    expect(last.gold).toBeGreaterThan(0.7);
    expect(last.proxy).toBeGreaterThan(0.7);
    const held = runOf({ iterations: 40, beta: 0.6 });
    await held.run.play(() => false);
    const tight = of(held.run.log, "evaluate").at(-1)!.evaluation;
    expect(tight.kl).toBeLessThan(0.6 * last.kl);
  });

  it("goes back to the reward model of its round, whatever was fitted since", async () => {
    const { bench, run } = runOf({ iterations: 3 });
    await run.play(() => false);
    const own = (bench.lab.rewardModel as TabularReward).table;
    const other = run.fork(0, { knobs: { labels: 64, hard: "hard" } });
    await other.play(() => false);
    expect((bench.lab.rewardModel as TabularReward).table).not.toEqual(own);
    const again = run.fork(2);
    await again.play(() => false);
    expect((bench.lab.rewardModel as TabularReward).table).toEqual(own);
    expect(again.log).toEqual(run.log);
  });
});
