/** @file Words of a loss taken apart, and of the pictures that belong to one loss alone, in English. */
import { count, fixed } from "../numbers.ts";

const FIRST: Readonly<Record<string, string>> = {
  rrhf: "For the first prompt of the batch",
  click: "For the first pair of the batch",
  cringe: "For the first pair of the batch",
  rloo: "For the first answer of the batch",
};

export const parts = {
  batch: "The loss, with this batch’s numbers",
  first: (kind: string) => FIRST[kind] ?? "For the first token of the batch",
  clipping: {
    title: "Ratio against advantage",
    x: "ρ, the probability now over that of the draw",
    y: "advantage A",
    sentence: (n: number, held: number) =>
      `${count(n)} ratios against their advantages; clipping holds ${count(held)} of them.`,
    reading: (held: number, n: number) => `${count(held)} of ${count(n)} held by clipping`,
    head: ["no.", "ρ", "A", "slope"],
    held: "0, clipped",
    free: "−A ρ",
  },
  ladder: {
    title: "Answers to the first prompt, best first",
    reading: (wrong: number) =>
      wrong === 0
        ? "every order is right"
        : `${count(wrong)} ${wrong === 1 ? "order is" : "orders are"} wrong`,
    sentence: (n: number, wrong: number) =>
      `${count(n)} answers by reward; the policy has ${count(wrong)} of their pairs in the wrong order.`,
    note: "Dots: the mean log-probability of a token. They should move left from rung to rung; a ring is likelier than an answer above it.",
    rung: (p: number, passed: number) =>
      `mean log-probability ${fixed(p, 3)}, likelier than ${count(passed)} better ones`,
    passed: (n: number) => `passes ${count(n)}`,
    head: ["answer", "r", "log π a token", "better ones that are less likely"],
  },
};
