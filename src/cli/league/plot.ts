/** @file The gold–KL plane as an SVG: each method's path under what a KL can buy at most. */
import type { Bound, Bounds } from "./bounds.ts";

export type Line = {
  readonly name: string;
  readonly points: readonly (Bound & { readonly se: number })[];
};

const [WIDTH, HEIGHT] = [820, 520];
const EDGE = { left: 56, right: 176, top: 26, bottom: 46 } as const;
/** Told apart without colour by the name at the end of each line; hues of about equal weight. */
const HUES = [212, 22, 140, 286, 48, 178, 330, 96, 250, 0, 68, 160, 305, 36];
const GAP = 15;

/** Text that may stand between tags. */
const escaped = (text: string): string =>
  text.replace(/[&<>"]/g, (c) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[c]!);

/** A picture in both themes; `title` is its accessible name. */
export function plot(title: string, lines: readonly Line[], bounds: Bounds): string {
  const all = [...lines.flatMap(({ points }) => points), ...bounds.tilt, ...bounds.bestOfN];
  const maxKl = Math.max(1, ...all.map(({ kl }) => kl)) * 1.04;
  const [low, high] = [Math.min(0, ...all.map((p) => p.gold)), Math.max(...all.map((p) => p.gold))];
  const pad = 0.06 * (high - low || 1);
  const x = (kl: number): number => EDGE.left + (kl / maxKl) * (WIDTH - EDGE.left - EDGE.right);
  const y = (gold: number): number => {
    const share = (gold - low + pad) / (high - low + 2 * pad);
    return HEIGHT - EDGE.bottom - share * (HEIGHT - EDGE.top - EDGE.bottom);
  };
  const path = (points: readonly Bound[]): string =>
    points.map(({ kl, gold }, i) => `${i ? "L" : "M"}${at(x(kl))} ${at(y(gold))}`).join("");
  const labels = spaced(lines.map(({ points }) => y(points.at(-1)?.gold ?? 0)));
  const drawn = lines.map((line, i) => lineOf(line, i, { x, y, path, label: labels[i]! }));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${escaped(title)}">`,
    STYLE,
    `<rect class="paper" width="${WIDTH}" height="${HEIGHT}"/>`,
    `<text class="title" x="${EDGE.left}" y="17">${escaped(title)}</text>`,
    ...axes({ maxKl, low: low - pad, high: high + pad, x, y }),
    `<path class="tilt" d="${path(bounds.tilt)}"/>`,
    `<path class="best" d="${path(bounds.bestOfN)}"/>`,
    `<path class="proxy" d="${path(bounds.byProxy)}"/>`,
    named("tilt by gold", bounds.tilt.at(-1), { x, y }, "end"),
    named("best of n by gold", bounds.bestOfN.at(-1), { x, y }, "start"),
    named("best of n by the reward model", bounds.byProxy.at(-1), { x, y }, "start"),
    ...drawn,
    "</svg>",
    "",
  ].join("\n");
}

const at = (value: number): string => value.toFixed(1);

type Scales = { readonly x: (kl: number) => number; readonly y: (gold: number) => number };

function lineOf(
  { name, points }: Line,
  i: number,
  { x, y, path, label }: Scales & { path: (p: readonly Bound[]) => string; label: number },
): string {
  const hue = HUES[i % HUES.length]!;
  const end = points.at(-1);
  if (!end) return "";
  const dots = points
    .slice(1)
    .map(({ kl, gold }) => `<circle cx="${at(x(kl))}" cy="${at(y(gold))}" r="2.6"/>`)
    .join("");
  const [top, bottom] = [y(end.gold + 1.96 * end.se), y(end.gold - 1.96 * end.se)];
  const edge = WIDTH - EDGE.right + 14;
  return [
    `<g class="run" style="--hue:${hue}">`,
    `<path d="${path(points)}"/>${dots}`,
    `<path class="bar" d="M${at(x(end.kl))} ${at(top)}V${at(bottom)}"/>`,
    `<path class="lead" d="M${at(x(end.kl) + 5)} ${at(y(end.gold))}L${edge - 4} ${at(label)}"/>`,
    `<text x="${edge}" y="${at(label + 4)}">${escaped(name)}</text></g>`,
  ].join("");
}

/** Behind the end of a line, or before it: every line rises, so either place is free of its own. */
function named(
  name: string,
  point: Bound | undefined,
  { x, y }: Scales,
  side: "start" | "end",
): string {
  if (!point) return "";
  const [dx, dy] = side === "start" ? [6, 4] : [-6, -2];
  const [px, py] = [at(x(point.kl) + dx), at(y(point.gold) + dy)];
  return `<text class="bound" x="${px}" y="${py}" text-anchor="${side}">${name}</text>`;
}

type Frame = Scales & { readonly maxKl: number; readonly low: number; readonly high: number };

function axes({ maxKl, low, high, x, y }: Frame): string[] {
  const xs = ticks(0, maxKl).map(
    (kl) =>
      `<text class="tick" x="${at(x(kl))}" y="${HEIGHT - EDGE.bottom + 18}" text-anchor="middle">${kl}</text>`,
  );
  const ys = ticks(low, high).map(
    (gold) =>
      `<path class="grid" d="M${EDGE.left} ${at(y(gold))}H${WIDTH - EDGE.right}"/><text class="tick" x="${EDGE.left - 8}" y="${at(y(gold) + 4)}" text-anchor="end">${gold}</text>`,
  );
  const middle = (EDGE.left + WIDTH - EDGE.right) / 2;
  return [
    ...ys,
    ...xs,
    `<path class="zero" d="M${EDGE.left} ${at(y(0))}H${WIDTH - EDGE.right}"/>`,
    `<text class="tick" x="${at(middle)}" y="${HEIGHT - 8}" text-anchor="middle">KL to the reference, nats</text>`,
    `<text class="tick" transform="translate(14 ${at(HEIGHT / 2)}) rotate(-90)" text-anchor="middle">gold, SD</text>`,
  ];
}

/** Round numbers, about six of them. */
export function ticks(low: number, high: number): number[] {
  const rough = (high - low) / 6;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((m) => m * power).find((s) => s >= rough)!;
  const first = Math.ceil(low / step);
  const count = Math.floor(high / step) - first + 1;
  return Array.from({ length: count }, (_, i) => Number(((first + i) * step).toPrecision(6)));
}

/** Heights for labels, as near to where they belong as they can be without touching. */
export function spaced(wanted: readonly number[], gap = GAP): number[] {
  const order = wanted.map((_, i) => i).sort((a, b) => wanted[a]! - wanted[b]!);
  const placed: number[] = [];
  let last = -Infinity;
  for (const i of order) placed[i] = last = Math.max(wanted[i]!, last + gap);
  const over = last - (HEIGHT - EDGE.bottom);
  return placed.map((height) => (over > 0 ? height - over : height));
}

const STYLE = `<style>
  svg { --ink: #1d1c1a; --soft: #77736a; --line: #e4e1d8; --page: #fbfaf6; --light: 38%; }
  @media (prefers-color-scheme: dark) {
    svg { --ink: #eceae4; --soft: #a3a099; --line: #34363a; --page: #17191c; --light: 68%; }
  }
  text { font: 12px "Source Sans 3", system-ui, sans-serif; fill: var(--ink); }
  .paper { fill: var(--page); }
  .title { font-size: 13px; }
  .tick, .bound { fill: var(--soft); }
  .grid { stroke: var(--line); }
  .zero { stroke: var(--soft); }
  path { fill: none; }
  .tilt { stroke: var(--ink); stroke-width: 1.6; }
  .best { stroke: var(--ink); stroke-dasharray: 2 3; }
  .proxy { stroke: var(--soft); stroke-dasharray: 6 4; }
  .run { --hue: 0; }
  .run path, .run circle { stroke: hsl(var(--hue) 62% var(--light)); stroke-width: 1.8; }
  .run circle { fill: hsl(var(--hue) 62% var(--light)); }
  .run .bar { stroke-width: 1; }
  .run .lead { stroke-width: .6; stroke-dasharray: 1 2; }
  .run text { fill: hsl(var(--hue) 62% var(--light)); }
</style>`;
