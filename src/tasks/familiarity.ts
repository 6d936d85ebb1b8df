/**
 * @file How much a text sounds like the language of a task: the share of its trigrams, bigrams and
 * words that the task's own grammar produces. A set, not a probability: a rare sentence that the
 * grammar can write is as good as a common one.
 */

import { isContent } from "./words.ts";

const EDGE = "¶";

/** Credit of a position by the longest n-gram ending there that the grammar knows. */
const CREDIT = { trigram: 1, bigram: 0.45, word: 0, nothing: -1 } as const;

export class Familiarity {
  private readonly words = new Set<string>([EDGE]);
  private readonly bigrams = new Set<string>();
  private readonly trigrams = new Set<string>();

  /** Reads `count` texts; each is a slice. `share` must be given tokens of the same making. */
  static *of(count: number, text: () => readonly string[]): Generator<void, Familiarity, void> {
    const all = new Familiarity();
    for (let i = 0; i < count; i++) {
      all.add(text());
      yield;
    }
    return all;
  }

  private add(text: readonly string[]): void {
    let a = EDGE;
    let b = EDGE;
    for (const c of [...text, EDGE]) {
      this.words.add(c);
      this.bigrams.add(`${b} ${c}`);
      this.trigrams.add(`${a} ${b} ${c}`);
      a = b;
      b = c;
    }
  }

  /** Mean credit per position, −1 (nothing known) to 1 (every trigram known). */
  share(text: readonly string[]): number {
    let a = EDGE;
    let b = EDGE;
    let sum = 0;
    for (let i = 0; i <= text.length; i++) {
      const c = text[i] ?? EDGE;
      if (this.trigrams.has(`${a} ${b} ${c}`)) sum += CREDIT.trigram;
      else if (this.bigrams.has(`${b} ${c}`)) sum += CREDIT.bigram;
      else sum += this.words.has(c) ? CREDIT.word : CREDIT.nothing;
      a = b;
      b = c;
    }
    return sum / (text.length + 1);
  }
}

/** Share of content words that were said before, 0 to 1; `allowed` words are free. */
export function repetition(text: readonly string[], allowed: ReadonlySet<string>): number {
  const seen = new Set<string>();
  let content = 0;
  let again = 0;
  for (const token of text) {
    if (!isContent(token) || allowed.has(token)) continue;
    content++;
    if (seen.has(token)) again++;
    seen.add(token);
  }
  return content === 0 ? 0 : again / content;
}
