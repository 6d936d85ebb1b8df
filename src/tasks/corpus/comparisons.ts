/**
 * @file Comparisons by an instruction, with their truth: what instructed annotators learn from and
 * are measured on.
 */

import type { Prompt, Task } from "../../core/types.ts";
import { Draw, hash } from "../draw.ts";
import { tasks } from "../index.ts";
import { isContent, tokens } from "../words.ts";
import { INSTRUCTIONS, type Instruction } from "./compare.ts";
import { shown, wished } from "./question.ts";
import { WORDINGS } from "./wishes.ts";

type Split = "train" | "heldout";

/** Two answers to a prompt, and which of them an instruction prefers by its own measure. */
export type Comparison = {
  /** The instruction's id; "mention" asks for a word of one of the answers. */
  readonly wish: string;
  /** As it is said. */
  readonly instruction: string;
  readonly task: Task;
  readonly prompt: Prompt;
  readonly a: string;
  readonly b: string;
  /** True where `a` is the better one. */
  readonly first: boolean;
};

const MENU: readonly Task[] = Object.values(tasks);

/** Like "positive", the other way round. */
const negative: Instruction = {
  id: "negative",
  words: [],
  measure: (task, prompt, text) => -positive.measure(task, prompt, text),
  least: 1,
};
const positive = INSTRUCTIONS.find(({ id }) => id === "positive")!;
const wishes = [...INSTRUCTIONS, negative];

/** Every wish, in the order of a model card. */
export const WISHES: readonly string[] = [...wishes.map(({ id }) => id), "mention"];

/** One word in ten is never asked for in training. */
const isHeldOut = (word: string): boolean => hash(`mention/${word}`) % 10 === 0;

/**
 * The i-th comparison, the same for the same i. `heldout` uses only prompts and, of the wordings,
 * `said`: known ones of training, or new ones.
 */
export function comparison(
  i: number,
  split: Split = "train",
  { wish, said = "train" }: { wish?: string; said?: Split } = {},
): Comparison {
  const draw = new Draw("comparison", split, wish ?? "any", i);
  for (;;) {
    const task = draw.pick(MENU);
    const n = draw.int(task.count[split]);
    const prompt = task.prompt(split, n);
    const [a, b] = [answer(task, split, n, draw), answer(task, split, n, draw)];
    const id = wish ?? draw.pick(WISHES);
    const found = find(id, { task, prompt, a, b, said }, draw);
    if (found) return { wish: id, task, prompt, a, b, ...found };
  }
}

/** Wishes asked of one pair of answers, at most. */
const QUESTIONS = 6;

/**
 * The i-th document to learn from: two answers, and several wishes one after another. The first of
 * them is drawn as `comparison` draws; the others are those that can tell the two answers apart.
 */
export function comparisonDocument(i: number) {
  const draw = new Draw("comparisons", i);
  const { wish, instruction, prompt, a, b, first, task } = comparison(i);
  const asked = { task, prompt, a, b, said: "train" as const };
  const more: { instruction: string; first: boolean }[] = [];
  const taken = new Set([wish]);
  for (const other of draw.several([...WISHES, "mention", "mention"], WISHES.length)) {
    if (more.length === QUESTIONS - 1) break;
    if (other !== "mention" && (taken.has(other) || taken.has(OPPOSITE[other] ?? ""))) continue;
    const found = find(other, asked, draw);
    if (!found) continue;
    taken.add(other);
    more.push(found);
  }
  const said = (better: boolean) => (better ? " A" : " B");
  return {
    prompt: `${shown(prompt.text, a, b)}${wished(instruction)}`,
    completion: said(first),
    more: more.map((one) => ({ prompt: wished(one.instruction), completion: said(one.first) })),
  };
}

/** A wish and its opposite would answer each other. */
const OPPOSITE: Readonly<Record<string, string>> = {
  shorter: "longer",
  longer: "shorter",
  positive: "negative",
  negative: "positive",
};

/** An answer to the n-th prompt; now and then one that answers another prompt. */
function answer(task: Task, split: Split, n: number, draw: Draw): string {
  const astray = draw.chance(0.12);
  const lap = draw.int(1000) + 1;
  return task.write(split, (astray ? n + 1 : n) + lap * task.count[split]).text;
}

type Asked = { task: Task; prompt: Prompt; a: string; b: string; said: Split };

/** A wish in words and its truth; null where it cannot tell the two answers apart. */
function find(id: string, asked: Asked, draw: Draw) {
  if (id === "mention") return mention(asked.a, asked.b, asked.said, draw);
  return measured(
    wishes.find((one) => one.id === id)!,
    asked,
    draw,
  );
}

function measured(wish: Instruction, { task, prompt, a, b, said }: Asked, draw: Draw) {
  const gap = wish.measure(task, prompt, a) - wish.measure(task, prompt, b);
  if (Math.abs(gap) < wish.least) return null;
  return { instruction: draw.pick(WORDINGS[wish.id]![said]), first: gap > 0 };
}

/** Asks for a word that only one of the answers has. */
function mention(a: string, b: string, said: Split, draw: Draw) {
  const [first, second] = [new Set(tokens(a)), new Set(tokens(b))];
  const only = [...first, ...second].filter(
    (word) =>
      first.has(word) !== second.has(word) &&
      isContent(word) &&
      isHeldOut(word) === (said === "heldout"),
  );
  if (only.length === 0) return null;
  const word = draw.pick(only);
  const instruction = draw.pick(WORDINGS.mention![said]).replace("{word}", () => word);
  return { instruction, first: first.has(word) };
}
