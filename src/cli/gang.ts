/** @file A batch shared out among threads, each with an engine of its own. */
import { availableParallelism } from "node:os";
import type { LlamaConfig } from "../models/checkpoint.ts";
import type { Parameters } from "../models/parameters.ts";
import { partialGradient, totalWeight, type GradientOf } from "../models/pretrain.ts";
import { startThread } from "./hand.ts";

export type Gang = { readonly gradientOf: GradientOf; dispose(): void };

/** What the threads call the model that is trained. */
const MODEL = "trained";

/** Starts as many threads as there are processors, or `jobs`. */
export function gang(
  config: LlamaConfig,
  parameters: Parameters,
  promptWeight: number,
  jobs = availableParallelism(),
): Gang {
  const threads = Array.from({ length: jobs }, startThread);
  const ready = Promise.all(threads.map(({ hand }) => hand.open()));
  const gradientOf: GradientOf = async (batch) => {
    await ready;
    const flat = (await parameters.flat.data()) as Float32Array;
    const total = totalWeight(batch, promptWeight);
    const parts = await Promise.all(
      threads.map(async ({ hand }, i) => {
        await hand.hold(MODEL, config, parameters.slots, flat);
        const own = batch.filter((_, row) => row % threads.length === i);
        return partialGradient(hand, MODEL, own, { total, promptWeight });
      }),
    );
    const gradient = new Float32Array(flat.length);
    for (const part of parts.flat()) part.gradient.forEach((x, i) => (gradient[i]! += x));
    return { loss: parts.flat().reduce((sum, { loss }) => sum + loss, 0), gradient };
  };
  return { gradientOf, dispose: () => threads.forEach((thread) => thread.dispose()) };
}
