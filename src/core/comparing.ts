/** @file Two answers to each prompt and which is better: what DPO and its kin learn from. */

import { measured, preferred } from "./pairing.ts";
import { at } from "./shape.ts";
import type { Lab, Pair, Prompt, Reference, Sampler, Step } from "./types.ts";

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

  const questions = xs.map((prompt, i) => ({ prompt, a: at(at(ys, i), 0), b: at(at(ys, i), 1) }));
  const labels = await annotator.prefer(questions, { seed: random("label", ...keys) });
  yield { kind: "label", labels, by: annotator.name };

  const pairs = await measured(preferred(questions, labels), reference);
  yield { kind: "pair", pairs, ties: xs.length - pairs.length };
  return pairs;
}
