/**
 * @file What every op in this room is: a forward rule that names what it keeps, and a backward rule
 * that turns the gradient of the result into one gradient per input. An op has such a pair in plain
 * tfjs ops (its twin: the oracle of its test, and the path of engines without SIMD), one in WGSL and
 * one on the heap of WASM.
 */
import * as tf from "@tensorflow/tfjs";
import { onWebGPU } from "./gpu-backend.ts";
import { native, type Native } from "./native.ts";

/** Forward and backward of one op. Neither needs a tidy around it. */
export type Rule<I extends readonly (tf.Tensor | undefined)[], O extends tf.Tensor> = {
  /** Returns the value and the tensors that `backward` will be given. */
  forward(...inputs: I): { value: O; saved: readonly tf.Tensor[] };
  /** The gradient of each input, in order, from that of the value and what was saved. */
  backward(dy: O, saved: readonly tf.Tensor[]): tf.Tensor[];
};

/** An op's rules, each made from what the op has besides its inputs; not every op has one on the heap. */
type Rules<P extends readonly unknown[], R> = {
  wgsl(...others: P): R;
  onHeap?(n: Native, ...others: P): R;
  plain(...others: P): R;
};

/** The rule of the backend in use. */
export function ruleHere<P extends readonly unknown[], R>(
  { wgsl, onHeap, plain }: Rules<P, R>,
  ...others: P
): R {
  if (onWebGPU()) return wgsl(...others);
  const n = native();
  return n && onHeap ? onHeap(n, ...others) : plain(...others);
}

/**
 * Runs a rule so that tf.grads and tf.variableGrads see through it (first order only).
 * Without a tape nothing is kept.
 */
export function differentiable<I extends readonly (tf.Tensor | undefined)[], O extends tf.Tensor>(
  rule: Rule<I, O>,
  inputs: I,
): O {
  const op = tf.customGrad((...args) => {
    const save = args.pop() as tf.GradSaveFunc;
    const { value, saved } = rule.forward(...(args as unknown as I));
    save([...saved]);
    return { value, gradFunc: (dy: O, kept: tf.Tensor[]) => rule.backward(dy, kept) };
  });
  return op(...(inputs as unknown as tf.Tensor[])) as O;
}

/** Whether a gradient is being taken: what only a backward rule wants need not be kept otherwise. */
export function recording(): boolean {
  return tf.engine().state.gradientDepth > 0;
}
