/** @file A number knob as a slider: places 0 … PLACES along its track, linear or logarithmic. */
import type { Knob } from "../core/types.ts";

export type NumberKnob = Extract<Knob, { type: "number" }>;

export const PLACES = 120;

/** How far along the track a value lies, 0 … 1. */
export function share(knob: NumberKnob, value: number): number {
  const { min, max } = knob;
  const s =
    knob.scale === "log"
      ? Math.log(value / min) / Math.log(max / min)
      : (value - min) / (max - min);
  return Math.min(1, Math.max(0, s));
}

export function placeOf(knob: NumberKnob, value: number): number {
  return Math.round(PLACES * share(knob, value));
}

/** The value at a place: a multiple of the step, on a log track also of two digits. */
export function valueAt(knob: NumberKnob, place: number): number {
  const { min, max } = knob;
  if (place >= PLACES) return max;
  const s = place / PLACES;
  const raw = knob.scale === "log" ? min * Math.pow(max / min, s) : min + s * (max - min);
  return tidy(knob, knob.scale === "log" ? Number(raw.toPrecision(2)) : raw);
}

/** The next value in a direction: a place further, and always at least one step. */
export function turned(knob: NumberKnob, value: number, by: 1 | -1): number {
  let place = placeOf(knob, value);
  for (let i = 0; i < PLACES; i++) {
    place += by;
    if (place < 0 || place > PLACES) break;
    const next = valueAt(knob, place);
    if (by * (next - value) > 0) return next;
  }
  return by > 0 ? knob.max : knob.min;
}

/** Into bounds and onto the step's grid, without binary dust. */
export function tidy(knob: NumberKnob, value: number): number {
  const { min, max, step } = knob;
  const inside = Math.min(max, Math.max(min, value));
  const decimals = Math.min(12, Math.max(0, Math.ceil(-Math.log10(step))));
  const snapped = Number((Math.round(inside / step) * step).toFixed(decimals));
  return Math.min(max, Math.max(min, snapped));
}
