/** @file SPIN: where one iteration comes to rest, and where all of them do. */
import { describe, expect, it } from "vitest";
import { spinNext } from "../../src/core/fixed-points.ts";
import { Run, type Bench } from "../../src/core/run.ts";
import type { Completion, Method, Prompt, Step } from "../../src/core/types.ts";
import { bradleyTerry } from "../../src/feedback/bradley-terry.ts";
import { spin } from "../../src/methods/spin.ts";
import { toyBench, type ToyBench } from "../../src/toy/bench.ts";
import { world } from "../../src/toy/world.ts";

type Of<K extends Step["kind"]> = Extract<Step, { kind: K }>;
const of = <K extends Step["kind"]>(log: readonly Step[], kind: K) =>
  log.filter((step): step is Of<K> => step.kind === kind);

/**
 * Draws spread evenly over a law instead of at random: the i-th of n lies at its (i + ½)/n quantile.
 * The opponent's are dealt in another order, so that matches are as good as independent.
 */
function evenly(bench: ToyBench, copies: number): Bench {
  const { policy, writer } = bench.lab;
  const answer = (prompt: Prompt, law: readonly number[], u: number): Completion => {
    let mass = 0;
    const a = law.findIndex((p) => (mass += p) > u);
    const { text, tokens } = world.answers[a < 0 ? law.length - 1 : a]!;
    return {
      id: `${prompt.id}#0`,
      promptId: prompt.id,
      text,
      tokens,
      logps: [],
      logp: 0,
      finished: true,
    };
  };
  const place = ({ id }: Prompt) => {
    const [, q, i] = id.split("-").map(Number);
    return { q: q!, i: i! };
  };
  return {
    ...bench,
    lab: {
      ...bench.lab,
      policy: {
        update: policy.update.bind(policy),
        logprob: policy.logprob.bind(policy),
        instead: policy.instead.bind(policy),
        values: policy.values.bind(policy),
        divergence: policy.divergence.bind(policy),
        save: policy.save.bind(policy),
        load: policy.load.bind(policy),
        sample: async (prompts) =>
          prompts.map((prompt) => {
            const { q, i } = place(prompt);
            return [answer(prompt, bench.policy.law(q), (((i * 27) % copies) + 0.5) / copies)];
          }),
      },
      writer: {
        name: writer.name,
        write: async (prompts) =>
          prompts.map((prompt) => {
            const { q, i } = place(prompt);
            return answer(prompt, world.data[q]!, (i + 0.5) / copies);
          }),
      },
    },
  };
}

/** Whole-batch steps over every prompt of the world. */
function play(knobs: Record<string, number | string>, even: boolean) {
  const copies = even ? 64 : 4;
  const bench = toyBench({ seed: 3, annotator: bradleyTerry, copies });
  const run = new Run(spin as unknown as Method, {
    bench: even ? evenly(bench, copies) : bench,
    evaluateEvery: 1e6,
    knobs: { batch: 4 * copies, minibatch: 1e6, learningRate: 0.1, ...knobs },
  });
  return { bench, run };
}

const laws = ({ policy }: ToyBench) => world.questions.map((_, q) => policy.law(q));
const kl = (p: readonly number[], q: readonly number[]) =>
  p.reduce((sum, x, i) => sum + (x > 0 ? x * Math.log(x / q[i]!) : 0), 0);
/** Mean over questions. */
const farFrom = (target: readonly (readonly number[])[], now: readonly (readonly number[])[]) =>
  target.reduce((sum, law, q) => sum + kl(law, now[q]!), 0) / target.length;

/** Total variation, mean over questions. */
const apart = (a: readonly (readonly number[])[], b: readonly (readonly number[])[]) =>
  a.reduce((sum, law, q) => sum + law.reduce((s, p, i) => s + Math.abs(p - b[q]![i]!), 0), 0) /
  (2 * a.length);

describe("SPIN", () => {
  it.each([1, 2])("comes to rest at p_t (p_data/p_t)^(1/λ), here for λ = %f", async (lambda) => {
    const { bench, run } = play({ iterations: 1, epochs: 60, lambda }, true);
    await run.play(() => false);
    const target = world.base.map((law, q) => spinNext(world.data[q]!, law, lambda));
    // An answer that 64 draws of the data do not hold is lost to the policy: 0.02 of the mass here.
    const gap = apart(target, laws(bench));
    expect(gap).toBeLessThan(0.07);
    expect(gap).toBeLessThan(0.3 * apart(target, world.base));
    // Where another λ would have stopped is farther away.
    const other = world.base.map((law, q) => spinNext(world.data[q]!, law, 3 - lambda));
    expect(gap).toBeLessThan(0.5 * apart(other, laws(bench)));
  });

  it("draws nearer to the data in each iteration, by less and less, and no further than they go", async () => {
    const { bench, run } = play({ iterations: 4, epochs: 25, lambda: 2 }, true);
    const gaps = [farFrom(world.data, world.base)];
    await run.play((step) => {
      if (step.kind === "round" && step.t > 0) gaps.push(farFrom(world.data, laws(bench)));
      return false;
    });
    gaps.push(farFrom(world.data, laws(bench)));
    const gains = gaps.slice(1).map((gap, i) => gaps[i]! - gap);
    expect(gains[0]!).toBeGreaterThan(2 * gains[1]!);
    expect(gains[1]!).toBeGreaterThan(gains[2]!);
    expect(gaps.at(-1)!).toBeLessThan(0.1 * gaps[0]!);
    const ceiling =
      world.data
        .flatMap((law, q) => law.map((p, a) => p * world.gold[q]![a]!))
        .reduce((a, b) => a + b) / 4;
    expect(of(run.log, "evaluate").at(-1)!.evaluation.gold).toBeLessThan(ceiling + 0.1);
  });

  it("starts every iteration at ln 2 on this iteration's matches and the last one's", async () => {
    const { run } = play({ iterations: 3, epochs: 2, learningRate: 0.02 }, false);
    await run.play(() => false);
    const n = 16;
    const pairs = of(run.log, "pair").map((step) => step.pairs.length);
    const ties = of(run.log, "pair").map((step) => step.ties);
    expect(pairs[1]).toBe(2 * n - ties[0]! - ties[1]!);
    expect(pairs[2]).toBe(2 * n - ties[1]! - ties[2]!);
    const first = run.log.flatMap((step, i) =>
      step.kind === "update" && run.log[i - 1]!.kind === "pair" ? [step.report.loss] : [],
    );
    expect(first).toHaveLength(3);
    for (const loss of first) expect(loss).toBeCloseTo(Math.LN2, 10);
  });

  it("says who wrote what always wins; without an opponent it imitates the same answers", async () => {
    const knobs = { iterations: 2, epochs: 1, control: "continued SFT" };
    const [game, alone] = [play({ iterations: 2, epochs: 1 }, false), play(knobs, false)];
    for (const { run } of [game, alone]) await run.play(() => false);
    expect(of(game.run.log, "demonstrate")).toEqual(of(alone.run.log, "demonstrate"));
    const { examples, by } = of(game.run.log, "demonstrate")[0]!;
    for (const { completion } of examples) expect(completion.author).toBe(by);
    expect(of(alone.run.log, "sample")).toEqual([]);
    for (const { objective } of of(alone.run.log, "update")) {
      expect(objective).toEqual({ kind: "sft", loss: null });
    }
  });
});
