/**
 * @file Measures the forms of the kernels on the adapter in use and keeps the fastest of each kind:
 * the three products of a linear layer, the thin product of a decoding step, whether large weights are
 * read as halves, attention, the reduction of a row.
 * Results do not depend on it beyond rounding.
 */
import * as tf from "@tensorflow/tfjs";
import { prepare } from "../kernels/compile.ts";
import { gpuBackend } from "../kernels/gpu-backend.ts";
import { folded } from "../kernels/kernel.ts";
import { productKernel, times, timesTransposed, transposedTimes } from "../kernels/product.ts";
import { rmsNorm } from "../kernels/rms-norm.ts";
import {
  attentions,
  choose,
  exchanges,
  halvesAreNative,
  offered,
  products,
  refuseExchange,
  rows,
  thins,
  variant,
  type Variant,
} from "../kernels/variants.ts";
import { attendKernel, attentionUniforms, threadsOfHead } from "./causal.ts";
import { clockBuffer, Memory, Program, submit } from "./program.ts";
import { quadsHold } from "./quads.ts";
import { thinGroups, thinKernel } from "./thin.ts";

/** Rows, outputs and inputs of the trial: one feed-forward product of a small model. */
const [M, N, K] = [512, 352, 128];
/** Answers drawn at once in the trial of a decoding step. */
const ANSWERS = 64;

/** Outputs and inputs of the trial of halves: weights of 16 MiB, more than small caches hold. */
const [WIDE, DEEP] = [4096, 1024];
/** Answers in that trial: few, so that the time is that of reading the weights. */
const FEW = 4;
/** Weights of a model that is large enough for halves, and how much less time they must take. */
const [LARGE, GAIN] = [16e6, 0.9];

/** Milliseconds for `work` on the GPU, the best of three after a first run that warms up. */
async function time(work: () => void): Promise<number> {
  let best = Infinity;
  for (let run = 0; run < 4; run++) {
    const start = performance.now();
    work();
    const backend = gpuBackend();
    if (backend.commandEncoder) {
      backend.endComputePassEncoder();
      backend.submitQueue();
    }
    await backend.device.queue.onSubmittedWorkDone();
    if (run > 0) best = Math.min(best, performance.now() - start);
  }
  return best;
}

type Trial = { run(): void; destroy(): void };

/** A decoding step's product in the form that the variant now has. */
async function thinTrial(
  rows: number,
  cols: number,
  depth: number,
  halves = false,
): Promise<Trial> {
  const memory = new Memory();
  const sizes = [rows * depth, (cols * depth) / (halves ? 2 : 1), rows * cols];
  const [x, p, y] = sizes.map((words) => memory.room("trial", words));
  const state = memory.room("trial state", 4);
  gpuBackend().device.queue.writeBuffer(state, 0, Int32Array.of(rows));
  const clock = clockBuffer(1);
  const groups = thinGroups(rows, cols);
  const dispatch = {
    kernel: thinKernel({ halves }),
    inputs: [x!, p!, state],
    outputs: [y!],
    uniforms: () => [cols, depth / 4, cols / 4, 0, 0, 0, 0],
    groups: () => groups,
  };
  const program = await Program.of([dispatch], clock);
  return {
    run: () => submit((pass) => program.encode(pass, program.resize(null))),
    destroy(): void {
      program.destroy();
      clock.destroy();
      memory.destroy();
    },
  };
}

/** The same in each of its forms. */
async function thinTrials(): Promise<Trial> {
  const now = variant();
  const trials = new Map<string, Trial>();
  for (const thin of offered(thins)) {
    choose({ ...now, thin });
    trials.set(thin, await thinTrial(ANSWERS, N, K));
  }
  choose(now);
  return {
    run: () => trials.get(variant().thin)!.run(),
    destroy: () => trials.forEach((trial) => trial.destroy()),
  };
}

/** Whether a decoding step over large weights is faster where they are kept as halves. */
export async function halvesPay(): Promise<boolean> {
  const took: number[] = [];
  for (const halves of [false, true]) {
    const trial = await thinTrial(FEW, WIDE, DEEP, halves);
    took.push(await time(trial.run));
    trial.destroy();
  }
  return took[1]! < GAIN * took[0]!;
}

/** Sequences, tokens and heads in the trial of attention, and numbers of a head. */
const HEADS = { rows: 8, width: 64, heads: 4, kvHeads: 4, d: 32 } as const;

/** Causal attention in each of its forms. */
async function attentionTrials(): Promise<Trial> {
  const { rows, width, heads, d } = HEADS;
  const memory = new Memory();
  const words = rows * width * heads * d;
  const [x, o, stats] = [3 * words, words, 2 * words].map((n) => memory.room("trial", n));
  const trials = new Map<string, Program<null>>();
  for (const form of offered(attentions)) {
    const quads = form === "quad";
    const groups = folded(Math.ceil((rows * heads * threadsOfHead(width, quads)) / 32));
    const dispatch = {
      kernel: attendKernel(d, quads),
      inputs: [x!],
      outputs: [o!, stats!],
      uniforms: () => attentionUniforms(HEADS),
      groups: () => groups,
    };
    trials.set(form, await Program.of([dispatch]));
  }
  return {
    run(): void {
      const program = trials.get(variant().attention)!;
      const groups = program.resize(null);
      submit((pass) => program.encode(pass, groups));
    },
    destroy(): void {
      trials.forEach((program) => program.destroy());
      memory.destroy();
    },
  };
}

const TRIALS = { NT: [M, N, K], NN: [M, K, N], TN: [N, K, M] } as const;

/** Every candidate's pipelines side by side, so that a trial times the kernel and not the compiler. */
async function compileAll(): Promise<void> {
  const now = variant();
  const kernels = offered(products).flatMap((form) => {
    choose({ ...now, product: { NT: form, NN: form, TN: form } });
    return (["NT", "NN", "TN"] as const).map(
      (layout) => productKernel(layout, TRIALS[layout], "").kernel,
    );
  });
  choose(now);
  await prepare(kernels);
}

/**
 * Tries every form until `budget` milliseconds are spent (a slow machine must not hold up the page)
 * and chooses the fastest of those tried. Call with nothing else on the GPU.
 */
export async function probe(budget = 800): Promise<Variant> {
  if (exchanges() && !(await quadsHold(gpuBackend().device))) refuseExchange();
  const start = performance.now();
  /** The fastest of some variants, the present one first. */
  async function fastest(candidates: readonly Variant[], work: () => void): Promise<number> {
    let [best, form] = [Infinity, variant()];
    for (const candidate of candidates) {
      if (best < Infinity && performance.now() - start > budget) break;
      choose(candidate);
      const ms = await time(() => tf.tidy(work));
      if (ms < best) [best, form] = [ms, candidate];
    }
    choose(form);
    return best;
  }
  const first = <T>(now: T, all: readonly T[]) => [now, ...all.filter((x) => x !== now)];

  const x = tf.randomNormal([M, K]) as tf.Tensor2D;
  const w = tf.randomNormal([N, K]) as tf.Tensor2D;
  const dy = tf.randomNormal([M, N]) as tf.Tensor2D;
  const gain = tf.ones([K]) as tf.Tensor1D;
  const work = {
    NT: () => void timesTransposed(x, w),
    NN: () => void times(dy, w),
    TN: () => void transposedTimes(dy, x),
  };
  const norm = () =>
    void tf.grads((a, b) => rmsNorm(a as tf.Tensor2D, b as tf.Tensor1D, 1e-5))([x, gain]);
  const thin = await thinTrials();
  const attention = await attentionTrials();
  try {
    await compileAll();
    for (const layout of ["NT", "NN", "TN"] as const) {
      const now = variant();
      const forms = first(now.product[layout], offered(products));
      const ms = await fastest(
        forms.map((form) => ({ ...now, product: { ...now.product, [layout]: form } })),
        work[layout],
      );
      if (layout === "NT") choose({ ...variant(), pace: (1000 * M * N * K) / ms });
    }
    const now = variant();
    await fastest(
      first(now.thin, offered(thins)).map((thin) => ({ ...now, thin })),
      thin.run,
    );
    if (halvesAreNative() && performance.now() - start < budget) {
      if (await halvesPay()) choose({ ...variant(), halvesFrom: LARGE });
    }
    const readers = first(variant().attention, offered(attentions));
    await fastest(
      readers.map((form) => ({ ...variant(), attention: form })),
      attention.run,
    );
    const rowForms = first(variant().row, rows).map((row) => ({ ...variant(), row }));
    await fastest(rowForms, norm);
  } finally {
    thin.destroy();
    attention.destroy();
    tf.dispose([x, w, dy, gain]);
  }
  return variant();
}
