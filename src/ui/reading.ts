/**
 * @file What a step amounts to, in figures: the facts behind the stage's sentence, without a word
 * of any language. `words/` turns them into sentences.
 */
import { evaluations, updatesAt } from "../core/fold.ts";
import { allGiven } from "../core/given.ts";
import { gradeCounts } from "../core/grading.ts";
import { mean, sum } from "../core/statistics.ts";
import type { Evaluation, KeepRule, Step } from "../core/types.ts";

export type Reading =
  | { kind: "fit"; seen: number; total: number; accuracy: number | null }
  | { kind: "round"; round: number; rounds: number }
  | {
      kind: "sample";
      prompts: number;
      answers: number;
      unfinished: number;
      /** The answers are the visitor's own: nobody drew them. */
      given: boolean;
    }
  | { kind: "score"; answers: number; low: number; high: number; by: string }
  | { kind: "select"; kept: number; gain: number; pool: number }
  | {
      kind: "accept";
      prompts: number;
      candidates: number;
      kept: number;
      /** Mean passes a prompt, and the most. */
      passes: number;
      most: number;
      /** Mean reward of the kept above that of all. */
      gain: number;
      beta: number | null;
      rule: KeepRule;
      /** Share of prompts whose draws cannot carry the tilt asked for. */
      beyond: number;
    }
  | { kind: "demonstrate"; examples: number; by: string }
  | {
      kind: "filter";
      kept: number;
      pool: number;
      /** Which threshold, from 1, and of how many. */
      number: number;
      thresholds: number;
      /** Mean reward of the kept above that of the pool. */
      gain: number;
    }
  | { kind: "prompts"; accepted: number; attempts: number; own: number }
  | {
      kind: "judge";
      answers: number;
      /** Share of the gradings without a grade. */
      failures: number;
      most: { grade: number; share: number };
      /** Prompts whose answers all got one score, of how many. */
      level: number;
      of: number;
    }
  | { kind: "exam"; t: number; rate: number; low: number; high: number; pairs: number }
  | {
      kind: "rollout";
      answers: number;
      score: number;
      kl: number;
      beta: number;
      target: number | null;
      /** Answers that did better than was expected of them. */
      up: number;
    }
  | {
      kind: "label";
      labels: number;
      sure: number;
      open: number;
      by: string;
      /** The place that every answer preferred was shown at, where chance does not explain it. */
      place: "first" | "second" | null;
    }
  | { kind: "pair"; pairs: number; ties: number }
  | {
      kind: "update";
      update: number;
      loss: number;
      items: number;
      /** Change of log π of the pair (or example) that is shown, nats. */
      moved: Moved | null;
    }
  | {
      kind: "evaluate";
      update: number;
      first: boolean;
      gold: Change;
      proxy: Change;
      /** From the best gold so far to now. */
      fromPeak: Change;
      kl: number;
      prompts: number;
    };

type Moved = { chosen: number; rejected: number } | { kept: number } | { drawn: number };

type Of<K extends Step["kind"]> = Extract<Step, { kind: K }>;

/** A difference and whether it exceeds two standard errors. */
export type Change = { by: number; clear: boolean };

/** Reads `log[at]`. */
export function read(log: readonly Step[], at: number): Reading | null {
  const step = log[at];
  switch (step?.kind) {
    case undefined:
      return null;
    case "fit": {
      const { seen, total, accuracy } = step.report;
      return { kind: "fit", seen, total, accuracy: accuracy?.rate ?? null };
    }
    case "round":
      return { kind: "round", round: step.t + 1, rounds: step.rounds };
    case "sample": {
      const all = step.completions.flat();
      const unfinished = all.filter((y) => !y.finished).length;
      const prompts = step.prompts.length;
      const given = allGiven(step.completions);
      return { kind: "sample", prompts, answers: all.length, unfinished, given };
    }
    case "score": {
      const all = step.scores.flat();
      const [low, high] = [Math.min(...all), Math.max(...all)];
      return { kind: "score", answers: all.length, low, high, by: step.by };
    }
    case "select": {
      const gain = mean(step.kept.map((s) => s.reward - s.mean));
      return { kind: "select", kept: step.kept.length, gain, pool: step.pool.length };
    }
    case "accept":
      return readAccept(step);
    case "demonstrate":
      return { kind: "demonstrate", examples: step.examples.length, by: step.by };
    case "filter":
      return readFilter(step);
    case "prompts": {
      const { accepted, attempts, prompts } = step;
      const own = prompts.length - accepted;
      return { kind: "prompts", accepted, attempts: attempts.length, own };
    }
    case "judge":
      return readJudge(step);
    case "exam": {
      const { rate, low, high, n } = step.report.accuracy;
      return { kind: "exam", t: step.t, rate, low, high, pairs: n };
    }
    case "rollout":
      return readRollout(step);
    case "label": {
      const sure = step.labels.filter((l) => Math.abs(l.p - 0.5) > 0.4).length;
      const open = step.labels.filter((l) => Math.abs(l.p - 0.5) < 0.1).length;
      const place = placeOf(step.labels.map((l) => l.p));
      return { kind: "label", labels: step.labels.length, sure, open, by: step.by, place };
    }
    case "pair":
      return { kind: "pair", pairs: step.pairs.length, ties: step.ties };
    case "update":
      return readUpdate(step, updatesAt(log, at));
    case "evaluate":
      return readEvaluation(step, log, at);
  }
}

/** So many labels for one place are no accident: a fair coin does it once in a hundred times. */
const ONE_SIDED = 8;

function placeOf(ps: readonly number[]): "first" | "second" | null {
  if (ps.length < ONE_SIDED) return null;
  if (ps.every((p) => p > 0.5)) return "first";
  return ps.every((p) => p < 0.5) ? "second" : null;
}

function readJudge({ gradings, scores, metrics }: Of<"judge">): Reading {
  const counts = gradeCounts(gradings.flat(2));
  const grade = counts.indexOf(Math.max(...counts));
  return {
    kind: "judge",
    answers: scores.flat().length,
    failures: metrics["judge/failures"] ?? 0,
    most: { grade, share: metrics["judge/most"] ?? 0 },
    level: Math.round((metrics["judge/ties"] ?? 0) * scores.length),
    of: scores.length,
  };
}

function readRollout({ answers, beta, target, metrics }: Of<"rollout">): Reading {
  const scores = answers.map(({ score }) => score);
  const kl = metrics["objective/kl"] ?? 0;
  const up = answers.filter(({ advantages }) => sum(advantages) > 0).length;
  return { kind: "rollout", answers: scores.length, score: mean(scores), kl, beta, target, up };
}

function readAccept({ rule, beta, rewards, kept, metrics }: Of<"accept">): Reading {
  const passes = kept.map(({ tops }) => tops.length);
  return {
    kind: "accept",
    prompts: kept.length,
    candidates: rewards.flat().length,
    kept: sum(kept.map(({ accepted }) => accepted.length)),
    passes: mean(passes),
    most: Math.max(0, ...passes),
    gain: (metrics["rso/reward"] ?? 0) - (metrics["rso/reward_all"] ?? 0),
    beta,
    rule,
    beyond: metrics["rso/beyond"] ?? 0,
  };
}

function readFilter({ at, thresholds, pool, kept }: Of<"filter">): Reading {
  const reward = (places: readonly number[]) => mean(places.map((i) => pool[i]?.reward ?? 0));
  return {
    kind: "filter",
    kept: kept.length,
    pool: pool.length,
    number: at + 1,
    thresholds: thresholds.length,
    gain: reward(kept) - reward([...pool.keys()]),
  };
}

function readUpdate({ report }: Of<"update">, update: number): Reading {
  const items = report.pairs.length + report.nll.length;
  return { kind: "update", update, loss: report.loss, items, moved: movedIn(report) };
}

function movedIn({ credit }: Of<"update">["report"]): Moved | null {
  const moved = (role: "chosen" | "rejected" | "kept" | "drawn") => {
    const answer = credit?.answers.find((a) => a.role === role);
    return answer ? sum(answer.after) - sum(answer.before) : null;
  };
  const [chosen, rejected] = [moved("chosen"), moved("rejected")];
  if (chosen !== null && rejected !== null) return { chosen, rejected };
  const kept = moved("kept");
  if (kept !== null) return { kept };
  const drawn = moved("drawn");
  return drawn === null ? null : { drawn };
}

function readEvaluation(step: Of<"evaluate">, log: readonly Step[], at: number): Reading {
  const now = step.evaluation;
  const past = evaluations(log, at - 1).map((earlier) => earlier.evaluation);
  const start = past[0] ?? now;
  const peak = past.reduce((best, e) => (e.gold > best.gold ? e : best), start);
  return {
    kind: "evaluate",
    update: step.update,
    first: past.length === 0,
    gold: change(start, now, "gold"),
    proxy: change(start, now, "proxy"),
    fromPeak: change(peak, now, "gold"),
    kl: now.kl,
    prompts: now.winRate.n,
  };
}

function change(from: Evaluation, to: Evaluation, key: "gold" | "proxy"): Change {
  const by = to[key] - from[key];
  return { by, clear: Math.abs(by) > 2 * Math.hypot(from.se[key], to.se[key]) };
}
