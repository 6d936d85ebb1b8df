/** @file Attention on the heap of WASM: heads are read where the projections left them. */
import type * as tf from "@tensorflow/tfjs";
import type { Order } from "./attention-wgsl.ts";
import { recording, type Rule } from "./differentiable.ts";
import type { Native } from "./native.ts";

type Three<T extends tf.Tensor> = readonly [q: T, k: T, v: T];

/** Elements from one sequence, head and token of x to the next. */
function strides(order: Order, heads: number, tokens: number, d: number) {
  return order === "heads"
    ? [heads * tokens * d, tokens * d, d]
    : [heads * tokens * d, d, heads * d];
}

/** Sizes and strides as the kernels take them, from B to the rows of k. */
function layout(order: Order, [q, k]: readonly tf.Tensor[], mask: tf.Tensor): number[] {
  const [T, S] = mask.shape.slice(2) as [number, number];
  const [H, kvHeads] = [q!.shape[1]!, k!.shape[1]!];
  const d = q!.shape.at(-1)!;
  const B = q!.size / (H * T * d);
  return [
    ...[B, H, H / kvHeads, T, S, d],
    ...strides(order, H, T, d),
    ...strides(order, kvHeads, S, d),
  ];
}

/** q [B,H,T,d], k and v [B,Hkv,S,d] ("heads"), or tokens outermost: [B·T,H,d], [B·S,Hkv,d]. */
export function attendOnHeap<T extends tf.Tensor>(
  n: Native,
  mask: tf.Tensor4D,
  order: Order,
): Rule<Three<T>, T> {
  return {
    forward(q, k, v) {
      const sizes = layout(order, [q, k], mask);
      const [B, H, , T, S] = sizes as [number, number, number, number, number];
      const value = n.fresh<T>(q.shape);
      const p = recording() ? n.fresh([B, H, T, S]) : null;
      const at = [q, k, v, mask, value].map((x) => n.at(x));
      const shared = mask.shape[0] === 1 ? 0 : T * S;
      const to = p ? n.at(p) : n.work(T * S);
      n.calls.attend(...at, to, ...sizes, shared, p !== null, n.scratch);
      return { value, saved: p ? [q, k, v, mask, value, p] : [] };
    },
    backward(dy, [q, k, v, bias, value, p]) {
      const sizes = layout(order, [q!, k!], bias!);
      const out = [q!, k!, v!].map((x) => n.fresh(x.shape));
      const at = [dy, q!, k!, v!, value!, p!, ...out].map((x) => n.at(x));
      const [T, S] = sizes.slice(3) as [number, number];
      n.calls.attendBackward(...at, ...sizes, n.work(T * S), n.scratch);
      return out;
    },
  };
}
