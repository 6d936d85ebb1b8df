/**
 * @file Training a reward model before the run: the start policy writes two answers to each prompt,
 * a rater says which is better, the reward model learns from the pairs. The label budget and the
 * rater's noise are the visitor's to choose.
 */

import type { LabelledPair, RewardHost } from "./hosts.ts";
import type { Annotator, Dice, FitReport, Policy, Prompt, Step, Task } from "./types.ts";

export type FittingOptions = {
  readonly policy: Policy;
  readonly reward: RewardHost;
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
  const data = {
    pairs: await labelledPairs(policy, prompts, rater, seeds("fit")),
    heldOut: await labelledPairs(policy, heldOut, truth, seeds("fit/heldout")),
  };
  const reports = queue<FitReport>();
  const fit = reward.fit(data, { seed: random("fit", "order") }, reports.push);
  fit.then(reports.end, reports.fail);
  for await (const report of reports.items()) yield { kind: "fit", report };
}

/** Prompts of a split, round and round; a second lap has ids of its own, so other dice. */
export function laps(task: Task, split: "train" | "heldout", count: number): Prompt[] {
  return Array.from({ length: count }, (_, i) => {
    const { id, text } = task.prompt(split, i);
    return { id: `${id}@${Math.floor(i / task.count[split])}`, text };
  });
}

/** Two answers to each prompt at temperature 1, ordered by the rater; ties are left out. */
export async function labelledPairs(
  policy: Policy,
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
  return questions.flatMap(({ prompt, a, b }, i) => {
    const { p } = labels[i]!;
    if (p === 0.5 || a.text === b.text) return [];
    return [p > 0.5 ? { prompt, chosen: a, rejected: b } : { prompt, chosen: b, rejected: a }];
  });
}

/** A callback turned into something to iterate over. */
function queue<T>() {
  const waiting: T[] = [];
  let over = false;
  let failure: { error: unknown } | null = null;
  let wake = () => {};
  return {
    push: (item: T) => {
      waiting.push(item);
      wake();
    },
    end: () => {
      over = true;
      wake();
    },
    fail: (error: unknown) => {
      failure = { error };
      wake();
    },
    async *items(): AsyncGenerator<T, void, void> {
      for (;;) {
        while (waiting.length > 0) yield waiting.shift()!;
        if (failure) throw (failure as { error: unknown }).error;
        if (over) return;
        await new Promise<void>((resolve) => (wake = resolve));
      }
    },
  };
}
