/**
 * @file One AdamW step in place, in two dispatches: partial sums of g², then the step of
 * kernels/adamw.ts with the gradient clipped to its global norm, which every lane adds up for
 * itself from the same partial sums in the same order. Where it is not finite, nothing is written.
 */
import type * as tf from "@tensorflow/tfjs";
import type { AdamWStep } from "../kernels/adamw.ts";
import { buffer } from "../kernels/in-place.ts";
import { baked, type Kernel } from "../kernels/kernel.ts";
import { wide } from "../kernels/row.ts";
import type { Parameters } from "../parameters.ts";
import { Memory, Program, submitAndRead } from "./program.ts";

const LANES = 64;
/** Most partial sums, which is also how many workgroups each of the two dispatches has. */
const MOST_PARTS = 256;
/** Elements that a lane should at least have: a workgroup has a price. */
const EACH = 32;

/** So many that each lane has enough to do; a multiple of 4, as they are read four at a time. */
const partsOf = (count: number): number =>
  Math.min(MOST_PARTS, 4 * Math.max(1, Math.ceil(count / (4 * EACH * LANES))));

/** Eight lanes add eight sums each, and one adds theirs: a barrier costs more than an addition. */
const squaresKernel = baked((width: number): Kernel => ({
  name: "squares of the gradient",
  inputs: { g: wide(width).type },
  outputs: { sums: "f32" },
  uniforms: { count: "i32", lanes: "i32" },
  workgroup: [LANES, 1],
  scope: `var<workgroup> partial: array<f32, ${LANES}>;`,
  body: `
var sum = 0.0;
for (var j = i; j < u.count; j += u.lanes) { sum += ${wide(width).total("g[j] * g[j]")}; }
partial[lane] = sum;
workgroupBarrier();
if (lane < 8) {
  for (var k = lane + 8; k < ${LANES}; k += 8) { sum += partial[k]; }
  partial[lane] = sum;
}
workgroupBarrier();
if (lane == 0) {
  for (var k = 1; k < 8; k += 1) { sum += partial[k]; }
  sums[flat] = sum;
}`,
}));

const stepKernel = baked((width: number): Kernel => {
  const { type } = wide(width);
  return {
    name: "adamw in place",
    inputs: { g: type, sums: "vec4<f32>" },
    outputs: { p: type, m: type, v: type, total: "f32" },
    uniforms: {
      count: "i32",
      lanes: "i32",
      parts: "i32",
      clip: "f32",
      beta1: "f32",
      rest1: "f32",
      beta2: "f32",
      rest2: "f32",
      rate: "f32",
      unbias: "f32",
      epsilon: "f32",
      keep: "f32",
    },
    workgroup: [LANES, 1],
    body: `
var parts = vec4<f32>(0.0);
for (var j = 0; j < u.parts; j += 1) { parts += sums[j]; }
let square = dot(parts, vec4<f32>(1.0));
if (i == 0) { total[0] = square; }
// Infinity or NaN, by its bits: arithmetic may assume that there are none.
if ((bitcast<u32>(square) & 0x7f800000u) == 0x7f800000u) { return; }
let clip = min(1.0, u.clip / (sqrt(square) + 1e-6));
for (var j = i; j < u.count; j += u.lanes) {
  let x = g[j] * clip;
  let mean = u.beta1 * m[j] + u.rest1 * x;
  let spread = u.beta2 * v[j] + u.rest2 * x * x;
  m[j] = mean;
  v[j] = spread;
  p[j] = u.keep * p[j] - u.rate * mean / (sqrt(spread * u.unbias) + u.epsilon);
}`,
  };
});

/** Both kernels, for vectors whose elements are so many numbers wide. */
export const descentKernels = (width: number): Kernel[] => [
  squaresKernel(width),
  stepKernel(width),
];

type Tensors = { readonly g: tf.Tensor; readonly m: tf.Tensor; readonly v: tf.Tensor };

/** A gradient let through whatever its norm: larger than any that is finite. */
const NO_CLIP = 3e38;

export class Descent {
  readonly #parameters: Parameters;
  readonly #bound: readonly GPUBuffer[];
  readonly #program: Program<AdamWStep>;
  readonly #memory: Memory;
  readonly #total: GPUBuffer;

  private constructor(
    parameters: Parameters,
    bound: readonly GPUBuffer[],
    program: Program<AdamWStep>,
    memory: Memory,
    total: GPUBuffer,
  ) {
    this.#parameters = parameters;
    this.#bound = bound;
    this.#program = program;
    this.#memory = memory;
    this.#total = total;
  }

  static async of(parameters: Parameters, { g, m, v }: Tensors): Promise<Descent> {
    const memory = new Memory();
    const [sums, total] = [memory.room("squares", MOST_PARTS), memory.room("square norm", 4)];
    const bound = [parameters.written(), buffer(g), buffer(m), buffer(v)];
    const [p, dp, mean, spread] = bound as [GPUBuffer, GPUBuffer, GPUBuffer, GPUBuffer];
    const { width } = wide(g.size);
    const count = g.size / width;
    const parts = partsOf(count);
    const program = await Program.of<AdamWStep>([
      {
        kernel: squaresKernel(width),
        inputs: [dp],
        outputs: [sums],
        uniforms: () => [count, parts * LANES],
        groups: () => [parts, 1],
      },
      {
        kernel: stepKernel(width),
        inputs: [dp, sums],
        outputs: [p, mean, spread, total],
        uniforms: (step) => [count, parts * LANES, parts / 4, ...numbers(step)],
        groups: () => [parts, 1],
      },
    ]);
    return new Descent(parameters, bound, program, memory, total);
  }

  /** Whether it was recorded for these. */
  serves(parameters: Parameters, { g, m, v }: Tensors): boolean {
    if (parameters !== this.#parameters) return false;
    const now = [parameters.written(), buffer(g), buffer(m), buffer(v)];
    return now.every((b, i) => b === this.#bound[i]);
  }

  /** `clip`: the largest norm let through. Returns the norm before clipping. */
  async step(step: AdamWStep): Promise<number> {
    const groups = this.#program.resize(step);
    this.#parameters.written();
    const read = await submitAndRead((on) => this.#program.encode(on, groups), this.#total, 4);
    return Math.sqrt(new Float32Array(read)[0]!);
  }

  dispose(): void {
    this.#program.destroy();
    this.#memory.destroy();
  }
}

function numbers(step: AdamWStep): number[] {
  const { learningRate, beta1, beta2, epsilon, weightDecay, t, clip } = step;
  const rate = learningRate / (1 - beta1 ** t);
  const keep = 1 - learningRate * weightDecay;
  const unbias = 1 / (1 - beta2 ** t);
  const most = Math.min(clip, NO_CLIP);
  return [most, beta1, 1 - beta1, beta2, 1 - beta2, rate, unbias, epsilon, keep];
}
