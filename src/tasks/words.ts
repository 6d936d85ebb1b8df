/** @file Text as the rewards see it: lower-case words and punctuation. */

/** Rewards read this far; anything longer is already too long to score well. */
const LIMIT = 1200;

const TOKEN = /[\p{L}\p{N}][\p{L}\p{N}'’-]*|[.,!?:;]|[^\s]/gu;

/** Lower-case words and single punctuation marks, from at most the first 1,200 characters. */
export function tokens(text: string): string[] {
  return text.slice(0, LIMIT).toLowerCase().match(TOKEN) ?? [];
}

/** True for words, false for punctuation and symbols. */
export function isWord(token: string): boolean {
  return /^[\p{L}\p{N}]/u.test(token);
}

const FUNCTION_WORDS = new Set(
  (
    "a an the this that these those i we you he she it they me us him her them my our your his its " +
    "their mine hers one ones and or but so as if than then though while when since because until " +
    "which who what where how of on in at to for from with without by about into up down out off " +
    "over is are was were be been am do does did has have had will would can could should might must " +
    "not no never nobody nothing very so too just also even still again only more most much such all " +
    "any some every each other another there here now after before same way get gets got"
  ).split(" "),
);

/** Words that carry meaning: neither function words nor punctuation. */
export function isContent(token: string): boolean {
  return isWord(token) && !FUNCTION_WORDS.has(token);
}

/** A template's words, without its markup and its slots. */
export function templateWords(template: string): string[] {
  return tokens(template.replace(/\{\w+\}/g, " ").replace(/[()[\]<>|~]/g, " ")).filter(isWord);
}
