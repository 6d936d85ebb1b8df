/**
 * @file Text in which the better of two answers is chosen by an instruction (OAIF, 2402.04792:
 * an annotator that can be told what to prefer). Every instruction's truth is a named measurable.
 */

import type { Prompt, Task } from "../../core/types.ts";
import type { Draw } from "../draw.ts";
import { gold } from "../reward.ts";
import { isContent, isWord, tokens } from "../words.ts";

export { comparePrompt } from "./question.ts";

export type Instruction = {
  readonly id: string;
  /** The same wish in other words; the first is shown to people. */
  readonly words: readonly string[];
  /** Larger is better. */
  readonly measure: (task: Task, prompt: Prompt, text: string) => number;
  /** Answers closer than this are not compared. */
  readonly least: number;
};

const count = (text: string) => tokens(text).filter(isWord).length;
const sentences = (text: string) => text.split(/[.!?](?:\s|$)/).filter((s) => s.trim()).length;

const POSITIVE = new Set(
  (
    "love loves loved happy glad great good best perfect wonderful lovely excellent kind warm soft " +
    "beautiful recommended recommend better easy fresh favorite please thank thanks welcome gladly"
  ).split(" "),
);
const NEGATIVE = new Set(
  (
    "bad worse worst sad hate hates never broken wrong poor awful terrible disappointed waste sorry " +
    "cannot unfortunately sadly problem trouble complained ugly useless rude missing lost"
  ).split(" "),
);
const POLITE = new Set(
  "please thank thanks sorry glad gladly welcome kind kindly happy course".split(" "),
);

function share(text: string, words: ReadonlySet<string>): number {
  return tokens(text).filter((t) => words.has(t)).length;
}

/** Words of the prompt that carry meaning and are found again in the answer. */
function echoed(prompt: Prompt, text: string): number {
  const said = new Set(tokens(text));
  return new Set(tokens(prompt.text).filter((t) => isContent(t) && said.has(t))).size;
}

/** The closed list of wishes that the base model has read. */
export const INSTRUCTIONS: readonly Instruction[] = [
  {
    id: "shorter",
    words: ["Shorter is better.", "Prefer the shorter answer.", "Fewer words are better."],
    measure: (_t, _p, text) => -count(text),
    least: 3,
  },
  {
    id: "longer",
    words: ["Longer is better.", "Prefer the longer answer.", "More words are better."],
    measure: (_t, _p, text) => count(text),
    least: 3,
  },
  {
    id: "positive",
    words: ["More positive is better.", "Prefer the happier answer."],
    measure: (_t, _p, text) => share(text, POSITIVE) - share(text, NEGATIVE),
    least: 1,
  },
  {
    id: "polite",
    words: ["More polite is better.", "Prefer the kinder answer."],
    measure: (_t, _p, text) => share(text, POLITE),
    least: 1,
  },
  {
    id: "price",
    words: ["It should mention the price.", "Prefer the answer that speaks of money."],
    measure: (_t, _p, text) =>
      /\b(prices?|dollars?|cents?|money|costs?|paid|pay)\b/i.test(text) ? 1 : 0,
    least: 1,
  },
  {
    id: "time",
    words: ["It should say when.", "Prefer the answer that names a day."],
    measure: (_t, _p, text) => (/\b(\w+day|today|tomorrow|noon)s?\b/i.test(text) ? 1 : 0),
    least: 1,
  },
  {
    id: "one-sentence",
    words: ["Fewer sentences are better.", "Prefer one sentence."],
    measure: (_t, _p, text) => -sentences(text),
    least: 1,
  },
  {
    id: "on-topic",
    words: ["It should stay on the subject.", "Prefer the answer to the question."],
    measure: (_t, prompt, text) => echoed(prompt, text),
    least: 2,
  },
  {
    id: "better",
    words: ["Choose the better answer.", "Which answer is better?"],
    measure: (task, prompt, text) => gold(task, prompt, text, true),
    least: 0.7,
  },
];

export function wording(instruction: Instruction, draw: Draw): string {
  return draw.pick(instruction.words);
}
