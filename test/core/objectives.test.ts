import { describe, expect, it } from "vitest";
import { logSoftmax } from "../../src/core/logprobs.ts";
import { evaluateObjective, sequences } from "../../src/core/objectives.ts";
import { sigmoid } from "../../src/core/logistic.ts";
import type { Completion, Objective, Pair, PairLoss, Prompt } from "../../src/core/types.ts";

const kinds: PairLoss[] = [
  { kind: "dpo", beta: 0.3 },
  { kind: "dpo", beta: 0.3, labelSmoothing: 0.2 },
  { kind: "robust_dpo", beta: 0.3, labelSmoothing: 0.2 },
  { kind: "ipo", tau: 0.4, average: "sum" },
  { kind: "ipo", tau: 0.4, average: "mean" },
  { kind: "hinge_norm", gamma: 0.3 },
  { kind: "hinge", gamma: 0.3 },
  { kind: "slic", delta: 2 },
];

const prompt = (id: string): Prompt => ({ id, text: `Say ${id}.` });
const answer = (promptId: string, index: number, tokens: number[]): Completion => ({
  id: `${promptId}#${index}`,
  promptId,
  text: tokens.join(" "),
  tokens,
  logps: tokens.map(() => -1),
  logp: -tokens.length,
  finished: true,
});
const pair = (id: string, w: number[], l: number[], ref: Pair["ref"]): Pair => ({
  prompt: prompt(id),
  chosen: answer(id, 0, w),
  rejected: answer(id, 1, l),
  ref,
});

const pairs = [
  pair("a", [1, 2, 3], [4, 5], { chosen: -3.5, rejected: -2.25 }),
  pair("b", [6], [7, 8, 9, 1], { chosen: -1, rejected: -6 }),
];
/** In the order chosen a, rejected a, chosen b, rejected b. */
const logps = [[-0.5, -1.25, -1], [-2, -1.5], [-0.75], [-0.5, -2, -1, -3]];
const of = (loss: PairLoss, sft?: number): Objective => ({ kind: "pairs", loss, pairs, sft });

/** Weights by central differences, token by token. */
function numericWeights(objective: Objective, at: readonly (readonly number[])[]): number[][] {
  const step = 1e-5;
  return at.map((row, i) =>
    row.map((x, t) => {
      const moved = (y: number) => at.with(i, row.with(t, y));
      const up = evaluateObjective(objective, moved(x + step)).loss;
      return (up - evaluateObjective(objective, moved(x - step)).loss) / (2 * step);
    }),
  );
}

function expectClose(got: readonly (readonly number[])[], want: readonly (readonly number[])[]) {
  expect(got.map((row) => row.length)).toEqual(want.map((row) => row.length));
  got.flat().forEach((x, i) => expect(x).toBeCloseTo(want.flat()[i]!, 7));
}

const sft: Objective = {
  kind: "sft",
  examples: pairs.flatMap(({ prompt, chosen, rejected }) => [
    { prompt, completion: chosen },
    { prompt, completion: rejected },
  ]),
};

describe("sequences", () => {
  it("lists chosen and rejected in turn, and examples as they come", () => {
    const ids = (objective: Objective) => sequences(objective).map((s) => s.completion.id);
    expect(ids(of({ kind: "dpo", beta: 1 }))).toEqual(["a#0", "a#1", "b#0", "b#1"]);
    expect(ids(sft)).toEqual(["a#0", "a#1", "b#0", "b#1"]);
    expect(sequences(sft).map((s) => s.prompt.id)).toEqual(["a", "a", "b", "b"]);
  });
});

describe("evaluateObjective", () => {
  it.each(kinds)("gives the derivative by each token's log-probability: $kind", (loss) => {
    for (const weight of [undefined, 0, 0.7]) {
      const objective = of(loss, weight);
      expectClose(evaluateObjective(objective, logps).weights, numericWeights(objective, logps));
    }
  });

  it("gives the derivative of the negative log-likelihood, mean over all tokens", () => {
    const { loss, weights, nll, metrics, pairs } = evaluateObjective(sft, logps);
    expect(loss).toBeCloseTo(-logps.flat().reduce((a, b) => a + b) / 10, 14);
    expectClose(weights, numericWeights(sft, logps));
    expect(metrics).toEqual({ nll_loss: loss });
    expect(nll.map((one) => one.completionId)).toEqual(["a#0", "a#1", "b#0", "b#1"]);
    expect(nll[1]).toEqual({ promptId: "a", completionId: "a#1", nll: 1.75 });
    expect(pairs).toEqual([]);
  });

  it("reports each pair, with TRL's metrics", () => {
    const { loss, pairs, metrics } = evaluateObjective(of({ kind: "dpo", beta: 0.5 }), logps);
    // a: (−2.75 + 3.5) − (−3.5 + 2.25) = 2; b: (−0.75 + 1) − (−6.5 + 6) = 0.75
    expect(pairs.map((p) => p.h)).toEqual([2, 0.75]);
    expect(pairs[0]).toMatchObject({
      ...{ promptId: "a", chosenId: "a#0", rejectedId: "a#1" },
      ...{ policyChosen: -2.75, policyRejected: -3.5, refChosen: -3.5, refRejected: -2.25 },
    });
    expect(pairs.map((p) => p.loss)).toEqual([
      expect.closeTo(-Math.log(sigmoid(1)), 12),
      expect.closeTo(-Math.log(sigmoid(0.375)), 12),
    ]);
    expect(loss).toBeCloseTo((pairs[0]!.loss + pairs[1]!.loss) / 2, 14);
    expect(metrics).toEqual({
      "rewards/chosen": 0.25,
      "rewards/rejected": -0.4375,
      "rewards/margins": 0.6875,
      "rewards/accuracies": 1,
      "logps/chosen": -1.75,
      "logps/rejected": -5,
      nll_loss: 0.875,
      // −0.25, 1.5, −0.25 and 2.5 nats since the draws.
      "staleness/kl": 0.875,
    });
  });

  it("measures staleness on drawn answers only, and not on what was selected to be imitated", () => {
    const written = pairs.map((p) => ({ ...p, chosen: { ...p.chosen, author: "somebody" } }));
    const loss = { kind: "dpo", beta: 0.5 } as const;
    const half = evaluateObjective({ kind: "pairs", loss, pairs: written }, logps).metrics;
    expect(half["staleness/kl"]).toBe((1.5 + 2.5) / 2);
    const own = pairs.map((p) => ({
      ...written[0]!,
      prompt: p.prompt,
      rejected: written[0]!.chosen,
    }));
    const none = evaluateObjective({ kind: "pairs", loss, pairs: own.slice(0, 1) }, [
      logps[0]!,
      logps[0]!,
    ]);
    expect("staleness/kl" in none.metrics).toBe(false);
    const examples = pairs.map(({ prompt, chosen }) => ({ prompt, completion: chosen }));
    const imitated = evaluateObjective({ kind: "sft", examples }, [logps[0]!, logps[2]!]).metrics;
    expect("staleness/kl" in imitated).toBe(false);
  });

  it("counts ties half, so that the start is at ½, and names no reward where there is none", () => {
    const sums = logps.map((row) => row.reduce((a, b) => a + b));
    const start = pairs.map((p, i) => ({
      ...p,
      ref: { chosen: sums[2 * i]!, rejected: sums[2 * i + 1]! },
    }));
    for (const loss of kinds) {
      const { metrics } = evaluateObjective({ kind: "pairs", loss, pairs: start }, logps);
      const referenceFree = loss.kind === "hinge" || loss.kind === "slic";
      expect(metrics["rewards/accuracies"]).toBe(referenceFree ? 1 : 0.5);
      expect("rewards/chosen" in metrics).toBe(!referenceFree && loss.kind !== "ipo");
    }
  });

  it("adds the weighted likelihood of the chosen answers alone", () => {
    const plain = evaluateObjective(of({ kind: "slic", delta: 2 }), logps);
    const mixed = evaluateObjective(of({ kind: "slic", delta: 2 }, 2), logps);
    expect(mixed.loss - plain.loss).toBeCloseTo(2 * 0.875, 14);
    expect(mixed.pairs).toEqual(plain.pairs);
    mixed.weights.forEach((row, i) => {
      row.forEach((w, t) => expect(w - plain.weights[i]![t]!).toBeCloseTo(i % 2 ? 0 : -0.5, 14));
    });
  });

  it("pulls an answer against itself nowhere", () => {
    const one = answer("a", 0, [1, 2, 3]);
    const same: Pair = {
      ...pairs[0]!,
      chosen: one,
      rejected: one,
      ref: { chosen: -4, rejected: -4 },
    };
    const row = [-1, -2, -0.5];
    for (const loss of kinds) {
      const { weights } = evaluateObjective({ kind: "pairs", loss, pairs: [same] }, [row, row]);
      row.forEach((_, t) => expect(weights[0]![t]! + weights[1]![t]!).toBe(0));
    }
  });

  it("moves, in a softmax bandit, only the two arms of the pair", () => {
    const z = [0.3, -1, 0.8, 2];
    const w = 2;
    const l = 0;
    const policy = logSoftmax(z);
    const bandit = { ...pair("x", [w], [l], { chosen: -1.5, rejected: -1.25 }) };
    for (const loss of kinds) {
      const tokenLogps = [[policy[w]!], [policy[l]!]];
      const objective: Objective = { kind: "pairs", loss, pairs: [bandit] };
      const { weights, pairs } = evaluateObjective(objective, tokenLogps);
      const gradient = z.map((_, v) =>
        [w, l].reduce(
          (g, arm, i) => g + weights[i]![0]! * (Number(arm === v) - Math.exp(policy[v]!)),
          0,
        ),
      );
      expect(Math.abs(gradient[1]!)).toBe(0);
      expect(Math.abs(gradient[3]!)).toBe(0);
      expect(gradient[w]).toBeCloseTo(-gradient[l]!, 14);
      if (loss.kind === "dpo" && !loss.labelSmoothing) {
        expect(gradient[w]).toBeCloseTo(-0.3 * sigmoid(-0.3 * pairs[0]!.h), 14);
      }
    }
    // The log-partition does not cancel in a likelihood: every arm feels it.
    const example = { prompt: bandit.prompt, completion: bandit.chosen };
    const { weights } = evaluateObjective({ kind: "sft", examples: [example] }, [[policy[w]!]]);
    expect(-weights[0]![0]! * Math.exp(policy[1]!)).toBeGreaterThan(0);
  });

  it("is 0 of nothing, and leaves an empty answer alone", () => {
    const loss: PairLoss = { kind: "dpo", beta: 1 };
    const nothing = evaluateObjective({ kind: "pairs", loss, pairs: [], sft: 1 }, []);
    expect(nothing).toMatchObject({ loss: 0, weights: [], pairs: [] });
    expect(evaluateObjective({ kind: "sft", examples: [] }, [])).toMatchObject({
      loss: 0,
      nll: [],
    });
    const empty = { prompt: prompt("a"), completion: answer("a", 0, []) };
    const alone = evaluateObjective({ kind: "sft", examples: [empty] }, [[]]);
    expect(alone).toMatchObject({ loss: 0, weights: [[]], nll: [{ nll: 0 }] });
  });

  it("refuses log-probabilities that do not fit the sequences", () => {
    const objective = of({ kind: "dpo", beta: 1 });
    expect(() => evaluateObjective(objective, logps.slice(1))).toThrow(RangeError);
    expect(() => evaluateObjective(objective, logps.with(1, [-1]))).toThrow(/a#1 has 2 entries/);
  });
});
