/** @file What need not be drawn at once is drawn a task later, so that no task holds the page up. */
import { rest } from "./rest.ts";

/** Tasks that the page's first appearance is spread over. */
const PARTS = 5;

class Turns {
  /** Parts of the page that may be drawn by now. */
  past = $state(0);

  /** Gives each part a task of its own. */
  async begin(): Promise<void> {
    while (this.past < PARTS) {
      await rest();
      this.past++;
    }
  }
}

export const turns = new Turns();

/** A value that follows another one a task later. For use while a component is set up. */
export function later<T>(read: () => T): { readonly value: T } {
  let value = $state.raw(read());
  $effect(() => {
    const next = read();
    const timer = setTimeout(() => (value = next));
    return () => clearTimeout(timer);
  });
  return {
    get value() {
      return value;
    },
  };
}
