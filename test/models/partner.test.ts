import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { nodeBackend } from "../../src/cli/backend.ts";
import { startThread, type Thread } from "../../src/cli/hand.ts";
import type { Sequence } from "../../src/models/batch.ts";
import { divergence } from "../../src/models/divergence.ts";
import { generate } from "../../src/models/generate.ts";
import { lossGradient, TRAINING_TOKENS } from "../../src/models/gradient.ts";
import { halves, halvesOf, rejoin } from "../../src/models/halves.ts";
import type { Hand } from "../../src/models/hand.ts";
import type { Llama } from "../../src/models/llama.ts";
import type { Parameters } from "../../src/models/parameters.ts";
import { Partner } from "../../src/models/partner.ts";
import { lastScores, tokenLogps } from "../../src/models/reading.ts";
import { read } from "../../src/models/score.ts";
import { ids, tinyConfig, tinyModel } from "./tiny.ts";

/** Three answers to each of ten prompts: 630 tokens. */
const sequences: Sequence[] = Array.from({ length: 30 }, (_, i) => ({
  ids: [...ids(`prompt ${i % 10}`, 9, 11), ...ids(`answer ${i}`, 7 + (i % 11), 11)],
  from: 9,
}));

const SAMPLER = { seed: 3, temperature: 1, maxTokens: 9, stop: [1] };
const wanted = Array.from({ length: 6 }, (_, p) => ids(`asked ${p}`, 3 + p, 11)).flatMap(
  (prompt, p) => [0, 1, 2].map((i) => ({ prompt, key: 10 * p + i })),
);

describe("the two halves of a batch", () => {
  it("are of about equal size, and keep those of one prompt together", () => {
    const parts = halvesOf(sequences);
    expect(parts).toHaveLength(2);
    expect(parts.flat().sort((a, b) => a - b)).toEqual(sequences.map((_, i) => i));
    const tokens = parts.map((part) => part.reduce((n, i) => n + sequences[i]!.ids.length, 0));
    expect(Math.abs(tokens[0]! - tokens[1]!)).toBeLessThan(40);
    const prompts = parts.map((part) => new Set(part.map((i) => i % 10)));
    const shared = [...prompts[0]!].filter((p) => prompts[1]!.has(p));
    expect(shared.length).toBeLessThanOrEqual(1);
  });

  it("are one where there is little, and cut even one prompt's answers", () => {
    expect(halvesOf(sequences.slice(0, 3))).toHaveLength(1);
    const cut = (n: number) =>
      halves(
        Array.from({ length: n }, () => 0),
        () => 0,
        () => 1,
        2,
      );
    expect(cut(4)).toEqual([
      [0, 1],
      [2, 3],
    ]);
    expect(cut(3)).toEqual([[0, 1], [2]]);
    expect(cut(1)).toEqual([[0]]);
    expect(cut(0)).toEqual([[]]);
    expect(
      halves(
        [1, 1, 98],
        () => 0,
        (x) => x,
        2,
      ),
    ).toEqual([[0, 1], [2]]);
  });

  it("come together in the old order", () => {
    expect(
      rejoin([
        [
          [2, 0],
          ["c", "a"],
        ],
        [[1], ["b"]],
      ]),
    ).toEqual(["a", "b", "c"]);
  });
});

/** All that a partner shares in, of a model and a copy that has moved. */
async function everything(partner: Partner | undefined, budget = TRAINING_TOKENS) {
  const { parameters } = tinyModel();
  const moved = parameters.copy();
  const with_ = ({ weights }: Parameters): Llama =>
    partner ? { config: tinyConfig, weights, partner } : { config: tinyConfig, weights };
  const weigh = (numbers: readonly (readonly number[])[]) => ({
    weights: numbers.map((list) => list.map((logp, i) => Math.sin(logp) + i / 10)),
  });
  const gradientOf = async () => {
    const { gradient, numbers } = await lossGradient(
      tokenLogps(with_(parameters)),
      parameters,
      sequences,
      weigh,
      budget,
    );
    const values = await gradient.data();
    gradient.dispose();
    return { numbers, values };
  };
  const first = await gradientOf();
  const logps = await read(tokenLogps(with_(parameters)), sequences);
  const drawn = await generate(with_(parameters), wanted, SAMPLER);
  // New weights must reach the other thread before the next question.
  parameters.replace((await import("@tensorflow/tfjs")).mul(parameters.flat, 1.5));
  const second = await gradientOf();
  const far = await divergence(with_(parameters), with_(moved), sequences);
  for (const gone of [parameters, moved]) {
    partner?.forget(gone);
    gone.dispose();
  }
  return { first, logps, drawn, second, far };
}

describe("a second thread", () => {
  let thread: Thread;
  const partner = new Partner();
  beforeAll(async () => {
    await nodeBackend("wasm");
    thread = startThread();
    await partner.take(thread.hand);
  });
  afterAll(() => thread.dispose());

  it("changes no bit of any number", async () => {
    const alone = await everything(undefined);
    expect(await everything(partner)).toEqual(alone);
    expect(partner.there).toBe(true);
    expect(Math.max(...alone.far.map(({ kl }) => kl))).toBeGreaterThan(0.1);
  });

  it("changes none where a batch is learned from in many parts", async () => {
    const alone = await everything(undefined, 120);
    expect(await everything(partner, 120)).toEqual(alone);
    expect(partner.there).toBe(true);
  });

  it("is done without as soon as it fails, at whatever it is doing", async () => {
    const alone = await everything(undefined);
    const verbs = ["hold", "forward", "backward", "read", "generate", "divergence"] as const;
    for (const broken of verbs) {
      const fails = new Proxy(thread.hand, {
        get: (hand, verb: keyof Hand) =>
          verb === broken ? () => Promise.reject(new Error("gone")) : hand[verb],
      });
      const short = new Partner();
      await short.take(fails);
      expect(await everything(short), broken).toEqual(alone);
      expect(short.there, broken).toBe(false);
    }
  });

  it("scores as this thread does", async () => {
    const { parameters, model } = tinyModel({
      ...tinyConfig,
      head: "score",
      tie_word_embeddings: true,
    });
    const alone = await read(lastScores(model), sequences);
    expect(await read(lastScores({ ...model, partner }), sequences)).toEqual(alone);
    parameters.dispose();
  });
});
