/** @file Korean, as much of it as the page stands with: fetched when it is asked for. */
import type { Book } from "./book.ts";
import { ko } from "./ko.ts";
import shared from "./ko-methods/shared.ts";
import { phrases } from "./ko-phrases.ts";

export const korean: Book = { language: "ko", words: ko, phrases, shared };
