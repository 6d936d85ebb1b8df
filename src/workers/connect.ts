/** @file The workers of the page, started and wired. The only way from the page to a model. */
import type { PolicyHost, RewardHost } from "../core/hosts.ts";
import { wire, type Wire } from "./wire.ts";

/** A policy in a worker of its own. */
export const wirePolicy = (): Wire<PolicyHost> =>
  wire(new Worker(new URL("./policy.worker.ts", import.meta.url), { type: "module" }), "policy");

/** A reward model in a worker of its own. */
export const wireReward = (): Wire<RewardHost> =>
  wire(new Worker(new URL("./reward.worker.ts", import.meta.url), { type: "module" }), "reward");
