/**
 * @file Controls of a selection rule: what it would do if rewards said nothing. A gain that survives
 * them did not come from the rewards.
 */

import { shuffle } from "./random.ts";
import type { PairingScheme } from "./rank.ts";
import type { Completion, Dice, Pair } from "./types.ts";

/** The options of a knob. */
export const CONTROLS = ["none", "random selection", "shuffled rewards"] as const;
/** The same where a loss compares with a reference, which can be left out. */
export const CONTROLS_WITH_KL = [...CONTROLS, "no KL"] as const;

/** The pairs to learn from: as they are, or, as a control, with nothing to hold the policy back. */
export function heldBack(pairs: readonly Pair[], control: string): readonly Pair[] {
  if (control !== "no KL") return pairs;
  return pairs.map((pair) => ({ ...pair, ref: { chosen: 0, rejected: 0 } }));
}

/**
 * The rewards that a method decides by: its own, or, as a control, the same numbers dealt at random
 * among the answers to each prompt. `t` is the round; the same round deals alike.
 */
export function decidingRewards(
  rewards: readonly (readonly number[])[],
  control: string,
  random: Dice,
  t: number,
): readonly (readonly number[])[] {
  if (control !== "shuffled rewards") return rewards;
  return rewards.map((row, i) => shuffle(row, random, "control", t, i));
}

/** Best against worst; as a control, the first two answers as they come. */
export function pairScheme(
  ys: readonly (readonly Completion[])[],
  rewards: readonly (readonly number[])[],
  control: string,
): [readonly (readonly Completion[])[], readonly (readonly number[])[], PairingScheme] {
  if (control !== "random selection") return [ys, rewards, "best_worst"];
  return [ys.map((row) => row.slice(0, 2)), rewards.map((row) => row.slice(0, 2)), "first_round"];
}
