/**
 * @file The log as a strip: rounds side by side, equally wide, stages within a round by tone.
 * Positions are shares of the strip in [0, 1].
 */
import { segments, type Segment } from "../core/fold.ts";
import type { Step, StepKind } from "../core/types.ts";

/** Neighbouring steps of one kind; `end` is exclusive. */
export type Stretch = { kind: StepKind; start: number; end: number; x: number; width: number };

export type RoundBand = {
  /** 0-based; −1 before the first round. */
  t: number;
  x: number;
  width: number;
  /** Share of the band that the log has filled. */
  filled: number;
  /** Index of the round's first step, or null when it has not begun. */
  index: number | null;
  stretches: Stretch[];
};

/** A gap between rounds, as a share of the strip. */
const GAP = 0.006;
/** Before the first round there is little to see: at most this, at most one round's share. */
const PROLOGUE = 0.06;

/** Lays the log out. `rounds`: how many the run will have. */
export function layout(log: readonly Step[], rounds: number): RoundBand[] {
  const found = segments(log);
  const prologue = found[0]?.round === null ? found[0] : null;
  const played = prologue ? found.slice(1) : found;
  const longest = Math.max(played.length > 1 ? 1 : 8, ...played.map((s) => s.end - s.start));
  const total = Math.max(rounds, played.length, 1);
  const gap = Math.min(GAP, 0.2 / total);
  const lead = Math.min(PROLOGUE, 1 / (total + 1));
  const head = prologue ? lead + gap : 0;
  const width = (1 - head - gap * (total - 1)) / total;

  const bands: RoundBand[] = prologue ? [band(prologue, -1, 0, lead, 1)] : [];
  for (let i = 0; i < total; i++) {
    const x = head + i * (width + gap);
    const segment = played[i];
    const whole = i + 1 < played.length;
    if (!segment) bands.push({ t: i, x, width, filled: 0, index: null, stretches: [] });
    else {
      const filled = whole ? 1 : (segment.end - segment.start) / longest;
      bands.push(band(segment, segment.round ?? i, x, width, filled));
    }
  }
  return bands;
}

function band(segment: Segment, t: number, x: number, width: number, filled: number): RoundBand {
  const one = (width * filled) / Math.max(1, segment.end - segment.start);
  const stretches = segment.runs.map(({ kind, start, end }) => ({
    kind,
    start,
    end,
    x: x + (start - segment.start) * one,
    width: (end - start) * one,
  }));
  return { t, x, width, filled, index: segment.start, stretches };
}

/** Where the playhead stands after step `at`. */
export function positionOf(bands: readonly RoundBand[], at: number): number {
  for (const { stretches } of bands) {
    for (const s of stretches) {
      if (at >= s.start && at < s.end) {
        return s.x + (s.width * (at - s.start + 1)) / (s.end - s.start);
      }
    }
  }
  return 0;
}

/** The step whose place is nearest to `x`. */
export function stepNear(bands: readonly RoundBand[], x: number): number {
  let best = 0;
  let distance = Infinity;
  for (const { stretches } of bands) {
    for (const s of stretches) {
      const n = s.end - s.start;
      const within = Math.round(((x - s.x) / s.width) * n) - 1;
      const i = s.start + Math.max(0, Math.min(n - 1, within));
      const d = Math.abs(positionOf(bands, i) - x);
      if (d < distance) [best, distance] = [i, d];
    }
  }
  return best;
}

/** How far one step goes. */
export type Unit = "event" | "stage" | "round";

/** Where the playhead comes to rest one unit before or after `at`. */
export function edge(log: readonly Step[], at: number, unit: Unit, by: 1 | -1): number {
  const kind = log[at]?.kind;
  let i = at + by;
  if (unit === "event") return i;
  for (; i > 0 && i < log.length - 1; i += by) {
    const there = log[i]?.kind;
    if (unit === "round" ? there === "round" : there !== kind) return i;
  }
  return i;
}
