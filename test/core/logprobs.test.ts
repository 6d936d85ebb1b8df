import { describe, expect, it } from "vitest";
import { eosMask, klScores, logSoftmax, logSumExp, scoreTokens } from "../../src/core/logprobs.ts";

const logits = [
  [2, 1, 0, -1],
  [0, 0.5, 1.5, -0.5],
  [-1, 0, 1, 2],
];
const refLogits = [
  [1.5, 1.5, 0, -1],
  [0, 1, 1, -0.5],
  [0, 0, 1, 1],
];
const all = { tokens: [1, 2, 3], mask: [1, 1, 1] };

describe("logSoftmax", () => {
  it("sums to one, and adding a constant to a row changes nothing, however large", () => {
    for (const shift of [0, 5, -1000, 1e6]) {
      const row = logSoftmax([2 + shift, 1 + shift, shift, -1 + shift]);
      expect(row.reduce((sum, lp) => sum + Math.exp(lp), 0)).toBeCloseTo(1, 14);
      row.forEach((lp, v) => expect(lp).toBeCloseTo(logSoftmax(logits[0]!)[v]!, 9));
    }
  });

  it("leaves an excluded token impossible and its entropy harmless", () => {
    expect(logSoftmax([0, -Infinity, 0])).toEqual([-Math.LN2, -Infinity, -Math.LN2]);
    const row = { logits: [[0, -Infinity, 0]], tokens: [0], mask: [1], temperature: 1 };
    expect(scoreTokens(row).entropy[0]).toBeCloseTo(Math.LN2, 14);
    expect([logSumExp([]), logSumExp([-Infinity])]).toEqual([-Infinity, -Infinity]);
  });
});

describe("scoreTokens", () => {
  it("scores nothing outside the mask, not even reads it", () => {
    const padded = scoreTokens({
      logits: [[], ...logits, [NaN]],
      tokens: [-100, 1, 2, 3, -100],
      mask: [0, 1, 1, 1, 0],
      temperature: 1,
    });
    const plain = scoreTokens({ logits, ...all, temperature: 1 });
    expect(padded.sum).toBe(plain.sum);
    expect(padded.mean).toBe(plain.mean);
    expect(padded.tokenLogps).toEqual([0, ...plain.tokenLogps, 0]);
    expect(padded.entropy).toEqual([0, ...plain.entropy, 0]);
  });

  it("tends to log V of entropy when hot and to none when cold", () => {
    const entropy = (temperature: number) => scoreTokens({ logits, ...all, temperature }).entropy;
    for (const h of entropy(1e6)) expect(h).toBeCloseTo(Math.log(4), 9);
    for (const h of entropy(1e-3)) expect(h).toBeCloseTo(0, 12);
  });
});

describe("klScores", () => {
  it("has estimators whose mean over the policy is the exact divergence", () => {
    const { exact } = klScores({ logits, refLogits, ...all });
    const expected = { k1: [0, 0, 0], k3: [0, 0, 0] };
    for (const v of [0, 1, 2, 3]) {
      const { k1, k3 } = klScores({ logits, refLogits, tokens: [v, v, v], mask: [1, 1, 1] });
      logits.forEach((row, t) => {
        const p = Math.exp(logSoftmax(row)[v]!);
        expected.k1[t]! += p * k1[t]!;
        expected.k3[t]! += p * k3[t]!;
        expect(k3[t]).toBeGreaterThanOrEqual(0);
      });
    }
    exact.forEach((kl, t) => {
      expect(expected.k1[t]).toBeCloseTo(kl, 14);
      expect(expected.k3[t]).toBeCloseTo(kl, 14);
      expect(kl).toBeGreaterThan(0);
    });
  });
});

describe("eosMask", () => {
  it("keeps the first EOS and nothing after it", () => {
    expect(eosMask([[5, 9, 3, 9], [1, 2], [9], []], 9)).toEqual([[1, 1, 0, 0], [1, 1], [1], []]);
  });
});
