import { beforeAll, describe, expect, it } from "vitest";
import { nodeBackend } from "../../src/cli/backend.ts";
import { pack, type Sequence } from "../../src/models/batch.ts";
import { prefixes } from "../../src/models/prefixes.ts";
import { lossGradient } from "../../src/models/gradient.ts";
import { tokenLogps } from "../../src/models/reading.ts";
import { tinyModel } from "./fixture.ts";

beforeAll(() => nodeBackend("wasm"));

/** Two answers to one prompt, one of which goes on, and another prompt. */
const sequences: Sequence[] = [
  { ids: [3, 7, 9, 2, 5], from: 3 },
  { ids: [3, 7, 9, 2, 4, 8, 6], from: 3 },
  { ids: [7, 3, 9], from: 1 },
];

describe("distinct prefixes", () => {
  it("are counted once each, and padding not at all", () => {
    const batch = pack(sequences);
    const { ids, positions, cells, at } = prefixes(batch);
    expect([...ids]).toEqual([3, 7, 9, 2, 4, 8, 7, 3]);
    expect([...positions]).toEqual([0, 1, 2, 3, 4, 5, 0, 1]);
    expect([...cells]).toEqual([0, 1, 2, 3, 10, 11, 12, 13]);
    expect([...at]).toEqual([0, 1, 2, 3, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 0, 0, 0, 0]);
  });

  it("leave numbers and gradients what each sequence has alone", async () => {
    const { model, parameters } = tinyModel();
    const ones = (numbers: readonly (readonly number[])[]) => ({
      weights: numbers.map((list) => list.map((_, i) => 1 + i)),
    });
    const of = async (list: readonly Sequence[]) => {
      const reading = tokenLogps(model);
      const { numbers, gradient } = await lossGradient(reading, parameters, list, ones);
      const values = await gradient.data();
      gradient.dispose();
      return { numbers, values };
    };
    const together = await of(sequences);
    const alone = await Promise.all(sequences.map((sequence) => of([sequence])));
    alone.forEach(({ numbers }, i) =>
      numbers[0]!.forEach((logp, t) => expect(together.numbers[i]![t]).toBeCloseTo(logp, 5)),
    );
    const largest = Math.max(...together.values.map(Math.abs));
    expect(largest).toBeGreaterThan(0.1);
    together.values.forEach((value, i) => {
      const sum = alone.reduce((total, { values }) => total + values[i]!, 0);
      expect(Math.abs(value - sum)).toBeLessThan(1e-5 * largest);
    });
    parameters.dispose();
  });
});
