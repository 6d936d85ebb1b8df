import { describe, expect, it } from "vitest";
import { bradleyTerry, softBradleyTerry } from "../../src/core/bradley-terry.ts";
import { cringeToken, pairwiseCringe } from "../../src/core/cringe.ts";
import { logit, nls, sigmoid } from "../../src/core/logistic.ts";
import { pairLoss, type PairBatch } from "../../src/core/losses.ts";
import type { PairLoss } from "../../src/core/types.ts";

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
const withReference = kinds.filter(({ kind }) => kind !== "hinge" && kind !== "slic");

const keys = [
  ...(["policyChosen", "policyRejected", "refChosen", "refRejected"] as const),
  ...(["lengthChosen", "lengthRejected"] as const),
];
/** Every list of the batch changed the same way. */
const each = (change: (list: readonly number[]) => number[]): PairBatch => {
  const changed = Object.fromEntries(keys.map((key) => [key, change(batch[key])]));
  return changed as Record<(typeof keys)[number], number[]>;
};

const batch: PairBatch = {
  policyChosen: [-8, -12.5, -7, -30.25],
  policyRejected: [-11, -10, -6.75, -20],
  refChosen: [-10, -12, -7, -31],
  refRejected: [-9, -11, -9, -18],
  lengthChosen: [4, 5, 3, 11],
  lengthRejected: [5, 4, 2, 9],
};

/** Central difference of f at x; the losses are smooth or linear around the points used. */
const slope = (f: (x: number) => number, x: number, step = 1e-5) =>
  (f(x + step) - f(x - step)) / (2 * step);

describe("nls", () => {
  it("satisfies nls(z) − nls(−z) = −z, and neither overflows nor loses its tail", () => {
    for (const z of [-1000, -30, -1, -1e-9, 0, 0.3, 7, 40, 1000]) {
      expect(nls(z) - nls(-z)).toBeCloseTo(-z, 12);
    }
    expect([nls(-1000), nls(1000), nls(0)]).toEqual([1000, 0, Math.LN2]);
    expect(nls(50) / Math.exp(-50)).toBeCloseTo(1, 12);
  });

  it("has the derivative −σ(−z), and σ the inverse logit", () => {
    for (const z of [-20, -1, 0, 0.5, 6]) {
      expect(slope(nls, z)).toBeCloseTo(-sigmoid(-z), 8);
      expect(logit(sigmoid(z))).toBeCloseTo(z, 7);
      expect(sigmoid(z) + sigmoid(-z)).toBeCloseTo(1, 15);
    }
    expect([sigmoid(-1000), sigmoid(1000)]).toEqual([0, 1]);
  });
});

describe("pairLoss", () => {
  it("starts, at the reference, at ln 2, 1 or (1/2τ)², with ∂L/∂log π(y_w) = −β/2 for DPO", () => {
    const start = { ...batch, refChosen: batch.policyChosen, refRejected: batch.policyRejected };
    const mean = (loss: PairLoss) => pairLoss(loss, start).mean;
    for (const beta of [0.1, 0.5, 2]) {
      const { mean, gradPolicyChosen, margins } = pairLoss({ kind: "dpo", beta }, start);
      expect(mean).toBeCloseTo(Math.LN2, 14);
      expect(gradPolicyChosen).toEqual(batch.policyChosen.map(() => -beta / 2 / 4));
      expect(margins).toEqual([0, 0, 0, 0]);
    }
    const robust: PairLoss = { kind: "robust_dpo", beta: 0.3, labelSmoothing: 0.2 };
    expect(mean(robust)).toBeCloseTo(Math.LN2, 14);
    expect(mean({ kind: "hinge_norm", gamma: 0.05 })).toBe(1);
    for (const average of ["sum", "mean"] as const) {
      expect(mean({ kind: "ipo", tau: 0.1, average })).toBeCloseTo(25, 12);
      expect(mean({ kind: "ipo", tau: 1, average })).toBe(0.25);
    }
  });

  it("has the gradient of its mean", () => {
    for (const loss of kinds) {
      const result = pairLoss(loss, batch);
      const by = (key: "policyChosen" | "policyRejected", i: number) =>
        slope(
          (x) => pairLoss(loss, { ...batch, [key]: batch[key].with(i, x) }).mean,
          batch[key][i]!,
        );
      batch.policyChosen.forEach((_, i) => {
        expect(result.gradPolicyChosen[i]).toBeCloseTo(by("policyChosen", i), 7);
        expect(result.gradPolicyRejected[i]).toBeCloseTo(by("policyRejected", i), 7);
      });
    }
  });

  it("does not see a constant added to both reference scores, in a loss of summed log-ratios", () => {
    const moved = {
      ...batch,
      refChosen: batch.refChosen.map((x, i) => x + 2 ** i),
      refRejected: batch.refRejected.map((x, i) => x + 2 ** i),
    };
    for (const loss of withReference) {
      if (loss.kind === "ipo" && loss.average === "mean") continue;
      const a = pairLoss(loss, batch);
      const b = pairLoss(loss, moved);
      a.losses.forEach((x, i) => expect(b.losses[i]).toBeCloseTo(x, 12));
      a.gradPolicyChosen.forEach((x, i) => expect(b.gradPolicyChosen[i]).toBeCloseTo(x, 12));
    }
  });

  it("does not look at the reference in SLiC and the plain hinge, nor at lengths but in IPO-mean", () => {
    const other = { ...batch, refChosen: [9, 9, 9, 9], refRejected: [-9, -9, 0, 0] };
    for (const loss of kinds.filter((kind) => !withReference.includes(kind))) {
      expect(pairLoss(loss, other)).toEqual(pairLoss(loss, batch));
    }
    const longer = { ...batch, lengthChosen: [1, 1, 1, 1], lengthRejected: [7, 8, 9, 10] };
    for (const loss of kinds) {
      const same = pairLoss(loss, longer).mean === pairLoss(loss, batch).mean;
      expect(same).toBe(!(loss.kind === "ipo" && loss.average === "mean"));
    }
  });

  it("treats pairs one by one: order permutes the outcome and the mean stays", () => {
    const reversed = each((list) => list.toReversed());
    for (const loss of kinds) {
      const a = pairLoss(loss, batch);
      const b = pairLoss(loss, reversed);
      expect(b.losses).toEqual(a.losses.toReversed());
      expect(b.gradPolicyChosen).toEqual(a.gradPolicyChosen.toReversed());
      expect(b.mean).toBeCloseTo(a.mean, 14);
    }
  });

  it("has an unbiased robust loss: over flipped labels it averages to plain DPO", () => {
    const epsilon = 0.2;
    const robust: PairLoss = { kind: "robust_dpo", beta: 0.3, labelSmoothing: epsilon };
    const flipped = {
      policyChosen: batch.policyRejected,
      policyRejected: batch.policyChosen,
      refChosen: batch.refRejected,
      refRejected: batch.refChosen,
      lengthChosen: batch.lengthRejected,
      lengthRejected: batch.lengthChosen,
    };
    const right = pairLoss(robust, batch).mean;
    const wrong = pairLoss(robust, flipped).mean;
    const clean = pairLoss({ kind: "dpo", beta: 0.3 }, batch).mean;
    expect((1 - epsilon) * right + epsilon * wrong).toBeCloseTo(clean, 13);
  });

  it("is minimal for IPO at h = 1/2τ and flat at the kink of a hinge", () => {
    const at = (h: number, loss: PairLoss) =>
      pairLoss(loss, {
        ...{ policyChosen: [h], policyRejected: [0], refChosen: [0], refRejected: [0] },
        ...{ lengthChosen: [1], lengthRejected: [1] },
      });
    expect(at(5, { kind: "ipo", tau: 0.1, average: "sum" })).toMatchObject({
      mean: 0,
      gradPolicyChosen: [0],
    });
    for (const loss of [
      { kind: "hinge_norm", gamma: 0.5 },
      { kind: "hinge", gamma: 0.5 },
      { kind: "slic", delta: 2 },
    ] as const) {
      expect(at(2, loss)).toMatchObject({
        mean: 0,
        gradPolicyChosen: [0],
        gradPolicyRejected: [0],
      });
      expect(at(1.999, loss).gradPolicyChosen[0]).toBeLessThan(0);
    }
  });

  it("takes an empty batch, an answer without tokens and β = 0", () => {
    const none = each(() => []);
    for (const loss of kinds) {
      expect(pairLoss(loss, none)).toMatchObject({ mean: 0, losses: [] });
    }
    const ipo = pairLoss(
      { kind: "ipo", tau: 1, average: "mean" },
      {
        ...batch,
        policyRejected: [0, 0, 0, 0],
        refRejected: [0, 0, 0, 0],
        lengthRejected: [0, 0, 0, 0],
      },
    );
    expect(ipo.margins[0]).toBe(0.5);
    expect(ipo.gradPolicyRejected.map(Math.abs)).toEqual([0, 0, 0, 0]);
    const indifferent = pairLoss({ kind: "dpo", beta: 0 }, batch);
    expect(indifferent.mean).toBeCloseTo(Math.LN2, 14);
    expect(indifferent.gradPolicyChosen.map(Math.abs)).toEqual([0, 0, 0, 0]);
  });

  it("refuses lists of different lengths by name", () => {
    expect(() => pairLoss({ kind: "dpo", beta: 1 }, { ...batch, refChosen: [1] })).toThrow(
      /policyChosen has 4 entries, but refChosen has 1/,
    );
  });
});

describe("bradleyTerry", () => {
  const rewards = { chosen: [1.2, 0.3, -0.4, 2], rejected: [0.2, 0.9, -0.4, -1] };
  const labels = [1, 0.3, 0.5, 0.9];
  const input = { ...rewards, labels, margins: [0.3, 0, 1, 0.6], centerCoefficient: 0.05 };

  it("has the gradient of its mean", () => {
    const result = bradleyTerry(input);
    for (const [key, grad] of [
      ["chosen", result.gradChosen],
      ["rejected", result.gradRejected],
    ] as const) {
      input[key].forEach((x, i) => {
        const f = (y: number) => bradleyTerry({ ...input, [key]: input[key].with(i, y) }).mean;
        expect(grad[i]).toBeCloseTo(slope(f, x), 8);
      });
    }
  });

  it("reads a label of 0 as the pair turned round, and none as certainty", () => {
    const plain = { ...rewards, margins: null, centerCoefficient: 0 };
    const zero = bradleyTerry({ ...plain, labels: [0, 0, 0, 0] }).mean;
    const turned = { ...plain, chosen: plain.rejected, rejected: plain.chosen };
    expect(zero).toBeCloseTo(bradleyTerry(turned).mean, 14);
    expect(bradleyTerry(plain)).toEqual(bradleyTerry({ ...plain, labels: [1, 1, 1, 1] }));
  });

  it("knows rewards up to a constant, unless it is told to centre them", () => {
    const moved = {
      chosen: rewards.chosen.map((r) => r + 8),
      rejected: rewards.rejected.map((r) => r + 8),
    };
    const free = { margins: null, centerCoefficient: 0 };
    expect(bradleyTerry({ ...moved, ...free }).mean).toBeCloseTo(
      bradleyTerry({ ...rewards, ...free }).mean,
      12,
    );
    expect(bradleyTerry({ ...input, ...moved }).mean).toBeGreaterThan(bradleyTerry(input).mean);
  });

  it("with soft labels is least at Δ = logit p, where it is the entropy of the label", () => {
    for (const p of [0.1, 0.5, 0.83]) {
      const { mean, gradDelta } = softBradleyTerry([p], [logit(p)]);
      expect(gradDelta[0]).toBeCloseTo(0, 14);
      expect(mean).toBeCloseTo(-p * Math.log(p) - (1 - p) * Math.log(1 - p), 14);
    }
    const { gradDelta } = softBradleyTerry([0.7, 0.2], [1.5, -3]);
    expect(gradDelta[1]).toBeCloseTo(
      slope((d) => softBradleyTerry([0.7, 0.2], [1.5, d]).mean, -3),
      9,
    );
    expect(softBradleyTerry([], []).mean).toBe(0);
  });
});

describe("cringe", () => {
  const input = { logits: [3, 2, 1, 0.5, -1], negative: 1, k: 3, sampled: 2 };

  it("has the gradient of its loss, and never offers the negative token itself", () => {
    const { gradNegative, gradSampled, candidates, probs } = cringeToken(input);
    const by = (v: number) =>
      slope(
        (x) => cringeToken({ ...input, logits: input.logits.with(v, x) }).loss,
        input.logits[v]!,
      );
    expect(gradNegative).toBeCloseTo(by(1), 9);
    expect(gradSampled).toBeCloseTo(by(2), 9);
    expect(candidates).toEqual([0, 2, 3]);
    expect(probs.reduce((a, b) => a + b)).toBeCloseTo(1, 14);
  });

  it("shuts its gate on pairs that are already in order", () => {
    const pair = { ceChosen: 20, cringeRejected: 7.5, alpha: 0.5, b: 1, tau: 2 };
    const gate = (gap: number) =>
      pairwiseCringe({ ...pair, logpChosen: gap, logpRejected: 0 }).gate;
    expect(gate(1)).toBe(0.5);
    expect(gate(-5)).toBeGreaterThan(gate(0));
    expect([gate(5000), gate(-5000)]).toEqual([0, 1]);
  });
});
