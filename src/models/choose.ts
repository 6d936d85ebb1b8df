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
 * The tokens that top-k and then top-p leave, in order of id; null for all of them. Top-p keeps
 * the fewest tokens whose share, of what top-k left and at the sampler's temperature, reaches p
 * (Holtzman et al. 2020). Ties go to the lower id.
 */
export function allowed(logits: Float32Array, sampler: Sampler): number[] | null {
  const { temperature, topK = Infinity, topP = 1 } = sampler;
  const kept = topK < logits.length ? largest(logits, Math.max(1, topK)) : null;
  if (topP >= 1) return kept;
  const rest = kept ? Float32Array.from(kept, (i) => logits[i]!) : logits;
  const sorted = rest.slice().sort();
  const max = sorted.at(-1)!;
  let goal = 0;
  for (const x of sorted) goal += topP * Math.exp((x - max) / temperature);
  let count = 0;
  let sum = 0;
  do {
    sum += Math.exp((sorted[sorted.length - ++count]! - max) / temperature);
  } while (sum < goal && count < sorted.length);
  const chosen = largest(rest, count, sorted);
  return kept ? chosen.map((i) => kept[i]!) : chosen;
}

/** Indices of the `count` largest values, ties to the lower index, in order. */
function largest(values: Float32Array, count: number, sorted = values.slice().sort()): number[] {
  const floor = sorted[sorted.length - count]!;
  let ties = count;
  for (let i = sorted.length - 1; i >= 0 && sorted[i]! > floor; i--) ties--;
  const out: number[] = [];
  for (let i = 0; i < values.length && out.length < count; i++) {
    const x = values[i]!;
    if (x > floor || (x === floor && ties-- > 0)) out.push(i);
  }
  return out;
}
