/** @file The reward-model lab's door to the exact world, whose code comes when it is first asked. */

import type { inspect } from "../toy/reward-lab.ts";

export type { Inspection, Spoiling } from "../toy/reward-lab.ts";

/** A reward model of the exact world, spoilt and inspected: nothing to load, nothing to wait for. */
export const inspectReward = async (...asked: Parameters<typeof inspect>) =>
  (await import("../toy/reward-lab.ts")).inspect(...asked);
