/** @file The cringe loss on one token, and its gate over pairs. */

import { softmax } from "./logprobs.ts";
import { nls, sigmoid } from "./logistic.ts";
import { at } from "./shape.ts";

/**
 * Cringe loss of one negative token (Adolphs et al. 2022, 2211.05826): a token sampled among the
 * likeliest others is preferred to it. `negative` and `sampled` index `logits` [V].
 */
export function cringeToken(input: {
  readonly logits: readonly number[];
  readonly negative: number;
  readonly k: number;
  readonly sampled: number;
}) {
  const { logits, negative, k, sampled } = input;
  const candidates = logits
    .map((_, v) => v)
    .filter((v) => v !== negative)
    .sort((a, b) => at(logits, b) - at(logits, a) || a - b)
    .slice(0, k);
  const gap = at(logits, sampled) - at(logits, negative);
  const gradNegative = sigmoid(-gap);
  return {
    /** Vocabulary indices, the likeliest first. */
    candidates,
    /** What `sampled` is drawn from: softmax over the candidates. */
    probs: softmax(candidates.map((v) => at(logits, v))),
    loss: nls(gap),
    gradNegative,
    gradSampled: 0 - gradNegative,
  };
}

/**
 * Pairwise cringe (Xu et al. 2023, 2312.16682): the loss of a pair, weighted by a gate that closes
 * once the chosen answer is likelier by `b` nats. The gate counts as a constant.
 */
export function pairwiseCringe(input: {
  readonly ceChosen: number;
  readonly cringeRejected: number;
  readonly alpha: number;
  readonly b: number;
  readonly tau: number;
  readonly logpChosen: number;
  readonly logpRejected: number;
}): { gate: number; loss: number } {
  const { ceChosen, cringeRejected, alpha, b, tau, logpChosen, logpRejected } = input;
  const gate = sigmoid((b - (logpChosen - logpRejected)) / tau);
  return { gate, loss: gate * (ceChosen + alpha * cringeRejected) };
}
