/**
 * @file New prompts by a language model that stays as it was: it goes on with a list of prompts, or
 * begins one by itself; what it wrote is read, sifted (Self-Instruct, 2212.10560, whose filter
 * self-rewarding uses) and, where it does not suffice, made up from the task's own.
 */

import { at } from "./shape.ts";
import type { Attempt, Prompt, PromptFault, PromptWriter, Reference } from "./types.ts";

/** What a prompt of a task looks like. */
export type PromptForm = {
  /** The words that every prompt begins with: the writer goes on from there. */
  readonly opening: string;
  /** The prompt at the start of a text, under an id made from the key; null where there is none. */
  read(text: string, key: string): Prompt | null;
};

/** Nearer than this to an accepted prompt, by ROUGE-L, is no new one. */
export const CLOSE = 0.7;

/** The writer's sampler in 2401.10020. */
export const WRITER = { temperature: 0.6, topP: 0.9 } as const;

/** Attempts for each prompt that is wanted, at most. */
const WAVES = 3;
/** Tokens of the longest prompt, and characters of the longest list that a small context holds. */
const LONGEST = 96;
const LIST = 600;

const wordsOf = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{N}']+/gu) ?? [];

/** F1 of the longest common subsequence of words: 1 for the same words in the same order. */
export function rougeL(a: string, b: string): number {
  const [left, right] = [wordsOf(a), wordsOf(b)];
  if (left.length === 0 || right.length === 0) return 0;
  let row = right.map(() => 0);
  for (const word of left) {
    const next: number[] = [];
    right.forEach((other, j) => {
      const longer = Math.max(next[j - 1] ?? 0, at(row, j));
      next.push(word === other ? (row[j - 1] ?? 0) + 1 : longer);
    });
    row = next;
  }
  return (2 * at(row, right.length - 1)) / (left.length + right.length);
}

/** A writer of prompts of one form. `own`: texts that are known already; `close`: see `CLOSE`. */
export function promptWriter(options: {
  readonly reference: Pick<Reference, "sample">;
  readonly form: PromptForm;
  readonly own: readonly string[];
  readonly close?: number;
}): PromptWriter {
  const { reference, form, own, close = CLOSE } = options;
  const kept = new Set(own);
  return {
    async write({ n, shots, spare, known, seed }) {
      const shown = list(shots, form.opening);
      const taken = new Set(known);
      const attempts: Attempt[] = [];
      const accepted: Prompt[] = [];
      for (let wave = 0; wave < WAVES && accepted.length < n; wave++) {
        const asked = [{ id: `write/${wave}`, text: shown }];
        const drawn = await reference.sample(asked, { ...WRITER, n, seed, maxTokens: LONGEST });
        for (const [i, { text }] of drawn.flat().entries()) {
          if (accepted.length === n) break;
          const whole = `${form.opening}${text}`;
          const prompt = form.read(whole, `${seed}-${wave}-${i}`);
          const overlap = nearest(prompt, accepted);
          const old = prompt !== null && (kept.has(prompt.text) || taken.has(prompt.text));
          const fault = faultOf(prompt, old, overlap > close);
          attempts.push({ text: whole, prompt, fault, overlap });
          if (prompt && fault === null) accepted.push(prompt);
        }
      }
      const rest = spare.slice(0, n - accepted.length);
      return { shown, attempts, prompts: [...accepted, ...rest], accepted: accepted.length };
    },
  };
}

function faultOf(prompt: Prompt | null, known: boolean, close: boolean): PromptFault | null {
  if (!prompt) return "form";
  return known ? "known" : close ? "close" : null;
}

function nearest(prompt: Prompt | null, accepted: readonly Prompt[]): number {
  if (!prompt) return 0;
  return accepted.reduce((most, { text }) => Math.max(most, rougeL(prompt.text, text)), 0);
}

/** As many examples as fit, a line each, and the opening of the next. */
function list(shots: readonly Prompt[], opening: string): string {
  let room = LIST;
  const lines = shots.flatMap(({ text }) => {
    if (text.length >= room) return [];
    room -= text.length + 1;
    return [`${text}\n`];
  });
  return `${lines.join("")}${opening}`;
}
