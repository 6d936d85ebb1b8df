/**
 * @file What of a run can be taken elsewhere: metrics as a table, pairs as a data set, the command
 * that repeats it. Names are TRL's where it has one.
 */

import { ANNOTATION } from "./annotation.ts";
import { withoutIdle, type Experiment, type KnobValues, type Menu } from "./experiment.ts";
import { EVALUATION_METRICS, reading } from "./fold.ts";
import { rewardFlag, rewardTexts } from "./own-reward.ts";
import type { Step } from "./types.ts";

export type Row = Readonly<Record<string, number | string>>;

/** Evaluations under TRL's name where it has one, the rest after `eval/`. */
const NAMES: Readonly<Record<string, string>> = {
  kl: "objective/kl",
  entropy: "objective/entropy",
  proxy: "objective/scores",
  eosRate: "val/contain_eos_token",
  length: "completions/mean_length",
  gold: "eval/gold",
  independent: "eval/independent",
  winRate: "eval/win_rate",
  distinct2: "eval/distinct_2",
};

/**
 * One row an update with its loss, gradient norm, learning rate and metrics; an evaluation adds its
 * numbers, with their 95 % intervals, to the row of the update that it follows (0: the start).
 */
export function metricRows(log: readonly Step[]): Row[] {
  const rows: Record<string, number | string>[] = [];
  const rowOf = (step: number) => {
    const last = rows.at(-1);
    if (last?.["step"] === step) return last;
    const row = { step };
    rows.push(row);
    return row;
  };
  let update = 0;
  for (const step of log) {
    if (step.kind === "update") {
      const { loss, gradNorm, learningRate, metrics } = step.report;
      const own = { loss, grad_norm: gradNorm, learning_rate: learningRate };
      Object.assign(rowOf(++update), own, metrics);
    } else if (step.kind === "evaluate") {
      const row: Record<string, number | string> = rowOf(step.update);
      for (const metric of EVALUATION_METRICS) {
        const { value, low, high } = reading(step.evaluation, metric);
        const name = NAMES[metric] ?? `eval/${metric}`;
        row[name] = value;
        if (low !== high) Object.assign(row, { [`${name}/low`]: low, [`${name}/high`]: high });
      }
    }
  }
  return rows;
}

/** A table as CSV (RFC 4180), its columns in the order in which they first appear. */
export function toCsv(rows: readonly Row[]): string {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const cell = (value: number | string | undefined): string => {
    const text = value === undefined ? "" : String(value);
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  const lines = [columns, ...rows.map((row) => columns.map((column) => row[column]))];
  return lines.map((line) => line.map(cell).join(",") + "\r\n").join("");
}

export function toJsonRows(rows: readonly unknown[]): string {
  return rows.map((row) => JSON.stringify(row) + "\n").join("");
}

/** A preference pair under the columns of TRL's data sets. Scores are left out where nobody gave any. */
export type PairRow = {
  readonly prompt: string;
  readonly chosen: string;
  readonly rejected: string;
  readonly score_chosen?: number;
  readonly score_rejected?: number;
};

/** Every pair that was formed up to the end of the log, with the rewards behind it where known. */
export function pairRows(log: readonly Step[]): PairRow[] {
  const scores = new Map<string, number>();
  let ids: readonly (readonly string[])[] = [];
  const rows: PairRow[] = [];
  for (const step of log) {
    if (step.kind === "sample") {
      scores.clear();
      ids = step.completions.map((answers) => answers.map(({ id }) => id));
    } else if (step.kind === "score") {
      step.scores.forEach((row, i) =>
        row.forEach((score, j) => {
          const id = ids[i]?.[j];
          if (id !== undefined) scores.set(id, score);
        }),
      );
    } else if (step.kind === "label") {
      for (const { a, b, rewards } of step.labels) {
        if (rewards) scores.set(a, rewards.a).set(b, rewards.b);
      }
    } else if (step.kind === "pair") {
      for (const { prompt, chosen, rejected } of step.pairs) {
        const [won, lost] = [scores.get(chosen.id), scores.get(rejected.id)];
        rows.push({
          prompt: prompt.text,
          chosen: chosen.text,
          rejected: rejected.text,
          ...(won === undefined || lost === undefined
            ? {}
            : { score_chosen: won, score_rejected: lost }),
        });
      }
    }
  }
  return rows;
}

/** The command line that repeats an experiment in a terminal. */
export function commandLine(full: Experiment, menu: Menu): string {
  const experiment = withoutIdle(menu, full);
  const { method, task, seed, backend, annotator, rewardModel } = experiment;
  const parts = ["npm run tilt -- run", `--method ${method}`, `--task ${task}`, `--seed ${seed}`];
  if (backend !== "auto") parts.push(`--backend ${backend}`);
  if (annotator !== "reward-model") parts.push(`--annotator ${annotator}`);
  if (rewardModel.kind === "trained") {
    parts.push(`--labels ${rewardModel.labels}`, `--label-noise ${rewardModel.noise}`);
  }
  parts.push(...annotationFlags(experiment));
  for (const [name, text] of experiment.ownReward ? rewardTexts(experiment.ownReward) : []) {
    // With "=", since a text that begins with a minus sign is no flag.
    parts.push(`--${rewardFlag(name)}=${quoted(text)}`);
  }
  parts.push(`--held-out ${experiment.heldOut}`, `--evaluate-every ${experiment.evaluateEvery}`);
  const known: KnobValues = experiment.knobs;
  for (const name of Object.keys(menu.methods[method]?.knobs ?? {})) {
    const value = known[name];
    if (value !== undefined) parts.push(`--knob ${quoted(`${name}=${value}`)}`);
  }
  return parts.join(" ");
}

function annotationFlags({ annotation: a }: Experiment): string[] {
  const flags = [
    ["instruction", a.instruction, ANNOTATION.instruction],
    ["orders", a.orders, ANNOTATION.orders],
    ["noise", a.noise, ANNOTATION.noise],
    ["position-bias", a.positionBias, ANNOTATION.positionBias],
    ["length-bias", a.lengthBias, ANNOTATION.lengthBias],
    ["blind", a.blind.join(","), ANNOTATION.blind.join(",")],
  ] as const;
  const changed = flags.filter(([, value, usual]) => value !== usual);
  return [
    ...changed.map(([name, value]) => `--${name} ${quoted(String(value))}`),
    ...a.edits.map(({ round, instruction }) => `--edit ${quoted(`${round}=${instruction}`)}`),
  ];
}

/** Safe to paste into a shell. */
const quoted = (text: string): string =>
  /^[\w=.:/+-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
