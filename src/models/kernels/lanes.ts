/**
 * @file How the four lanes of a quad share what they read: each reads a quarter and hears the other
 * three by swaps, which cost a third of what broadcasts do on an emulated adapter. Every lane begins
 * with its own, so each has them in an order of its own.
 */

/** Text of x of the lane whose place differs from the own one by j (in binary): lane l hears l ^ j. */
export const fromLane = (x: string, j: number) =>
  j === 0 ? x : `${["quadSwapX", "quadSwapY", "quadSwapDiagonal"][j - 1]}(${x})`;

/** Text of which one of all a lane has in its nth place: the two low bits of n are swapped. */
export const nthOfLane = (n: number) => `${n & ~3} + ${lowBits(n)}`;

/** Text of those two bits, where what lies in a place is more than one. */
export const lowBits = (n: number) => `((lane & 3) ^ ${n & 3})`;
