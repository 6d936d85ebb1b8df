/** @file The words of the pages beside the bench, in the language in force. */
import { library as english, type LibraryWords } from "./en-library.ts";
import { language } from "./index.svelte.ts";
import { library as korean } from "./ko-library.ts";
import { mirror } from "./mirror.ts";

export const words: LibraryWords = mirror(() => (language.name === "ko" ? korean : english));
