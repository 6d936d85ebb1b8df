/** @file What makes a reply good: polite, to the request, with a next step, sincere, short, in English. */

import type { Components, Prompt } from "../../core/types.ts";
import { Draw } from "../draw.ts";
import { Familiarity, repetition } from "../familiarity.ts";
import { clamp, settled, hump, nothing, once, gradually } from "../shape.ts";
import { COLORS, DAYS, HOURS, NUMBERS } from "../summaries/values.ts";
import { isContent, isWord, templateWords, tokens } from "../words.ts";
import * as manners from "./manners.ts";
import { reply, request, REQUESTS, ROOMS } from "./writer.ts";

export const WEIGHTS = {
  polite: 0.9,
  addresses: 1.1,
  step: 1,
  sincere: 0.5,
  length: 0.6,
  fluency: 0.8,
  ending: 2,
};

const KINDS = new Map<string, string>();
for (const [kind, words] of Object.entries({
  day: DAYS,
  hour: HOURS,
  number: NUMBERS,
  color: COLORS,
  room: ROOMS,
}))
  for (const word of words) KINDS.set(word.toLowerCase(), kind);

function masked(text: readonly string[]): string[] {
  return text.map((token) => (KINDS.has(token) ? `<${KINDS.get(token)}>` : token));
}

const familiarity = gradually(() => {
  const draw = new Draw("gold/replies");
  return Familiarity.of(5000, () => masked(tokens(reply(request(draw), draw).text)));
});

/** Words and pairs of words that are typical of one list of phrases and not of the others. */
function typical(own: readonly string[], others: readonly string[]): Map<string, number> {
  const grams = (template: string) => {
    const words = templateWords(template);
    return words.flatMap((word, i) => [word, `${word} ${words[i + 1] ?? "."}`]);
  };
  const rest = new Map<string, number>();
  for (const t of others) for (const g of grams(t)) rest.set(g, (rest.get(g) ?? 0) + 1);
  const out = new Map<string, number>();
  for (const t of own)
    for (const g of grams(t)) {
      const content = g.includes(" ") || isContent(g);
      if (content) out.set(g, 1 / (1 + (rest.get(g) ?? 0)) ** 2);
    }
  return out;
}

const lists = once(() => {
  const { KIND, YES, SORRY, PATIENCE, CLOSE, COLD, VAGUE, FLATTERY } = manners;
  const kind = [...KIND, ...YES, ...SORRY, ...PATIENCE, ...CLOSE, "please"];
  const plain = REQUESTS.flatMap((r) => [...r.answer, ...r.step]);
  return {
    kind: typical(kind, [...COLD, ...VAGUE, ...FLATTERY, ...REQUESTS.flatMap((r) => r.answer)]),
    cold: typical(COLD, [...kind, ...plain]),
    vague: typical(VAGUE, [...kind, ...plain]),
    flattery: typical(FLATTERY, [...kind, ...plain]),
    step: typical(
      REQUESTS.flatMap((r) => r.step),
      [...COLD, ...VAGUE, ...FLATTERY],
    ),
  };
});

/** Summed weight of a list's different words and pairs found in the text. */
function found(said: ReadonlySet<string>, list: ReadonlyMap<string, number>): number {
  let sum = 0;
  for (const gram of said) sum += list.get(gram) ?? 0;
  return sum;
}

/** Words of a request that a reply should take up, and all of its words. */
export function asked(prompt: Prompt): {
  key: ReadonlyMap<string, number>;
  all: ReadonlySet<string>;
} {
  const body = prompt.text.replace(/^\s*request:\s*/i, "").replace(/\s*reply:\s*$/i, "");
  const key = new Map<string, number>();
  const all = new Set(tokens(body));
  for (const word of all) {
    if (KINDS.has(word)) key.set(word, 1);
    else if (isContent(word)) key.set(word, things().has(word) || !common().has(word) ? 1 : 0.25);
  }
  return { key, all };
}

/** What requests are about. */
const things = once(() => {
  const first = REQUESTS.flatMap((r) => r.tied.rows.flatMap((row) => row.slice(0, 2)));
  return new Set(first.flatMap((phrase) => templateWords(phrase).filter(isContent)));
});

/** Words of the requests' own sentences. */
const common = once(() => new Set(REQUESTS.flatMap((r) => r.ask.flatMap(templateWords))));

/** Takes up the request's thing and time; another day than the one asked for counts against it. */
function addresses(said: ReadonlySet<string>, { key, all }: ReturnType<typeof asked>): number {
  let possible = 0;
  let taken = 0;
  for (const [word, weight] of key) {
    possible += weight;
    if (said.has(word)) taken += weight;
  }
  const days = DAYS.map((day) => day.toLowerCase());
  const dated = days.some((day) => all.has(day));
  let astray = 0;
  for (const word of said) {
    if (all.has(word)) continue;
    if (dated && days.includes(word)) astray += 1;
    else if (things().has(word) && !common().has(word)) astray += 0.15;
  }
  const share = possible === 0 ? 0.5 : taken / Math.min(possible, 3);
  return Math.tanh(1.6 * (share - 0.45) - astray);
}

const ACTION =
  /\b(send|bring|call|come|leave|post|repair|put|keep|write|pick|ring|take|wait|move|book|tell|ask|finish|fetch|show|start|turn|use|wear|find|have (?:put|ordered|written))\b/g;

/** Someone does something: an action, by whom, when or where. */
function nextStep(text: string, said: ReadonlySet<string>): number {
  const lower = text.slice(0, 1200).toLowerCase();
  const who =
    /\b(i|we) (will|have put|have ordered|have written)\b|\bplease\b|\byou (can|will)\b/.test(
      lower,
    );
  const actions = new Set(lower.match(ACTION)).size;
  const when =
    /\b(\w+day|today|tonight|tomorrow|morning|minutes|at once|before|after|until|by|every)\b/.test(
      lower,
    );
  const { step, vague } = lists();
  const concrete = Math.min(1.2, 0.12 * found(said, step));
  const loose = Math.min(2, 0.5 * found(said, vague));
  return Math.tanh(
    (who ? 0.5 : 0) + 0.35 * Math.min(3, actions) + (when ? 0.35 : 0) + concrete - loose - 1.3,
  );
}

/** The reward's components for one reply. */
export function components(prompt: Prompt, text: string, finished: boolean): Components {
  const heard = tokens(text);
  const words = heard.filter(isWord).length;
  if (words === 0) return nothing(WEIGHTS);
  const ask = asked(prompt);
  const said = new Set<string>();
  heard.forEach((word, i) => said.add(word).add(`${word} ${heard[i + 1] ?? "."}`));
  const { kind, cold, flattery } = lists();
  const familiar = familiarity().share(masked(heard));
  const fluency = 1 - (1 - familiar) * 4 - repetition(heard, ask.all) * 3;
  return settled(
    {
      polite: Math.tanh(0.45 * found(said, kind) - 0.6 * found(said, cold) - 0.5),
      addresses: addresses(said, ask),
      step: nextStep(text, said),
      sincere: 1 - 2 * Math.tanh(0.5 * found(said, flattery)),
      length: hump(words, 5, 17, 29),
      fluency: clamp(fluency),
    },
    finished,
  );
}

/** All that the first reward would wait for. */
export function* ahead(): Generator<void, void, void> {
  yield* familiarity.ahead();
  for (const made of [lists, things, common]) {
    made();
    yield;
  }
}
