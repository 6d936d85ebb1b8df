import { describe, expect, it } from "vitest";
import { bestOfNEstimate, bestOfNKlBound } from "../../src/core/best-of-n.ts";
import { goldReward } from "../../src/core/gold.ts";
import { onePairLoss } from "../../src/core/losses.ts";
import { mean } from "../../src/core/statistics.ts";
import type { Completion, Evaluation, PairLoss, Step } from "../../src/core/types.ts";
import {
  bankOf,
  climb,
  doublingsTo,
  gaussianMaximum,
  exactReach,
  reachOf,
} from "../../src/ui/charts/frontier.ts";
import { world } from "../../src/toy/world.ts";
import { fixed } from "../../src/ui/numbers.ts";
import { batchAt, fateOf, promptIndex, referenceOf, rewardOf } from "../../src/ui/views/batch.ts";
import { candidates, sortBy } from "../../src/ui/views/candidates.ts";
import { creditScale, sharedTokens, sharedWords, tokensOf } from "../../src/ui/views/credit.ts";
import { bendOf, lossAt, substitute } from "../../src/ui/views/equation.ts";
import { falling, trend } from "../../src/ui/views/falling.ts";
import { agreement } from "../../src/ui/views/gold.ts";
import { pairOf } from "../../src/ui/views/pairs.ts";
import { piecesOf } from "../../src/ui/views/pieces.ts";
import { expectedUpdates, fitReports, implicitRewards } from "../../src/ui/views/series.ts";
import { fitted, imitation, lastOf, preference } from "./gallery/logs.ts";
import { reviewTask } from "./gallery/reviews.ts";

const imitated = await imitation();
const preferred = await preference();

describe("a batch at a playhead", () => {
  it("knows what has happened since its draw and nothing later", () => {
    const sample = imitated.findIndex((step) => step.kind === "sample");
    const drawn = batchAt(imitated, sample)!;
    expect([drawn.scores, drawn.kept]).toEqual([null, null]);
    const y = drawn.completions[0]![0]!;
    expect(fateOf(drawn, y)).toBe("waiting");

    const select = imitated.findIndex((step) => step.kind === "select");
    const selected = batchAt(imitated, select)!;
    const fates = selected.completions[0]!.map((one) => fateOf(selected, one));
    expect(fates.filter((fate) => fate === "kept")).toHaveLength(1);
    expect(fates.filter((fate) => fate === "dropped")).toHaveLength(fates.length - 1);
    expect(rewardOf(selected, y.id)).toBe(selected.scores![0]![0]);
    expect(batchAt(imitated, sample - 1)).toBeNull();
  });

  it("takes the policy for the reference before any update, and asks pairs after", () => {
    const first = batchAt(
      preferred,
      preferred.findIndex((step) => step.kind === "sample"),
    )!;
    const y = first.completions[0]![0]!;
    expect(referenceOf(first, y)).toBe(y.logp);
    const later = batchAt(preferred, lastOf(preferred, "pair"))!;
    expect(later.untrained).toBe(false);
    const { chosen, ref } = later.pairs![0]!;
    expect(referenceOf(later, chosen)).toBe(ref.chosen);
    expect(fateOf(later, chosen)).toBe("chosen");
  });

  it("falls back to the first prompt when the one being read is not there", () => {
    const prompts = [
      { id: "a", text: "" },
      { id: "b", text: "" },
    ];
    expect([promptIndex(prompts, "b"), promptIndex(prompts, "gone")]).toEqual([1, 0]);
  });

  it("lists candidates by any column without changing them", () => {
    const batch = batchAt(imitated, lastOf(imitated, "select"))!;
    const rows = candidates(batch, 0, reviewTask);
    for (const column of ["reward", "gold", "logp", "drawn"] as const) {
      expect(
        sortBy(rows, column)
          .map((row) => row.place)
          .sort((a, b) => a - b),
      ).toEqual(rows.map((row) => row.place));
    }
    expect(sortBy(rows, "drawn")).toEqual(rows);
    const kept = rows.find((row) => row.fate === "kept")!;
    expect(kept.reward).toBe(Math.max(...rows.map((row) => row.reward!)));
    expect(kept.gold).toBe(goldReward(reviewTask, batch.prompts[0]!, kept.reply));
  });

  it("finds the texts of every reported pair", () => {
    const at = lastOf(preferred, "update");
    const step = preferred[at] as Extract<Step, { kind: "update" }>;
    const batch = batchAt(preferred, at)!;
    for (const report of step.report.pairs) {
      const pair = pairOf(batch, report)!;
      expect([pair.chosen.id, pair.rejected.id]).toEqual([report.chosenId, report.rejectedId]);
      expect(pair.ref.chosen).toBe(report.refChosen);
    }
  });
});

describe("token credit", () => {
  const credit = (preferred[lastOf(preferred, "update")] as Extract<Step, { kind: "update" }>)
    .report.credit!;

  it("adds up to what the reply moved, its end included and marked", () => {
    for (const answer of credit.answers) {
      const tokens = tokensOf(answer);
      const moved = tokens.reduce((sum, token) => sum + token.moved, 0);
      const sum = (xs: readonly number[]) => xs.reduce((a, x) => a + x, 0);
      expect(moved).toBeCloseTo(sum(answer.after) - sum(answer.before), 12);
      expect(tokens.map((token) => token.isEnd)).toEqual(
        tokens.map((_, i) => i === tokens.length - 1),
      );
      const said = tokens.filter((token) => !token.isEnd);
      const text = said.map((token) => (token.starts ? " " : "") + token.text).join("");
      expect(text).toBe(answer.completion.text);
    }
  });

  it("prints a scale of one digit that is no longer than the tallest bar", () => {
    for (const most of [0.0123, 0.2, 0.99, 3.4]) {
      const { pixelsPerNat, rule } = creditScale([most, -most / 3], 20);
      expect(pixelsPerNat * most).toBeCloseTo(20, 12);
      expect(rule.pixels).toBeLessThanOrEqual(20.5);
      expect(rule.pixels).toBeGreaterThan(7.9);
      expect(Number(rule.nats.toPrecision(1))).toBeCloseTo(rule.nats, 12);
    }
    expect(creditScale([0, 0], 20).rule.nats).toBe(0);
  });

  it("cuts two replies where they part, between words", () => {
    expect(sharedTokens([1, 2, 3], [1, 2, 4, 5])).toBe(2);
    expect(sharedWords("it works well", "it works at first")).toEqual({
      shared: "it works ",
      a: "well",
      b: "at first",
    });
    expect(sharedWords("It is fine", "It isn’t fine").shared).toBe("It ");
    expect(sharedWords("same", "same")).toEqual({ shared: "same", a: "", b: "" });
    expect(sharedWords("it broke", "it broke at once").a).toBe("");
  });

  it("shows tokens only when they spell the reply", () => {
    const y: Completion = {
      id: "x#0",
      promptId: "x",
      text: "It works.",
      tokens: [1, 2, 3, 0],
      pieces: ["It", " works", ".", "</s>"],
      logps: [-1, -1, -1, -1],
      logp: -4,
      finished: true,
    };
    expect(piecesOf(y)).toEqual(["It", " works", "."]);
    expect(piecesOf({ ...y, text: "Other." })).toBeNull();
    expect(piecesOf({ ...y, pieces: ["It works."] })).toBeNull();
    expect(piecesOf({ ...y, text: "It works .", pieces: ["It", "works", ".", ""] })).toEqual([
      "It",
      " works",
      " .",
    ]);
  });
});

describe("the substituted loss", () => {
  const logps = {
    policyChosen: -16.69,
    policyRejected: -24.91,
    refChosen: -20.35,
    refRejected: -26.04,
    lengthChosen: 13,
    lengthRejected: 16,
  };
  const losses: PairLoss[] = [
    { kind: "dpo", beta: 0.1 },
    { kind: "dpo", beta: 0.1, labelSmoothing: 0.1 },
    { kind: "robust_dpo", beta: 0.1, labelSmoothing: 0.1 },
    { kind: "ipo", tau: 0.1, average: "sum" },
    { kind: "ipo", tau: 0.5, average: "mean" },
    { kind: "hinge_norm", gamma: 0.05 },
    { kind: "hinge", gamma: 0.05 },
    { kind: "slic", delta: 10 },
  ];

  it.each(losses)("is what the engine computes, and its sides make its margin: %j", (loss) => {
    const s = substitute(loss, logps);
    const truth = onePairLoss(loss, logps);
    expect(s.loss).toBe(truth.loss);
    expect(s.chosen.ratio - s.rejected.ratio).toBeCloseTo(truth.margin, 12);
    expect(lossAt(loss, truth.margin)).toBeCloseTo(truth.loss, 12);
    expect(s.last).toContain(loss.kind === "dpo" && loss.labelSmoothing ? "0.9" : "");
  });

  it("prints the numbers that give the result", () => {
    const s = substitute({ kind: "dpo", beta: 0.1 }, logps);
    expect(s.last).toBe("−log σ(0.1 × 2.53)");
    expect(fixed(s.loss, 3)).toBe("0.575");
    expect(s.push).toEqual({ kind: "share", share: expect.closeTo(0.437, 3) });
  });

  it("names where a loss bends: zero beyond a hinge's corner, IPO's least at its target", () => {
    for (const loss of losses) {
      const bend = bendOf(loss);
      if (bend === null) continue;
      expect(lossAt(loss, bend)).toBeCloseTo(0, 12);
      expect(lossAt(loss, bend - 0.5)).toBeGreaterThan(0);
      expect(lossAt(loss, bend + 0.5)).toBeCloseTo(loss.kind === "ipo" ? 0.25 : 0, 12);
    }
  });
});

describe("why the chosen reward falls", () => {
  const line = (chosen: number, rejected: number) =>
    Array.from({ length: 12 }, (_, i) => ({
      update: i + 1,
      chosen: chosen * i + 0.01 * Math.sin(7 * i),
      rejected: rejected * i + 0.01 * Math.sin(5 * i),
    }));
  const measured = (...golds: number[]) =>
    golds.map((gold) => ({ gold, se: { gold: 0.05 } }) as unknown as Evaluation);

  it.each([
    ["own-replies", line(-0.1, -0.3), measured(0, 0.5, 0.9)],
    ["over-fitting", line(-0.1, -0.3), measured(0, 0.9, 0.4)],
    ["over-fitting", line(0.1, -0.3), measured(0, 0.9, 0.4)],
    ["too-fast", line(-0.3, -0.1), measured(0, 0.2)],
    ["fresh", line(0.3, 0.1), measured(0, 0.2)],
    ["apart", line(0.1, -0.1), measured(0, 0.2)],
    ["plain", line(0.1, 0), measured(0, 0.2)],
    ["early", line(-0.1, -0.3).slice(0, 4), measured(0)],
  ] as const)("reads %s", (verdict, rewards, evaluations) => {
    expect(falling(rewards, evaluations).verdict).toBe(verdict);
  });

  it("does not call noise a slope, nor a fall within two standard errors a fall", () => {
    expect(trend([0.3, -0.2, 0.1, -0.1, 0.2, -0.3, 0.25, -0.15, 0.05, 0.1])).toBe("level");
    expect(falling(line(-0.1, -0.3), measured(0, 0.9, 0.85)).verdict).toBe("own-replies");
  });

  it("reads implicit rewards as the engine reports them", () => {
    const rewards = implicitRewards(preferred, preferred.length - 1);
    const reports = preferred.flatMap((step) => (step.kind === "update" ? [step.report] : []));
    expect(rewards).toHaveLength(reports.length);
    rewards.forEach((reward, i) => {
      expect(reward.chosen).toBeCloseTo(reports[i]!.metrics["rewards/chosen"]!, 12);
      expect(reward.rejected).toBeCloseTo(reports[i]!.metrics["rewards/rejected"]!, 12);
    });
  });
});

describe("how far a nat reaches", () => {
  const bank = bankOf(imitated, imitated.length - 1)!;
  const reach = reachOf(bank, 0.25);

  it("takes the first draw, and none from a method that draws two", () => {
    const scores = imitated.find((step) => step.kind === "score")!.scores;
    expect(bank).toEqual(scores);
    expect(bankOf(preferred, preferred.length - 1)).toBeNull();
    expect(bankOf(imitated, 0)).toBeNull();
  });

  it("starts at the start, ends by ln N, and no best-of-n beats the tilt at its KL", () => {
    expect(reach.tilt[0]).toEqual([0, 0.25]);
    for (const [kl] of reach.tilt) expect(kl).toBeLessThanOrEqual(reach.end);
    for (const b of reach.bestOf) {
      expect(b.kl).toBeLessThanOrEqual(bestOfNKlBound(b.n) + 1e-12);
      const above = reach.tilt.find(([kl]) => kl >= b.kl);
      if (above) expect(above[1]).toBeGreaterThanOrEqual(b.reward - 1e-9);
    }
  });

  it("is exact where all answers are known: the optimum of E r − β KL, above every best-of-n", () => {
    const { tilt, bestOf, end, n } = exactReach({ reference: world.base, rewards: world.proxy });
    expect(n).toBeNull();
    expect(end).toBe(tilt.at(-1)![0]);
    // Optimal at every β: β log Z of the base by its own sum is what reward less β KL comes to.
    for (const [i, beta] of [20, 20 / 1.25, 20 / 1.25 ** 2].entries()) {
      const free = world.base.map((base, q) => {
        const masses = base.map((p, a) => p * Math.exp(world.proxy[q]![a]! / beta));
        return beta * Math.log(masses.reduce((sum, m) => sum + m, 0));
      });
      const [kl, reward] = tilt[i]!;
      expect(reward - beta * kl).toBeCloseTo(mean(free), 10);
    }
    expect(bestOf.map((b) => b.n)).toEqual([1, 2, 4, 8, 16, 32, 64]);
    expect(bestOf[0]!.kl).toBeCloseTo(0, 12);
    for (const { kl, reward } of bestOf.slice(1)) {
      const above = tilt.find(([paid]) => paid >= kl);
      if (above) expect(above[1]).toBeGreaterThanOrEqual(reward - 1e-9);
    }
  });

  it("climbs with N from the mean, as the unbiased estimator says, gold beside it", () => {
    const gold = bank.map((row) => row.map((r) => -r));
    const steps = climb(bank, gold);
    expect(steps.map((step) => step.n)).toEqual([1, 2, 4, 8, 16]);
    expect(steps[0]!.best).toBeCloseTo(mean(bank.flat()), 12);
    for (const { n, best, gold: worth } of steps) {
      expect(best).toBeCloseTo(mean(bank.map((row) => bestOfNEstimate(row, row, n).proxy)), 12);
      expect(worth).toBeCloseTo(-best, 12);
    }
    // The mean of n draws is the mean, whatever n; the median of one draw too, and of all their own.
    for (const { mean: flat } of steps) expect(flat).toBeCloseTo(mean(bank.flat()), 12);
    expect(steps[0]!.median).toBeCloseTo(steps[0]!.mean, 12);
    const own = bank.map((row) => [...row].sort((a, b) => a - b));
    const medians = own.map((row) => (row[7]! + row[8]!) / 2);
    expect(steps.at(-1)!.median).toBeCloseTo(mean(medians), 12);
    expect(doublingsTo(12)).toEqual([1, 2, 4, 8, 12]);
  });

  it.each([
    [1, 0],
    [2, 1 / Math.sqrt(Math.PI)],
    [3, 1.5 / Math.sqrt(Math.PI)],
    [4, 1.029375373],
    [16, 1.7659913931],
    [64, 2.3437],
  ])("knows the expected maximum of %i normal draws", (n, expected) => {
    expect(gaussianMaximum(n)).toBeCloseTo(expected, 4);
  });
});

describe("readings of a run", () => {
  it("expects the updates of the rounds to come from those gone by", () => {
    const round = (t: number) => ({ kind: "round", t, rounds: 5 }) as Step;
    const update = preferred[lastOf(preferred, "update")]!;
    const log = [round(0), update, update, update, round(1), update, update, update];
    expect(expectedUpdates(log.slice(0, 3))).toBe(5);
    expect(expectedUpdates(log.slice(0, 5))).toBe(15);
    expect(expectedUpdates(log)).toBe(15);
    expect(expectedUpdates([])).toBe(0);
  });

  it("follows the fit that leads to the playhead", () => {
    const log = fitted();
    const reports = fitReports(log, log.length - 1);
    expect(reports.map((report) => report.seen)).toEqual(
      Array.from({ length: 20 }, (_, i) => 40 * (i + 1)),
    );
    expect(fitReports(log, 4)).toHaveLength(5);
  });

  it("counts the pairs on which two judges agree, without ties", () => {
    expect(agreement([1, 2, 3], [1, 2, 3])).toEqual({ share: 1, pairs: 3 });
    expect(agreement([1, 2, 2], [3, 1, 1])).toEqual({ share: 0, pairs: 2 });
    expect(agreement([1], [1]).pairs).toBe(0);
  });
});
