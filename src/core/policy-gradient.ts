/** @file The objectives of reinforcement learning: a drawn answer's tokens, weighed by advantage. */

import type { Evaluated } from "./objectives.ts";
import { clippedTerm, k3, ppo } from "./reinforce.ts";
import { at } from "./shape.ts";
import { mean, sum } from "./statistics.ts";
import type { LossParts, Objective } from "./types.ts";

type Of<K extends Objective["kind"]> = Extract<Objective, { kind: K }>;
type Rows = readonly (readonly number[])[];

/** Points that a picture of ratios can hold. */
const MOST_RATIOS = 240;

/** Ratio and advantage of every so many-th token or answer. */
function ratiosOf(deltas: readonly number[], advantages: readonly number[]): LossParts["ratios"] {
  const every = Math.max(1, Math.ceil(deltas.length / MOST_RATIOS));
  return deltas.flatMap((delta, i) =>
    i % every === 0 ? [[Math.exp(delta), at(advantages, i)] as const] : [],
  );
}

/** Each row's first half: log-probabilities; its second: the values before the same tokens. */
function halves(rows: Rows): { logps: number[][]; values: number[][] } {
  const half = (row: readonly number[]) => row.length / 2;
  return {
    logps: rows.map((row) => row.slice(0, half(row))),
    values: rows.map((row) => row.slice(half(row))),
  };
}

/** Flat lists by token back as rows of log-probabilities followed by values. */
function rejoin(rows: Rows, byLogp: readonly number[], byValue: readonly number[]): number[][] {
  let next = 0;
  return rows.map(({ length }) => {
    const [from, to] = [next, (next += length / 2)];
    return [...byLogp.slice(from, to), ...byValue.slice(from, to)];
  });
}

/** PPO over all tokens of the batch (Schulman et al. 2017, 1707.06347, eq. 7 and 9). */
export function evaluatePpo(objective: Of<"ppo">, rows: Rows): Evaluated {
  const { items, clip, valueClip, valueCoefficient } = objective;
  const { logps, values } = halves(rows);
  const oldLogps = items.flatMap(({ completion }) => completion.logps);
  const advantages = items.flatMap((item) => item.advantages);
  const deltas = logps.flat().map((logp, t) => logp - at(oldLogps, t));
  const result = ppo({
    oldLogps,
    newLogps: logps.flat(),
    advantages,
    oldValues: items.flatMap(({ oldValues }) => oldValues),
    newValues: values.flat(),
    returns: items.flatMap(({ returns }) => returns),
    ...{ clip, valueClip, valueCoefficient },
  });
  return {
    loss: result.total,
    weights: rejoin(rows, result.byLogp, result.byValue),
    pairs: [],
    nll: [],
    metrics: {
      "loss/policy_avg": result.policy,
      "loss/value_avg": result.value,
      "policy/approxkl_avg": result.approxKl,
      "policy/clipfrac_avg": result.clipFraction,
      "val/clipfrac_avg": result.valueClipFraction,
      "val/ratio": result.ratio,
    },
    parts: {
      n: deltas.length,
      parts: [
        { name: "policy", weight: 1, value: result.policy },
        { name: "value", weight: valueCoefficient, value: result.value },
      ],
      first: { clip, ratio: Math.exp(deltas[0] ?? 0), A: advantages[0] ?? 0 },
      ratios: ratiosOf(deltas, advantages),
    },
  };
}

/**
 * REINFORCE with a learned baseline (Lee et al. 2023, 2309.00267, appendix): the advantage Z − V
 * counts as a constant in the first term, so that the policy cannot lower its loss by spoiling V.
 */
export function evaluateReinforce(objective: Of<"reinforce">, rows: Rows): Evaluated {
  const { logps, values } = halves(rows);
  const flat = logps.flat();
  const n = Math.max(1, flat.length);
  const returns = objective.items.flatMap(({ returns }) => returns);
  const errors = values.flat().map((v, t) => at(returns, t) - v);
  const policy = 0 - sum(errors.map((e, t) => e * at(flat, t))) / n;
  const value = sum(errors.map((e) => e * e)) / n;
  const slopes = errors.map((e) => (-2 * objective.valueCoefficient * e) / n);
  return {
    loss: policy + objective.valueCoefficient * value,
    weights: rejoin(
      rows,
      errors.map((e) => (0 - e) / n),
      slopes,
    ),
    pairs: [],
    nll: [],
    metrics: { "loss/policy_avg": policy, "loss/value_avg": value },
    parts: {
      n: flat.length,
      parts: [
        { name: "policy", weight: 1, value: policy },
        { name: "value", weight: objective.valueCoefficient, value },
      ],
      first: { logp: flat[0] ?? 0, Z: returns[0] ?? 0, V: values[0]?.[0] ?? 0 },
    },
  };
}

/** RLOO's loss of whole answers (Ahmadian et al. 2024, 2402.14740), clipped as TRL does. */
export function evaluateRloo({ items, clip }: Of<"rloo">, rows: Rows): Evaluated {
  const n = Math.max(1, items.length);
  const deltas = rows.map((row, i) => sum(row) - sum(at(items, i).completion.logps));
  const advantages = items.map(({ advantage }) => advantage);
  const terms = deltas.map((delta, i) => clippedTerm(delta, at(advantages, i), clip));
  const loss = mean(terms.map((term) => term.loss));
  return {
    loss,
    weights: rows.map((row, i) => row.map(() => at(terms, i).by / n)),
    pairs: [],
    nll: [],
    metrics: {
      "loss/policy_avg": loss,
      "policy/approxkl_avg": mean(deltas.map((d) => d * d)) / 2,
      "policy/clipfrac_avg": mean(terms.map(({ clipped }) => (clipped ? 1 : 0))),
      "val/ratio": mean(deltas.map(Math.exp)),
    },
    parts: {
      n: items.length,
      parts: [{ name: "policy", weight: 1, value: loss }],
      first: { clip, ratio: Math.exp(deltas[0] ?? 0), A: advantages[0] ?? 0 },
      ratios: ratiosOf(deltas, advantages),
    },
  };
}

/** GRPO (Shao et al. 2024, 2402.03300, eq. 3 and 4) with the three ways to weigh its tokens. */
export function evaluateGrpo(objective: Of<"grpo">, rows: Rows): Evaluated {
  const { items, clip, beta, normalization, longest } = objective;
  const tokens = Math.max(1, sum(rows.map((row) => row.length)));
  const share = (length: number): number => {
    if (normalization === "dapo") return 1 / tokens;
    return 1 / (items.length * Math.max(1, normalization === "grpo" ? length : longest));
  };
  const deltas = rows.map((row, i) => row.map((x, t) => x - at(at(items, i).completion.logps, t)));
  const terms = deltas.map((row, i) =>
    row.map((d) => clippedTerm(d, at(items, i).advantage, clip)),
  );
  const pulls = rows.map((row, i) => row.map((x, t) => k3(x - at(at(items, i).refLogps, t))));
  const shares = rows.map(({ length }) => share(length));
  const weigh = (lists: Rows) => sum(lists.map((row, i) => at(shares, i) * sum(row)));
  const policy = weigh(terms.map((row) => row.map(({ loss }) => loss)));
  const pull = weigh(pulls.map((row) => row.map(({ value }) => value)));
  return {
    loss: policy + beta * pull,
    weights: terms.map((row, i) =>
      row.map(({ by }, t) => at(shares, i) * (by + beta * at(at(pulls, i), t).by)),
    ),
    pairs: [],
    nll: [],
    metrics: {
      "loss/policy_avg": policy,
      "policy/approxkl_avg": mean(deltas.flat().map((d) => d * d)) / 2,
      "policy/clipfrac_avg": mean(terms.flat().map(({ clipped }) => (clipped ? 1 : 0))),
      "val/ratio": mean(deltas.flat().map(Math.exp)),
      kl: mean(pulls.flat().map(({ value }) => value)),
    },
    parts: {
      n: deltas.flat().length,
      parts: [
        { name: "policy", weight: 1, value: policy },
        { name: "pull", weight: beta, value: pull },
      ],
      first: { clip, ratio: Math.exp(deltas[0]?.[0] ?? 0), A: items[0]?.advantage ?? 0 },
      ratios: ratiosOf(
        deltas.flat(),
        deltas.flatMap((row, i) => row.map(() => at(items, i).advantage)),
      ),
    },
  };
}
