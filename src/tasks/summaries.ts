/** @file Summaries: a post of several facts, the answer says them in one or two sentences. */

import type { Prompt, Task } from "../core/types.ts";
import { question } from "./asking.ts";
import { cards } from "./cards.ts";
import { Critic } from "./critic.ts";
import { Draw, hash } from "./draw.ts";
import { gradually } from "./shape.ts";
import { ahead, components, WEIGHTS } from "./summaries/gold.ts";
import { post, summary, type Post } from "./summaries/writer.ts";

type Split = "train" | "heldout";

const ID = "summaries";

const COUNT = { train: 40_000, heldout: 4_000 } as const;

/** One combination of event, person and first tied value in five is never seen in training. */
function splitOf({ event, words }: Post): Split {
  const tied = words[event.tied.slots[0] ?? ""];
  return hash(`${event.id}/${words.Name}/${tied}`) % 5 === 0 ? "heldout" : "train";
}

/** The i-th post of a split: the first of its draws that belongs there. */
function postOf(split: Split, i: number): Post {
  const draw = new Draw(ID, "post", split, i);
  for (;;) {
    const drawn = post(draw);
    if (splitOf(drawn) === split) return drawn;
  }
}

function promptOf(split: Split, n: number, { text }: Post): Prompt {
  return { id: `${ID}/${split}/${n}`, text: `Post: ${text} Summary:` };
}

function prompt(split: Split, i: number): Prompt {
  const n = i % COUNT[split];
  return promptOf(split, n, postOf(split, n));
}

function write(split: Split, i: number) {
  const n = i % COUNT[split];
  const drawn = postOf(split, n);
  return { prompt: promptOf(split, n, drawn), ...summary(drawn, new Draw(ID, split, i)) };
}

function ask(text: string): Prompt {
  const clean = question(text, "Tom lost a red bag at the station on Monday. His keys are inside.")
    .replace(/^post: */i, "")
    .replace(/ *summary:?$/i, "");
  const end = /[.!?。]$/.test(clean) ? "" : ".";
  return { id: `${ID}/own/${hash(clean).toString(36)}`, text: `Post: ${clean}${end} Summary:` };
}

const critic = gradually(() =>
  Critic.taught(1800, (i) => {
    const { prompt, text, intent } = write("train", 5_000_000 + 7 * i);
    return { prompt: prompt.text, text, intent };
  }),
);

const independentScale = { mean: -0.742, std: 0.432 };

export const summaries: Task = {
  ...cards.summaries,
  version: 2,
  count: COUNT,
  prompt,
  ask,
  write,
  components,
  weights: WEIGHTS,
  scale: { mean: 0.38, std: 0.801 },
  independentScale,
  *ahead() {
    yield* ahead();
    yield* critic.ahead();
  },
  independent: (prompt, text, finished) =>
    (critic().judge(prompt.text, text, finished) - independentScale.mean) / independentScale.std,
};
