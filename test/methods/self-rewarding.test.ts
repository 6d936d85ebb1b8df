import { describe, expect, it } from "vitest";
import { COLLAPSED, expectedGrade, scoreOf } from "../../src/core/grading.ts";
import { Run } from "../../src/core/run.ts";
import { mean } from "../../src/core/statistics.ts";
import type { Step } from "../../src/core/types.ts";
import { bradleyTerry } from "../../src/feedback/bradley-terry.ts";
import { selfRewarding } from "../../src/methods/self-rewarding.ts";
import { toyBench } from "../../src/toy/bench.ts";
import { noisyGrades, type GradeLaw } from "../../src/toy/judge.ts";
import { world } from "../../src/toy/world.ts";

type Of<K extends Step["kind"]> = Extract<Step, { kind: K }>;
const of = <K extends Step["kind"]>(log: readonly Step[], kind: K) =>
  log.filter((step): step is Of<K> => step.kind === kind);

type Setting = {
  readonly knobs?: Record<string, number | string>;
  readonly seed?: number;
  readonly grades?: GradeLaw;
  readonly feedback?: "gold" | "proxy";
};

/** No seed data: M_1 is M_0, so that every round is a round of the judge's. */
const QUICK = { rounds: 4, ift: 0, batch: 48, minibatch: 24, learningRate: 0.05, temperature: 1 };

async function logOf({ knobs, seed = 1, grades, feedback = "gold" }: Setting = {}) {
  const bench = toyBench({
    seed,
    annotator: bradleyTerry,
    feedback,
    ...(grades ? { grades } : {}),
  });
  const run = new Run(selfRewarding, { bench, evaluateEvery: 1e6, knobs: { ...QUICK, ...knobs } });
  await run.play(() => false);
  return run.log;
}

const grades = noisyGrades(world.gold);
const answerOf = (text: string) => world.answers.findIndex((answer) => answer.text === text);
const questionOf = (text: string) => world.questions.indexOf(text);
const lawOf = (prompt: { text: string }, y: { text: string }) =>
  grades(questionOf(prompt.text), answerOf(y.text));

/** The law of the sum of `times` grades. */
function sums(law: readonly number[], times: number): number[] {
  let out = [1];
  for (let i = 0; i < times; i++) {
    const next = Array<number>(out.length + law.length - 1).fill(0);
    out.forEach((p, a) => law.forEach((q, b) => (next[a + b]! += p * q)));
    out = next;
  }
  return out;
}

/** P(first > second) and P(equal) of the mean of J grades. */
function verdict(first: readonly number[], second: readonly number[], J: number) {
  const [a, b] = [sums(first, J), sums(second, J)];
  let [more, equal] = [0, 0];
  a.forEach((p, i) =>
    b.forEach((q, j) => {
      if (i > j) more += p * q;
      if (i === j) equal += p * q;
    }),
  );
  return { more, equal };
}

/** Of all pairs of answers with unequal gold: how often J grades order them rightly, and tie. */
function exactly(J: number) {
  const verdicts = world.gold.flatMap((row, q) =>
    row.flatMap((r, a) =>
      row.flatMap((other, b) => (r > other ? [verdict(grades(q, a), grades(q, b), J)] : [])),
    ),
  );
  return { right: mean(verdicts.map((v) => v.more)), tied: mean(verdicts.map((v) => v.equal)) };
}

describe("self-rewarding", () => {
  it("first learns from the seed data, then from its own grades, each round from ln 2 on", async () => {
    const log = await logOf({ knobs: { ift: 48 } });
    const rounds = log.flatMap((step, i) => (step.kind === "round" ? [i] : []));
    const first = of(log.slice(0, rounds[1]), "update");
    expect(first).toHaveLength(2);
    for (const { objective } of first) expect(objective).toEqual({ kind: "sft", loss: null });
    const firsts = log.flatMap((step, i) =>
      step.kind === "update" && log[i - 1]!.kind === "pair" ? [step.report.loss] : [],
    );
    expect(firsts).toHaveLength(3);
    // Whatever the reference, the first loss is ln 2 only where it is the policy itself: M_t.
    for (const loss of firsts) expect(loss).toBeCloseTo(Math.LN2, 12);
    const kinds = log.slice(rounds[2]! + 1, rounds[3]).map(({ kind }) => kind);
    expect(kinds.slice(0, 5)).toEqual(["exam", "prompts", "sample", "judge", "pair"]);
  });

  it("pairs the highest score with the lowest, where the expected grade is Σ k·P(k)", async () => {
    const log = await logOf();
    of(log, "judge").forEach(({ gradings, scores }, t) => {
      const { prompts, completions } = of(log, "sample")[t]!;
      const { pairs, ties } = of(log, "pair")[t]!;
      expect(pairs.length + ties).toBe(48);
      completions.forEach((row, i) =>
        row.forEach((y, j) => {
          const law = lawOf(prompts[i]!, y);
          expect(scores[i]![j]).toBeCloseTo(expectedGrade(law), 12);
          for (const { grade } of gradings[i]![j]!) expect(law[grade!]).toBeGreaterThan(0);
        }),
      );
      for (const { prompt, chosen, rejected } of pairs) {
        const row = scores[prompts.findIndex(({ id }) => id === prompt.id)]!;
        expect(expectedGrade(lawOf(prompt, chosen))).toBeCloseTo(Math.max(...row.map(Number)), 12);
        expect(expectedGrade(lawOf(prompt, rejected))).toBeCloseTo(
          Math.min(...row.map(Number)),
          12,
        );
      }
    });
  });

  it("takes the mean of the grades that were drawn, and drops equal means", async () => {
    const log = await logOf({ knobs: { judge: "sampled grades", gradings: 3 } });
    of(log, "judge").forEach(({ gradings, scores, mode }, t) => {
      expect(mode).toBe("sampled");
      gradings.forEach((row, i) =>
        row.forEach((three, j) => {
          expect(scores[i]![j]).toBeCloseTo(mean(three.map(({ grade }) => grade!)), 12);
        }),
      );
      const level = scores.filter((row) => new Set(row).size === 1).length;
      expect(of(log, "pair")[t]!.ties).toBeGreaterThanOrEqual(level);
    });
  });

  it("judges as well as its law of grades says, and better the more often it reads", async () => {
    const accuracies: number[] = [];
    for (const gradings of [1, 3, 9]) {
      const { right } = exactly(gradings);
      const seeds = [1, 2, 3, 4, 5, 6];
      const measured: number[] = [];
      for (const seed of seeds) {
        const knobs = { rounds: 1, judge: "sampled grades", gradings };
        const [exam] = of(await logOf({ knobs, seed }), "exam");
        measured.push(exam!.report.accuracy.rate);
        expect(exam!.report.accuracy.n).toBe(4 * 45);
      }
      // 180 pairs a seed; pairs that share an answer are no independent draws, so the bound is wide.
      expect(Math.abs(mean(measured) - right)).toBeLessThan(0.03);
      accuracies.push(right);
    }
    expect(accuracies).toEqual([...accuracies].sort((a, b) => a - b));
  });

  it("has righter pairs when ties are dropped than when a die decides them", async () => {
    const { right, tied } = exactly(1);
    // Exactly: of the pairs that are not tied this share is right; a die adds coins to them.
    expect(right / (1 - tied)).toBeGreaterThan(right + tied / 2);
    const share = async (ties: string) => {
      const log = await logOf({
        knobs: { judge: "sampled grades", gradings: 1, n: 2, batch: 64, rounds: 4, ties },
      });
      const gold = (prompt: { text: string }, y: { text: string }) =>
        world.gold[questionOf(prompt.text)]![answerOf(y.text)]!;
      const pairs = of(log, "pair").flatMap((step) => step.pairs);
      return mean(
        pairs.map(({ prompt, chosen, rejected }) =>
          Number(gold(prompt, chosen) > gold(prompt, rejected)),
        ),
      );
    };
    expect(await share("drop")).toBeGreaterThan(await share("keep"));
  });

  it("gains gold from grades that know it, none from grades that know nothing", async () => {
    const gain = async (setting: Setting) => {
      const measured = of(await logOf(setting), "evaluate").map(({ evaluation }) => evaluation);
      return measured.at(-1)!.gold - measured[0]!.gold;
    };
    const blind: GradeLaw = () => [1 / 6, 1 / 6, 1 / 6, 1 / 6, 1 / 6, 1 / 6];
    expect(await gain({})).toBeGreaterThan(0.4);
    const sampled = { judge: "sampled grades" };
    const knowing = await gain({ knobs: sampled });
    const gains = [];
    for (const seed of [1, 2, 3, 4, 5])
      gains.push(await gain({ grades: blind, knobs: sampled, seed }));
    expect(Math.abs(mean(gains))).toBeLessThan(0.5 * knowing);
  });

  it("learns to be long from a judge that mistakes length for quality", async () => {
    const words = (answer: number) => world.answers[answer]!.tokens.length - 1;
    const long: GradeLaw = (_, answer) =>
      [0, 1, 2, 3, 4, 5].map((k) => Number(k === words(answer)));
    const measured = of(await logOf({ grades: long }), "evaluate").map((step) => step.evaluation);
    expect(measured.at(-1)!.length).toBeGreaterThan(measured[0]!.length + 0.3);
    const known = of(await logOf(), "evaluate").at(-1)!.evaluation;
    expect(measured.at(-1)!.length).toBeGreaterThan(known.length);
    expect(measured.at(-1)!.gold).toBeLessThan(known.gold);
  });

  it("learns less from imitating the best than from pairs", async () => {
    const gold = async (learn: string) =>
      of(await logOf({ knobs: { learn, rounds: 3 } }), "evaluate").at(-1)!.evaluation.gold;
    expect(await gold("pairs")).toBeGreaterThan(await gold("best only"));
    const log = await logOf({ knobs: { learn: "best only" } });
    for (const { objective } of of(log, "update")) expect(objective.kind).toBe("sft");
  });

  it("uses prompts that the writer wrote, and never the refused ones", async () => {
    const log = await logOf();
    const written = of(log, "prompts");
    expect(written).toHaveLength(3);
    written.forEach(({ attempts, prompts, accepted }, t) => {
      expect(prompts).toHaveLength(48);
      expect(of(log, "sample")[t]!.prompts).toEqual(prompts);
      const kept = attempts.flatMap(({ prompt, fault }) => (fault === null ? [prompt!] : []));
      expect(kept).toEqual(prompts.slice(0, accepted));
      for (const { prompt, fault } of attempts) expect(prompt === null).toBe(fault === "form");
    });
    expect(written.flatMap(({ attempts }) => attempts).some(({ fault }) => fault)).toBe(true);
  });

  it("goes on, sensibly, when no grade can be read", async () => {
    const log = await logOf({ grades: () => [0, 0, 0, 0, 0, 0] });
    for (const { scores, metrics } of of(log, "judge")) {
      expect(new Set(scores.flat())).toEqual(new Set([null]));
      expect(metrics["judge/failures"]).toBe(1);
    }
    for (const { pairs, ties } of of(log, "pair")) expect([pairs.length, ties]).toEqual([0, 48]);
    expect(of(log, "update")).toEqual([]);
    for (const { report } of of(log, "exam")) {
      expect(report.accuracy.n).toBe(0);
      expect(report.failures).toBe(4 * 10 * 3);
    }
  });

  it("goes on, sensibly, when every grade is the same, whatever becomes of ties", async () => {
    const same: GradeLaw = () => [0, 0, 0, 0, 1, 0];
    const log = await logOf({ grades: same });
    for (const { metrics } of of(log, "judge")) {
      expect(metrics["judge/ties"]).toBe(1);
      expect(metrics["judge/most"]).toBeGreaterThan(COLLAPSED);
    }
    for (const { pairs } of of(log, "pair")) expect(pairs).toEqual([]);
    expect(of(log, "update")).toEqual([]);
    const [exam] = of(log, "exam");
    expect(exam!.report.spearman).toBeNull();
    const kept = await logOf({ grades: same, knobs: { ties: "keep" } });
    expect(of(kept, "pair")[0]!.pairs.length).toBeGreaterThan(24);
    for (const { report } of of(kept, "update")) expect(Number.isFinite(report.loss)).toBe(true);
  });

  it("leaves out only the gradings that cannot be read", () => {
    const read = (grade: number | null) => ({ text: "", grade, law: null });
    expect(scoreOf([read(4), read(null), read(1)], "sampled")).toBe(2.5);
    expect(scoreOf([read(null)], "expected")).toBeNull();
  });
});
