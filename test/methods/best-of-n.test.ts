import { describe, expect, it } from "vitest";
import { bestOfN as bestOfNLaw } from "../../src/core/best-of-n.ts";
import { Run } from "../../src/core/run.ts";
import type { Step } from "../../src/core/types.ts";
import { bradleyTerry } from "../../src/feedback/bradley-terry.ts";
import { bestOfN } from "../../src/methods/best-of-n.ts";
import { toyBench } from "../../src/toy/bench.ts";
import { world } from "../../src/toy/world.ts";

async function logOf(knobs: Record<string, number | string>, seed = 1, evaluateEvery = 1e6) {
  const bench = toyBench({ seed, annotator: bradleyTerry });
  const run = new Run(bestOfN, { bench, evaluateEvery, knobs });
  await run.play(() => false);
  return run;
}

const of = <K extends Step["kind"]>(log: readonly Step[], kind: K) =>
  log.filter((step): step is Extract<Step, { kind: K }> => step.kind === kind);

const answerOf = (text: string): number => world.answers.findIndex((a) => a.text === text);

describe("best-of-n", () => {
  it.each([1, 4, 16])("keeps rank j with probability F(j)ⁿ − F(j−1)ⁿ, n = %i", async (n) => {
    // A learning rate of 0 holds the policy at its base, whose law is known.
    const knobs = { rounds: 60, batch: 64, n, learningRate: 0, epochs: 1, minibatch: 256 };
    const { log } = await logOf({ ...knobs, pool: "last round only" }, n);
    const counts = world.questions.map(() => world.answers.map(() => 0));
    for (const { pool } of of(log, "select")) {
      for (const { prompt, completion } of pool) {
        counts[world.questions.indexOf(prompt.text)]![answerOf(completion.text)]!++;
      }
    }
    world.questions.forEach((_, q) => {
      const total = 60 * 16;
      // From the definition: sort by reward, F is the cumulative mass.
      const order = [...world.answers.keys()].sort(
        (a, b) => world.gold[q]![a]! - world.gold[q]![b]!,
      );
      let below = 0;
      for (const a of order) {
        const upTo = below + world.base[q]![a]!;
        const p = upTo ** n - below ** n;
        const se = Math.sqrt((p * (1 - p)) / total);
        expect(Math.abs(counts[q]![a]! / total - p)).toBeLessThan(4 * se + 1e-9);
        expect(bestOfNLaw(world.base[q]!, world.gold[q]!, n).law[a]).toBeCloseTo(p, 12);
        below = upTo;
      }
    });
  });

  it("keeps the first of equal rewards, and says how the kept compares with the rest", async () => {
    const { log } = await logOf({ rounds: 2, batch: 8, n: 5, learningRate: 0.05 });
    of(log, "select").forEach(({ kept }, t) => {
      const { completions } = of(log, "sample")[t]!;
      const { scores } = of(log, "score")[t]!;
      kept.forEach((selection, i) => {
        const rs = scores[i]!;
        const sorted = [...rs].sort((a, b) => a - b);
        const first = rs.indexOf(Math.max(...rs));
        expect(selection).toEqual({
          promptId: completions[i]![0]!.promptId,
          completionId: completions[i]![first]!.id,
          reward: sorted[4],
          median: sorted[2],
          mean: rs.reduce((a, b) => a + b) / 5,
        });
      });
    });
  });

  it("takes the middle of the two middle rewards as the median of an even number", async () => {
    const { log } = await logOf({ rounds: 1, batch: 4, n: 4 });
    const { scores } = of(log, "score")[0]!;
    of(log, "select")[0]!.kept.forEach(({ median }, i) => {
      const sorted = [...scores[i]!].sort((a, b) => a - b);
      expect(median).toBe((sorted[1]! + sorted[2]!) / 2);
    });
  });

  it("pools all rounds, newest last, or only the last", async () => {
    const rounds = { rounds: 3, batch: 5, n: 2, minibatch: 4, epochs: 2, learningRate: 0.05 };
    const all = of((await logOf(rounds)).log, "select");
    expect(all.map(({ pool }) => pool.length)).toEqual([5, 10, 15]);
    expect(all[2]!.pool.slice(0, 10)).toEqual(all[1]!.pool);
    const last = of((await logOf({ ...rounds, pool: "last round only" })).log, "select");
    expect(last.map(({ pool }) => pool.length)).toEqual([5, 5, 5]);
  });

  it("goes through its pool once an epoch, every example in one minibatch", async () => {
    const rounds = { rounds: 2, batch: 5, n: 2, minibatch: 4, epochs: 3, learningRate: 0.05 };
    const { log } = await logOf(rounds);
    const [first, second] = of(log, "select");
    const updates = of(log, "update");
    // ⌈5/4⌉ = 2 steps an epoch, then ⌈10/4⌉ = 3.
    expect(updates).toHaveLength(3 * 2 + 3 * 3);
    const ids = (from: number, to: number) =>
      updates
        .slice(from, to)
        .flatMap(({ report }) =>
          report.nll.map(({ promptId, completionId }) => promptId + completionId),
        )
        .sort();
    const poolIds = (step: typeof first) =>
      step!.pool.map(({ prompt, completion }) => prompt.id + completion.id).sort();
    for (const epoch of [0, 1, 2]) {
      expect(ids(2 * epoch, 2 * epoch + 2)).toEqual(poolIds(first));
      expect(ids(6 + 3 * epoch, 9 + 3 * epoch)).toEqual(poolIds(second));
    }
  });

  it("remembers the pool across a fork, whichever pool the fork asks for", async () => {
    const rounds = { rounds: 3, batch: 5, n: 2, learningRate: 0.05 };
    const run = await logOf({ ...rounds, pool: "last round only" });
    const fork = run.fork(2, { knobs: { pool: "all rounds" } });
    await fork.play(() => false);
    const own = of(run.log, "select");
    expect(of(fork.log, "select")[2]!.pool).toEqual(own.flatMap(({ pool }) => pool));
  });

  it("raises gold with N, hardly moves without selection, and costs entropy", async () => {
    const end = async (n: number) => {
      const knobs = { rounds: 4, batch: 24, n, learningRate: 0.05 };
      const log = of((await logOf(knobs)).log, "evaluate");
      return { first: log[0]!.evaluation, last: log.at(-1)!.evaluation };
    };
    const [one, four, sixteen] = [await end(1), await end(4), await end(16)];
    expect(sixteen.last.gold).toBeGreaterThan(four.last.gold);
    expect(four.last.gold).toBeGreaterThan(one.last.gold + 0.2);
    expect(Math.abs(one.last.gold)).toBeLessThan(0.35);
    expect(sixteen.last.gold).toBeGreaterThan(0.8);
    expect(sixteen.last.entropy).toBeLessThan(sixteen.first.entropy);
  });

  it("samples warmer from round to round, within what can be sampled", async () => {
    const knobs = { rounds: 4, batch: 4, n: 4, temperature: 1, warming: 0.2, learningRate: 0 };
    const temperatures = async (more: Record<string, number>) =>
      of((await logOf({ ...knobs, ...more })).log, "sample").map((s) => s.sampler.temperature);
    expect(await temperatures({})).toEqual([1, 1.2, 1.4, 1.6]);
    expect(await temperatures({ temperature: 1.8 })).toEqual([1.8, 2, 2, 2]);
    expect(await temperatures({ temperature: 0.4, warming: -0.2 })).toEqual([0.4, 0.2, 0.1, 0.1]);
  });

  it("selects by the newest reward model: labels on its own answers mend a biased one", async () => {
    // The annotator knows gold; the reward model begins as the proxy that takes length for quality.
    const knobs = { rounds: 3, batch: 48, n: 8, learningRate: 0.05, labels: 192 };
    const { log } = await logOf(knobs);
    expect(of(log, "score").map(({ by }) => by)).toEqual(Array(3).fill("proxy reward"));
    const agreement = of(log, "score").map(({ scores }, t) => {
      const { prompts, completions } = of(log, "sample")[t]!;
      const right = prompts.flatMap(({ text }, i) => {
        const q = world.questions.indexOf(text);
        const gold = completions[i]!.map((y) => world.gold[q]![answerOf(y.text)]!);
        return gold.slice(1).flatMap((g, j) => {
          const said = scores[i]![j + 1]! - scores[i]![j]!;
          return g === gold[j] ? [] : [Number(said > 0 === g > gold[j]!)];
        });
      });
      return right.reduce((a, b) => a + b, 0) / right.length;
    });
    for (const share of agreement) expect(share).toBeGreaterThan(0.9);
    // Every round has its fit, between the draw and the scores.
    const kinds = log.filter((s) => ["sample", "fit", "score"].includes(s.kind)).map((s) => s.kind);
    expect(kinds.join(" ").replace(/fit( fit)*/g, "fit")).toBe(
      Array(3).fill("sample fit score").join(" "),
    );
  });
});
