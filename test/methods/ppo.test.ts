import { describe, expect, it } from "vitest";
import { expectedRating } from "../../src/core/judge.ts";
import { adaptiveKl } from "../../src/core/reinforce.ts";
import { gradeLaw, gradeOf } from "../../src/core/rating.ts";
import { Run } from "../../src/core/run.ts";
import type { Grader, Method, Scorer, Step } from "../../src/core/types.ts";
import { bradleyTerry } from "../../src/feedback/bradley-terry.ts";
import { directRlaif } from "../../src/methods/direct-rlaif.ts";
import { llama2Chat } from "../../src/methods/llama2-chat.ts";
import { rlhfPpo } from "../../src/methods/rlhf-ppo.ts";
import { toyBench } from "../../src/toy/bench.ts";
import { world } from "../../src/toy/world.ts";

type Of<K extends Step["kind"]> = Extract<Step, { kind: K }>;
const of = <K extends Step["kind"]>(log: readonly Step[], kind: K): Of<K>[] =>
  log.filter((s): s is Of<K> => s.kind === kind);
const sum = (xs: readonly number[]) => xs.reduce((a, b) => a + b, 0);
const mean = (xs: readonly number[]) => sum(xs) / xs.length;
/** KL(p ‖ q), nats. */
const kl = (p: readonly number[], q: readonly number[]): number =>
  sum(p.map((x, i) => x * Math.log(x / q[i]!)));

async function play(method: unknown, knobs: Record<string, number | string>, seed = 1) {
  const bench = toyBench({ seed, annotator: bradleyTerry });
  const run = new Run(method as Method, { bench, evaluateEvery: 10_000, knobs });
  await run.play(() => false);
  return { bench, run, log: run.log };
}
const ended = (log: readonly Step[]) => of(log, "evaluate").at(-1)!.evaluation;

describe("RLHF with PPO", () => {
  it("clips nothing in the first step of a rollout, where every ratio is 1", async () => {
    const { log } = await play(rlhfPpo, {
      ...{ iterations: 4, batch: 8, epochs: 3, minibatch: 8, learningRate: 0.1 },
    });
    const updates = of(log, "update").map(({ report }) => report.metrics);
    updates.forEach((metrics, i) => {
      if (i % 3 > 0) return;
      expect(metrics["policy/clipfrac_avg"]).toBe(0);
      expect(metrics["policy/approxkl_avg"]!).toBeLessThan(1e-20);
      expect(metrics["val/ratio"]).toBeCloseTo(1, 12);
    });
    expect(Math.max(...updates.map((m) => m["policy/clipfrac_avg"]!))).toBeGreaterThan(0);
  });

  it("shows rewards that sum to the score less β KL, and whitens over the rollout", async () => {
    const { log } = await play(rlhfPpo, { iterations: 3, batch: 16, learningRate: 0.05 });
    for (const { answers, beta } of of(log, "rollout")) {
      for (const { rewards, score, k1, values, returns, advantages } of answers) {
        expect(sum(rewards)).toBeCloseTo(score - beta * sum(k1), 12);
        advantages.forEach((a, t) => expect(returns![t]! - values![t]!).toBeCloseTo(a, 12));
      }
      const whitened = answers.flatMap((a) => a.whitened!);
      expect(mean(whitened)).toBeCloseTo(0, 10);
      expect(mean(whitened.map((a) => a * a))).toBeCloseTo(1, 6);
    }
    expect(of(log, "rollout")[0]!.answers[0]!.values!.every((v) => v === 0)).toBe(true);
  });

  it("teaches the value head what is to come: it ends near E[r] and explains the returns", async () => {
    const { bench, log } = await play(rlhfPpo, {
      ...{ iterations: 60, batch: 32, epochs: 4, minibatch: 32, learningRate: 0.03 },
      ...{ valueCoefficient: 2, clip: 1, beta: 0.3 },
    });
    const explained = of(log, "rollout").map(({ metrics }) => metrics["val/explained_variance"]!);
    expect(explained[0]).toBeCloseTo(0, 12);
    expect(mean(explained.slice(-10))).toBeGreaterThan(0.5);
    // V before the first token is the mean reward of the whole answer, pull included.
    for (const [q, text] of world.questions.entries()) {
      const law = bench.policy.law(q);
      const worth = law.map((p, a) => world.gold[q]![a]! - 0.3 * Math.log(p / world.base[q]![a]!));
      const asked = {
        prompt: { id: "", text },
        completion: { tokens: [world.answers[0]!.tokens[0]!] },
      };
      const [[first]] = (await bench.policy.values([asked as never])) as [[number]];
      expect(Math.abs(first - sum(law.map((p, a) => p * worth[a]!)))).toBeLessThan(0.35);
    }
  });

  it("with a pull β comes close to the tilt π* ∝ π_ref exp(r/β)", async () => {
    const { bench } = await play(rlhfPpo, {
      ...{ iterations: 150, batch: 48, epochs: 1, minibatch: 48, lambda: 1, beta: 1 },
      ...{ learningRate: 0.02, valueCoefficient: 1, missingEos: 0 },
    });
    bench.optimum(1).forEach((target, q) => {
      expect(kl(target, world.base[q]!)).toBeGreaterThan(0.25);
      expect(kl(target, bench.policy.law(q))).toBeLessThan(0.1);
    });
  });

  it("turns an adaptive pull by Ziegler's rule, and holds the KL near its target", async () => {
    const small = { batch: 32, minibatch: 32, epochs: 1, learningRate: 0.02 };
    const held = { iterations: 200, kl: "adaptive", target: 0.6, horizon: 200, beta: 1 };
    const { log } = await play(rlhfPpo, { ...small, ...held });
    const rollouts = of(log, "rollout");
    rollouts.slice(1).forEach((step, i) => {
      const before = rollouts[i]!;
      const rule = { coefficient: before.beta, target: 0.6, horizon: 200, batch: 32 };
      expect(step.beta).toBeCloseTo(
        adaptiveKl({ ...rule, kl: before.metrics["objective/kl"]! }),
        12,
      );
    });
    const late = rollouts.slice(-80).map(({ metrics }) => metrics["objective/kl"]!);
    expect(Math.abs(mean(late) / 0.6 - 1)).toBeLessThan(0.2);
    const free = await play(rlhfPpo, { ...small, iterations: 100, beta: 0 });
    expect(ended(free.log).kl).toBeGreaterThan(1);
  });

  it("says so where the KL is far beyond its target, and goes on", async () => {
    const { run, log } = await play(rlhfPpo, {
      ...{ iterations: 12, batch: 16, kl: "adaptive", target: 0.1, horizon: 10_000 },
      learningRate: 0.2,
    });
    expect(of(log, "rollout").at(-1)!.trouble).toContain("kl");
    expect(run.done).toBe(true);
    for (const { report } of of(log, "update")) expect(Number.isFinite(report.loss)).toBe(true);
  });

  it("survives a value loss that explodes, and says that the values are no help", async () => {
    const bench = toyBench({ seed: 1, annotator: bradleyTerry });
    let factor = 1e6;
    const wild: Scorer = {
      ...bench.lab.scorer,
      name: "wild",
      scoreAll: async (xs, ys) => {
        factor = factor === 1e6 ? 1 : 1e6;
        const scores = await bench.lab.scorer.scoreAll(xs, ys);
        return scores.map((row) => row.map((r) => r * factor));
      },
    };
    const run = new Run(rlhfPpo, {
      bench: { ...bench, lab: { ...bench.lab, scorer: wild } },
      evaluateEvery: 1000,
      knobs: { iterations: 14, batch: 16, clip: 1, valueCoefficient: 5, learningRate: 1 },
    });
    await run.play(() => false);
    expect(run.done).toBe(true);
    const losses = of(run.log, "update").map(({ report }) => report.metrics["loss/value_avg"]!);
    expect(Math.max(...losses)).toBeGreaterThan(1e9);
    expect(losses.every(Number.isFinite)).toBe(true);
    expect(of(run.log, "rollout").some(({ trouble }) => trouble.includes("values"))).toBe(true);
    for (const law of world.questions.map((_, q) => bench.policy.law(q))) {
      expect(sum(law)).toBeCloseTo(1, 9);
    }
  });
});

describe("direct RLAIF", () => {
  it("grades by the expected grade: order kept, between −1 and 1, 5.5 at the start's mean", () => {
    expect(sum(gradeLaw(0.7))).toBeCloseTo(1, 12);
    expect(gradeOf(0)).toBeCloseTo(0, 6);
    const grades = [-9, -2, -1, 0, 1, 2, 9].map(gradeOf);
    grades.forEach((g, i) => expect(g).toBeGreaterThan(grades[i - 1] ?? -1));
    expect(grades.at(-1)!).toBeLessThanOrEqual(1);
  });

  it("takes any law over grades for its expected place between the worst, −1, and the best, 1", async () => {
    expect(expectedRating([1, 0, 0, 0, 0, 0]).normalised).toBe(-1);
    expect(expectedRating([0, 0, 0, 0, 0, 1]).normalised).toBe(1);
    expect(expectedRating([0, 0, 0, 0.5, 0.5, 0]).normalised).toBeCloseTo(3.5 / 2.5 - 1, 12);
    const six = [0.1, 0.2, 0.1, 0.3, 0.2, 0.1];
    const bench = toyBench({ seed: 1, annotator: bradleyTerry });
    const grader: Grader = {
      name: "six grades",
      grade: async (_, ys) => ys.map((row) => row.map(() => six)),
    };
    const lab = { ...bench.lab, grader };
    const knobs = { iterations: 1, batch: 4, learningRate: 0.05 };
    const method = directRlaif as unknown as Method;
    const run = new Run(method, { bench: { ...bench, lab }, evaluateEvery: 10_000, knobs });
    await run.play(() => false);
    const [step] = of(run.log, "score");
    expect(step!.by).toBe("six grades");
    // 0.2 + 0.2 + 0.9 + 0.8 + 0.5 grades of 2.5, which is the middle.
    for (const s of step!.scores.flat()) expect(s).toBeCloseTo(2.6 / 2.5 - 1, 12);
  });

  it("asks the grader, whose law in this world is that of the reward", async () => {
    const { bench, log } = await play(directRlaif, { iterations: 2, batch: 8 });
    const samples = of(log, "sample");
    for (const [t, { scores, by }] of of(log, "score").entries()) {
      const { prompts, completions } = samples[t]!;
      const rewards = await bench.lab.scorer.scoreAll(prompts, completions);
      expect(scores).toEqual(rewards.map((row) => row.map(gradeOf)));
      expect(by).toBe("simulated grader");
    }
  });

  it("gives every token what is still to come: (1 − β) of the grade, less β of the KL ahead", async () => {
    const { log } = await play(directRlaif, { iterations: 3, batch: 8, learningRate: 0.05 });
    const scores = of(log, "score").map((step) => step.scores.flat());
    of(log, "rollout").forEach(({ answers, beta }, t) => {
      answers.forEach(({ k1, returns, advantages, values, score }, i) => {
        expect(score).toBeCloseTo((1 - beta) * scores[t]![i]!, 12);
        returns!.forEach((z, j) => {
          expect(z).toBeCloseTo(score - beta * sum(k1.slice(j)), 12);
          expect(advantages[j]).toBeCloseTo(z - values![j]!, 12);
        });
      });
    });
  });

  it("raises the reward of its grader", async () => {
    const { log } = await play(directRlaif, { iterations: 60, batch: 24, learningRate: 0.05 });
    expect(ended(log).gold).toBeGreaterThan(0.8);
  });
});

describe("Llama-2-chat", () => {
  const small = { batch: 16, k: 8, minibatch: 16, sftLearningRate: 0.1, learningRate: 0.05 };

  it("labels and refreshes its reward model before it judges, round for round, then PPO", async () => {
    const { log } = await play(llama2Chat, { ...small, rounds: 3, iterations: 2 });
    const rounds = log.reduce<string[][]>((all, { kind }) => {
      if (kind === "round") all.push([]);
      else if (kind !== "evaluate" && all.at(-1)?.at(-1) !== kind) all.at(-1)?.push(kind);
      return all;
    }, []);
    const rejection = ["sample", "label", "fit", "score", "select", "update"];
    const gradient = ["sample", "score", "rollout", "update"];
    expect(rounds).toEqual([rejection, rejection, rejection, gradient, gradient]);
    const kinds = of(log, "update").map(({ objective }) => objective.kind);
    expect(new Set(kinds)).toEqual(new Set(["sft", "ppo"]));
    expect(kinds.indexOf("ppo")).toBe(kinds.lastIndexOf("sft") + 1);
  });

  it("keeps the best of each prompt in a pool that grows, and PPO starts where that led", async () => {
    const { log } = await play(llama2Chat, { ...small, rounds: 3, iterations: 1 });
    const scores = of(log, "score");
    of(log, "select").forEach(({ kept, pool }, v) => {
      expect(pool).toHaveLength(16 * (v + 1));
      kept.forEach(({ reward }, i) => expect(reward).toBe(Math.max(...scores[v]!.scores[i]!)));
    });
    const [first] = of(log, "rollout");
    expect(first!.metrics["objective/kl"]!).toBeGreaterThan(0.05);
    expect(mean(first!.answers.map(({ score }) => score))).toBeCloseTo(0, 9);
  });

  it("goes on past what rejection sampling alone reaches", async () => {
    const both = await play(llama2Chat, { ...small, rounds: 4, iterations: 30 });
    const rejection = await play(llama2Chat, { ...small, rounds: 4, iterations: 0 });
    const reward = (log: readonly Step[]) => ended(log).gold;
    expect(reward(both.log)).toBeGreaterThan(reward(rejection.log));
    expect(reward(rejection.log)).toBeGreaterThan(0.2);
  });
});
