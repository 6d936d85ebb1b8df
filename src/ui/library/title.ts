/** @file What to call an experiment in a list. */
import type { Experiment } from "../../core/experiment.ts";
import { menu } from "../../menu.ts";
import { say } from "../words/index.svelte.ts";

/** "Online DPO · Short reviews · 7": method, task, seed. */
export function titleOf({ method, task, seed }: Experiment): string {
  const { methods, tasks } = menu as unknown as Readonly<
    Record<"methods" | "tasks", Readonly<Record<string, { readonly name: string }>>>
  >;
  return [methods[method]?.name ?? method, say(tasks[task]?.name ?? task), seed].join(" · ");
}
