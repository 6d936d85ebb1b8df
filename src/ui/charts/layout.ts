/** @file Where marks and words stand so that none covers another. Pure. */

/** A dot of a histogram: column and row are counted from the left and from the axis. */
export type Stacked = {
  readonly index: number;
  readonly column: number;
  readonly row: number;
  /** Centre, pixels: `y` counts up from the axis. */
  readonly x: number;
  readonly y: number;
};

export type Stack = { readonly radius: number; readonly dots: readonly Stacked[] };

/**
 * A dot histogram: each value falls into its column and comes to rest on those before it. The dots
 * are as large as `room` allows (at most `largest`), never overlapping and never above the top.
 *
 * @param at positions along the axis, pixels
 * @param room width and height, pixels
 */
export function stackDots(
  at: readonly number[],
  room: { readonly width: number; readonly height: number },
  largest = 10,
): Stack {
  for (let radius = largest; radius > 1; radius -= 0.5) {
    const stack = stackAt(at, radius);
    const top = Math.max(0, ...stack.map((dot) => dot.y + radius));
    if (top <= room.height) return { radius, dots: stack };
  }
  // More dots than pixels: the smallest, squeezed to fit.
  const stack = stackAt(at, 1);
  const top = Math.max(1, ...stack.map((dot) => dot.y + 1));
  const squeeze = Math.min(1, room.height / top);
  return { radius: 1, dots: stack.map((dot) => ({ ...dot, y: dot.y * squeeze })) };
}

function stackAt(at: readonly number[], radius: number): Stacked[] {
  const width = 2 * radius + 2;
  const height = 2 * radius + 1;
  const full = new Map<number, number>();
  return at.map((x, index) => {
    const column = Math.round(x / width);
    const row = full.get(column) ?? 0;
    full.set(column, row + 1);
    return { index, column, row, x: column * width, y: row * height + radius };
  });
}

/**
 * Moves labels apart until neighbours keep `gap`, inside [low, high], keeping their order and
 * moving each as little as a single pass down and one up allow.
 */
export function spread(
  positions: readonly number[],
  gap: number,
  low = -Infinity,
  high = Infinity,
): number[] {
  const order = positions.map((_, i) => i).sort((a, b) => at(positions, a) - at(positions, b));
  const out = [...positions];
  let least = low;
  for (const i of order) {
    out[i] = Math.max(at(out, i), least);
    least = at(out, i) + gap;
  }
  let most = high;
  for (const i of order.reverse()) {
    out[i] = Math.min(at(out, i), most);
    most = at(out, i) - gap;
  }
  return out;
}

/** The same for labels at points: only those that stand less than `gap` beside one another give way. */
export function apart(
  points: readonly (readonly [x: number, y: number])[],
  gap: number,
  low: number,
  high: number,
): number[] {
  const order = points.map((_, i) => i).sort((a, b) => points[a]![0] - points[b]![0]);
  const out = points.map(([, y]) => y);
  let together: number[] = [];
  const settle = () => {
    const settled = spread(
      together.map((i) => at(out, i)),
      gap,
      low,
      high,
    );
    together.forEach((i, k) => (out[i] = at(settled, k)));
  };
  for (const i of order) {
    const before = together.at(-1);
    if (before !== undefined && points[i]![0] - points[before]![0] >= gap) {
      settle();
      together = [];
    }
    together.push(i);
  }
  settle();
  return out;
}

const at = (values: readonly number[], i: number): number => values[i] as number;

/** A rectangle of a drawing, pixels: its corner at the left top. */
export type Box = {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
};

/** Of the places where some words may stand the one that covers fewest marks; of equals the first. */
export function clearest<B extends Box>(
  places: readonly [B, ...B[]],
  marks: readonly (readonly [x: number, y: number])[],
  air = 5,
): B {
  const covered = ({ x, y, width, height }: Box) =>
    marks.filter(
      ([mx, my]) => mx > x - air && mx < x + width + air && my > y - air && my < y + height + air,
    ).length;
  const counts = places.map(covered);
  return places[counts.indexOf(Math.min(...counts))] ?? places[0];
}
