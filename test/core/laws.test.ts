/** @file What is known of best-of-n, the tilt and rejection sampling, as equalities. */

import { describe, expect, it } from "vitest";
import { rsoAccept } from "../../src/core/accept.ts";
import { bestOfN, bestOfNEstimate, bestOfNKlBound } from "../../src/core/best-of-n.ts";
import { gao } from "../../src/core/overoptimization.ts";
import { dice } from "../../src/core/random.ts";
import { rankPairs } from "../../src/core/rank.ts";
import { snis, tilt } from "../../src/core/tilt.ts";

const base = [0.4, 0.3, 0.2, 0.1];
const rewards = [0.5, -1, 2, 0.5];
const uniform = (k: number) => Array.from({ length: k }, () => 1 / k);
const ladder = (k: number) => Array.from({ length: k }, (_, i) => i);
const total = (list: readonly number[]) => list.reduce((a, b) => a + b, 0);

/** A standard normal law on a fine grid. */
const grid = Array.from({ length: 16001 }, (_, i) => (i - 8000) / 1000);
const bell = grid.map((x) => Math.exp((-x * x) / 2));
const normal = bell.map((p) => p / total(bell));

function* tuples(k: number, n: number): Generator<number[]> {
  if (n === 0) yield [];
  else for (const rest of tuples(k, n - 1)) for (let i = 0; i < k; i++) yield [...rest, i];
}

function* subsets(list: readonly number[], n: number): Generator<number[]> {
  if (n === 0) yield [];
  for (let i = 0; i + n <= list.length && n > 0; i++) {
    for (const rest of subsets(list.slice(i + 1), n - 1)) yield [list[i]!, ...rest];
  }
}

/** Indices of a tuple that reach its highest value. */
const tops = (tuple: readonly number[], values: readonly number[]) => {
  const high = Math.max(...tuple.map((i) => values[i]!));
  return tuple.filter((i) => values[i] === high);
};

describe("bestOfN", () => {
  it.each([1, 2, 3, 5])("is the law of the best of all %i-tuples, ties split evenly", (n) => {
    const law = base.map(() => 0);
    for (const tuple of tuples(4, n)) {
      const chance = tuple.reduce((p, i) => p * base[i]!, 1);
      const best = tops(tuple, rewards);
      for (const i of best) law[i]! += chance / best.length;
    }
    bestOfN(base, rewards, n).law.forEach((p, i) => expect(p).toBeCloseTo(law[i]!, 14));
  });

  it("stays below log n − (n−1)/n, and tends to it as rewards become continuous", () => {
    for (const n of [2, 4, 16, 64]) {
      const gaps = [4, 100, 10000].map((k) => {
        const { kl, klBound } = bestOfN(uniform(k), ladder(k), n);
        expect(klBound).toBe(bestOfNKlBound(n));
        return klBound - kl;
      });
      expect(Math.min(...gaps)).toBeGreaterThan(0);
      expect(gaps).toEqual(gaps.toSorted((a, b) => b - a));
      expect(gaps[2]).toBeLessThan(1e-3 * bestOfNKlBound(n));
    }
    expect([16, 1000, 60000].map(bestOfNKlBound)).toEqual(
      [1.835, 5.909, 10.002].map((x) => expect.closeTo(x, 3)),
    );
  });

  it("beats one draw n/(n+1) of the time, less when there are ties", () => {
    for (const n of [1, 2, 4, 16]) {
      expect(bestOfN(uniform(20000), ladder(20000), n).winRate).toBeCloseTo(n / (n + 1), 7);
    }
    expect(bestOfN(base, rewards, 4).winRate).toBeLessThan(4 / 5);
    expect(bestOfN(base, [1, 1, 1, 1], 4).winRate).toBeCloseTo(0.5, 14);
  });

  it("has the known expected maxima of the uniform and of the normal law", () => {
    for (const n of [1, 2, 7, 32]) {
      const values = ladder(20000).map((i) => (i + 0.5) / 20000);
      expect(bestOfN(uniform(20000), values, n).expectedReward).toBeCloseTo(n / (n + 1), 7);
    }
    const maxima = { 2: 0.5642, 4: 1.0294, 8: 1.4236, 16: 1.766, 64: 2.3437 };
    for (const [n, want] of Object.entries(maxima)) {
      expect(bestOfN(normal, grid, Number(n)).expectedReward).toBeCloseTo(want, 4);
    }
  });

  it("gives nothing to what the base never says, and stays finite for a huge n", () => {
    const { law, kl } = bestOfN([0.5, 0.5, 0], [0, 1, 2], 1e9);
    expect(law).toEqual([0, 1, 0]);
    expect(kl).toBeCloseTo(Math.LN2, 12);
  });
});

describe("bestOfNEstimate", () => {
  const proxy = [0.1, 0.7, -0.2, 0.7, 0.4, 0.7, -0.2];
  const gold = [3, 1, 0.2, -0.5, 0.6, 2, -4];

  it.each([1, 2, 3, 5, 7])("is the mean over all subsets of %i", (n) => {
    const picked = [...subsets(ladder(7), n)].map((subset) => tops(subset, proxy));
    const mean = (values: readonly number[]) =>
      total(picked.map((best) => total(best.map((i) => values[i]!)) / best.length)) / picked.length;
    const estimate = bestOfNEstimate(proxy, gold, n);
    expect(estimate.proxy).toBeCloseTo(mean(proxy), 13);
    expect(estimate.gold).toBeCloseTo(mean(gold), 13);
  });

  it("holds for thousands of samples, where binomials overflow", () => {
    const values = ladder(5000).map((i) => (i + 1) / 5001);
    for (const n of [1, 100, 2500, 5000]) {
      // Mean rank of the best of n among M: n (M + 1) / (n + 1).
      const { proxy, gold } = bestOfNEstimate(
        values,
        values.map((x) => 2 - x),
        n,
      );
      expect(proxy).toBeCloseTo(n / (n + 1), 10);
      expect(gold).toBeCloseTo(2 - n / (n + 1), 10);
    }
  });

  it("refuses fewer samples than n", () => {
    expect(() => bestOfNEstimate([1, 2], [1, 2], 3)).toThrow(RangeError);
    expect(() => bestOfNEstimate([], [], 1)).toThrow(RangeError);
    expect(() => bestOfNEstimate([1], [1], 0)).toThrow(RangeError);
  });
});

describe("tilt", () => {
  it("maximises E r − β KL, and β log Z is what it reaches", () => {
    for (const beta of [0.2, 1, 5]) {
      const { law, expectedReward, kl, logZ } = tilt(base, rewards, beta);
      const objective = (q: readonly number[]) =>
        total(q.map((p, i) => p * (rewards[i]! - beta * Math.log(p / base[i]!))));
      expect(objective(law)).toBeCloseTo(beta * logZ, 12);
      expect(expectedReward - beta * kl).toBeCloseTo(beta * logZ, 12);
      for (const other of [base, uniform(4), [0.1, 0.1, 0.7, 0.1]]) {
        const mixed = law.map((p, i) => 0.99 * p + 0.01 * other[i]!);
        expect(objective(mixed)).toBeLessThan(beta * logZ);
      }
    }
  });

  it("of a normal reward has KL 1/2β² and E r = √(2 KL), a little above best-of-16 at its KL", () => {
    for (const beta of [0.5, 1, 2]) {
      const { kl, expectedReward } = tilt(normal, grid, beta);
      expect(kl).toBeCloseTo(1 / (2 * beta * beta), 6);
      expect(expectedReward).toBeCloseTo(Math.sqrt(2 * kl), 6);
    }
    const best = bestOfN(normal, grid, 16);
    const { expectedReward } = tilt(normal, grid, 1 / Math.sqrt(2 * best.kl));
    expect(best.expectedReward / expectedReward).toBeCloseTo(0.92, 2);
  });

  it("does not see a constant added to all rewards, and survives the smallest β", () => {
    const a = tilt(base, rewards, 0.5);
    const b = tilt(
      base,
      rewards.map((r) => r + 300),
      0.5,
    );
    expect(b.law).toEqual(a.law.map((p) => expect.closeTo(p, 12)));
    expect(b.logZ - a.logZ).toBeCloseTo(600, 9);
    const cold = tilt(base, rewards, 1e-300);
    expect(cold.law).toEqual([0, 0, 1, 0]);
    expect(cold.acceptance).toBe(0.2);
    expect(cold.kl).toBeCloseTo(-Math.log(0.2), 12);
    expect(snis(rewards, 1e-300)).toMatchObject({ weights: [0, 0, 1, 0], ess: 1 });
  });
});

describe("snis", () => {
  it("is the tilt of the empirical law of its samples", () => {
    const { weights, expectedReward, klPlugin, ess } = snis(rewards, 0.7);
    const exact = tilt(uniform(4), rewards, 0.7);
    weights.forEach((w, i) => expect(w).toBeCloseTo(exact.law[i]!, 14));
    expect(expectedReward).toBeCloseTo(exact.expectedReward, 13);
    expect(klPlugin).toBeCloseTo(exact.kl, 13);
    expect(ess).toBeGreaterThan(1);
    expect(ess).toBeLessThan(4);
    expect(snis([], 1)).toEqual({ weights: [], expectedReward: 0, klPlugin: 0, ess: 0 });
  });
});

describe("rsoAccept", () => {
  const random = dice(7);

  it("accepts, in its first pass, draws of the base in proportion to base · e^{r/β}", () => {
    const n = 40000;
    const values = ladder(n).map((i) => {
      const u = random.uniform("draw", i);
      return rewards[u < 0.4 ? 0 : u < 0.7 ? 1 : u < 0.9 ? 2 : 3]!;
    });
    const { trials } = rsoAccept(values, 0.8, n, (i, pass) => random.uniform("accept", i, pass));
    const first = trials.filter((t) => t.pass === 1 && t.accepted);
    const { law, acceptance } = tilt(base, rewards, 0.8);
    expect(Math.abs(first.length / n - acceptance)).toBeLessThan(4 * Math.sqrt(0.25 / n));
    const share = first.filter((t) => values[t.index] === 2).length / first.length;
    expect(Math.abs(share - law[2]!)).toBeLessThan(4 * Math.sqrt(0.25 / first.length));
  });

  it("takes at least one candidate a pass, each at most once", () => {
    for (let run = 0; run < 50; run++) {
      const values = ladder(12).map((i) => 3 * random.uniform("reward", run, i));
      const { accepted, passes, trials } = rsoAccept(values, 0.05, 8, (i, pass) =>
        random.uniform("u", run, i, pass),
      );
      expect(new Set(accepted).size).toBe(8);
      expect(passes).toBeLessThanOrEqual(8);
      expect(trials.filter((t) => t.accepted).map((t) => t.index)).toEqual(accepted);
      // The best one of a pass that is played to its end is always among the accepted.
      for (const t of trials) if (values[t.index] === t.top) expect(t.accepted).toBe(true);
    }
  });

  it("is top-k at β = 0 and the first k at β = ∞", () => {
    const values = [0, 2, 1, 2, -1];
    const never = () => {
      throw new Error("no dice at β = 0");
    };
    expect(rsoAccept(values, 0, 3, never)).toEqual({ accepted: [1, 3, 2], passes: 3, trials: [] });
    expect(rsoAccept(values, Infinity, 3, () => 0.999)).toMatchObject({ accepted: [0, 1, 2] });
    expect(rsoAccept([], 1, 3, never)).toEqual({ accepted: [], passes: 0, trials: [] });
  });

  it("refuses what would never end", () => {
    expect(() => rsoAccept([NaN, 1], 1, 1, () => 0.5)).toThrow(RangeError);
    expect(() => rsoAccept([0, 1], -1, 1, () => 0.5)).toThrow(RangeError);
    expect(() => rsoAccept([0, 1], NaN, 1, () => 0.5)).toThrow(RangeError);
  });
});

describe("rankPairs", () => {
  it("plays n − 1 matches in a tournament, each won by the higher score", () => {
    const random = dice(3);
    for (let n = 0; n < 20; n++) {
      const scores = ladder(n).map((i) => random.uniform(n, i));
      const pairs = rankPairs(scores, "tournament");
      expect(pairs).toHaveLength(Math.max(0, n - 1));
      expect(new Set(pairs.map(([, loser]) => loser)).size).toBe(pairs.length);
      for (const [w, l] of pairs) expect(scores[w]).toBeGreaterThan(scores[l]!);
      expect(rankPairs(scores, "first_round")).toHaveLength(Math.floor(n / 2));
      expect(rankPairs(scores, "best_worst")).toHaveLength(n > 1 ? 1 : 0);
    }
  });

  it("never pairs equals", () => {
    for (const scheme of ["first_round", "tournament", "best_worst"] as const) {
      expect(rankPairs([2, 2, 2, 2, 2], scheme)).toEqual([]);
    }
  });
});

describe("gao", () => {
  it("peaks where it says, at the height it says", () => {
    for (const kind of ["bon", "rl"] as const) {
      const { peakD, peakReward } = gao(kind, 0.6, 0.2, 0);
      expect(gao(kind, 0.6, 0.2, peakD).reward).toBeCloseTo(peakReward, 13);
      for (const d of [peakD * 0.99, peakD * 1.01]) {
        expect(gao(kind, 0.6, 0.2, d).reward).toBeLessThan(peakReward);
      }
    }
  });
});
