/** @file Something asked of the models: whether it is under way, what came of it, what went wrong. */
import { troubleOf, type Trouble } from "./trouble.ts";
import { words } from "./words/index.svelte.ts";

export class Asking<T> {
  busy = $state(false);
  /** What came of it last; a failure afterwards does not take it away. */
  found: T | null = $state.raw(null);
  trouble: Trouble | null = $state.raw(null);
  #latest = 0;
  readonly #onLoss: (error: unknown) => void;

  /** `onLoss`: told when the models themselves are gone, which is more than this question's trouble. */
  constructor(onLoss: (error: unknown) => void = () => {}) {
    this.#onLoss = onLoss;
  }

  /** What was asked before and is still under way counts no more. */
  async ask(work: () => Promise<T>): Promise<void> {
    const mine = ++this.#latest;
    this.busy = true;
    this.trouble = null;
    try {
      const found = await work();
      if (mine === this.#latest) this.found = found;
    } catch (error) {
      if (mine !== this.#latest) return;
      const { unanswered, unansweredNext, memory, memoryNext } = words.trouble;
      const full = { message: memory, next: memoryNext };
      const plain = { message: unanswered, next: unansweredNext };
      this.trouble = troubleOf(error, plain, "none", full);
      if (this.trouble.remedy === "restore") this.#onLoss(error);
    } finally {
      if (mine === this.#latest) this.busy = false;
    }
  }
}
