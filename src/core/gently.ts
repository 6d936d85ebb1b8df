/** @file Long work a slice at a time, so that whoever shares the thread, a page say, has its turn. */

/** Longest stretch of work between two turns of the thread, in milliseconds. */
const STRETCH = 6;

/**
 * Works to the end, begins after whatever waits for the thread, and lets it go between stretches and
 * at the end: what is done with the outcome has a turn of its own.
 */
export async function gently<T>(work: Iterator<void, T, void>): Promise<T> {
  await turn();
  let began = performance.now();
  for (;;) {
    const { done, value } = work.next();
    if (done) {
      await turn();
      return value as T;
    }
    if (performance.now() - began < STRETCH) continue;
    await turn();
    began = performance.now();
  }
}

/** Works to the end in one go. */
export function atOnce<T>(work: Iterator<void, T, void>): T {
  for (;;) {
    const { done, value } = work.next();
    if (done) return value as T;
  }
}

/** A value for each item, made one after the other; each is a slice. */
export function* each<A, B>(
  items: Iterable<A>,
  make: (item: A, i: number) => B,
): Generator<void, B[], void> {
  const made: B[] = [];
  for (const item of items) {
    made.push(make(item, made.length));
    yield;
  }
  return made;
}

type Yielding = { readonly scheduler?: { yield?(): Promise<void> } };

/** Lets everything that waits for the thread go first. */
function turn(): Promise<void> {
  const { scheduler } = globalThis as Yielding;
  return scheduler?.yield?.() ?? new Promise((resolve) => setTimeout(resolve));
}
