import { TiltError, type Prompt, type Task, type Written } from "../core/types.ts";
import { card } from "./card.ts";
import { questionOf, world, type Table } from "./world.ts";

const SPLITS = { train: "toy", heldout: "toy-heldout" } as const;

/** The exact world as an entry of the menu: every answer is known, and so is its reward. */
export const toy: Task = {
  ...card,
  version: 1,
  count: { train: world.questions.length, heldout: world.questions.length },
  prompt: (split, i) => ({
    id: `${SPLITS[split]}-${i}`,
    text: world.questions[i % world.questions.length]!,
  }),
  ask(text) {
    const question = world.questions.find((q) => q.toLowerCase() === text.trim().toLowerCase());
    if (question !== undefined) return { id: `toy-own-${question}`, text: question };
    throw new TiltError(
      "ask.unknown",
      "The exact world knows four questions and no others.",
      `Ask one of: ${world.questions.join(" ")}`,
    );
  },
  write(split, i): Written {
    const prompt = this.prompt(split, i);
    const answer = Math.floor(i / world.questions.length) % world.answers.length;
    return {
      prompt,
      text: world.answers[answer]!.text,
      intent: rewardOf(world.gold, prompt, answer),
    };
  },
  components: (prompt, text, finished) => ({ reward: lookUp(world.gold, prompt, text, finished) }),
  weights: { reward: 1 },
  scale: { mean: 0, std: 1 },
  independentScale: { mean: 0, std: 1 },
  independent: (prompt, text, finished) => lookUp(world.independent, prompt, text, finished),
};

const rewardOf = (table: Table, prompt: Prompt, answer: number): number =>
  table[questionOf(world, prompt)]![answer]!;

/** An answer that is not one of the ten, or was cut short, scores one deviation below the worst. */
function lookUp(table: Table, prompt: Prompt, text: string, finished: boolean): number {
  const row = table[questionOf(world, prompt)]!;
  const answer = finished ? world.answers.findIndex((known) => known.text === text) : -1;
  return row[answer] ?? Math.min(...row) - 1;
}
