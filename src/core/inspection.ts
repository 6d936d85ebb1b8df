/**
 * @file A judge held against gold on pairs of answers to held-out prompts: answers of the start
 * model, which it was made for, and of the policy as it is now, which it may never have seen.
 */

import { measures } from "./bradley-terry.ts";
import { at, commonLength } from "./shape.ts";
import { mean, sum } from "./statistics.ts";
import type { Completion, FitReport, Policy, Prompt, Rate, Reference, Scorer } from "./types.ts";

/** One answer as the judge and as gold see it. */
export type Judged = { readonly proxy: number; readonly gold: number; readonly words: number };

/** What was found on the answers of one model. */
export type Findings = {
  /** Pairs ordered as gold orders them; ties of the judge half, ties of gold left out. */
  readonly accuracy: Rate;
  readonly report: FitReport;
  /** r(better) − r(worse), better by gold. */
  readonly margins: readonly number[];
  /** Reward for each further word, by least squares; null where all answers are of one length. */
  readonly slope: { readonly proxy: number | null; readonly gold: number | null };
};

export type JudgeInspection = { readonly start: Findings; readonly now: Findings };

/** Finds out by pairs of answers, each pair to one prompt. */
export function findings(pairs: readonly (readonly [Judged, Judged])[]): Findings {
  const margins = pairs
    .filter(([a, b]) => a.gold !== b.gold)
    .map(([a, b]) => (a.gold > b.gold ? a.proxy - b.proxy : b.proxy - a.proxy));
  const { accuracy, margin, ece, bins } = measures(margins);
  const all = pairs.flat();
  const words = all.map((one) => one.words);
  const slopeOf = (side: "proxy" | "gold") =>
    slope(
      words,
      all.map((one) => one[side]),
    );
  const n = margins.length;
  return {
    accuracy,
    report: { seen: n, total: n, loss: 0, accuracy, margin, ece, bins },
    margins,
    slope: { proxy: slopeOf("proxy"), gold: slopeOf("gold") },
  };
}

/** Least squares of y on x: Σ (x − x̄)(y − ȳ) / Σ (x − x̄)²; null when x does not vary. */
export function slope(xs: readonly number[], ys: readonly number[]): number | null {
  commonLength({ xs, ys });
  const [mx, my] = [mean(xs), mean(ys)];
  const spread = sum(xs.map((x) => (x - mx) ** 2));
  return spread === 0 ? null : sum(xs.map((x, i) => (x - mx) * (at(ys, i) - my))) / spread;
}

/** The judge of a run, to be looked into beside the run. */
export type Inspector = {
  /** The judge's name on screen. */
  readonly name: string;
  /** The prompts whose answers are drawn. */
  readonly prompts: readonly Prompt[];
  /** Two answers a prompt of either model, with the same dice. */
  inspect(): Promise<JudgeInspection>;
  /** Texts as answers to a prompt, ended by their writer. */
  judge(prompt: Prompt, texts: readonly string[]): Promise<Judged[]>;
};

/** `judge` is asked for anew each time, since a method may have trained it meanwhile. */
export function inspector(options: {
  readonly name: string;
  readonly policy: Pick<Policy, "sample">;
  readonly reference: Pick<Reference, "sample">;
  readonly judge: () => Promise<Scorer>;
  readonly gold: Scorer;
  readonly spell: (items: { prompt: Prompt; text: string }[]) => Promise<Completion[]>;
  readonly prompts: readonly Prompt[];
  readonly seed: number;
}): Inspector {
  const { name, policy, reference, gold, spell, prompts, seed } = options;
  const judged = async (
    asked: readonly Prompt[],
    answers: readonly (readonly Completion[])[],
  ): Promise<Judged[][]> => {
    const judge = await options.judge();
    const [proxy, truth] = await Promise.all([
      judge.scoreAll(asked, answers),
      gold.scoreAll(asked, answers),
    ]);
    return answers.map((row, i) =>
      row.map(({ text }, j) => ({
        proxy: at(at(proxy, i), j),
        gold: at(at(truth, i), j),
        words: text.match(/\S+/g)?.length ?? 0,
      })),
    );
  };
  const found = async (model: Pick<Reference, "sample">) => {
    const answers = await model.sample(prompts, { n: 2, temperature: 1, seed });
    const rows = await judged(prompts, answers);
    return findings(rows.map((row) => [at(row, 0), at(row, 1)] as const));
  };
  return {
    name,
    prompts,
    inspect: async () => ({ start: await found(reference), now: await found(policy) }),
    async judge(prompt, texts) {
      const answers = await spell(texts.map((text) => ({ prompt, text })));
      return at(await judged([prompt], [answers]), 0);
    },
  };
}
