/**
 * @file What an annotator learns first and what later. Asked everything about whole answers from the
 * start, a model this small stays at chance; asked of a few words whether they are polite or name a
 * price, it is right within a few thousand questions, and goes on from there.
 */

export type Lesson = {
  /** This lesson is over after so many documents; even, as documents come in twos. */
  readonly until: number;
  /** Answers are cut to at most so many words: then no prompt is shown. */
  readonly words: number;
  /** Wishes that are asked; one that stands twice is asked twice as often. */
  readonly wishes: readonly string[];
};

/** What a word alone tells. */
const FEATURES = ["positive", "polite", "price", "time"] as const;
/** From here on the wish itself must be read: its opposite is asked of the same answers. */
const OPPOSITES = ["longer", "longer", "shorter", "shorter", "negative", "one-sentence"] as const;
const MORE = [...OPPOSITES, "positive", "positive", "negative", "mention"] as const;
const WHOLE = ["on-topic", "better", "better"] as const;

const LESSONS: readonly Lesson[] = [
  { until: 2_400, words: 3, wishes: FEATURES },
  { until: 3_800, words: 3, wishes: [...FEATURES, "longer"] },
  { until: 15_000, words: 3, wishes: [...FEATURES, ...OPPOSITES] },
  { until: 26_000, words: 3, wishes: [...FEATURES, ...MORE] },
  { until: 32_000, words: 12, wishes: [...FEATURES, ...MORE] },
  { until: Infinity, words: Infinity, wishes: [...FEATURES, ...MORE, ...WHOLE] },
];

/** The lesson of the i-th document. */
export function lessonOf(i: number): Lesson {
  return LESSONS.find(({ until }) => i < until)!;
}
