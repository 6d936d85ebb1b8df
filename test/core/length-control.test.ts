import { describe, expect, it } from "vitest";
import { lengthControlled } from "../../src/core/length-control.ts";
import { dice } from "../../src/core/random.ts";

const random = dice(5);

/** Matches whose winner is drawn with log odds a + b · log(length ratio). */
function matches(n: number, a: number, b: number) {
  const lengths = Array.from({ length: n }, (_, i) => 5 + Math.floor(40 * random.uniform("l", i)));
  const others = Array.from({ length: n }, (_, i) => 5 + Math.floor(40 * random.uniform("o", i)));
  const won = lengths.map((l, i) => {
    const odds = a + b * Math.log(l / others[i]!);
    return Number(random.uniform("w", i, a, b) < 1 / (1 + Math.exp(-odds)));
  });
  return [won, lengths, others] as const;
}

describe("the length-controlled win rate", () => {
  it("is the plain share where all answers are equally long", () => {
    const tens = Array.from({ length: 400 }, () => 10);
    const won = tens.map((_, i) => Number(i % 4 !== 0));
    expect(lengthControlled(won, tens, tens).rate).toBeCloseTo(0.75, 3);
  });

  it("finds the odds at equal length that the winners were drawn with", () => {
    for (const [a, b] of [
      [0, 0],
      [0, 3],
      [1, -2],
    ] as const) {
      const { rate, low, high } = lengthControlled(...matches(20_000, a, b));
      const truth = 1 / (1 + Math.exp(-a));
      // Four standard errors: the interval reaches two.
      expect(Math.abs(rate - truth)).toBeLessThan(high - low);
      expect(high - low).toBeLessThan(0.03);
    }
  });

  it("says one half of a winner that is only longer", () => {
    const longer = Array.from({ length: 500 }, (_, i) => 20 + (i % 7));
    const shorter = longer.map((l) => l - 8);
    const won = longer.map(() => 1);
    const all = lengthControlled(
      [...won, ...won.map(() => 0)],
      [...longer, ...shorter],
      [...shorter, ...longer],
    );
    expect(all.rate).toBeCloseTo(0.5, 6);
  });

  it("is symmetric: who won and who lost change places", () => {
    const [won, lengths, others] = matches(300, 0.4, 1);
    const forward = lengthControlled(won, lengths, others);
    const back = lengthControlled(
      won.map((w) => 1 - w),
      others,
      lengths,
    );
    expect(back.rate).toBeCloseTo(1 - forward.rate, 8);
    expect(back.low).toBeCloseTo(1 - forward.high, 8);
  });

  it("counts a tie as half a win, and survives all wins, empty answers and no matches", () => {
    expect(lengthControlled([0.5, 0.5], [3, 9], [9, 3]).rate).toBeCloseTo(0.5, 10);
    const sure = lengthControlled([1, 1, 1], [4, 4, 4], [4, 4, 4]);
    expect(sure.rate).toBeGreaterThan(0.9);
    expect(sure.high).toBeLessThanOrEqual(1);
    expect(lengthControlled([1, 0], [0, 5], [5, 0]).rate).toBeCloseTo(0.5, 8);
    expect(lengthControlled([], [], [])).toEqual({ rate: 0, low: 0, high: 1, n: 0 });
  });

  it("covers the truth about 95 times in a hundred", () => {
    let covered = 0;
    for (let r = 0; r < 200; r++) {
      const won = Array.from({ length: 60 }, (_, i) => Number(random.uniform("c", r, i) < 0.7));
      const tens = won.map(() => 10);
      const { low, high } = lengthControlled(won, tens, tens);
      covered += Number(low < 0.7 && 0.7 < high);
    }
    expect(covered).toBeGreaterThan(182);
  });
});
