/** @file The gold reward as the tasks' own tools use it, and the scale that it is given in. */

import { goldReward, total } from "../core/gold.ts";
import type { Prompt, Task } from "../core/types.ts";

export { total };

/** The gold reward r*(x, y) in standard deviations of SFT samples. */
export function gold(task: Task, prompt: Prompt, text: string, finished: boolean): number {
  return goldReward(task, prompt, { text, finished });
}

/** One answer to measure. */
export type Sample = { readonly prompt: Prompt; readonly text: string; readonly finished: boolean };

type Scale = Task["scale"];

/** Mean and standard deviation of the gold reward and of the independent evaluator on samples. */
export function measureScale(
  task: Task,
  samples: readonly Sample[],
): { readonly scale: Scale; readonly independentScale: Scale } {
  const { mean, std } = task.independentScale;
  const golds = samples.map((s) => total(task, task.components(s.prompt, s.text, s.finished)));
  const others = samples.map((s) => task.independent(s.prompt, s.text, s.finished) * std + mean);
  return { scale: moments(golds), independentScale: moments(others) };
}

function moments(values: readonly number[]): Scale {
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  const square = values.reduce((a, b) => a + (b - mean) ** 2, 0) / values.length;
  return { mean, std: Math.sqrt(square) };
}
