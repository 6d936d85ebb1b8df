/**
 * @file Which token comes next: the softmax of the logits, cut and sharpened, drawn from by the
 * Gumbel-max trick (Gumbel 1954; Maddison et al. 2014) with noise keyed by seed, answer, position
 * and token. The noise does not depend on the batch, so neither does the choice.
 */
import { counterAt, gumbel, unit } from "../core/random.ts";
import type { Sampler } from "../core/types.ts";

/** The largest noise that `gumbel` can return: that of the highest bits. */
const LARGEST_NOISE = -Math.log(-Math.log(unit(0xffffffff)));

export type Choice = {
  readonly token: number;
  /** log softmax(logits)[token] at temperature 1 over the whole vocabulary, nats. */
  readonly logp: number;
};

/** Draws a token under `key` (see `counterKey`). Temperature 0 takes the likeliest. */
export function choose(logits: Float32Array, key: number, sampler: Sampler): Choice {
  let best = 0;
  for (let i = 1; i < logits.length; i++) if (logits[i]! > logits[best]!) best = i;
  const max = logits[best]!;
  let z = 0;
  for (let i = 0; i < logits.length; i++) z += Math.exp(logits[i]! - max);
  const token = sampler.temperature === 0 ? best : perturbedArgmax(logits, best, key, sampler);
  return { token, logp: logits[token]! - max - Math.log(z) };
}

function perturbedArgmax(
  logits: Float32Array,
  best: number,
  key: number,
  sampler: Sampler,
): number {
  const { temperature } = sampler;
  const kept = allowed(logits, sampler);
  let token = best;
  let top = logits[best]! / temperature + gumbel(counterAt(key, best));
  const count = kept ? kept.length : logits.length;
  for (let n = 0; n < count; n++) {
    const i = kept ? kept[n]! : n;
    const sharpened = logits[i]! / temperature;
    // Even the largest noise could not lift it: most of the vocabulary ends here.
    if (sharpened + LARGEST_NOISE < top) continue;
    const value = sharpened + gumbel(counterAt(key, i));
    if (value > top || (value === top && i < token)) {
      token = i;
      top = value;
    }
  }
  return token;
}

/**
 * The tokens that top-k and then top-p leave, likeliest first; null for all of them. Top-p keeps
 * the fewest tokens whose share, of what top-k left and at the sampler's temperature, reaches p
 * (Holtzman et al. 2020). Ties go to the lower id.
 */
export function allowed(logits: Float32Array, sampler: Sampler): number[] | null {
  const { temperature, topK = Infinity, topP = 1 } = sampler;
  if (topK >= logits.length && topP >= 1) return null;
  const cut = topK < logits.length;
  // A typed array sorts by value without a comparison function, which is many times faster.
  const floor = cut
    ? Float32Array.from(logits).sort().at(-Math.max(1, topK))!
    : tailBound(logits, temperature, topP);
  const kept: number[] = [];
  for (let i = 0; i < logits.length; i++) if (logits[i]! >= floor) kept.push(i);
  kept.sort((a, b) => logits[b]! - logits[a]! || a - b);
  kept.length = Math.min(kept.length, Math.max(1, topK));
  if (topP >= 1) return kept;
  const max = logits[kept[0]!]!;
  const mass = kept.map((i) => Math.exp((logits[i]! - max) / temperature));
  const all = cut ? mass : Array.from(logits, (x) => Math.exp((x - max) / temperature));
  let goal = 0;
  for (const m of all) goal += topP * m;
  let sum = 0;
  const last = mass.findIndex((m) => (sum += m) >= goal);
  return last < 0 ? kept : kept.slice(0, last + 1);
}

/**
 * A logit below which no token can be among those that reach p: V tokens with less than (1 − p)/V
 * of the mass each have less than 1 − p together, so the others reach p without them.
 */
function tailBound(logits: Float32Array, temperature: number, topP: number): number {
  const max = logits.reduce((a, b) => Math.max(a, b));
  let z = 0;
  for (const logit of logits) z += Math.exp((logit - max) / temperature);
  // A little lower, so that rounding cannot cut a token that belongs.
  return max + temperature * (Math.log(((1 - topP) * z) / logits.length) - 1e-3);
}
