/** @file How an operation is declared, and the shapes of its inputs. */

import * as v from "valibot";

/** From an untrusted `in` to `out`. Throws a `ValiError` or a `RangeError` on an input it refuses. */
export type Operation = (input: unknown) => unknown;

export function operation<S extends v.GenericSchema>(
  schema: S,
  run: (input: v.InferOutput<S>) => unknown,
): Operation {
  return (input) => run(v.parse(schema, input));
}

export const real = v.pipe(v.number(), v.finite());
export const reals = v.array(real);
export const positive = v.pipe(real, v.gtValue(0, "Expected a number above 0"));
export const integer = v.pipe(v.number(), v.safeInteger());
export const count = v.pipe(integer, v.minValue(0));
export const draws = v.pipe(integer, v.minValue(1));
export const probability = v.pipe(real, v.minValue(0), v.maxValue(1));
export const bit = v.picklist([0, 1]);
export const rows = v.array(reals);

/** Only the named keys. */
export function pick<T extends object, K extends keyof T>(
  whole: T,
  keys: readonly K[],
): Pick<T, K> {
  return Object.fromEntries(keys.map((key) => [key, whole[key]])) as Pick<T, K>;
}
