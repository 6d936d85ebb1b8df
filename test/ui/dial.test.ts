import { describe, expect, it } from "vitest";
import { methods } from "../../src/methods/index.ts";
import { PLACES, placeOf, tidy, turned, valueAt, type NumberKnob } from "../../src/ui/dial.ts";

const knobs = Object.values(methods).flatMap((method) =>
  Object.entries(method.knobs)
    .filter(([, knob]) => knob.type === "number")
    .map(([name, knob]) => [`${method.id} ${name}`, knob as NumberKnob] as const),
);

describe("a knob as a slider", () => {
  it.each(knobs)("%s runs from its minimum to its maximum, never back", (_, knob) => {
    const values = Array.from({ length: PLACES + 1 }, (_, i) => valueAt(knob, i));
    expect(values[0]).toBe(knob.min);
    expect(values.at(-1)).toBe(knob.max);
    values.forEach((v, i) => expect(v).toBeGreaterThanOrEqual(values[i - 1] ?? knob.min));
  });

  it.each(knobs)("%s turns both ways from its own value", (_, knob) => {
    const up = turned(knob, knob.value, 1);
    const down = turned(knob, knob.value, -1);
    if (knob.value < knob.max) expect(up).toBeGreaterThan(knob.value);
    if (knob.value > knob.min) expect(down).toBeLessThan(knob.value);
    expect(turned(knob, knob.max, 1)).toBe(knob.max);
    expect(turned(knob, knob.min, -1)).toBe(knob.min);
  });

  it("stays on the step's grid without binary dust", () => {
    const knob = { type: "number", min: 0.1, max: 2, step: 0.05 } as NumberKnob;
    expect(tidy(knob, 0.30000000000000004)).toBe(0.3);
    expect(tidy(knob, 99)).toBe(2);
    expect(placeOf(knob, 0.1)).toBe(0);
  });
});
