/**
 * @file What one language owes. Its book comes before the page; the pictures' words and a method's
 * prose come with the first picture and with the method.
 */
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

/** What methods say, by its English. */
export type Prose = Readonly<Record<string, string>>;

export type Book = {
  /** BCP 47; numbers and dates follow it. */
  readonly language: string;
  readonly words: Words;
  /** Null: English needs none. */
  readonly phrases: Phrases | null;
  /** What several methods say alike. */
  readonly shared: Prose;
};

export type Edition = {
  readonly book: () => Promise<Book>;
  readonly pictures: () => Promise<ViewWords>;
  /** A method's own prose by its id; null: as the method itself has it. */
  readonly prose: ((method: string) => Promise<Prose>) | null;
};

/**
 * A sentence in the book's language, from the prose of the method that says it if one does; the
 * sentence itself where neither has it.
 */
export function translated(book: Book, text: string, prose?: Prose): string {
  const own = prose && (prose[text] ?? book.shared[text]);
  if (own !== undefined || book.phrases === null) return own ?? text;
  const { exact, patterns } = book.phrases;
  if (Object.hasOwn(exact, text)) return exact[text]!;
  for (const [pattern, say] of patterns) {
    const found = pattern.exec(text);
    if (found) return say(...found.slice(1).map((part) => part ?? ""));
  }
  return text;
}
