/** @file The start model's answers that come with the page, for runs whose own first draw is small. */
import type { Experiment } from "../core/experiment.ts";

/**
 * What the judge of a run gives to the start model's answers, a row of rewards a prompt; null where
 * another judge than the bundled one decides, or the file cannot be had: a picture does without it.
 */
export async function drawnBefore({
  task,
  rewardModel,
  own,
}: Experiment): Promise<readonly (readonly number[])[] | null> {
  if (rewardModel.kind !== "bundled" || own) return null;
  try {
    const { results } = await import("./results/load.ts");
    return (await results("reach")).tasks[task] ?? null;
  } catch {
    return null;
  }
}
