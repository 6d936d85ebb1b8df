/**
 * @file A reward of the visitor's own in plain data: weights of the task's named components, and two
 * lists of words. Small enough for a link, which carries it whole: `reward.weights=1*polite+0.5*length`.
 */

import * as v from "valibot";
import type { Read, Take } from "./query.ts";

/** A weighted sum: components of the task by name, and `perWord` for each listed word that occurs. */
export type OwnReward = {
  readonly weights: Readonly<Record<string, number>>;
  readonly liked: readonly string[];
  readonly disliked: readonly string[];
  readonly perWord: number;
};

export const OWN_REWARD_LIMITS = {
  weight: { min: -5, max: 5 },
  perWord: { min: 0, max: 5 },
  /** Characters of a word. */
  word: 40,
  /** As written in a link: all weights, and all words. With the rest it stays under some 2,000. */
  inLink: { weights: 300, words: 900 },
} as const;

/** What each word counts, unless said otherwise. */
export const PER_WORD = 0.5;

// ---------------------------------------------------------------------------- the border

const bounded = ({ min, max }: { min: number; max: number }) =>
  v.pipe(v.number(), v.minValue(min), v.maxValue(max));
const component = v.pipe(v.string(), v.regex(/^[a-z][a-z-]{0,39}$/i));
/** No space and no mark that cannot be seen. */
const word = v.pipe(v.string(), v.regex(/^[^\s,;\p{C}]+$/u), v.maxLength(OWN_REWARD_LIMITS.word));
const parts = {
  weights: v.record(component, bounded(OWN_REWARD_LIMITS.weight)),
  liked: v.array(word),
  disliked: v.array(word),
  perWord: bounded(OWN_REWARD_LIMITS.perWord),
};

/** A reward in a file, no larger than a link could say it. */
export const ownRewardSchema = v.pipe(
  v.object(parts),
  v.check((reward) => fitsLink(reward), "is too long"),
);

/** The names of a link's parts. */
export const REWARD_NAMES = [
  "reward.weights",
  "reward.liked",
  "reward.disliked",
  "reward.word",
] as const;
type Name = (typeof REWARD_NAMES)[number];

/** Whether a query's name belongs to a reward. */
export const isRewardName = (name: string): boolean =>
  (REWARD_NAMES as readonly string[]).includes(name);

/** What a part is called on a command line: "reward.liked" is --reward-liked. */
export const rewardFlag = <N extends Name>(name: N) =>
  name.replace(".", "-") as N extends `reward.${infer Part}` ? `reward-${Part}` : never;

/** A reward as named texts; what is empty is left out. */
export function rewardTexts({ weights, liked, disliked, perWord }: OwnReward): [Name, string][] {
  const sum = Object.entries(weights).map(([name, weight]) => `${weight}*${name}`);
  const texts: [Name, string][] = [
    ["reward.weights", sum.join(" ")],
    ["reward.liked", liked.join(" ")],
    ["reward.disliked", disliked.join(" ")],
    ["reward.word", String(perWord)],
  ];
  return texts.filter(([, text]) => text !== "");
}

/** The same back. Null where there is none, or a part of it makes no sense: half of it is another. */
export function readReward(take: Take, names: Iterable<string>): OwnReward | null {
  const given = new Set(names);
  let whole = REWARD_NAMES.some((name) => given.has(name));
  const part = <T>(name: Name, read: (text: string) => Read<T>, absent: T): T => {
    if (!given.has(name)) return absent;
    const value = take<T | null>(name, read, null);
    whole &&= value !== null;
    return value ?? absent;
  };
  const { words } = OWN_REWARD_LIMITS.inLink;
  const weights = part("reward.weights", readWeights, {});
  const liked = part<readonly string[]>("reward.liked", (text) => readWords(text, words), []);
  const left = words - lengthInLink(liked.join(" "));
  const disliked = part<readonly string[]>("reward.disliked", (text) => readWords(text, left), []);
  const perWord = part("reward.word", readPerWord, PER_WORD);
  return whole ? { weights, liked, disliked, perWord } : null;
}

/** Whether a link can say it, so that another device reads the very same. */
export function fitsLink(reward: OwnReward): boolean {
  const texts = new Map<string, string>(rewardTexts(reward));
  const take: Take = (name, read, standard) => {
    const result = read(texts.get(name) ?? "");
    return "value" in result ? result.value : standard;
  };
  return readReward(take, texts.keys()) !== null;
}

const lengthInLink = (text: string): number =>
  new URLSearchParams([["", text]]).toString().length - 1;

const listed = (text: string): string[] => text.split(" ").filter(Boolean);

function readWeights(text: string): Read<OwnReward["weights"]> {
  if (lengthInLink(text) > OWN_REWARD_LIMITS.inLink.weights) return { why: TOO_LONG };
  const terms = listed(text).map((term) => {
    const [, weight, name] = /^([-\d.e]+)\*([a-z-]+)$/i.exec(term) ?? [];
    return [name ?? "", Number(weight)] as const;
  });
  const twice = new Set(terms.map(([name]) => name)).size < terms.length;
  const read = v.safeParse(parts.weights, Object.fromEntries(terms));
  return read.success && !twice ? { value: read.output } : { why: NO_SUM };
}

function readWords(text: string, most: number): Read<readonly string[]> {
  if (lengthInLink(text) > most) return { why: TOO_LONG };
  const read = v.safeParse(parts.liked, listed(text));
  return read.success ? { value: read.output } : { why: NO_WORDS };
}

function readPerWord(text: string): Read<number> {
  const read = v.safeParse(parts.perWord, text.trim() === "" ? NaN : Number(text));
  return read.success ? { value: read.output } : { why: NO_NUMBER };
}

const { weight, perWord, word: letters } = OWN_REWARD_LIMITS;
const NO_SUM = `is no sum like 1*polite 0.5*length, weights from ${weight.min} to ${weight.max}`;
const NO_WORDS = `is no list of words of up to ${letters} characters`;
const NO_NUMBER = `is no number from ${perWord.min} to ${perWord.max}`;
const TOO_LONG = `is too long for a link`;
