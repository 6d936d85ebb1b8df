/** @file A pair loss as printed, and with one pair's numbers in its places. Pure. */
import { onePairLoss, type PairLogps } from "../../core/losses.ts";
import { nls, sigmoid } from "../../core/logistic.ts";
import type { PairLoss } from "../../core/types.ts";
import { fixed } from "../numbers.ts";

/** One side of the difference: log π_θ, log π_ref and what is left of them. */
export type Side = {
  readonly policy: number;
  /** Null where the loss uses no reference. */
  readonly reference: number | null;
  /** Null unless the loss divides by the number of tokens. */
  readonly length: number | null;
  readonly ratio: number;
};

export type Substitution = {
  /** What stands before and after the two sides, in letters and in numbers. */
  readonly open: readonly [string, string];
  readonly close: readonly [string, string];
  readonly chosen: Side;
  readonly rejected: Side;
  readonly margin: number;
  /** Decimals of the numbers: as many as let a reader check the result by hand. */
  readonly digits: number;
  /** The last line up to its result: "−log σ(0.1 × 2.53)". */
  readonly last: string;
  readonly loss: number;
  readonly push: Push;
};

/** How hard the step pulls at this pair. */
export type Push =
  /** Share of the steepest slope, σ(−βh). */
  | { readonly kind: "share"; readonly share: number }
  /** A hinge is pulled fully or not at all. */
  | { readonly kind: "active"; readonly active: boolean }
  /** IPO: slope 2(h − 1/2τ) towards its target. */
  | { readonly kind: "target"; readonly slope: number; readonly target: number };

/** `strength`: the letter that the method's paper gives to what DPO calls β. */
export function substitute(loss: PairLoss, pair: PairLogps, strength = "β"): Substitution {
  const { loss: value, margin } = onePairLoss(loss, pair);
  return {
    ...frameOf(loss, strength),
    chosen: side(loss, pair.policyChosen, pair.refChosen, pair.lengthChosen),
    rejected: side(loss, pair.policyRejected, pair.refRejected, pair.lengthRejected),
    margin,
    digits: digitsOf(loss),
    last: lastLine(loss, margin),
    loss: value,
    push: pushOf(loss, margin),
  };
}

/** A square magnifies what rounding leaves out. */
const digitsOf = (loss: PairLoss): number => (loss.kind === "ipo" ? 3 : 2);

/** The loss of any pair with this margin. */
export function lossAt(loss: PairLoss, margin: number): number {
  const zero = { policyRejected: 0, refChosen: 0, refRejected: 0 };
  return onePairLoss(loss, { ...zero, policyChosen: margin, lengthChosen: 1, lengthRejected: 1 })
    .loss;
}

/** Where the loss bends: a hinge's corner, IPO's target; null for the logistic ones. */
export function bendOf(loss: PairLoss): number | null {
  switch (loss.kind) {
    case "ipo":
      return 1 / (2 * loss.tau);
    case "hinge":
    case "hinge_norm":
      return 1 / loss.gamma;
    case "slic":
      return loss.delta;
    default:
      return null;
  }
}

function side(loss: PairLoss, policy: number, reference: number, length: number): Side {
  if (loss.kind === "hinge" || loss.kind === "slic") {
    return { policy, reference: null, length: null, ratio: policy };
  }
  const perToken = loss.kind === "ipo" && loss.average === "mean";
  const ratio = (policy - reference) / (perToken ? Math.max(1, length) : 1);
  return { policy, reference, length: perToken ? length : null, ratio };
}

function frameOf(loss: PairLoss, strength: string): Pick<Substitution, "open" | "close"> {
  switch (loss.kind) {
    case "dpo":
    case "robust_dpo":
      return {
        open: [`−log σ ( ${strength} [`, `−log σ ( ${short(loss.beta)} [`],
        close: ["] )", "] )"],
      };
    case "ipo":
      return {
        open: ["( [", "( ["],
        close: ["] − 1/(2τ) )²", `] − ${short(1 / (2 * loss.tau))} )²`],
      };
    case "hinge":
    case "hinge_norm":
      return {
        open: ["max( 0, 1 − γ [", `max( 0, 1 − ${short(loss.gamma)} [`],
        close: ["] )", "] )"],
      };
    case "slic":
      return { open: ["max( 0, δ − [", `max( 0, ${short(loss.delta)} − [`], close: ["] )", "] )"] };
  }
}

function lastLine(loss: PairLoss, margin: number): string {
  const digits = digitsOf(loss);
  const m = margin < 0 ? `(${fixed(margin, digits)})` : fixed(margin, digits);
  switch (loss.kind) {
    case "dpo": {
      const e = loss.labelSmoothing ?? 0;
      if (e === 0) return `−log σ(${short(loss.beta)} × ${m})`;
      return `${short(1 - e)} · ${soft(loss.beta * margin)} + ${short(e)} · ${soft(-loss.beta * margin)}`;
    }
    case "robust_dpo": {
      const e = loss.labelSmoothing;
      const top = `${short(1 - e)} · ${soft(loss.beta * margin)} − ${short(e)} · ${soft(-loss.beta * margin)}`;
      return `( ${top} ) / ${short(1 - 2 * e)}`;
    }
    case "ipo":
      return `( ${m} − ${short(1 / (2 * loss.tau))} )²`;
    case "hinge":
    case "hinge_norm":
      return `max( 0, 1 − ${short(loss.gamma)} × ${m} )`;
    case "slic":
      return `max( 0, ${short(loss.delta)} − ${m} )`;
  }
}

function pushOf(loss: PairLoss, margin: number): Push {
  switch (loss.kind) {
    case "dpo":
    case "robust_dpo":
      return { kind: "share", share: sigmoid(-loss.beta * margin) };
    case "ipo": {
      const target = 1 / (2 * loss.tau);
      return { kind: "target", slope: 2 * (margin - target), target };
    }
    default:
      return { kind: "active", active: lossAt(loss, margin) > 0 };
  }
}

/** A setting with no more decimals than it has: 0.1, 5, 0.002. */
function short(x: number): string {
  return String(Number(x.toPrecision(3))).replace("-", "−");
}

const soft = (z: number) => fixed(nls(z), 3);
