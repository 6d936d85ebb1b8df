/**
 * @file An objective and the token log-probabilities of its sequences give a loss and its exact
 * derivative by each token's log-probability. The tabular toy and the language model share it.
 */

import { logRatioMargin, pairLoss, type PairBatch, type PairLosses } from "./losses.ts";
import { evaluateGrpo, evaluatePpo, evaluateReinforce, evaluateRloo } from "./policy-gradient.ts";
import { evaluateClick, evaluateCringe, evaluateRrhf } from "./set-objectives.ts";
import { at, commonLength } from "./shape.ts";
import { stalenessOf } from "./staleness.ts";
import { mean, sum } from "./statistics.ts";
import type {
  Asked,
  LossParts,
  Objective,
  OrderedPair,
  PairReport,
  TokenCredit,
  UpdateReport,
} from "./types.ts";

/** A loss (nats where it is a likelihood) with all that an update reports of it. */
export type Evaluated = {
  readonly loss: number;
  /** `weights[i][t]` = ∂loss/∂log π of token t of sequence i, in the order of `sequences`. */
  readonly weights: readonly (readonly number[])[];
  readonly pairs: readonly PairReport[];
  readonly nll: UpdateReport["nll"];
  /** TRL's names. An implicit reward is left out where the loss defines none. */
  readonly metrics: Readonly<Record<string, number>>;
  readonly parts: LossParts;
};

/**
 * What must be scored, in a fixed order: chosen 0, rejected 0, chosen 1 … of pairs, then each example;
 * of groups, one answer after another.
 */
export function sequences(objective: Objective): Asked[] {
  switch (objective.kind) {
    case "sft":
      return objective.examples.map(({ prompt, completion }) => ({ prompt, completion }));
    case "pairs":
      return objective.pairs.flatMap(bothOf);
    case "rrhf":
      return objective.groups.flatMap(({ prompt, completions }) =>
        completions.map((completion) => ({ prompt, completion })),
      );
    case "click":
      return [...objective.pairs.flatMap(bothOf), ...objective.examples];
    case "cringe":
      return objective.pairs.flatMap(({ instead, ...pair }) => {
        const [chosen, rejected] = bothOf(pair);
        return [chosen, { ...rejected, also: instead }];
      });
    case "ppo":
    case "reinforce":
    case "rloo":
    case "grpo":
      return objective.items.map(({ prompt, completion }) => ({ prompt, completion }));
  }
}

/** Whether the objective also reads V before each token: these numbers follow the sequence's own. */
export function readsValues({ kind }: Objective): boolean {
  return kind === "ppo" || kind === "reinforce";
}

const bothOf = ({ prompt, chosen, rejected }: OrderedPair): [Asked, Asked] => [
  { prompt, completion: chosen },
  { prompt, completion: rejected },
];

/** What the first of `sequences` are to a reader: those whose tokens an update reports. */
export function creditRoles(
  objective: Objective,
): readonly TokenCredit["answers"][number]["role"][] {
  if ("items" in objective) return ["drawn"];
  const paired = "pairs" in objective && objective.pairs.length > 0;
  return paired ? ["chosen", "rejected"] : ["kept"];
}

/**
 * Evaluates an objective. `tokenLogps[i]` holds log π (nats, temperature 1) of each token of sequence
 * i, then V before each where the objective reads values. Throws a `RangeError` when the shapes are not those of `sequences(objective)`.
 */
export function evaluateObjective(
  objective: Objective,
  tokenLogps: readonly (readonly number[])[],
): Evaluated {
  const asked = sequences(objective);
  commonLength({ sequences: asked, tokenLogps });
  for (const [i, { completion, also = [] }] of asked.entries()) {
    const values = readsValues(objective) ? completion.tokens : [];
    const wanted = [...completion.tokens, ...also, ...values];
    commonLength({ [completion.id]: wanted, tokenLogps: at(tokenLogps, i) });
  }
  const evaluated = evaluateKind(objective, tokenLogps);
  // Imitation learns from what was selected: no sample of anybody.
  const stale = objective.kind === "sft" ? null : stalenessOf(asked, tokenLogps);
  if (stale === null) return evaluated;
  return { ...evaluated, metrics: { ...evaluated.metrics, "staleness/kl": stale } };
}

function evaluateKind(objective: Objective, tokenLogps: readonly (readonly number[])[]): Evaluated {
  switch (objective.kind) {
    case "sft":
      return evaluateSft(objective, tokenLogps);
    case "pairs":
      return evaluatePairs(objective, tokenLogps);
    case "rrhf":
      return evaluateRrhf(objective, tokenLogps);
    case "click":
      return evaluateClick(objective, tokenLogps);
    case "cringe":
      return evaluateCringe(objective, tokenLogps);
    case "ppo":
      return evaluatePpo(objective, tokenLogps);
    case "reinforce":
      return evaluateReinforce(objective, tokenLogps);
    case "rloo":
      return evaluateRloo(objective, tokenLogps);
    case "grpo":
      return evaluateGrpo(objective, tokenLogps);
  }
}

type Of<K extends Objective["kind"]> = Extract<Objective, { kind: K }>;

/** Negative log-likelihood, mean over all tokens of the batch. */
function evaluateSft(objective: Of<"sft">, tokenLogps: readonly (readonly number[])[]): Evaluated {
  const { loss, weight } = tokenNll(tokenLogps);
  return {
    loss,
    weights: tokenLogps.map((logps) => logps.map(() => weight)),
    pairs: [],
    nll: objective.examples.map(({ prompt, completion }, i) => ({
      promptId: prompt.id,
      completionId: completion.id,
      nll: 0 - mean(at(tokenLogps, i)),
    })),
    metrics: { nll_loss: loss },
    parts: {
      n: sum(tokenLogps.map((r) => r.length)),
      parts: [{ name: "nll", weight: 1, value: loss }],
      first: {},
    },
  };
}

/** Mean over pairs of the pair loss, plus `sft` times the token-mean NLL of the chosen answers. */
function evaluatePairs(
  objective: Of<"pairs">,
  tokenLogps: readonly (readonly number[])[],
): Evaluated {
  const batch = pairBatch(objective, tokenLogps);
  const result = pairLoss(objective.loss, batch);
  const chosen = tokenNll(tokenLogps.filter((_, i) => i % 2 === 0));
  const sft = objective.sft ?? 0;
  return {
    loss: result.mean + sft * chosen.loss,
    weights: tokenLogps.map((logps, i) => {
      const pair = Math.floor(i / 2);
      const weight =
        i % 2 === 0
          ? at(result.gradPolicyChosen, pair) + sft * chosen.weight
          : at(result.gradPolicyRejected, pair);
      return logps.map(() => weight);
    }),
    pairs: objective.pairs.map((_, i) => pairReport(objective, batch, result, i)),
    nll: [],
    metrics: {
      ...rewardMetrics(result),
      "logps/chosen": mean(batch.policyChosen),
      "logps/rejected": mean(batch.policyRejected),
      nll_loss: chosen.loss,
    },
    parts: {
      n: objective.pairs.length,
      parts: [
        { name: "pairs", weight: 1, value: result.mean },
        ...(sft > 0 ? [{ name: "nll", weight: sft, value: chosen.loss } as const] : []),
      ],
      first: {},
    },
  };
}

/** Token-mean negative log-likelihood, and its derivative by any one token's log-probability. */
function tokenNll(tokenLogps: readonly (readonly number[])[]): { loss: number; weight: number } {
  const tokens = sum(tokenLogps.map((logps) => logps.length));
  if (tokens === 0) return { loss: 0, weight: 0 };
  return { loss: -sum(tokenLogps.map(sum)) / tokens, weight: -1 / tokens };
}

function pairBatch(objective: Of<"pairs">, tokenLogps: readonly (readonly number[])[]): PairBatch {
  const chosen = tokenLogps.filter((_, i) => i % 2 === 0);
  const rejected = tokenLogps.filter((_, i) => i % 2 === 1);
  return {
    policyChosen: chosen.map(sum),
    policyRejected: rejected.map(sum),
    refChosen: objective.pairs.map((pair) => pair.ref.chosen),
    refRejected: objective.pairs.map((pair) => pair.ref.rejected),
    lengthChosen: chosen.map((logps) => logps.length),
    lengthRejected: rejected.map((logps) => logps.length),
  };
}

function pairReport(
  objective: Of<"pairs">,
  batch: PairBatch,
  result: PairLosses,
  i: number,
): PairReport {
  const { prompt, chosen, rejected } = at(objective.pairs, i);
  const logps = {
    policyChosen: at(batch.policyChosen, i),
    policyRejected: at(batch.policyRejected, i),
    refChosen: at(batch.refChosen, i),
    refRejected: at(batch.refRejected, i),
  };
  return {
    promptId: prompt.id,
    chosenId: chosen.id,
    rejectedId: rejected.id,
    ...logps,
    h: logRatioMargin(logps),
    loss: at(result.losses, i),
  };
}

/** Accuracy counts a margin of exactly 0 as ½: a policy that is still the reference knows nothing. */
function rewardMetrics(result: PairLosses): Record<string, number> {
  const right = result.margins.map((m) => (m > 0 ? 1 : m === 0 ? 0.5 : 0));
  const accuracies = { "rewards/accuracies": mean(right) };
  if (result.implicitRewardChosen === null || result.implicitRewardRejected === null) {
    return accuracies;
  }
  const chosen = mean(result.implicitRewardChosen);
  const rejected = mean(result.implicitRewardRejected);
  return {
    "rewards/chosen": chosen,
    "rewards/rejected": rejected,
    "rewards/margins": chosen - rejected,
    ...accuracies,
  };
}
