/**
 * @file What the files of results say, in the language in force. They are written in English; the
 * Korean comes with the first page of results that is opened in Korean.
 */
import { fingerprint } from "../../core/receipt.ts";
import { language } from "./index.svelte.ts";

/** Sentences about a claim or a method, by its name and by the key of the English. */
export type Told = Readonly<Record<string, Readonly<Record<string, string>>>>;

type Korean = { readonly told: Told; readonly figures: Readonly<Record<string, string>> };

let korean: Korean | null = $state.raw(null);

/** Has the words at hand that the language in force asks for. Without them the English stands. */
export async function bringClaimWords(): Promise<void> {
  if (language.name !== "ko" || korean) return;
  korean = await import("./ko-results.ts").then(
    (words) => words,
    () => null,
  );
}

/**
 * Short for an English sentence. What was measured again may be told anew: the Korean is shown only
 * beside the very sentence that it translates.
 */
export const keyOf = (english: string): string => fingerprint(english).toString(36);

/** A text with the language that it came in. */
export type Text = { readonly text: string; readonly lang: string };

const inForce = (english: string, korean: string | undefined): Text =>
  korean === undefined ? { text: english, lang: "en" } : { text: korean, lang: "ko" };

/** A sentence about a claim or a method. */
export const tell = (about: string, english: string): Text =>
  inForce(english, wanted()?.told[about]?.[keyOf(english)]);

/** The name of a measured figure. */
export const figureName = (english: string): Text => inForce(english, wanted()?.figures[english]);

const wanted = (): Korean | null => (language.name === "ko" ? korean : null);
