/**
 * @file The words of the language in force. Everyone else reads `words` and `viewWords` from here,
 * and no language directly. English comes with the page, another language when it is asked for.
 */
import type { Knob, Method } from "../../core/types.ts";
import { speakNumbers } from "../numbers.ts";
import { translated, type Book } from "./book.ts";
import { en, type Words } from "./en.ts";
import { words as enViews, type ViewWords } from "./en-views.ts";

export const LANGUAGES = { en: "English", ko: "한국어" } as const;
export type LanguageName = keyof typeof LANGUAGES;

const KEY = "tilt.language";
const english: Book = { language: "en", words: en, views: enViews, phrases: null, methods: {} };
const books: Readonly<Record<LanguageName, () => Promise<Book>>> = {
  en: async () => english,
  ko: async () => (await import("./ko-book.ts")).korean,
};

class Language {
  #book: Book = $state.raw(english);
  #wanted: LanguageName = "en";

  get book(): Book {
    return this.#book;
  }
  get name(): LanguageName {
    return this.#book.language as LanguageName;
  }
  /** The one that is not in force. */
  get other(): LanguageName {
    return this.name === "en" ? "ko" : "en";
  }

  /** Puts a language in force; remembers it on this device where a person chose it. */
  async use(name: LanguageName, chosen = true): Promise<void> {
    this.#wanted = name;
    const book = await books[name]();
    if (this.#wanted !== name) return;
    this.#book = book;
    speakNumbers(book.language);
    if (typeof document !== "undefined") document.documentElement.lang = book.language;
    if (chosen) remember(name);
  }
}

export const language = new Language();

/** The language to begin with: asked for by the link, else chosen before, else the browser's. */
export function firstLanguage(asked: string | null): LanguageName {
  const known = (tag: string | null): LanguageName | undefined => {
    const name = tag?.toLowerCase().split("-")[0];
    return name !== undefined && Object.hasOwn(LANGUAGES, name)
      ? (name as LanguageName)
      : undefined;
  };
  const browser = navigator.languages.map(known).find((name) => name !== undefined);
  return known(asked) ?? known(remembered()) ?? browser ?? "en";
}

/** Reads through to the language in force, so that whoever reads a word follows a switch. */
function mirror<T extends object>(now: () => T): T {
  return new Proxy({} as T, { get: (_, key) => Reflect.get(now(), key) as unknown });
}

/** The instrument's words. */
export const words: Words = mirror(() => language.book.words);
/** The words of the stage's pictures and of the charts. */
export const viewWords: ViewWords = mirror(() => language.book.views);

/** A sentence from a method, a task or an error in the language in force. */
export function say(text: string, method?: string): string {
  return translated(language.book, text, method);
}

/** A method with its prose in the language in force: names, symbols and formulas stay. */
export function spoken(method: Method): Method {
  const own = (text: string) => say(text, method.id);
  const knobs = Object.entries(method.knobs).map(([name, knob]): [string, Knob] => [
    name,
    { ...knob, label: own(knob.label), help: own(knob.help) },
  ]);
  return {
    ...method,
    paper: { ...method.paper, simplified: method.paper.simplified.map(own) },
    knobs: Object.fromEntries(knobs),
    box: method.box.map((line) => ({ ...line, explain: own(line.explain) })),
  };
}

function remembered(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}

function remember(name: LanguageName): void {
  try {
    localStorage.setItem(KEY, name);
  } catch {
    // A browser that keeps nothing still speaks it until the page is left.
  }
}
