/**
 * @file Measures the forms of the kernels on the adapter in use and keeps the fastest. Results do
 * not depend on it beyond rounding.
 */
import * as tf from "@tensorflow/tfjs";
import { gpuBackend } from "./launch.ts";
import { times, timesTransposed, transposedTimes } from "./product.ts";
import { rmsNorm } from "./rms-norm.ts";
import { choose, products, rows, variant, type Variant } from "./variants.ts";

/** Rows, outputs and inputs of the trial: one feed-forward product of a small model. */
const [M, N, K] = [512, 352, 128];

/** Milliseconds for `work`, the best of three after a first run that compiles. */
async function time(work: () => void): Promise<number> {
  let best = Infinity;
  for (let run = 0; run < 4; run++) {
    const start = performance.now();
    tf.tidy(work);
    const backend = gpuBackend();
    backend.endComputePassEncoder();
    backend.submitQueue();
    await backend.device.queue.onSubmittedWorkDone();
    if (run > 0) best = Math.min(best, performance.now() - start);
  }
  return best;
}

/**
 * Tries every form until `budget` milliseconds are spent (a slow compiler must not hold up the
 * page) and chooses the fastest of those tried. Call with nothing else on the GPU.
 */
export async function probe(budget = 1500): Promise<Variant> {
  const start = performance.now();
  const x = tf.randomNormal([M, K]) as tf.Tensor2D;
  const w = tf.randomNormal([N, K]) as tf.Tensor2D;
  const dy = tf.randomNormal([M, N]) as tf.Tensor2D;
  const gain = tf.ones([K]) as tf.Tensor1D;
  const linear = () => void [timesTransposed(x, w), times(dy, w), transposedTimes(dy, x)];
  const norm = () =>
    void tf.grads((a, b) => rmsNorm(a as tf.Tensor2D, b as tf.Tensor1D, 1e-5))([x, gain]);

  /** The fastest of some variants, the present one first. */
  async function fastest(candidates: readonly Variant[], work: () => void): Promise<void> {
    let [best, form] = [Infinity, variant()];
    for (const candidate of candidates) {
      if (best < Infinity && performance.now() - start > budget) break;
      choose(candidate);
      const ms = await time(work);
      if (ms < best) [best, form] = [ms, candidate];
    }
    choose(form);
  }

  const first = <T>(now: T, all: readonly T[]) => [now, ...all.filter((x) => x !== now)];
  const guess = variant();
  try {
    const productForms = first(guess.product, products).map((product) => ({ ...guess, product }));
    await fastest(productForms, linear);
    const rowForms = first(guess.row, rows).map((row) => ({ ...variant(), row }));
    await fastest(rowForms, norm);
  } finally {
    tf.dispose([x, w, dy, gain]);
  }
  return variant();
}
