/**
 * @file How the instrument writes numbers: as the language in force writes them, with a true minus
 * and no false precision.
 */

import type { Knob } from "../core/types.ts";

export const MINUS = "\u2212";

/** The language in force, as a BCP 47 tag. */
let locale = "en";
const formats = new Map<string, Intl.NumberFormat>();

/** Numbers follow this language from now on. */
export function speakNumbers(tag: string): void {
  locale = tag;
  formats.clear();
  // The first one of a language takes longest: it is made in a task of its own.
  setTimeout(() => fixed(0));
}

/** Making a format is slow and using it is not. */
function format(key: string, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const made = formats.get(key) ?? new Intl.NumberFormat(locale, options);
  formats.set(key, made);
  return made;
}

/** Fixed decimals with a true minus: −0.31. Not a number gives a dash. */
export function fixed(x: number, digits = 2): string {
  if (!Number.isFinite(x)) return "–";
  const options = { minimumFractionDigits: digits, maximumFractionDigits: digits } as const;
  const text = format(`fixed ${digits}`, { ...options, useGrouping: false }).format(Math.abs(x));
  return (x < 0 && /[1-9]/.test(text) ? MINUS : "") + text;
}

/** A KL in a sentence; of less than a nat the first decimal alone may say nothing. */
export const distance = (kl: number): string => fixed(kl, kl < 1 ? 2 : 1);

/** The same with its sign always written: +0.21. */
export function signed(x: number, digits = 2): string {
  const text = fixed(x, digits);
  return x > 0 && /[1-9]/.test(text) ? `+${text}` : text;
}

/** A whole number, its thousands grouped from 10,000 up: 25,366. */
export function count(n: number): string {
  const options = { maximumFractionDigits: 0, useGrouping: "min2" } as const;
  return (n < 0 ? MINUS : "") + format("count", options).format(Math.round(Math.abs(n)));
}

/** A share as a percentage, whole unless said otherwise: 74%. */
export function percent(share: number, digits = 0): string {
  if (!Number.isFinite(share)) return "–";
  const options = { minimumFractionDigits: digits, maximumFractionDigits: digits } as const;
  const text = format(`percent ${digits}`, { ...options, style: "percent" }).format(
    Math.abs(share),
  );
  return (share < 0 && /[1-9]/.test(text) ? MINUS : "") + text;
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

/** So much of what is being opened: 8.1 MB, or a count. */
export const amount = (done: number, unit: "bytes" | "programs"): string =>
  unit === "bytes" ? megabytes(done) : fixed(done, 0);

/** Bytes in megabytes: 8.1 MB; a small part of one in kilobytes: 38 kB. */
export function megabytes(bytes: number): string {
  if (bytes > 0 && bytes < 5e4) return `${fixed(bytes / 1e3, 0)} kB`;
  return `${fixed(bytes / 1e6, bytes < 1e8 ? 1 : 0)} MB`;
}
