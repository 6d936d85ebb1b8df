/** @file From scored answers to pairs that can be trained on: the plumbing that methods share. */

import { rankPairs, type PairingScheme } from "./rank.ts";
import { at } from "./shape.ts";
import type { Asked, Completion, Label, OrderedPair, Pair, Prompt, Reference } from "./types.ts";

/** Matches that a scheme plays among n answers; what does not become a pair was a tie. */
const matches = (scheme: PairingScheme, n: number): number =>
  scheme === "first_round"
    ? Math.floor(n / 2)
    : scheme === "tournament"
      ? Math.max(0, n - 1)
      : Number(n > 1);

/**
 * Pairs among the answers to each prompt, the one of the higher reward chosen. Matches of equal
 * rewards or identical texts form no pair and are counted. `ys[i]` and `rewards[i]` belong to `xs[i]`.
 */
export function pairUp(
  xs: readonly Prompt[],
  ys: readonly (readonly Completion[])[],
  rewards: readonly (readonly number[])[],
  scheme: PairingScheme,
): { pairs: OrderedPair[]; ties: number } {
  const pairs = xs.flatMap((prompt, i) =>
    rankPairs(at(rewards, i), scheme)
      .map(([w, l]) => ({ prompt, chosen: at(at(ys, i), w), rejected: at(at(ys, i), l) }))
      .filter(({ chosen, rejected }) => chosen.text !== rejected.text),
  );
  const played = ys.reduce((sum, row) => sum + matches(scheme, row.length), 0);
  return { pairs, ties: played - pairs.length };
}

/** What an annotator was asked of. */
export type Question = { readonly prompt: Prompt; readonly a: Completion; readonly b: Completion };

/** Chosen and rejected by argmax of p; ties and identical texts are left out. */
export function preferred(questions: readonly Question[], labels: readonly Label[]): OrderedPair[] {
  return questions.flatMap(({ prompt, a, b }, i) => {
    const { p } = at(labels, i);
    if (p === 0.5 || a.text === b.text) return [];
    return [p > 0.5 ? { prompt, chosen: a, rejected: b } : { prompt, chosen: b, rejected: a }];
  });
}

/**
 * Adds the summed log-probabilities under the model that the loss compares with: π_ref, or the
 * policy itself as it stands, whose numbers are then frozen into the pairs.
 */
export async function measured(
  pairs: readonly OrderedPair[],
  model: Pick<Reference, "logprob">,
): Promise<Pair[]> {
  if (pairs.length === 0) return [];
  const asked = pairs.flatMap(({ prompt, chosen, rejected }): Asked[] => [
    { prompt, completion: chosen },
    { prompt, completion: rejected },
  ]);
  const logps = await model.logprob(asked);
  return pairs.map((pair, i) => ({
    ...pair,
    ref: { chosen: at(logps, 2 * i).sum, rejected: at(logps, 2 * i + 1).sum },
  }));
}
