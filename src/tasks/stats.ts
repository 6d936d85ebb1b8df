/** @file What a task's reward does on real answers: the figures behind its ten criteria. */

import { bestOfNEstimate } from "../core/best-of-n.ts";
import { correlation as pearson, distinct } from "../core/statistics.ts";
import type { Task } from "../core/types.ts";
import { predictability, type Predictability } from "./baseline.ts";
import { gold, total, type Sample } from "./reward.ts";
import { isWord, tokens } from "./words.ts";

export type ComponentStats = {
  readonly name: string;
  readonly weight: number;
  readonly mean: number;
  readonly std: number;
  /** cov(weight · component, reward) / var(reward): the shares add up to 1. */
  readonly share: number;
  readonly lengthCorrelation: number;
};

export type TaskStats = {
  readonly task: string;
  readonly version: number;
  readonly prompts: number;
  readonly samples: number;
  readonly finished: number;
  /** Σ weights·components before scaling. */
  readonly reward: { readonly mean: number; readonly std: number; readonly withinPrompts: number };
  /** Share of pairs of answers to one prompt with the same reward, and with the same text. */
  readonly tieRate: number;
  readonly duplicateRate: number;
  /** Pearson's, with the number of words. */
  readonly lengthCorrelation: number;
  /** Mean reward of the best of n, in standard deviations above the mean (Nakano's estimator). */
  readonly bestOf: Readonly<Record<string, number>>;
  /** Fall of the mean reward, in standard deviations, when answers are given to other prompts. */
  readonly promptDependence: number;
  readonly components: readonly ComponentStats[];
  /** The independent evaluator: its correlation with gold. */
  readonly independent: {
    readonly correlation: number;
    readonly mean: number;
    readonly std: number;
  };
  readonly words: { readonly mean: number; readonly p5: number; readonly p95: number };
  readonly distinct2: number;
  readonly vocabulary: number;
  readonly predictability: Predictability;
};

const mean = (x: readonly number[]) => x.reduce((a, b) => a + b, 0) / x.length;

function covariance(x: readonly number[], y: readonly number[]): number {
  const [a, b] = [mean(x), mean(y)];
  return mean(x.map((v, i) => (v - a) * ((y[i] as number) - b)));
}

const std = (x: readonly number[]) => Math.sqrt(covariance(x, x));

/** Pearson's correlation; 0 when one side does not vary. */
export function correlation(x: readonly number[], y: readonly number[]): number {
  return pearson(x, y) ?? 0;
}

/** Answers of the task's own writer: `each` answers to each of `prompts` prompts. */
export function written(
  task: Task,
  split: "train" | "heldout",
  prompts: number,
  each: number,
): Sample[][] {
  return Array.from({ length: prompts }, (_, i) =>
    Array.from({ length: each }, (_, k) => ({
      ...task.write(split, i + (k + 1) * task.count[split]),
      finished: true,
    })),
  );
}

/** Share of equal pairs within groups. */
function equalPairs<T>(groups: readonly (readonly T[])[], same: (a: T, b: T) => boolean): number {
  let pairs = 0;
  let equal = 0;
  for (const group of groups)
    for (let i = 0; i < group.length; i++)
      for (let j = 0; j < i; j++) {
        pairs++;
        if (same(group[i] as T, group[j] as T)) equal++;
      }
  return pairs === 0 ? 0 : equal / pairs;
}

function componentStats(
  task: Task,
  all: readonly Sample[],
  rewards: readonly number[],
  lengths: readonly number[],
): ComponentStats[] {
  const parts = all.map((s) => task.components(s.prompt, s.text, s.finished));
  const variance = covariance(rewards, rewards);
  return Object.entries(task.weights).map(([name, weight]) => {
    const values = parts.map((p) => p[name] ?? 0);
    return {
      name,
      weight,
      mean: mean(values),
      std: std(values),
      share: (weight * covariance(values, rewards)) / variance,
      lengthCorrelation: correlation(values, lengths),
    };
  });
}

const sizeOf = (text: string) => tokens(text).filter(isWord).length;

/** How unlike the writer's text: an n-gram model of the writer's train text, on these answers. */
function against(task: Task, all: readonly Sample[]): Predictability {
  const train = Array.from({ length: 20_000 }, (_, i) => task.write("train", 3 * i));
  const flat = (x: { prompt: { text: string }; text: string }) => ({
    prompt: x.prompt.text,
    text: x.text,
  });
  return predictability(train.map(flat), all.slice(0, 2000).map(flat));
}

/** Measures answers, grouped by prompt. Groups may differ in size; the smallest bounds best-of-n. */
export function taskStats(task: Task, groups: readonly (readonly Sample[])[]): TaskStats {
  const all = groups.flat();
  const worth = (s: Sample) => total(task, task.components(s.prompt, s.text, s.finished));
  const grouped = groups.map((group) => group.map(worth));
  const rewards = grouped.flat();
  const lengths = all.map((s) => sizeOf(s.text));
  const sorted = [...lengths].sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.floor(share * (sorted.length - 1))] ?? 0;
  const [centre, scale] = [mean(rewards), std(rewards)];
  const smallest = Math.min(...groups.map((group) => group.length));
  const gain = (n: number) =>
    (mean(grouped.map((r) => bestOfNEstimate(r, r, n).gold)) - centre) / scale;
  const moved = all.map((s, i) => ({
    ...s,
    prompt: (all[(i + 7 * smallest + 1) % all.length] as Sample).prompt,
  }));
  const others = all.map((s) => task.independent(s.prompt, s.text, s.finished));
  const golds = all.map((s) => gold(task, s.prompt, s.text, s.finished));
  const words = all.map((s) => tokens(s.text));
  return {
    task: task.id,
    version: task.version,
    prompts: groups.length,
    samples: all.length,
    finished: mean(all.map((s) => (s.finished ? 1 : 0))),
    reward: {
      mean: centre,
      std: scale,
      withinPrompts: Math.sqrt(mean(grouped.map((r) => covariance(r, r)))) / scale,
    },
    tieRate: equalPairs(grouped, (a, b) => Math.abs(a - b) < 1e-9),
    duplicateRate: equalPairs(groups, (a, b) => a.text === b.text),
    lengthCorrelation: correlation(rewards, lengths),
    bestOf: Object.fromEntries(
      [1, 2, 4, 8, 16, 64].filter((n) => n <= smallest).map((n) => [n, gain(n)]),
    ),
    promptDependence: (centre - mean(moved.map(worth))) / scale,
    components: componentStats(task, all, rewards, lengths),
    independent: { correlation: correlation(golds, others), mean: mean(others), std: std(others) },
    words: { mean: mean(lengths), p5: at(0.05), p95: at(0.95) },
    distinct2: distinct(words, 2),
    vocabulary: new Set(words.flat().filter(isWord)).size,
    predictability: against(task, all),
  };
}
