/** @file Where methods come to rest, in closed form. */

import { at, commonLength } from "./shape.ts";
import { sum } from "./statistics.ts";

/**
 * The next opponent of self-play (SPIN, Chen et al. 2024, 2401.01335): ∝ opponent · (data /
 * opponent)^{1/λ}, 0 where the data never go. λ > 0. Throws a `RangeError` where the data go and the
 * opponent does not, or where the data go nowhere.
 */
export function spinNext(
  data: readonly number[],
  opponent: readonly number[],
  lambda: number,
): number[] {
  commonLength({ data, opponent });
  const logs = data.map((p, i) => {
    if (p === 0) return -Infinity;
    if (at(opponent, i) === 0) throw new RangeError(`The opponent never gives answer ${i}.`);
    const log = Math.log(at(opponent, i));
    return log + (Math.log(p) - log) / lambda;
  });
  const top = logs.reduce((a, b) => Math.max(a, b), -Infinity);
  if (top === -Infinity) throw new RangeError("The data must have some mass.");
  const masses = logs.map((log) => Math.exp(log - top));
  const total = sum(masses);
  return masses.map((mass) => mass / total);
}

/** IPO's margin at its population optimum (Azar et al. 2023, 2310.12036): (p − ½)/τ, nats. */
export function ipoOptimum(p: number, tau: number): number {
  return (p - 0.5) / tau;
}
