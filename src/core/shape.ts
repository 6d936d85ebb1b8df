/** @file Lists without surprises: equal lengths, indices that exist, parts in order. */

/** The i-th entry. Throws a `RangeError` when there is none. */
export function at<T>(list: readonly T[], i: number): T {
  const value = list[i];
  if (value === undefined)
    throw new RangeError(`There is no entry ${i} in a list of ${list.length}.`);
  return value;
}

/** The common length of named lists. Throws a `RangeError` that names two lists that differ. */
export function commonLength(lists: Readonly<Record<string, readonly unknown[]>>): number {
  const [first, ...rest] = Object.entries(lists);
  if (first === undefined) return 0;
  const [name, { length }] = first;
  for (const [other, list] of rest) {
    if (list.length !== length) {
      throw new RangeError(`${name} has ${length} entries, but ${other} has ${list.length}.`);
    }
  }
  return length;
}

/** The items in their order, `size` at a time; the last part may be smaller. */
export function minibatches<T>(items: readonly T[], size: number): T[][] {
  const count = Math.ceil(items.length / size);
  return Array.from({ length: count }, (_, i) => items.slice(i * size, (i + 1) * size));
}
