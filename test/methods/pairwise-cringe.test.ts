import { describe, expect, it } from "vitest";
import { evaluateObjective, sequences } from "../../src/core/objectives.ts";
import { dice } from "../../src/core/random.ts";
import { Run } from "../../src/core/run.ts";
import type { Completion, Objective, Step } from "../../src/core/types.ts";
import { bradleyTerry } from "../../src/feedback/bradley-terry.ts";
import { pairwiseCringe } from "../../src/methods/pairwise-cringe.ts";
import { toyBench } from "../../src/toy/bench.ts";
import { TabularPolicy } from "../../src/toy/policy.ts";
import { promptsOf, world } from "../../src/toy/world.ts";

type Of<K extends Step["kind"]> = Extract<Step, { kind: K }>;
const of = <K extends Step["kind"]>(log: readonly Step[], kind: K) =>
  log.filter((step): step is Of<K> => step.kind === kind);

async function runOf(knobs: Record<string, number | string>, seed = 1) {
  const bench = toyBench({ seed, annotator: bradleyTerry });
  const run = new Run(pairwiseCringe, { bench, evaluateEvery: 1e6, knobs });
  await run.play(() => false);
  return run;
}
const goldOf = (run: Run): number => of(run.log, "evaluate").at(-1)!.evaluation.gold;
const QUICK = { rounds: 4, batch: 48, minibatch: 48, learningRate: 0.05, b: 4, tau: 2 };

/** Central differences of a loss by every number it reads. */
function slopes(objective: Objective, logps: readonly (readonly number[])[]): number[][] {
  const at = (i: number, j: number, by: number) =>
    evaluateObjective(objective, logps.with(i, logps[i]!.with(j, logps[i]![j]! + by))).loss;
  return logps.map((row, i) => row.map((_, j) => (at(i, j, 1e-6) - at(i, j, -1e-6)) / 2e-6));
}

const policy = new TabularPolicy(world);
const prompts = promptsOf(world, 1).slice(0, 3);
const answers = await policy.sample(prompts, { n: 4, temperature: 1, seed: 3 });
const random = dice(5);
const logpsOf = (objective: Objective): number[][] =>
  sequences(objective).map(({ completion, also = [] }, i) =>
    [...completion.tokens, ...also].map((_, t) => -0.2 - 3 * random.uniform(i, t)),
  );
const pairs = prompts.map((prompt, i) => {
  const [chosen, rejected] = answers[i] as [Completion, Completion];
  return { prompt, chosen, rejected };
});

describe("objectives without a reference", () => {
  it("RRHF and CLICK weigh every token by the derivative of their loss", () => {
    const groups = prompts.map((prompt, i) => {
      return { prompt, completions: answers[i]!, rewards: [0.3, -1, 2, 0.3] };
    });
    const examples = prompts.map((prompt, i) => ({ prompt, completion: answers[i]![3]! }));
    for (const objective of [
      { kind: "rrhf", groups },
      { kind: "click", alpha: 2, gamma: 0.3, pairs, examples },
      { kind: "click", alpha: 2, gamma: 0.3, pairs: [], examples },
    ] satisfies Objective[]) {
      const logps = logpsOf(objective);
      const { weights } = evaluateObjective(objective, logps);
      const want = slopes(objective, logps);
      weights.forEach((row, i) => row.forEach((w, t) => expect(w).toBeCloseTo(want[i]![t]!, 6)));
    }
  });

  it("cringe weighs them so too, but for the gate, which counts as a constant", async () => {
    const rejected = pairs.map(({ prompt, rejected: completion }) => ({ prompt, completion }));
    const instead = await policy.instead(rejected, { k: 3, seed: 4 });
    // So wide a gate hardly moves: what is left is the derivative of what it weighs.
    const objective: Objective = {
      ...{ kind: "cringe", alpha: 0.7, b: 0, tau: 1e9 },
      pairs: pairs.map((pair, i) => ({ ...pair, instead: instead[i]! })),
    };
    const logps = logpsOf(objective);
    const { weights, metrics } = evaluateObjective(objective, logps);
    expect(metrics["cringe/gate"]).toBeCloseTo(0.5, 6);
    const want = slopes(objective, logps);
    weights.forEach((row, i) => {
      expect(row).toHaveLength(logps[i]!.length);
      row.forEach((w, t) => expect(w).toBeCloseTo(want[i]![t]!, 6));
    });
  });
});

describe("what else might have been said", () => {
  it("is another word of the same place, drawn in proportion to its probability", async () => {
    const prompt = promptsOf(world, 1)[0]!;
    const draws = await policy.sample([prompt], { n: 2000, temperature: 1, seed: 9 });
    const items = draws[0]!.map((completion) => ({ prompt, completion }));
    const found = await policy.instead(items, { k: 100, seed: 2 });
    // The first word: "it" leads to five answers, "I" to three, "no" to one, "…" to none but these.
    const first = world.words.map((_, token) => {
      const share = world.answers.map((a, i) => (a.tokens[0] === token ? world.base[0]![i]! : 0));
      return share.reduce((a, b) => a + b, 0);
    });
    const it_ = world.words.indexOf("it");
    const [i, no] = [world.words.indexOf("I"), world.words.indexOf("no")];
    const others = found.filter((_, j) => items[j]!.completion.tokens[0] === it_);
    const says = others.filter((row) => row.some(({ at, token }) => at === 0 && token === i));
    const want = first[i]! / (first[i]! + first[no]!);
    const se = Math.sqrt((want * (1 - want)) / others.length);
    expect(Math.abs(says.length / others.length - want)).toBeLessThan(4 * se);
    found.forEach((row, j) => {
      for (const { at, token } of row) expect(token).not.toBe(items[j]!.completion.tokens[at]);
    });
    const greedy = await policy.instead(items, { k: 1, seed: 2 });
    greedy.forEach((row, j) => {
      const said = items[j]!.completion.tokens[0];
      expect(row[0]).toEqual({ at: 0, token: said === it_ ? i : it_ });
    });
  });
});

describe("pairwise cringe", () => {
  it("raises gold, and the gate closes as the margins are reached", async () => {
    const run = await runOf({ ...QUICK, rounds: 8 });
    expect(goldOf(run)).toBeGreaterThan(0.5);
    const gates = of(run.log, "update").map(({ report }) => report.metrics["cringe/gate"]!);
    const mean = (xs: readonly number[]) => xs.reduce((a, b) => a + b, 0) / xs.length;
    expect(mean(gates.slice(-4))).toBeLessThan(mean(gates.slice(0, 4)) - 0.05);
  });

  it("is imitation of the best at α = 0, and stands still behind a closed gate", async () => {
    const shut = await runOf({ ...QUICK, b: -50, tau: 0.1 });
    for (const { report } of of(shut.log, "update")) expect(report.gradNorm).toBeLessThan(1e-9);
    const open = await runOf({ ...QUICK, rounds: 1, epochs: 1, alpha: 0, b: 100, tau: 1 });
    const { report } = of(open.log, "update")[0]!;
    expect(report.loss).toBeCloseTo(report.metrics["nll_loss"]!, 9);
  });
});
