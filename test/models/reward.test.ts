import * as tf from "@tensorflow/tfjs";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { nodeBackend } from "../../src/cli/backend.ts";
import { dice } from "../../src/core/random.ts";
import type { FitReport, LabelledPair } from "../../src/core/types.ts";
import { memorySource, writeCheckpoint, type Checkpoint } from "../../src/models/checkpoint.ts";
import { LlamaRewardHost } from "../../src/models/reward-host.ts";
import { LlamaReward } from "../../src/models/reward.ts";
import { readReward, readRewardOrTrunk, writeReward } from "../../src/models/reward-files.ts";
import { answer, ids, oracle, prompt } from "./fixture.ts";

let checkpoint: Checkpoint;
let model: LlamaReward;

beforeAll(async () => {
  await nodeBackend("wasm");
  ({ checkpoint } = await oracle("A"));
});

beforeEach(async () => {
  model = await LlamaReward.create(checkpoint);
  return () => model.dispose();
});

const x = prompt("p", "The cat");
const random = dice(2);

/** An answer with token 42 in it beats one without: learnable, and known to be. */
function pairs(from: number, count: number): LabelledPair[] {
  return Array.from({ length: count }, (_, n) => {
    const make = (role: string, good: boolean) => {
      const length = 4 + (random(role, from + n) % 5);
      const tokens = ids(`${role}${from + n}`, length, 97).map((id) => (id === 42 ? 43 : id));
      if (good) tokens[random("at", role, n) % length] = 42;
      return answer("p", n, [...tokens, 2]);
    };
    return { prompt: x, chosen: make("w", true), rejected: make("l", false) };
  });
}

async function fit(some: readonly LabelledPair[], options = {}): Promise<FitReport[]> {
  const reports: FitReport[] = [];
  for await (const report of model.fit(some, options)) reports.push(report);
  return reports;
}

describe("the reward model", () => {
  it("starts at zero everywhere, so at a loss of ln 2", async () => {
    const [pair] = pairs(0, 1);
    expect(await model.score(x, [pair!.chosen, pair!.rejected])).toEqual([0, 0]);
    const [first] = await fit(pairs(0, 8), { batch: 8 });
    expect(first!.loss).toBeCloseTo(Math.LN2, 6);
  });

  it("learns what the labels say and is measured on other pairs", async () => {
    const reports = await fit(pairs(0, 600), {
      batch: 20,
      learningRate: 3e-3,
      heldout: pairs(1000, 100),
    });
    const last = reports.at(-1)!;
    expect(reports).toHaveLength(31);
    expect(last.seen).toBe(600);
    expect(last.accuracy!.rate).toBeGreaterThan(0.9);
    expect(last.margin!).toBeGreaterThan(0.5);
    expect(last.bins.reduce((sum, { n }) => sum + n, 0)).toBe(100);
    expect(reports.at(-2)!.loss).toBeLessThan(reports[0]!.loss);
    const looks = reports.slice(0, -1).filter(({ accuracy }) => accuracy !== null);
    expect(looks.map(({ seen }) => seen)).toEqual([160, 300, 460]);
    expect(looks.map(({ accuracy }) => accuracy!.n)).toEqual([64, 64, 64]);
  });

  it("gives the same score alone and in a batch of unequal lengths", async () => {
    await fit(pairs(0, 40), { batch: 20, learningRate: 3e-3 });
    const answers = pairs(50, 6).flatMap(({ chosen, rejected }) => [chosen, rejected]);
    const together = await model.score(x, answers);
    for (const [i, y] of answers.entries()) {
      expect((await model.score(x, [y]))[0]).toBeCloseTo(together[i]!, 4);
    }
    const [a, b] = await model.scoreAll([x, x], [answers.slice(0, 5), answers.slice(5)]);
    [...a!, ...b!].forEach((score, i) => expect(score).toBeCloseTo(together[i]!, 4));
  });

  it("asks a margin's worth more of a pair", async () => {
    const [pair] = pairs(0, 1);
    const [report] = await fit([{ ...pair!, margin: 1 }]);
    expect(report!.loss).toBeCloseTo(Math.log(1 + Math.E), 5);
  });

  it("comes to rest where its probability is the label's", async () => {
    const [pair] = pairs(0, 1);
    const some = Array.from({ length: 150 }, () => ({ ...pair!, p: 0.8 }));
    const options = { batch: 1, learningRate: 3e-3, centerCoefficient: 0 };
    const reports = await fit(some, options);
    const [chosen, rejected] = await model.score(x, [pair!.chosen, pair!.rejected]);
    expect(chosen! - rejected!).toBeCloseTo(Math.log(0.8 / 0.2), 1);
    const entropy = -0.8 * Math.log(0.8) - 0.2 * Math.log(0.2);
    expect(reports.at(-1)!.loss).toBeCloseTo(entropy, 2);
  });

  it("centres rewards when it is told to", async () => {
    const drift = async (centerCoefficient: number) => {
      model = await LlamaReward.create(checkpoint);
      await fit(pairs(0, 200), { batch: 20, learningRate: 3e-3, centerCoefficient });
      const some = pairs(300, 50);
      const scores = await model.score(
        x,
        some.flatMap(({ chosen, rejected }) => [chosen, rejected]),
      );
      return Math.abs(scores.reduce((sum, score) => sum + score, 0) / scores.length);
    };
    const [free, held] = [await drift(0), await drift(1)];
    expect(held).toBeLessThan(0.3);
    expect(held).toBeLessThan(free + 0.05);
  });

  it("scores samples 0 on average with standard deviation 1 once normalised", async () => {
    const answers = pairs(0, 20).map(({ chosen, rejected }) => [chosen, rejected]);
    const prompts = answers.map(() => x);
    await expect(model.normalise(prompts, answers)).rejects.toMatchObject({
      code: "reward.constant",
    });
    await fit(pairs(0, 60), { batch: 20, learningRate: 3e-3 });
    await model.normalise(prompts, answers);
    const scores = (await model.scoreAll(prompts, answers)).flat();
    const mean = scores.reduce((a, b) => a + b) / scores.length;
    const square = scores.reduce((sum, s) => sum + (s - mean) ** 2, 0);
    expect(mean).toBeCloseTo(0, 5);
    expect(Math.sqrt(square / (scores.length - 1))).toBeCloseTo(1, 5);
  });

  it("comes back from its files with head and scale", async () => {
    await fit(pairs(0, 40), { batch: 20, learningRate: 3e-3 });
    const answers = pairs(0, 5).map(({ chosen }) => chosen);
    await model.normalise([x], [answers]);
    const files = writeReward(
      await model.export(),
      { reviews: model.normalisation },
      { dtype: "F32" },
    );
    const found = await readReward(memorySource(files));
    expect(found.checkpoint.tensors.get("score.weight")!.shape).toEqual([1, 32]);
    const again = await LlamaReward.create(found.checkpoint, found.scales.reviews);
    expect(await again.score(x, answers)).toEqual(await model.score(x, answers));
    again.dispose();
  });

  it("is read once where a language model would do as well", async () => {
    const scales = { reviews: { mean: 1, std: 2 } };
    const readings = async (files: ReadonlyMap<string, Uint8Array>) => {
      const source = memorySource(files);
      let weights = 0;
      const found = await readRewardOrTrunk({
        ...source,
        read(file, ...limits) {
          if (file === "model.safetensors") weights += 1;
          return source.read(file, ...limits);
        },
      });
      return { weights, head: found.checkpoint.config.head, scales: found.scales };
    };
    const trained = writeReward(await model.export(), scales, { dtype: "F32" });
    expect(await readings(trained)).toEqual({ weights: 1, head: "score", scales });
    const trunk = writeCheckpoint(checkpoint, { dtype: "F32" });
    expect(await readings(trunk)).toEqual({ weights: 1, head: "lm", scales: {} });
    await expect(readReward(memorySource(trunk))).rejects.toMatchObject({
      code: "checkpoint.normalisation",
    });
  });

  it("leaves no tensor behind", async () => {
    const before = tf.memory().numTensors;
    await fit(pairs(0, 24), { batch: 8, heldout: pairs(30, 4) });
    await model.score(x, [pairs(0, 1)[0]!.chosen]);
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe("the host of reward models", () => {
  const open = async () => {
    const files = writeCheckpoint(checkpoint, { dtype: "F32" });
    const host = new LlamaRewardHost({
      source: () => memorySource(files),
      engine: async () => ({ backend: "wasm", reason: "", adapter: null, threads: 1 }),
    });
    await host.open({ model: "here", backend: "wasm" });
    return host;
  };
  const answers = pairs(0, 20).map(({ chosen, rejected }) => [chosen, rejected]);
  const scale = { prompts: answers.map(() => x), completions: answers };

  it("keeps every model that it has fitted, each under a name of its own", async () => {
    const host = await open();
    const fitOf = (from: number, start: { trunk: string } | { from: string }) => {
      const data = { pairs: pairs(from, 64), heldOut: pairs(500, 20), scale };
      return host.fit(data, { seed: 1, ...start }, () => {});
    };
    const scores = (name: string) => host.scoreAll([x], [answers.flat()], name);
    const names = [await fitOf(0, { trunk: "here" }), await fitOf(100, { trunk: "here" })];
    const before = [await scores(""), await scores(names[0]!), await scores(names[1]!)];
    // More than stay alive, so that the first ones must come back from the shelf.
    const third = await fitOf(200, { from: names[0]! });
    names.push(third, await fitOf(0, { trunk: "here" }));
    expect(new Set(names).size).toBe(4);
    await scores(third);
    await scores(names[3]!);
    expect([await scores(""), await scores(names[0]!), await scores(names[1]!)]).toEqual(before);
    expect(await scores(names[3]!)).toEqual(before[1]);
    expect(await scores(third)).not.toEqual(before[1]);
    expect(before[0]!.flat().every((score) => score === 0)).toBe(true);
    const flat = before[1]!.flat();
    expect(flat.reduce((a, b) => a + b) / flat.length).toBeCloseTo(0, 5);
    await expect(scores("fit 9")).rejects.toMatchObject({ code: "reward.no-model" });
  });
});
