/**
 * @file Which trainer of TRL comes nearest to a method, what it is given, and in what it differs.
 * Names and meanings of the arguments are those of the version below.
 */
import type { KnobValues } from "../core/experiment.ts";
import type { Literal } from "./python.ts";

export const TRL_VERSION = "1.9.0";

/**
 * What a trainer learns from: all pairs of the run at once, the pairs or the best answers of one
 * round after the other, or fresh answers to the run's prompts.
 */
export type Data = "pairs" | "rounds of pairs" | "rounds of answers" | "prompts" | "tokens";

export type Nearest = {
  readonly trainer: "DPO" | "CPO" | "SFT" | "OnlineDPO" | "RLOO" | "GRPO" | "PPO";
  readonly data: Data;
  readonly settings: Readonly<Record<string, Literal>>;
  /** The reference of each round is the policy as it then is, instead of the start model. */
  readonly moving?: boolean;
  /** What an answer without an end costs, where the trainer has no setting of its own for it. */
  readonly noEnd?: number;
  /** What the script does otherwise than the run. */
  readonly differs: readonly string[];
};

/** Longest sequence and longest answer of the bundled model, tokens. */
const [LONGEST, ANSWER] = [256, 80];

const when = (holds: boolean, ...sentences: string[]): string[] => (holds ? sentences : []);
const number = (k: KnobValues, name: string): number => Number(k[name]);

const OFTEN =
  "The run drew fresh answers before every step; the script goes once through the pairs they became.";
const ROUNDS = "Each round starts a new optimizer; the run's goes on.";
const NO_CONTROL =
  "The run's control (C) is already in its pairs and answers, but h keeps its reference.";

/** Passes over pairs that were drawn once, or one pass over those that were drawn on the way. */
const passes = (k: KnobValues) => ({
  per_device_train_batch_size: number(k, "minibatch"),
  num_train_epochs: k.source === "fresh" ? 1 : number(k, "epochs"),
  max_length: LONGEST,
});

/** The largest part of a draw of `all` that is no larger than the minibatch and divides it. */
function part(all: number, minibatch: number): number {
  let size = Math.min(all, minibatch);
  while (all % size !== 0) size--;
  return size;
}

const parted = (all: number, minibatch: number) =>
  when(
    all % Math.min(all, minibatch) !== 0,
    `TRL wants minibatches that divide a draw: ${part(all, minibatch)} answers instead of ${minibatch}.`,
  );

/** A loss on pairs in which γ stands for DPO's β; without a reference it is CPO's. */
function pairLoss(
  loss: KnobValues[string] | undefined,
  gamma: number,
): Pick<Nearest, "trainer" | "settings"> {
  if (loss === "hinge") {
    return { trainer: "CPO", settings: { loss_type: "hinge", beta: gamma, cpo_alpha: 0 } };
  }
  const kind = loss === "hinge-norm" ? "hinge" : "sigmoid";
  return { trainer: "DPO", settings: { loss_type: [kind], beta: gamma } };
}

/** Several answers to a prompt, drawn and learned from within the trainer. */
function grouped(k: KnobValues, size: number) {
  const all = number(k, "batch") * size;
  const minibatch = part(all, number(k, "minibatch"));
  const steps = all / minibatch;
  return {
    differs: parted(all, number(k, "minibatch")),
    settings: {
      num_generations: size,
      per_device_train_batch_size: minibatch,
      steps_per_generation: steps,
      num_iterations: number(k, "epochs"),
      max_steps: number(k, "iterations") * number(k, "epochs") * steps,
      beta: number(k, "beta"),
      epsilon: number(k, "clip"),
      temperature: 1,
      max_completion_length: ANSWER,
      shuffle_dataset: false,
    },
  };
}

const NEAREST: Readonly<Record<string, (k: KnobValues) => Nearest>> = {
  dpo: (k) => ({
    trainer: "DPO",
    data: "pairs",
    settings: {
      loss_type: [k.loss === "robust" ? "robust" : "sigmoid"],
      beta: number(k, "beta"),
      ...(k.loss === "robust" ? { label_smoothing: number(k, "epsilon") } : {}),
      ...passes(k),
    },
    differs: [
      ...when(
        k.loss === "cdpo",
        "The run's loss is cDPO, which smooths the labels; TRL's sigmoid loss does not.",
      ),
      ...when(k.source === "fresh", OFTEN),
    ],
  }),

  ipo: (k) => ({
    trainer: "DPO",
    data: "pairs",
    settings: { loss_type: ["ipo"], beta: number(k, "tau"), ...passes(k) },
    differs: [
      ...when(
        k.average !== "mean",
        "TRL divides each log-ratio by the length of its answer; the run summed over tokens, so that τ asks for another margin.",
      ),
      ...when(k.source === "fresh", OFTEN),
    ],
  }),

  // max(0, δ − m) + λ·nll is δ times max(0, 1 − m/δ) + (λ/δ)·nll.
  "slic-hf": (k) => ({
    trainer: "CPO",
    data: "pairs",
    settings: {
      loss_type: "hinge",
      beta: 1 / number(k, "delta"),
      cpo_alpha: number(k, "lambda") / number(k, "delta"),
      ...passes(k),
    },
    differs: [
      "TRL's hinge loss without a reference is CPOTrainer's (DPOTrainer's has one); at β = 1/δ it is the run's loss divided by δ, to which AdamW is blind but for the clipping.",
      ...when(k.source === "fresh", OFTEN),
    ],
  }),

  rso: (k) => {
    const loss = pairLoss(k.loss, number(k, "gamma"));
    return {
      trainer: loss.trainer,
      data: "rounds of pairs",
      settings: { ...loss.settings, ...passes(k) },
      differs: [
        "TRL has no rejection sampler: the pairs are those that the run's own sampler kept.",
        ROUNDS,
        ...when(k.control === "no KL", NO_CONTROL),
      ],
    };
  },

  "iterative-dpo": (k) => ({
    trainer: "DPO",
    data: "rounds of pairs",
    moving: k.reference === "M_t",
    settings: { loss_type: ["sigmoid"], beta: number(k, "beta"), ...passes(k) },
    differs: [
      "TRL has no trainer that draws best-against-worst pairs between rounds: they are those of the run.",
      ROUNDS,
      ...when(k.control === "no KL", NO_CONTROL),
    ],
  }),

  "best-of-n": (k) => ({
    trainer: "SFT",
    data: "rounds of answers",
    settings: { completion_only_loss: true, packing: false, ...passes(k) },
    differs: [
      "TRL has no trainer that draws N answers and keeps the best: they are those that the run kept.",
      ROUNDS,
    ],
  }),

  "online-dpo": (k) => ({
    trainer: "OnlineDPO",
    data: "prompts",
    settings: {
      loss_type: k.loss === "ipo" ? "ipo" : "sigmoid",
      beta: [number(k, "beta")],
      temperature: number(k, "temperature"),
      per_device_train_batch_size: number(k, "batch"),
      max_steps: number(k, "iterations"),
      max_new_tokens: ANSWER,
      max_length: LONGEST,
    },
    differs: [
      ...when(k.loss === "hinge_norm", "OnlineDPOTrainer has no hinge loss: sigmoid stands in."),
      ...when(number(k, "margin") > 0, "Pairs nearer than the margin m are not dropped."),
      ...when(number(k, "sft") > 0, "The likelihood term λ is left out."),
    ],
  }),

  rloo: (k) => {
    const { settings, differs } = grouped(k, number(k, "k"));
    return { trainer: "RLOO", data: "prompts", noEnd: number(k, "missingEos"), settings, differs };
  },

  grpo: (k) => {
    const { settings, differs } = grouped(k, number(k, "group"));
    const kind = String(k.normalization);
    const scale_rewards = kind === "dr_grpo" ? "none" : "group";
    return {
      trainer: "GRPO",
      data: "prompts",
      settings: { ...settings, loss_type: kind, scale_rewards },
      differs,
    };
  },

  "rlhf-ppo": (k) => {
    const batch = number(k, "batch");
    return {
      trainer: "PPO",
      data: "tokens",
      settings: {
        // One optimizer step a minibatch: nothing is accumulated.
        per_device_train_batch_size: batch,
        gradient_accumulation_steps: 1,
        num_mini_batches: batch / part(batch, number(k, "minibatch")),
        num_ppo_epochs: number(k, "epochs"),
        total_episodes: batch * number(k, "iterations"),
        kl_coef: number(k, "beta"),
        kl_estimator: "k1",
        gamma: number(k, "gamma"),
        lam: number(k, "lambda"),
        cliprange: number(k, "clip"),
        cliprange_value: number(k, "clip"),
        vf_coef: number(k, "valueCoefficient"),
        missing_eos_penalty: number(k, "missingEos"),
        stop_token: "eos",
        response_length: ANSWER,
        temperature: 1,
      },
      differs: [
        "PPOTrainer has a value model of its own; the run's value is a head on the policy's trunk.",
        ...when(
          k.kl === "adaptive",
          "kl_coef stays as it is; the run's moved towards its target κ.",
        ),
        ...parted(batch, number(k, "minibatch")),
      ],
    };
  },
};

/** Why TRL has nothing near. */
const NONE: Readonly<Record<string, string>> = {
  "pairwise-cringe": "TRL has no cringe loss.",
  "self-rewarding": "TRL has no trainer whose policy grades its own answers between rounds.",
  rlaif: "TRL has no trainer for REINFORCE with a value head on a reward model of AI labels.",
  "direct-rlaif": "TRL has no trainer for REINFORCE with a value head on a grader's own grades.",
  "llama2-chat":
    "TRL has no trainer that goes from rejection sampling to PPO with a reward model that learns on.",
  rrhf: "TRL has no loss that ranks several answers by their likelihood per token.",
  click:
    "TRL has no contrastive loss on the likelihood of whole answers beside the language model's own.",
  spin: "TRL has no trainer that draws the rejected answers anew from the policy of the last iteration.",
  rest: "TRL has no trainer that grows a data set and improves on it by rising thresholds.",
};

const EXACT = "The exact world has no language model that TRL could train.";

/** The nearest trainer for a method at its knobs, or in `why` a sentence that says there is none. */
export function nearest(
  method: string,
  knobs: KnobValues,
  exact: boolean,
): Nearest | { readonly why: string } {
  if (exact) return { why: EXACT };
  const made = Object.hasOwn(NEAREST, method) ? NEAREST[method]?.(knobs) : undefined;
  return made ?? { why: NONE[method] ?? "TRL has no trainer near to this method." };
}

/** Every sentence that may be given as a reason. */
export const REASONS: readonly string[] = [EXACT, ...Object.values(NONE)];
