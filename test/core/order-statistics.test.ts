/** @file Unbiased estimates of order statistics, against every subset there is. */
import { describe, expect, it } from "vitest";
import {
  bestOfNEstimate,
  medianOfNEstimate,
  orderStatisticEstimate,
} from "../../src/core/best-of-n.ts";

const values = [0.3, -1.2, 2.5, 0.3, 0.9, -0.4, 1.7];

/** All ways to take n of the values. */
function subsets(list: readonly number[], n: number): number[][] {
  if (n === 0) return [[]];
  return list.flatMap((first, i) => subsets(list.slice(i + 1), n - 1).map((s) => [first, ...s]));
}
const average = (list: readonly number[]) => list.reduce((a, b) => a + b, 0) / list.length;

describe("order statistics from a sample", () => {
  it.each([1, 2, 3, 4, 7])("are those of %i draws, averaged over every choice of them", (n) => {
    const all = subsets(values, n).map((s) => s.sort((a, b) => a - b));
    for (let k = 1; k <= n; k++) {
      const expected = average(all.map((s) => s[k - 1]!));
      expect(orderStatisticEstimate(values, n, k)).toBeCloseTo(expected, 10);
    }
    const median = average(all.map((s) => (s[Math.ceil(n / 2) - 1]! + s[Math.floor(n / 2)]!) / 2));
    expect(medianOfNEstimate(values, n)).toBeCloseTo(median, 10);
    expect(orderStatisticEstimate(values, n, n)).toBeCloseTo(
      bestOfNEstimate(values, values, n).proxy,
      10,
    );
  });

  it("stay finite for many draws, and refuse more than there are", () => {
    const many = Array.from({ length: 500 }, (_, i) => i / 499);
    // Of uniform draws the k-th of n lies at k/(n+1); of 500 evenly spaced ones nearly so.
    expect(orderStatisticEstimate(many, 100, 25)).toBeCloseTo(25 / 101, 2);
    expect(() => orderStatisticEstimate(values, 8, 1)).toThrow(RangeError);
    expect(() => orderStatisticEstimate(values, 3, 0)).toThrow(RangeError);
  });
});
