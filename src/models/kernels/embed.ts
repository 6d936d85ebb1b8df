/**
 * @file y_i = table[ids_i]; the gradient adds dy_i into row ids_i of a table of zeros.
 */
import * as tf from "@tensorflow/tfjs";
import { differentiable, ruleHere, type Rule } from "./differentiable.ts";
import { baked, folded, type Kernel } from "./kernel.ts";
import { launch } from "./launch.ts";
import { wide } from "./row.ts";

/** Σ_i rows_i into row ids_i of a [V,D] table of zeros. Rows may repeat. */
export function scatterAdd(rows: tf.Tensor2D, ids: tf.Tensor1D, V: number): tf.Tensor2D {
  return tf.scatterND(tf.expandDims(ids, 1), rows, [V, rows.shape[1]]);
}

/** table[ids] → [M,D]; on WASM forty times faster than tf.gather, which copies the table first. */
export function rowsOf(table: tf.Tensor2D, ids: tf.Tensor1D): tf.Tensor2D {
  return tf.gatherND(table, tf.expandDims(ids, 1)) as tf.Tensor2D;
}

const plain = (ids: tf.Tensor1D): Rule<readonly [tf.Tensor2D], tf.Tensor2D> => {
  let V = 0;
  return {
    forward(table) {
      V = table.shape[0];
      return { value: rowsOf(table, ids), saved: [ids] };
    },
    backward: (dy, [kept]) => [scatterAdd(dy, kept as tf.Tensor1D, V)],
  };
};

const gatherKernel = baked((width: number): Kernel => {
  const { type } = wide(width);
  return {
    name: `embed ${type}`,
    inputs: { table: type, ids: "i32" },
    outputs: { y: type },
    uniforms: { count: "i32", cols: "i32" },
    workgroup: [64, 1],
    body: `
if (i >= u.count) { return; }
y[i] = table[ids[i / u.cols] * u.cols + i % u.cols];`,
  };
});

/**
 * For each row of the table the first token that reads it, then for each token the next one with
 * the same id; −1 ends a chain. Walking a chain adds in a fixed order, without atomics.
 */
const chainKernel: Kernel = {
  name: "embed chains",
  inputs: { ids: "i32" },
  outputs: { next: "i32" },
  uniforms: { table: "i32", tokens: "i32" },
  workgroup: [64, 1],
  body: `
if (i >= u.table + u.tokens) { return; }
var m = 0;
var id = i;
if (i >= u.table) {
  m = i - u.table + 1;
  id = ids[i - u.table];
}
while (m < u.tokens && ids[m] != id) { m++; }
next[i] = select(-1, m, m < u.tokens);`,
};

const walkKernel = baked((width: number): Kernel => {
  const { type } = wide(width);
  return {
    name: `embed backward ${type}`,
    inputs: { dy: type, next: "i32" },
    outputs: { dtable: type },
    uniforms: { count: "i32", cols: "i32", table: "i32" },
    workgroup: [64, 1],
    body: `
if (i >= u.count) { return; }
var sum = ${type}();
for (var m = next[i / u.cols]; m >= 0; m = next[u.table + m]) {
  sum += dy[m * u.cols + i % u.cols];
}
dtable[i] = sum;`,
  };
});

const wgsl = (ids: tf.Tensor1D): Rule<readonly [tf.Tensor2D], tf.Tensor2D> => {
  let V = 0;
  return {
    forward(table) {
      const [M, D] = [ids.shape[0], table.shape[1]];
      V = table.shape[0];
      const { width } = wide(D);
      const [value] = launch(gatherKernel(width), {
        inputs: [table, ids],
        outputs: [[M, D]],
        uniforms: [(M * D) / width, D / width],
        groups: folded(Math.ceil((M * D) / width / 64)),
      });
      return { value: value as tf.Tensor2D, saved: [ids] };
    },
    backward(dy, [kept]) {
      const [M, D] = dy.shape;
      const { width } = wide(D);
      const [next] = launch(chainKernel, {
        inputs: [kept!],
        outputs: [[V + M]],
        dtype: "int32",
        uniforms: [V, M],
        groups: folded(Math.ceil((V + M) / 64)),
      });
      return launch(walkKernel(width), {
        inputs: [dy, next!],
        outputs: [[V, D]],
        uniforms: [(V * D) / width, D / width, V],
        groups: folded(Math.ceil((V * D) / width / 64)),
      });
    },
  };
};

/** table [V,D], ids int32 [M] in [0, V) → [M,D]. */
export function embed(table: tf.Tensor2D, ids: tf.Tensor1D): tf.Tensor2D {
  return differentiable(ruleHere({ wgsl, plain }, ids), [table]);
}
