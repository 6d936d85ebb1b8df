/** @file The operations of the methods that learn without pairs of a reference: sets, rewards, self-play. */

import * as v from "valibot";
import { restFilter } from "../filter.ts";
import { ipoOptimum, spinNext } from "../fixed-points.ts";
import { expectedRating } from "../judge.ts";
import { click, clickPairs, rrhf, slicHf } from "../ranking.ts";
import { adaptiveKl, gae, grpo, ppo, rloo } from "../reinforce.ts";
import { count, operation, pick, positive, probability, real, reals } from "./operation.ts";

const answers = v.array(v.object({ id: v.string(), logp: real }));
const tokens = {
  oldLogps: reals,
  newLogps: reals,
  advantages: reals,
  oldValues: reals,
  newValues: reals,
  returns: reals,
};

const sets = {
  slic_hf: operation(
    v.object({
      delta: real,
      lambda: real,
      logpChosen: real,
      logpRejected: real,
      logpTarget: real,
    }),
    (input) => pick(slicHf(input), ["loss"]),
  ),
  rrhf: operation(v.object({ sumLogps: reals, lengths: v.array(count), rewards: reals }), (input) =>
    pick(rrhf(input), ["rank", "sft", "total"]),
  ),
  click: operation(
    v.object({
      alpha: real,
      gamma: real,
      lmLoss: real,
      logpPositive: reals,
      logpNegative: reals,
    }),
    (input) => pick(click(input), ["contrastive", "total"]),
  ),
  click_pairs: operation(
    v.object({ positives: answers, negatives: answers }),
    ({ positives, negatives }) => ({ pairs: clickPairs(positives, negatives) }),
  ),
};

const rewards = {
  gae: operation(
    v.object({
      score: real,
      k1: reals,
      beta: real,
      values: reals,
      gamma: real,
      lambda: real,
    }),
    gae,
  ),
  ppo: operation(
    v.object({ ...tokens, clip: real, valueClip: real, valueCoefficient: real }),
    (input) => pick(ppo(input), ["policy", "value", "total", "approxKl", "clipFraction"]),
  ),
  adaptive_kl: operation(
    v.object({
      coefficient: real,
      target: positive,
      horizon: positive,
      kl: real,
      batch: count,
    }),
    (input) => ({ coefficient: adaptiveKl(input) }),
  ),
  rloo: operation(v.object({ rewards: reals }), ({ rewards }) => ({ advantages: rloo(rewards) })),
  grpo: operation(v.object({ rewards: reals, ddof: count }), ({ rewards, ddof }) => ({
    advantages: grpo(rewards, ddof),
  })),
  direct_rlaif: operation(v.object({ probs: v.array(probability) }), ({ probs }) =>
    expectedRating(probs),
  ),
  rest_filter: operation(v.object({ rewards: reals, threshold: real }), ({ rewards, threshold }) =>
    restFilter(rewards, threshold),
  ),
};

const optima = {
  spin_next: operation(
    v.object({ data: v.array(probability), opponent: v.array(probability), lambda: positive }),
    ({ data, opponent, lambda }) => ({ law: spinNext(data, opponent, lambda) }),
  ),
  ipo_optimum: operation(v.object({ p: probability, tau: positive }), ({ p, tau }) => ({
    h: ipoOptimum(p, tau),
  })),
};

export const learning = { ...sets, ...rewards, ...optima };
