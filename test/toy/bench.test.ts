import { describe, expect, it } from "vitest";
import { bestOfN } from "../../src/core/best-of-n.ts";
import { bradleyTerry } from "../../src/feedback/bradley-terry.ts";
import { toyBench } from "../../src/toy/bench.ts";
import { world } from "../../src/toy/world.ts";

const options = { seed: 1, annotator: bradleyTerry };

describe("the exact world's evaluation", () => {
  it("is 0 reward, 0 KL and a win rate of one half at the start", async () => {
    const e = await toyBench(options).evaluate();
    for (const value of [e.gold, e.proxy, e.independent, e.kl]) expect(value).toBeCloseTo(0, 12);
    expect(e.winRate.rate).toBeCloseTo(0.5, 12);
    expect(e.eosRate).toBe(1);
    expect(e.examples).toHaveLength(4);
  });

  it("agrees with a large sample on gold, proxy, length, entropy and KL", async () => {
    const bench = toyBench({ ...options, copies: 1500 });
    const { policy, prompts, scorer } = bench.lab;
    const examples = prompts.slice(0, 4).map((prompt, i) => ({
      prompt,
      completion: {
        ...world.answers[i]!,
        id: "",
        promptId: "",
        logps: [],
        logp: 0,
        finished: true,
      },
    }));
    for (let i = 0; i < 10; i++)
      await policy.update({ kind: "sft", examples }, { learningRate: 0.1 });
    const exact = await bench.evaluate();
    const answers = await policy.sample(prompts, { n: 1, seed: 8, temperature: 1 });
    const gold = (await scorer.scoreAll(prompts, answers)).flat();
    const along = await policy.divergence(
      prompts.map((prompt, i) => ({ prompt, completion: answers[i]![0]! })),
    );
    const close = (xs: number[], want: number): void => {
      const mean = xs.reduce((a, b) => a + b) / xs.length;
      const se = Math.sqrt(xs.reduce((s, x) => s + (x - mean) ** 2, 0)) / xs.length;
      expect(Math.abs(mean - want)).toBeLessThan(4 * se);
    };
    close(gold, exact.gold);
    close(
      along.map((d) => d.kl),
      exact.kl,
    );
    close(
      along.map((d) => d.entropy),
      exact.entropy,
    );
    close(
      answers.flat().map((y) => y.tokens.length),
      exact.length,
    );
    expect(exact.kl).toBeGreaterThan(0.05);
  });

  it("draws the tilt as the target: no law does better at E r − β KL", async () => {
    const bench = toyBench(options);
    for (const beta of [0.25, 1, 4]) {
      const value = (law: readonly number[], q: number): number =>
        law.reduce(
          (sum, p, a) =>
            p === 0
              ? sum
              : sum + p * (world.gold[q]![a]! - beta * Math.log(p / world.base[q]![a]!)),
          0,
        );
      bench.optimum(beta).forEach((law, q) => {
        expect(law.reduce((a, b) => a + b)).toBeCloseTo(1, 12);
        const best = value(law, q);
        const rivals = [1, 2, 4, 16, 64].map((n) => bestOfN(world.base[q]!, world.gold[q]!, n).law);
        for (const rival of rivals) expect(value(rival, q)).toBeLessThan(best);
        for (let a = 0; a < 9; a++) {
          const nudged = law.map((p, i) =>
            i === a ? p * 0.99 : i === a + 1 ? p + law[a]! * 0.01 : p,
          );
          expect(value(nudged, q)).toBeLessThan(best);
        }
      });
    }
  });

  it("shows a method the proxy when asked to", async () => {
    const bench = toyBench({ ...options, feedback: "proxy" });
    expect(bench.lab.scorer.name).toBe("proxy reward");
    expect(bench.optimum(1)).not.toEqual(toyBench(options).optimum(1));
  });
});
