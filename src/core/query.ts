/** @file Values read from text that a person or a link has written: taken, or refused with a reason. */

/** The value, or in `why` what is wrong with the text. */
export type Read<T> = { readonly value: T } | { readonly why: string };

/** Reads one value of a query by its name, or keeps the standard one and takes note of why. */
export type Take = <T>(name: string, read: (text: string) => Read<T>, standard: T) => T;

export type Bounds = { readonly min: number; readonly max: number };

export function oneOf<T extends string>(options: readonly T[], text: string): Read<T> {
  const value = options.find((option) => option === text);
  return value === undefined ? { why: `is none of: ${options.join(", ")}` } : { value };
}

export function number(text: string, { min, max }: Bounds): Read<number> {
  const value = text.trim() === "" ? NaN : Number(text);
  if (!Number.isFinite(value)) return { why: "is not a number" };
  return value < min || value > max ? { why: `is not between ${min} and ${max}` } : { value };
}

export function whole(text: string, bounds: Bounds): Read<number> {
  const read = number(text, bounds);
  return "value" in read && !Number.isInteger(read.value) ? { why: "is not a whole number" } : read;
}
