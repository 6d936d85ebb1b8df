/** @file A run taken up again from the weights that were kept of one of its rounds. */
import { valuesOf } from "../../core/experiment.ts";
import { legsBefore, wentOver } from "../../core/legs.ts";
import type { Past } from "../../core/run.ts";
import type { RunLog } from "../../core/runlog.ts";
import type { Opened } from "../../lab/opened.ts";
import { methodOf } from "../../menu.ts";
import { weightsName, type KeptRun } from "./archive.ts";

/**
 * Whether weights that were kept of a round are enough to go on from there. A reward model that was
 * fitted on the way lies nowhere; only a replay brings it back.
 */
export function recallable({ steps }: RunLog, { weights }: KeptRun): boolean {
  const first = firstRound(steps);
  return weights !== null && first >= 0 && !steps.slice(first).some(({ kind }) => kind === "fit");
}

/** A run's beginning out of the weights that were kept of one of its rounds; null where that fails. */
export async function recalled(
  log: RunLog,
  { id, weights }: KeptRun,
  opened: Opened,
): Promise<Past | null> {
  if (!weights || !opened.weights) return null;
  const { policy, rewardModel } = opened.bench.lab;
  const start = await policy.save();
  const name = await opened.weights.recall(weightsName(id, weights));
  if (name === null) return null;
  if (opened.bench.prepare) for await (const _ of opened.bench.prepare());
  const reward = await rewardModel.save();
  const first = firstRound(log.steps);
  const { backend, experiment } = log.header;
  const knobs = valuesOf(methodOf(experiment).knobs, experiment.knobs);
  const legs = legsBefore(log.header.legs ?? [{ from: 0, round: 0, knobs }], weights);
  const now = opened.engine.backend;
  // What another backend measured before the first round is measured anew where it begins again.
  const beginning = { round: 0, at: now === backend ? first : 0, name: start, reward };
  const there = { ...weights, name, reward };
  return {
    log: log.steps.slice(0, weights.at),
    checkpoints: weights.at > first ? [beginning, there] : [beginning],
    legs: wentOver(legs, backend, now, weights),
  };
}

const firstRound = (steps: RunLog["steps"]) => steps.findIndex(({ kind }) => kind === "round");
