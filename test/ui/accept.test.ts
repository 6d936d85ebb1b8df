/** @file The accept picture: its moments, its dice at another β, and its curve over them. */
import { describe, expect, it } from "vitest";
import { reachOf } from "../../src/core/keep.ts";
import { latest } from "../../src/core/fold.ts";
import {
  binsOf,
  curvePoints,
  judged,
  momentOf,
  moments,
  paidAlong,
  verdicts,
} from "../../src/ui/views/accept.ts";
import { rejection } from "./gallery/logs.ts";

const step = latest(await rejection(), "accept")!;
const gumbel = latest(await rejection({ sampler: "gumbel" }), "accept")!;
const rewards = step.rewards[0]!;

describe("the accept picture", () => {
  it("shows what was kept at the run's own β, and judges the same dice at another", () => {
    expect(judged(step, 0, step.beta)).toBe(step.kept[0]);
    const own = new Map(step.kept[0]!.trials.map((t) => [`${t.index} ${t.pass}`, t.u]));
    const other = judged(step, 0, 2);
    for (const { index, pass, u } of other.trials) {
      expect(own.get(`${index} ${pass}`) ?? u).toBe(u);
    }
    expect(other.accepted).not.toEqual(step.kept[0]!.accepted);
    expect(judged(step, 0, null).accepted).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    expect(moments(judged(step, 0, 0))).toBe(8);
  });

  it("splits every moment into tried, untried and kept, losing no candidate", () => {
    for (const beta of [0.1, 0.5, 3]) {
      const decision = judged(step, 1, beta);
      const n = step.rewards[1]!.length;
      for (let seen = 0; seen <= moments(decision); seen++) {
        const { pass, tried, untried, kept, now } = momentOf(decision, n, seen);
        expect(now?.pass ?? 1).toBe(pass);
        expect(kept).toEqual(decision.accepted.slice(0, kept.length));
        const before = kept.filter((i) => !tried.some((t) => t.index === i));
        const all = [...tried.map((t) => t.index), ...untried, ...before];
        expect(new Set(all).size).toBe(n);
        expect(all).toHaveLength(n);
      }
    }
  });

  it("draws the curve that the dice were judged by, whichever the rule", () => {
    for (const one of [step, gumbel]) {
      for (const [i, decision] of one.kept.entries()) {
        const own = one.rewards[i]!;
        for (const { index, pass, u, threshold, kept } of decision.trials) {
          const r = own[index]!;
          const points = curvePoints(one, one.beta, decision, pass, [r, r + 1], 1);
          expect(points[0]![1]).toBeCloseTo(threshold, 9);
          expect(u < threshold).toBe(kept);
        }
      }
    }
  });

  it("bins every candidate once, and as much weight as there are candidates", () => {
    for (const beta of [0, 0.3, 5, null]) {
      const bins = binsOf(rewards, beta, [-4, 4], 16);
      const total = (key: "n" | "tilted") => bins.reduce((sum, bin) => sum + bin[key], 0);
      expect(total("n")).toBe(rewards.length);
      expect(total("tilted")).toBeCloseTo(rewards.length, 9);
      if (beta === null) for (const bin of bins) expect(bin.tilted).toBeCloseTo(bin.n, 9);
    }
  });

  it("pays less for less reward as β grows", () => {
    const paid = paidAlong(rewards);
    for (let i = 1; i < paid.length; i++) {
      expect(paid[i]!.reward).toBeLessThan(paid[i - 1]!.reward + 1e-12);
      expect(paid[i]!.kl).toBeLessThan(paid[i - 1]!.kl + 1e-12);
    }
    expect(reachOf(rewards, null)).toMatchObject({ acceptance: 1, kl: 0, asked: 0 });
  });

  it("numbers the kept in order of acceptance", () => {
    const decision = step.kept[0]!;
    const found = verdicts(decision, moments(decision));
    decision.accepted.forEach((index, i) => expect(found.get(index)!.order).toBe(i + 1));
    expect([...found.values()].filter(({ order }) => order === 0).length).toBe(found.size - 8);
  });
});
