/** @file The hosts of the page: each model in a worker of its own. */

import { wireAnnotator, wirePolicy, wireReward } from "../workers/connect.ts";
import type { Hosts } from "./hosts.ts";

/** Starts the workers; the annotator's when it is first asked for. */
export function workerHosts(): Hosts {
  const [policy, reward] = [wirePolicy(), wireReward()];
  let third: ReturnType<typeof wireAnnotator> | null = null;
  return {
    policy: policy.remote,
    reward: reward.remote,
    annotator: () => (third ??= wireAnnotator()).remote,
    person: true,
    model: (folder) => new URL(`models/${folder}`, document.baseURI).href,
    dispose() {
      policy.dispose();
      reward.dispose();
      third?.dispose();
    },
  };
}
