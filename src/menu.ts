/**
 * @file Everything that can be chosen, and what a choice decides before any lab is built: small
 * enough to stand on the page from the first moment.
 */
import { suited, type Experiment } from "./core/experiment.ts";
import type { Method, TaskEntry } from "./core/types.ts";
import { methods } from "./methods/index.ts";
import { entries } from "./tasks/menu.ts";
import { card as toy } from "./toy/card.ts";

/** All methods and tasks; a task's text comes when it is loaded. */
export const menu = {
  methods,
  tasks: {
    ...entries,
    toy: { ...toy, load: async () => (await import("./toy/task.ts")).toy } satisfies TaskEntry,
  },
} as const;

/** The entry of the menu for an experiment's task. */
export const entryOf = ({ task }: Experiment): TaskEntry =>
  menu.tasks[task as keyof typeof menu.tasks];

/** An experiment's method, its knobs at the values that the task asks for. */
export function methodOf(experiment: Experiment): Method {
  const method: Method = menu.methods[experiment.method as keyof typeof menu.methods] as Method;
  return { ...method, knobs: suited(method.knobs, entryOf(experiment).knobs) };
}
