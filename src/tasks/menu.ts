/**
 * @file The menu of tasks by card. The texts are large, so each task comes in a file of its own,
 * fetched when it is chosen; `index.ts` has them all at once.
 */

import { cards } from "./cards.ts";
import { gently } from "../core/gently.ts";
import type { Task, TaskEntry } from "../core/types.ts";

/** Ready to give rewards at once. */
async function ready(task: Task): Promise<Task> {
  if (task.ahead) await gently(task.ahead());
  return task;
}

export const entries: Readonly<Record<keyof typeof cards, TaskEntry>> = {
  reviews: { ...cards.reviews, load: async () => ready((await import("./reviews.ts")).reviews) },
  summaries: {
    ...cards.summaries,
    load: async () => ready((await import("./summaries.ts")).summaries),
  },
  replies: { ...cards.replies, load: async () => ready((await import("./replies.ts")).replies) },
};
