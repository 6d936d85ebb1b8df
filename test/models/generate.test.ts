import * as tf from "@tensorflow/tfjs";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { nodeBackend } from "../../src/cli/backend.ts";
import { counterKey, rowKey } from "../../src/core/random.ts";
import { allowed, choose } from "../../src/models/choose.ts";
import { generate, type GenerateOptions } from "../../src/models/generate.ts";
import { useNative } from "../../src/models/kernels/native.ts";
import { allLogits } from "../../src/models/llama.ts";
import { sequenceLogps } from "../../src/models/score.ts";
import { ids, tinyModel } from "./fixture.ts";

beforeAll(() => nodeBackend("wasm"));

const options: GenerateOptions = { seed: 3, temperature: 1, maxTokens: 12, stop: [1] };
const wanted = [4, 1, 9].flatMap((length, p) => {
  const prompt = ids(`p${p}`, length, 11);
  return [0, 1, 2, 3].map((i) => ({ prompt, key: rowKey(`p${p}`, i) }));
});

describe("generate", () => {
  it("draws the same answer alone and in a batch", async () => {
    const { model, parameters } = tinyModel();
    const before = tf.memory().numTensors;
    const together = await generate(model, wanted, options);
    for (const [i, one] of wanted.entries()) {
      const [alone] = await generate(model, [one], options);
      expect(alone!.tokens).toEqual(together[i]!.tokens);
      expect(alone!.finished).toBe(together[i]!.finished);
    }
    expect(tf.memory().numTensors).toBe(before);
    parameters.dispose();
  });

  it("draws other answers with another seed", async () => {
    const { model, parameters } = tinyModel();
    const one = await generate(model, wanted, options);
    const other = await generate(model, wanted, { ...options, seed: 4 });
    expect(other.map(({ tokens }) => tokens)).not.toEqual(one.map(({ tokens }) => tokens));
    parameters.dispose();
  });

  it("ends at a stop token or at the limit, and says which", async () => {
    const { model, parameters } = tinyModel();
    const drawn = await generate(model, wanted, options);
    for (const { tokens, finished } of drawn) {
      expect(tokens.indexOf(1)).toBe(finished ? tokens.length - 1 : -1);
      if (!finished) expect(tokens).toHaveLength(12);
    }
    expect(new Set(drawn.map(({ finished }) => finished)).size).toBe(2);
    parameters.dispose();
  });

  it("reports the log-probabilities that scoring finds, whatever the temperature", async () => {
    const { model, parameters } = tinyModel();
    const drawn = await generate(model, wanted, { ...options, temperature: 0.7, topK: 4 });
    const scored = await sequenceLogps(
      model,
      wanted.map(({ prompt }, i) => ({
        ids: [...prompt, ...drawn[i]!.tokens],
        from: prompt.length,
      })),
    );
    drawn.forEach(({ logps }, i) =>
      logps.forEach((logp, t) => expect(logp).toBeCloseTo(scored[i]![t]!, 4)),
    );
    parameters.dispose();
  });

  it("never runs past the model's context", async () => {
    const { model, parameters } = tinyModel();
    const prompt = ids("long", 60, 11);
    const [drawn] = await generate(model, [{ prompt, key: 1 }], { ...options, stop: [] });
    expect(drawn!.tokens).toHaveLength(4);
    parameters.dispose();
  });

  it("draws first tokens in proportion to the softmax", async () => {
    const { model, parameters } = tinyModel();
    const prompt = ids("x", 5, 11);
    const logits = (await allLogits(model, prompt)).at(-1)!;
    const n = 4000;
    const many = Array.from({ length: n }, (_, i) => ({ prompt, key: rowKey("x", i) }));
    const drawn = await generate(model, many, { ...options, temperature: 1.5, maxTokens: 1 });
    const mass = Array.from(logits, (x) => Math.exp(x / 1.5));
    const z = mass.reduce((a, b) => a + b);
    let chi = 0;
    mass.forEach((m, token) => {
      const want = (n * m) / z;
      const got = drawn.filter(({ tokens }) => tokens[0] === token).length;
      chi += (got - want) ** 2 / want;
    });
    // The 99.9 % quantile of chi-square with 10 degrees of freedom.
    expect(chi).toBeLessThan(29.6);
    parameters.dispose();
  });
});

describe("the caches", () => {
  afterEach(() => useNative(true));

  it("lead to the same answers, in place or grown", async () => {
    const { model, parameters } = tinyModel();
    const placed = await generate(model, wanted, options);
    useNative(false);
    const grown = await generate(model, wanted, options);
    expect(grown.map(({ tokens }) => tokens)).toEqual(placed.map(({ tokens }) => tokens));
    parameters.dispose();
  });

  it.each([true, false])("are not needed for one token (in place: %s)", async (inPlace) => {
    useNative(inPlace);
    const { model, parameters } = tinyModel();
    const before = tf.memory().numTensors;
    const drawn = await generate(model, wanted, { ...options, maxTokens: 1 });
    expect(drawn.map(({ tokens }) => tokens.length)).toEqual(wanted.map(() => 1));
    expect(tf.memory().numTensors).toBe(before);
    parameters.dispose();
  });
});

describe("choose", () => {
  const logits = Float32Array.from([0.1, 3, -2, 2.5, 1, 2.5, -1]);

  it("takes the likeliest at temperature 0 and gives its log-probability", () => {
    const { token, logp } = choose(logits, 9, { temperature: 0 });
    const z = logits.reduce((sum, x) => sum + Math.exp(x), 0);
    expect(token).toBe(1);
    expect(logp).toBeCloseTo(3 - Math.log(z), 10);
  });

  it("keeps the k likeliest, ties to the lower id", () => {
    expect(allowed(logits, { temperature: 1, topK: 2 })).toEqual([1, 3]);
    expect(allowed(logits, { temperature: 1, topK: 4 })).toEqual([1, 3, 4, 5]);
    expect(allowed(logits, { temperature: 1, topK: 7 })).toBeNull();
  });

  it.each([0.01, 0.3, 0.55, 0.8, 0.95, 0.999])(
    "keeps the fewest tokens that reach p = %f",
    (topP) => {
      for (const temperature of [0.5, 1, 2]) {
        const mass = Array.from(logits, (x) => Math.exp(x / temperature));
        const z = mass.reduce((a, b) => a + b);
        const kept = allowed(logits, { temperature, topP })!;
        const share = (list: number[]) => list.reduce((sum, i) => sum + mass[i]! / z, 0);
        expect(share(kept)).toBeGreaterThanOrEqual(topP - 1e-9);
        const order = [...mass.keys()].sort((a, b) => mass[b]! - mass[a]! || a - b);
        expect(share(order.slice(0, kept.length - 1))).toBeLessThan(topP);
        expect(new Set(kept)).toEqual(new Set(order.slice(0, kept.length)));
      }
    },
  );

  it("applies top-p to what top-k left", () => {
    // Of 3, 2.5 and 2.5 the first has 45 %, so 60 % takes two of them.
    expect(allowed(logits, { temperature: 1, topK: 3, topP: 0.6 })).toEqual([1, 3]);
  });

  it("draws only allowed tokens, and all of them", () => {
    const seen = new Set<number>();
    for (let i = 0; i < 500; i++) {
      seen.add(choose(logits, counterKey(1, i, 0), { temperature: 1, topK: 3 }).token);
    }
    expect([...seen].sort()).toEqual([1, 3, 5]);
  });
});
