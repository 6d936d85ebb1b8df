/** @file The values that a sweep of one knob takes. */
import type { Knob } from "../../core/types.ts";
import { tidy, type NumberKnob } from "../dial.ts";

/** Values of a sweep. */
export const RUNGS = 5;

/**
 * Values from one end to the other, in equal steps, or in equal ratios where the knob is
 * logarithmic. Each lies on the knob's grid, and none comes twice.
 */
export function ladder(knob: NumberKnob, from: number, to: number, n = RUNGS): number[] {
  const rung = (i: number): number => {
    if (i === 0) return from;
    if (i === n - 1) return to;
    const s = i / (n - 1);
    if (knob.scale === "log") return Number((from * (to / from) ** s).toPrecision(2));
    return from + s * (to - from);
  };
  return [...new Set(Array.from({ length: n }, (_, i) => tidy(knob, rung(i))))];
}

/** Ends on both sides of a value, inside the knob's bounds; the bounds where it gives no measure. */
export function endsAbout(knob: NumberKnob, value: number): readonly [number, number] {
  const by = knob.scale === "log" ? 4 : 2;
  const [low, high] = [value / by, value * by].map((v) => tidy(knob, Number(v.toPrecision(2))));
  return low! < high! ? [low!, high!] : [knob.min, knob.max];
}

/** What a knob can be swept over: a number's rungs, or every option of a choice. */
export const rungsOf = (knob: Knob, from: number, to: number): readonly (number | string)[] =>
  knob.type === "number" ? ladder(knob, from, to) : knob.options;
