/**
 * @file The policy on held-out prompts, measured the same way every time: the same prompts and
 * the same dice (common random numbers), one answer each at temperature 1, so that KL and win
 * rate speak of π itself and differences between two evaluations are differences of the policy.
 */

import { lengthControlled } from "./length-control.ts";
import { distinct, mean, standardError, sum, wilson } from "./statistics.ts";
import type { Completion, Evaluation, Policy, Prompt, Scorer } from "./types.ts";

export type EvaluatorOptions = {
  readonly policy: Policy;
  readonly prompts: readonly Prompt[];
  /** The programmed truth, which no method sees. */
  readonly gold: Scorer;
  /** What the method's annotator or selector sees. */
  readonly proxy: Scorer;
  /** An evaluator with other features than gold. */
  readonly independent: Scorer;
  readonly seed: number;
  /** How many prompts are kept with their answers, for reading. */
  readonly examples?: number;
};

/**
 * The first call measures the start model, against which later calls count wins (by gold reward;
 * equal rewards count half).
 */
export function evaluator(options: EvaluatorOptions): () => Promise<Evaluation> {
  let start: { readonly gold: readonly number[]; readonly length: readonly number[] } | null = null;
  return async () => {
    const { prompts, policy, seed } = options;
    const answers = await policy.sample(prompts, { n: 1, temperature: 1, seed });
    const scored = async (scorer: Scorer) => (await scorer.scoreAll(prompts, answers)).flat();
    const [gold, proxy, independent] = await Promise.all([
      scored(options.gold),
      scored(options.proxy),
      scored(options.independent),
    ]);
    const completions = answers.flat();
    const asked = completions.map((completion, i) => ({ prompt: prompts[i]!, completion }));
    const divergence = await policy.divergence(asked);
    const length = completions.map((y) => y.tokens.length);
    start ??= { gold, length };

    const kl = divergence.map((d) => d.kl);
    const won = victories(gold, start.gold);
    return {
      gold: mean(gold),
      proxy: mean(proxy),
      independent: mean(independent),
      se: {
        gold: standardError(gold),
        proxy: standardError(proxy),
        independent: standardError(independent),
        kl: standardError(kl),
      },
      kl: mean(kl),
      winRate: wilson(sum(won), won.length),
      lengthControlled: lengthControlled(won, length, start.length),
      each: { gold, proxy, independent, kl, length },
      entropy: mean(divergence.map((d) => d.entropy)),
      length: mean(length),
      eosRate: mean(completions.map((y) => Number(y.finished))),
      distinct2: distinct(completions.map(words), 2),
      examples: asked.slice(0, options.examples ?? 6).map((one, i) => ({
        ...one,
        gold: gold[i]!,
        proxy: proxy[i]!,
      })),
    };
  };
}

/** 1 where `now` beats `then`, ½ where they are equal, 0 where it loses. */
const victories = (now: readonly number[], then: readonly number[]): number[] =>
  now.map((x, i) => (x > then[i]! ? 1 : x === then[i]! ? 0.5 : 0));

const words = (y: Completion): string[] => y.text.toLowerCase().match(/[\p{L}\p{N}']+/gu) ?? [];
