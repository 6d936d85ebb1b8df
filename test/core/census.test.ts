import { describe, expect, it } from "vitest";
import { Census, type Counted } from "../../src/core/census.ts";
import { dice } from "../../src/core/random.ts";
import { Run } from "../../src/core/run.ts";
import type { Lab, Method, Scorer } from "../../src/core/types.ts";
import { bradleyTerry } from "../../src/feedback/bradley-terry.ts";
import { methods } from "../../src/methods/index.ts";
import { toyBench } from "../../src/toy/bench.ts";

/** A method run for a few updates in the exact world, whose policy and rewards stand as hosts. */
async function counted(id: keyof typeof methods, knobs = {}, updates = 6): Promise<Counted> {
  const bench = toyBench({ seed: 3, annotator: bradleyTerry, feedback: "proxy" });
  const { policy, scorer } = bench.lab;
  const bound = <T extends object>(host: T) =>
    new Proxy(host, {
      get(target, key) {
        const value: unknown = Reflect.get(target, key);
        return typeof value === "function" ? (value.bind(target) as unknown) : value;
      },
    });
  const { reference } = bench.policy;
  const own = {
    ...{ sample: policy.sample.bind(policy), logprob: policy.logprob.bind(policy) },
    ...{ instead: policy.instead.bind(policy), update: policy.update.bind(policy) },
    referenceSample: reference.sample.bind(reference),
    referenceLogprob: reference.logprob.bind(reference),
  };
  const census = new Census();
  const hosts = census.watch({ policy: own, reward: bound(scorer) });
  const judged: Scorer = { ...scorer, name: scorer.name, scoreAll: hosts.reward.scoreAll };
  const lab: Lab = {
    ...bench.lab,
    policy: Object.assign(bound(policy), hosts.policy),
    reference: { sample: hosts.policy.referenceSample, logprob: hosts.policy.referenceLogprob },
    scorer: judged,
    annotator: bradleyTerry(judged),
    grader: census.watch({ grader: bench.lab.grader }).grader,
    random: dice(3),
  };
  const evaluate = () => census.setAside(() => bench.evaluate());
  const method = methods[id] as unknown as Method;
  const run = new Run(method, { bench: { ...bench, lab, evaluate }, evaluateEvery: 2, knobs });
  while (!run.done && run.updates < updates) await run.step();
  return census.counted;
}

const small = { batch: 4, prompts: 8, minibatch: 4, rounds: 3 };

describe("the census of a run", () => {
  it("sees fresh pairs and a live judge in online DPO, with the reference in its loss", async () => {
    const seen = await counted("online-dpo", { batch: 4 });
    expect([...seen.gradient].sort()).toEqual(["policy", "reference"]);
    expect([...seen.sampling].sort()).toEqual(["policy", "reward model"]);
    expect([...seen.trainable]).toEqual(["policy"]);
    expect(seen.trainedOn).toMatchObject({ reference: 0, given: 0 });
    expect(seen.age).toBe(0);
    expect(seen.onlineFeedback).toBeGreaterThan(0);
  });

  it("sees answers of the reference only, judged beforehand, in offline DPO", async () => {
    const seen = await counted("dpo", { prompts: 8, minibatch: 4 });
    expect(seen.trainedOn.policy).toBe(0);
    expect(seen.trainedOn.reference).toBeGreaterThan(0);
    expect(seen.age).toBeGreaterThan(0);
    expect(seen.onlineFeedback).toBe(0);
    expect(seen.gradient).toContain("reference");
  });

  it("leaves the reference out of losses that do not compare with it", async () => {
    for (const id of ["slic-hf", "rrhf", "pairwise-cringe", "best-of-n"] as const) {
      const seen = await counted(id, small);
      expect([...seen.gradient], id).toEqual(["policy"]);
    }
  });

  it("tells a fixed reference from the policy as it was", async () => {
    const moving = await counted("iterative-dpo", { ...small, reference: "M_t" });
    expect(moving.gradient).toContain("copy of the policy");
    expect(moving.gradient).not.toContain("reference");
    const fixed = await counted("iterative-dpo", { ...small, reference: "SFT" });
    expect([...fixed.gradient].sort()).toEqual(["policy", "reference"]);
  });

  it("sees that RSO's candidates are the reference's, round after round", async () => {
    const seen = await counted("rso", { ...small, n: 8, k: 4, topK: 40 });
    expect(seen.trainedOn.policy).toBe(0);
    expect(seen.judged).toBeGreaterThan(0);
    expect(seen.onlineFeedback).toBe(0);
  });

  it("counts direct RLAIF's grader with the reference, whose weights it is, and no reward model", async () => {
    const seen = await counted("direct-rlaif", { batch: 4, minibatch: 4 });
    expect([...seen.gradient].sort()).toEqual(["policy", "reference"]);
    expect([...seen.sampling].sort()).toEqual(["policy", "reference"]);
    expect([...seen.trainable]).toEqual(["policy"]);
    expect(seen.judged).toBeGreaterThan(0);
    expect(seen.onlineFeedback).toBeGreaterThan(0);
    expect(seen.trainedOn).toMatchObject({ reference: 0, given: 0 });
  });

  it("does not count what an evaluation asks for", async () => {
    const census = new Census();
    const { reward } = census.watch({ reward: { scoreAll: async () => [[1]] } });
    await census.setAside(() => reward.scoreAll());
    expect(census.counted.sampling.size).toBe(0);
    await reward.scoreAll();
    expect([...census.counted.sampling]).toEqual(["reward model"]);
  });
});
