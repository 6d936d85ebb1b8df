import { beforeAll, describe, expect, it } from "vitest";
import { nodeBackend } from "../../src/cli/backend.ts";
import type { Asked, Completion, Objective } from "../../src/core/types.ts";
import type { Checkpoint } from "../../src/models/checkpoint.ts";
import { LlamaPolicy } from "../../src/models/policy.ts";
import { gradientErrors } from "./valued-case.ts";
import { answer, oracle, prompt } from "./fixture.ts";

let checkpoint: Checkpoint;

beforeAll(async () => {
  await nodeBackend("wasm");
  ({ checkpoint } = await oracle("B"));
});

const x = prompt("a", "The cat");
const asked: Asked[] = [{ prompt: x, completion: answer("a", 0, [60, 5, 17, 129]) }];

const teach = (y: Completion, returns: readonly number[]): Objective => ({
  ...{ kind: "reinforce", valueCoefficient: 1 },
  items: [{ prompt: x, completion: y, returns }],
});

describe("the value head", () => {
  it("expects nothing at first, changes no log-probability, and is not exported", async () => {
    const policy = await LlamaPolicy.create(checkpoint);
    expect(await policy.values(asked)).toEqual([[0, 0, 0, 0]]);
    const names = [...(await policy.export()).tensors.keys()];
    expect(names).toEqual([...checkpoint.tensors.keys()]);
    policy.dispose();
  });

  it("learns what is to come, and comes back with its copy of the weights", async () => {
    const policy = await LlamaPolicy.create(checkpoint);
    const { completion } = asked[0]!;
    const name = await policy.save();
    const returns = [1, 0.5, -0.5, 2];
    const losses: number[] = [];
    for (let i = 0; i < 30; i++) {
      const report = await policy.update(teach(completion, returns), { learningRate: 3e-3 });
      losses.push(report.metrics["loss/value_avg"]!);
    }
    expect(losses[0]).toBeCloseTo((1 + 0.25 + 0.25 + 4) / 4, 5);
    expect(losses.at(-1)!).toBeLessThan(0.2 * losses[0]!);
    const [values] = await policy.values(asked);
    expect(values![3]!).toBeGreaterThan(values![2]!);
    await policy.load(name);
    expect(await policy.values(asked)).toEqual([[0, 0, 0, 0]]);
    policy.dispose();
  });

  it("has the gradient of finite differences, through the shared trunk, in parts too", async () => {
    for (const budget of [undefined, 40]) {
      const { numbers, head, trunk } = await gradientErrors(budget);
      expect(numbers).toBeLessThan(1e-5);
      expect(head).toBeLessThan(2e-3);
      expect(trunk).toBeLessThan(2e-3);
    }
  });
});
