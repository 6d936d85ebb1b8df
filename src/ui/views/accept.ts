/** @file What the accept picture shows: one prompt's dice, judged at a β, up to a moment. Pure. */
import { curveOf, dieOf, keep, reachOf, type Decision } from "../../core/keep.ts";
import { mean } from "../../core/statistics.ts";
import type { Step, Trial } from "../../core/types.ts";

export type AcceptStep = Extract<Step, { kind: "accept" }>;

/** null: ∞. */
export type Beta = number | null;

/** The track runs over these, 0 and ∞ apart. */
export const TRACK = { low: 0.05, high: 5 } as const;

/** What was kept of the i-th prompt; at another β, what the same dice would have kept. */
export function judged(step: AcceptStep, i: number, beta: Beta): Decision {
  const own = step.kept[i];
  if (own === undefined) return { accepted: [], tops: [], trials: [] };
  if (beta === step.beta) return own;
  return keep(step.rule, step.rewards[i] ?? [], beta, step.k, dieOf(step.seed, own.promptId));
}

/** How many moments a decision has: its dice, or at β = 0 the candidates it takes without any. */
export const moments = ({ trials, accepted }: Decision): number => trials.length || accepted.length;

/** A decision up to a moment. Positions are those of the draw. */
export type Moment = {
  /** From 1; 0 before the first die. */
  readonly pass: number;
  /** Dice of this pass so far, the latest last. */
  readonly tried: readonly Trial[];
  /** Still to be tried in this pass. */
  readonly untried: readonly number[];
  /** In order of acceptance, all passes. */
  readonly kept: readonly number[];
  /** The latest die. */
  readonly now: Trial | null;
};

export function momentOf(decision: Decision, n: number, seen: number): Moment {
  const { trials, accepted } = decision;
  const all = Array.from({ length: n }, (_, i) => i);
  if (trials.length === 0) {
    const kept = accepted.slice(0, seen);
    const untried = all.filter((i) => !kept.includes(i));
    return { pass: kept.length, tried: [], untried, kept, now: null };
  }
  const past = trials.slice(0, seen);
  const now = past.at(-1) ?? null;
  const pass = now?.pass ?? 1;
  const tried = past.filter((trial) => trial.pass === pass);
  // In the order the clocks ring where the dice are not rolled one after another.
  const kept = accepted.filter((i) => past.some((trial) => trial.index === i && trial.kept));
  const gone = new Set(past.filter((t) => t.kept && t.pass < pass).map((t) => t.index));
  const met = new Set(tried.map((trial) => trial.index));
  return { pass, tried, untried: all.filter((i) => !gone.has(i) && !met.has(i)), kept, now };
}

/** The curve of a pass at `count` + 1 rewards from low to high, its corner among them. */
export function curvePoints(
  step: Pick<AcceptStep, "rule">,
  beta: Beta,
  decision: Decision,
  pass: number,
  [low, high]: readonly [number, number],
  count = 160,
): [number, number][] {
  const curve = curveOf(step.rule, beta, decision, pass);
  const top = decision.tops[pass - 1] ?? low;
  const even = Array.from({ length: count + 1 }, (_, i) => low + ((high - low) * i) / count);
  const corner = beta === 0 ? [top - 1e-9, top] : [top];
  return [...even, ...corner.filter((r) => r >= low && r <= high)]
    .sort((a, b) => a - b)
    .map((r) => [r, curve(r)]);
}

/** A bin of the histogram, and what it would hold if n candidates followed the tilt. */
export type Bin = {
  readonly low: number;
  readonly high: number;
  readonly n: number;
  readonly tilted: number;
};

/** `count` equal bins; at β = 0 all of the tilt's weight lies on the best. */
export function binsOf(
  rewards: readonly number[],
  beta: Beta,
  [low, high]: readonly [number, number],
  count: number,
): Bin[] {
  const width = (high - low) / count;
  const top = Math.max(...rewards);
  const raw = rewards.map((r) =>
    beta === 0 ? Number(r === top) : Math.exp((r - top) / (beta ?? Infinity)),
  );
  const total = raw.reduce((a, b) => a + b, 0);
  const at = (r: number) => Math.min(count - 1, Math.max(0, Math.floor((r - low) / width)));
  const bins = Array.from({ length: count }, () => ({ n: 0, tilted: 0 }));
  rewards.forEach((r, i) => {
    const bin = bins[at(r)]!;
    bin.n += 1;
    bin.tilted += (rewards.length * raw[i]!) / total;
  });
  return bins.map((bin, i) => ({ low: low + i * width, high: low + (i + 1) * width, ...bin }));
}

/** Reward under the tilt and the KL it pays, along the track. */
export type Paid = { readonly beta: number; readonly reward: number; readonly kl: number };

export function paidAlong(rewards: readonly number[], count = 60): Paid[] {
  return Array.from({ length: count + 1 }, (_, i) => {
    const beta = TRACK.low * (TRACK.high / TRACK.low) ** (i / count);
    const { reward, kl } = reachOf(rewards, beta);
    return { beta, reward, kl };
  });
}

/** The mean reward of the positions kept; NaN of none. */
export function rewardOfKept(rewards: readonly number[], kept: readonly number[]): number {
  return kept.length === 0 ? NaN : mean(kept.map((i) => rewards[i] ?? 0));
}

/** A candidate's latest die up to a moment, and its place among the kept, from 1; 0: not kept. */
export type Verdict = { readonly u: number; readonly needs: number; readonly order: number };

export function verdicts(decision: Decision, seen: number): Map<number, Verdict> {
  const { kept } = momentOf(decision, 0, seen);
  const out = new Map<number, Verdict>();
  for (const { index, u, threshold } of decision.trials.slice(0, seen)) {
    out.set(index, { u, needs: threshold, order: kept.indexOf(index) + 1 });
  }
  for (const [i, index] of kept.entries()) {
    if (!out.has(index)) out.set(index, { u: NaN, needs: NaN, order: i + 1 });
  }
  return out;
}
