/** @file The words of a model that writes its own prompts and judges itself, in English. */
import type { PromptFault } from "../../core/types.ts";
import { count, fixed, percent } from "../numbers.ts";

const plural = (n: number, one: string, many = `${one}s`) => `${count(n)} ${n === 1 ? one : many}`;
/** M0, M1 … M12. */
export const model = (t: number): string => `M${t}`;

export const judging = {
  model,

  prompts: {
    title: "What became of each attempt",
    sentence: (accepted: number, attempts: number, own: number) =>
      `${count(accepted)} of ${plural(attempts, "attempt")} became prompts; ${plural(own, "prompt")} of the task’s own ${own === 1 ? "makes" : "make"} up the number.`,
    head: ["fate", "prompts"],
    fates: {
      accepted: "accepted",
      form: "not of the task’s form",
      known: "known already",
      close: "too near another",
      own: "the task’s own",
    } satisfies Record<PromptFault | "accepted" | "own", string>,
    overlap: (share: number) => `ROUGE-L ${fixed(share)}`,
    caption: "What the start model wrote, in order",
    no: "no.",
    text: "prompt",
    rest: "what it wrote beyond the prompt is cut off",
    fate: "fate",
    shown: "What the writer was shown",
    list: (lines: number) => plural(lines, "example"),
    alone: "no example: it begins a prompt by itself",
    accepted: "accepted",
    acceptedNote: (n: number) => `of ${plural(n, "attempt")}`,
    own: "of the task’s own",
    ownNote: "to make up the number",
    nearest: "nearest two accepted",
    nearestNote: "by ROUGE-L",
    none: "The writer was not asked: all prompts are the task’s own.",
  },

  judge: {
    candidates: "The replies to this prompt and their grades",
    no: "no.",
    reply: "reply",
    grades: (n: number) => (n === 1 ? "grade, 0 to 5" : `${count(n)} grades, 0 to 5`),
    modes: { sampled: "mean", expected: "expected" },
    gold: "gold",
    fate: "fate",
    fates: { chosen: "chosen", rejected: "rejected", waiting: "not used", ungraded: "no grade" },
    scale: (grades: readonly (number | null)[], score: number | null) =>
      `Grades ${grades.map((grade) => grade ?? "none").join(", ")}${score === null ? "" : `; score ${fixed(score)}`}.`,
    none: "none",
    read: (i: number) => `Read what the judge wrote on reply ${i}`,
    said: (reply: number, i: number, n: number) => `Judge, reply ${reply}, grade ${i} of ${n}:`,
    goldSays: (gold: number) => `Gold gives this reply ${fixed(gold)}.`,
    law: (law: readonly number[]) =>
      `The chances of 0 to 5 were ${law.map((p) => percent(p)).join(", ")}.`,
    lawless: "No score from 0 to 5 can be read in it.",
    which: (i: number, n: number, grade: string) => `grading ${i} of ${n}: ${grade}`,
    previous: "Previous grading",
    next: "Next grading",
    scaleTitle: "Is it using the scale?",
    scaleSentence: (counts: readonly number[], failures: number) =>
      `Grades 0 to 5 were given ${counts.map(count).join(", ")} times${failures > 0 ? `, and none that can be read ${count(failures)} times` : ""}.`,
    scaleHead: ["grade", "times"],
    unread: "none",
    grade: "times each grade was given",
    rightTitle: "Is the judge right?",
    agreeTitle: "Does it agree with itself?",
    agree: { same: "same verdict", turned: "turned round", tied: "tied once" },
    agreeHead: ["asked again", "pairs"],
    agreeSentence: (same: number, turned: number, tied: number) =>
      `Of ${plural(same + turned + tied, "pair")} graded again with other dice, ${count(same)} kept their order, ${count(turned)} were turned round and ${count(tied)} tied once.`,
    ofPairs: (n: number) => plural(n, "pair"),
    most: (share: number, grade: number) => `${percent(share)} of the grades are ${count(grade)}.`,
    collapsed:
      "A judge that gives one grade to everything no longer teaches: equal scores make no pair. Playing pauses here.",
    expected: "Grade by expected score instead",
    silent:
      "None of its words held a score from 0 to 5, so there is nothing to pair and nothing to learn from this round. More judge examples would teach it the form.",
    level: "Every prompt’s replies got one and the same score, so there is no pair this round.",
    agrees: "agrees with gold",
    agreesNote: (pairs: number) => `of ${plural(pairs, "pair")} of this draw`,
    tied: "prompts without a best",
    tiedNote: "all their scores equal",
    failures: "without a grade",
    length: "longer replies score higher in",
    lengthNote: (pairs: number) => `of ${plural(pairs, "pair")}; half is no leaning`,
  },

  exam: {
    accuracy: "Pairs in gold’s order",
    fiveBest: "Best among those given 5",
    exactMatch: "Whole orders right",
    spearman: "Spearman ρ",
    kendall: "Kendall τ",
    length: "Mean length of replies",
    tokens: (n: number) => `${fixed(n, 1)} tokens`,
    head: ["model", "value", "low", "high"],
    seriesSentence: (name: string, t: number, value: string) => `${name}: ${model(t)} ${value}.`,
    undefined: "not defined yet",
    now: (t: number, value: string) => `${model(t)} ${value}`,
    questions: "questions",
    questionsNote: (answers: number) => `${plural(answers, "answer")} by the start model`,
    pairs: "pairs",
    failures: "gradings without a grade",
    note: "Always the same held-out questions. Gold marks the judge; no method learns from them.",
    scaleTitle: "Grades it gave",
  },
};
