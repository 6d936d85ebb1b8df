/** @file A reward model as methods know it, made of a host that keeps several by name. */

import type { FitData, RewardHost } from "./hosts.ts";
import { reported } from "./stream.ts";
import type { FitReport, RewardModel } from "./types.ts";

/**
 * Starts as the model that was opened. `trunk`: address of the language model that a fit starts
 * from; `scale`: the answers that set the scale of a fitted model, asked for at the first fit.
 */
export function rewardModel(
  host: Pick<RewardHost, "scoreAll" | "fit">,
  trunk: string,
  scale: () => Promise<FitData["scale"]>,
): RewardModel {
  let now = "";
  let answers: Promise<FitData["scale"]> | null = null;
  return {
    name: "reward model",
    async score(prompt, completions) {
      const [scores] = await host.scoreAll([prompt], [completions], now);
      return scores!;
    },
    scoreAll: (prompts, completions) => host.scoreAll(prompts, completions, now),
    fit: (pairs, { seed, heldOut = [], from = "trunk" }) =>
      reported<FitReport>(async (report) => {
        const data = { pairs, heldOut, scale: await (answers ??= scale()) };
        const start = from === "now" ? { from: now } : { trunk };
        now = await host.fit(data, { seed, ...start }, report);
      }),
    save: async () => now,
    load: async (name) => void (now = name),
  };
}
