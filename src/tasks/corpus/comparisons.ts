/**
 * @file Comparisons by an instruction, with their truth: what instructed annotators learn from and
 * are measured on.
 */

import type { Prompt, Task } from "../../core/types.ts";
import { Draw, hash } from "../draw.ts";
import { tasks } from "../index.ts";
import { isContent, tokens } from "../words.ts";
import { INSTRUCTIONS, type Instruction } from "./compare.ts";
import { lessonOf } from "./lessons.ts";
import { annotatorPrompt } from "./question.ts";
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

/** Other words of the same answers are tried this often before other answers are. */
const TRIES = 8;
/** Wishes that ask the other way round. */
const OPPOSITE: Readonly<Record<string, string>> = {
  shorter: "longer",
  longer: "shorter",
  positive: "negative",
  negative: "positive",
};
/** The prompt is shown this often where the wish does not need it. */
const PROMPT = 0.5;
const NEEDS_PROMPT: ReadonlySet<string> = new Set(["on-topic", "better"]);

/**
 * The i-th document to learn from: one question about two answers, as its lesson has it. They come
 * in twos: after each the same answers again, asked for the opposite or in the other order.
 */
export function comparisonDocument(i: number) {
  const again = i % 2 === 1;
  const draw = new Draw("comparisons", again ? i - 1 : i);
  const { words, wishes: asked } = lessonOf(again ? i - 1 : i);
  for (;;) {
    const task = draw.pick(MENU);
    const n = draw.int(task.count.train);
    const prompt = task.prompt("train", n);
    const whole = [answer(task, "train", n, draw), answer(task, "train", n, draw)] as const;
    const id = draw.pick(asked);
    for (let tries = words === Infinity ? 1 : TRIES; tries > 0; tries--) {
      const [a, b] = whole.map((text) => cut(text, words, draw)) as [string, string];
      const found = find(id, { task, prompt, a, b, said: "train", least: leastOf(words) }, draw);
      if (!found) continue;
      const showPrompt = words === Infinity && (NEEDS_PROMPT.has(id) || draw.chance(PROMPT));
      const about = showPrompt ? prompt.text : "";
      const other = OPPOSITE[id];
      const opposite = again && other !== undefined && asked.includes(other);
      const said = opposite ? draw.pick(WORDINGS[other]!.train) : found.instruction;
      const [first, second] = again && !opposite ? [b, a] : [a, b];
      return {
        prompt: annotatorPrompt(said, about, first, second),
        completion: found.first === again ? " B" : " A",
        open: true,
      };
    }
  }
}

/** Of a few words any difference counts; of more the wish's own. */
const leastOf = (words: number): number => (words < 6 ? 1 : words < Infinity ? 2 : Infinity);

/** At most so many words that stand together. */
function cut(text: string, words: number, draw: Draw): string {
  const all = text.split(" ");
  const n = Math.min(all.length, words === Infinity ? Infinity : 1 + draw.int(words));
  const from = draw.int(all.length - n + 1);
  return all.slice(from, from + n).join(" ");
}

/** An answer to the n-th prompt; now and then one that answers another prompt. */
function answer(task: Task, split: Split, n: number, draw: Draw): string {
  const astray = draw.chance(0.12);
  const lap = draw.int(1000) + 1;
  return task.write(split, (astray ? n + 1 : n) + lap * task.count[split]).text;
}

type Asked = {
  task: Task;
  prompt: Prompt;
  a: string;
  b: string;
  said: Split;
  /** Answers closer than this are not compared, if the wish itself is not less strict. */
  least?: number;
};

/** A wish in words and its truth; null where it cannot tell the two answers apart. */
function find(id: string, asked: Asked, draw: Draw) {
  if (id === "mention") return mention(asked.a, asked.b, asked.said, draw);
  return measured(
    wishes.find((one) => one.id === id)!,
    asked,
    draw,
  );
}

function measured(
  wish: Instruction,
  { task, prompt, a, b, said, least = Infinity }: Asked,
  draw: Draw,
) {
  const gap = wish.measure(task, prompt, a) - wish.measure(task, prompt, b);
  if (Math.abs(gap) < Math.min(wish.least, least)) return null;
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
