/**
 * @file A gradient held against finite differences, on the weights and the device at hand: along the
 * gradient g the loss must change by ‖g‖ for each unit walked, d/dε L(θ + ε g/‖g‖) = ‖g‖ at ε = 0.
 */
import * as tf from "@tensorflow/tfjs";
import type { GradientCheck } from "../core/hosts.ts";
import type { Parameters } from "./parameters.ts";

/** Lengths of the steps to either side, in units of the weights' own norm. */
const STEPS = [3e-3, 1e-3, 3e-4, 1e-4];

export type Differentiable = {
  readonly parameters: Parameters;
  gradient(): Promise<tf.Tensor1D>;
  /** The loss of the weights as they are. */
  loss(): Promise<number>;
  /** Dispatches to the GPU so far. */
  dispatches(): number;
};

/** Central differences at several lengths. The weights are left as they were. */
export async function checkGradient(what: Differentiable): Promise<GradientCheck> {
  const { parameters } = what;
  const began = what.dispatches();
  const gradient = await what.gradient();
  const dispatches = what.dispatches() - began;
  const start = tf.keep(tf.clone(tf.tensor1d(await parameters.flat.data<"float32">())));
  const [norm, size] = await Promise.all([length(gradient), length(start)]);
  const losses: { step: number; measured: number }[] = [];
  try {
    for (const share of STEPS) {
      const step = share * size;
      const [above, below] = [
        await lossAt(what, start, gradient, step / norm),
        await lossAt(what, start, gradient, -step / norm),
      ];
      losses.push({ step, measured: (above - below) / (2 * step) });
    }
  } finally {
    parameters.replace(tf.clone(start));
    tf.dispose([gradient, start]);
  }
  return { predicted: norm, steps: losses, dispatches };
}

async function lossAt(
  { parameters, loss }: Differentiable,
  start: tf.Tensor1D,
  gradient: tf.Tensor1D,
  factor: number,
): Promise<number> {
  parameters.replace(tf.tidy(() => tf.add(start, tf.mul(gradient, factor)) as tf.Tensor1D));
  return loss();
}

async function length(vector: tf.Tensor1D): Promise<number> {
  const values = await vector.data<"float32">();
  return Math.sqrt(values.reduce((sum, x) => sum + x * x, 0));
}
