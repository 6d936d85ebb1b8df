/** @file The workers of the page, started and wired. The only way from the page to a model. */
import type { AnnotatorHost, PolicyHost, RewardHost } from "../core/hosts.ts";
import script from "./model.worker.ts?worker&url";
import { start } from "./start.ts";
import { wire, type Wire } from "./wire.ts";

/** A policy in a worker of its own. */
export const wirePolicy = (): Wire<PolicyHost> => wire(start(script, "policy"), "policy");

/** A reward model in a worker of its own. */
export const wireReward = (): Wire<RewardHost> =>
  wire(start(script, "reward model"), "reward model");

/** An annotator that is told what to prefer, in a worker of its own. */
export const wireAnnotator = (): Wire<AnnotatorHost> =>
  wire(start(script, "annotator"), "annotator");
