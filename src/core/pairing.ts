/** @file From scored answers to pairs that can be trained on: the plumbing that methods share. */

import { rankPairs, type PairingScheme } from "./rank.ts";
import { at, minibatches } from "./shape.ts";
import type {
  Annotator,
  Asked,
  Completion,
  Label,
  LabelledPair,
  OrderedPair,
  Pair,
  Prompt,
  Reference,
} from "./types.ts";

/** Pairs that were found, and the matches that became none. */
export type Paired = { readonly pairs: readonly OrderedPair[]; readonly ties: number };

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
): Paired {
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

/** Pairs decided by asking, and every label given on the way. */
export type PlayedOff = Paired & { readonly labels: readonly Label[] };

/**
 * As `pairUp`, each match decided by an annotator: neighbours meet, and in a tournament winners meet
 * again until one is left. An equal match, or one of identical texts, forms no pair and sends the
 * earlier one on. `ys[i]` answers `xs[i]`.
 */
export async function playOff(
  xs: readonly Prompt[],
  ys: readonly (readonly Completion[])[],
  scheme: "first_round" | "tournament",
  annotator: Pick<Annotator, "prefer">,
): Promise<PlayedOff> {
  const [pairs, labels]: [OrderedPair[], Label[]] = [[], []];
  let players = ys.map((row) => [...row]);
  let ties = 0;
  while (players.some((row) => row.length > 1)) {
    const questions = xs.flatMap((prompt, i) =>
      minibatches(at(players, i), 2).flatMap(([a, b]) => (a && b ? [{ prompt, a, b, i }] : [])),
    );
    const round = await annotator.prefer(questions.map(({ prompt, a, b }) => ({ prompt, a, b })));
    const found = preferred(questions, round);
    labels.push(...round);
    pairs.push(...found);
    ties += questions.length - found.length;
    if (scheme === "first_round") break;
    const lost = xs.map(() => new Set<Completion>());
    questions.forEach(({ a, b, i }, j) => at(lost, i).add(at(round, j).p < 0.5 ? a : b));
    players = players.map((row, i) => row.filter((y) => !at(lost, i).has(y)));
  }
  return { pairs, ties, labels };
}

/** Chosen and rejected by argmax of p; ties, |p − ½| below `near` and identical texts are left out. */
export function preferred(
  questions: readonly Question[],
  labels: readonly Label[],
  near = 0,
): OrderedPair[] {
  return questions.flatMap(({ prompt, a, b }, i) => {
    const { p } = at(labels, i);
    if (p === 0.5 || Math.abs(p - 0.5) < near || a.text === b.text) return [];
    return [p > 0.5 ? { prompt, chosen: a, rejected: b } : { prompt, chosen: b, rejected: a }];
  });
}

/** The same with how sure each label was: what a reward model or a ranker learns from. */
export function labelled(questions: readonly Question[], labels: readonly Label[]): LabelledPair[] {
  return questions.flatMap((question, i) => {
    const label = at(labels, i);
    const p = Math.max(label.p, 1 - label.p);
    return preferred([question], [label]).map((pair) => ({ ...pair, p }));
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
