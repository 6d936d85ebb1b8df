/** @file What an instructed annotator does on held-out comparisons, and the card that says it. */

import { averaged } from "../core/judge.ts";
import { sigmoid } from "../core/logistic.ts";
import { wilson } from "../core/statistics.ts";
import type { Rate } from "../core/types.ts";
import type { LlamaAnnotator } from "../models/annotator.ts";
import { comparison, WISHES, type Comparison } from "../tasks/corpus/comparisons.ts";
import { annotatorPrompt } from "../tasks/corpus/question.ts";

/** Shares of comparisons, with Wilson 95 % intervals. */
export type Agreement = {
  /** With the instruction's own measure: a shown first, b shown first, both averaged. */
  readonly ab: Rate;
  readonly ba: Rate;
  readonly both: Rate;
  /** The two orders prefer different answers: the same place wins twice. */
  readonly disagree: Rate;
};

export type WishCard = {
  readonly wish: string;
  /** One way of saying it. */
  readonly instruction: string;
  /** In words of training, and in words it never saw. */
  readonly known: Agreement;
  readonly unseen: Agreement;
};

export type AnnotatorCard = {
  readonly size: string;
  readonly parameters: number;
  readonly layers: number;
  readonly width: number;
  readonly tokens: number;
  readonly seconds: number;
  readonly command: string;
  readonly wishes: readonly WishCard[];
};

/** Asks `n` held-out comparisons of every wish, in known and in unseen words, in both orders. */
export async function measured(annotator: LlamaAnnotator, n: number): Promise<WishCard[]> {
  const cards: WishCard[] = [];
  for (const wish of WISHES) {
    const ask = (said: "train" | "heldout") =>
      Array.from({ length: n }, (_, i) => comparison(i, "heldout", { wish, said }));
    const known = ask("train");
    cards.push({
      wish,
      instruction: known[0]!.instruction,
      known: await agreement(annotator, known),
      unseen: await agreement(annotator, ask("heldout")),
    });
  }
  return cards;
}

async function agreement(
  annotator: LlamaAnnotator,
  comparisons: readonly Comparison[],
): Promise<Agreement> {
  const texts = comparisons.flatMap(({ instruction, prompt, a, b }) => [
    annotatorPrompt(instruction, prompt.text, a, b),
    annotatorPrompt(instruction, prompt.text, b, a),
  ]);
  const { choices } = await annotator.choose(texts);
  const first = choices.map(({ a, b }) => sigmoid(a - b));
  const asked = comparisons.map(({ first: truth }, i) => {
    const [ab, ba] = [first[2 * i]!, first[2 * i + 1]!];
    return { truth, ab, turned: 1 - ba, both: averaged(ab, ba) };
  });
  const n = asked.length;
  const right = (p: (one: (typeof asked)[number]) => number) =>
    wilson(asked.filter((one) => p(one) > 0.5 === one.truth).length, n);
  return {
    ab: right(({ ab }) => ab),
    ba: right(({ turned }) => turned),
    both: right(({ both }) => both),
    disagree: wilson(asked.filter(({ ab, turned }) => ab > 0.5 !== turned > 0.5).length, n),
  };
}

const percent = ({ rate, low, high }: Rate): string =>
  `${(100 * rate).toFixed(0)} % [${(100 * low).toFixed(0)}, ${(100 * high).toFixed(0)}]`;

const START: Readonly<Record<string, string>> = {
  xs: "from the first two layers of `tilt-annotator-s`",
  s: "from the base model `tilt-1m`",
  l: "from `tilt-annotator-s`, made deeper by layers that write nothing at first",
};

/** Markdown with the front matter that the Hugging Face Hub reads. */
export function annotatorCard(card: AnnotatorCard): string {
  const n = card.wishes[0]?.known.both.n ?? 0;
  const row = ({ wish, instruction, known, unseen }: WishCard) =>
    [
      wish,
      `“${instruction}”`,
      percent(known.both),
      percent(known.ab),
      percent(known.ba),
      percent(known.disagree),
      percent(unseen.both),
      percent(unseen.disagree),
    ].join(" | ");
  return `---
language: en
license: mit
library_name: transformers
pipeline_tag: text-generation
---

# tilt-annotator-${card.size}

A Llama of ${card.parameters.toLocaleString("en")} parameters (${card.layers} layers, width ${card.width}) for the alignment
playground Tilt. It is asked which of two answers better follows an instruction given in words:

\`\`\`text
Compare.
<prompt>
A: <one answer>
B: <another>
Shorter is better.
Better:
\`\`\`

and its preference is P(\` A\`) / (P(\` A\`) + P(\` B\`)). Asked in both orders, the two are averaged:
½ [P(A | a, b) + 1 − P(A | b, a)].

## How it was made

By the engine that the page uses, on WASM, ${START[card.size]}, on comparisons that this project's own
generators write and whose truth is a program: first of a few words, then of whole answers, each pair
twice, turned around or asked for the opposite. No text of others was used.

\`\`\`sh
${card.command}
\`\`\`

${(card.tokens / 1e6).toFixed(1)} million tokens in this run, ${card.seconds} seconds. Stored as F16.

## What it does

Agreement with the instruction's own measure on ${n} comparisons a cell, all about prompts kept from
training, with Wilson 95 % intervals; half is chance. *Swap*: the two orders prefer different answers.
*Unseen words*: ways of saying the wish (for *mention*: words asked for) that training never used.

| wish | for example | both orders | a first | b first | swap | unseen words, both orders | swap |
|---|---|---|---|---|---|---|---|
${card.wishes.map((wish) => `| ${row(wish)} |`).join("\n")}

Any other instruction is passed to it as it is written; what it makes of it is not measured here.
`;
}
