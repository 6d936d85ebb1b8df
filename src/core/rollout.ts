/** @file From scored answers to what a policy gradient learns from, and what there is to warn of. */

import { gae, whiten } from "./reinforce.ts";
import { at } from "./shape.ts";
import { mean, standardDeviation, sum } from "./statistics.ts";
import { TiltError } from "./types.ts";
import type { Completion, Example, PpoItem, Prompt, Reference } from "./types.ts";
import type { RolledOut, RolloutTrouble, Step } from "./types.ts";

type Rollout = Extract<Step, { kind: "rollout" }>;

/** Every answer beside its prompt, prompt after prompt. */
export function drawnOf(
  prompts: readonly Prompt[],
  completions: readonly (readonly Completion[])[],
): Example[] {
  return prompts.flatMap((prompt, i) =>
    at(completions, i).map((completion) => ({ prompt, completion })),
  );
}

/**
 * The score of each answer, less `penalty` where the policy did not end it. Throws
 * `reward.not-finite` where a score is no number: nothing has been learned from it then.
 */
export function endedScores(
  drawn: readonly Example[],
  scores: readonly (readonly number[])[],
  penalty: number,
): number[] {
  const flat = scores.flat();
  const broken = flat.filter((score) => !Number.isFinite(score)).length;
  if (broken > 0) {
    throw new TiltError(
      "reward.not-finite",
      `The score of ${broken} of ${flat.length} answers is not a finite number; nothing was learned from this round.`,
      "Train the reward model anew or choose another judge, then fork from the last round.",
    );
  }
  return drawn.map(({ completion }, i) => at(flat, i) - (completion.finished ? 0 : penalty));
}

/** log π_ref of every token of every answer, nats. */
export async function referenceLogps(
  drawn: readonly Example[],
  reference: Reference,
): Promise<(readonly number[])[]> {
  return (await reference.logprob(drawn)).map(({ tokens }) => tokens);
}

/** k1 = log π − log π_ref of every token, at the draw. */
export function k1Of(drawn: readonly Example[], refLogps: readonly (readonly number[])[]) {
  return drawn.map(({ completion }, i) =>
    completion.logps.map((logp, t) => logp - at(at(refLogps, i), t)),
  );
}

/** What PPO learns from: by token the rewards, how much better it went than V, and the targets of V. */
export function estimated(
  drawn: readonly Example[],
  by: {
    readonly scores: readonly number[];
    readonly k1: readonly (readonly number[])[];
    readonly values: readonly (readonly number[])[];
    readonly beta: number;
    readonly gamma: number;
    readonly lambda: number;
  },
): RolledOut[] {
  const { beta, gamma, lambda } = by;
  const estimates = drawn.map((_, i) => {
    const [score, k1, values] = [at(by.scores, i), at(by.k1, i), at(by.values, i)];
    return { score, k1, values, ...gae({ score, k1, values, beta, gamma, lambda }) };
  });
  // Over the whole rollout, never within one answer: a short good one must not look like a bad one.
  const whitened = whiten(estimates.flatMap(({ advantages }) => advantages));
  let next = 0;
  return drawn.map(({ completion }, i) => ({
    ...at(estimates, i),
    promptId: completion.promptId,
    completionId: completion.id,
    whitened: whitened.slice(next, (next += completion.tokens.length)),
  }));
}

/** The answers as PPO's objective takes them. */
export function ppoItems(drawn: readonly Example[], answers: readonly RolledOut[]): PpoItem[] {
  return drawn.map((example, i) => {
    const { advantages, whitened, values, returns } = at(answers, i);
    return {
      ...example,
      advantages: whitened ?? advantages,
      oldValues: values ?? [],
      returns: returns ?? [],
    };
  });
}

/** The step of a rollout: the answers as they are, with TRL's metrics and what to warn of. */
export function rolloutStep(
  drawn: readonly Example[],
  answers: readonly RolledOut[],
  { beta, target = null }: { beta: number; target?: number | null },
): Rollout {
  const kl = mean(answers.map(({ k1 }) => sum(k1)));
  const scores = mean(answers.map(({ score }) => score));
  const explained = explainedVariance(answers);
  return {
    kind: "rollout",
    answers,
    beta,
    target,
    trouble: troubles(answers, kl, target, explained),
    metrics: {
      "objective/kl": kl,
      "objective/entropy": mean(drawn.map(({ completion }) => 0 - completion.logp)),
      "objective/non_score_reward": 0 - beta * kl,
      "objective/rlhf_reward": scores - beta * kl,
      "objective/scores": scores,
      "val/num_eos_tokens": drawn.filter(({ completion }) => completion.finished).length,
      ...(explained === null ? {} : { "val/explained_variance": explained }),
    },
  };
}

/** 1 − Var(G − V)/Var(G) over all tokens; null without values, 0 where the returns do not vary. */
function explainedVariance(answers: readonly RolledOut[]): number | null {
  if (answers.some(({ values }) => values === null)) return null;
  const returns = answers.flatMap((answer) => answer.returns ?? []);
  const errors = answers.flatMap((a) => (a.returns ?? []).map((g, t) => g - at(a.values ?? [], t)));
  const spread = standardDeviation(returns, 0) ** 2;
  return spread === 0 ? 0 : 1 - standardDeviation(errors, 0) ** 2 / spread;
}

function troubles(
  answers: readonly RolledOut[],
  kl: number,
  target: number | null,
  explained: number | null,
): RolloutTrouble[] {
  const flat = answers.every(({ advantages }) => advantages.every((a) => Math.abs(a) < 1e-9));
  return [
    ...(target !== null && kl > 2 * target ? (["kl"] as const) : []),
    ...(explained !== null && explained < -1 ? (["values"] as const) : []),
    ...(flat ? (["spread"] as const) : []),
  ];
}
