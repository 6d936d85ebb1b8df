/** @file The Bradley–Terry loss of a reward model: P(a ≻ b) = σ(r_a − r_b). */

import { nls, sigmoid } from "./logistic.ts";
import { at, commonLength } from "./shape.ts";
import { mean } from "./statistics.ts";

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
 * nls(chosen − rejected − margin) + c (chosen + rejected)², one reward a pair. The margin is Llama
 * 2's (2307.09288, eq. 2); the second term keeps rewards around zero (2312.09244).
 */
export function bradleyTerry(input: {
  readonly chosen: readonly number[];
  readonly rejected: readonly number[];
  readonly margins: readonly number[] | null;
  readonly centerCoefficient: number;
}): BradleyTerryLosses {
  const { chosen, rejected, centerCoefficient: c } = input;
  const margins = input.margins ?? chosen.map(() => 0);
  const n = commonLength({ chosen, rejected, margins });
  const pairs = chosen.map((w, i) => {
    const l = at(rejected, i);
    const z = w - l - at(margins, i);
    const centre = w + l;
    return { z, centre, loss: nls(z) + c * centre * centre, right: w > l ? 1 : w === l ? 0.5 : 0 };
  });
  const losses = pairs.map((p) => p.loss);
  return {
    losses,
    mean: mean(losses),
    accuracy: mean(pairs.map((p) => p.right)),
    gradChosen: pairs.map((p) => (2 * c * p.centre - sigmoid(-p.z)) / n),
    gradRejected: pairs.map((p) => (2 * c * p.centre + sigmoid(-p.z)) / n),
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
  const gradDelta = target.map((p, i) => (sigmoid(at(delta, i)) - p) / n);
  return { losses, mean: mean(losses), gradDelta };
}
