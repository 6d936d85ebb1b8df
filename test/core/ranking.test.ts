/** @file Losses over sets and policy gradients: every derivative against differences, and identities. */

import { describe, expect, it } from "vitest";
import { restFilter } from "../../src/core/filter.ts";
import { ipoOptimum, spinNext } from "../../src/core/fixed-points.ts";
import { expectedRating } from "../../src/core/judge.ts";
import { onePairLoss } from "../../src/core/losses.ts";
import { dice } from "../../src/core/random.ts";
import { click, clickPairs, rrhf, slicHf } from "../../src/core/ranking.ts";
import { adaptiveKl, gae, grpo, ppo, rloo, whiten } from "../../src/core/reinforce.ts";

const random = dice(11);
const draws = (name: string, n: number, low: number, high: number): number[] =>
  Array.from({ length: n }, (_, i) => low + (high - low) * random.uniform(name, i));

/** Central differences of f at x. */
const slopes = (x: readonly number[], f: (x: readonly number[]) => number): number[] =>
  x.map((value, i) => {
    const step = 1e-6;
    return (f(x.with(i, value + step)) - f(x.with(i, value - step))) / (2 * step);
  });

const close = (got: readonly number[], want: readonly number[]): void => {
  expect(got).toHaveLength(want.length);
  got.forEach((value, i) => expect(value).toBeCloseTo(want[i]!, 5));
};

describe("losses over sets", () => {
  it("SLiC-HF without a target is the slic pair loss, and has its derivatives", () => {
    for (const [chosen, rejected] of [
      [-8, -11],
      [-12.5, -10],
    ] as const) {
      const input = { delta: 1, lambda: 0.3, logpTarget: -7 };
      const at = ([c, r, t]: readonly number[]) =>
        slicHf({ ...input, logpChosen: c!, logpRejected: r!, logpTarget: t! });
      const { byChosen, byRejected, byTarget } = at([chosen, rejected, -7]);
      close(
        [byChosen, byRejected, byTarget],
        slopes([chosen, rejected, -7], (x) => at(x).loss),
      );
      const plain = slicHf({ ...input, lambda: 0, logpChosen: chosen, logpRejected: rejected });
      const pair = { refChosen: 0, refRejected: 0, lengthChosen: 1, lengthRejected: 1 };
      const same = { policyChosen: chosen, policyRejected: rejected, ...pair };
      expect(plain.loss).toBe(onePairLoss({ kind: "slic", delta: 1 }, same).loss);
    }
  });

  it("RRHF has the derivatives of its loss, and asks nothing more of a right order", () => {
    const sumLogps = draws("p", 6, -30, -5);
    const lengths = [4, 9, 7, 0, 12, 5];
    const rewards = [0.4, -1, 2, 0.4, 1, -0.3];
    const at = (x: readonly number[]) => rrhf({ sumLogps: x, lengths, rewards });
    close(
      at(sumLogps).by,
      slopes(sumLogps, (x) => at(x).total),
    );
    const ordered = rrhf({ sumLogps: [-3, -2, -1], lengths: [1, 1, 1], rewards: [1, 2, 3] });
    expect(ordered).toMatchObject({ rank: 0, sft: 1, violated: 0, by: [0, 0, -1] });
    expect(() => rrhf({ sumLogps: [], lengths: [], rewards: [] })).toThrow(RangeError);
  });

  it("CLICK has the derivatives of its loss, and pairs each negative with one just below it", () => {
    const logps = draws("c", 8, -40, -20);
    const at = (x: readonly number[]) =>
      click({
        ...{ alpha: 6, gamma: 0.3, lmLoss: 2 },
        logpPositive: x.slice(0, 4),
        logpNegative: x.slice(4),
      });
    close(
      [...at(logps).byPositive, ...at(logps).byNegative],
      slopes(logps, (x) => at(x).total),
    );
    const positives = draws("+", 12, -30, -10).map((logp, id) => ({ id, logp }));
    const negatives = draws("-", 12, -30, -10).map((logp, id) => ({ id, logp }));
    const pairs = clickPairs(positives, negatives);
    for (const [negative, positive] of pairs) {
      const [low, high] = [positives[positive]!.logp, negatives[negative]!.logp];
      expect(low).toBeLessThan(high);
      expect(positives.some(({ logp }) => logp > low && logp < high)).toBe(false);
    }
    const skipped = negatives.filter(({ id }) => !pairs.some(([n]) => n === id));
    const least = Math.min(...positives.map(({ logp }) => logp));
    for (const { logp } of skipped) expect(logp).toBeLessThanOrEqual(least);
  });
});

describe("policy gradients", () => {
  it("advantages telescope: λ = 1 is the return less the value, λ = 0 one step ahead", () => {
    const [k1, values] = [draws("k", 6, -1, 1), draws("v", 6, -2, 2)];
    const input = { score: 1.3, k1, beta: 0.2, values, gamma: 1 };
    const far = gae({ ...input, lambda: 1 });
    far.returns.forEach((g, t) => {
      expect(g).toBeCloseTo(1.3 - 0.2 * k1.slice(t).reduce((a, b) => a + b, 0), 12);
    });
    const near = gae({ ...input, lambda: 0 });
    near.advantages.forEach((a, t) => {
      expect(a).toBeCloseTo(near.rewards[t]! + (values[t + 1] ?? 0) - values[t]!, 12);
    });
    expect(gae({ ...input, k1: [], values: [], lambda: 1 }).advantages).toEqual([]);
  });

  it("PPO has the derivatives of its loss on either side of both clips", () => {
    const input = {
      oldLogps: [-1, -2, -1.5, -0.7, -3],
      advantages: [1, -1, 2, -0.5, 0.3],
      oldValues: [0, 0.5, -0.4, 1, 0.2],
      returns: [1, 0.2, -2, 1.5, 0.1],
      ...{ clip: 0.2, valueClip: 0.2, valueCoefficient: 0.4 },
    };
    const [newLogps, newValues] = [
      [-0.6, -2.4, -1.55, -0.3, -3.05],
      [0.5, 0.55, -0.9, 1.6, -0.3],
    ];
    const { byLogp, byValue, clipFraction } = ppo({ ...input, newLogps, newValues });
    close(
      byLogp,
      slopes(newLogps, (x) => ppo({ ...input, newLogps: x, newValues }).total),
    );
    close(
      byValue,
      slopes(newValues, (x) => ppo({ ...input, newLogps, newValues: x }).total),
    );
    expect(clipFraction).toBeCloseTo(2 / 5, 12);
  });

  it("clips nothing in the first epoch, where the ratio is 1", () => {
    const logps = draws("l", 8, -4, 0);
    const values = draws("x", 8, -1, 1);
    const advantages = draws("a", 8, -2, 2);
    const out = ppo({
      ...{ oldLogps: logps, newLogps: logps, oldValues: values, newValues: values },
      ...{ advantages, returns: values, clip: 0.2, valueClip: 0.2, valueCoefficient: 1 },
    });
    expect(out).toMatchObject({ value: 0, approxKl: 0, clipFraction: 0 });
    close(
      out.byLogp,
      advantages.map((a) => -a / 8),
    );
  });

  it("advantages over a group sum to 0, and RLOO is n/(n − 1) times the deviation", () => {
    const rewards = draws("r", 7, -3, 3);
    const centre = rewards.reduce((a, b) => a + b, 0) / 7;
    rloo(rewards).forEach((a, i) => expect(a).toBeCloseTo((7 / 6) * (rewards[i]! - centre), 12));
    for (const group of [rloo(rewards), grpo(rewards, 0), grpo(rewards, 1), whiten(rewards)]) {
      expect(group.reduce((a, b) => a + b, 0)).toBeCloseTo(0, 12);
    }
    expect(rloo([2])).toEqual([2]);
    expect(grpo([2], 1)).toEqual([0]);
  });

  it("the KL coefficient grows above its target and shrinks below, at most by a fifth", () => {
    const after = (kl: number) =>
      adaptiveKl({ coefficient: 1, target: 6, horizon: 100, kl, batch: 100 });
    expect(after(6)).toBe(1);
    expect(after(600)).toBeCloseTo(1.2, 12);
    expect(after(0)).toBeCloseTo(0.8, 12);
    expect(after(6.6)).toBeCloseTo(1.1, 12);
  });
});

describe("filters, ratings and fixed points", () => {
  it("ReST keeps fewer as the threshold rises, and everything at 0", () => {
    const rewards = draws("f", 20, -2, 2);
    const kept = [0, 0.3, 0.6, 0.9].map((threshold) => restFilter(rewards, threshold).kept);
    expect(kept[0]).toHaveLength(20);
    for (let i = 1; i < kept.length; i++) {
      expect(kept[i - 1]).toEqual(expect.arrayContaining([...kept[i]!]));
    }
    const best = rewards.indexOf(Math.max(...rewards));
    expect(kept.every((indices) => indices.includes(best))).toBe(true);
  });

  it("self-play rests at the data, whatever λ, and reaches them at once with λ = 1", () => {
    const data = [0.6, 0.3, 0.1];
    close(spinNext(data, data, 0.4), data);
    close(spinNext(data, [0.2, 0.2, 0.6], 1), data);
    let law: readonly number[] = [0.2, 0.2, 0.6];
    for (let t = 0; t < 60; t++) law = spinNext(data, law, 4);
    close(law, data);
    expect(() => spinNext([0.5, 0.5], [1, 0], 2)).toThrow(RangeError);
    expect(() => spinNext([0, 0], [1, 0], 2)).toThrow(RangeError);
  });

  it("IPO's loss under a soft preference is least at its optimum", () => {
    const [p, tau] = [0.8, 0.5];
    const loss = (h: number) => {
      const one = (sign: number) => (sign * h - 1 / (2 * tau)) ** 2;
      return p * one(1) + (1 - p) * one(-1);
    };
    const h = ipoOptimum(p, tau);
    expect(loss(h)).toBeLessThan(Math.min(loss(h - 0.01), loss(h + 0.01)));
  });

  it("a rating needs two probabilities or more, and some mass", () => {
    expect(() => expectedRating([1])).toThrow(RangeError);
    expect(() => expectedRating(new Array<number>(10).fill(0))).toThrow(RangeError);
  });
});
