/**
 * @file A judge on answers whose true order is known: always the same questions, which no method
 * learns from, so that M_1, M_2 … can be compared (the five figures of 2401.10020).
 */

import { gradeCounts, scoreOf } from "./grading.ts";
import { judgeMetrics } from "./judge.ts";
import { at } from "./shape.ts";
import { wilson } from "./statistics.ts";
import type { Completion, Judge, JudgeReport, Judging, Prompt, Scorer } from "./types.ts";

/** Questions with their answers. */
export type ExamPaper = {
  readonly prompts: readonly Prompt[];
  readonly completions: readonly (readonly Completion[])[];
};

/** Marks a judge by gold. Answers of one text or of one gold reward count once. */
export function examiner(options: {
  readonly judge: Judge;
  readonly gold: Scorer;
  readonly paper: () => Promise<ExamPaper>;
  readonly seed: number;
}): (judging: Judging) => Promise<JudgeReport> {
  let ranked: Promise<Ranked> | null = null;
  return async (judging) => {
    const { prompts, completions, ranks } = await (ranked ??= rank(options));
    const { seed, judge } = options;
    const gradings = await judge.grade(prompts, completions, { ...judging, seed });
    const items = ranks.map((human, i) => {
      const model = at(gradings, i).map((one) => scoreOf(one, judging.mode));
      const read = [...model.keys()].filter((j) => model[j] !== null);
      return { human: read.map((j) => at(human, j)), model: read.map((j) => at(model, j)!) };
    });
    return report(
      items.filter(({ human }) => human.length > 1),
      gradings.flat(2),
    );
  };
}

type Ranked = ExamPaper & { readonly ranks: readonly (readonly number[])[] };

async function rank({ paper, gold }: Parameters<typeof examiner>[0]): Promise<Ranked> {
  const { prompts, completions } = await paper();
  const golds = await gold.scoreAll(prompts, completions);
  const kept = golds.map((row, i) =>
    [...row.keys()].filter((j) => {
      const text = completions[i]![j]!.text;
      return !row.slice(0, j).some((g, k) => g === row[j] || completions[i]![k]!.text === text);
    }),
  );
  return {
    prompts,
    completions: kept.map((js, i) => js.map((j) => completions[i]![j]!)),
    ranks: kept.map((js, i) =>
      js.map((j) => 1 + js.filter((k) => golds[i]![k]! > golds[i]![j]!).length),
    ),
  };
}

function report(
  items: Parameters<typeof judgeMetrics>[0],
  gradings: Parameters<typeof gradeCounts>[0],
): JudgeReport {
  const pairs = items.reduce((n, { human }) => n + (human.length * (human.length - 1)) / 2, 0);
  const { pairwiseAccuracy, fiveBest, exactMatch, spearman, kendallB } = judgeMetrics(items);
  const counts = gradeCounts(gradings);
  return {
    items: items.length,
    answers: items.reduce((n, { human }) => n + human.length, 0),
    accuracy: { ...wilson(pairwiseAccuracy * pairs, pairs), n: pairs },
    fiveBest,
    exactMatch,
    spearman,
    kendall: kendallB,
    counts,
    failures: gradings.length - counts.reduce((a, b) => a + b, 0),
  };
}
