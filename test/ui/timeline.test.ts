import { describe, expect, it } from "vitest";
import type { Step } from "../../src/core/types.ts";
import { layout, positionOf, stepNear } from "../../src/ui/timeline.ts";

const step = (kind: Step["kind"], t = 0) => ({ kind, t, rounds: 3 }) as unknown as Step;
const round = (t: number) => [
  step("round", t),
  step("sample"),
  step("score"),
  step("update"),
  step("update"),
];

describe("the log as a strip", () => {
  const log = [step("evaluate"), ...round(0), ...round(1), step("round", 2), step("sample")];
  const bands = layout(log, 3);

  it("covers every step once, in order, inside the strip", () => {
    const places = log.map((_, i) => positionOf(bands, i));
    expect(places.every((x, i) => x > (places[i - 1] ?? 0) && x <= 1 + 1e-12)).toBe(true);
  });

  it("finds each step again from its place", () => {
    log.forEach((_, i) => expect(stepNear(bands, positionOf(bands, i))).toBe(i));
  });

  it("gives rounds the same width and fills the open one by what earlier rounds took", () => {
    const rounds = bands.filter((b) => b.t >= 0);
    expect(new Set(rounds.map((b) => b.width.toFixed(9))).size).toBe(1);
    expect(rounds.map((b) => b.filled)).toEqual([1, 1, 2 / 5]);
    expect(layout([], 4).map((b) => b.index)).toEqual([null, null, null, null]);
  });

  it("clamps beyond its ends", () => {
    expect(stepNear(bands, -1)).toBe(0);
    expect(stepNear(bands, 2)).toBe(log.length - 1);
  });
});
