/**
 * @file The text that the base model learns from, as a stream of documents: mostly answers to the
 * tasks' prompts, some grades by a judge, some choices by an instruction. Each document is
 * `prompt + completion + EOS`; a completion begins with its space.
 */

import { gradeOf, judgePrompt, verdict } from "./corpus/judge.ts";
import { comparePrompt, INSTRUCTIONS, wording } from "./corpus/compare.ts";
import { Draw } from "./draw.ts";
import { tasks } from "./index.ts";
import type { Task } from "../core/types.ts";

export { comparePrompt, INSTRUCTIONS, judgePrompt };

type Split = "train" | "heldout";

export type Document = {
  readonly prompt: string;
  readonly completion: string;
  readonly kind: "reviews" | "summaries" | "replies" | "judge" | "instruction";
};

/** Shares of task text, judge text and instruction text. */
const MIXTURE = [84, 8, 8] as const;

const MENU: readonly Task[] = Object.values(tasks);

/** An answer to the n-th prompt; now and then one that answers another prompt. */
function answer(task: Task, split: Split, n: number, draw: Draw) {
  const astray = draw.chance(0.12);
  const lap = draw.int(1000) + 1;
  return task.write(split, (astray ? n + 1 : n) + lap * task.count[split]);
}

function judged(task: Task, split: Split, n: number, draw: Draw): Document {
  const prompt = task.prompt(split, n);
  const { text } = answer(task, split, n, draw);
  const parts = task.components(prompt, text, true);
  const completion = ` ${verdict(task, parts, gradeOf(task, parts, draw), draw)}`;
  return { prompt: judgePrompt(prompt.text, text), completion, kind: "judge" };
}

function compared(task: Task, split: Split, n: number, draw: Draw): Document {
  const prompt = task.prompt(split, n);
  for (;;) {
    const instruction = draw.pick(INSTRUCTIONS);
    const [a, b] = [answer(task, split, n, draw).text, answer(task, split, n, draw).text];
    const gap = instruction.measure(task, prompt, a) - instruction.measure(task, prompt, b);
    if (Math.abs(gap) < instruction.least) continue;
    return {
      prompt: comparePrompt(wording(instruction, draw), prompt.text, a, b),
      completion: gap > 0 ? " A" : " B",
      kind: "instruction",
    };
  }
}

/** The i-th document, the same for the same i. `heldout` uses only prompts kept from training. */
export function document(i: number, split: Split = "train"): Document {
  const draw = new Draw("corpus", split, i);
  const task = draw.pick(MENU);
  const n = draw.int(task.count[split]);
  const sort = draw.weighted(MIXTURE);
  if (sort === 1) return judged(task, split, n, draw);
  if (sort === 2) return compared(task, split, n, draw);
  // The answer's own index is 0 to 3,999 laps on: training never sees all answers to a prompt.
  const { prompt, text } = task.write(split, n + draw.int(4000) * task.count[split]);
  return { prompt: prompt.text, completion: ` ${text}`, kind: task.id as Document["kind"] };
}
