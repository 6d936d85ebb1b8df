/**
 * @file The bench inside the browser: one engine at a time on the same weights and batches. Losses
 * are compared before anything is timed.
 */
import { browser } from "../../models/browser.ts";
import { warmUp } from "../../models/gpu/warm.ts";
import type { LlamaConfig } from "../../models/checkpoint.ts";
import type { Hand } from "../../models/hand.ts";
import { count } from "../../models/kernels/index.ts";
import { Partner } from "../../models/partner.ts";
import { wire } from "../../workers/wire.ts";
import { jax } from "./jax.ts";
import { counts, install, reset } from "./meter.ts";
import * as profile from "./profile.ts";
import { scaling } from "./scaling.ts";
import type { Curve } from "./scaling-sizes.ts";
import { stock } from "./tfjs.ts";
import { tilt } from "./tilt.ts";
import { decodingBytes, flops } from "./roofline.ts";
import {
  ANSWERS,
  BUNDLED,
  MEDIUM,
  PROMPT,
  SMALL,
  STEPS,
  tokens,
  weights,
  type Bencher,
  type Shape,
  type Tensors,
} from "./work.ts";

export type Row = {
  readonly backend: "webgpu" | "wasm";
  readonly work: "train" | "decode" | "dpo" | "score";
  readonly shape: string;
  readonly engine: "tilt" | "tfjs" | "jax-js";
  /** Runs that were timed: fewer than asked for where one takes long. */
  readonly runs: number;
  readonly medianMs: number;
  readonly minMs: number;
  readonly maxMs: number;
  /** What this engine compiles on WebGPU while the weights of a page's model arrive; else null. */
  readonly warmMs: number | null;
  /**
   * The first run: after that on a page whose model was opened, for the others on a cold one,
   * compilation included. Of decoding, the first after one token.
   */
  readonly firstMs: number;
  /** Decoding only: from one prompt to its first token, on a cold page and again. */
  readonly tokenMs: { readonly cold: number; readonly warm: number } | null;
  /** Processor time of a run, the browser's processes together; null where the system does not say. */
  readonly processorMs: number | null;
  /**
   * This engine's time on the host for a run, the least of all: writing sizes, recording, submitting.
   * An emulated GPU works on the same processors, and what waits for one is no encoding.
   */
  readonly encodingMs: number | null;
  /** Billions of operations a second that the work cannot do without, and of bytes in decoding. */
  readonly gflops: number;
  readonly gbytes: number | null;
  readonly dispatches: number;
  readonly submits: number;
  readonly readBacks: number;
  readonly sentBytes: number;
  readonly peakBytes: number;
  /** Time by kernel, where it was asked for. */
  readonly shares: readonly profile.Share[] | null;
  /** What was computed, for comparison: a loss, a score, the first tokens. */
  readonly check: readonly number[];
};

export type Request = {
  readonly backend: Row["backend"];
  readonly work: Row["work"];
  readonly shape: "small" | "medium" | "bundled";
  readonly engine: Row["engine"];
  /** The most runs that are timed. */
  readonly runs: number;
  /** One more run, with every dispatch timed. */
  readonly profile: boolean;
};

const SHAPES: Readonly<Record<Request["shape"], Shape>> = {
  small: SMALL,
  medium: MEDIUM,
  bundled: BUNDLED,
};

const make: Readonly<
  Record<Row["engine"], (c: LlamaConfig, t: Tensors, b: Row["backend"]) => Promise<Bencher>>
> = {
  tilt: async (config, tensors, backend) =>
    tilt(config, tensors, backend === "wasm" ? await withHand() : undefined),
  tfjs: async (config, tensors) => stock(config, tensors),
  "jax-js": jax,
};

/** Half of the work on another thread, as the page has it. */
async function withHand(): Promise<Partner> {
  const partner = new Partner();
  const worker = new Worker(new URL("./hand.worker.ts", import.meta.url), { type: "module" });
  await partner.take(wire<Hand>(worker, "second thread").remote);
  return partner;
}

/** A run of the work that returns what can be compared; null where an engine has no such work. */
function task(engine: Bencher, { work }: Request, shape: Shape): (() => Promise<number[]>) | null {
  let seed = 0;
  const batch = () => tokens(shape, seed++);
  if (work === "train") return async () => [await engine.train(batch())];
  const { dpo, score, decode } = engine;
  if (work === "dpo") return dpo ? async () => [await dpo(batch())] : null;
  if (work === "score") return score ? () => score(batch()) : null;
  if (!decode) return null;
  const asked = prompts(shape);
  return async () => (await decode(asked, STEPS)).slice(0, 4).flat();
}

function prompts(shape: Shape): number[][] {
  const { ids } = tokens({ ...shape, rows: ANSWERS, width: PROMPT }, 0);
  return Array.from({ length: ANSWERS }, (_, i) => [...ids.subarray(i * PROMPT, (i + 1) * PROMPT)]);
}

/** Before anything else is asked of the engine. */
async function firstToken({ decode }: Bencher, shape: Shape): Promise<Row["tokenMs"]> {
  if (!decode) return null;
  const one = prompts(shape).slice(0, 1);
  const time = async () => {
    const start = performance.now();
    await decode(one, 1);
    return performance.now() - start;
  };
  return { cold: await time(), warm: await time() };
}

/** Put here by the terminal. */
declare function processorMs(): Promise<number | null>;

/** No further run is begun after so many milliseconds. */
const PATIENCE = 10_000;

/** A warm-up run is left out where the first, compilation included, took longer than this. */
const SLOW = 30_000;

const middle = (sorted: readonly number[]) => sorted[Math.floor(sorted.length / 2)];

/** Milliseconds until all kernels of a model are compiled. */
async function warm(config: LlamaConfig): Promise<number> {
  const start = performance.now();
  const purpose = config.head === "score" ? "reading" : "learning";
  const { later } = await warmUp(config, purpose, () => {});
  await later;
  return performance.now() - start;
}

async function run(request: Request): Promise<Row | null> {
  const { backend, work, engine: name, runs } = request;
  const shape = SHAPES[request.shape];
  const config: LlamaConfig = {
    ...shape.config,
    head: work === "score" ? "score" : "lm",
    tie_word_embeddings: true,
  };
  if (name !== "jax-js") await browser.engine(backend);
  const warmMs = name === "tilt" && backend === "webgpu" ? await warm(config) : null;
  const engine = await make[name](config, weights(config), backend);
  const once = task(engine, request, shape);
  if (!once) return null;
  const tokenMs = work === "decode" ? await firstToken(engine, shape) : null;
  const check: number[] = [];
  const time = async () => {
    const start = performance.now();
    check.push(...(await once()));
    return performance.now() - start;
  };
  const firstMs = await time();
  if (firstMs < SLOW) await time();
  const times: number[] = [];
  const processor: number[] = [];
  const encoding: number[] = [];
  const begun = performance.now();
  for (let i = 0; i < runs && (i === 0 || performance.now() - begun < PATIENCE); i++) {
    reset();
    count.encodingMs = 0;
    const before = await processorMs();
    times.push(await time());
    encoding.push(count.encodingMs);
    const after = await processorMs();
    if (before !== null && after !== null) processor.push(after - before);
  }
  const counted = { ...counts };
  let shares: profile.Share[] | null = null;
  if (request.profile && backend === "webgpu") {
    profile.start();
    await once();
    shares = await profile.stop();
  }
  engine.dispose();
  for (const list of [times, processor, encoding]) list.sort((a, b) => a - b);
  return {
    backend,
    work,
    shape: shape.name,
    engine: name,
    runs: times.length,
    medianMs: middle(times)!,
    minMs: times[0]!,
    maxMs: times.at(-1)!,
    warmMs,
    firstMs,
    tokenMs,
    processorMs: middle(processor) ?? null,
    encodingMs: name === "tilt" && backend === "webgpu" ? encoding[0]! : null,
    gflops: flops(work, shape) / middle(times)! / 1e6,
    gbytes: work === "decode" ? decodingBytes(shape) / middle(times)! / 1e6 : null,
    dispatches: counted.dispatches,
    submits: counted.submits,
    readBacks: counted.readBacks,
    sentBytes: counted.sent,
    peakBytes: counted.peakBytes,
    shares,
    check: check.slice(0, 8),
  };
}

async function adapter(): Promise<string | null> {
  const found = await navigator.gpu?.requestAdapter({ powerPreference: "high-performance" });
  if (!found) return null;
  const { vendor, architecture, device, description } = found.info;
  return [vendor, architecture, device, description].filter(Boolean).join(" ");
}

install();
profile.install();

async function grow({ backend, runs }: Pick<Request, "backend" | "runs">): Promise<Curve[]> {
  await browser.engine(backend);
  return scaling(runs);
}

Object.assign(globalThis, { bench: { run, grow, adapter } });
