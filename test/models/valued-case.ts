/**
 * @file Log-probabilities with the values beside them: against logits that stand in for the values,
 * and their gradient against differences along itself.
 */
import { VALUE_HEAD } from "../../src/models/gpu/places.ts";
import { allLogits } from "../../src/models/llama.ts";
import { Parameters, type HostTensor } from "../../src/models/parameters.ts";
import { lossGradient } from "../../src/models/gradient.ts";
import { tokenLogps, valuedLogps } from "../../src/models/reading.ts";
import { read } from "../../src/models/score.ts";
import { ids, tinyConfig, valuedWeights } from "./tiny.ts";

const V = tinyConfig.vocab_size;
const sequences = [9, 4, 6].map((n, i) => ({ ids: ids(`v${i}`, n, V), from: 1 + (i % 2) }));
const weigh = (numbers: readonly (readonly number[])[]) => ({
  weights: numbers.map((row, i) => row.map((_, t) => 0.4 + i - 0.15 * t)),
});

const modelOf = (weights: ReadonlyMap<string, HostTensor>) => {
  const parameters = Parameters.of(weights);
  return { parameters, model: { config: tinyConfig, weights: parameters.weights } };
};

/** Σ weight · number. */
async function lossOf(weights: ReadonlyMap<string, HostTensor>): Promise<number> {
  const { parameters, model } = modelOf(weights);
  const numbers = await read(valuedLogps(model), sequences);
  parameters.dispose();
  const slopes = weigh(numbers).weights;
  return numbers.flatMap((row, i) => row.map((x, t) => x * slopes[i]![t]!)).reduce((a, b) => a + b);
}

/** Largest error of the numbers, and relative errors of the slope along head and trunk. */
export async function gradientErrors(budget?: number) {
  const weights = valuedWeights();
  const { parameters, model } = modelOf(weights);
  const found = await lossGradient(valuedLogps(model), parameters, sequences, weigh, budget);
  const flat = (await found.gradient.data()) as Float32Array;
  found.gradient.dispose();
  const logps = await read(tokenLogps(model), sequences);
  const numbers = await numbersError(found.numbers, logps, weights);
  const slots = parameters.slots;
  parameters.dispose();
  const along = async (some: (name: string) => boolean) => {
    const chosen = slots.filter(({ name }) => some(name));
    const parts = chosen.flatMap(({ from, size }) => [...flat.subarray(from, from + size)]);
    const norm = Math.hypot(...parts);
    const h = 0.01;
    const moved = (by: number) =>
      new Map(
        slots.map(({ name, from }) => {
          const { shape, data } = weights.get(name)!;
          if (!some(name)) return [name, { shape, data }] as const;
          const next = data.map((x, i) => x + (by * flat[from + i]!) / norm);
          return [name, { shape, data: next }] as const;
        }),
      );
    const slope = ((await lossOf(moved(h))) - (await lossOf(moved(-h)))) / (2 * h);
    return Math.abs(slope - norm) / norm;
  };
  const isHead = (name: string) => name.startsWith(VALUE_HEAD);
  return { numbers, head: await along(isHead), trunk: await along((name) => !isHead(name)) };
}

/** The values as logits: the head's row in the place of one token's. */
async function numbersError(
  numbers: readonly (readonly number[])[],
  logps: readonly (readonly number[])[],
  weights: ReadonlyMap<string, HostTensor>,
): Promise<number> {
  const { shape, data } = weights.get("lm_head.weight")!;
  const D = tinyConfig.hidden_size;
  const swapped = data.slice();
  swapped.set(weights.get(`${VALUE_HEAD}.weight`)!.data, 3 * D);
  const { parameters, model } = modelOf(
    new Map([...weights, ["lm_head.weight", { shape, data: swapped }]]),
  );
  let worst = 0;
  for (const [i, { ids, from }] of sequences.entries()) {
    const logits = await allLogits(model, ids);
    const wanted = [...logps[i]!, ...logits.slice(from - 1, -1).map((row) => row[3]!)];
    if (wanted.length !== numbers[i]!.length) return Infinity;
    wanted.forEach((x, t) => (worst = Math.max(worst, Math.abs(x - numbers[i]![t]!))));
  }
  parameters.dispose();
  return worst;
}
