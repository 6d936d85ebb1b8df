/** @file Writes a post of several facts, and a summary that keeps some of them. */

import type { Draw } from "../draw.ts";
import { fill, polish } from "../grammar.ts";
import { EVENTS, type Event, type Fact } from "./events.ts";
import { MORE } from "./more.ts";
import { COLORS, DAYS, HOURS, NUMBERS, PEOPLE, PLACES, SUMS } from "./values.ts";

export const ALL: readonly Event[] = [...EVENTS, ...MORE];

/** What any event can draw from. */
export const SHARED = {
  day: DAYS,
  hour: HOURS,
  place: PLACES,
  price: SUMS,
  color: COLORS,
  number: NUMBERS,
};
const ONE = { part: false, thing: false };

type Words = Readonly<Record<string, string>>;

/** A post: the event, its words, which facts it tells in which order, and the text. */
export type Post = {
  readonly event: Event;
  readonly words: Words;
  readonly told: readonly Fact[];
  readonly text: string;
};

function person(draw: Draw): Words {
  const [name, he] = draw.pick(PEOPLE);
  const male = he === "he";
  const [his, him] = male ? ["his", "him"] : ["her", "her"];
  return { Name: name, he, He: he, his, His: his, him };
}

/** A value for every slot of the event. */
function values(event: Event, draw: Draw): Words {
  const words: Record<string, string> = person(draw);
  for (const [slot, list] of Object.entries({ ...SHARED, ...event.values }))
    words[slot] = draw.pick(list);
  words.day2 = draw.pick(DAYS.filter((d) => d !== words.day));
  const row = draw.pick(event.tied.rows);
  event.tied.slots.forEach((slot, i) => (words[slot] = row[i] as string));
  return words;
}

const ASIDES = [
  "I thought you should know.",
  "The weather was lovely, by the way.",
  "I am writing this on the bus.",
  "Sorry for the long post.",
  "More news soon.",
  "Please tell your friends.",
];

/** A post of three to five sentences. */
export function post(draw: Draw): Post {
  const event = draw.pick(ALL);
  const words = values(event, draw);
  const many = draw.weighted([4, 5]) + 3;
  const kept = new Set(draw.several(event.facts, Math.min(many, 4)));
  // A fact without a tail is the heart of its event: the lead of the summary needs it.
  const told = event.facts.filter((f) => kept.has(f) || f.tail.length === 0);
  const sentences = [draw.pick(event.opening), ...told.map((f) => draw.pick(f.post))];
  if (sentences.length < 5 && draw.chance(0.35)) sentences.push(draw.pick(ASIDES));
  const text = sentences.map((s) => fill(s, words, ONE, draw)).join(" ");
  return { event, words, told, text: polish(text) };
}

/** The slots of the words that state a fact, changed to another value of the same kind. */
function garbled({ event, words }: Post, slot: string, draw: Draw): Words {
  const other = (list: readonly string[]) => draw.pick(list.filter((v) => v !== words[slot]));
  const shared = { ...SHARED, ...event.values, day2: DAYS } as Record<string, readonly string[]>;
  const list = shared[slot];
  if (list) return { ...words, [slot]: other(list) };
  const column = event.tied.slots.indexOf(slot);
  if (column >= 0)
    return { ...words, [slot]: other(event.tied.rows.map((r) => r[column] as string)) };
  let changed = person(draw);
  while (changed.Name === words.Name) changed = person(draw);
  return { ...words, ...changed };
}

const PREFACES = [
  "It seems that",
  "In short,",
  "The news is that",
  "People say that",
  "This is a post about something that happened here:",
  "If I understand this post, it says that",
  "The post is long, but the main thing is that",
];

const EMPTY = [
  "That is the news.",
  "There is more to say about it.",
  "Everyone should know about it, so please tell your friends.",
  "It is a long story, and there are more things to say about it.",
  "I thought you should know, but I do not know more than that.",
  "I hope that this helps, and I am sorry for the long post.",
];

/** Adds the facts to a lead: phrases first, then at most one clause a sentence, two sentences. */
function attach(lead: string, facts: readonly Fact[], draw: Draw): string {
  const inline = (f: Fact) => f.tail.every((t) => t.startsWith(" "));
  let text = lead;
  let sentences = 1;
  let plain = true;
  for (const fact of [...facts.filter(inline), ...facts.filter((f) => !inline(f))]) {
    const fits = fact.tail.filter((t) =>
      t.startsWith(" ") ? plain && sentences === 1 : t.startsWith(",") ? plain : sentences < 3,
    );
    if (fits.length === 0) continue;
    const tail = draw.pick(fits);
    if (tail.startsWith(".")) sentences++;
    plain = tail.startsWith(" ") || tail.startsWith(".");
    text += tail;
  }
  return `${text}.`;
}

/** A summary of a post; `intent` knows what was left out, garbled or added. */
export function summary(post: Post, draw: Draw): { text: string; intent: number } {
  const { event, told } = post;
  const thin = draw.chance(0.07);
  const care = draw.next();
  const tellable = told.filter((f) => f.tail.length > 0);
  const keep = tellable.filter(
    (f) =>
      draw.chance(thin ? 0.3 : 0.1 + 0.52 * care) && (!thin || /^ (?!and)/.test(f.tail[0] ?? "")),
  );
  let words = post.words;
  let wrong = 0;
  for (const slot of ["name", ...keep.map((f) => f.slot)]) {
    if (!draw.chance(slot === "name" ? 0.05 : 0.12)) continue;
    words = garbled({ ...post, words }, slot, draw);
    wrong++;
  }
  let text = attach(draw.pick(thin ? event.thin : event.lead), keep, draw);
  const padded = draw.chance(0.3);
  if (padded) {
    text = draw.chance(0.5) ? `${text} ${draw.pick(EMPTY)}` : `${draw.pick(PREFACES)} ${text}`;
  }
  const share = keep.length / Math.max(1, tellable.length);
  const intent = 1.8 * (share - 0.5) - 1.1 * wrong - (thin ? 0.9 : 0) - (padded ? 0.45 : 0);
  return { text: polish(fill(text, words, ONE, draw)), intent };
}
