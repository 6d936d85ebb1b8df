/**
 * @file What was measured or written in a page beside the bench outlives the page: it is kept for as
 * long as what it is about, such as the run's judge. Whoever comes back finds it there.
 */

const shelves = new WeakMap<object, Map<string, unknown>>();

/** What `about` has under a name; made when first asked for. */
export function kept<T>(about: object, name: string, make: () => T): T {
  const shelf = shelves.get(about) ?? new Map<string, unknown>();
  shelves.set(about, shelf);
  if (!shelf.has(name)) shelf.set(name, make());
  return shelf.get(name) as T;
}
