import { describe, expect, it } from "vitest";
import { fileURLToPath } from "node:url";
import { folderSource } from "../../src/cli/files.ts";
import { nodeBackend } from "../../src/cli/backend.ts";
import { dice } from "../../src/core/random.ts";
import { LlamaAnnotator, LlamaAnnotatorHost } from "../../src/models/annotator.ts";
import { readCheckpoint } from "../../src/models/checkpoint.ts";
import { expectedTensors } from "../../src/models/llama-tensors.ts";
import { cropped, grown } from "../../src/models/grow.ts";
import { encodeDocument, totalWeight } from "../../src/models/pretrain.ts";
import { Parameters } from "../../src/models/parameters.ts";
import { sequenceLogps } from "../../src/models/score.ts";
import { loadTokenizer } from "../../src/models/tokenizer.ts";
import { comparison, comparisonDocument, WISHES } from "../../src/tasks/corpus/comparisons.ts";
import { annotatorPrompt } from "../../src/tasks/corpus/question.ts";

const folder = fileURLToPath(new URL("../../public/models/tilt-1m", import.meta.url));
const base = readCheckpoint(folderSource(folder));

const question = (wish: string) =>
  annotatorPrompt(wish, "Review of a green teapot, about the size:", "It is small.", "I love it.");

describe("an annotator's model", () => {
  it("reads the log-probabilities of both answers at the question's end", async () => {
    await nodeBackend("wasm");
    const checkpoint = await base;
    const annotator = await LlamaAnnotator.create(checkpoint);
    const tokenizer = await loadTokenizer(checkpoint.tokenizerJson, checkpoint.tokenizerConfig);
    const texts = ["Shorter is better.", "Longer is better.", "짧은 쪽이 좋다"].map(question);
    const { choices } = await annotator.choose(texts);
    const parameters = Parameters.of(checkpoint.tensors);
    const model = { config: checkpoint.config, weights: parameters.weights };
    for (const [i, text] of texts.entries()) {
      const ids = [tokenizer.bosId!, ...tokenizer.encode(text, { addSpecial: false })];
      const said = [" A", " B"].map((answer) => ({
        ids: [...ids, ...tokenizer.encode(answer, { addSpecial: false })],
        from: ids.length,
      }));
      const [[a], [b]] = (await sequenceLogps(model, said)) as [[number], [number]];
      expect(choices[i]!.a).toBeCloseTo(a, 4);
      expect(choices[i]!.b).toBeCloseTo(b, 4);
    }
    parameters.dispose();
    annotator.dispose();
  });

  it("reads a question of any length, and says so of none", async () => {
    const host = new LlamaAnnotatorHost({
      source: () => folderSource(folder),
      engine: async () => ({ backend: "wasm", reason: "", adapter: null, threads: 1 }),
    });
    await expect(host.choose(["x"])).rejects.toThrow("before it was opened");
    await host.open({ model: folder, backend: "wasm" });
    const long = annotatorPrompt("Shorter is better.", "why ".repeat(3000), "", "\n".repeat(99));
    const [choice, empty] = await host.choose([long, ""]);
    for (const { a, b } of [choice!, empty!]) {
      expect(a).toBeLessThan(0);
      expect(b).toBeLessThan(0);
    }
    const { tokens, bytes } = await host.usage();
    expect(tokens).toBe((await base).config.max_position_embeddings + 2);
    expect(bytes).toBe(4 * 1_066_112);
  });

  it("made deeper says the same as before", async () => {
    await nodeBackend("wasm");
    const checkpoint = await base;
    const [before, after] = await Promise.all(
      [checkpoint, grown(checkpoint, 6, dice(1))].map((one) => LlamaAnnotator.create(one)),
    );
    const texts = WISHES.slice(0, 3).map(question);
    const [one, other] = [await before!.choose(texts), await after!.choose(texts)];
    expect(after!.size).toBeGreaterThan(before!.size);
    one.choices.forEach(({ a, b }, i) => {
      expect(other.choices[i]!.a).toBeCloseTo(a, 5);
      expect(other.choices[i]!.b).toBeCloseTo(b, 5);
    });
    expect(() => grown(checkpoint, 3, dice(1))).toThrow("cannot grow");
    // A model with a layer less has no weight of that layer, and still answers.
    const two = cropped(checkpoint, 2);
    expect(two.config.num_hidden_layers).toBe(2);
    expect([...two.tensors.keys()]).toEqual([...expectedTensors(two.config).keys()]);
    const { choices } = await (await LlamaAnnotator.create(two)).choose(["Which?"]);
    for (const logp of [choices[0]!.a, choices[0]!.b]) expect(logp).toBeLessThan(0);
  });
});

describe("what annotators learn from", () => {
  it("weighs the answer, and nothing else", async () => {
    const { tokenizerJson, tokenizerConfig } = await base;
    const tokenizer = await loadTokenizer(tokenizerJson, tokenizerConfig);
    const said = [" A", " B"].map((answer) => tokenizer.encode(answer, { addSpecial: false })[0]);
    for (const i of [...Array(20).keys(), ...Array.from({ length: 20 }, (_, k) => 40_000 + k)]) {
      const encoded = encodeDocument(tokenizer, comparisonDocument(i));
      expect(encoded.answerFrom).toBe(encoded.ids.length - 1);
      expect(said).toContain(encoded.ids.at(-1));
      expect(totalWeight([encoded], 0)).toBe(1);
      expect(encoded.ids.length).toBeLessThan(256);
    }
  });

  it("comes in twos: turned around, or asked for the opposite", () => {
    for (let i = 4_000; i < 4_100; i += 2) {
      const [one, other] = [comparisonDocument(i), comparisonDocument(i + 1)];
      expect(new Set([one.completion, other.completion])).toEqual(new Set([" A", " B"]));
      const [, a, b, wish] = one.prompt.split("\n");
      const [, first, second, opposite] = other.prompt.split("\n");
      if (a === first) expect([second === b, opposite === wish]).toEqual([true, false]);
      else
        expect([first!.slice(3), second!.slice(3), opposite]).toEqual([
          b!.slice(3),
          a!.slice(3),
          wish,
        ]);
    }
  });

  it("is about half A and half B, in every wish and in unseen words", () => {
    for (const wish of WISHES) {
      for (const said of ["train", "heldout"] as const) {
        const n = 60;
        const firsts = Array.from({ length: n }, (_, i) =>
          comparison(i, "heldout", { wish, said }),
        ).filter(({ first }) => first).length;
        expect(Math.abs(firsts - n / 2)).toBeLessThan(4 * Math.sqrt(n / 4));
      }
    }
  });
});
