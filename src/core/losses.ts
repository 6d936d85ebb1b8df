/**
 * @file Losses of preference pairs, with the gradient with respect to each summed log-probability.
 * Plain float64 numbers, so that the exact toy and the language model share them.
 */

import { nls, sigmoid } from "./logistic.ts";
import { at, commonLength } from "./shape.ts";
import type { PairLoss } from "./types.ts";

/** Summed log-probabilities (nats) and token counts, one entry a pair. */
export type PairBatch = {
  readonly policyChosen: readonly number[];
  readonly policyRejected: readonly number[];
  readonly refChosen: readonly number[];
  readonly refRejected: readonly number[];
  readonly lengthChosen: readonly number[];
  readonly lengthRejected: readonly number[];
};

/** One pair of a `PairBatch`. */
export type PairLogps = { readonly [K in keyof PairBatch]: number };

/**
 * What a loss says of one pair; derivatives are those of `loss`. Opposites are written 0 − x, so
 * that a gradient that has vanished is 0 and never −0.
 */
export type PairOutcome = {
  readonly loss: number;
  readonly byChosen: number;
  readonly byRejected: number;
  /** The margin that the loss pushes up: h, h per token, or the reference-free difference. */
  readonly margin: number;
};

export type PairLosses = {
  readonly losses: readonly number[];
  /** Mean of `losses`, 0 of none. */
  readonly mean: number;
  /** ∂mean/∂policyChosen. */
  readonly gradPolicyChosen: readonly number[];
  readonly gradPolicyRejected: readonly number[];
  /** β (log π − log π_ref), or γ; null where the loss defines no reward. */
  readonly implicitRewardChosen: readonly number[] | null;
  readonly implicitRewardRejected: readonly number[] | null;
  readonly margins: readonly number[];
};

/** Losses, their mean and its gradients. Throws a `RangeError` when the lists differ in length. */
export function pairLoss(loss: PairLoss, batch: PairBatch): PairLosses {
  const n = commonLength(batch);
  const pairs = batch.policyChosen.map((_, i) => pairAt(batch, i));
  const outcomes = pairs.map((pair) => onePairLoss(loss, pair));
  const losses = outcomes.map((o) => o.loss);
  const scale = rewardScale(loss);
  return {
    losses,
    mean: n === 0 ? 0 : losses.reduce((a, b) => a + b, 0) / n,
    gradPolicyChosen: outcomes.map((o) => o.byChosen / n),
    gradPolicyRejected: outcomes.map((o) => o.byRejected / n),
    implicitRewardChosen:
      scale === null ? null : pairs.map((p) => scale * (p.policyChosen - p.refChosen)),
    implicitRewardRejected:
      scale === null ? null : pairs.map((p) => scale * (p.policyRejected - p.refRejected)),
    margins: outcomes.map((o) => o.margin),
  };
}

/** Loss of one pair and its derivatives. */
export function onePairLoss(loss: PairLoss, pair: PairLogps): PairOutcome {
  switch (loss.kind) {
    case "dpo":
      return dpo(logRatioMargin(pair), loss.beta, loss.labelSmoothing ?? 0);
    case "robust_dpo":
      return robustDpo(logRatioMargin(pair), loss.beta, loss.labelSmoothing);
    case "ipo":
      return ipo(pair, loss.tau, loss.average);
    case "hinge_norm":
      return hinge(logRatioMargin(pair), loss.gamma, 1);
    case "hinge":
      return hinge(pair.policyChosen - pair.policyRejected, loss.gamma, 1);
    case "slic":
      return hinge(pair.policyChosen - pair.policyRejected, 1, loss.delta);
  }
}

/** h = log-ratio of the chosen answer minus log-ratio of the rejected one, nats. */
export function logRatioMargin(pair: Omit<PairLogps, "lengthChosen" | "lengthRejected">): number {
  return pair.policyChosen - pair.refChosen - (pair.policyRejected - pair.refRejected);
}

/** What an implicit reward multiplies the log-ratio by; null where the loss defines none. */
export function rewardScale(loss: PairLoss): number | null {
  switch (loss.kind) {
    case "dpo":
    case "robust_dpo":
      return loss.beta;
    case "hinge_norm":
      return loss.gamma;
    default:
      return null;
  }
}

/** DPO, Rafailov et al. 2023 (2305.18290) eq. 7, with the conservative label smoothing ε. */
function dpo(h: number, beta: number, epsilon: number): PairOutcome {
  const z = beta * h;
  const slope = beta * (epsilon * sigmoid(z) - (1 - epsilon) * sigmoid(-z));
  const loss = (1 - epsilon) * nls(z) + epsilon * nls(-z);
  return { loss, byChosen: slope, byRejected: 0 - slope, margin: h };
}

/** Robust DPO, Chowdhury et al. 2024 (2403.00409): unbiased when labels are flipped with odds ε. */
function robustDpo(h: number, beta: number, epsilon: number): PairOutcome {
  const z = beta * h;
  const clean = 1 - 2 * epsilon;
  const slope = (-beta * ((1 - epsilon) * sigmoid(-z) + epsilon * sigmoid(z))) / clean;
  const loss = ((1 - epsilon) * nls(z) - epsilon * nls(-z)) / clean;
  return { loss, byChosen: slope, byRejected: 0 - slope, margin: h };
}

/** IPO, Azar et al. 2023 (2310.12036); "mean" divides each log-ratio by its own length. */
function ipo(pair: PairLogps, tau: number, average: "sum" | "mean"): PairOutcome {
  const chosen = average === "sum" ? 1 : perToken(pair.lengthChosen);
  const rejected = average === "sum" ? 1 : perToken(pair.lengthRejected);
  const margin =
    (pair.policyChosen - pair.refChosen) * chosen -
    (pair.policyRejected - pair.refRejected) * rejected;
  const miss = margin - 1 / (2 * tau);
  return {
    loss: miss * miss,
    byChosen: 2 * miss * chosen,
    byRejected: -2 * miss * rejected,
    margin,
  };
}

/** An answer without tokens has the mean log-ratio 0, whatever the policy. */
function perToken(length: number): number {
  return length === 0 ? 0 : 1 / length;
}

/**
 * max(0, offset − scale · margin), flat at its kink. Offset 1 on log-ratios: RSO's hinge-norm (Liu
 * et al. 2023, 2309.06657); on raw log-probabilities: its hinge; scale 1, offset δ: SLiC.
 */
function hinge(margin: number, scale: number, offset: number): PairOutcome {
  const gap = offset - scale * margin;
  const slope = gap > 0 ? 0 - scale : 0;
  return { loss: Math.max(0, gap), byChosen: slope, byRejected: 0 - slope, margin };
}

function pairAt(batch: PairBatch, i: number): PairLogps {
  return {
    policyChosen: at(batch.policyChosen, i),
    policyRejected: at(batch.policyRejected, i),
    refChosen: at(batch.refChosen, i),
    refRejected: at(batch.refRejected, i),
    lengthChosen: at(batch.lengthChosen, i),
    lengthRejected: at(batch.lengthRejected, i),
  };
}

/** Whether a loss compares the policy with a reference, which must then be at hand. */
export function usesReference(loss: PairLoss | null): boolean {
  return loss !== null && loss.kind !== "hinge" && loss.kind !== "slic";
}
