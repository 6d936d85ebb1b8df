/**
 * @file The operations that a file of reference cases may name, each a pure function of `in`. Inputs
 * are parsed before they reach the core.
 */

import * as v from "valibot";
import { rsoAccept } from "../accept.ts";
import { bestOfN, bestOfNEstimate } from "../best-of-n.ts";
import { bradleyTerry, softBradleyTerry } from "../bradley-terry.ts";
import { cringeToken, pairwiseCringe } from "../cringe.ts";
import { judgeMetrics, swapAverage } from "../judge.ts";
import { eosMask, klScores, scoreTokens } from "../logprobs.ts";
import { pairLoss } from "../losses.ts";
import { gao } from "../overoptimization.ts";
import { rankPairs, selfRewardPair } from "../rank.ts";
import { calibration, winRate } from "../statistics.ts";
import { snis, tilt } from "../tilt.ts";
import {
  bit,
  count,
  draws,
  integer,
  operation,
  pick,
  positive,
  probability,
  real,
  reals,
  rows,
  type Operation,
} from "./operation.ts";
import { learning } from "./operations-learning.ts";

const pairLossSchema = v.variant("kind", [
  v.object({ kind: v.literal("dpo"), beta: real, labelSmoothing: v.optional(real) }),
  v.object({ kind: v.literal("robust_dpo"), beta: real, labelSmoothing: real }),
  v.object({ kind: v.literal("ipo"), tau: real, average: v.picklist(["sum", "mean"]) }),
  v.object({ kind: v.literal("hinge_norm"), gamma: real }),
  v.object({ kind: v.literal("hinge"), gamma: real }),
  v.object({ kind: v.literal("slic"), delta: real }),
]);

const logprobs = {
  seq_logprob: operation(
    v.object({
      logits: rows,
      tokens: v.array(integer),
      mask: v.array(bit),
      temperature: positive,
    }),
    scoreTokens,
  ),
  kl: operation(
    v.object({ logits: rows, refLogits: rows, tokens: v.array(integer), mask: v.array(bit) }),
    klScores,
  ),
  eos_mask: operation(
    v.object({ tokens: v.array(v.array(integer)), eos: integer }),
    ({ tokens, eos }) => ({ mask: eosMask(tokens, eos) }),
  ),
};

const losses = {
  pair_loss: operation(
    v.object({
      loss: pairLossSchema,
      policyChosen: reals,
      policyRejected: reals,
      refChosen: reals,
      refRejected: reals,
      lengthChosen: v.array(count),
      lengthRejected: v.array(count),
    }),
    ({ loss, ...batch }) => pick(pairLoss(loss, batch), pairLossKeys),
  ),
  cringe_token: operation(
    v.object({ logits: reals, negative: count, k: count, sampled: count }),
    cringeToken,
  ),
  pairwise_cringe: operation(
    v.object({
      ceChosen: real,
      cringeRejected: real,
      alpha: real,
      b: real,
      tau: positive,
      logpChosen: real,
      logpRejected: real,
    }),
    pairwiseCringe,
  ),
  bradley_terry: operation(
    v.object({
      chosen: reals,
      rejected: reals,
      margins: v.nullable(reals),
      centerCoefficient: real,
    }),
    bradleyTerry,
  ),
  bt_soft: operation(
    v.object({ target: v.array(probability), delta: reals }),
    ({ target, delta }) => pick(softBradleyTerry(target, delta), ["losses", "mean"]),
  ),
};

const selections = {
  rso_accept: operation(
    v.object({
      rewards: reals,
      beta: v.pipe(real, v.minValue(0)),
      k: count,
      uniforms: v.array(probability),
    }),
    ({ rewards, beta, k, uniforms }) =>
      pick(rsoAccept(rewards, beta, k, inTurn(uniforms)), ["accepted", "passes"]),
  ),
  tilt: operation(
    v.object({ base: v.array(probability), rewards: reals, beta: positive }),
    ({ base, rewards, beta }) => tilt(base, rewards, beta),
  ),
  snis: operation(v.object({ rewards: reals, beta: positive }), ({ rewards, beta }) =>
    snis(rewards, beta),
  ),
  best_of_n: operation(
    v.object({ base: v.array(probability), rewards: reals, n: draws }),
    ({ base, rewards, n }) => bestOfN(base, rewards, n),
  ),
  best_of_n_estimate: operation(
    v.object({ proxy: reals, gold: reals, n: draws }),
    ({ proxy, gold, n }) => bestOfNEstimate(proxy, gold, n),
  ),
  rank_pairs: operation(
    v.object({
      scores: reals,
      scheme: v.picklist(["first_round", "tournament", "best_worst"]),
    }),
    ({ scores, scheme }) => ({ pairs: rankPairs(scores, scheme) }),
  ),
  self_reward_pair: operation(v.object({ scores: rows }), ({ scores }) => selfRewardPair(scores)),
};

const measures = {
  calibration: operation(
    v.object({
      pred: v.array(v.pipe(real, v.minValue(0.5), v.maxValue(1))),
      correct: v.array(bit),
    }),
    ({ pred, correct }) => pick(calibration(pred, correct), ["ece", "brier", "nll"]),
  ),
  swap_average: operation(
    v.object({ first: v.array(probability), swapped: v.array(probability) }),
    ({ first, swapped }) => swapAverage(first, swapped),
  ),
  judge_metrics: operation(
    v.object({ items: v.array(v.object({ human: reals, model: reals })) }),
    ({ items }) => judgeMetrics(items),
  ),
  win_rate: operation(
    v.object({ wins: count, ties: count, losses: count }),
    ({ wins, ties, losses }) => pick(winRate(wins, ties, losses), ["rate", "low", "high"]),
  ),
  gao: operation(
    v.object({ kind: v.picklist(["bon", "rl"]), alpha: real, beta: real, d: real }),
    ({ kind, alpha, beta, d }) => gao(kind, alpha, beta, d),
  ),
};

/** By name; what is not here is unknown. */
export const operations: ReadonlyMap<string, Operation> = new Map(
  Object.entries({ ...logprobs, ...losses, ...selections, ...measures, ...learning }),
);

const pairLossKeys = [
  "losses",
  "mean",
  "gradPolicyChosen",
  "gradPolicyRejected",
  "implicitRewardChosen",
  "implicitRewardRejected",
] as const;

/** Hands out a list of uniforms one by one. Throws a `RangeError` after the last. */
function inTurn(uniforms: readonly number[]): () => number {
  let next = 0;
  return () => {
    const u = uniforms[next++];
    if (u === undefined) throw new RangeError(`All ${uniforms.length} uniforms are used up.`);
    return u;
  };
}
