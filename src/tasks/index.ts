/** @file All tasks at once, in the order of the menu. */

import { reviews } from "./reviews.ts";
import { replies } from "./replies.ts";
import { summaries } from "./summaries.ts";

export { gold, measureScale, total, type Sample } from "./reward.ts";

export const tasks = { reviews, summaries, replies } as const;
export type TaskId = keyof typeof tasks;
