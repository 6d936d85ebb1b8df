/** @file ReST: what its thresholds keep, and what imitating it does. */
import { describe, expect, it } from "vitest";
import { Run } from "../../src/core/run.ts";
import type { Method, Step } from "../../src/core/types.ts";
import { bradleyTerry } from "../../src/feedback/bradley-terry.ts";
import { rest } from "../../src/methods/rest.ts";
import { toyBench } from "../../src/toy/bench.ts";
import { barsOf, cutsOf, keptOf } from "../../src/ui/views/filter.ts";

type Of<K extends Step["kind"]> = Extract<Step, { kind: K }>;
const of = <K extends Step["kind"]>(log: readonly Step[], kind: K) =>
  log.filter((step): step is Of<K> => step.kind === kind);

async function runOf(knobs: Record<string, number | string>) {
  const bench = toyBench({ seed: 2, annotator: bradleyTerry });
  const method = rest as unknown as Method;
  const own = { batch: 64, n: 16, minibatch: 1e6, learningRate: 0.1, epochs: 10, ...knobs };
  const run = new Run(method, { bench, evaluateEvery: 1, knobs: own });
  await run.play(() => false);
  return run;
}
const goldOf = ({ log }: Run): number => of(log, "evaluate").at(-1)!.evaluation.gold;

describe("ReST", () => {
  it("raises the gold reward with its threshold within a Grow step, and again with the next", async () => {
    const { log } = await runOf({ rounds: 2, improves: 3, first: 0.3, last: 0.9 });
    const at = log.flatMap((step, i) =>
      step.kind === "filter" || step.kind === "round" ? [i] : [],
    );
    const before = (i: number) => of(log.slice(0, i), "evaluate").at(-1)!.evaluation.gold;
    const golds = [...at.slice(1).map(before), goldOf({ log } as unknown as Run)];
    golds.slice(1).forEach((gold, i) => expect(gold).toBeGreaterThanOrEqual(golds[i]! - 1e-9));
    expect(golds.at(-1)!).toBeGreaterThan(1);
  });

  it("keeps exactly the answers above each threshold, fewer each time", async () => {
    for (const scale of ["percentile", "min–max"]) {
      const { log } = await runOf({
        rounds: 1,
        improves: 3,
        first: 0.5,
        last: 0.9,
        epochs: 1,
        scale,
      });
      const steps = of(log, "filter");
      expect(steps.map(({ at }) => at)).toEqual([0, 1, 2]);
      for (const step of steps) {
        const threshold = step.thresholds[step.at]!;
        expect(step.pool).toHaveLength(64 * 17);
        expect(step.pool.filter(({ written }) => written)).toHaveLength(64);
        const above = step.pool.flatMap(({ level }, i) => (level > threshold ? [i] : []));
        expect(step.kept).toEqual(above);
        expect([...step.pool].map(({ level }) => level).sort((a, b) => a - b)[0]).toBe(0);
        const cut = cutsOf(step)[step.at]!;
        expect(cut.kept).toBe(step.kept.length);
        const rewards = step.kept.map((i) => step.pool[i]!.reward);
        for (const reward of rewards) expect(reward).toBeGreaterThanOrEqual(cut.reward!);
      }
      expect(steps[0]!.kept.length).toBeGreaterThan(steps[2]!.kept.length);
      if (scale === "percentile") {
        steps.forEach(({ kept, pool }, i) =>
          expect(kept.length / pool.length).toBeCloseTo([0.5, 0.3, 0.1][i]!, 2),
        );
      }
    }
  });

  it("passes over an Improve step that keeps nothing, and says so", async () => {
    // All ten answers have the same standing: none is above the rest by reward.
    const bench = toyBench({ seed: 2, annotator: bradleyTerry });
    const flat = { ...bench.lab.scorer, name: "flat", score: async () => [0] };
    const scoreAll = async (_: unknown, ys: readonly (readonly unknown[])[]) =>
      ys.map((row) => row.map(() => 0));
    const lab = { ...bench.lab, scorer: { ...flat, scoreAll } };
    const knobs = { batch: 4, n: 4, rounds: 2, improves: 2, scale: "min–max" };
    const run = new Run(rest as unknown as Method, {
      bench: { ...bench, lab },
      evaluateEvery: 1,
      knobs,
    });
    await run.play(() => false);
    expect(run.done).toBe(true);
    expect(of(run.log, "update")).toEqual([]);
    const steps = of(run.log, "filter");
    expect(steps).toHaveLength(4);
    for (const step of steps) {
      expect(step.kept).toEqual([]);
      expect(keptOf(step)).toMatchObject({ reward: null, prompts: 0, asked: 4, written: 0 });
      expect(barsOf(step.pool, 24)).toHaveLength(1);
    }
  });

  it("keeps everything at a threshold of 0, the worst answer too", async () => {
    const { log } = await runOf({ rounds: 1, improves: 1, first: 0, last: 0, epochs: 1 });
    const [step] = of(log, "filter");
    expect(step!.kept).toHaveLength(step!.pool.length);
    expect(cutsOf(step!)[0]).toMatchObject({ reward: null, share: 1 });
    const bars = barsOf(step!.pool, 24);
    expect(bars.reduce((n, { drawn, written }) => n + drawn + written, 0)).toBe(step!.pool.length);
  });

  it("learns more slowly at each threshold", async () => {
    const { log } = await runOf({ rounds: 1, improves: 3, epochs: 1, decay: 0.5 });
    expect(of(log, "update").map(({ report }) => report.learningRate)).toEqual([0.1, 0.05, 0.025]);
  });
});
