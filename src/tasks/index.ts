/** @file The menu of tasks. */

import { reviews } from "./reviews.ts";

export { gold, measureScale, total, type Sample } from "./reward.ts";

export const tasks = { reviews } as const;
export type TaskId = keyof typeof tasks;
