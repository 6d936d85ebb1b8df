/** @file The instructed annotators: models that answer which of two answers an instruction prefers. */

import { join } from "node:path";
import type { Size } from "../core/annotation.ts";
import { dice } from "../core/random.ts";
import { LlamaAnnotator } from "../models/annotator.ts";
import { readCheckpoint, writeCheckpoint, type Checkpoint } from "../models/checkpoint.ts";
import { cropped, grown } from "../models/grow.ts";
import { Parameters } from "../models/parameters.ts";
import { pretrain } from "../models/pretrain.ts";
import { loadTokenizer } from "../models/tokenizer.ts";
import { comparisonDocument } from "../tasks/corpus/comparisons.ts";
import { annotatorCard, measured, type AnnotatorCard } from "./annotator-card.ts";
import { folderSource, writeFolder } from "./files.ts";
import { gang } from "./gang.ts";

export type AnnotatorTraining = {
  readonly size: Size;
  /** Folder of the model to start from, whose tokenizer is used in any case. */
  readonly base: string;
  readonly out: string;
  readonly steps: number;
  readonly batch: number;
  readonly learningRate: number;
  /** Comparisons already seen, when going on. */
  readonly skip: number;
  readonly seed: number;
  readonly jobs: number;
  /** Comparisons of each wish that the card measures. */
  readonly measure: number;
  /** The command as it was given, for the card. */
  readonly command: string;
  readonly say: (line: string, last?: boolean) => void;
};

/** The question is which answer, not what was asked. */
const PROMPT_WEIGHT = 0;
/** Layers of the smallest and of the largest. */
const SMALL = 2;
const LARGE = 6;
/** Weights are written this often, so that a broken run is not lost, ms. */
const KEEP_EVERY = 2 * 60_000;

/** Trains, measures on held-out prompts, writes the model and its card. */
export async function trainAnnotator(options: AnnotatorTraining): Promise<AnnotatorCard> {
  const { size, base, out, steps, batch, learningRate, skip, seed, say } = options;
  const random = dice(seed);
  const start = starting(await readCheckpoint(folderSource(base)), size, seed);
  const { config, tokenizerJson, tokenizerConfig } = start;
  const tokenizer = await loadTokenizer(tokenizerJson, tokenizerConfig);
  const parameters = Parameters.of(start.tensors);
  const checkpoint = async (): Promise<Checkpoint> => ({
    ...start,
    tensors: await parameters.read(),
    generationConfig: null,
  });
  const threads = gang(config, parameters, PROMPT_WEIGHT, options.jobs);
  const began = performance.now();
  let kept = began;
  let tokens = 0;
  const reports = pretrain(parameters, tokenizer, {
    document: (i) => comparisonDocument(skip + i),
    steps,
    batch,
    learningRate,
    warmup: Math.min(100, Math.ceil(steps / 4)),
    weightDecay: 0.01,
    random,
    gradientOf: threads.gradientOf,
  });
  for await (const report of reports) {
    tokens = report.tokens;
    say(`step ${report.step}/${steps}  loss ${report.loss.toFixed(3)}  ${tokens} tokens`);
    if (performance.now() - kept < KEEP_EVERY) continue;
    await writeFolder(out, writeCheckpoint(await checkpoint(), { dtype: "F16" }));
    kept = performance.now();
  }
  threads.dispose();
  const trained = await checkpoint();
  await writeFolder(out, writeCheckpoint(trained, { dtype: "F16" }));

  say("Measuring …", true);
  const annotator = await LlamaAnnotator.create(trained);
  const card: AnnotatorCard = {
    size,
    parameters: annotator.size,
    layers: config.num_hidden_layers,
    width: config.hidden_size,
    tokens,
    seconds: Math.round((performance.now() - began) / 1000),
    command: options.command,
    wishes: await measured(annotator, options.measure),
  };
  const text = (name: string, content: string) =>
    [name, new TextEncoder().encode(content)] as const;
  await writeFolder(
    out,
    new Map([
      text("card.json", `${JSON.stringify(card, null, 2)}\n`),
      text("README.md", annotatorCard(card)),
    ]),
  );
  say(`Written to ${join(out, "model.safetensors")}, with its card.`, true);
  return card;
}

/** xs: the base's first layers. s: the base as it is. l: the base with further layers. */
function starting(base: Checkpoint, size: Size, seed: number): Checkpoint {
  if (size === "xs") return cropped(base, SMALL);
  if (size === "s") return base;
  return grown(base, Math.max(LARGE, base.config.num_hidden_layers), dice(seed));
}
