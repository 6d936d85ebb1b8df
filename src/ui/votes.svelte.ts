/** @file A room that votes: a or b by keys, one tally a question, the last vote taken back on demand. */

export type Side = "a" | "b";

class Votes {
  /** In the order they were given, for the question on show. */
  #cast: readonly Side[] = $state.raw([]);
  #question = "";

  get a(): number {
    return this.#cast.filter((side) => side === "a").length;
  }
  get b(): number {
    return this.#cast.length - this.a;
  }
  /** P(a ≻ b) as the room says; null before the first vote. */
  get p(): number | null {
    return this.#cast.length === 0 ? null : this.a / this.#cast.length;
  }

  /** Another question begins at nought; the same one goes on. */
  ask(question: string): void {
    if (question === this.#question) return;
    this.#question = question;
    this.#cast = [];
  }
  cast(side: Side): void {
    this.#cast = [...this.#cast, side];
  }
  undo(): void {
    this.#cast = this.#cast.slice(0, -1);
  }
}

/** One room per page. */
export const votes = new Votes();
