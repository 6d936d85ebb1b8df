/** @file How well the start model grades (direct RLAIF): its expected grades beside gold, task by task. */

import type { BackendChoice } from "../core/experiment.ts";
import { expectedRating } from "../core/judge.ts";
import { dice } from "../core/random.ts";
import { correlation, shareAbove } from "../core/statistics.ts";
import type { Rate, Task } from "../core/types.ts";
import { gold } from "../feedback/gold.ts";
import { startGrader } from "../feedback/grader.ts";
import { tasks } from "../tasks/index.ts";
import { judgeForm } from "../tasks/judging.ts";
import { nodeHosts } from "./hosts.ts";

/** Answers to each prompt. */
const ANSWERS = 4;
/** Reasons an answer. */
const GRADINGS = [1, 3] as const;

export type GraderCard = {
  readonly task: string;
  /** Reasons that were given for each answer. */
  readonly gradings: number;
  readonly answers: number;
  /** Correlation of the expected grade with gold. */
  readonly correlation: number | null;
  /** Share of pairs of answers to one prompt that it orders as gold does; ties of gold left out. */
  readonly accuracy: Rate;
};

export type GraderCardOptions = {
  readonly model: string;
  /** Held-out prompts of each task. */
  readonly prompts: number;
  readonly seed: number;
  readonly backend: BackendChoice;
  readonly say: (line: string, last?: boolean) => void;
};

export async function graderCard(options: GraderCardOptions): Promise<readonly GraderCard[]> {
  const random = dice(options.seed);
  const { policy } = nodeHosts();
  await policy.open({ model: options.model, backend: options.backend });
  const cards: GraderCard[] = [];
  for (const task of Object.values(tasks) as Task[]) {
    const prompts = Array.from({ length: options.prompts }, (_, i) => task.prompt("heldout", i));
    const draws = { n: ANSWERS, temperature: 1, seed: random("card") };
    const answers = await policy.referenceSample(prompts, draws);
    const rewards = await gold(task).scoreAll(prompts, answers);
    const grader = startGrader(policy, judgeForm(task));
    for (const gradings of GRADINGS) {
      options.say(`${task.name}: ${gradings} to an answer`, true);
      const laws = await grader.grade(prompts, answers, { gradings, seed: random("grade") });
      const grades = laws.map((row) => row.map((law) => expectedRating(law).score));
      cards.push({
        task: task.id,
        gradings,
        answers: grades.flat().length,
        correlation: correlation(grades.flat(), rewards.flat()),
        accuracy: agreement(rewards, grades),
      });
    }
  }
  return cards;
}

/** A grade that ties where gold does not counts half. */
function agreement(rewards: readonly number[][], grades: readonly number[][]): Rate {
  const margins = rewards.flatMap((row, x) =>
    row.flatMap((better, i) =>
      row.flatMap((worse, j) => (better > worse ? [grades[x]![i]! - grades[x]![j]!] : [])),
    ),
  );
  return shareAbove(margins);
}
