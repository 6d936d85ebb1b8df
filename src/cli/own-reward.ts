/** @file A reward of one's own, from the command line: the parts of a link, by flags. */

import {
  OWN_REWARD_LIMITS,
  PER_WORD,
  readReward,
  REWARD_NAMES,
  rewardFlag,
  type OwnReward,
} from "../core/own-reward.ts";
import { TiltError } from "../core/types.ts";

const { weight } = OWN_REWARD_LIMITS;

export const rewardHelp = `  --reward-weights SUM  judge by a reward of your own: components of the task, each times its weight,
                        ${weight.min} to ${weight.max}, as in "1*polite 0.5*length"
  --reward-liked WORDS  words that each add to it, spaces between
  --reward-disliked WORDS  words that each take from it
  --reward-word X       what each word counts (${PER_WORD})`;

export const rewardOptions = {
  "reward-weights": { type: "string" },
  "reward-liked": { type: "string" },
  "reward-disliked": { type: "string" },
  "reward-word": { type: "string" },
} as const;

export type RewardFlags = { readonly [F in keyof typeof rewardOptions]?: string | undefined };

/** Throws `cli.reward`, which names the flag. */
export function ownRewardOf(values: RewardFlags): { ownReward?: OwnReward } {
  const given = new Map(
    REWARD_NAMES.flatMap((name) => {
      const text = values[rewardFlag(name)];
      return text === undefined ? [] : [[name as string, text] as const];
    }),
  );
  const ownReward = readReward((name, read) => {
    const text = given.get(name) ?? "";
    const result = read(text);
    if ("value" in result) return result.value;
    throw new TiltError(
      "cli.reward",
      `--${name.replace(".", "-")} “${text.slice(0, 60)}” ${result.why}.`,
      'Give something like --reward-weights="1*polite 0.5*length" --reward-liked="thanks please".',
    );
  }, given.keys());
  return ownReward === null ? {} : { ownReward };
}
