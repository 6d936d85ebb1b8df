/** @file The Bradley–Terry loss of a reward model: P(a ≻ b) = σ(r_a − r_b). */

import { nls, sigmoid } from "./logistic.ts";
import { at, commonLength } from "./shape.ts";
import { calibration, mean, shareAbove } from "./statistics.ts";

export type BradleyTerryLosses = {
  readonly losses: readonly number[];
  readonly mean: number;
  /** Share with chosen > rejected; a tie counts ½, margins play no part. */
  readonly accuracy: number;
  /** ∂mean/∂chosen. */
  readonly gradChosen: readonly number[];
  readonly gradRejected: readonly number[];
};

/**
 * p · nls(z) + (1 − p) · nls(−z) + c (chosen + rejected)² with z = chosen − rejected − margin, one
 * reward a pair. p, the label, is 1 unless told (RLAIF's soft labels, 2309.00267); the margin is
 * Llama 2's (2307.09288, eq. 2); the last term keeps rewards around zero (2312.09244).
 */
export function bradleyTerry(input: {
  readonly chosen: readonly number[];
  readonly rejected: readonly number[];
  readonly labels?: readonly number[];
  readonly margins: readonly number[] | null;
  readonly centerCoefficient: number;
}): BradleyTerryLosses {
  const { chosen, rejected, centerCoefficient: c } = input;
  const margins = input.margins ?? chosen.map(() => 0);
  const labels = input.labels ?? chosen.map(() => 1);
  const n = commonLength({ chosen, rejected, margins, labels });
  const z = chosen.map((w, i) => w - at(rejected, i) - at(margins, i));
  const soft = softBradleyTerry(labels, z);
  const pairs = chosen.map((w, i) => {
    const l = at(rejected, i);
    return { centre: w + l, right: w > l ? 1 : w === l ? 0.5 : 0 };
  });
  const losses = pairs.map(({ centre }, i) => at(soft.losses, i) + c * centre * centre);
  return {
    losses,
    mean: mean(losses),
    accuracy: mean(pairs.map((p) => p.right)),
    gradChosen: pairs.map((p, i) => (2 * c * p.centre) / n + at(soft.gradDelta, i)),
    gradRejected: pairs.map((p, i) => (2 * c * p.centre) / n - at(soft.gradDelta, i)),
  };
}

/**
 * Cross-entropy of soft labels, RLAIF (2309.00267): target · nls(Δ) + (1 − target) · nls(−Δ) with
 * Δ = r_a − r_b; its minimum is at Δ = logit(target).
 */
export function softBradleyTerry(
  target: readonly number[],
  delta: readonly number[],
): { losses: number[]; mean: number; gradDelta: number[] } {
  const n = commonLength({ target, delta });
  const losses = target.map((p, i) => p * nls(at(delta, i)) + (1 - p) * nls(-at(delta, i)));
  const gradDelta = target.map((p, i) => {
    return ((1 - p) * sigmoid(at(delta, i)) - p * sigmoid(-at(delta, i))) / n;
  });
  return { losses, mean: mean(losses), gradDelta };
}

/**
 * What a reward model says of labelled pairs, from its margins (positive: as labelled): accuracy, mean
 * margin, and the calibration of how sure it was of the answer it preferred, folded to ½ and above.
 */
export function measures(margins: readonly number[]) {
  const { ece, bins } = calibration(
    margins.map((margin) => sigmoid(Math.abs(margin))),
    margins.map((margin) => (margin > 0 ? 1 : 0)),
  );
  return { accuracy: shareAbove(margins), margin: mean(margins), ece, bins };
}
