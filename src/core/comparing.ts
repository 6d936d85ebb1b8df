/** @file Two answers to each prompt and which is better: what DPO and its kin learn from. */

import { measured, preferred, type Paired } from "./pairing.ts";
import { at } from "./shape.ts";
import type { Completion, Lab, OrderedPair, Pair, Prompt, Reference } from "./types.ts";
import type { Sampler, Step } from "./types.ts";

/**
 * Draws two answers of `writer` to each prompt, has them compared, and measures the pairs with the
 * reference. Yields its steps; `keys` name the dice of this draw among those of a run.
 */
export async function* compared(
  { reference, annotator, random }: Pick<Lab, "reference" | "annotator" | "random">,
  writer: Pick<Reference, "sample">,
  xs: readonly Prompt[],
  sampler: Sampler,
  ...keys: readonly number[]
): AsyncGenerator<Step, Pair[], void> {
  const ys = await writer.sample(xs, { ...sampler, n: 2, seed: random("sample", ...keys) });
  yield { kind: "sample", prompts: xs, completions: ys, sampler };

  const ordered = yield* ordering(annotator, xs, ys, random("label", ...keys));
  const pairs = await measured(ordered, reference);
  yield { kind: "pair", pairs, ties: xs.length - pairs.length };
  return pairs;
}

/**
 * Has two texts of the task's own writer compared for each prompt: pairs that no policy of the run
 * had a part in, as people's preferences between the answers of others are. Yields its steps.
 */
export async function* comparedTexts(
  { writer, annotator, random }: Pick<Lab, "writer" | "annotator" | "random">,
  xs: readonly Prompt[],
  t: number,
): AsyncGenerator<Step, Paired, void> {
  const [first, second] = [
    await writer.write(xs, { seed: random("given", t, 0) }),
    await writer.write(xs, { seed: random("given", t, 1) }),
  ];
  const ys = xs.map(({ id }, i) => [
    { ...at(first, i), id: `${id}#0` },
    { ...at(second, i), id: `${id}#1` },
  ]);
  yield { kind: "sample", prompts: xs, completions: ys, sampler: { temperature: 1 } };

  const pairs = yield* ordering(annotator, xs, ys, random("given", "label", t));
  return { pairs, ties: xs.length - pairs.length };
}

/** The two answers to each prompt, the better one chosen. */
async function* ordering(
  annotator: Lab["annotator"],
  xs: readonly Prompt[],
  ys: readonly (readonly Completion[])[],
  seed: number,
): AsyncGenerator<Step, OrderedPair[], void> {
  const questions = xs.map((prompt, i) => ({ prompt, a: at(at(ys, i), 0), b: at(at(ys, i), 1) }));
  const labels = await annotator.prefer(questions, { seed });
  yield { kind: "label", labels, by: annotator.name };
  return preferred(questions, labels);
}
