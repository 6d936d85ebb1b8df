/** @file Prompts, answers, and what samples them. */

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
