/** @file Which tokens an update made likelier, drawn to a printed scale. Pure. */
import type { TokenCredit } from "../../core/types.ts";
import { piecesOf } from "./pieces.ts";

export type CreditedAnswer = TokenCredit["answers"][number];

/** One token under its bar. */
export type CreditedToken = {
  readonly text: string;
  /** The policy's own end of the answer. */
  readonly isEnd: boolean;
  /** Starts a word: there is a space before it. */
  readonly starts: boolean;
  readonly before: number;
  readonly after: number;
  readonly reference: number;
  /** after − before, nats. */
  readonly moved: number;
};

export function tokensOf(answer: CreditedAnswer): CreditedToken[] {
  const last = answer.pieces.length - 1;
  const spaced = piecesOf(answer.completion, answer.pieces) ?? answer.pieces;
  return answer.pieces.map((raw, i) => {
    const piece = spaced[i] ?? raw;
    const before = answer.before[i] ?? NaN;
    const after = answer.after[i] ?? NaN;
    return {
      text: piece.trim(),
      isEnd: i === last && answer.completion.finished,
      starts: i > 0 && /^\s/.test(piece),
      before,
      after,
      reference: answer.reference[i] ?? NaN,
      moved: after - before,
    };
  });
}

/** How tall a nat is, and the round length printed beside it. */
export type CreditScale = {
  readonly pixelsPerNat: number;
  readonly rule: { readonly nats: number; readonly pixels: number };
};

/** The largest change fills `tallest` pixels; the rule is 1, 2 or 5 times a power of ten. */
export function creditScale(moves: readonly number[], tallest: number): CreditScale {
  const most = Math.max(0, ...moves.filter(Number.isFinite).map(Math.abs));
  if (most === 0) return { pixelsPerNat: 0, rule: { nats: 0, pixels: 0 } };
  const pixelsPerNat = tallest / most;
  const power = 10 ** Math.floor(Math.log10(most));
  // Two tenths of slack: 0.0099 prints as 0.01.
  const nats = ([5, 2, 1].find((m) => m * power <= most * 1.02) ?? 1) * power;
  return { pixelsPerNat, rule: { nats, pixels: nats * pixelsPerNat } };
}

/** How many tokens two answers share from their start. */
export function sharedTokens(a: readonly number[], b: readonly number[]): number {
  let n = 0;
  while (n < a.length && n < b.length && a[n] === b[n]) n++;
  return n;
}

/** The words two texts share from their start, and the rest of each. Cuts only between words. */
export function sharedWords(
  a: string,
  b: string,
): { readonly shared: string; readonly a: string; readonly b: string } {
  let n = 0;
  while (n < a.length && n < b.length && a[n] === b[n]) n++;
  const whole = (text: string) => n === text.length || /\s/.test(text[n] as string);
  if (!(whole(a) && whole(b))) while (n > 0 && !/\s/.test(a[n - 1] as string)) n--;
  return { shared: a.slice(0, n), a: a.slice(n), b: b.slice(n) };
}
