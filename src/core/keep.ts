/**
 * @file Which candidates are kept, by one of two rules with the same dice: one die for each
 * candidate in each pass, keyed by its position, so that the same dice can be judged again at another
 * temperature. In each rule a candidate is kept when its die lies under a curve over the rewards.
 */

import { rsoAccept } from "./accept.ts";
import { dice } from "./random.ts";
import { at } from "./shape.ts";
import { mean, standardDeviation } from "./statistics.ts";
import { snis } from "./tilt.ts";
import type { Kept, KeepRule, Prompt, Trial } from "./types.ts";

/** The die of candidate `index` of a prompt in a pass, in [0, 1). */
export type Die = (index: number, pass: number) => number;

export function dieOf(seed: number, promptId: string): Die {
  const random = dice(seed);
  return (index, pass) => random.uniform("accept", promptId, index, pass);
}

export type Decision = Omit<Kept, "promptId">;

/**
 * Keeps min(k, n) of n candidates. `rejection`: Algorithm 1 of RSO (Liu et al. 2023, 2309.06657).
 * `gumbel`: Gumbel-top-k, which draws without replacement in exact proportion to e^{r/β} in a
 * single pass. β may be 0, the best k, or null for ∞: the first k, or any k at random.
 */
export function keep(
  rule: KeepRule,
  rewards: readonly number[],
  beta: number | null,
  k: number,
  die: Die,
): Decision {
  const width = beta ?? Infinity;
  if (rule !== "rejection" && width > 0) return firstToRing(rewards, width, k, die);
  const { accepted, trials } = rsoAccept(rewards, width, k, die);
  return {
    accepted,
    tops: topsOf(rewards, accepted, trials),
    trials: trials.map(({ index, pass, u, threshold, accepted: kept }) => ({
      ...{ index, pass, u, threshold, kept },
    })),
  };
}

/** The same for each prompt, with dice of its own. `rewards[i]` are those of the answers to `xs[i]`. */
export function keepEach(
  rule: KeepRule,
  xs: readonly Prompt[],
  rewards: readonly (readonly number[])[],
  beta: number | null,
  k: number,
  seed: number,
): Kept[] {
  return xs.map(({ id }, i) => ({
    promptId: id,
    ...keep(rule, at(rewards, i), beta, k, dieOf(seed, id)),
  }));
}

/** The entries of each row that were kept, in the order in which they were accepted. */
export const keptOf = <T>(kept: readonly Decision[], rows: readonly (readonly T[])[]): T[][] =>
  kept.map(({ accepted }, i) => accepted.map((j) => at(at(rows, i), j)));

/** m of each pass: without dice every pass takes the best one left. */
function topsOf(
  rewards: readonly number[],
  accepted: readonly number[],
  trials: readonly { readonly pass: number; readonly top: number }[],
): number[] {
  if (trials.length === 0) return accepted.map((index) => at(rewards, index));
  const tops: number[] = [];
  for (const { pass, top } of trials) tops[pass - 1] = top;
  return tops;
}

/**
 * Each candidate is a clock that rings after an exponential time of rate e^{(r−m)/β}; the first k to
 * ring are kept. The log of that time, log(−log(1−u)) − (r−m)/β, is −(r−m)/β − Gumbel, so this is
 * Gumbel-top-k. Those that ring before a time lie under the curve 1 − e^{−rate · time}.
 */
function firstToRing(rewards: readonly number[], beta: number, k: number, die: Die): Decision {
  const top = rewards.reduce((a, b) => Math.max(a, b), -Infinity);
  const clocks = rewards.map((r, index) => {
    const u = die(index, 1);
    const logRate = (r - top) / beta;
    return { index, u, logRate, logTime: Math.log(-Math.log1p(-u)) - logRate };
  });
  const order = [...clocks].sort((a, b) => a.logTime - b.logTime || a.index - b.index);
  const accepted = order.slice(0, k).map(({ index }) => index);
  const stop = between(order[k - 1]?.logTime ?? -Infinity, order[k]?.logTime ?? Infinity);
  const taken = new Set(accepted);
  const trials = clocks.map(({ index, u, logRate }): Trial => {
    const threshold = -Math.expm1(-Math.exp(logRate + stop));
    return { index, pass: 1, u, threshold, kept: taken.has(index) };
  });
  return { accepted, tops: rewards.length === 0 ? [] : [top], trials };
}

/** A time after the last clock that counts and before the first that does not. */
function between(last: number, next: number): number {
  return Number.isFinite(last) ? (last + next) / 2 : next;
}

/** What the dice of pass `pass` had to stay below, as a function of the reward; 0 … 1. */
export function curveOf(
  rule: KeepRule,
  beta: number | null,
  { tops, trials }: Decision,
  pass: number,
): (reward: number) => number {
  const top = tops[pass - 1] ?? 0;
  const width = beta ?? Infinity;
  if (width === 0) return (r) => (r >= top ? 1 : 0);
  const share = (r: number) => Math.exp((r - top) / width);
  if (rule === "rejection") return (r) => Math.min(1, share(r));
  // The highest threshold is that of the best candidate, whose rate is 1.
  const time = -Math.log1p(-trials.reduce((m, t) => Math.max(m, t.threshold), 0));
  return (r) => (time === Infinity ? 1 : -Math.expm1(-share(r) * time));
}

/** What the tilt e^{r/β} asks of n candidates, and what n candidates can give. */
export type Reach = {
  /** Share of draws that Algorithm 1 is expected to accept: mean e^{(r−max)/β} (RSO, theorem 1). */
  readonly acceptance: number;
  /** Reward under the weights e^{r/β}. */
  readonly reward: number;
  /** Their KL from the draws, nats: at most ln n. */
  readonly kl: number;
  /** KL that the tilt would cost if rewards were Gaussian with this deviation: σ²/2β², unbounded. */
  readonly asked: number;
  /** 1/Σw²: candidates that the weights really stand on. */
  readonly ess: number;
};

/** β > 0, or null for ∞. Throws a `RangeError` on β = 0. */
export function reachOf(rewards: readonly number[], beta: number | null): Reach {
  if (beta !== null && !(beta > 0)) throw new RangeError(`β must be above 0, not ${beta}.`);
  const width = beta ?? Infinity;
  const top = rewards.reduce((a, b) => Math.max(a, b), -Infinity);
  const { expectedReward, klPlugin, ess } = snis(rewards, width);
  return {
    acceptance: mean(rewards.map((r) => Math.exp((r - top) / width))),
    reward: expectedReward,
    kl: Math.max(0, klPlugin),
    asked: standardDeviation(rewards) ** 2 / (2 * width * width),
    ess,
  };
}

/** Means over prompts of what an accept step did; one entry each in all three lists. */
export function keepMetrics(
  rewards: readonly (readonly number[])[],
  kept: readonly Decision[],
  beta: number | null,
): Record<string, number> {
  const own = keptOf(kept, rewards);
  const rolled = kept.filter(({ trials }) => trials.length > 0);
  const rates = rolled.map(({ accepted, trials }) => accepted.length / trials.length);
  const metrics = {
    "rso/passes": mean(kept.map(({ tops }) => tops.length)),
    "rso/reward": mean(own.map(mean)),
    "rso/reward_all": mean(rewards.map(mean)),
    ...(rates.length > 0 ? { "rso/acceptance": mean(rates) } : {}),
  };
  if (beta === 0) return metrics;
  const reach = rewards.filter((row) => row.length > 0).map((row) => reachOf(row, beta));
  const spent = rewards.filter((row) => row.length > 0).map((row) => Math.log(row.length));
  return {
    ...metrics,
    "rso/expected_acceptance": mean(reach.map((one) => one.acceptance)),
    "rso/ess": mean(reach.map((one) => one.ess)),
    "rso/kl": mean(reach.map((one) => one.kl)),
    "rso/kl_asked": mean(reach.map((one) => one.asked)),
    // Share of prompts whose tilt asks for more nats than ln n, the most that n draws can show.
    "rso/beyond": mean(reach.map((one, i) => (one.asked > at(spent, i) ? 1 : 0))),
  };
}
