/** @file What happened: evaluations, reports, and every kind of step. */
import type { Objective, PairLoss, UpdateReport } from "./objectives.ts";
import type { Completion, Example, Pair, Prompt, Sampler } from "./text.ts";
import type { Grading, Judging, Label, WrittenPrompts } from "./verbs.ts";

/** A share with its Wilson 95 % interval. */
export type Rate = {
  readonly rate: number;
  readonly low: number;
  readonly high: number;
  readonly n: number;
};

/** The policy on held-out prompts. Rewards are means in SFT standard deviations, with standard errors. */
export type Evaluation = {
  readonly gold: number;
  readonly proxy: number;
  readonly independent: number;
  readonly se: {
    readonly gold: number;
    readonly proxy: number;
    readonly independent: number;
    readonly kl: number;
  };
  /** Exact KL to the reference, nats a sequence, samples drawn at temperature 1. */
  readonly kl: number;
  /** Against the start model's answers to the same prompts by gold reward; ties count half. */
  readonly winRate: Rate;
  /** The same at equal length; absent where answers have no lengths to compare. */
  readonly lengthControlled?: Rate;
  /** Prompt by prompt, in the order of the held-out prompts: what paired comparisons need. */
  readonly each?: {
    readonly gold: readonly number[];
    readonly proxy: readonly number[];
    readonly independent: readonly number[];
    readonly kl: readonly number[];
    readonly length: readonly number[];
  };
  /** Nats per token. */
  readonly entropy: number;
  /** Tokens. */
  readonly length: number;
  readonly eosRate: number;
  readonly distinct2: number;
  /** Fixed prompts with the policy's answer now, for reading. */
  readonly examples: readonly {
    readonly prompt: Prompt;
    readonly completion: Completion;
    readonly gold: number;
    readonly proxy: number;
  }[];
};

/** The reward model after (or during) its fit. */
export type FitReport = {
  /** Pairs seen so far and in all. */
  readonly seen: number;
  readonly total: number;
  readonly loss: number;
  /** On held-out pairs, ties half; null until measured. */
  readonly accuracy: Rate | null;
  readonly margin: number | null;
  /** Expected calibration error of σ(Δ) folded to ≥ ½, and the bins behind it. */
  readonly ece: number | null;
  readonly bins: readonly {
    readonly predicted: number;
    readonly correct: number;
    readonly n: number;
  }[];
};

/** A judge held against gold on held-out answers that nobody learns from. */
export type JudgeReport = {
  /** Questions whose answers were ranked, and answers in all. */
  readonly items: number;
  readonly answers: number;
  /** Answer pairs ordered as gold orders them; a tie of the judge is wrong. */
  readonly accuracy: Rate;
  /** Share of the answers given 5 that are the best of theirs; null where none was given 5. */
  readonly fiveBest: number | null;
  /** Share of questions whose whole order is right. */
  readonly exactMatch: number;
  readonly spearman: number | null;
  readonly kendall: number | null;
  /** How often each grade from 0 to 5 was given, and how often none. */
  readonly counts: readonly number[];
  readonly failures: number;
};

/** Why a candidate was kept. */
export type Selection = {
  readonly promptId: string;
  readonly completionId: string;
  /** Reward of the kept answer, and of the median and mean of the candidates. */
  readonly reward: number;
  readonly median: number;
  readonly mean: number;
};

/** How answers are kept out of a list of candidates; defined in core/keep.ts. */
export type KeepRule = "rejection" | "gumbel";

/** One candidate met in one pass of the sampler. */
export type Trial = {
  /** Position in the draw, from 0. */
  readonly index: number;
  /** From 1. */
  readonly pass: number;
  /** In [0, 1). */
  readonly u: number;
  /** The candidate is kept when `u` is below. */
  readonly threshold: number;
  readonly kept: boolean;
};

/** What the sampler kept of the candidates of one prompt. */
export type Kept = {
  readonly promptId: string;
  /** Positions in the draw, in order of acceptance. */
  readonly accepted: readonly number[];
  /** m of each pass begun: the highest reward among the candidates that were left. */
  readonly tops: readonly number[];
  /** All decisions, in order; none where no die was rolled. */
  readonly trials: readonly Trial[];
};

/** One stored answer of ReST's pool. */
export type Stored = {
  readonly promptId: string;
  readonly completionId: string;
  readonly reward: number;
  /** Where the reward lies in the pool: 0 the worst, 1 the best. */
  readonly level: number;
  /** Given as an example, not drawn from the policy. */
  readonly written: boolean;
};

/** One drawn answer on its way into a policy gradient; lists have one entry a token. */
export type RolledOut = {
  readonly promptId: string;
  readonly completionId: string;
  /** The reward of the whole answer, a penalty for a missing end included. */
  readonly score: number;
  /** log π − log π_ref, nats. */
  readonly k1: readonly number[];
  /** −β·k1 each, and the score on the last; the score alone where the loss itself holds the pull. */
  readonly rewards: readonly number[];
  /** V before each token, and the target that its loss will have; null without a value head. */
  readonly values: readonly number[] | null;
  readonly returns: readonly number[] | null;
  readonly advantages: readonly number[];
  /** The advantages as the loss takes them; null where it takes them as they are. */
  readonly whitened: readonly number[] | null;
};

/**
 * What a rollout warns of: the KL is at more than twice its target; the values explain the returns
 * worse than their mean would; no answer is better than another.
 */
export type RolloutTrouble = "kl" | "values" | "spread";

/** One thing that happened: immutable, and enough to redraw its stage. */
export type Step =
  | { readonly kind: "fit"; readonly report: FitReport }
  | { readonly kind: "round"; readonly t: number; readonly rounds: number }
  | {
      readonly kind: "sample";
      readonly prompts: readonly Prompt[];
      readonly completions: readonly (readonly Completion[])[];
      readonly sampler: Sampler;
    }
  | {
      readonly kind: "demonstrate";
      readonly examples: readonly Example[];
      /** Who wrote them. */
      readonly by: string;
    }
  | {
      readonly kind: "score";
      /** `scores[i][j]` is the reward of `completions[i][j]` of the latest sample step. */
      readonly scores: readonly (readonly number[])[];
      readonly by: string;
    }
  | {
      readonly kind: "select";
      readonly kept: readonly Selection[];
      readonly pool: readonly Example[];
    }
  | {
      readonly kind: "accept";
      readonly rule: KeepRule;
      /** The tilt's temperature in the unit of the rewards; null: ∞, the rewards count for nothing. */
      readonly beta: number | null;
      /** How many of each prompt's candidates are to be kept. */
      readonly k: number;
      /** Key of the dice: what would have been kept at another β can be worked out from it. */
      readonly seed: number;
      /** The rewards decided by, shaped like the latest sample's completions. */
      readonly rewards: readonly (readonly number[])[];
      readonly kept: readonly Kept[];
      /** Means over prompts: `rso/acceptance`, `rso/passes`, `rso/ess` … */
      readonly metrics: Readonly<Record<string, number>>;
    }
  | {
      readonly kind: "filter";
      /** Which of the thresholds this is, from 0. */
      readonly at: number;
      /** On levels in [0, 1], rising. */
      readonly thresholds: readonly number[];
      readonly pool: readonly Stored[];
      /** Positions in the pool; none where no answer lies above the threshold. */
      readonly kept: readonly number[];
    }
  | ({ readonly kind: "prompts" } & WrittenPrompts)
  | {
      readonly kind: "judge";
      readonly mode: Judging["mode"];
      /** `gradings[i][j][k]`: the k-th grading of `completions[i][j]` of the latest sample step. */
      readonly gradings: readonly (readonly (readonly Grading[])[])[];
      /** Their mean; null for an answer without a grade. */
      readonly scores: readonly (readonly (number | null)[])[];
      /** `judge/agreement`, `judge/ties`, `judge/failures`, `judge/most` … */
      readonly metrics: Readonly<Record<string, number>>;
      readonly judge: string;
    }
  | {
      readonly kind: "exam";
      /** M_t: how many rounds the judge has behind it. */
      readonly t: number;
      readonly report: JudgeReport;
    }
  | {
      readonly kind: "rollout";
      /** In the order of the latest sample's completions, prompt after prompt. */
      readonly answers: readonly RolledOut[];
      /** The pull to the reference that this round learns with. */
      readonly beta: number;
      /** What an adaptive pull aims at, nats an answer; null where it is fixed. */
      readonly target: number | null;
      readonly trouble: readonly RolloutTrouble[];
      /** TRL's names: `objective/kl`, `objective/scores` … */
      readonly metrics: Readonly<Record<string, number>>;
    }
  | { readonly kind: "label"; readonly labels: readonly Label[]; readonly by: string }
  | { readonly kind: "pair"; readonly pairs: readonly Pair[]; readonly ties: number }
  | {
      readonly kind: "update";
      readonly objective: { readonly kind: Objective["kind"]; readonly loss: PairLoss | null };
      readonly report: UpdateReport;
    }
  | { readonly kind: "evaluate"; readonly update: number; readonly evaluation: Evaluation };

export type StepKind = Step["kind"];
