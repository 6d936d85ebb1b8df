import { describe, expect, it } from "vitest";
import { count, fixed, knobText, percent, signed } from "../../src/ui/numbers.ts";

describe("numbers in words", () => {
  it("writes a true minus, and none before a zero", () => {
    expect(fixed(-0.314)).toBe("−0.31");
    expect(fixed(-0.001)).toBe("0.00");
    expect(signed(0.21)).toBe("+0.21");
    expect(signed(0.001)).toBe("0.00");
    expect(fixed(NaN)).toBe("–");
  });

  it("is as short as a knob's step allows", () => {
    expect(knobText(64, 1)).toBe("64");
    expect(knobText(0.1, 0.001)).toBe("0.10");
    expect(knobText(0.125, 0.001)).toBe("0.125");
    expect(knobText(3e-4, 1e-6)).toBe("3e−4");
    expect(knobText(1.00001e-5, 1e-6)).toBe("1e−5");
  });

  it("sets thousands apart from ten thousand up", () => {
    expect(count(2000)).toBe("2000");
    expect(count(25366)).toBe("25,366");
    expect(percent(0.744)).toBe("74%");
  });
});
