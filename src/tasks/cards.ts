import type { TaskCard } from "../core/types.ts";

/** What the menu says of each task. The order is the order on screen. */
export const cards = {
  reviews: {
    id: "reviews",
    name: "Reviews",
    about:
      "A short review of a thing, about one of its aspects. Good reviews are pleased and specific.",
  },
  summaries: {
    id: "summaries",
    name: "Summaries",
    about:
      "A post of several facts in one or two sentences. Good summaries keep the facts and add none.",
  },
  replies: {
    id: "replies",
    name: "Replies",
    about:
      "A short answer to a request. Good replies are polite, to the point, and say what comes next.",
  },
} as const satisfies Readonly<Record<string, TaskCard>>;
