/**
 * @file A visitor's own data: prompts, preference pairs, and a reward put together from the task's
 * named components and lists of words. Read line by line; what cannot be used is told by its line.
 */

import * as v from "valibot";
import { givenId } from "./given.ts";
import type { PolicyHost } from "./hosts.ts";
import type { OwnReward } from "./own-reward.ts";
import { fingerprint } from "./receipt.ts";
import { at } from "./shape.ts";
import { TiltError } from "./types.ts";
import type { Annotator, Completion, Lab, Prompt, Reference, Scorer, Task } from "./types.ts";

export type OwnPair = {
  readonly prompt: string;
  readonly chosen: string;
  readonly rejected: string;
  readonly score_chosen?: number | undefined;
  readonly score_rejected?: number | undefined;
};

/**
 * What a visitor uses in place of the task's own; null: nothing of the kind. Either prompts or pairs,
 * which bring their own; and a reward beside them or alone.
 */
export type Own = {
  readonly prompts: readonly string[] | null;
  readonly pairs: readonly OwnPair[] | null;
  readonly reward: OwnReward | null;
};

export const NOTHING: Own = { prompts: null, pairs: null, reward: null };

export type OwnKind = "prompts" | "pairs";

/** A row of a file before it is checked; `line` counts from 1. */
export type RawRow = { readonly line: number; readonly value: unknown };
export type Fault = { readonly line: number; readonly why: string };

/** More rows than this are left out, and counted as faults. */
export const MOST_ROWS = 20_000;

const text = v.pipe(v.string("is no text"), v.trim(), v.nonEmpty("is empty"));
const score = v.optional(
  v.nullable(v.pipe(v.union([v.number(), v.string()]), v.transform(Number), v.finite())),
);
const schemas = {
  prompts: v.object({ prompt: text }),
  pairs: v.object({
    prompt: text,
    chosen: text,
    rejected: text,
    score_chosen: score,
    score_rejected: score,
  }),
};

/** JSON lines, or for anything else plain lines of prompts. Empty lines are skipped. */
export function linesOf(content: string): { rows: RawRow[]; faults: Fault[] } {
  const faults: Fault[] = [];
  const lines = content.replace(/^\uFEFF/, "").split(/\r?\n/);
  const isJson = content.trimStart().startsWith("{");
  const rows = lines.flatMap((raw, i): RawRow[] => {
    const line = i + 1;
    if (raw.trim() === "") return [];
    if (!isJson) return [{ line, value: { prompt: raw } }];
    try {
      return [{ line, value: JSON.parse(raw) as unknown }];
    } catch (error) {
      faults.push({ line, why: error instanceof Error ? error.message : String(error) });
      return [];
    }
  });
  return { rows, faults };
}

/** The rows that can be used, and why the others cannot. `ask` turns a prompt into one of the task's. */
export function checkRows(
  kind: OwnKind,
  rows: readonly RawRow[],
  ask: (text: string) => Prompt,
): { rows: OwnPair[]; faults: Fault[] } {
  const good: OwnPair[] = [];
  const faults: Fault[] = [];
  for (const { line, value } of rows) {
    const why =
      good.length >= MOST_ROWS ? `only ${MOST_ROWS} rows are used` : fault(kind, value, ask);
    if (why === null) good.push({ chosen: "", rejected: "", ...parsed(kind, value) });
    else faults.push({ line, why });
  }
  return { rows: good, faults };
}

function parsed(kind: OwnKind, value: unknown) {
  const row = v.parse(schemas[kind], value);
  if (!("chosen" in row)) return row;
  const { score_chosen, score_rejected, ...rest } = row;
  const scored = typeof score_chosen === "number" && typeof score_rejected === "number";
  return scored ? { ...rest, score_chosen, score_rejected } : rest;
}

function fault(kind: OwnKind, value: unknown, ask: (text: string) => Prompt): string | null {
  const result = v.safeParse(schemas[kind], value);
  if (!result.success) {
    const [issue] = result.issues;
    const path = v.getDotPath(issue);
    return path
      ? `${path} ${issue.input === undefined ? "is missing" : issue.message}`
      : issue.message;
  }
  const row = result.output;
  if ("chosen" in row && row.chosen === row.rejected) return "chosen and rejected are the same";
  try {
    ask(row.prompt);
    return null;
  } catch (error) {
    if (error instanceof TiltError) return error.message;
    throw error;
  }
}

/** A name for the data by its content: the same data, the same name. */
export function nameOfOwn(own: Own): string {
  const content = JSON.stringify([own.prompts, own.pairs, own.reward]);
  return fingerprint(content).toString(36) + fingerprint(`${content}|`).toString(36);
}

// ---------------------------------------------------------------------------- in the lab

/** A visitor's reward on the task's components, in standard deviations of the start model's answers. */
export function ownScorer(
  task: Task,
  reward: OwnReward,
  scale: () => Promise<{
    prompts: readonly Prompt[];
    completions: readonly (readonly Completion[])[];
  }>,
): Scorer {
  let measured: Promise<{ mean: number; std: number }> | null = null;
  const raw = (prompt: Prompt, y: Completion) => rawReward(task, reward, prompt, y);
  const moments = async () => {
    const { prompts, completions } = await scale();
    const values = prompts.flatMap((prompt, i) => at(completions, i).map((y) => raw(prompt, y)));
    const mean = values.reduce((a, b) => a + b, 0) / values.length;
    const square = values.reduce((a, b) => a + (b - mean) ** 2, 0) / values.length;
    // A reward that is the same for every answer stays as it is.
    return { mean, std: Math.sqrt(square) || 1 };
  };
  const scoreOne = async (prompt: Prompt, completions: readonly Completion[]) => {
    const { mean, std } = await (measured ??= moments());
    return completions.map((y) => (raw(prompt, y) - mean) / std);
  };
  return {
    name: "your own reward",
    score: scoreOne,
    scoreAll: (prompts, completions) =>
      Promise.all(prompts.map((prompt, i) => scoreOne(prompt, at(completions, i)))),
  };
}

/** Throws `data.component` where a reward, of a link say, weighs what the task does not have. */
export function assertComponents(task: Pick<Task, "name" | "weights">, reward: OwnReward): void {
  const unknown = Object.keys(reward.weights).find((name) => !Object.hasOwn(task.weights, name));
  if (unknown === undefined) return;
  throw new TiltError(
    "data.component",
    `The reward of ${task.name} has no component ${unknown}.`,
    `It has: ${Object.keys(task.weights).join(", ")}.`,
  );
}

/** Before it is scaled: Σ weight · component + perWord · (liked words − disliked words that occur). */
export function rawReward(
  task: Pick<Task, "components">,
  { weights, liked, disliked, perWord }: OwnReward,
  prompt: Prompt,
  { text: said, finished }: Pick<Completion, "text" | "finished">,
): number {
  const parts = task.components(prompt, said, finished);
  const words = new Set(said.toLowerCase().match(/[\p{L}\p{N}'’-]+/gu) ?? []);
  const occurring = (list: readonly string[]) =>
    list.filter((w) => words.has(w.toLowerCase())).length;
  const sum = Object.entries(weights).reduce((s, [name, w]) => s + w * (parts[name] ?? 0), 0);
  return sum + perWord * (occurring(liked) - occurring(disliked));
}

/** Own prompts in a task's form. */
export const ownPrompts = (task: Pick<Task, "ask">, texts: readonly string[]): Prompt[] =>
  texts.map((own, i) => ({ ...task.ask(own), id: `own/${i}/${fingerprint(own).toString(36)}` }));

/**
 * The lab with the visitor's prompts, or with the visitor's pairs as the data of a method that draws
 * two answers of the reference once and asks once which is better (dpo, ipo).
 */
export function withOwn(
  lab: Lab,
  { prompts, pairs }: Own,
  task: Task,
  host: Pick<PolicyHost, "spell">,
): Lab {
  if (pairs) return withPairs(lab, pairs, task, host);
  return prompts ? { ...lab, prompts: ownPrompts(task, prompts) } : lab;
}

function withPairs(
  lab: Lab,
  pairs: readonly OwnPair[],
  task: Task,
  host: Pick<PolicyHost, "spell">,
): Lab {
  const prompts = ownPrompts(
    task,
    pairs.map(({ prompt }) => prompt),
  );
  const places = new Map(prompts.map(({ id }, i) => [id, i]));
  const known = (prompt: Prompt): OwnPair => at(pairs, places.get(prompt.id) ?? -1);
  const reference: Reference = {
    logprob: (items) => lab.reference.logprob(items),
    async sample(asked, draws) {
      if (draws.n !== 2 || !asked.every(({ id }) => places.has(id))) {
        return lab.reference.sample(asked, draws);
      }
      const answers = await host.spell(
        asked.flatMap((prompt) => {
          const { chosen, rejected } = known(prompt);
          return [
            { prompt, text: chosen },
            { prompt, text: rejected },
          ];
        }),
      );
      return asked.map((prompt, i) =>
        [at(answers, 2 * i), at(answers, 2 * i + 1)].map((y, k) => ({
          ...y,
          id: givenId(prompt.id, k),
        })),
      );
    },
  };
  const annotator: Annotator = {
    name: "your own data",
    async prefer(questions) {
      return questions.map(({ prompt, a, b }) => {
        const { chosen, score_chosen, score_rejected } = known(prompt);
        const first = a.text === chosen || a.id === givenId(prompt.id, 0);
        const scores =
          score_chosen === undefined || score_rejected === undefined
            ? null
            : { won: score_chosen, lost: score_rejected };
        return {
          promptId: prompt.id,
          a: a.id,
          b: b.id,
          p: first ? 1 : 0,
          orders: null,
          rewards:
            scores &&
            (first ? { a: scores.won, b: scores.lost } : { a: scores.lost, b: scores.won }),
        };
      });
    },
  };
  return { ...lab, prompts, reference, annotator };
}
