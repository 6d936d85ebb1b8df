/**
 * @file The words of the language in force. Everyone else reads `words` and `viewWords` from here,
 * and no language directly. English comes with the page, another language when it is asked for;
 * the pictures' words and a method's prose in another language come when they are first needed.
 */
import { untrack } from "svelte";
import type { Knob, Method } from "../../core/types.ts";
import { speakNumbers } from "../numbers.ts";
import { translated, type Book, type Edition, type Prose } from "./book.ts";
import { en, type Words } from "./en.ts";
import type { ViewWords } from "./en-views.ts";
import { methods as koreanProse } from "./ko-methods/index.ts";
import { mirror } from "./mirror.ts";

export const LANGUAGES = { en: "English", ko: "한국어" } as const;
export type LanguageName = keyof typeof LANGUAGES;

const KEY = "tilt.language";
const english: Book = { language: "en", words: en, phrases: null, shared: {} };
const editions: Readonly<Record<LanguageName, Edition>> = {
  en: {
    book: async () => english,
    pictures: async () => (await import("./en-views.ts")).words,
    prose: null,
  },
  ko: {
    book: async () => (await import("./ko-book.ts")).korean,
    pictures: async () => (await import("./ko-views.ts")).words,
    prose: async (method) => (await koreanProse[method]?.())?.default ?? {},
  },
};

class Language {
  #book: Book = $state.raw(english);
  #pictures: ViewWords | null = $state.raw(null);
  #prose: Readonly<Record<string, Prose>> = $state.raw({});
  /** Not in force before all that is in use has come, so that no page is half in a language. */
  #wanted: LanguageName = "en";
  #illustrated = false;
  readonly #methods = new Set<string>();
  #latest: Promise<void> = Promise.resolve();

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
  /** The pictures' words; nobody draws before they have come. */
  get pictures(): ViewWords {
    if (!this.#pictures) throw new Error("a picture is drawn before its words are here");
    return this.#pictures;
  }
  /** A method's own prose. */
  prose(method: string): Prose {
    return this.#prose[method] ?? {};
  }
  /** Whether a method's prose is here in the language in force. */
  tells(method: string): boolean {
    return editions[this.name].prose === null || method in this.#prose;
  }

  /** Puts a language in force; remembers it on this device where a person chose it. */
  async use(name: LanguageName, chosen = true): Promise<void> {
    this.#wanted = name;
    await this.#settle();
    if (chosen && this.name === name) remember(name);
  }

  /** Fetches a method's prose, now and in every language to come. */
  async learn(method: string): Promise<void> {
    if (this.#methods.has(method)) return;
    this.#methods.add(method);
    if (editions[this.#wanted].prose !== null) await this.#settle();
  }

  /** Whatever draws pictures, as soon as their words are here as well. */
  async illustrated<T>(code: Promise<T>): Promise<T> {
    this.#illustrated = true;
    const [drawing] = await Promise.all([code, untrack(() => this.#pictures) ?? this.#settle()]);
    if (this.#pictures) return drawing;
    this.#illustrated = false;
    throw new Error("the pictures' words did not come");
  }

  /** Brings all that is in use into the language that is wanted; where it was overtaken, the later one's. */
  #settle(): Promise<void> {
    const mine: Promise<void> = this.#gather().then(
      (take) => (this.#latest === mine ? take() : this.#latest),
      (error: unknown) => {
        if (this.#latest === mine) this.#wanted = this.name;
        throw error;
      },
    );
    return (this.#latest = mine);
  }

  /** Where nothing is drawn yet, a page without pictures is better than none. */
  readonly #unlessDrawn = (error: unknown): null => {
    if (this.#pictures) throw error;
    return null;
  };

  async #gather(): Promise<() => void> {
    const edition = editions[this.#wanted];
    // A method that does not come in another language is told in English.
    const told = [...this.#methods].map(async (method): Promise<[string, Prose]> => {
      return [method, (await edition.prose?.(method).catch(() => null)) ?? {}];
    });
    const [book, pictures, prose] = await Promise.all([
      edition.book(),
      this.#illustrated ? edition.pictures().catch(this.#unlessDrawn) : null,
      Promise.all(told),
    ]);
    return () => {
      this.#book = book;
      this.#pictures = pictures;
      this.#prose = Object.fromEntries(prose);
      speakNumbers(book.language);
      if (typeof document !== "undefined") document.documentElement.lang = book.language;
    };
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

/** The instrument's words. */
export const words: Words = mirror(() => language.book.words);
/** The words of the stage's pictures and of the charts. */
export const viewWords: ViewWords = mirror(() => language.pictures);

/** A sentence from a method, a task or an error in the language in force. */
export function say(text: string, method?: string): string {
  return translated(language.book, text, method === undefined ? undefined : language.prose(method));
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
