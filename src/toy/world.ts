/**
 * @file A world small enough to know by heart: a few questions, ten possible answers to each, a
 * known reward for each answer. Answers are word by word, so that a policy over them has tokens
 * and an end like a language model's, and every expectation is a sum of ten terms.
 */

import { gradeLaw } from "../core/rating.ts";
import { tilt } from "../core/tilt.ts";
import { TiltError } from "../core/types.ts";
import type { Completion, Grader, Prompt, Scorer } from "../core/types.ts";

/** The end token. */
export const EOS = 0;

/** One answer: its text, its tokens with EOS last. */
export type Answer = { readonly text: string; readonly tokens: readonly number[] };

/** Rewards by question and answer. */
export type Table = readonly (readonly number[])[];

export type World = {
  readonly questions: readonly string[];
  readonly answers: readonly Answer[];
  /** The word of each token id; EOS is the empty one. */
  readonly words: readonly string[];
  /** π_ref(answer | question), the same answers to every question. */
  readonly base: Table;
  /** What people answer: the law of the examples. */
  readonly data: Table;
  /** All three in standard deviations of the reference's answers, mean 0. */
  readonly gold: Table;
  readonly proxy: Table;
  readonly independent: Table;
};

const QUESTIONS = [
  "How is the kettle?",
  "How is the lamp?",
  "How is the radio?",
  "How is the bag?",
];

/** Answer, weight under the reference, and what each of the four askers makes of it (gold). */
const ROWS: readonly (readonly [string, number, readonly number[], number])[] = [
  ["I love it", 7, [2.2, 1.9, 1.4, 2.0], 1.9],
  ["I like it", 14, [1.3, 1.0, 1.2, 0.9], 1.1],
  ["I like it a lot", 6, [1.7, 1.5, 2.1, 1.2], 1.5],
  ["it works", 18, [0.4, 0.7, 0.2, -0.1], 0.5],
  ["it works well", 9, [1.1, 2.3, 0.8, 0.6], 1.2],
  ["it works at first", 8, [-0.9, -0.6, -0.4, -1.0], -0.8],
  ["it is fine", 16, [0.1, 0.3, 0.5, 0.4], 0.2],
  ["it broke", 11, [-1.6, -1.8, -1.2, -1.4], -1.7],
  ["it broke at once", 7, [-2.3, -2.0, -1.9, -2.1], -2.0],
  ["no comment", 4, [-0.5, -0.3, -0.7, -0.2], 0.0],
];

/** People answer by π_ref e^{gold/β}: better than the start model, worse than can be. */
const DATA_BETA = 1;

/** What the proxy adds to gold for each word beyond the first: it mistakes length for quality. */
const LENGTH_BIAS = 0.35;

/** The world, built once; nothing in it is random. */
export const world: World = build();

function build(): World {
  const vocabulary = new Map<string, number>([["", EOS]]);
  const idOf = (word: string): number => {
    if (!vocabulary.has(word)) vocabulary.set(word, vocabulary.size);
    return vocabulary.get(word)!;
  };
  const answers = ROWS.map(([text]) => ({ text, tokens: [...text.split(" ").map(idOf), EOS] }));
  const total = ROWS.reduce((sum, [, weight]) => sum + weight, 0);
  const base = QUESTIONS.map(() => ROWS.map(([, weight]) => weight / total));
  const table = (value: (answer: number, question: number) => number): Table =>
    standardised(
      QUESTIONS.map((_, q) => ROWS.map((_, a) => value(a, q))),
      base,
    );
  const gold = table((a, q) => ROWS[a]![2][q]!);
  return {
    questions: QUESTIONS,
    answers,
    words: [...vocabulary.keys()],
    base,
    data: base.map((law, q) => [...tilt(law, gold[q]!, DATA_BETA).law]),
    gold,
    proxy: table((a, q) => ROWS[a]![2][q]! + LENGTH_BIAS * (answers[a]!.tokens.length - 2)),
    // A second reader who asks only how pleased the writer sounds, whatever the question was.
    independent: table((a) => ROWS[a]![3]),
  };
}

/** Shifted and scaled to mean 0 and standard deviation 1 over questions and the base law. */
export function standardised(table: Table, base: Table): Table {
  const expect = (f: (r: number) => number): number =>
    table.reduce(
      (sum, row, q) => sum + row.reduce((s, r, a) => s + base[q]![a]! * f(r), 0) / table.length,
      0,
    );
  const mean = expect((r) => r);
  const std = Math.sqrt(expect((r) => (r - mean) ** 2));
  // A table that says the same of everything has no scale.
  return table.map((row) => row.map((r) => (r - mean) / (std > 0 ? std : 1)));
}

/** `copies` prompts to each question: the same words asked by different people. */
export function promptsOf({ questions }: World, copies: number): Prompt[] {
  return Array.from({ length: copies }, (_, i) =>
    questions.map((text, q) => ({ id: `toy-${q}-${i}`, text })),
  ).flat();
}

/** The position of a prompt's question; throws for one that this world does not know. */
export function questionOf({ questions }: World, prompt: Prompt): number {
  const q = questions.indexOf(prompt.text);
  if (q >= 0) return q;
  throw new TiltError(
    "toy.unknown-prompt",
    `The exact world does not know the question "${prompt.text}".`,
    `Ask one of: ${questions.join(" ")}`,
  );
}

/** The position of an answer; throws for a text that is none of them. */
export function answerOf({ answers }: World, { text }: Completion): number {
  const a = answers.findIndex((answer) => answer.text === text);
  if (a >= 0) return a;
  throw new TiltError(
    "toy.unknown-answer",
    `The exact world does not know the answer "${text}".`,
    "Use only answers that this world's policy has given.",
  );
}

/** The answer at a place of the list, as nobody's draw: without log-probabilities. */
export function written({ answers, words }: World, { id }: Prompt, place: number): Completion {
  const { text, tokens } = answers[place]!;
  const pieces = tokens.map((token) => words[token]!);
  const answer = { id: `${id}#text-${place}`, promptId: id, text, tokens, pieces };
  return { ...answer, logps: [], logp: 0, finished: true };
}

/** A table as a scorer. An answer cut short of its end scores one deviation below the worst. */
export function tableScorer(world: World, name: string, table: Table): Scorer {
  const score = async (prompt: Prompt, completions: readonly Completion[]): Promise<number[]> => {
    const row = table[questionOf(world, prompt)]!;
    return completions.map(({ text, finished }) => {
      const a = finished ? world.answers.findIndex((answer) => answer.text === text) : -1;
      return row[a] ?? Math.min(...row) - 1;
    });
  };
  return {
    name,
    score,
    scoreAll: (prompts, completions) =>
      Promise.all(prompts.map((prompt, i) => score(prompt, completions[i] ?? []))),
  };
}

/** A grader of a known law: it reads the reward off a table, since nothing here can read an answer. */
export function tableGrader(scorer: Scorer): Grader {
  return {
    name: "simulated grader",
    grade: async (prompts, completions) =>
      (await scorer.scoreAll(prompts, completions)).map((row) => row.map(gradeLaw)),
  };
}
