/**
 * @file How much reward a nat can buy: best-of-n and the tilt, estimated from the first draw of a
 * run, which came from the reference itself. Pure.
 */
import { bestOfN, bestOfNEstimate, medianOfNEstimate } from "../../core/best-of-n.ts";
import { mean, standardDeviation, standardError } from "../../core/statistics.ts";
import { tilt } from "../../core/tilt.ts";
import type { Step } from "../../core/types.ts";
import type { World } from "../exact.ts";

/** Fewer draws a prompt than this say little about a tail. */
export const ENOUGH_DRAWS = 16;

/** Scores of one draw, a row a prompt, all rows equally long. */
export type Bank = readonly (readonly number[])[];

export type Reach = {
  /** Draws a prompt of which it is an estimate; null where every answer and its chance are known. */
  readonly n: number | null;
  /** Nats at which the curves end: of n draws ln n, beyond which nothing was drawn. */
  readonly end: number;
  readonly bestOf: readonly { readonly n: number; readonly kl: number; readonly reward: number }[];
  /** [KL, reward] of the tilt from weak to strong. */
  readonly tilt: readonly (readonly [number, number])[];
};

/** The scores of the run's first draw if it came before any update and is large enough, else null. */
export function bankOf(log: readonly Step[], at: number): Bank | null {
  for (let i = 0; i <= at && i < log.length; i++) {
    const step = log[i];
    if (step?.kind === "update") return null;
    if (step?.kind !== "score") continue;
    const kept = banks.get(step);
    if (kept) return kept;
    const n = Math.min(...step.scores.map((row) => row.length));
    if (n < ENOUGH_DRAWS || step.scores.length === 0) return null;
    const bank = step.scores.map((row) => row.slice(0, n));
    banks.set(step, bank);
    return bank;
  }
  return null;
}

/** One object a step, so that what is worked out from it is worked out once. */
const banks = new WeakMap<Step, Bank>();

/**
 * The laws of best-of-n and of the tilt on the draws of all prompts together, each prompt's rewards
 * taken from their own mean: one shape for every prompt, with a tail that one prompt alone has not.
 *
 * @param start reward at KL 0: the curves begin where the run was measured to begin
 */
export function reachOf(bank: Bank, start: number): Reach {
  const n = bank[0]?.length ?? 0;
  const rewards = bank.flatMap((row) => {
    const centre = mean(row);
    return row.map((r) => r - centre);
  });
  const base = rewards.map(() => 1 / rewards.length);
  const bestOf = doublingsTo(n).map((k) => {
    const { kl, expectedReward } = bestOfN(base, rewards, k);
    return { n: k, kl, reward: start + expectedReward };
  });
  const points: [number, number][] = [[0, start]];
  // β from twenty deviations (no tilt to speak of) down to where the draws end.
  const most = Math.log(n);
  const spread = standardDeviation(rewards) || 1;
  for (let beta = 20 * spread; beta > 0.02 * spread; beta /= 1.25) {
    const { kl, expectedReward } = tilt(base, rewards, beta);
    if (kl > most) break;
    points.push([kl, start + expectedReward]);
  }
  return { n, end: most, bestOf, tilt: points };
}

/** Draws up to which the best of n is shown where it costs nothing to draw. */
const EXACT_DRAWS = 64;

/** The same without any estimate: means over the questions at each n and each β. */
export function exactReach({ reference, rewards }: World): Reach {
  const over = (of: (base: readonly number[], r: readonly number[]) => Paid): [number, number] => {
    const each = reference.map((base, q) => of(base, rewards[q] ?? []));
    return [mean(each.map(({ kl }) => kl)), mean(each.map((one) => one.expectedReward))];
  };
  const bestOf = doublingsTo(EXACT_DRAWS).map((n) => {
    const [kl, reward] = over((base, r) => bestOfN(base, r, n));
    return { n, kl, reward };
  });
  const points: [number, number][] = [];
  for (let beta = 20; beta > 0.02; beta /= 1.25)
    points.push(over((base, r) => tilt(base, r, beta)));
  const end = points.at(-1)?.[0] ?? 0;
  return { n: null, end, bestOf, tilt: points };
}

/** What a law earns, and the KL it pays for it. */
type Paid = { readonly kl: number; readonly expectedReward: number };

/** 1, 2, 4 … and n itself. */
export function doublingsTo(n: number): number[] {
  const out: number[] = [];
  for (let k = 1; k < n; k *= 2) out.push(k);
  return n >= 1 ? [...out, n] : out;
}

/** Best, median and mean of n against n: means over prompts of unbiased estimates, with their errors. */
export type Climb = {
  readonly n: number;
  readonly best: number;
  readonly se: number;
  /** What the pick by proxy is worth in gold; null when gold was not given. */
  readonly gold: number | null;
  readonly goldSe: number;
  /** Of the same n draws the median, and the mean, which is the same whatever n. */
  readonly median: number;
  readonly medianSe: number;
  readonly mean: number;
  readonly meanSe: number;
  /** The same for Gaussian rewards with this draw's means and deviations. */
  readonly gaussian: number;
};

/** @param gold the gold rewards of the same draw */
export function climb(scores: Bank, gold: Bank | null): Climb[] {
  const most = Math.min(...scores.map((row) => row.length));
  const centre = mean(scores.map(mean));
  const deviation = mean(scores.map((row) => standardDeviation(row)));
  return doublingsTo(most).map((n) => {
    const each = scores.map((row, i) => bestOfNEstimate(row, gold?.[i] ?? row, n));
    const golds = each.map((e) => e.gold);
    const medians = scores.map((row) => medianOfNEstimate(row, n));
    return {
      n,
      best: mean(each.map((e) => e.proxy)),
      se: standardError(each.map((e) => e.proxy)),
      gold: gold ? mean(golds) : null,
      goldSe: gold ? standardError(golds) : 0,
      median: mean(medians),
      medianSe: standardError(medians),
      mean: centre,
      meanSe: standardError(scores.map(mean)),
      gaussian: centre + deviation * gaussianMaximum(n),
    };
  });
}

/** E max of n standard normal draws, ∫ x n φ(x) Φ(x)ⁿ⁻¹ dx by the trapezoidal rule; good to 1e-5. */
export function gaussianMaximum(n: number): number {
  const known = maxima.get(n);
  if (known !== undefined) return known;
  const step = 1 / 256;
  let cumulative = 0;
  let last = 0;
  let total = 0;
  for (let x = -9; x <= 9; x += step) {
    const density = Math.exp(-(x * x) / 2) / Math.sqrt(2 * Math.PI);
    cumulative += ((last + density) / 2) * step;
    last = density;
    total += x * n * density * cumulative ** (n - 1) * step;
  }
  maxima.set(n, total);
  return total;
}
const maxima = new Map<number, number>();
