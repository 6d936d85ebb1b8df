/**
 * @file One call at a time. tfjs has one tape and one stack of scopes for all models of a thread,
 * so calls that await must not interleave.
 */
let last: Promise<unknown> = Promise.resolve();

/** Runs `f` after every call made before it, whether those succeeded or not. Must not be nested. */
export function inTurn<T>(f: () => Promise<T>): Promise<T> {
  const result = last.then(f);
  last = result.catch(() => undefined);
  return result;
}
