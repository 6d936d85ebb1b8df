/** @file Model hosts in Node: plain objects in this thread, files from a folder. */
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import type { Hosts } from "../lab/hosts.ts";
import { LlamaAnnotatorHost } from "../models/annotator.ts";
import { LlamaPolicyHost, type Surroundings } from "../models/host.ts";
import { LlamaRewardHost } from "../models/reward-host.ts";
import { nodeBackend } from "./backend.ts";
import { folderSource } from "./files.ts";
import { startThread } from "./hand.ts";

/** The models that ship with the project. */
export const modelsFolder = fileURLToPath(new URL("../../public/models/", import.meta.url));

export type HostOptions = {
  readonly folder?: string;
  /** Threads that the policy may multiply on. */
  readonly threads?: number;
};

export function nodeHosts(options: HostOptions = {}): Hosts {
  const { folder = modelsFolder, threads = availableParallelism() } = options;
  // tfjs has one backend for all models of a thread: the first wish decides.
  let chosen: ReturnType<Surroundings["engine"]> | null = null;
  const around: Surroundings = {
    source: folderSource,
    engine: (wish) =>
      (chosen ??= nodeBackend(wish).then(({ name, ...rest }) => ({ backend: name, ...rest }))),
  };
  const second = threads > 1 ? { hand: () => startThread().hand } : {};
  const policy = new LlamaPolicyHost({ ...around, ...second });
  const reward = new LlamaRewardHost(around);
  return {
    policy: bound(policy),
    reward: bound(reward),
    annotator: () => bound(new LlamaAnnotatorHost(around)),
    person: false,
    model: (name) => `${folder}${name}`,
    dispose() {},
  };
}

/** Verbs that can be passed about without their object, as those of a wire can. */
function bound<T extends object>(host: T): T {
  return new Proxy(host, {
    get(target, key) {
      const value = Reflect.get(target, key) as unknown;
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
}
