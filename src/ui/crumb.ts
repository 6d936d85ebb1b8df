/** @file Where one stands, in a few words above the stage's sentence. */
import { roundAt, updatesAt } from "../core/fold.ts";
import { allGiven } from "../core/given.ts";
import type { Step } from "../core/types.ts";
import { say, words } from "./words/index.svelte.ts";

/** The crumb's parts for `log[at]`. */
export function crumb(log: readonly Step[], at: number): string[] {
  const step = log[at];
  const round = roundAt(log, at);
  const w = words.crumb;
  const parts = [round ? w.round(round.t + 1, round.rounds) : w.before];
  switch (step?.kind) {
    case "sample":
      if (!allGiven(step.completions)) parts.push(w.temperature(step.sampler.temperature));
      break;
    case "accept":
      parts.push(w.tilt(step.rule, step.beta), w.keeping(step.k));
      break;
    case "judge":
      parts.push(w.judgedBy(step.judge), w.gradings(step.gradings[0]?.[0]?.length ?? 0));
      break;
    case "exam":
      parts.push(w.examined(step.report.items));
      break;
    case "score":
    case "label":
    case "demonstrate":
      parts.push(w.by(say(step.by)));
      break;
    case "filter":
      parts.push(w.threshold(step.at + 1, step.thresholds.length, step.thresholds[step.at] ?? 0));
      break;
    case "pair":
      if (step.ties > 0) parts.push(w.ties(step.ties));
      break;
    case "update":
      parts.push(
        w.update(updatesAt(log, at)),
        w.loss(step.report.loss),
        w.gradient(step.report.gradNorm),
      );
      break;
    case "evaluate":
      parts.push(w.update(step.update), w.heldOut(step.evaluation.winRate.n));
      break;
  }
  if (at < log.length - 1) parts.push(w.lookingBack(log.length - 1 - at));
  return parts;
}

/** What a station of the stepper says beneath its name: of the given step, null when none yet. */
export function note(step: Step | null, update: number): string {
  const w = words.note;
  switch (step?.kind) {
    case undefined:
      return w.none;
    case "fit":
      return w.fit(step.report.seen / Math.max(1, step.report.total));
    case "round":
      return w.round(step.t + 1, step.rounds);
    case "sample":
      return w.sample(step.prompts.length, step.completions[0]?.length ?? 0);
    case "score":
      return w.score(step.scores.flat().length);
    case "select":
      return w.select(step.kept.length);
    case "accept":
      return w.accept(step.kept.reduce((n, { accepted }) => n + accepted.length, 0));
    case "filter":
      return w.accept(step.kept.length);
    case "demonstrate":
      return w.demonstrate(step.examples.length);
    case "prompts":
      return w.prompts(step.accepted, step.prompts.length);
    case "judge":
      return w.judge(step.gradings.flat(2).length);
    case "exam":
      return w.exam(step.report.accuracy.rate);
    case "rollout":
      return w.rollout(step.answers.length);
    case "label":
      return w.label(step.labels.length);
    case "pair":
      return w.pair(step.pairs.length);
    case "update":
      return w.update(update);
    case "evaluate":
      return w.evaluate(step.update);
  }
}
