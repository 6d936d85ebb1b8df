/**
 * @file A receipt of what happened in a run, short enough for a link: a fingerprint of the first
 * answers, and the numbers of its evaluations. Another device that replays the run is held against
 * it: on the same backend every answer and number must be the same; on another, rounding may part
 * two runs, so only the numbers count, within what sampling itself leaves open. So it is with a run
 * that went from one backend to another: nobody's link repeats that.
 */

import { switchOf, type Backend as Single, type Leg } from "./legs.ts";
import type { Evaluation, Step } from "./types.ts";

export type Backend = Single | "mixed";

/** What a receipt names as the backend of a run. */
export function backendOf(backend: Single, legs: readonly Leg[] | undefined): Backend {
  return switchOf(legs) ? "mixed" : backend;
}

export type Receipt = {
  readonly backend: Backend;
  /** FNV-1a of the texts of the first sample step; 0 before there is one. */
  readonly first: number;
  /** In order, the last few. */
  readonly evaluations: readonly {
    readonly update: number;
    readonly gold: number;
    readonly proxy: number;
    readonly kl: number;
  }[];
};

/** So many evaluations, the first among them, fit a link. */
const MOST = 4;
/** Decimals of a number in a link. */
const DECIMALS = 4;

/** Without a sign before a zero, which a link would lose. */
const short = (x: number): number => Number(x.toFixed(DECIMALS)) + 0;

export function receiptOf(log: readonly Step[], backend: Backend): Receipt {
  const sample = log.find((step) => step.kind === "sample");
  const all = log.flatMap((step) =>
    step.kind === "evaluate" ? [numbersOf(step.update, step.evaluation)] : [],
  );
  const evaluations = all.length > MOST ? [all[0]!, ...all.slice(1 - MOST)] : all;
  const texts = sample?.completions.flat().map(({ text }) => text) ?? [];
  return { backend, first: sample ? fingerprint(texts.join("\u0000")) : 0, evaluations };
}

const numbersOf = (update: number, { gold, proxy, kl }: Evaluation) => ({
  update,
  gold: short(gold),
  proxy: short(proxy),
  kl: short(kl),
});

/** 32-bit FNV-1a over UTF-16 code units (Fowler, Noll and Vo). */
export function fingerprint(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) {
    hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  }
  return hash >>> 0;
}

const BACKENDS: readonly Backend[] = ["webgpu", "wasm", "cpu", "exact", "mixed"];

/** "wasm~1x2y3z~0:0.1:0.2:0_10:…": backend, fingerprint, evaluations. */
export function toReceiptText({ backend, first, evaluations }: Receipt): string {
  const numbers = evaluations.map(({ update, gold, proxy, kl }) =>
    [update, gold, proxy, kl].join(":"),
  );
  return [backend, first.toString(36), numbers.join("_")].join("~");
}

/** Null for a text that is none. */
export function fromReceiptText(text: string): Receipt | null {
  const [name, first, numbers, ...rest] = text.split("~");
  const backend = BACKENDS.find((known) => known === name);
  if (!backend || rest.length > 0 || !/^[0-9a-z]{1,7}$/.test(first ?? "")) return null;
  const evaluations = (numbers ? numbers.split("_") : []).map((part) => {
    const [update = NaN, gold = NaN, proxy = NaN, kl = NaN] = part.split(":").map(Number);
    return { update, gold, proxy, kl };
  });
  const sound = evaluations.every((e) => Object.values(e).every(Number.isFinite));
  if (!sound || evaluations.length > 2 * MOST) return null;
  return { backend, first: Number.parseInt(first!, 36), evaluations };
}

/**
 * pending: the run has not come to everything the receipt tells of. same: all of it came out again.
 * near: on another backend, within the noise. different: not so.
 */
export type Verdict = {
  readonly outcome: "pending" | "same" | "near" | "different";
  /** Whether the first answers are the same, word for word; null before there are any. */
  readonly answers: boolean | null;
  /** Whether the numbers compared so far agree. */
  readonly within: boolean;
  /** Evaluations compared so far, and those the receipt has. */
  readonly compared: number;
  readonly total: number;
  /** Largest difference of a gold or proxy reward, in standard deviations of SFT samples. */
  readonly reward: number;
  /** Largest difference of the KL, nats. */
  readonly kl: number;
  /** What is let through, by the same two names. */
  readonly tolerance: { readonly reward: number; readonly kl: number };
};

/** Half a unit of the last decimal, on either side. */
const EXACT = 10 ** -DECIMALS;

/** Holds a log against a receipt. */
export function verify(receipt: Receipt, log: readonly Step[], backend: Backend): Verdict {
  const sameBackend = backend === receipt.backend && backend !== "mixed";
  const own = receiptOf(log, backend);
  const answers = own.first === 0 || receipt.first === 0 ? null : own.first === receipt.first;
  const gap = { reward: 0, kl: 0 };
  const noise = { reward: EXACT, kl: EXACT };
  let compared = 0;
  for (const theirs of receipt.evaluations) {
    const step = log.find((s) => s.kind === "evaluate" && s.update === theirs.update);
    if (step?.kind !== "evaluate") continue;
    const { gold, proxy, kl, se } = step.evaluation;
    compared++;
    gap.reward = Math.max(gap.reward, Math.abs(gold - theirs.gold), Math.abs(proxy - theirs.proxy));
    gap.kl = Math.max(gap.kl, Math.abs(kl - theirs.kl));
    if (sameBackend) continue;
    // Two means of independent draws differ by 2·√2 standard errors one time in twenty.
    noise.reward = Math.max(noise.reward, 2 * Math.SQRT2 * Math.max(se.gold, se.proxy));
    noise.kl = Math.max(noise.kl, 2 * Math.SQRT2 * se.kl);
  }
  const within = gap.reward <= noise.reward && gap.kl <= noise.kl;
  const good = within && (answers !== false || !sameBackend);
  const total = receipt.evaluations.length;
  const whole = compared === total && (answers !== null || receipt.first === 0);
  const outcome = !good ? "different" : !whole ? "pending" : sameBackend ? "same" : "near";
  return { outcome, answers, compared, total, within, ...gap, tolerance: noise };
}
