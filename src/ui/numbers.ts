/** @file How the instrument writes numbers: a true minus, a thin space, no false precision. */

import type { Knob } from "../core/types.ts";

const MINUS = "\u2212";
const THIN = "\u202f";

/** Fixed decimals with a true minus: −0.31. Not a number gives a dash. */
export function fixed(x: number, digits = 2): string {
  if (!Number.isFinite(x)) return "–";
  const text = Math.abs(x).toFixed(digits);
  return (x < 0 && Number(text) !== 0 ? MINUS : "") + text;
}

/** The same with its sign always written: +0.21. */
export function signed(x: number, digits = 2): string {
  const text = fixed(x, digits);
  return x > 0 && Number(x.toFixed(digits)) !== 0 ? `+${text}` : text;
}

/** A whole number with thin spaces between thousands from 10 000 up: 25 366. */
export function count(n: number): string {
  const text = String(Math.round(Math.abs(n)));
  const grouped = text.length > 4 ? text.replace(/\B(?=(\d{3})+$)/g, THIN) : text;
  return (n < 0 ? MINUS : "") + grouped;
}

/** A share as a whole percentage: 74 %. */
export function percent(share: number, digits = 0): string {
  return Number.isFinite(share) ? `${fixed(100 * share, digits)}${THIN}%` : "–";
}

/** A knob's value as short as its step allows, small ones in powers of ten: 0.10, 64, 5e−5. */
export function knobText(value: number, step: number): string {
  if (value !== 0 && Math.abs(value) < 0.001) {
    return value.toExponential(1).replace(".0e", "e").replace("e-", `e${MINUS}`);
  }
  const digits = step >= 1 ? 0 : Math.min(4, Math.max(0, Math.ceil(-Math.log10(step) - 1e-9)));
  return fixed(value, digits).replace(/(\.\d\d)(\d*?)0+$/, "$1$2");
}

/** The same for a knob of either type. */
export function knobValue(knob: Knob, value: number | string | undefined): string {
  return knob.type === "number" ? knobText(Number(value), knob.step) : String(value);
}

/** Bytes in megabytes: 8.1 MB. */
export function megabytes(bytes: number): string {
  return `${fixed(bytes / 1e6, bytes < 1e8 ? 1 : 0)} MB`;
}
