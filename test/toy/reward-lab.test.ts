import { describe, expect, it } from "vitest";
import { inspect, type Spoiling } from "../../src/toy/reward-lab.ts";

const honest: Spoiling = { labels: 512, wrong: 0, perWord: 0, first: 0 };
const seeds = [1, 2, 3];
const mean = (xs: readonly number[]) => xs.reduce((a, b) => a + b, 0) / xs.length;
const over = async (spoiling: Partial<Spoiling>) =>
  Promise.all(seeds.map((seed) => inspect({ ...honest, ...spoiling }, seed)));

describe("the reward-model lab", () => {
  it("gives the same numbers for the same spoiling and seed", async () => {
    expect(await inspect(honest, 7)).toEqual(await inspect(honest, 7));
  });

  it("finds an honest judge right, and one of turned labels no better than a coin", async () => {
    const right = mean((await over({})).map(({ start }) => start.rate));
    const few = mean((await over({ labels: 16 })).map(({ start }) => start.rate));
    const coin = mean((await over({ wrong: 0.5 })).map(({ start }) => start.rate));
    expect(right).toBeGreaterThan(0.85);
    expect(few).toBeLessThan(right - 0.05);
    expect(Math.abs(coin - 0.5)).toBeLessThan(0.2);
  });

  it("sees love of length in the slope, and what it costs a policy that believes it", async () => {
    const straight = await over({});
    const loving = await over({ perWord: 2 });
    for (const [i, { slope, climb }] of loving.entries()) {
      expect(slope.learnt).toBeGreaterThan(straight[i]!.slope.learnt + 0.2);
      expect(climb.at(-1)!.gold).toBeLessThan(straight[i]!.climb.at(-1)!.gold - 0.2);
      expect(climb.at(-1)!.proxy - climb.at(-1)!.gold).toBeGreaterThan(0.6);
      // The judge itself goes on being pleased.
      for (const [j, { proxy }] of climb.slice(1).entries()) {
        expect(proxy).toBeGreaterThanOrEqual(climb[j]!.proxy - 1e-9);
      }
    }
    for (const { climb } of straight) expect(climb.at(-1)!.gold).toBeGreaterThan(1);
  });

  it("keeps rates, bins and margins of one set of held-out pairs", async () => {
    const { start, margins, report } = await inspect(honest, 1);
    expect(start.n).toBe(margins.length);
    expect(report.bins.reduce((n, bin) => n + bin.n, 0)).toBe(margins.length);
    expect(report.accuracy!.rate).toBeCloseTo(start.rate, 10);
  });
});
