/** @file The visitor's own data, as the bench needs them; the store comes only with them. */
import type { Experiment } from "../core/experiment.ts";
import type { Own } from "../core/own.ts";

/** What an experiment says of the visitor's own: data by name, and a reward as it is. */
export type Mine = Pick<Experiment, "own" | "ownReward">;

const store = () => import("./library/own-store.ts");

/** All that an experiment takes of the visitor's; null: nothing. Throws `data.missing`. */
export async function ownData({ own, ownReward }: Mine): Promise<Own | null> {
  const kept = own === undefined ? null : await (await store()).stored(own);
  if (!ownReward) return kept;
  return { prompts: null, pairs: null, ...kept, reward: ownReward };
}

/** The same data without the reward. */
export const withoutReward = async (mine: Mine): Promise<Mine> =>
  mine.own === undefined ? {} : (await store()).altered(mine, { reward: null });
