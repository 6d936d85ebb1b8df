/** @file Replies: a request to a shop, a neighbor or a colleague, the answer is short, kind and useful. */

import type { Prompt, Task } from "../core/types.ts";
import { question } from "./asking.ts";
import { cards } from "./cards.ts";
import { Critic } from "./critic.ts";
import { Draw, hash } from "./draw.ts";
import { ahead, components, WEIGHTS } from "./replies/gold.ts";
import { reply, request, type Asked } from "./replies/writer.ts";
import { gradually } from "./shape.ts";

type Split = "train" | "heldout";

const ID = "replies";

const COUNT = { train: 20_000, heldout: 2_000 } as const;

/**
 * One combination of request, its thing and its day in five is never seen in training; where the
 * request names no day, one text in five.
 */
function splitOf({ request, words, text }: Asked): Split {
  const day = words.day ?? "";
  const thing = words[request.tied.slots[0] ?? ""] ?? "";
  const key = text.includes(day) && text.includes(thing) ? `${request.id}/${thing}/${day}` : text;
  return hash(key) % 5 === 0 ? "heldout" : "train";
}

/** The i-th request of a split: the first of its draws that belongs there. */
function requestOf(split: Split, i: number): Asked {
  const draw = new Draw(ID, "request", split, i);
  for (;;) {
    const drawn = request(draw);
    if (splitOf(drawn) === split) return drawn;
  }
}

function promptOf(split: Split, n: number, { text }: Asked): Prompt {
  return { id: `${ID}/${split}/${n}`, text: `Request: ${text} Reply:` };
}

function prompt(split: Split, i: number): Prompt {
  const n = i % COUNT[split];
  return promptOf(split, n, requestOf(split, n));
}

function write(split: Split, i: number) {
  const n = i % COUNT[split];
  const drawn = requestOf(split, n);
  return { prompt: promptOf(split, n, drawn), ...reply(drawn, new Draw(ID, split, i)) };
}

function ask(text: string): Prompt {
  const clean = question(text, "My kettle came without the lid. Can you send it before Friday?")
    .replace(/^request: */i, "")
    .replace(/ *reply:?$/i, "");
  const end = /[.!?。？]$/.test(clean) ? "" : ".";
  return { id: `${ID}/own/${hash(clean).toString(36)}`, text: `Request: ${clean}${end} Reply:` };
}

const critic = gradually(() =>
  Critic.taught(1800, (i) => {
    const { prompt, text, intent } = write("train", 5_000_000 + 7 * i);
    return { prompt: prompt.text, text, intent };
  }),
);

const independentScale = { mean: 0.306, std: 0.382 };

export const replies: Task = {
  ...cards.replies,
  version: 2,
  count: COUNT,
  prompt,
  ask,
  write,
  components,
  weights: WEIGHTS,
  scale: { mean: 1.304, std: 1.232 },
  independentScale,
  *ahead() {
    yield* ahead();
    yield* critic.ahead();
  },
  independent: (prompt, text, finished) =>
    (critic().judge(prompt.text, text, finished) - independentScale.mean) / independentScale.std,
};
