import { describe, expect, it } from "vitest";
import { Run } from "../../src/core/run.ts";
import { tilt } from "../../src/core/tilt.ts";
import type { Step } from "../../src/core/types.ts";
import { bradleyTerry } from "../../src/feedback/bradley-terry.ts";
import { iterativeDpo } from "../../src/methods/iterative-dpo.ts";
import { toyBench } from "../../src/toy/bench.ts";
import { world } from "../../src/toy/world.ts";

type Of<K extends Step["kind"]> = Extract<Step, { kind: K }>;
const of = <K extends Step["kind"]>(log: readonly Step[], kind: K) =>
  log.filter((step): step is Of<K> => step.kind === kind);

async function runOf(knobs: Record<string, number | string>, seed = 1, evaluateEvery = 1e6) {
  const bench = toyBench({ seed, annotator: bradleyTerry, feedback: "proxy" });
  const run = new Run(iterativeDpo, { bench, evaluateEvery, knobs });
  await run.play(() => false);
  return run;
}

const QUICK = { rounds: 4, batch: 32, minibatch: 16, learningRate: 0.05 };

describe("iterative DPO", () => {
  it("starts every round at ln 2 from M_t, and only the first one from SFT", async () => {
    const firsts = async (reference: string) => {
      const { log } = await runOf({ ...QUICK, reference });
      return log.flatMap((step, i) =>
        step.kind === "update" && log[i - 1]!.kind === "pair" ? [step.report.loss] : [],
      );
    };
    const [moving, fixed] = [await firsts("M_t"), await firsts("SFT")];
    expect(moving).toHaveLength(4);
    for (const loss of moving) expect(loss).toBeCloseTo(Math.LN2, 12);
    expect(fixed[0]).toBeCloseTo(Math.LN2, 12);
    for (const loss of fixed.slice(1)) expect(Math.abs(loss - Math.LN2)).toBeGreaterThan(0.01);
  });

  it("pairs the best answer with the worst, and counts prompts whose answers are equal", async () => {
    const { log } = await runOf({ ...QUICK, n: 3 });
    of(log, "pair").forEach(({ pairs, ties }, t) => {
      const { prompts, completions } = of(log, "sample")[t]!;
      const { scores } = of(log, "score")[t]!;
      expect(pairs.length + ties).toBe(32);
      for (const { prompt, chosen, rejected } of pairs) {
        const i = prompts.findIndex(({ id }) => id === prompt.id);
        const reward = (id: string) => scores[i]![completions[i]!.findIndex((y) => y.id === id)]!;
        expect(reward(chosen.id)).toBe(Math.max(...scores[i]!));
        expect(reward(rejected.id)).toBe(Math.min(...scores[i]!));
      }
    });
  });

  it("compares with the policy that wrote the pairs, or with SFT, to the end", async () => {
    const { log } = await runOf({ ...QUICK, reference: "M_t" });
    for (const { chosen, rejected, ref } of of(log, "pair").at(-1)!.pairs) {
      expect(ref.chosen).toBeCloseTo(chosen.logp, 12);
      expect(ref.rejected).toBeCloseTo(rejected.logp, 12);
    }
    const fixed = await runOf({ ...QUICK, reference: "SFT" });
    for (const { prompt, chosen, ref } of of(fixed.log, "pair").at(-1)!.pairs) {
      const answer = world.answers.findIndex(({ text }) => text === chosen.text);
      const base = world.base[world.questions.indexOf(prompt.text)]![answer]!;
      expect(ref.chosen).toBeCloseTo(Math.log(base), 12);
    }
    // KL is always reported to SFT, whatever the loss compares with.
    const kl = (run: Run) => of(run.log, "evaluate").at(-1)!.evaluation.kl;
    const moved = await runOf({ ...QUICK, rounds: 8, beta: 1, reference: "M_t" });
    expect(kl(moved)).toBeGreaterThan(
      kl(await runOf({ ...QUICK, rounds: 8, beta: 1, reference: "SFT" })),
    );
  });

  it("gains less in every round, and the proxy outruns gold", async () => {
    const { log } = await runOf({ ...QUICK, rounds: 5, epochs: 4, batch: 64 }, 3, 16);
    const measured = of(log, "evaluate").map(({ evaluation }) => evaluation);
    const proxy = measured.map((e) => e.proxy);
    const gains = proxy.slice(1).map((value, i) => value - proxy[i]!);
    expect(gains[0]!).toBeGreaterThan(gains.at(-1)!);
    const gap = measured.map((e) => e.proxy - e.gold);
    expect(gap.at(-1)!).toBeGreaterThan(gap[0]! + 0.1);
    const most = Math.max(
      ...world.proxy.map((row, q) => tilt(world.base[q]!, row, 1e-3).expectedReward),
    );
    expect(proxy.at(-1)!).toBeLessThan(most);
  });

  it("learns nothing of the rewards once they are dealt at random", async () => {
    const knobs = { ...QUICK, batch: 64, epochs: 2 };
    const proxyOf = async (control: string) =>
      of((await runOf({ ...knobs, control })).log, "evaluate").at(-1)!.evaluation.proxy;
    expect(await proxyOf("none")).toBeGreaterThan(1);
    expect(await proxyOf("random selection")).toBeGreaterThan(0.7);
    expect(Math.abs(await proxyOf("shuffled rewards"))).toBeLessThan(0.5);
  });
});
