/**
 * @file How decoding keeps what it reads again and again, fours of numbers in a buffer: as they are,
 * or rounded to halves, two to a word, for half of the traffic. Sums stay in f32. Packing is in the
 * core of WGSL, so it takes no feature of the adapter.
 */
import { folded, type Kernel } from "../kernels/kernel.ts";
import type { Dispatch } from "./program.ts";

const SCOPE = `
fn wide(x: vec2<u32>) -> vec4<f32> { return vec4<f32>(unpack2x16float(x.x), unpack2x16float(x.y)); }
fn narrow(x: vec4<f32>) -> vec2<u32> { return vec2<u32>(pack2x16float(x.xy), pack2x16float(x.zw)); }`;

/** Texts for a kernel that keeps numbers of `type` that way; halves are for vec4s alone. */
export const kept = <T extends "f32" | "vec4<f32>">(halves: boolean, type: T) => ({
  type: halves ? ("vec2<u32>" as const) : type,
  read: (text: string) => (halves ? `wide(${text})` : text),
  written: (text: string) => (halves ? `narrow(${text})` : text),
  scope: halves ? SCOPE : "",
  /** For the names of kernels. */
  suffix: halves ? " in halves" : "",
});

const halved = kept(true, "vec4<f32>");
const packKernel: Kernel = {
  name: "round to halves",
  inputs: { x: "vec4<f32>" },
  outputs: { halves: halved.type },
  uniforms: { count: "i32" },
  workgroup: [64, 1],
  scope: halved.scope,
  body: `
if (i >= u.count) { return; }
halves[i] = ${halved.written("x[i]")};`,
};

/** Rounds all of `from` to halves; `count` of its fours. */
export const pack = <S>(from: GPUBuffer, to: GPUBuffer, count: number): Dispatch<S> => ({
  kernel: packKernel,
  inputs: [from],
  outputs: [to],
  uniforms: () => [count],
  groups: () => folded(Math.ceil(count / 64)),
});
