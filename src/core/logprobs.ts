/** @file From rows of logits to log-probabilities of tokens and to divergences, in nats. */

import { at, commonLength } from "./shape.ts";

/** 0 or 1 for each position; 0 leaves the position out. */
export type Mask = readonly number[];

/** log Σ e^{x}; −∞ of nothing. */
export function logSumExp(values: readonly number[]): number {
  let top = -Infinity;
  for (const x of values) top = Math.max(top, x);
  if (!Number.isFinite(top)) return top;
  let total = 0;
  for (const x of values) total += Math.exp(x - top);
  return top + Math.log(total);
}

/** log softmax of one row of logits [V], at a temperature > 0. */
export function logSoftmax(logits: readonly number[], temperature = 1): number[] {
  const scaled = logits.map((x) => x / temperature);
  // Subtracting the maximum first keeps the last digits when logits are in the thousands.
  const top = scaled.reduce((a, b) => Math.max(a, b), -Infinity);
  const shifted = scaled.map((x) => x - top);
  const logZ = logSumExp(shifted);
  return shifted.map((x) => x - logZ);
}

/** softmax of one row [V], at a temperature > 0. */
export function softmax(logits: readonly number[], temperature = 1): number[] {
  return logSoftmax(logits, temperature).map(Math.exp);
}

/** Score of a token sequence under logits; what lies outside the mask is 0. */
export type TokenScores = {
  /** log softmax(logits_t / temperature)[tokens_t]. */
  readonly tokenLogps: readonly number[];
  readonly sum: number;
  /** sum / number of unmasked positions, 0 without any. */
  readonly mean: number;
  /** −Σ p log p of the same softmax. */
  readonly entropy: readonly number[];
};

/**
 * Scores tokens [T] by logits [T][V]: row t already predicts token t. DPO (2305.18290) sums over
 * the completion; RRHF (2304.05302) takes the mean.
 */
export function scoreTokens(input: {
  readonly logits: readonly (readonly number[])[];
  readonly tokens: readonly number[];
  readonly mask: Mask;
  readonly temperature: number;
}): TokenScores {
  const { logits, tokens, mask, temperature } = input;
  commonLength({ logits, tokens, mask });
  const tokenLogps: number[] = [];
  const entropy: number[] = [];
  let sum = 0;
  let count = 0;
  for (const [t, row] of logits.entries()) {
    const logps = at(mask, t) ? logSoftmax(row, temperature) : null;
    const logp = logps ? at(logps, at(tokens, t)) : 0;
    tokenLogps.push(logp);
    entropy.push(logps ? entropyOf(logps) : 0);
    sum += logp;
    if (logps) count += 1;
  }
  return { tokenLogps, sum, mean: count === 0 ? 0 : sum / count, entropy };
}

/** KL(π ‖ π_ref) per position and two one-sample estimates of it; 0 outside the mask. */
export type KlScores = {
  /** Σ_v p (log p − log q). */
  readonly exact: readonly number[];
  /** δ = log p − log q at the token: unbiased, may be negative. */
  readonly k1: readonly number[];
  /** e^{−δ} − 1 + δ: unbiased and never negative. */
  readonly k3: readonly number[];
  /** Σ exact. */
  readonly sequence: number;
};

/** Policy against reference at temperature 1, both as logits [T][V]. */
export function klScores(input: {
  readonly logits: readonly (readonly number[])[];
  readonly refLogits: readonly (readonly number[])[];
  readonly tokens: readonly number[];
  readonly mask: Mask;
}): KlScores {
  const { logits, refLogits, tokens, mask } = input;
  commonLength({ logits, refLogits, tokens, mask });
  const exact: number[] = [];
  const k1: number[] = [];
  const k3: number[] = [];
  for (const [t, row] of logits.entries()) {
    const on = at(mask, t) !== 0;
    const { kl, delta } = on ? compareRows(row, at(refLogits, t), at(tokens, t)) : nothing;
    exact.push(kl);
    k1.push(delta);
    k3.push(Math.expm1(-delta) + delta);
  }
  return { exact, k1, k3, sequence: exact.reduce((a, b) => a + b, 0) };
}

/** −Σ p log p of a row of log-probabilities. */
function entropyOf(logps: readonly number[]): number {
  return logps.reduce((h, lp) => h - weighted(lp, lp), 0);
}

/** e^{logp} · value, 0 for an impossible token whatever the value. */
function weighted(logp: number, value: number): number {
  const p = Math.exp(logp);
  return p === 0 ? 0 : p * value;
}

const nothing = { kl: 0, delta: 0 };

function compareRows(row: readonly number[], refRow: readonly number[], token: number) {
  commonLength({ row, refRow });
  const p = logSoftmax(row);
  const q = logSoftmax(refRow);
  const kl = p.reduce((sum, lp, v) => sum + weighted(lp, lp - at(q, v)), 0);
  return { kl, delta: at(p, token) - at(q, token) };
}

/** 1 up to and including the first EOS, 0 after it, all 1 without an EOS. Rows [B][T]. */
export function eosMask(tokens: readonly (readonly number[])[], eos: number): number[][] {
  return tokens.map((row) => {
    const end = row.indexOf(eos);
    return row.map((_, t) => (end === -1 || t <= end ? 1 : 0));
  });
}
