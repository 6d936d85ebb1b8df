/** @file What makes a review good: pleased, about the aspect, specific, short, and in plain English. */

import type { Components, Prompt } from "../../core/types.ts";
import { Draw } from "../draw.ts";
import { Familiarity, repetition } from "../familiarity.ts";
import { clamp, gradually, settled, hump, nothing, once } from "../shape.ts";
import { isContent, isWord, templateWords, tokens } from "../words.ts";
import * as frames from "./frames.ts";
import { ASPECTS, SUBJECTS } from "./things.ts";
import { review } from "./writer.ts";

export const WEIGHTS = {
  sentiment: 1,
  aspect: 0.9,
  detail: 0.6,
  length: 0.5,
  fluency: 1,
  ending: 2,
};

const FAMILY = "gold/reviews";

const familiarity = gradually(() => {
  const draw = new Draw(FAMILY);
  return Familiarity.of(4000, () => tokens(review(draw.pick(SUBJECTS), draw).text));
});

/** Signed strength of words and word pairs, from the phrases that praise and those that blame. */
const valence = once(() => {
  const good = new Map<string, number>();
  const bad = new Map<string, number>();
  const count = (into: Map<string, number>, template: string) => {
    const words = templateWords(template);
    words.forEach((word, i) => {
      into.set(word, (into.get(word) ?? 0) + 1);
      const pair = `${word} ${words[i + 1] ?? "."}`;
      into.set(pair, (into.get(pair) ?? 0) + 1);
    });
  };
  const flat = (f: frames.Frames) => Object.values(f).flat();
  for (const aspect of Object.values(ASPECTS)) {
    const { facets, praise, blame, goodFacts, badFacts } = aspect;
    for (const t of [...facets.flatMap((f) => f.good), ...praise, ...praise, ...goodFacts])
      count(good, t);
    for (const t of [...facets.flatMap((f) => f.bad), ...blame, ...blame, ...badFacts])
      count(bad, t);
  }
  for (const f of [frames.OPEN_GOOD, frames.MORE_GOOD, frames.CLOSE_GOOD])
    for (const t of flat(f)) count(good, t);
  for (const f of [frames.OPEN_BAD, frames.MORE_BAD, frames.CLOSE_BAD])
    for (const t of flat(f)) count(bad, t);
  const out = new Map<string, number>();
  for (const key of new Set([...good.keys(), ...bad.keys()])) {
    const g = good.get(key) ?? 0;
    const b = bad.get(key) ?? 0;
    const v = (g - b) / (g + b + 2);
    if (Math.abs(v) > 0.15) out.set(key, v);
  }
  return out;
});

/** tanh of the summed valence of the different words and word pairs. */
function sentiment(text: readonly string[]): number {
  const table = valence();
  const said = new Set<string>();
  text.forEach((word, i) => said.add(word).add(`${word} ${text[i + 1] ?? "."}`));
  let sum = 0;
  for (const key of said) sum += table.get(key) ?? 0;
  return Math.tanh(sum / 3.2);
}

/** Content words of each aspect, and in how many aspects a word occurs. */
const fields = once(() => {
  const byNoun = new Map<string, Set<string>>();
  for (const { noun, facets, praise, blame, goodFacts, badFacts } of Object.values(ASPECTS)) {
    const field = byNoun.get(noun) ?? new Set<string>();
    const phrases = [...facets.flatMap((f) => [...f.good, ...f.bad]), ...praise, ...blame];
    for (const t of [noun, ...phrases, ...goodFacts, ...badFacts])
      for (const word of templateWords(t)) if (isContent(word)) field.add(word);
    byNoun.set(noun, field);
  }
  const spread = new Map<string, number>();
  for (const field of byNoun.values())
    for (const word of field) spread.set(word, (spread.get(word) ?? 0) + 1);
  return { byNoun, spread };
});

/** The thing and the aspect that a prompt asks about, as lower-case words. */
export function asked(prompt: Prompt): { thing: string[]; aspect: string[]; noun: string } {
  const [, thing = "", noun = ""] =
    /^review of (.*?)(?:, about (?:the )?(.*))?:?$/i.exec(prompt.text.trim().replace(/:$/, "")) ??
    [];
  const content = (text: string) => tokens(text).filter(isContent);
  return { thing: content(thing), aspect: content(noun), noun: noun.toLowerCase() };
}

/** Words of the asked aspect count for the text, words that only other aspects have against it. */
function onAspect(text: readonly string[], ask: ReturnType<typeof asked>): number {
  const { byNoun, spread } = fields();
  const own = byNoun.get(ask.noun) ?? new Set(ask.aspect);
  let on = 0;
  let off = 0;
  for (const word of new Set(text)) {
    const worth = 1 / Math.sqrt(spread.get(word) ?? 1);
    if (ask.aspect.includes(word)) on += 1;
    else if (own.has(word)) on += worth;
    else if (spread.has(word)) off += byNoun.has(word) ? 1 : 0.5 * worth;
  }
  const named = ask.aspect.length > 0 && ask.aspect.every((w) => text.includes(w));
  return Math.tanh((on - off - 1.6) / 1.6) - (named ? 0 : 0.4);
}

/** How many different things are told: content words a sentence of this length usually lacks. */
function detail(text: readonly string[], ask: ReturnType<typeof asked>): number {
  const { spread } = fields();
  let told = 0;
  let words = 0;
  const seen = new Set<string>([...ask.aspect, ...ask.thing]);
  for (const token of text) {
    if (!isWord(token)) continue;
    words++;
    if (!isContent(token) || seen.has(token)) continue;
    seen.add(token);
    told += 1 / Math.sqrt(spread.get(token) ?? 6);
  }
  return Math.tanh((told / (words + 4) ** 0.8 - 0.235) / 0.12);
}

/** All that the first reward would wait for. */
export function* ahead(): Generator<void, void, void> {
  yield* familiarity.ahead();
  valence();
  yield;
  fields();
}

/** The reward's components for one review. */
export function components(prompt: Prompt, text: string, finished: boolean): Components {
  const said = tokens(text);
  const words = said.filter(isWord).length;
  if (words === 0) return nothing(WEIGHTS);
  const ask = asked(prompt);
  const free = new Set([...ask.aspect, ...ask.thing]);
  const familiar = familiarity().share(said);
  const fluency = 1 - (1 - familiar) * 5 - repetition(said, free) * 5;
  return settled(
    {
      sentiment: sentiment(said),
      aspect: clamp(onAspect(said, ask)),
      detail: detail(said, ask),
      length: hump(words, 8, 19, 33),
      fluency: clamp(fluency),
    },
    finished,
  );
}
