/** @file What one language owes: the instrument's words, the pictures' words, and a phrase book. */
import type { Words } from "./en.ts";
import type { ViewWords } from "./en-views.ts";

/** What a translation owes of some words: the same names and templates, with any text in them. */
export type Owed<T> = T extends string
  ? string
  : T extends (...parts: infer P) => infer R
    ? (...parts: P) => Owed<R>
    : T extends object
      ? { readonly [K in keyof T]: Owed<T[K]> }
      : T;

/**
 * Sentences that come from outside of `words/` in English (methods, tasks, errors) in another
 * language, by their English: word for word, or by a pattern with the parts that vary.
 */
export type Phrases = {
  readonly exact: Readonly<Record<string, string>>;
  readonly patterns: readonly (readonly [RegExp, (...parts: string[]) => string])[];
};

export type Book = {
  /** BCP 47; numbers and dates follow it. */
  readonly language: string;
  readonly words: Words;
  readonly views: ViewWords;
  /** Null: English needs none. */
  readonly phrases: Phrases | null;
  /** A method's own prose by its English, by method id. */
  readonly methods: Readonly<Record<string, Readonly<Record<string, string>>>>;
};

/** A sentence in the book's language; the sentence itself where the book does not have it. */
export function translated(book: Book, text: string, method?: string): string {
  const { methods } = book;
  const own =
    method === undefined ? undefined : (methods[method]?.[text] ?? methods.shared?.[text]);
  if (own !== undefined || book.phrases === null) return own ?? text;
  const { exact, patterns } = book.phrases;
  if (Object.hasOwn(exact, text)) return exact[text]!;
  for (const [pattern, say] of patterns) {
    const found = pattern.exec(text);
    if (found) return say(...found.slice(1).map((part) => part ?? ""));
  }
  return text;
}
