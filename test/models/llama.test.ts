import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, it } from "vitest";
import { nodeBackend } from "../../src/cli/backend.ts";
import { checkModel } from "../../src/models/agreement.ts";
import { allLogits } from "../../src/models/llama.ts";
import { lossGradient } from "../../src/models/gradient.ts";
import { tokenLogps } from "../../src/models/reading.ts";
import { sequenceLogps } from "../../src/models/score.ts";
import { Parameters } from "../../src/models/parameters.ts";
import { ids, oracle, tinyConfig, tinyModel, tinyWeights } from "./fixture.ts";

beforeAll(() => nodeBackend("wasm"));

describe.each(["A", "B"])("checkpoint %s", (name) => {
  it("gives the oracle's logits, greedy answers, losses, gradients and AdamW steps", async () => {
    const { checkpoint, expected } = await oracle(name);
    const before = tf.memory().numTensors;
    const { checks, unknown } = await checkModel(checkpoint, expected);
    expect(checks.filter(({ off }) => off !== null)).toEqual([]);
    expect(unknown).toEqual([]);
    // Every parameter has a norm and a sum for each of two losses.
    expect(checks.length).toBeGreaterThan(4 * checkpoint.tensors.size);
    expect(tf.memory().numTensors).toBe(before);
  });

  it("reports what a broken model gets wrong", async () => {
    const { checkpoint, expected } = await oracle(name);
    const config = { ...checkpoint.config, rms_norm_eps: 1e-3 };
    const { checks } = await checkModel({ ...checkpoint, config }, expected);
    const off = checks.filter((check) => check.off !== null).map((check) => check.name);
    expect(off).toContain("logits[0][1]");
    expect(off).toContain("dpo.loss");
  });
});

describe("a batch", () => {
  const sequences = [3, 9, 1, 6].map((n, i) => ({ ids: ids(`s${i}`, n + 1, 11), from: 1 }));

  it("gives each sequence what it has alone", async () => {
    const { model, parameters } = tinyModel();
    const together = await sequenceLogps(model, sequences);
    for (const [i, sequence] of sequences.entries()) {
      const [alone] = await sequenceLogps(model, [sequence]);
      expect(together[i]).toHaveLength(sequence.ids.length - 1);
      together[i]!.forEach((logp, t) => expect(logp).toBeCloseTo(alone![t]!, 5));
    }
    parameters.dispose();
  });

  it("agrees with the log-softmax of the logits", async () => {
    const { model, parameters } = tinyModel();
    const { ids } = sequences[1]!;
    const logits = await allLogits(model, ids);
    const [logps] = await sequenceLogps(model, [{ ids, from: 4 }]);
    const want = ids.slice(4).map((id, i) => {
      const row = logits[i + 3]!;
      return row[id]! - Math.log(row.reduce((sum, x) => sum + Math.exp(x), 0));
    });
    logps!.forEach((logp, i) => expect(logp).toBeCloseTo(want[i]!, 5));
    parameters.dispose();
  });

  it("does not let a token see what follows it", async () => {
    const { model, parameters } = tinyModel();
    const whole = await allLogits(model, [0, 3, 5, 7, 2]);
    const start = await allLogits(model, [0, 3, 5]);
    start.forEach((row, t) => row.forEach((x, i) => expect(x).toBeCloseTo(whole[t]![i]!, 5)));
    parameters.dispose();
  });
});

describe("the gradient", () => {
  const sequences = [5, 8, 3].map((n, i) => ({ ids: ids(`g${i}`, n, 11), from: 2 }));
  /** L = Σ c·logp with uneven c, so that no symmetry hides an error. */
  const factors = sequences.map(({ ids }, i) => ids.slice(2).map((_, t) => 0.3 + i - 0.4 * t));
  const weigh = (logps: readonly (readonly number[])[]) => {
    const loss = logps.flat().reduce((sum, logp, i) => sum + logp * factors.flat()[i]!, 0);
    return { loss, weights: factors };
  };

  it("is the slope of the loss along any direction", async () => {
    const host = tinyWeights();
    const parameters = Parameters.of(host);
    const model = { config: tinyConfig, weights: parameters.weights };
    const { gradient } = await lossGradient(tokenLogps(model), parameters, sequences, weigh);
    const flat = await gradient.data();
    gradient.dispose();
    const lossAt = async (name: string, direction: Float32Array, step: number) => {
      const { shape, data } = host.get(name)!;
      const moved = new Map(host).set(name, {
        shape,
        data: data.map((x, i) => x + step * direction[i]!),
      });
      const other = Parameters.of(moved);
      const logps = await sequenceLogps({ config: tinyConfig, weights: other.weights }, sequences);
      other.dispose();
      return weigh(logps).loss;
    };
    for (const { name, from, size } of parameters.slots) {
      const part = flat.slice(from, from + size);
      const norm = Math.hypot(...part);
      const direction = part.map((x) => x / norm) as Float32Array;
      const h = 2e-3;
      const slope = (await lossAt(name, direction, h)) - (await lossAt(name, direction, -h));
      expect(slope / (2 * h) / norm, name).toBeCloseTo(1, 1.5);
    }
    parameters.dispose();
  });

  it("is the same when it is accumulated over several passes", async () => {
    const { model, parameters } = tinyModel();
    const reading = tokenLogps(model);
    const once = await lossGradient(reading, parameters, sequences, weigh);
    const often = await lossGradient(reading, parameters, sequences, weigh, 8);
    expect(often.evaluated.loss).toBeCloseTo(once.evaluated.loss, 4);
    const [a, b] = [await once.gradient.data(), await often.gradient.data()];
    a.forEach((x, i) => expect(b[i]).toBeCloseTo(x, 4));
    tf.dispose([once.gradient, often.gradient]);
    parameters.dispose();
  });
});
