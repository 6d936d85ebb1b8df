import { describe, expect, it } from "vitest";
import { dieOf, keep } from "../../src/core/keep.ts";
import { Run } from "../../src/core/run.ts";
import { tilt } from "../../src/core/tilt.ts";
import type { Step } from "../../src/core/types.ts";
import { bradleyTerry } from "../../src/feedback/bradley-terry.ts";
import { rso } from "../../src/methods/rso.ts";
import { toyBench } from "../../src/toy/bench.ts";
import { world } from "../../src/toy/world.ts";

type Of<K extends Step["kind"]> = Extract<Step, { kind: K }>;

async function runOf(knobs: Record<string, number | string>, seed = 1, copies = 16) {
  const bench = toyBench({ seed, annotator: bradleyTerry, copies });
  const run = new Run(rso, { bench, evaluateEvery: 1e6, knobs });
  await run.play(() => false);
  return { run, bench };
}

const of = <K extends Step["kind"]>(log: readonly Step[], kind: K) =>
  log.filter((step): step is Of<K> => step.kind === kind);

/** The draws, rewards and decisions of each prompt, round after round. */
const roundsOf = (log: readonly Step[]) =>
  of(log, "accept").flatMap((accept, t) => {
    const { prompts, completions } = of(log, "sample")[t]!;
    return prompts.map((prompt, i) => ({
      prompt,
      replies: completions[i]!,
      rewards: accept.rewards[i]!,
      ...accept.kept[i]!,
    }));
  });

/** How often each answer to each question was kept, from untruncated draws at temperature 1. */
async function keptShares(knobs: Record<string, number | string>) {
  const quick = { rounds: 40, batch: 64, epochs: 1, minibatch: 256, learningRate: 0 };
  const plain = { temperature: 1, topK: 1000 };
  // A prompt keeps its candidates: so many prompts that hardly one comes twice.
  const { run } = await runOf({ ...quick, ...plain, ...knobs }, 1, 10_000);
  const counts = world.questions.map(() => world.answers.map(() => 0));
  for (const { prompt, replies, accepted } of roundsOf(run.log)) {
    for (const place of accepted) {
      const answer = world.answers.findIndex(({ text }) => text === replies[place]!.text);
      counts[world.questions.indexOf(prompt.text)]![answer]!++;
    }
  }
  return counts;
}

/** Pearson's χ² of counts against a law. */
function chiSquare(counts: readonly number[], law: readonly number[]): number {
  const n = counts.reduce((a, b) => a + b, 0);
  return counts.reduce((sum, c, i) => sum + (c - n * law[i]!) ** 2 / (n * law[i]!), 0);
}

describe("RSO", () => {
  it.each(["rejection", "gumbel"])("keeps draws of π_sft e^{r/β}/Z, by %s", async (sampler) => {
    const counts = await keptShares({ beta: 0.8, n: 64, k: 2, sampler });
    // Two of 64 are drawn without replacement: too few to bend the law. 99.9 % of χ² on nine
    // degrees of freedom lies below 27.9; the reference itself is far from the tilt.
    world.questions.forEach((_, q) => {
      const { law } = tilt(world.base[q]!, world.gold[q]!, 0.8);
      expect(chiSquare(counts[q]!, law)).toBeLessThan(27.9);
      expect(chiSquare(counts[q]!, world.base[q]!)).toBeGreaterThan(250);
    });
  });

  it("accepts at the rate Z e^{−max r/β}", async () => {
    const knobs = { rounds: 8, batch: 64, n: 128, k: 64, beta: 0.8, temperature: 1, topK: 1000 };
    const { run } = await runOf({ ...knobs, learningRate: 0, minibatch: 256, epochs: 1 });
    const rates = world.questions.map(() => ({ tried: 0, kept: 0 }));
    for (const { prompt, trials } of roundsOf(run.log)) {
      const rate = rates[world.questions.indexOf(prompt.text)]!;
      for (const { pass, kept } of trials) {
        if (pass > 1) continue;
        rate.tried++;
        if (kept) rate.kept++;
      }
    }
    rates.forEach(({ tried, kept }, q) => {
      const { acceptance } = tilt(world.base[q]!, world.gold[q]!, 0.8);
      const se = Math.sqrt((acceptance * (1 - acceptance)) / tried);
      expect(Math.abs(kept / tried - acceptance)).toBeLessThan(4 * se);
    });
  });

  it("keeps the best K at β = 0, and the first K at β = ∞", async () => {
    const quick = { rounds: 3, batch: 16, n: 24, k: 5, learningRate: 0 };
    const best = roundsOf((await runOf({ ...quick, beta: 0 })).run.log);
    for (const { rewards, accepted, trials, tops } of best) {
      const order = rewards.map((_, i) => i).sort((a, b) => rewards[b]! - rewards[a]! || a - b);
      expect(accepted).toEqual(order.slice(0, 5));
      expect(trials).toEqual([]);
      expect(tops).toEqual(accepted.map((i) => rewards[i]!));
    }
    const first = roundsOf((await runOf({ ...quick, data: "sft-sample-rank" })).run.log);
    for (const { accepted, tops } of first) {
      expect(accepted).toEqual([0, 1, 2, 3, 4]);
      expect(tops).toHaveLength(1);
    }
  });

  it("writes a log from which every decision can be worked out, at this β or another", async () => {
    const { run } = await runOf({ rounds: 2, batch: 8, n: 32, beta: 0.5, learningRate: 0 });
    for (const step of of(run.log, "accept")) {
      step.kept.forEach(({ promptId, ...decision }, i) => {
        const die = dieOf(step.seed, promptId);
        expect(keep(step.rule, step.rewards[i]!, step.beta, step.k, die)).toEqual(decision);
        for (const { u, threshold, kept } of decision.trials) expect(u < threshold).toBe(kept);
        expect(decision.accepted).toHaveLength(8);
      });
    }
    const at2 = await runOf({ rounds: 2, batch: 8, n: 32, beta: 2, learningRate: 0 });
    const [here, there] = [of(run.log, "accept")[0]!, of(at2.run.log, "accept")[0]!];
    here.kept.forEach(({ promptId }, i) => {
      const again = keep("rejection", here.rewards[i]!, 2, 8, dieOf(here.seed, promptId));
      expect({ promptId, ...again }).toEqual(there.kept[i]);
    });
  });

  it.each([
    ["first_round", 4],
    ["tournament", 7],
  ])("pairs the kept by %s: at most %i pairs, the better answer chosen", async (pairing, most) => {
    const { run } = await runOf({ rounds: 3, batch: 16, n: 32, pairing, learningRate: 0.01 });
    of(run.log, "pair").forEach(({ pairs, ties }, t) => {
      expect(pairs.length + ties).toBe(16 * most);
      expect(pairs.length).toBeGreaterThan(0);
      const decisions = roundsOf(run.log).slice(16 * t, 16 * (t + 1));
      for (const { prompt, chosen, rejected, ref } of pairs) {
        const { replies, rewards, accepted } = decisions.find((d) => d.prompt.id === prompt.id)!;
        const [w, l] = [chosen, rejected].map((y) => replies.findIndex((z) => z.id === y.id));
        expect(rewards[w!]!).toBeGreaterThan(rewards[l!]!);
        expect(accepted).toEqual(expect.arrayContaining([w, l]));
        const steps = Math.abs(accepted.indexOf(w!) - accepted.indexOf(l!));
        if (pairing === "first_round") expect(steps).toBe(1);
        expect(ref.chosen).toBeCloseTo(chosen.logp, 12);
        expect(ref.rejected).toBeCloseTo(rejected.logp, 12);
      }
    });
  });

  it.each([
    ["sigmoid-norm", Math.LN2],
    ["hinge-norm", 1],
  ])("starts %s at its value for a policy that is its own reference", async (loss, start) => {
    const { run } = await runOf({ rounds: 1, batch: 8, n: 16, loss, gamma: 0.3 });
    expect(of(run.log, "update")[0]!.report.loss).toBeCloseTo(start, 12);
  });

  it("raises gold; with rewards dealt at random it does not", async () => {
    const knobs = { rounds: 4, batch: 32, n: 32, learningRate: 0.05, gamma: 0.3 };
    const goldOf = async (control: string) =>
      of((await runOf({ ...knobs, control })).run.log, "evaluate").at(-1)!.evaluation.gold;
    const [none, random, shuffled] = [
      await goldOf("none"),
      await goldOf("random selection"),
      await goldOf("shuffled rewards"),
    ];
    expect(none).toBeGreaterThan(0.8);
    expect(Math.abs(shuffled)).toBeLessThan(0.4);
    // Random answers are still paired by their rewards: that is sft-sample-rank.
    expect(random).toBeGreaterThan(0.5);
  });

  it("keeps and pairs with an exact ranker what it keeps and pairs by reward", async () => {
    const quick = { rounds: 2, batch: 12, n: 32, learningRate: 0 };
    const by = async (ranker: string, pairing: string) =>
      (await runOf({ ...quick, ranker, pairing })).run.log;
    for (const pairing of ["first_round", "tournament"]) {
      const [one, two] = [await by("pointwise", pairing), await by("pairwise", pairing)];
      of(two, "accept").forEach(({ kept, rewards }, t) => {
        const other = of(one, "accept")[t]!;
        // Against one other answer: every reward of a prompt is shifted by the same amount.
        rewards.forEach((row, i) => {
          const shift = row[0]! - other.rewards[i]![0]!;
          row.forEach((r, j) => expect(r - other.rewards[i]![j]!).toBeCloseTo(shift, 9));
        });
        expect(kept.map(({ accepted }) => accepted)).toEqual(
          other.kept.map(({ accepted }) => accepted),
        );
      });
      const names = (log: readonly Step[]) =>
        of(log, "pair").map(({ pairs, ties }) => ({
          ties,
          pairs: pairs.map(({ chosen, rejected }) => [chosen.id, rejected.id]).sort(),
        }));
      expect(names(two)).toEqual(names(one));
      expect(of(two, "label").map(({ by }) => by)).toEqual(["pairwise ranker", "pairwise ranker"]);
    }
  });

  it("learns directly from given pairs, which π_sft did not write, without tilting or scoring", async () => {
    const { run } = await runOf({ rounds: 2, batch: 12, data: "direct", ranker: "pairwise" });
    const kinds = new Set(run.log.map(({ kind }) => kind));
    expect(kinds).toEqual(new Set(["evaluate", "round", "sample", "label", "pair", "update"]));
    of(run.log, "label").forEach(({ labels }, t) => {
      const { pairs, ties } = of(run.log, "pair")[t]!;
      expect(pairs.length + ties).toBe(12);
      for (const { prompt, chosen, rejected, ref } of pairs) {
        const { a, p } = labels.find((label) => label.promptId === prompt.id)!;
        expect(chosen.id === a).toBe(p > 0.5);
        expect(chosen.text).not.toBe(rejected.text);
        // Another law wrote them; the loss still compares with π_sft.
        const q = world.questions.indexOf(prompt.text);
        const base = world.base[q]![world.answers.findIndex(({ text }) => text === chosen.text)]!;
        expect(ref.chosen).toBeCloseTo(Math.log(base), 9);
      }
    });
  });

  it("asks no ranker once rewards are dealt at random", async () => {
    const quick = { rounds: 1, batch: 8, n: 16, ranker: "pairwise", control: "shuffled rewards" };
    expect(of((await runOf(quick)).run.log, "label")).toEqual([]);
  });

  it("holds the policy back by the reference, unless that is left out", async () => {
    const quick = { rounds: 1, batch: 8, n: 16, gamma: 0.5, minibatch: 256, epochs: 1 };
    const first = async (control: string) => {
      const { log } = (await runOf({ ...quick, control })).run;
      return { report: of(log, "update")[0]!.report, pairs: of(log, "pair")[0]!.pairs };
    };
    const [held, free] = [await first("none"), await first("no KL")];
    expect(free.pairs).toEqual(held.pairs);
    for (const { h } of held.report.pairs) expect(h).toBeCloseTo(0, 12);
    for (const { h, policyChosen, policyRejected } of free.report.pairs) {
      expect(h).toBeCloseTo(policyChosen - policyRejected, 12);
    }
    expect(free.report.loss).not.toBeCloseTo(held.report.loss, 3);
  });

  it("teaches nothing where all rewards are equal, and says how many matches were ties", async () => {
    // Greedy draws: every candidate of a prompt is the same answer.
    const knobs = { rounds: 2, batch: 6, n: 16, k: 8, temperature: 0.1, topK: 1 };
    for (const beta of [0, 0.5, 5]) {
      for (const ranker of ["pointwise", "pairwise"]) {
        const { run } = await runOf({ ...knobs, beta, ranker });
        expect(run.done).toBe(true);
        for (const { pairs, ties } of of(run.log, "pair")) {
          expect(pairs).toEqual([]);
          expect(ties).toBe(6 * 4);
        }
        expect(of(run.log, "update")).toEqual([]);
        for (const { metrics, kept } of of(run.log, "accept")) {
          for (const { accepted } of kept) expect(accepted).toHaveLength(8);
          for (const value of Object.values(metrics)) expect(value).toSatisfy(Number.isFinite);
        }
      }
    }
  });

  it("goes on when there is nothing to choose from", async () => {
    const cases: (Record<string, number | string> & { n: number })[] = [
      { n: 1, k: 8 },
      { n: 4, k: 8, temperature: 0.1, topK: 1 },
      { n: 6, k: 6, sampler: "gumbel" },
    ];
    for (const knobs of cases) {
      const { run } = await runOf({ rounds: 2, batch: 4, ...knobs });
      expect(run.done).toBe(true);
      for (const { kept } of of(run.log, "accept")) {
        for (const { accepted } of kept) expect(accepted).toHaveLength(knobs.n);
      }
      for (const { metrics } of of(run.log, "accept")) {
        for (const value of Object.values(metrics)) expect(value).toSatisfy(Number.isFinite);
      }
    }
  });
});
