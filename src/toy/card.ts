import type { TaskCard } from "../core/types.ts";

/** What the menu says of the exact world, and the knobs that start differently in it. */
export const card = {
  id: "toy",
  name: "Exact world",
  about: "Four questions, ten answers each, every reward known: π* can be drawn beside the policy.",
  exact: true,
  // A table has no shared weights: each logit moves by itself, so the steps are larger.
  knobs: { learningRate: 0.05 },
} as const satisfies TaskCard;
