/** @file Korean, whole: fetched when it is asked for. */
import type { Book } from "./book.ts";
import { words as views } from "./ko-views.ts";
import { ko } from "./ko.ts";
import { methods } from "./ko-methods/index.ts";
import { phrases } from "./ko-phrases.ts";

export const korean: Book = { language: "ko", words: ko, views, phrases, methods };
