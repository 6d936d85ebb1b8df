/** @file What a run has cost: tokens, and the weight sets that it asked for. */

import type { Counted } from "../core/census.ts";
import type { AnnotatorHost } from "../core/hosts.ts";
import type { Hosts } from "./hosts.ts";

/** Weight sets asked while the method trains and while it samples, counted from the run. */
export type Resident = {
  readonly train: number;
  readonly sample: number;
  readonly trainable: number;
  readonly frozen: number;
  /** Of everything that the hosts hold. */
  readonly bytes: number;
};

export type Spent = {
  readonly tokens: number;
  readonly models: Resident;
  /** What was seen, in full; null in the exact world, which has no weights. */
  readonly seen: Counted | null;
};

/** What was asked of the hosts, in numbers. Gold, whoever sees it badly, and a person are no models. */
export async function usage(
  seen: Counted,
  { policy, reward }: Hosts,
  annotator: AnnotatorHost | null,
): Promise<Spent> {
  const held = await Promise.all([policy.usage(), reward.usage(), annotator?.usage() ?? []].flat());
  const asked = new Set([...seen.gradient, ...seen.sampling]);
  const models: Resident = {
    train: seen.gradient.size,
    sample: seen.sampling.size,
    trainable: seen.trainable.size,
    frozen: asked.size - seen.trainable.size,
    bytes: held.reduce((sum, { bytes }) => sum + bytes, 0),
  };
  return { tokens: held.reduce((sum, { tokens }) => sum + tokens, 0), models, seen };
}

/** The exact world has no weights and draws no tokens. */
export const NOTHING_SPENT: Spent = {
  tokens: 0,
  models: { train: 0, sample: 0, trainable: 0, frozen: 0, bytes: 0 },
  seen: null,
};
