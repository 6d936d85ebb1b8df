/**
 * @file A room that votes: a or b, one hand at a time or by the count of hands typed before an arrow;
 * one tally a question, the latest count taken back on demand.
 */

export type Side = "a" | "b";
type Count = { readonly side: Side; readonly n: number; readonly typed: boolean };

/** Digits of a count: rooms are not larger. */
const DIGITS = 4;

class Votes {
  /** In the order they were given, for the question on show. */
  #cast: readonly Count[] = $state.raw([]);
  /** Digits of a count whose side is still to come. */
  typed = $state("");
  #question = "";

  get a(): number {
    return this.#of("a");
  }
  get b(): number {
    return this.#of("b");
  }
  /** P(a ≻ b) as the room says; null before the first vote. */
  get p(): number | null {
    const all = this.a + this.b;
    return all === 0 ? null : this.a / all;
  }
  /** Both sides have been counted by typing. */
  get counted(): boolean {
    return (["a", "b"] as const).every((side) =>
      this.#cast.some((count) => count.typed && count.side === side),
    );
  }

  #of(side: Side): number {
    return this.#cast.reduce((sum, count) => sum + (count.side === side ? count.n : 0), 0);
  }

  /** Another question begins at nought; the same one goes on. */
  ask(question: string): void {
    if (question === this.#question) return;
    this.#question = question;
    this.clear();
  }
  clear(): void {
    this.#cast = [];
    this.typed = "";
  }
  cast(side: Side): void {
    this.#cast = [...this.#cast, { side, n: 1, typed: false }];
  }
  /** One more digit of a count. */
  type(digit: string): void {
    this.typed = (this.typed + digit).slice(-DIGITS);
  }
  /** The typed count is for this side, in place of what it had before. */
  count(side: Side): void {
    const others = this.#cast.filter((count) => count.side !== side);
    this.#cast = [...others, { side, n: Number(this.typed), typed: true }];
    this.typed = "";
  }
  /** Takes back a digit, else the latest count. */
  undo(): void {
    if (this.typed !== "") this.typed = this.typed.slice(0, -1);
    else this.#cast = this.#cast.slice(0, -1);
  }
}

/** One room per page. */
export const votes = new Votes();
