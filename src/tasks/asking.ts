/** @file A person's own words, made safe and short enough to be a prompt. */

import { TiltError } from "../core/types.ts";

/** Characters of the longest question that a small context can hold. */
export const LONGEST = 300;

/** Control characters, invisible marks and line ends become single spaces. */
export function plain(text: string): string {
  return text
    .slice(0, 4 * LONGEST)
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}]+/gu, " ")
    .replace(/\s+/g, " ")
    .trim();
}

/**
 * The text, cleaned. Throws `prompt.empty` when nothing is left and `prompt.long` when it has more
 * than 300 characters; `example` is what to write instead.
 */
export function question(text: string, example: string): string {
  const clean = plain(text);
  if (!/[\p{L}\p{N}]/u.test(clean))
    throw new TiltError(
      "prompt.empty",
      "The prompt has no words in it.",
      `Write something like: ${example}`,
    );
  if (text.length > 4 * LONGEST || [...clean].length > LONGEST)
    throw new TiltError(
      "prompt.long",
      `The prompt has ${text.length.toLocaleString("en")} characters; the model reads at most ${LONGEST}.`,
      `Shorten it to something like: ${example}`,
    );
  return clean;
}
