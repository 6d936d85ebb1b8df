/** @file The words of the pages beside the bench, in the language in force. */
import { library as english, type LibraryWords } from "./en-library.ts";
import { language } from "./index.svelte.ts";
import { library as korean } from "./ko-library.ts";

export const words: LibraryWords = new Proxy({} as LibraryWords, {
  get: (_, key) => Reflect.get(language.name === "ko" ? korean : english, key) as unknown,
});
