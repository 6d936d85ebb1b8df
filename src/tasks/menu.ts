/**
 * @file The menu of tasks by card. The texts are large, so each task comes in a file of its own,
 * fetched when it is chosen; `index.ts` has them all at once.
 */

import { cards } from "./cards.ts";
import type { TaskEntry } from "../core/types.ts";

export const entries: Readonly<Record<keyof typeof cards, TaskEntry>> = {
  reviews: { ...cards.reviews, load: async () => (await import("./reviews.ts")).reviews },
  summaries: { ...cards.summaries, load: async () => (await import("./summaries.ts")).summaries },
  replies: { ...cards.replies, load: async () => (await import("./replies.ts")).replies },
};
