/** @file Experiment → lab, in the page: a bench whose models are workers. */

import type { Bank } from "./core/bank.ts";
import type { Experiment } from "./core/experiment.ts";
import type { OnProgress } from "./core/hosts.ts";
import type { Own } from "./core/own.ts";
import { assemble } from "./lab/assemble.ts";
import { exactBench } from "./lab/exact.ts";
import type { Opened } from "./lab/opened.ts";
import { workerHosts } from "./lab/workers.ts";
import { toy } from "./toy/task.ts";

/** A bench in the page: each model in a worker of its own. */
export async function openBench(
  experiment: Experiment,
  options: { onProgress?: OnProgress; signal?: AbortSignal; bank?: Bank; own?: Own | null } = {},
): Promise<Opened> {
  if (experiment.task === toy.id) return exactBench(experiment, true);
  const hosts = workerHosts();
  const stop = () => hosts.dispose();
  options.signal?.addEventListener("abort", stop, { once: true });
  try {
    const opened = await assemble(experiment, hosts, options.onProgress, options.bank, options.own);
    options.signal?.throwIfAborted();
    return opened;
  } catch (error) {
    hosts.dispose();
    throw error;
  } finally {
    options.signal?.removeEventListener("abort", stop);
  }
}
