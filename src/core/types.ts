/**
 * @file The language of the house: plain, immutable, structured-cloneable data, and the few
 * verbs that a method may use. Everything that crosses a worker boundary, a file or a view is
 * declared here. Imports nothing.
 */

// ---------------------------------------------------------------------------- text

/** What a policy is asked. `text` is everything the model sees before it answers. */
export type Prompt = { readonly id: string; readonly text: string };

/** How a completion was drawn. Log-probabilities are always at temperature 1, untruncated. */
export type Sampler = {
  readonly temperature: number;
  /** Keep only the k likeliest tokens; absent: all. */
  readonly topK?: number;
  /** Keep the smallest set of tokens whose probability reaches p; absent: all. */
  readonly topP?: number;
};

/** One answer y to a prompt x. */
export type Completion = {
  /** `<promptId>#<index>` within one draw; unique in a run together with the step it came from. */
  readonly id: string;
  readonly promptId: string;
  readonly text: string;
  /** Token ids, the EOS included when the policy emitted one. */
  readonly tokens: readonly number[];
  /** The text of each token, for display; absent where the policy does not tell. */
  readonly pieces?: readonly string[];
  /** log π(y_t | x, y_<t) in nats at temperature 1, one per token. */
  readonly logps: readonly number[];
  /** Σ logps, nats. */
  readonly logp: number;
  /** True when the policy ended by itself with EOS, false when it ran into the length limit. */
  readonly finished: boolean;
  /** Who wrote it, where no policy did; the log-probabilities are then those of π_ref. */
  readonly author?: string;
};

/** y_w ≻ y_l with the reference's summed log-probabilities (nats). */
export type Pair = {
  readonly prompt: Prompt;
  readonly chosen: Completion;
  readonly rejected: Completion;
  readonly ref: { readonly chosen: number; readonly rejected: number };
};

/** A prompt with the answer to imitate. */
export type Example = { readonly prompt: Prompt; readonly completion: Completion };

// ---------------------------------------------------------------------------- what one trains on

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

// ---------------------------------------------------------------------------- verbs

/** Σ_t log π(y_t) and its terms, nats, at temperature 1. */
export type SequenceLogprob = { readonly sum: number; readonly tokens: readonly number[] };

/** Exact sums over the vocabulary at the positions of one answer, nats. */
export type Divergence = {
  /** Σ_t KL(π(·|y_<t) ‖ π_ref(·|y_<t)). */
  readonly kl: number;
  /** Mean over positions of the entropy of π. */
  readonly entropy: number;
};

export type Asked = {
  readonly prompt: Prompt;
  readonly completion: Completion;
  /** Further tokens whose log-probability is wanted: their numbers follow those of the answer. */
  readonly also?: readonly Instead[];
};

/** How many answers to draw for each prompt, and how. */
export type Draws = Sampler & {
  readonly n: number;
  readonly seed: number;
  /** Longest answer, tokens; the policy's own limit unless told. */
  readonly maxTokens?: number;
};

/** A language model that is not trained: π_ref. */
export interface Reference {
  /** n answers per prompt. The same seed gives the same answers however they are batched. */
  sample(prompts: readonly Prompt[], options: Draws): Promise<Completion[][]>;
  logprob(items: readonly Asked[]): Promise<SequenceLogprob[]>;
}

/**
 * π: all that a method may ask of a language model. Plain data in and out, so this is also the
 * worker boundary. Batched, for the GPU's sake.
 */
export interface Policy extends Reference {
  /** One AdamW step on an objective, gradient clipped by global norm. */
  update(objective: Objective, options: { learningRate: number }): Promise<UpdateReport>;
  /**
   * For each position of each answer one other token, drawn from the k likeliest others in proportion
   * to their probability now. Positions where nothing else can be said are left out.
   */
  instead(items: readonly Asked[], options: { k: number; seed: number }): Promise<Instead[][]>;
  /**
   * V of the state before each token of each answer: what a scalar head on the policy's own trunk
   * expects of the rewards to come. 0 until an objective with values has trained it.
   */
  values(items: readonly Asked[]): Promise<number[][]>;
  /** Exact divergence from the reference along given answers. */
  divergence(items: readonly Asked[]): Promise<Divergence[]>;
  /** Keeps a copy of weights and optimizer where the weights live; returns its name. */
  save(): Promise<string>;
  load(checkpoint: string): Promise<void>;
}

/** r(x, y); one number per completion, in standard deviations of SFT samples. */
export interface Scorer {
  /** What to call it on screen: "reward model", "gold reward". */
  readonly name: string;
  score(prompt: Prompt, completions: readonly Completion[]): Promise<number[]>;
  /** All prompts in one go; `completions[i]` answers `prompts[i]`. */
  scoreAll(
    prompts: readonly Prompt[],
    completions: readonly (readonly Completion[])[],
  ): Promise<number[][]>;
}

/** What a reward model learns from: y_w ≻ y_l, as sure as the label was. */
export type LabelledPair = OrderedPair & {
  /** P(chosen ≻ rejected) as labelled; 1 unless told. */
  readonly p?: number;
  /** By how much the chosen answer is better, in rewards; 0 unless told. */
  readonly margin?: number;
};

/** r_ψ: a scorer that a method may train. It may be asked before; then it is the lab's own. */
export interface RewardModel extends Scorer {
  /**
   * Goes once over the pairs, starting from the language model's trunk under a head of zeros, or
   * from this reward model as it is now. A report after each step and a last one with the measures
   * on the held-out pairs; from then on it scores by what it has learnt.
   */
  fit(pairs: readonly LabelledPair[], options: FitOptions): AsyncIterable<FitReport>;
  /** The name of the model as it is now, to go back to. */
  save(): Promise<string>;
  load(name: string): Promise<void>;
}

export type FitOptions = {
  /** Names the order of the pairs. */
  readonly seed: number;
  /** Kept out of training, to measure on. */
  readonly heldOut?: readonly LabelledPair[];
  readonly from?: "trunk" | "now";
};

/** One annotator's view of one pair. `p` = P(a ≻ b). */
export type Label = {
  readonly promptId: string;
  readonly a: string;
  readonly b: string;
  readonly p: number;
  /** Asked in both orders: P(first) each time, before averaging; null when order plays no part. */
  readonly orders: { readonly ab: number; readonly ba: number } | null;
  /** Rewards behind the label, when there are any. */
  readonly rewards: { readonly a: number; readonly b: number } | null;
  /** What the annotator was told, where it was told anything. */
  readonly instruction?: string;
};

export interface Annotator {
  readonly name: string;
  /** One label per question, in order. `seed` is for annotators that roll dice: same seed, same labels. */
  prefer(
    questions: readonly { prompt: Prompt; a: Completion; b: Completion }[],
    options?: { seed: number },
  ): Promise<Label[]>;
}

/** Whoever writes the answers that are given as examples: the "human" of a method's data. */
export interface Writer {
  /** What to call it on screen: "task’s own writer". */
  readonly name: string;
  /** One answer to each prompt, which must be the lab's own. The same seed gives the same answers. */
  write(prompts: readonly Prompt[], options: { seed: number }): Promise<Completion[]>;
}

/** One grading of one answer by a judge. */
export type Grading = {
  /** What the judge wrote. */
  readonly text: string;
  /** 0 to 5; null where the judge wrote none that can be read. */
  readonly grade: number | null;
  /** P(0) … P(5) at the place of the grade, summing to 1; null where nobody asked or none stood. */
  readonly law: readonly number[] | null;
};

/** How a judge is asked. */
export type Judging = {
  /** Gradings of each answer. */
  readonly gradings: number;
  readonly temperature: number;
  /** `sampled`: the grades as drawn; `expected`: Σ k·P(k) at the place of each grade. */
  readonly mode: "sampled" | "expected";
};

/** Grades answers from 0 to 5 in its own words, by the policy's network as it is now. */
export interface Judge {
  /** What to call it on screen. */
  readonly name: string;
  /** `[i][j][k]`: the k-th grading of `completions[i][j]`, an answer to `prompts[i]`. */
  grade(
    prompts: readonly Prompt[],
    completions: readonly (readonly Completion[])[],
    options: Judging & { readonly seed: number },
  ): Promise<Grading[][][]>;
  /** Answers with the grade that gold gives them, give or take some noise: what a judge learns from. */
  examples(n: number, options: { seed: number }): Promise<Example[]>;
}

/** Gives every answer a law over grades, and never changes: direct RLAIF's labeler. */
export interface Grader {
  /** What to call it on screen. */
  readonly name: string;
  /** `[i][j][k]`: the probability of the k-th grade, worst first, for `completions[i][j]`; they sum to 1. */
  grade(
    prompts: readonly Prompt[],
    completions: readonly (readonly Completion[])[],
    /** Reasons that it gives, and then grades by; the same seed, the same reasons. */
    options: { readonly gradings: number; readonly seed: number },
  ): Promise<number[][][]>;
}

/** Why a prompt that a model wrote was refused. */
export type PromptFault =
  /** Not of the task's form. */
  | "form"
  /** The lab has it, or an earlier round wrote it, or it is held out. */
  | "known"
  /** Almost one that was accepted before it. */
  | "close";

/** One attempt at a new prompt. */
export type Attempt = {
  /** All that the writer wrote. */
  readonly text: string;
  /** What was read out of it; null where it is not of the task's form. */
  readonly prompt: Prompt | null;
  readonly fault: PromptFault | null;
  /** ROUGE-L to the nearest accepted one, 0 to 1. */
  readonly overlap: number;
};

/** New prompts and how they came to be. */
export type WrittenPrompts = {
  /** What the writer was shown. */
  readonly shown: string;
  readonly attempts: readonly Attempt[];
  /** Accepted ones first, then those of the task's own that make up the number. */
  readonly prompts: readonly Prompt[];
  /** How many of them the model wrote. */
  readonly accepted: number;
};

/** The start model, frozen, as a writer of prompts. */
export interface PromptWriter {
  write(options: {
    /** How many prompts are wanted. */
    readonly n: number;
    /** Shown to the writer as a list that it shall go on with; none: it begins by itself. */
    readonly shots: readonly Prompt[];
    /** Taken, in this order, where the writer's own do not suffice. */
    readonly spare: readonly Prompt[];
    /** Texts of prompts that are no longer new. */
    readonly known: readonly string[];
    readonly seed: number;
  }): Promise<WrittenPrompts>;
}

/** ρ(x, a, b): an annotator that reads both answers side by side, and learns to do so from labels. */
export interface Ranker extends Annotator {
  /**
   * Goes once over the pairs, each in an order drawn for it. A report after each step and a last one
   * with the measures on the held-out pairs. It cannot be asked before.
   */
  fit(
    pairs: readonly LabelledPair[],
    options: Pick<FitOptions, "seed" | "heldOut">,
  ): AsyncIterable<FitReport>;
  /** Standard deviation of logit ρ(x, y, y_b) over answers y of the start model; 1 until fitted. */
  spread(): number;
}

/** Dice keyed by what they are for, never by when they are rolled. */
export interface Dice {
  /** An unsigned 32-bit integer, the same for the same keys. */
  (...keys: readonly (string | number)[]): number;
  /** A number in [0, 1). */
  uniform(...keys: readonly (string | number)[]): number;
}

/** The world a method is given. It can touch nothing else. */
export type Lab = {
  readonly prompts: readonly Prompt[];
  readonly policy: Policy;
  readonly reference: Reference;
  readonly scorer: Scorer;
  /** What a method may train on labels of its own; the scorer, unless that is gold. */
  readonly rewardModel: RewardModel;
  readonly annotator: Annotator;
  readonly writer: Writer;
  /** The policy's own network, asked for grades. */
  readonly judge: Judge;
  /** The start model, frozen, asked for grades; in the exact world a known law. */
  readonly grader: Grader;
  readonly promptWriter: PromptWriter;
  /** Still to be fitted by the method that asks it. */
  readonly ranker: Ranker;
  readonly random: Dice;
};

// ---------------------------------------------------------------------------- what happened

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

// ---------------------------------------------------------------------------- methods

/** One knob: the form, the command line's flags and the URL all come from it. */
export type Knob =
  | {
      readonly type: "number";
      /** The paper's letter: β, N, η. */
      readonly symbol: string;
      readonly label: string;
      readonly value: number;
      readonly min: number;
      readonly max: number;
      readonly step: number;
      readonly scale?: "linear" | "log";
      /** The paper's value, drawn as a tick; absent when it does not transfer. */
      readonly paper?: number;
      readonly help: string;
    }
  | {
      readonly type: "choice";
      readonly symbol: string;
      readonly label: string;
      readonly value: string;
      readonly options: readonly string[];
      readonly help: string;
    };

export type Knobs = Readonly<Record<string, Knob>>;
export type Values<K extends Knobs = Knobs> = {
  readonly [N in keyof K]: K[N] extends { readonly type: "number" }
    ? number
    : K[N] extends { readonly type: "choice" }
      ? string
      : number | string;
};

/** A line of the algorithm box: `kind` lights it when a step of that kind is shown. */
export type BoxLine = {
  readonly kind: StepKind | null;
  /** The line in the paper's notation, plain Unicode; `_x` and `_{…}` are subscripts, `^…` superscripts. */
  readonly math: string;
  /** One or two plain sentences, shown beneath the line while it is lit. */
  readonly explain: string;
  /** Nesting depth. */
  readonly indent: number;
};

/**
 * Who in a lab says what is good: the scorer, the annotator, the policy as its own judge, or the
 * start model as a grader.
 */
export type Teacher = "scorer" | "annotator" | "judge" | "grader";

export type Method<K extends Knobs = Knobs> = {
  readonly id: string;
  readonly name: string;
  readonly paper: {
    readonly cite: string;
    readonly url: string;
    readonly simplified: readonly string[];
  };
  readonly knobs: K;
  readonly box: readonly BoxLine[];
  /** Whom it asks at these knobs; nobody where nothing is judged. */
  asks(knobs: Values<K>): readonly Teacher[];
  /** Where the policy is its own judge: how it grades. The run then examines it at every round. */
  judging?(knobs: Values<K>): Judging;
  /**
   * Starts at round `from` (0 for a new run). `past` is the log before it: what a method that
   * remembers earlier rounds (a pool) reads it back from.
   */
  run(
    lab: Lab,
    knobs: Values<K>,
    from: number,
    past: readonly Step[],
  ): AsyncGenerator<Step, void, void>;
};

// ---------------------------------------------------------------------------- tasks

/** A text generator's draw: what was asked, what was answered, and what the writer had in mind. */
export type Written = {
  readonly prompt: Prompt;
  readonly text: string;
  /** How good the writer meant the text to be, about −2 to 2; never read from the text. */
  readonly intent: number;
};

/** One named part of a gold reward, each roughly in [−1, 1] before weighting. */
export type Components = Readonly<Record<string, number>>;

/** What a menu says of a task: light enough to be known before the task's text is. */
export type TaskCard = {
  readonly id: string;
  readonly name: string;
  readonly about: string;
  /** Every answer and its rewards can be listed: judges are known laws, and nobody reads. */
  readonly exact?: boolean;
  /** Values of knobs that suit this task better than a method's own, by the knob's name. */
  readonly knobs?: Readonly<Record<string, number | string>>;
};

/** An entry of the menu: the card, and the task itself when it is asked for. */
export type TaskEntry = TaskCard & { load(): Promise<Task> };

export type Task = TaskCard & {
  /** Bumped whenever the reward or the generator changes: it is part of a result's identity. */
  readonly version: number;
  /** All that the first rewards would wait for, a slice at a time; absent: nothing. */
  readonly ahead?: () => Generator<void, void, void>;
  /** How many different prompts each split has; `prompt` and `write` go round and round them. */
  readonly count: { readonly train: number; readonly heldout: number };
  /** The i-th prompt of a split; any i ≥ 0, the same for the same i. Splits never share a prompt. */
  prompt(split: "train" | "heldout", i: number): Prompt;
  /** A user's own words turned into a prompt of this task. Throws a `TiltError` on unusable input. */
  ask(text: string): Prompt;
  /** The i-th draw of the text that the base model is trained on, an answer to `prompt(split, i)`. */
  write(split: "train" | "heldout", i: number): Written;
  /** The reward's components for one answer: pure, deterministic, microseconds. */
  components(prompt: Prompt, text: string, finished: boolean): Components;
  readonly weights: Components;
  /** Mean and standard deviation of Σ weights·components on SFT samples of the bundled model. */
  readonly scale: { readonly mean: number; readonly std: number };
  /** Mean and standard deviation of the independent evaluator's own scale on the same samples. */
  readonly independentScale: { readonly mean: number; readonly std: number };
  /** An evaluator that shares no feature with the gold reward; in SFT standard deviations. */
  independent(prompt: Prompt, text: string, finished: boolean): number;
};

// ---------------------------------------------------------------------------- errors

/** An error that a person can act on: what it is about, and what to do next. */
export class TiltError extends Error {
  constructor(
    /** Stable and copyable: "checkpoint.truncated". */
    readonly code: string,
    message: string,
    /** One next step, an imperative sentence. */
    readonly next: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = "TiltError";
  }
}
