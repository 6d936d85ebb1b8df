/** @file Cost against size as an SVG: a panel for each size that grows, both axes in doublings. */
import type { Axis, Curve } from "./scaling-sizes.ts";

const [PANEL, HEIGHT, EDGE] = [210, 190, 40];

const TITLES: Readonly<Record<Axis, string>> = {
  batch: "training step, sequences",
  length: "training step, tokens each",
  width: "training step, model width",
  answers: "decoding, answers at once",
};

const STYLE = `<style>
  svg { --ink: #1d1c1a; --soft: #77736a; --page: #fbfaf6; }
  @media (prefers-color-scheme: dark) {
    svg { --ink: #eceae4; --soft: #a3a099; --page: #17191c; }
  }
  text { font: 12px "Source Sans 3", system-ui, sans-serif; fill: var(--ink); }
  .paper { fill: var(--page); }
  .soft { fill: var(--soft); }
  .curve { fill: none; stroke: var(--ink); stroke-width: 1.6; }
  .line { fill: none; stroke: var(--soft); stroke-dasharray: 3 4; }
  circle { fill: var(--ink); }
</style>`;

/** The exponent between the last two points: 1 where twice the size costs twice the time. */
export function growth({ points }: Curve): number {
  const [a, b] = points.slice(-2);
  return a && b ? Math.log(b.minMs / a.minMs) / Math.log(b.at / a.at) : NaN;
}

function panel(curve: Curve, i: number): string {
  const { axis, points } = curve;
  const logs = points.map(({ at, minMs }) => [Math.log2(at), Math.log2(minMs)] as const);
  const [x0, x1] = [logs[0]![0], logs.at(-1)![0]];
  const ys = logs.map(([, y]) => y);
  const [y0, y1] = [Math.floor(Math.min(...ys)), Math.ceil(Math.max(...ys)) + 0.01];
  const x = (v: number) => i * PANEL + EDGE + ((v - x0) / (x1 - x0)) * (PANEL - EDGE - 24);
  const y = (v: number) => HEIGHT - EDGE - ((v - y0) / (y1 - y0)) * (HEIGHT - 2 * EDGE);
  const at = (v: number) => v.toFixed(1);
  const path = logs.map(([a, b], n) => `${n ? "L" : "M"}${at(x(a))} ${at(y(b))}`).join("");
  // In proportion to the size, through the last point.
  const start = Math.max(x0, x1 - (ys.at(-1)! - y0));
  const line = `M${at(x(start))} ${at(y(ys.at(-1)! - (x1 - start)))}L${at(x(x1))} ${at(y(ys.at(-1)!))}`;
  return [
    `<text x="${i * PANEL + EDGE}" y="18">${TITLES[axis]}</text>`,
    `<path class="line" d="${line}"/><path class="curve" d="${path}"/>`,
    ...logs.map(([a, b]) => `<circle cx="${at(x(a))}" cy="${at(y(b))}" r="2.6"/>`),
    ...points.map(
      (p, n) =>
        `<text class="soft" x="${at(x(logs[n]![0]))}" y="${HEIGHT - EDGE + 18}" text-anchor="middle">${p.at}</text>`,
    ),
    ...[0, points.length - 1].map(
      (n) =>
        `<text x="${at(x(logs[n]![0]))}" y="${at(y(logs[n]![1]) - 8)}" text-anchor="middle">${points[n]!.minMs.toFixed(0)} ms</text>`,
    ),
  ].join("\n");
}

/** A picture in both themes; the dashes show a cost in proportion to the size. */
export function plot(title: string, curves: readonly Curve[]): string {
  const width = PANEL * curves.length;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${HEIGHT}" role="img" aria-label="${title}">`,
    STYLE,
    `<rect class="paper" width="${width}" height="${HEIGHT}"/>`,
    ...curves.map(panel),
    "</svg>",
    "",
  ].join("\n");
}
