/** @file What a policy trains on, and what an update tells of itself. */
import type { Completion, Example, Pair, Prompt } from "./text.ts";

/** Loss of one preference pair, golden.md's kinds. */
export type PairLoss =
  | { readonly kind: "dpo"; readonly beta: number; readonly labelSmoothing?: number }
  | { readonly kind: "robust_dpo"; readonly beta: number; readonly labelSmoothing: number }
  | { readonly kind: "ipo"; readonly tau: number; readonly average: "sum" | "mean" }
  | { readonly kind: "hinge_norm"; readonly gamma: number }
  | { readonly kind: "hinge"; readonly gamma: number }
  | { readonly kind: "slic"; readonly delta: number };

/** y_w ≻ y_l without a reference. */
export type OrderedPair = Omit<Pair, "ref">;

/** Another token at a position of an answer. */
export type Instead = { readonly at: number; readonly token: number };

/** All scored answers to one prompt. */
export type RankedGroup = {
  readonly prompt: Prompt;
  readonly completions: readonly Completion[];
  readonly rewards: readonly number[];
};

/** A pair and, at the positions of its rejected answer, what the policy might say instead. */
export type CringePair = OrderedPair & { readonly instead: readonly Instead[] };

/**
 * An answer to learn from by PPO; lists have one entry a token. Ratios compare with the
 * log-probabilities that the completion was drawn with.
 */
export type PpoItem = Example & {
  readonly advantages: readonly number[];
  /** V when the answer was drawn, and what it should have been. */
  readonly oldValues: readonly number[];
  readonly returns: readonly number[];
};

/** An answer to learn from by GRPO, with log π_ref of each token. */
export type GrpoItem = Example & {
  readonly advantage: number;
  readonly refLogps: readonly number[];
};

/** Mean over answers of token means; mean over all tokens; sum over answers · longest. */
export type GrpoNormalization = "grpo" | "dapo" | "dr_grpo";

/** Named data, so that it can cross a port; dispatched once, in core/objectives.ts. */
export type Objective =
  /** Negative log-likelihood, mean over all completion tokens of the batch. */
  | { readonly kind: "sft"; readonly examples: readonly Example[] }
  /** Mean over pairs of a pair loss. `sft`: weight of an added NLL term on the chosen answers. */
  | {
      readonly kind: "pairs";
      readonly loss: PairLoss;
      readonly pairs: readonly Pair[];
      readonly sft?: number;
    }
  /** Mean over groups of RRHF's loss: the order of mean log-probabilities, and the best one's NLL. */
  | { readonly kind: "rrhf"; readonly groups: readonly RankedGroup[] }
  /** Token-mean NLL of the examples, plus γ times the mean of max(0, α + log π(y⁻) − log π(y⁺)). */
  | {
      readonly kind: "click";
      readonly alpha: number;
      readonly gamma: number;
      readonly pairs: readonly OrderedPair[];
      readonly examples: readonly Example[];
    }
  /** Mean over pairs of gate · (token-mean NLL of the chosen + α · token-mean cringe of the rejected). */
  | {
      readonly kind: "cringe";
      readonly alpha: number;
      /** The gate closes where the chosen answer is likelier by `b` nats, over a width of `tau`. */
      readonly b: number;
      readonly tau: number;
      readonly pairs: readonly CringePair[];
    }
  /** PPO, mean over all tokens: clipped policy loss + c_v · ½ clipped squared error of the values. */
  | {
      readonly kind: "ppo";
      readonly clip: number;
      readonly valueClip: number;
      readonly valueCoefficient: number;
      readonly items: readonly PpoItem[];
    }
  /** REINFORCE with a learned baseline, mean over all tokens of −log π · (Z − V) + c_v · (Z − V)². */
  | {
      readonly kind: "reinforce";
      readonly valueCoefficient: number;
      readonly items: readonly (Example & { readonly returns: readonly number[] })[];
    }
  /** The clipped loss of whole answers, mean over answers: one ratio and one advantage for each. */
  | {
      readonly kind: "rloo";
      readonly clip: number;
      readonly items: readonly (Example & { readonly advantage: number })[];
    }
  /** The clipped loss of tokens that share their answer's advantage, plus β · k3. */
  | {
      readonly kind: "grpo";
      readonly clip: number;
      readonly beta: number;
      readonly normalization: GrpoNormalization;
      /** Longest answer, tokens: what dr_grpo divides by. */
      readonly longest: number;
      readonly items: readonly GrpoItem[];
    };

/** What happened to one pair in an update; log-probabilities are sums over tokens, before the step. */
export type PairReport = {
  readonly promptId: string;
  readonly chosenId: string;
  readonly rejectedId: string;
  readonly policyChosen: number;
  readonly policyRejected: number;
  readonly refChosen: number;
  readonly refRejected: number;
  /** h = (policyChosen − refChosen) − (policyRejected − refRejected), nats. */
  readonly h: number;
  readonly loss: number;
};

/** Token log-probabilities of the batch's first pair (or example), before and after the step. */
export type TokenCredit = {
  readonly prompt: Prompt;
  readonly answers: readonly {
    readonly role: "chosen" | "rejected" | "kept" | "drawn";
    readonly completion: Completion;
    /** The text of each token, for display. */
    readonly pieces: readonly string[];
    readonly before: readonly number[];
    readonly after: readonly number[];
    readonly reference: readonly number[];
  }[];
};

/** What a loss is made of. */
export type LossPart =
  "pairs" | "nll" | "rank" | "contrast" | "cringe" | "policy" | "value" | "pull";

/** A loss taken apart, so that its equation can be read with the batch's own numbers. */
export type LossParts = {
  /** Pairs, prompts, answers or tokens that the loss is a mean over. */
  readonly n: number;
  /** The loss is Σ weight · value. */
  readonly parts: readonly {
    readonly name: LossPart;
    readonly weight: number;
    readonly value: number;
  }[];
  /** The numbers of the first of the batch, by their letters; lists have one entry an answer. */
  readonly first: Readonly<Record<string, number | readonly number[]>>;
  /** Ratio and advantage of tokens, or of answers where those have the ratio; a few hundred at most. */
  readonly ratios?: readonly (readonly [ratio: number, advantage: number])[];
};

/** The outcome of one optimizer step. */
export type UpdateReport = {
  readonly loss: number;
  /** Global L2 norm of the gradient before clipping. */
  readonly gradNorm: number;
  readonly learningRate: number;
  /** TRL's metric names where it has one: rewards/chosen, rewards/margins, logps/chosen … */
  readonly metrics: Readonly<Record<string, number>>;
  readonly pairs: readonly PairReport[];
  /** Mean negative log-likelihood per token of each example, for the SFT family. */
  readonly nll: readonly {
    readonly promptId: string;
    readonly completionId: string;
    readonly nll: number;
  }[];
  readonly credit: TokenCredit | null;
  /** Absent in logs written down before there were any. */
  readonly parts?: LossParts;
};
