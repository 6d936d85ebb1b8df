/** @file Words of the lessons, of the exact world's picture, of what can be hidden, and of the talk. */
import type { StepKind } from "../../core/types.ts";
import type { Aim } from "../goals.ts";
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
    reading: (d: number) => `distance from ◆ ${fixed(d)}`,
    /** What the method would come to rest on, by the kind of its aim. */
    aims: {
      tilt: "It aims at π* ∝ π_ref exp(r/β), the best law for reward less β KL.",
      fitted:
        "It aims at the tilt by the rewards that its own reward model gives, at a price of β/(1 − β) a nat.",
      graded: "It aims at the tilt by grades s, π_ref exp((1 − β) s/β).",
      identity:
        "It aims at π_ref exp(P(y ≻ y')/τ), were every pair of answers asked; the pairs that it has are a small draw.",
      data: "It aims at the law of people’s own answers; no reward enters.",
      peak: "Nothing in its loss pulls back, so it comes to rest only on the best answer alone.",
      certain:
        "It would aim at π* if labels were as unsure as rewards. Here the better answer always wins, and a certain label has no end.",
      sample:
        "The answers that it keeps follow this tilt. What is learned from their pairs has a strength of its own.",
      moving:
        "Its reference moves along with every round: no law holds it but the best answer, in the end.",
      margins:
        "It asks for the right order, or a margin, and no more. Many laws have that, so that there is none to land on.",
      group:
        "Its advantages are in deviations of a group and its pull is KL(π_ref ‖ π): where that rests is no tilt.",
      whitened:
        "Rewards are in deviations of each rollout, so that the price of a nat changes as the policy does: no fixed law.",
      none: "With these settings it has no resting place that a formula gives.",
    } satisfies Record<Aim, string>,
    /** Whether it is there, by the share of probability that lies elsewhere. */
    stands: {
      on: (d: number) => `It is on it: ${percent(d)} of the weight lies elsewhere.`,
      short: (d: number) =>
        `It is short of it: ${percent(d)} of the weight lies elsewhere, and less KL has been paid.`,
      past: (d: number) =>
        `It is past it: ${percent(d)} of the weight lies elsewhere, and more KL has been paid.`,
      beside: (d: number) =>
        `It is beside it: as much KL has been paid, and ${percent(d)} of the weight lies elsewhere.`,
    },
    note: "distance: half the sum of differences, mean over questions; 0 is on it, 1 nowhere near",
    target: "◆ what it aims at",
    same: (beta: number, d: number) =>
      `the tilt that pays the same KL has β = ${fixed(beta)}; the policy is ${fixed(d)} from it`,
    atEnd: "The policy as it is at the live end: looking back does not turn it back.",
    untilted: "◆ the tilt that pays the same KL: none yet, β = ∞",
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
    presentTouched: "Presenter mode",
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
    /** What a finger does instead. */
    touched: ["◀ ▶ step and play, below", "A B one hand a tap", "✕ leave"],
    /** What the keys G, R and B do, for a finger. */
    cover: "Cover gold",
    recorded: "Recorded run",
    empty: "Blank",
    gold: "gold",
    proxy: "proxy",
    kl: "KL, nats",
    votes: "The room",
    vote: (side: string) => `One more vote for ${side}`,
    undo: "Take the last vote back",
    back: "Take back",
    tally: (a: number, b: number) =>
      a + b === 0 ? "no votes yet" : `a ${count(a)} : ${count(b)} b, ${percent(a / (a + b))} for a`,
    typing: (typed: string) => `${typed} hands for … ← a or b →`,
    enter: "Enter it",
    unrecorded: "No run of this method and task was recorded.",
    asking: [
      "A B one hand",
      "23 ← 9 → hands counted",
      "Enter the room’s share",
      "Z undo",
      "Esc leave",
    ],
    annotator: (p: number) => `the annotator: ${percent(p)} for a`,
    blank: "Blank. Press B to go on.",
    blankTouched: "Blank. Tap to go on.",
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
      demonstrate: "Would you have answered so?",
      filter: "Where would you draw the line?",
      prompts: "Is that a question worth asking?",
      judge: "Which grade would you give?",
      exam: "Is the judge getting better, or only surer?",
      rollout: "Which word earned the reward?",
    } satisfies Record<StepKind, string>,
  },
};
