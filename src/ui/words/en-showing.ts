/** @file Words of the lessons, of the exact world's picture, of what can be hidden, and of the talk. */
import { count, fixed, percent } from "../numbers.ts";

const SEEN = {
  setup: "The sentence at the top",
  box: "The algorithm",
  knobs: "Knobs",
  evaluation: "Evaluation",
  stages: "Stages",
  log: "The log",
  ask: "Ask it yourself",
};

export const showingWords = {
  lesson: {
    open: "Lesson",
    title: (method: string) => `Lesson: ${method}`,
    predict: "Your prediction",
    run: "Run it",
    running: "Running …",
    close: "Leave the lesson",
    again: "Start the lesson’s run",
    other: "This run is not the lesson’s any more.",
    right: "That is what happened.",
    wrong: (came: string) => `It came out otherwise: ${came}`,
    look: "Where to look",
    equation: "In the paper",
    figures: (gold: number, now: number, kl: number) =>
      `Your run: gold ${fixed(gold)} → ${fixed(now)}, for ${fixed(kl)} nats.`,
  },
  exact: {
    title: "All ten answers, exactly",
    reading: (d: number) => `distance from π* ${fixed(d)}`,
    note: "distance: half the sum of differences, mean over questions; 0 is on it, 1 nowhere near",
    target: (beta: number) => `◆ π* ∝ π_ref exp(r/β) at β = ${fixed(beta)}`,
    same: (beta: number, d: number) =>
      `the tilt that pays the same KL has β = ${fixed(beta)}; the policy is ${fixed(d)} from it`,
    sameOnly: (beta: number) => `◆ the tilt that pays the same KL, β = ${fixed(beta)}`,
    policy: "■ policy now",
    reference: "┆ reference",
    sentence: (question: string, best: string, p: number, star: number) =>
      `${question} The likeliest answer is “${best}”, ${percent(p)} under the policy and ${percent(star)} under the target.`,
    question: (i: number, n: number) => `Question ${i} of ${n}`,
    next: "Next question",
    previous: "Previous question",
    head: ["answer", "r", "reference", "policy", "target"],
    row: (answer: string, p: number, star: number) =>
      `${answer}: policy ${percent(p)}, target ${percent(star)}`,
  },
  view: {
    open: "View",
    hide: "Shown on this page",
    parts: SEEN,
    link: "The link in the address bar shows the page like this.",
    present: "Presenter mode (P)",
  },
  present: {
    label: "Presenter mode",
    hint: [
      "Space play",
      "→ ← step",
      "A B vote, Z undo",
      "G gold",
      "R recorded",
      "B blank",
      "Esc leave",
    ],
    gold: "gold",
    proxy: "proxy",
    kl: "KL, nats",
    votes: "The room",
    vote: (side: string) => `One more vote for ${side}`,
    undo: "Take the last vote back",
    tally: (a: number, b: number) =>
      a + b === 0 ? "no votes yet" : `a ${count(a)} : ${count(b)} b, ${percent(a / (a + b))} for a`,
    annotator: (p: number) => `the annotator: ${percent(p)} for a`,
    blank: "Blank. Press B to go on.",
    leave: "Leave presenter mode",
    asks: {
      fit: "What will this judge get wrong?",
      round: "What will be different after this round?",
      sample: "Which answer would you keep?",
      score: "Does the score agree with you?",
      select: "What is lost when only the best is kept?",
      accept: "Which die will land under the curve?",
      label: "Which is better, a or b?",
      pair: "What can be learned from these two?",
      update: "Which words became likelier?",
      evaluate: "Is it better, or only better scored?",
    } as Readonly<Record<string, string>>,
  },
};
