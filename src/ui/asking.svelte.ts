/** @file Something asked of the models: whether it is under way, what came of it, what went wrong. */
import { troubleOf, type Trouble } from "../trouble.ts";
import { words } from "../words/index.svelte.ts";

export class Asking<T> {
  busy = $state(false);
  found: T | null = $state.raw(null);
  trouble: Trouble | null = $state.raw(null);

  async ask(work: () => Promise<T>): Promise<void> {
    this.busy = true;
    this.trouble = null;
    try {
      this.found = await work();
    } catch (error) {
      this.found = null;
      const { unknown, unknownNext } = words.trouble;
      this.trouble = troubleOf(error, { message: unknown, next: unknownNext }, "none");
    } finally {
      this.busy = false;
    }
  }
}
