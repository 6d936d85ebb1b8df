import { describe, expect, it } from "vitest";
import { judgeMetrics, swapAverage } from "../../src/core/judge.ts";
import { selfRewardPair } from "../../src/core/rank.ts";
import {
  calibration,
  distinct,
  mean,
  standardDeviation,
  standardError,
  wilson,
  winRate,
} from "../../src/core/statistics.ts";

const z = 1.959963984540054;

describe("mean and deviation", () => {
  it("are those of a small sample, and 0 of too little", () => {
    expect(mean([1, 2, 6])).toBe(3);
    expect(standardDeviation([1, 2, 6])).toBeCloseTo(Math.sqrt(7), 14);
    expect(standardDeviation([1, 2, 6], 0)).toBeCloseTo(Math.sqrt(14 / 3), 14);
    expect(standardError([1, 2, 6])).toBeCloseTo(Math.sqrt(7 / 3), 14);
    expect([mean([]), standardDeviation([5]), standardError([]), standardError([5])]).toEqual([
      0, 0, 0, 0,
    ]);
  });
});

describe("wilson", () => {
  it("has ends that are exactly z standard errors of their own away from the rate", () => {
    for (const [wins, n] of [
      [1, 7],
      [30.5, 64],
      [999, 1000],
    ] as const) {
      const { rate, low, high } = wilson(wins, n);
      for (const end of [low, high]) {
        expect(Math.abs(rate - end)).toBeCloseTo(z * Math.sqrt((end * (1 - end)) / n), 12);
      }
      expect(low).toBeLessThan(rate);
      expect(high).toBeGreaterThan(rate);
    }
  });

  it("mirrors when wins and losses change places, and stays in [0, 1] at the ends", () => {
    const a = winRate(13, 4, 3);
    const b = winRate(3, 4, 13);
    expect(a.rate + b.rate).toBeCloseTo(1, 14);
    expect(a.low + b.high).toBeCloseTo(1, 14);
    expect(winRate(0, 0, 5).low).toBe(0);
    expect(winRate(5, 0, 0).high).toBe(1);
    expect(winRate(1, 2, 1)).toEqual(wilson(2, 4));
  });

  it("knows nothing of no trials", () => {
    expect(winRate(0, 0, 0)).toEqual({ rate: 0, low: 0, high: 1, n: 0 });
  });
});

describe("calibration", () => {
  it("puts each edge into the bin that it opens", () => {
    const { bins } = calibration([0.5, 0.6, 0.7, 0.8, 0.9, 1], [1, 1, 1, 1, 1, 0]);
    expect(bins.map((b) => b.n)).toEqual([1, 1, 1, 1, 2]);
    expect(bins[4]).toEqual({ predicted: 0.95, correct: 0.5, n: 2 });
  });

  it("finds no error in a forecaster who is right as often as he says", () => {
    const pred = [0.75, 0.75, 0.75, 0.75, 0.55, 0.55];
    expect(calibration(pred.slice(0, 4), [1, 1, 0, 1]).ece).toBe(0);
    expect(calibration(pred, [1, 1, 0, 1, 0, 0]).ece).toBeCloseTo((2 / 6) * 0.55, 14);
    expect(calibration([], [])).toMatchObject({ ece: 0, brier: 0, nll: 0 });
    expect(calibration([1], [0]).nll).toBe(Infinity);
  });
});

describe("distinct", () => {
  it("is the share of n-grams that are new, and never spans two texts", () => {
    expect(distinct([["a", "b", "a", "b"]], 2)).toBeCloseTo(2 / 3, 14);
    expect(
      distinct(
        [
          ["a", "b"],
          ["a", "b"],
        ],
        2,
      ),
    ).toBe(0.5);
    expect(distinct([["a"], ["b"]], 2)).toBe(0);
    expect(
      distinct(
        [
          ["a,b", "c"],
          ["a", "b,c"],
        ],
        2,
      ),
    ).toBe(1);
    expect(distinct([[1, 2, 3]], 1)).toBe(1);
  });
});

describe("swapAverage", () => {
  it("cancels a constant bias toward the position shown first", () => {
    const truth = [0.2, 0.5, 0.7];
    const bias = 0.15;
    const { probability } = swapAverage(
      truth.map((p) => p + bias),
      truth.map((p) => 1 - p + bias),
    );
    probability.forEach((p, i) => expect(p).toBeCloseTo(truth[i]!, 14));
    expect(swapAverage([], [])).toEqual({ probability: [], samePositionRate: 0 });
  });
});

describe("judgeMetrics", () => {
  it("gives a perfect judge 1 throughout, a reversed one −1, whatever the scale of the scores", () => {
    const human = [3, 1, 4, 2];
    const by = (model: number[]) => judgeMetrics([{ human, model }]);
    expect(by([-20, 5, -300, 1])).toEqual({
      ...{ pairwiseAccuracy: 1, exactMatch: 1, fiveBest: 1 },
      ...{ spearman: expect.closeTo(1, 14), kendallB: 1 },
    });
    expect(by(human)).toMatchObject({
      ...{ pairwiseAccuracy: 0, exactMatch: 0, fiveBest: null },
      ...{ spearman: expect.closeTo(-1, 14), kendallB: -1 },
    });
  });

  it("follows the closed form of Spearman without ties and of τ-b with them", () => {
    // Ranks of the model 2, 1, 4, 3 against 1, 2, 3, 4: 1 − 6·4 / (4·15) = 0.6, τ = (4 − 2)/6.
    expect(judgeMetrics([{ human: [1, 2, 3, 4], model: [3, 4, 1, 2] }])).toMatchObject({
      spearman: expect.closeTo(0.6, 14),
      kendallB: expect.closeTo(1 / 3, 14),
    });
    // One tie of the judge: 5 pairs in order, none against, √(6 · 5).
    expect(judgeMetrics([{ human: [1, 2, 3, 4], model: [5, 4, 4, 1] }])).toMatchObject({
      pairwiseAccuracy: 5 / 6,
      exactMatch: 0,
      kendallB: expect.closeTo(5 / Math.sqrt(30), 14),
    });
  });

  it("has no correlation where there is none to speak of", () => {
    const nothing = { fiveBest: null, spearman: null, kendallB: null };
    expect(judgeMetrics([])).toEqual({ pairwiseAccuracy: 0, exactMatch: 0, ...nothing });
    expect(judgeMetrics([{ human: [1], model: [4] }])).toMatchObject(nothing);
  });
});

describe("selfRewardPair", () => {
  it("sees that the same grades in another order are the same mean", () => {
    const { winners, discard } = selfRewardPair([
      [0.1, 0.2, 0.3],
      [0.3, 0.2, 0.1],
    ]);
    expect(winners).toEqual([0, 1]);
    expect(discard).toBe(true);
    expect(selfRewardPair([])).toEqual({ means: [], winners: [], losers: [], discard: true });
  });
});
