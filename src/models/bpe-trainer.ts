/**
 * @file Trains a byte-level BPE (Sennrich et al. 2016, "Neural machine translation of rare words
 * with subword units", over bytes as in Radford et al. 2019): again and again, the most frequent
 * pair of neighbouring symbols becomes a symbol. All 256 bytes are symbols from the start, so any
 * text can be encoded and decoded without loss.
 */

import { TiltError } from "../core/types.ts";
import { ALPHABET, spell } from "./byte-alphabet.ts";
import { PairHeap } from "./pair-heap.ts";
import { SPECIAL_TOKENS, tokenizerFiles, type TokenizerFiles } from "./tokenizer-layout.ts";

/** GPT-2's words, as the ByteLevel pre-tokenizer of Hugging Face and transformers.js cuts them. */
const WORD = /'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+/gu;

/** Ids below this are special tokens and bytes: byte b has id `SPECIAL_TOKENS.length + b`. */
const BASE = SPECIAL_TOKENS.length + 256;

/** More ids than any vocabulary here: a pair (a, b) is the number a·STRIDE + b. */
const STRIDE = 2 ** 21;

export type BpeOptions = {
  /** Ids in all: special tokens, 256 bytes, merges. */
  vocabSize: number;
  /** Longest sequence the model takes, written to tokenizer_config.json. */
  maxLength: number;
};

/**
 * The tokenizer files for a vocabulary of `vocabSize` ids, fewer if no pair occurs twice any more.
 * Deterministic: it depends on the texts' words and their counts alone, ties go to the pair with
 * the lower ids. Throws `TiltError` tokenizer.size for a size that bytes alone exceed.
 */
export function trainBpe(
  texts: Iterable<string>,
  { vocabSize, maxLength }: BpeOptions,
): TokenizerFiles {
  if (!Number.isSafeInteger(vocabSize) || vocabSize < BASE || vocabSize > STRIDE) {
    const message = `A vocabulary of ${vocabSize} cannot be trained.`;
    throw new TiltError("tokenizer.size", message, `Choose a size from ${BASE} to ${STRIDE}.`);
  }
  const tokens = [...SPECIAL_TOKENS, ...ALPHABET];
  const merges = new Merging(countWords(texts)).run(tokens, vocabSize);
  return tokenizerFiles(tokens, merges, maxLength);
}

/** Each word, spelled in bytes, with how often it occurs. Sorted, so that order plays no part. */
function countWords(texts: Iterable<string>): [string, number][] {
  const counts = new Map<string, number>();
  for (const text of texts) {
    for (const word of text.match(WORD) ?? []) counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  const spelled = [...counts].map(([word, count]): [string, number] => [spell(word), count]);
  return spelled.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
}

/** The words as symbols, and the count and the whereabouts of every pair in them. */
class Merging {
  private readonly words: { symbols: number[]; readonly count: number }[];
  private readonly counts = new Map<number, number>();
  /** Words that hold, or once held, a pair. */
  private readonly where = new Map<number, Set<number>>();
  private readonly heap = new PairHeap();

  constructor(words: readonly [string, number][]) {
    const idOf = new Map(
      ALPHABET.map((character, byte) => [character, SPECIAL_TOKENS.length + byte]),
    );
    this.words = words.map(([word, count]) => ({
      symbols: Array.from(word, (character) => idOf.get(character)!),
      count,
    }));
    this.words.forEach((_, word) => this.tally(word, 1));
    for (const [pair, count] of this.counts) this.heap.push(pair, count);
  }

  /** Merges until `tokens`, which it extends, has `vocabSize` entries. Returns the merges in order. */
  run(tokens: string[], vocabSize: number): [string, string][] {
    const merges: [string, string][] = [];
    const idOf = new Map(tokens.map((token, id) => [token, id]));
    while (tokens.length < vocabSize) {
      const pair = this.heap.pop((candidate) => this.counts.get(candidate) ?? 0);
      if (pair === null || this.counts.get(pair)! < 2) break;
      const [a, b] = [Math.floor(pair / STRIDE), pair % STRIDE];
      const merged = tokens[a]! + tokens[b]!;
      // "ab"+"c" and "a"+"bc" are two merges and one token. No merge can spell a special token:
      // those mix letters with signs, which are never in one word.
      const id = idOf.get(merged) ?? tokens.push(merged) - 1;
      idOf.set(merged, id);
      merges.push([tokens[a]!, tokens[b]!]);
      this.merge(pair, a, b, id);
    }
    return merges;
  }

  /** Adds (or with −1 takes away) the pairs of one word; returns them. */
  private tally(word: number, sign: 1 | -1): number[] {
    const { symbols, count } = this.words[word]!;
    const pairs: number[] = [];
    for (let i = 1; i < symbols.length; i++) {
      const pair = symbols[i - 1]! * STRIDE + symbols[i]!;
      pairs.push(pair);
      this.counts.set(pair, (this.counts.get(pair) ?? 0) + sign * count);
      if (sign > 0) {
        const words = this.where.get(pair);
        if (words) words.add(word);
        else this.where.set(pair, new Set([word]));
      }
    }
    return pairs;
  }

  private merge(pair: number, a: number, b: number, id: number): void {
    const changed = new Set<number>();
    for (const word of this.where.get(pair)!) {
      const entry = this.words[word]!;
      const merged = joinPairs(entry.symbols, a, b, id);
      if (merged.length === entry.symbols.length) continue;
      for (const old of this.tally(word, -1)) changed.add(old);
      entry.symbols = merged;
      for (const fresh of this.tally(word, 1)) changed.add(fresh);
    }
    this.where.delete(pair);
    for (const one of changed) {
      const count = this.counts.get(one)!;
      if (count > 0) this.heap.push(one, count);
      else this.counts.delete(one);
    }
  }
}

/** Symbols with each a, b in a row replaced by `id`, from left to right. */
function joinPairs(symbols: readonly number[], a: number, b: number, id: number): number[] {
  const joined: number[] = [];
  for (let i = 0; i < symbols.length; i++) {
    const here = symbols[i] === a && symbols[i + 1] === b;
    joined.push(here ? id : symbols[i]!);
    if (here) i++;
  }
  return joined;
}
