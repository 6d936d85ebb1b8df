/**
 * @file Where each method of the exact world would come to rest, and whether it is there. A law, where
 * its loss has one in closed form; not every method aims at π*. Pure.
 */
import type { KnobValues } from "../core/experiment.ts";
import { gradeOf } from "../core/rating.ts";
import { distance, klOf, targetAt, type Target } from "./exact.ts";

type Laws = readonly (readonly number[])[];

/** What a goal is worked out from. */
export type Ground = {
  readonly reference: Laws;
  readonly rewards: Laws;
  /** What people answer. */
  readonly data: Laws;
  /** The rewards as the reward model that may be fitted gives them now. */
  fitted(): Laws;
};

export type Aim =
  /** π* ∝ π_ref e^{r/β} by the method's own rewards, by those it has fitted, by grades. */
  | "tilt"
  | "fitted"
  | "graded"
  /** IPO: π_ref e^{P(y ≻ y')/τ}. */
  | "identity"
  /** People's own answers. */
  | "data"
  /** The best answer alone. */
  | "peak"
  /** π* only where labels are as unsure as rewards; a certain label has no end. */
  | "certain"
  /** The data follow the tilt; the loss on their pairs has a strength of its own. */
  | "sample"
  /** The reference moves along. */
  | "moving"
  /** Right orders or margins, which many laws have. */
  | "margins"
  /** GRPO: advantages in deviations of a group, and KL(π_ref ‖ π). */
  | "group"
  /** Rewards in deviations of each rollout, so that the price of KL changes with the policy. */
  | "whitened"
  | "none";

export type Goal = {
  readonly aim: Aim;
  /** Null where no single law is aimed at. */
  readonly target: Target | null;
};

/** On it, less far from the reference, farther, or as far and elsewhere. */
export type Standing = "on" | "short" | "past" | "beside";

/** A tenth of the probability elsewhere still counts as on it: runs learn from draws. */
const ON = 0.1;
/** KL of this share more or less than the target's is as far. */
const AS_FAR = 0.2;

/** What a run of a method with these knobs aims at. */
export function goalOf(method: string, knobs: KnobValues, ground: Ground): Goal {
  return (GOALS[method] ?? (() => nowhere("none")))(knobs, ground);
}

const nowhere = (aim: Aim): Goal => ({ aim, target: null });
const number = (value: number | string | undefined): number =>
  typeof value === "number" ? value : NaN;

/** A tilt at a β of the knobs; where it is 0 nothing holds the policy back from the best answer. */
function tilted(aim: Aim, ground: Ground, beta: number, rewards = ground.rewards): Goal {
  if (!(beta > 0)) return peak({ ...ground, rewards });
  return { aim, target: targetAt({ reference: ground.reference, rewards }, beta) };
}

/** β of an objective (1 − β) r − β KL, as the price of one nat in whole rewards. */
const priceOf = (share: number): number => share / (1 - share);

/** By method; a test wants every one of them here. */
export const GOALS: Readonly<Record<string, (knobs: KnobValues, ground: Ground) => Goal>> = {
  "best-of-n": (_, ground) => peak(ground),
  rest: (_, ground) => peak(ground),
  rso: ({ beta, data }, ground) =>
    data === "rso-sample-rank" ? tilted("sample", ground, number(beta)) : nowhere("margins"),
  "iterative-dpo": ({ reference, beta }, ground) =>
    reference === "SFT" ? tilted("certain", ground, number(beta)) : nowhere("moving"),
  "self-rewarding": () => nowhere("moving"),
  "pairwise-cringe": () => nowhere("margins"),
  "slic-hf": () => nowhere("margins"),
  rrhf: () => nowhere("margins"),
  click: () => nowhere("margins"),
  "online-dpo": ({ loss, beta }, ground) =>
    loss === "dpo" ? tilted("certain", ground, number(beta)) : nowhere("none"),
  dpo: ({ loss, beta }, ground) =>
    loss === "cdpo" ? nowhere("margins") : tilted("certain", ground, number(beta)),
  ipo: ({ average, source, temperature, tau }, ground) =>
    average === "sum" && source === "fixed" && temperature === 1
      ? identity(ground, number(tau))
      : nowhere("none"),
  spin: (_, { data, reference }) => ({ aim: "data", target: lawOf(data, reference) }),
  "rlhf-ppo": ({ kl, beta }, ground) =>
    kl === "fixed" ? tilted("tilt", ground, number(beta)) : nowhere("none"),
  rloo: ({ beta }, ground) => tilted("tilt", ground, number(beta)),
  grpo: () => nowhere("group"),
  rlaif: ({ beta }, ground) => tilted("fitted", ground, priceOf(number(beta)), ground.fitted()),
  "direct-rlaif": ({ beta }, ground) => {
    const grades = ground.rewards.map((row) => row.map(gradeOf));
    return tilted("graded", ground, priceOf(number(beta)), grades);
  },
  "llama2-chat": () => nowhere("whitened"),
};

/** All weight on the best answer; equally good ones share it. */
function peak({ rewards, reference }: Ground): Goal {
  const law = rewards.map((row) => {
    const best = Math.max(...row);
    const share = 1 / row.filter((r) => r === best).length;
    return row.map((r) => (r === best ? share : 0));
  });
  return { aim: "peak", target: lawOf(law, reference) };
}

/**
 * IPO's optimum on pairs of reference answers with certain labels (Azar et al. 2023, 2310.12036):
 * a tilt by the chance of beating another answer, ties half.
 */
function identity({ reference, rewards }: Ground, tau: number): Goal {
  const beats = rewards.map((row, q) =>
    row.map((r) =>
      row.reduce(
        (s, other, a) => s + reference[q]![a]! * (r > other ? 1 : r === other ? 0.5 : 0),
        0,
      ),
    ),
  );
  return { aim: "identity", target: targetAt({ reference, rewards: beats }, tau) };
}

function lawOf(law: Laws, reference: Laws): Target {
  return { beta: null, law, kl: klOf(law, { reference }) };
}

/** Where a policy stands to a target. */
export function standing(policy: Laws, target: Target, ground: Ground): Standing {
  if (distance(policy, target.law) < ON) return "on";
  const paid = klOf(policy, ground);
  if (paid < (1 - AS_FAR) * target.kl) return "short";
  return paid > (1 + AS_FAR) * target.kl ? "past" : "beside";
}
