/** @file One thread of a gang: weights in, gradient out, both in shared memory. */
import { parentPort, workerData } from "node:worker_threads";
import { partialGradient } from "../models/pretrain.ts";
import { Parameters } from "../models/parameters.ts";
import { nodeBackend } from "./backend.ts";
import type { Done, Membership, Task } from "./gang.ts";

const { config, slots, weights, gradient, promptWeight } = workerData as Membership;

async function work({ batch, total }: Task): Promise<Done> {
  // A copy: tfjs keeps the array it is given, and the leader writes to this one again.
  const parameters = Parameters.of(
    new Map(
      slots.map(({ name, shape, from, size }) => [
        name,
        { shape, data: weights.slice(from, from + size) },
      ]),
    ),
  );
  const model = { config, weights: parameters.weights };
  const result = await partialGradient(model, parameters, batch, { total, promptWeight });
  gradient.set(result.gradient);
  parameters.dispose();
  return { loss: result.loss };
}

const ready = nodeBackend("wasm");
parentPort!.on("message", (task: Task) => {
  void ready.then(() => work(task)).then((done) => parentPort!.postMessage(done));
});
