/** @file The objectives that read no reference: ranked groups, contrast with examples, and cringe. */

import { pairwiseCringe } from "./cringe.ts";
import { nls, sigmoid } from "./logistic.ts";
import type { Evaluated } from "./objectives.ts";
import { click, rrhf } from "./ranking.ts";
import { at } from "./shape.ts";
import { mean, sum } from "./statistics.ts";
import type { Completion, LossParts, Objective, Prompt, UpdateReport } from "./types.ts";

type Of<K extends Objective["kind"]> = Extract<Objective, { kind: K }>;
type Logps = readonly (readonly number[])[];

const nllOf = (
  asked: readonly { readonly prompt: Prompt; readonly completion: Completion }[],
  logps: Logps,
): UpdateReport["nll"] =>
  asked.map(({ prompt, completion }, i) => ({
    promptId: prompt.id,
    completionId: completion.id,
    nll: 0 - mean(at(logps, i)),
  }));

/** Every token of a sequence weighs alike: the derivative by the sequence's summed log-probability. */
const spreadOut = (logps: Logps, bySum: readonly number[]): number[][] =>
  logps.map((row, i) => row.map(() => at(bySum, i)));

/** Mean over groups of RRHF's loss (Yuan et al. 2023, 2304.05302). */
export function evaluateRrhf({ groups }: Of<"rrhf">, tokenLogps: Logps): Evaluated {
  let next = 0;
  const parts = groups.map(({ completions, rewards }) => {
    const rows = tokenLogps.slice(next, (next += completions.length));
    const lengths = rows.map((row) => row.length);
    return { rows, ...rrhf({ sumLogps: rows.map(sum), lengths, rewards }) };
  });
  const over = (key: "rank" | "sft" | "violated") => mean(parts.map((part) => part[key]));
  const n = Math.max(1, groups.length);
  const best = parts.map(({ rows, best: place }) => at(rows, place));
  const kept = groups.map(({ prompt, completions }, i) => ({
    prompt,
    completion: at(completions, at(parts, i).best),
  }));
  return {
    loss: sum(parts.map(({ total }) => total)) / n,
    weights: parts.flatMap(({ rows, by }) =>
      spreadOut(
        rows,
        by.map((slope) => slope / n),
      ),
    ),
    pairs: [],
    nll: nllOf(kept, best),
    metrics: {
      "rrhf/rank": over("rank"),
      "rrhf/violated": over("violated"),
      nll_loss: over("sft"),
    },
    parts: {
      n: groups.length,
      parts: [
        { name: "rank", weight: 1, value: over("rank") },
        { name: "nll", weight: 1, value: over("sft") },
      ],
      first: firstGroup(parts[0], groups[0]),
    },
  };
}

/** r_i and p_i, the mean log-probability of a token, of the answers to the first prompt. */
function firstGroup(
  part: { readonly rows: Logps; readonly rank: number; readonly sft: number } | undefined,
  group: Of<"rrhf">["groups"][number] | undefined,
): LossParts["first"] {
  if (!part || !group) return {};
  return { r: group.rewards, p: part.rows.map(mean), rank: part.rank, nll: part.sft };
}

/** CLICK's loss (Zheng et al. 2023, 2306.03350). */
export function evaluateClick(objective: Of<"click">, tokenLogps: Logps): Evaluated {
  const { alpha, gamma, pairs, examples } = objective;
  const positive = pairs.map((_, i) => at(tokenLogps, 2 * i));
  const negative = pairs.map((_, i) => at(tokenLogps, 2 * i + 1));
  const rows = tokenLogps.slice(2 * pairs.length);
  const tokens = Math.max(1, sum(rows.map((row) => row.length)));
  const lmLoss = 0 - sum(rows.map(sum)) / tokens;
  const sums = { logpPositive: positive.map(sum), logpNegative: negative.map(sum) };
  const { total, contrastive, byPositive, byNegative, active } = click({
    ...{ alpha, gamma, lmLoss },
    ...sums,
  });
  const byPair = byPositive.flatMap((slope, i) => [slope, at(byNegative, i)]);
  return {
    loss: total,
    weights: spreadOut(tokenLogps, [...byPair, ...rows.map(() => -1 / tokens)]),
    pairs: [],
    nll: nllOf(examples, rows),
    metrics: {
      "click/contrastive": contrastive,
      "click/active": pairs.length === 0 ? 0 : active / pairs.length,
      "logps/chosen": mean(sums.logpPositive),
      "logps/rejected": mean(sums.logpNegative),
      nll_loss: lmLoss,
    },
    parts: {
      n: pairs.length,
      parts: [
        { name: "nll", weight: 1, value: lmLoss },
        { name: "contrast", weight: gamma, value: contrastive },
      ],
      first:
        pairs.length === 0
          ? {}
          : { alpha, positive: at(sums.logpPositive, 0), negative: at(sums.logpNegative, 0) },
    },
  };
}

/**
 * Pairwise cringe (Xu et al. 2023, 2312.16682), likelihood and cringe each as the mean over its tokens.
 * A difference of logits is one of log-probabilities, so those are all it reads. The gate counts as a
 * constant: no derivative goes through it.
 */
export function evaluateCringe(objective: Of<"cringe">, tokenLogps: Logps): Evaluated {
  const { alpha, b, tau, pairs } = objective;
  const n = Math.max(1, pairs.length);
  const weights: number[][] = [];
  const parts = pairs.map(({ rejected, instead }, i) => {
    const [chosen, all] = [at(tokenLogps, 2 * i), at(tokenLogps, 2 * i + 1)];
    const said = all.slice(0, rejected.tokens.length);
    const gaps = instead.map(({ at: place }, j) => at(all, said.length + j) - at(said, place));
    const ceChosen = 0 - mean(chosen);
    const cringeRejected = sum(gaps.map(nls)) / Math.max(1, said.length);
    const [logpChosen, logpRejected] = [sum(chosen), sum(said)];
    const settings = { alpha, b, tau, logpChosen, logpRejected };
    const { gate, loss } = pairwiseCringe({ ceChosen, cringeRejected, ...settings });
    const scale = (gate * alpha) / (n * Math.max(1, said.length));
    const slopes = gaps.map((gap) => scale * sigmoid(-gap));
    const negative = said.map(() => 0);
    instead.forEach(({ at: place }, j) => (negative[place]! += at(slopes, j)));
    weights.push(
      chosen.map(() => -gate / (n * chosen.length)),
      [...negative, ...slopes.map((slope) => 0 - slope)],
    );
    return { loss, gate, ceChosen, cringeRejected, logpChosen, logpRejected };
  });
  const chosen = pairs.map(({ prompt, chosen: completion }) => ({ prompt, completion }));
  const over = (key: keyof (typeof parts)[number]) => mean(parts.map((part) => part[key]));
  return {
    loss: over("loss"),
    weights,
    pairs: [],
    nll: nllOf(
      chosen,
      pairs.map((_, i) => at(tokenLogps, 2 * i)),
    ),
    metrics: {
      "cringe/gate": over("gate"),
      "cringe/rejected": over("cringeRejected"),
      "logps/chosen": over("logpChosen"),
      "logps/rejected": over("logpRejected"),
      nll_loss: over("ceChosen"),
    },
    parts: {
      n: pairs.length,
      parts: [{ name: "cringe", weight: 1, value: over("loss") }],
      first: parts[0] ? { alpha, b, tau, ...parts[0] } : {},
    },
  };
}
