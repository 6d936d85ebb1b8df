/** @file The logistic function and its logarithm, without overflow at either end. */

/** σ(z) = 1 / (1 + e^{−z}). */
export function sigmoid(z: number): number {
  if (z >= 0) return 1 / (1 + Math.exp(-z));
  const e = Math.exp(z);
  return e / (1 + e);
}

/** nls(z) = −log σ(z) = max(−z, 0) + log1p(e^{−|z|}), nats; its derivative is −σ(−z). */
export function nls(z: number): number {
  return Math.max(-z, 0) + Math.log1p(Math.exp(-Math.abs(z)));
}

/** log(p / (1 − p)), the inverse of σ; ±∞ at the ends. */
export function logit(p: number): number {
  return Math.log(p) - Math.log1p(-p);
}
