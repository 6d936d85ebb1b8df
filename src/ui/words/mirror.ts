/** @file Words that stay current in the hands of whoever holds them. */

/**
 * Reads through to the language in force, however deep, so that whoever holds a part of the words
 * follows a switch: nothing need be drawn anew for it, and nothing that was measured is lost.
 */
export function mirror<T extends object>(now: () => T): T {
  const parts = new Map<PropertyKey, object>();
  const part = (key: PropertyKey): object => {
    const known = parts.get(key) ?? mirror(() => Reflect.get(now(), key) as object);
    parts.set(key, known);
    return known;
  };
  return new Proxy({} as T, {
    get: (_, key) => {
      const value: unknown = Reflect.get(now(), key);
      const whole = typeof value !== "object" || value === null || Array.isArray(value);
      return whole ? value : part(key);
    },
    ownKeys: () => Reflect.ownKeys(now()),
    getOwnPropertyDescriptor: (_, key) => {
      const own = Reflect.getOwnPropertyDescriptor(now(), key);
      return own && { ...own, configurable: true };
    },
  });
}
