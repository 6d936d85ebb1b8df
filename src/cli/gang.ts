/**
 * @file A batch shared out among threads, each with an engine of its own: tfjs's WASM runs on one
 * thread in Node. The weights and the gradients lie in shared memory.
 */
import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import type { LlamaConfig } from "../models/checkpoint.ts";
import type { Parameters } from "../models/parameters.ts";
import { totalWeight, type Encoded, type GradientOf } from "../models/pretrain.ts";

/** What a member is started with. */
export type Membership = {
  readonly config: LlamaConfig;
  readonly slots: Parameters["slots"];
  /** Current weights [size], written by the leader before each task. */
  readonly weights: Float32Array<SharedArrayBuffer>;
  /** This member's gradient [size]. */
  readonly gradient: Float32Array<SharedArrayBuffer>;
  readonly promptWeight: number;
};

export type Task = { readonly batch: readonly Encoded[]; readonly total: number };
export type Done = { readonly loss: number };

export type Gang = { readonly gradientOf: GradientOf; dispose(): Promise<void> };

/** A thread does not inherit tsx's loader in Node 20: the member registers it before its own code. */
const START = `
  import(${JSON.stringify(import.meta.resolve("tsx/esm/api"))}).then(({ register }) => {
    register();
    return import(${JSON.stringify(new URL("./gang-member.ts", import.meta.url).href)});
  });
`;

/** Starts as many members as there are processors, or `jobs`. */
export function gang(
  config: LlamaConfig,
  parameters: Parameters,
  promptWeight: number,
  jobs = availableParallelism(),
): Gang {
  const shared = () => new Float32Array(new SharedArrayBuffer(4 * parameters.flat.size));
  const weights = shared();
  const members = Array.from({ length: jobs }, () => {
    const gradient = shared();
    const slots = parameters.slots;
    const workerData: Membership = { config, slots, weights, gradient, promptWeight };
    const worker = new Worker(START, { workerData, eval: true });
    return { worker, gradient };
  });

  const gradientOf: GradientOf = async (batch) => {
    weights.set(await parameters.flat.data());
    const total = totalWeight(batch, promptWeight);
    const parts = members.map((_, i) => batch.filter((_, row) => row % members.length === i));
    const done = await Promise.all(
      members.map(({ worker }, i) => ask(worker, { batch: parts[i]!, total })),
    );
    const sum = new Float32Array(parameters.flat.size);
    for (const { gradient } of members)
      for (let i = 0; i < sum.length; i++) sum[i]! += gradient[i]!;
    return { loss: done.reduce((all, { loss }) => all + loss, 0), gradient: sum };
  };
  const dispose = async () => {
    await Promise.all(members.map(({ worker }) => worker.terminate()));
  };
  return { gradientOf, dispose };
}

function ask(worker: Worker, task: Task): Promise<Done> {
  return new Promise((resolve, reject) => {
    const settle = (then: () => void) => {
      worker.off("message", onMessage).off("error", onError);
      then();
    };
    const onMessage = (done: Done) => settle(() => resolve(done));
    const onError = (error: unknown) => settle(() => reject(error as Error));
    worker.on("message", onMessage).on("error", onError);
    worker.postMessage(task);
  });
}
