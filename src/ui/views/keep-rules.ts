/** @file What each rule would keep of one prompt's candidates, by the same dice. Pure. */
import { dieOf, keep } from "../../core/keep.ts";
import { dice } from "../../core/random.ts";
import { mean } from "../../core/statistics.ts";
import type { Beta } from "./accept.ts";

export const RULES = ["best", "top", "rso", "random", "first"] as const;
export type RuleName = (typeof RULES)[number];

export type Ruling = {
  readonly rule: RuleName;
  /** Places in the draw, in the order kept. */
  readonly kept: readonly number[];
  readonly reward: number;
  readonly gold: number;
};

/**
 * Best-of-n, the top k, RSO at β, any k at random, and the first k as they come. The dice are those
 * of a run with this seed in round t.
 */
export function rulings(
  rewards: readonly number[],
  golds: readonly number[],
  { k, beta, seed, t, promptId }: KeepBy,
): Ruling[] {
  const die = dieOf(dice(seed)("accept", t), promptId);
  const kept: Record<RuleName, readonly number[]> = {
    best: keep("rejection", rewards, 0, 1, die).accepted,
    top: keep("rejection", rewards, 0, k, die).accepted,
    rso: keep("rejection", rewards, beta, k, die).accepted,
    random: keep("gumbel", rewards, null, k, die).accepted,
    first: keep("rejection", rewards, null, k, die).accepted,
  };
  const of = (values: readonly number[], places: readonly number[]) =>
    mean(places.map((i) => values[i] ?? NaN));
  return RULES.map((rule) => ({
    rule,
    kept: kept[rule],
    reward: of(rewards, kept[rule]),
    gold: of(golds, kept[rule]),
  }));
}

export type KeepBy = {
  readonly k: number;
  readonly beta: Beta;
  /** The run's seed, its round, and whose candidates they are. */
  readonly seed: number;
  readonly t: number;
  readonly promptId: string;
};
