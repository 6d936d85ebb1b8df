/**
 * @file Training a reward model, or a pairwise ranker, before a run: the start policy writes two
 * answers to each prompt, a rater says which is better, the model learns from the pairs. The label
 * budget and the rater's noise are the visitor's to choose.
 */

import { labelled } from "./pairing.ts";
import { draw } from "./random.ts";
import type { Annotator, Dice, Lab, LabelledPair, Policy, Prompt, RewardModel } from "./types.ts";
import type { Step, Task } from "./types.ts";

export type FittingOptions = {
  readonly policy: Policy;
  readonly reward: RewardModel;
  /** Labels the training pairs; may err. */
  readonly rater: Annotator;
  /** Labels the held-out pairs; does not err. */
  readonly truth: Annotator;
  /** As many pairs as there are prompts; prompts may repeat under other ids. */
  readonly prompts: readonly Prompt[];
  readonly heldOut: readonly Prompt[];
  readonly random: Dice;
};

/** One `fit` step for each report of the reward model. */
export async function* fitting(options: FittingOptions): AsyncGenerator<Step, void, void> {
  const { policy, reward, random, prompts, heldOut, rater, truth } = options;
  const seeds = (name: string) => ({
    sample: random(name, "sample"),
    label: random(name, "label"),
  });
  const pairs = await labelledPairs(policy, prompts, rater, seeds("fit"));
  const held = await labelledPairs(policy, heldOut, truth, seeds("fit/heldout"));
  const order = { seed: random("fit", "order"), heldOut: held };
  for await (const report of reward.fit(pairs, order)) yield { kind: "fit", report };
}

/** Labelled pairs among which a ranker's accuracy is told, at most. */
const RANKER_HELD_OUT = 128;

/** Fits the lab's ranker to `labels` pairs. One `fit` step for each report of it. */
export async function* fitRanker(
  { prompts, reference, annotator, ranker, random }: Lab,
  labels: number,
): AsyncGenerator<Step, void, void> {
  const xs = draw(prompts, labels + RANKER_HELD_OUT, random, -1);
  const seeds = { sample: random("ranker"), label: random("ranker", "label") };
  const pairs = await labelledPairs(reference, xs, annotator, seeds);
  const heldOut = pairs.slice(0, Math.min(RANKER_HELD_OUT, Math.floor(pairs.length / 4)));
  const seed = random("ranker", "order");
  for await (const report of ranker.fit(pairs.slice(heldOut.length), { seed, heldOut })) {
    yield { kind: "fit", report };
  }
}

/** Prompts of a split, round and round; a second lap has ids of its own, so other dice. */
export function laps(task: Task, split: "train" | "heldout", count: number): Prompt[] {
  return Array.from({ length: count }, (_, i) => {
    const { id, text } = task.prompt(split, i);
    return { id: `${id}@${Math.floor(i / task.count[split])}`, text };
  });
}

/**
 * Two answers to each prompt at temperature 1, ordered by the rater, with how sure it was; ties are
 * left out.
 */
export async function labelledPairs(
  policy: Pick<Policy, "sample">,
  prompts: readonly Prompt[],
  rater: Annotator,
  seeds: { sample: number; label: number },
): Promise<LabelledPair[]> {
  const answers = await policy.sample(prompts, { n: 2, temperature: 1, seed: seeds.sample });
  const questions = prompts.map((prompt, i) => ({
    prompt,
    a: answers[i]![0]!,
    b: answers[i]![1]!,
  }));
  const labels = await rater.prefer(questions, { seed: seeds.label });
  return labelled(questions, labels);
}
