/** @file Where the words of the accept picture stand: where they cover fewest dice. Pure. */
import type { Frame } from "../charts/frame.ts";
import { clearest } from "../charts/layout.ts";

type Dot = { readonly reward: number; readonly u: number; readonly kept: boolean };
/** Pixels. */
type Marks = readonly (readonly [x: number, y: number])[];

/** What words should not stand on: dice, and the lines by which the kept ones rise to the shelf. */
export function marksOf(f: Frame, dots: readonly Dot[], shelf: number): Marks {
  return dots.flatMap(({ reward, u, kept }) => {
    const [x, y] = [f.x(reward), f.y(u)];
    const risen = kept ? Math.floor((y - shelf) / 16) : 0;
    return Array.from({ length: risen + 1 }, (_, i): [number, number] => [x, y - 16 * i]);
  });
}

/** The corner of one line of words above the curve, at its left. */
export function aboveAt(f: Frame, words: string, marks: Marks) {
  const size = { width: 6.4 * words.length, height: 14 };
  const at = (x: number, down: number) => ({ x: f.left + x, y: f.y(1) + down, ...size });
  return clearest([at(10, 6), at(10, 26), at(10, 46), at(60, 6), at(110, 6), at(60, 46)], marks);
}

/** The formula's place left of the curve, and the point of the curve that it belongs to; null: no room. */
export function formulaAt(
  f: Frame,
  curve: readonly (readonly [reward: number, chance: number])[],
  marks: Marks,
) {
  const rising = curve.filter(([, chance]) => chance >= 0.06 && chance < 0.75);
  const places = rising
    .filter((_, i) => i % 4 === 0)
    .flatMap(([reward, chance]) =>
      [84, 44].map((reach) => {
        const [toX, toY] = [f.x(reward), f.y(chance)];
        return { toX, toY, reach, x: toX - reach - 118, y: toY - 38, width: 114, height: 20 };
      }),
    )
    .filter(({ x }) => x > f.left);
  const [first, ...others] = places;
  return first ? clearest([first, ...others], marks) : null;
}
