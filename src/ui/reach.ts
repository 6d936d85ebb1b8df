/** @file The start model's answers that come with the page, for runs whose own first draw is small. */
import type { Experiment } from "../core/experiment.ts";
import type { Bank } from "./charts/frontier.ts";

/** Whether a run's proxy is the judge that comes with its task, on the task's own prompts. */
export const judgedAsBundled = ({ rewardModel, own, ownReward }: Experiment): boolean =>
  rewardModel.kind === "bundled" && own === undefined && ownReward === undefined;

/**
 * What the judge of a run gives to the start model's answers, a row of rewards a prompt; null where
 * another judge than the bundled one decides, or the file cannot be had: a picture does without it.
 */
export async function drawnBefore(experiment: Experiment): Promise<Bank | null> {
  if (!judgedAsBundled(experiment)) return null;
  try {
    const { results } = await import("./results/load.ts");
    return (await results("reach")).tasks[experiment.task] ?? null;
  } catch {
    return null;
  }
}
