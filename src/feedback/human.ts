import type { Question } from "../core/pairing.ts";
import { TiltError, type Annotator } from "../core/types.ts";

/** Questions that wait for a person, and what has been answered: P(a ≻ b), null where nothing yet. */
export type Sitting = {
  readonly questions: readonly Question[];
  readonly answers: readonly (number | null)[];
  /** The question on the table. */
  readonly at: number;
};

/**
 * Where questions wait for a person. Whoever shows them reads `sitting` after each `onchange`. As
 * long as nobody answers, nothing but the label step under way waits.
 */
export class Desk {
  onchange: () => void = () => {};
  #sitting: Sitting | null = null;
  #settle: { done(answers: number[]): void; left(error: TiltError): void } | null = null;

  get sitting(): Sitting | null {
    return this.#sitting;
  }

  /** Waits for an answer to each question. Rejects with `human.left` when everybody has gone. */
  ask(questions: readonly Question[]): Promise<number[]> {
    this.leave();
    if (questions.length === 0) return Promise.resolve([]);
    return new Promise((resolve, reject) => {
      this.#settle = { done: resolve, left: reject };
      this.#put({ questions, answers: questions.map(() => null), at: 0 });
    });
  }

  /** P(a ≻ b) of the question on the table: 1, 0, or ½ for "cannot say". The last one ends the sitting. */
  answer(p: number): void {
    if (!this.#sitting || !(p >= 0 && p <= 1)) return;
    const { questions, answers, at } = this.#sitting;
    const now = answers.with(at, p);
    if (at + 1 < questions.length) this.#put({ questions, answers: now, at: at + 1 });
    else this.#finish(now);
  }

  /** Takes the last answer back. */
  undo(): void {
    if (!this.#sitting || this.#sitting.at === 0) return;
    const { questions, answers, at } = this.#sitting;
    this.#put({ questions, answers: answers.with(at - 1, null), at: at - 1 });
  }

  /** Goes on with the answers so far; the other questions stay undecided. */
  stop(): void {
    if (this.#sitting) this.#finish(this.#sitting.answers);
  }

  /** Gives the questions back unanswered: the step that asked them fails, and its run with it. */
  leave(): void {
    const settle = this.#settle;
    this.#settle = null;
    if (this.#sitting) this.#put(null);
    settle?.left(
      new TiltError(
        "human.left",
        "The questions were left unanswered.",
        "Go on from the last round to be asked again.",
      ),
    );
  }

  #finish(answers: readonly (number | null)[]): void {
    const settle = this.#settle;
    this.#settle = null;
    this.#put(null);
    settle?.done(answers.map((p) => p ?? 0.5));
  }

  #put(sitting: Sitting | null): void {
    this.#sitting = sitting;
    this.onchange();
  }
}

/** The person at the screen. Identical answers are not worth a question: nobody can say. */
export function human(desk: Desk): Annotator {
  return {
    name: "person at the screen",
    async prefer(questions) {
      const worth = questions.filter(({ a, b }) => a.text !== b.text);
      const answers = await desk.ask(worth);
      const known = new Map(worth.map((question, i) => [question, answers[i]!]));
      return questions.map((question) => ({
        promptId: question.prompt.id,
        a: question.a.id,
        b: question.b.id,
        p: known.get(question) ?? 0.5,
        orders: null,
        rewards: null,
      }));
    },
  };
}
