import * as tf from "@tensorflow/tfjs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { checkModel } from "../../src/models/agreement.ts";
import { chooseBackend } from "../../src/models/backend.ts";
import { fetchSource, readCheckpoint } from "../../src/models/checkpoint.ts";
import { parseExpected } from "../../src/models/expected.ts";
import { LlamaPolicy } from "../../src/models/policy.ts";

const folder = (name: string) => `/test/fixtures/oracle-llama/${name}`;
const load = (name: string) => readCheckpoint(fetchSource(folder(name)));
const wasm = "/node_modules/@tensorflow/tfjs-backend-wasm/dist/";

/** The GPU's complaints: there must be none. */
const fatal: string[] = [];
const useGpu = () => chooseBackend("webgpu", { onFatal: (error) => fatal.push(error.message) });

describe.each(["A", "B"])("checkpoint %s in the browser", (name) => {
  it("gives the oracle's numbers on WebGPU", async () => {
    expect((await useGpu()).name).toBe("webgpu");
    const response = await fetch(`${folder(name)}/expected.json`);
    const expected = parseExpected(await response.json());
    const before = tf.memory().numTensors;
    const { checks } = await checkModel(await load(name), expected, 10);
    expect(checks.filter(({ off }) => off !== null)).toEqual([]);
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe("one seed", () => {
  const prompts = [
    { id: "a", text: "The cat" },
    { id: "b", text: "What is the sum?" },
  ];

  it("gives the same answers on WebGPU, WASM and in plain JavaScript", async () => {
    const checkpoint = await load("B");
    const drawn = [];
    for (const choose of [
      useGpu,
      () => chooseBackend("wasm", { wasm }),
      () => chooseBackend("cpu"),
    ]) {
      await choose();
      const policy = await LlamaPolicy.create(checkpoint);
      const answers = await policy.sample(prompts, {
        n: 3,
        temperature: 1,
        seed: 8,
        maxTokens: 12,
      });
      drawn.push(answers.flat().map(({ tokens }) => tokens));
      policy.dispose();
    }
    expect(drawn[1]).toEqual(drawn[0]);
    expect(drawn[2]).toEqual(drawn[0]);
  });
});

beforeAll(() => (fatal.length = 0));
afterAll(() => expect(fatal).toEqual([]));
