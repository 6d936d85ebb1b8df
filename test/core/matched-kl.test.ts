import { describe, expect, it } from "vitest";
import {
  bootstrap,
  estimate,
  goldAt,
  matchedKl,
  reach,
  type Path,
} from "../../src/core/matched-kl.ts";
import { fallFromPeak, fitGao, gao } from "../../src/core/overoptimization.ts";
import { dice } from "../../src/core/random.ts";
import { mean } from "../../src/core/statistics.ts";

const random = dice(9);
const normal = (...keys: (string | number)[]): number =>
  Math.sqrt(-2 * Math.log(1 - random.uniform("r", ...keys))) *
  Math.cos(2 * Math.PI * random.uniform("a", ...keys));

/** A run whose gold is f(KL) with noise shared between runs, prompt by prompt. */
function path(kls: readonly number[], f: (kl: number) => number, n = 200, name = "run"): Path {
  return kls.map((kl, e) => ({
    kl: Array.from({ length: n }, () => kl),
    gold: Array.from(
      { length: n },
      (_, i) => f(kl) + normal("shared", i) + 0.2 * normal(name, e, i),
    ),
  }));
}

describe("gold at a KL", () => {
  const line = path([0, 2, 4], (kl) => kl, 1);
  it("is the evaluation's own where there is one, and a straight line between", () => {
    expect(goldAt(line, 2)).toBe(line[1]!.gold[0]);
    expect(goldAt(line, 3)).toBeCloseTo((line[1]!.gold[0]! + line[2]!.gold[0]!) / 2, 12);
    expect(reach(line)).toBe(4);
  });

  it("is read where the path first gets there, and at the furthest point beyond its reach", () => {
    const back = [...line, { kl: [1], gold: [99] }];
    expect(goldAt(back, 1)).toBeCloseTo((line[0]!.gold[0]! + line[1]!.gold[0]!) / 2, 12);
    expect(goldAt(back, 50)).toBe(line[2]!.gold[0]);
  });
});

describe("runs at matched KL", () => {
  it("differ by nothing when one of them only moved further along the same frontier", () => {
    const a = [path([0, 1, 4, 9], Math.sqrt, 200, "a")];
    const b = [path([0, 1, 4], Math.sqrt, 200, "b")];
    const { value, low, high, kl } = matchedKl(a, b);
    expect(kl).toBe(4);
    expect(low).toBeLessThan(0);
    expect(high).toBeGreaterThan(0);
    expect(Math.abs(value)).toBeLessThan(0.1);
  });

  it("differ by what one frontier lies above the other, noise that both share taken out", () => {
    const [a, b] = [1, 2].map((seed) => [
      path([0, 2, 4], (kl) => 0.3 * kl, 200, `a${seed}`),
      path([0, 2, 4], (kl) => 0.2 * kl, 200, `b${seed}`),
    ]) as [[Path, Path], [Path, Path]];
    const found = matchedKl([a[0], b[0]], [a[1], b[1]]);
    expect(found.value).toBeCloseTo(0.4, 1);
    expect(found.low).toBeGreaterThan(0.35);
    expect(found.seeds).toHaveLength(2);
    expect(mean(found.seeds)).toBeCloseTo(found.value, 12);
  });
});

describe("the bootstrap", () => {
  it("gives a mean its textbook standard error, and always the same interval", () => {
    const values = Array.from({ length: 400 }, (_, i) => normal("v", i));
    const found = estimate(values);
    expect(found.se).toBeCloseTo(1 / 20, 2);
    expect(found.low).toBeLessThan(found.value);
    expect(estimate(values)).toEqual(found);
  });

  it("has a point for an interval where there is one row or none", () => {
    expect(bootstrap(1, () => 3)).toEqual({ value: 3, low: 3, high: 3, se: 0, n: 1 });
  });
});

describe("the over-optimisation curve", () => {
  it.each(["bon", "rl"] as const)("recovers the coefficients of an exact %s law", (kind) => {
    const ds = [0, 0.5, 1, 1.5, 2, 3];
    const fit = fitGao(
      kind,
      ds,
      ds.map((d) => gao(kind, 0.8, 0.15, d).reward),
    );
    expect(fit.alpha).toBeCloseTo(0.8, 10);
    expect(fit.beta).toBeCloseTo(0.15, 10);
    expect(fit.r2).toBeCloseTo(1, 10);
    expect(fit.peakD).toBeCloseTo(gao(kind, 0.8, 0.15, 1).peakD, 8);
  });

  it("explains nothing of noise, and refuses a single distance", () => {
    const ds = Array.from({ length: 50 }, (_, i) => 1 + i / 50);
    expect(
      fitGao(
        "bon",
        ds,
        ds.map((_, i) => normal("n", i)),
      ).r2,
    ).toBeLessThan(0.2);
    expect(() => fitGao("bon", [1, 1, 1], [1, 2, 3])).toThrow(RangeError);
  });

  it("sees a fall from a peak, and no fall in noise", () => {
    const noisy = (means: readonly number[], name: string) =>
      means.map((m, e) => Array.from({ length: 300 }, (_, i) => m + normal(name, e, i)));
    const hump = fallFromPeak(noisy([0, 0.6, 1, 0.5], "hump"));
    expect(hump.peak).toBe(2);
    expect(hump.drop / hump.se).toBeGreaterThan(4);
    // The highest of twenty equal means stands out by chance; the other half does not agree.
    const flat = fallFromPeak(
      noisy(
        Array.from({ length: 20 }, () => 0),
        "flat",
      ),
    );
    expect(Math.abs(flat.drop)).toBeLessThan(2 * flat.se);
    expect(fallFromPeak(noisy([0, 1, 2], "up")).drop).toBe(0);
  });
});
