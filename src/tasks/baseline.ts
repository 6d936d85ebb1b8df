/**
 * @file How predictable a task's text is, without a neural network: an interpolated n-gram model of
 * words (Witten and Bell 1991) mixed with the words of the prompt. A language model should do better.
 */

import { tokens } from "./words.ts";

const END = "</s>";
/** Probability given to "any word of the prompt", and to "any word at all" of this many. */
const COPY = 0.1;
const UNKNOWN = 1e-4;

export type Text = { readonly prompt: string; readonly text: string };

export type Predictability = {
  /** exp of nats a word; words, punctuation marks and the end count as words. */
  readonly perplexity: number;
  readonly natsPerWord: number;
  /** The same nats over the characters of the answers: comparable with any tokenizer's. */
  readonly natsPerCharacter: number;
};

type Counts = { total: number; readonly next: Map<string, number> };

/** Counts of what follows each context of up to `order` − 1 words. */
function count(texts: readonly Text[], order: number): Map<string, Counts> {
  const table = new Map<string, Counts>();
  for (const { text } of texts) {
    const words = [...tokens(text), END];
    for (let i = 0; i < words.length; i++) {
      for (let n = 0; n < order && n <= i + 1; n++) {
        const key = context(words, i, n);
        let counts = table.get(key);
        if (!counts) table.set(key, (counts = { total: 0, next: new Map() }));
        counts.total++;
        const word = words[i] as string;
        counts.next.set(word, (counts.next.get(word) ?? 0) + 1);
      }
    }
  }
  return table;
}

function context(words: readonly string[], i: number, n: number): string {
  return n > i ? `^ ${words.slice(0, i).join(" ")}` : words.slice(i - n, i).join(" ");
}

/** Trains on one set of texts and measures another. `order` 4 looks three words back. */
export function predictability(
  train: readonly Text[],
  heldout: readonly Text[],
  order = 4,
): Predictability {
  const table = count(train, order);
  let nats = 0;
  let words = 0;
  let characters = 0;
  for (const { prompt, text } of heldout) {
    const asked = tokens(prompt);
    const said = [...tokens(text), END];
    characters += text.length;
    for (let i = 0; i < said.length; i++) {
      const word = said[i] as string;
      let p = UNKNOWN;
      for (let n = 0; n < order && n <= i + 1; n++) {
        const counts = table.get(context(said, i, n));
        if (!counts) break;
        const kinds = counts.next.size;
        p = ((counts.next.get(word) ?? 0) + kinds * p) / (counts.total + kinds);
      }
      const copied = asked.filter((w) => w === word).length / Math.max(1, asked.length);
      nats -= Math.log((1 - COPY) * p + COPY * copied);
      words++;
    }
  }
  const natsPerWord = nats / words;
  return { natsPerWord, perplexity: Math.exp(natsPerWord), natsPerCharacter: nats / characters };
}
