/** @file What makes a summary good: it keeps the facts, adds none, names its subject, and is short. */

import type { Components, Prompt } from "../../core/types.ts";
import { Draw } from "../draw.ts";
import { Familiarity, repetition } from "../familiarity.ts";
import { clamp, gradually, settled, hump, nothing, once } from "../shape.ts";
import { isContent, isWord, templateWords, tokens } from "../words.ts";
import { COLORS, DAYS, HOURS, NUMBERS, PEOPLE, PLACES } from "./values.ts";
import { ALL, post, summary } from "./writer.ts";

export const WEIGHTS = {
  coverage: 1.8,
  faithful: 0.7,
  subject: 0.3,
  brevity: 0.65,
  fluency: 0.8,
  ending: 2,
};

const CLASSES: readonly (readonly [string, readonly string[]])[] = [
  ["name", PEOPLE.map(([name]) => name)],
  ["name", ALL.flatMap((event) => event.values.pet ?? [])],
  ["day", DAYS],
  ["hour", HOURS],
  ["number", NUMBERS],
  ["color", COLORS],
  ["place", PLACES.flatMap((place) => templateWords(place).filter(isContent))],
];

/** Words of a closed kind: one of them in place of another is an error of fact. */
const kinds = once(() => {
  const kind = new Map<string, string>();
  for (const [name, words] of CLASSES) for (const word of words) kind.set(word.toLowerCase(), name);
  return kind;
});

/** Words that posts use to carry facts, beside those of a closed kind. */
const factual = once(() => {
  const words = new Set<string>();
  const values = ALL.flatMap((e) => [...Object.values(e.values).flat(), ...e.tied.rows.flat()]);
  for (const value of values) for (const w of templateWords(value)) if (isContent(w)) words.add(w);
  return words;
});

/** Words that any post or summary may use without stating a fact. */
const neutral = once(() => {
  const words = new Set<string>();
  const phrases = ALL.flatMap((e) => [
    ...e.opening,
    ...e.lead,
    ...e.thin,
    ...e.facts.flatMap((f) => [...f.post, ...f.tail]),
  ]);
  for (const phrase of phrases) for (const w of templateWords(phrase)) words.add(w);
  return words;
});

function bare(token: string): string {
  return token.replace(/['’]s$/, "");
}

function kindOf(token: string): string | undefined {
  return /^\p{N}/u.test(token) ? "sum" : kinds().get(token);
}

/** Names, days, sums and numbers by their kind, so that fluency does not depend on which one it is. */
function masked(text: readonly string[]): string[] {
  return text.map((token) => {
    const kind = kindOf(bare(token));
    return kind && kind !== "place" ? `<${kind}>` : token;
  });
}

const familiarity = gradually(() => {
  const draw = new Draw("gold/summaries");
  return Familiarity.of(5000, () => masked(tokens(summary(post(draw), draw).text)));
});

/** All that the first reward would wait for. */
export function* ahead(): Generator<void, void, void> {
  yield* familiarity.ahead();
  for (const made of [kinds, factual, neutral]) {
    made();
    yield;
  }
}

type Asked = {
  readonly facts: ReadonlyMap<string, number>;
  readonly subject: ReadonlySet<string>;
  readonly all: ReadonlySet<string>;
  /** Words of the post. */
  readonly length: number;
};

/** The words of a post that carry its facts, with their weights. */
export function asked(prompt: Prompt): Asked {
  const body = prompt.text.replace(/^\s*post:\s*/i, "").replace(/\s*summary:\s*$/i, "");
  const facts = new Map<string, number>();
  const subject = new Set<string>();
  const words = tokens(body).map(bare);
  const ends = words.flatMap((w, i) => (/[.!?]/.test(w) ? [i] : []));
  // A post of one sentence has no other facts than its subject's.
  const first = ends.length > 1 ? (ends[0] as number) : -1;
  words.forEach((word, i) => {
    if (!isWord(word)) return;
    const kind = kindOf(word);
    const known = factual().has(word) || !neutral().has(word);
    if (!kind && !(isContent(word) && known)) return;
    if (i <= first) subject.add(word);
    else if (!subject.has(word)) facts.set(word, !kind ? 0.5 : kind === "place" ? 0.8 : 1);
  });
  return { facts, subject, all: new Set(words), length: words.filter(isWord).length };
}

/** Weighted share of the facts after the first sentence that are kept, from −1 to 1, convex. */
function coverage(said: ReadonlySet<string>, { facts }: Asked): number {
  let all = 0;
  let kept = 0;
  for (const [word, weight] of facts) {
    all += weight;
    if (said.has(word)) kept += weight;
  }
  return all === 0 ? 0 : 2 * (kept / all) ** 1.5 - 1;
}

/** 1 when nothing is said that the post does not say; every wrong name, day or sum costs most. */
function faithful(said: ReadonlySet<string>, { all }: Asked): number {
  let wrong = 0;
  for (const word of said) {
    if (all.has(word) || !isWord(word)) continue;
    const kind = kindOf(word);
    if (kind) wrong += kind === "place" ? 0.8 : 1;
    else if (isContent(word) && !neutral().has(word)) wrong += 0.3;
  }
  return 1 - 2 * Math.tanh(wrong * 0.7);
}

/** Share of the first sentence's key words that the summary names, from −1 to 1. */
function subjectOf(said: ReadonlySet<string>, { subject }: Asked): number {
  if (subject.size === 0) return 0;
  let named = 0;
  for (const word of subject) if (said.has(word)) named++;
  return (2 * named) / subject.size - 1;
}

/** The reward's components for one summary. */
export function components(prompt: Prompt, text: string, finished: boolean): Components {
  const heard = tokens(text);
  const words = heard.filter(isWord).length;
  if (words === 0) return nothing(WEIGHTS);
  const ask = asked(prompt);
  const said = new Set(heard.map(bare));
  // A longer post deserves a longer summary: 11 words for 20, 16 for 40, never more than 18.
  const best = Math.min(18, 6 + ask.length / 4);
  const familiar = familiarity().share(masked(heard));
  const fluency = 1 - (1 - familiar) * 4 - repetition(heard.map(bare), ask.subject) * 4;
  return settled(
    {
      coverage: coverage(said, ask),
      faithful: faithful(said, ask),
      subject: subjectOf(said, ask),
      brevity: hump(words, 4, best, best + 8),
      fluency: clamp(fluency),
    },
    finished,
  );
}
