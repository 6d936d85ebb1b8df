import { describe, expect, it } from "vitest";
import { justNarrowed, NARROW, variety } from "../../src/core/collapse.ts";
import type { Step } from "../../src/core/types.ts";

const evaluated = (distinct2: number) =>
  ({ kind: "evaluate", update: 0, evaluation: { distinct2 } }) as unknown as Step;
const round = { kind: "round", t: 0 } as unknown as Step;

describe("a policy that narrows", () => {
  it("is measured against where it began", () => {
    expect(variety([])).toBe(1);
    expect(variety([evaluated(0.8)])).toBe(1);
    expect(variety([evaluated(0.8), round, evaluated(0.2)])).toBeCloseTo(0.25);
    expect(variety([evaluated(0.8), round, evaluated(0.2)], 1)).toBe(1);
    expect(variety([evaluated(0), evaluated(0)])).toBe(1);
  });

  it("is told once, at the evaluation that finds it", () => {
    const [start, fine, narrow] = [0.8, 0.8 * NARROW, 0.79 * NARROW].map(evaluated);
    expect(justNarrowed([start!, fine!])).toBe(false);
    expect(justNarrowed([start!, fine!, narrow!])).toBe(true);
    expect(justNarrowed([start!, fine!, narrow!, round])).toBe(false);
    expect(justNarrowed([start!, narrow!, narrow!])).toBe(false);
  });
});
