/** @file The exact world's writer of prompts: people who ask the four questions again. */

import { promptWriter } from "../core/prompt-writing.ts";
import type { Prompt, PromptWriter } from "../core/types.ts";
import { TabularPolicy } from "./policy.ts";
import { EOS, type World } from "./world.ts";

/** What is asked where a writer of prompts is not from this world. */
const STRANGE = ["How is the weather?", "How is"] as const;

/**
 * A table over the words of the four questions, and of two that this world does not know. The same
 * question by another person is another prompt, so only strange ones are refused.
 */
export function questionWriter(world: World): PromptWriter {
  const opening = "Ask: ";
  const texts = [...world.questions, ...STRANGE];
  const words = ["", ...new Set(texts.flatMap((text) => text.split(" ")))];
  const answers = texts.map((text) => ({
    text,
    tokens: [...text.split(" ").map((word) => words.indexOf(word)), EOS],
  }));
  const law = texts.map((_, i) =>
    i < world.questions.length ? 0.7 / world.questions.length : 0.15,
  );
  const none = [texts.map(() => 0)];
  const table = { gold: none, proxy: none, independent: none };
  const author = new TabularPolicy({
    questions: [opening],
    answers,
    words,
    base: [law],
    data: [law],
    ...table,
  });
  const read = (text: string, key: string): Prompt | null => {
    const asked = world.questions.find((question) => text === `${opening}${question}`);
    return asked === undefined ? null : { id: `toy-written-${key}`, text: asked };
  };
  const { reference } = author;
  const writer = promptWriter({ reference, form: { opening, read }, own: [], close: Infinity });
  return { write: (options) => writer.write({ ...options, shots: [], known: [] }) };
}
