/** @file Reviews: a prompt names a thing and one of its aspects, the answer is a short review. */

import type { Prompt, Task } from "../core/types.ts";
import { question } from "./asking.ts";
import { cards } from "./cards.ts";
import { Critic } from "./critic.ts";
import { Draw, hash } from "./draw.ts";
import { article } from "./grammar.ts";
import { ASPECTS, SUBJECTS, type Subject } from "./reviews/things.ts";
import { ahead, components, WEIGHTS } from "./reviews/gold.ts";
import { review } from "./reviews/writer.ts";
import { gradually, once } from "./shape.ts";

type Split = "train" | "heldout";

const ID = "reviews";

/** One thing–aspect combination in five is never seen in training, whatever the make. */
function splitOf({ thing, name }: Subject): Split {
  return hash(`${thing.noun}/${name}`) % 5 === 0 ? "heldout" : "train";
}

const subjects = once(() => {
  const split: Record<Split, Subject[]> = { train: [], heldout: [] };
  for (const subject of SUBJECTS) split[splitOf(subject)].push(subject);
  const shuffle = (name: Split) => new Draw(ID, "order", name).several(split[name], Infinity);
  return { train: shuffle("train"), heldout: shuffle("heldout") };
});

function subject(split: Split, i: number): Subject {
  const list = subjects()[split];
  return list[i % list.length] as Subject;
}

function textOf({ thing, make, aspect }: Subject): string {
  const what = thing.plural ? `${make} ${thing.noun}` : `${article(make)} ${make} ${thing.noun}`;
  return `Review of ${what}, about the ${aspect.noun}:`;
}

function prompt(split: Split, i: number): Prompt {
  const n = i % subjects()[split].length;
  return { id: `${ID}/${split}/${n}`, text: textOf(subject(split, n)) };
}

function write(split: Split, i: number) {
  return { prompt: prompt(split, i), ...review(subject(split, i), new Draw(ID, split, i)) };
}

const NOUNS = [...new Set(Object.values(ASPECTS).map((a) => a.noun))];
const STARTS = /^(a|an|the|my|our|your|his|her|their|this|these|two|some) /i;

/** "kettle handle", "a kettle, about the handle" or only "a kettle": then the price is meant. */
function ask(text: string): Prompt {
  const example = "a steel kettle, about the handle";
  const clean = question(text, example)
    .replace(/^(write |give me )?(a |the )?(short )?review (of|about|for) /i, "")
    .replace(/[\s:.!?,]+$/, "");
  const [, named = clean, about] =
    /^(.*?),? (?:and |but )?about (?:the |its )?(.+)$/i.exec(clean) ?? [];
  const known = NOUNS.find((noun) => named.toLowerCase().endsWith(` ${noun}`));
  const thing = !about && known ? named.slice(0, -known.length - 1).replace(/['’]s$/, "") : named;
  const latin = /^[a-z]/i.test(thing) && !STARTS.test(`${thing} `) && !/s$/i.test(thing);
  const what = latin ? `${article(thing)} ${thing}` : thing;
  return {
    id: `${ID}/own/${hash(clean).toString(36)}`,
    text: `Review of ${what}, about the ${about ?? known ?? "price"}:`,
  };
}

const critic = gradually(() =>
  Critic.taught(1800, (i) => {
    const { prompt, text, intent } = write("train", 5_000_000 + 7 * i);
    return { prompt: prompt.text, text, intent };
  }),
);

const independentScale = { mean: 0.05, std: 0.684 };

export const reviews: Task = {
  ...cards.reviews,
  version: 2,
  count: {
    get train() {
      return subjects().train.length;
    },
    get heldout() {
      return subjects().heldout.length;
    },
  },
  prompt,
  ask,
  write,
  components,
  weights: WEIGHTS,
  scale: { mean: 1.387, std: 1.236 },
  independentScale,
  *ahead() {
    yield* ahead();
    yield* critic.ahead();
  },
  independent: (prompt, text, finished) =>
    (critic().judge(prompt.text, text, finished) - independentScale.mean) / independentScale.std,
};
