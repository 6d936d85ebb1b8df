/** @file The model card that `tilt card` writes: how the model was made, and what was measured. */
import type { Rate } from "../core/types.ts";
import type { TaskCard } from "./card.ts";

/** "91.4 % [88.6, 93.6]". */
export const percent = ({ rate, low, high }: Rate): string =>
  `${(100 * rate).toFixed(1)} % [${(100 * low).toFixed(1)}, ${(100 * high).toFixed(1)}]`;

const ROWS: readonly (readonly [string, (card: TaskCard) => string])[] = [
  ["answers measured", (c) => String(c.samples)],
  ["ended by itself", (c) => percent(c.ended)],
  ["no grammar error (Harper)", (c) => percent(c.grammatical)],
  ["no grammar error, about the prompt's subject", (c) => percent(c.clean)],
  ["the task's own text about its subject", (c) => `${(100 * c.writerOnSubject).toFixed(1)} %`],
  ["distinct-2", (c) => c.distinct2.toFixed(3)],
  ["nats a character, held-out text", (c) => c.nats.model.toFixed(3)],
  ["the same, n-gram baseline", (c) => c.nats.baseline.toFixed(3)],
  ["perplexity a token", (c) => c.perplexityPerToken.toFixed(2)],
  ["gold reward before scaling", (c) => c.gold.model.mean.toFixed(2)],
  ["the same, the task's own text", (c) => c.gold.writer.mean.toFixed(2)],
];

/** Markdown with the front matter that the Hugging Face Hub reads. */
export function cardText(parameters: number, seed: string, cards: readonly TaskCard[]): string {
  const table = [
    `| held-out prompts | ${cards.map(({ task }) => task).join(" | ")} |`,
    `|---|${cards.map(() => "---").join("|")}|`,
    ...ROWS.map(([name, cell]) => `| ${name} | ${cards.map(cell).join(" | ")} |`),
  ];
  return `---
language: en
license: mit
library_name: transformers
pipeline_tag: text-generation
---

# tilt-1m

A Llama of ${parameters.toLocaleString("en")} parameters for the alignment playground Tilt: 4 layers, width 128, 4 heads,
SwiGLU 352, tied byte-level BPE of 2,048 tokens, context 256. It writes short product reviews, one or two
sentence summaries, and replies to requests, and knows the formats of a judge and of an annotator.
It is made to be aligned in a lesson, not to be relied upon: everything it says is invented.

## How it was made

By the engine that the page uses, on WASM with two threads, from text that the three tasks of this
project write: 84 % task text, 8 % judge format, 8 % instruction format. No text of others was used.

\`\`\`sh
npm run tilt -- pretrain --seed 1 --steps 2000 --rate 2.5e-3 --out stage-1
npm run tilt -- pretrain --seed 2 --steps 1400 --rate 1.5e-3 --from stage-1 --skip 64000 --out stage-2
npm run tilt -- pretrain --seed 3 --steps 4200 --rate 2e-3 --from stage-2 --skip 108800 --sharpen 0.7
\`\`\`

The third stage saw replies that nearly always name what they are about; the writer of the first two
did so less often. At the end a temperature of 0.7 was folded into the last norm (its gain divided by
0.7): a model this small has a ragged tail, and now reads at temperature 1 as it did at 0.7. Perplexities
below are those of the model as it is, so they are a little worse than before the folding.

AdamW (0.9, 0.95, weight decay 0.01), 100 steps of warm-up and a cosine to a tenth, 32 documents a
step, 12.9 million tokens in all; prompt tokens count a fifth. Stored as F16.

## What it does

\`npm run tilt -- card\` (seed ${seed}): one answer to each prompt at temperature 1, shares with Wilson 95 %
intervals. The baseline is an interpolated 4-gram of the writers' own text that may copy from the prompt.

${table.join("\n")}
`;
}
