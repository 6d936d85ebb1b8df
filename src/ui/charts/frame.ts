/** @file The frame of a chart: two axes on a rectangle of pixels. Pure, so that layouts are tested. */
import { extent, nice, ticks } from "d3-array";

export type Span = readonly [number, number];

export type Axis = {
  readonly domain: Span;
  /** Where numbers stand; absent: about four round ones. */
  readonly ticks?: readonly number[];
  /** Where a number gets no grid line, or the whole axis gets none. */
  readonly grid?: boolean;
  readonly format?: (value: number) => string;
  /** Written once, at the end of the axis. */
  readonly label?: string;
  /** Doubling steps take equal room. */
  readonly log?: boolean;
  /** Counts things: no number between two of them. */
  readonly whole?: boolean;
};

export type Margin = {
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
  readonly left: number;
};

/** Positions in pixels, and the way back along x. */
export type Frame = {
  readonly x: (value: number) => number;
  readonly y: (value: number) => number;
  readonly atX: (pixel: number) => number;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  readonly xTicks: readonly number[];
  readonly yTicks: readonly number[];
};

/** A chart narrower than its margins keeps one pixel of plot. */
export function frame(width: number, height: number, margin: Margin, x: Axis, y: Axis): Frame {
  const left = margin.left;
  const right = Math.max(left + 1, width - margin.right);
  const bottom = Math.max(margin.top + 1, height - margin.bottom);
  const [low, high] = x.log ? x.domain.map(Math.log2) : x.domain;
  const across = line([low!, high!], [left, right]);
  const back = line([left, right], [low!, high!]);
  return {
    x: x.log ? (value) => across(Math.log2(value)) : across,
    y: line(y.domain, [bottom, margin.top]),
    atX: x.log ? (pixel) => 2 ** back(pixel) : back,
    left,
    right,
    top: margin.top,
    bottom,
    xTicks: ticksOf(x, (right - left) / 90),
    yTicks: ticksOf(y, (bottom - margin.top) / 46),
  };
}

/** The straight line that takes one span to another; a span without length goes to the middle. */
function line([a, b]: Span, [c, d]: Span): (value: number) => number {
  return (value) => (a === b ? (c + d) / 2 : c + ((value - a) / (b - a)) * (d - c));
}

function ticksOf(axis: Axis, about: number): readonly number[] {
  if (axis.ticks) return axis.ticks;
  if (axis.log) return doublings(axis.domain);
  const found = roundTicks(axis.domain, about);
  return axis.whole ? found.filter(Number.isInteger) : found;
}

/** Round numbers inside a span, about `about` of them and at least two. */
export function roundTicks([low, high]: Span, about: number): number[] {
  return ticks(low, high, Math.max(2, Math.min(6, Math.round(about))));
}

/** Powers of two inside a span. */
export function doublings([low, high]: Span): number[] {
  const out: number[] = [];
  for (let v = 1; v <= high; v *= 2) if (v >= low) out.push(v);
  return out;
}

/**
 * The span of some values with `include` inside it, widened to round numbers. Values that are not
 * finite do not count; nothing at all gives [0, 1].
 */
export function span(values: Iterable<number>, include: readonly number[] = []): Span {
  // Rounded, so that a zero computed as −1e-17 does not open a tick below zero.
  const known = [...values, ...include]
    .filter(Number.isFinite)
    .map((v) => Number(v.toFixed(9)) + 0);
  const [low, high] = extent(known);
  if (low === undefined || high === undefined) return [0, 1];
  if (low === high) return low === 0 ? [0, 1] : [low - 0.5, high + 0.5];
  return nice(low, high, 8);
}

/** As many decimals as tell neighbouring ticks apart, one more where a tick would be rounded. */
export function tickDigits(values: readonly number[]): number {
  let step = Infinity;
  for (let i = 1; i < values.length; i++) {
    step = Math.min(step, Math.abs((values[i] as number) - (values[i - 1] as number)));
  }
  if (!Number.isFinite(step) || step === 0) return 0;
  const digits = Math.max(0, Math.ceil(-Math.log10(step) - 1e-9));
  const rounded = values.some((v) => Math.abs(Number(v.toFixed(digits)) - v) > step / 100);
  return digits + (rounded ? 1 : 0);
}

/** Pixels that labels of twelve need left of an axis; figures are all equally wide, points narrow. */
export function labelRoom(labels: readonly string[]): number {
  const widths = labels.map((label) => {
    const narrow = label.match(/[.\u202f]/g)?.length ?? 0;
    return 6.2 * (label.length - narrow) + 3.2 * narrow;
  });
  return Math.ceil(Math.max(0, ...widths)) + 8;
}

/** The index of the value nearest to `x`; −1 when there is none. */
export function nearest(values: readonly number[], x: number): number {
  let best = -1;
  for (let i = 0; i < values.length; i++) {
    if (best < 0 || Math.abs((values[i] as number) - x) < Math.abs((values[best] as number) - x)) {
      best = i;
    }
  }
  return best;
}
