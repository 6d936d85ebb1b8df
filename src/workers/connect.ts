/** @file The workers of the page, started and wired. The only way from the page to a model. */
import type { AnnotatorHost, PolicyHost, RewardHost } from "../core/hosts.ts";
import { wire, type Wire } from "./wire.ts";

function start(name: string): Worker {
  // Vite finds the worker's script by this very form.
  return new Worker(new URL("./model.worker.ts", import.meta.url), { type: "module", name });
}

/** A policy in a worker of its own. */
export const wirePolicy = (): Wire<PolicyHost> => wire(start("policy"), "policy");

/** A reward model in a worker of its own. */
export const wireReward = (): Wire<RewardHost> => wire(start("reward model"), "reward model");

/** An annotator that is told what to prefer, in a worker of its own. */
export const wireAnnotator = (): Wire<AnnotatorHost> => wire(start("annotator"), "annotator");
