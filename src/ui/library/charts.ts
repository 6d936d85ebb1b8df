/**
 * @file Charts of a run as pictures that stand alone: drawn from the log, not from the screen, in
 * the light colours, with every word in them. Text is escaped, never markup.
 */
import { evaluationSeries, type EvaluationMetric, type Point } from "../../core/fold.ts";
import type { Step } from "../../core/types.ts";
import { frame, span } from "../charts/frame.ts";
import { areaPath, linePath } from "../charts/path.ts";
import { fixed } from "../numbers.ts";

export type Line = {
  readonly points: readonly Point[];
  readonly color: string;
  readonly dash?: string;
  readonly label: string;
};

const WIDTH = 640;
const HEIGHT = 360;
const MARGIN = { top: 40, right: 96, bottom: 40, left: 52 };
const INK = "#1c1b18";
const GOLD = "#b47f00";
const PROXY = "#8e4fb1";

const escaped = (text: string): string =>
  text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);

/** Lines over updates, each with its 95 % band, as the text of an SVG file. */
export function chartSvg(title: string, axis: string, lines: readonly Line[]): string {
  const points = lines.flatMap((line) => line.points);
  const x = { domain: span([0, ...points.map((p) => p.update)]), whole: true };
  const y = {
    domain: span(
      points.flatMap((p) => [p.low, p.high]),
      [0],
    ),
  };
  const f = frame(WIDTH, HEIGHT, MARGIN, x, y);
  const text = (at: string, words: string, more = "") =>
    `<text ${at} ${more} fill="${INK}">${escaped(words)}</text>`;
  const ticks = [
    ...f.yTicks.map(
      (v) =>
        `<path d="M${f.left} ${f.y(v)}H${f.right}" stroke="#dcd8cc"/>` +
        text(`x="${f.left - 8}" y="${f.y(v) + 4}"`, fixed(v, 2), 'text-anchor="end"'),
    ),
    ...f.xTicks.map((v) =>
      text(`x="${f.x(v)}" y="${f.bottom + 18}"`, String(v), 'text-anchor="middle"'),
    ),
  ];
  const drawn = lines.map(({ points: own, color, dash, label }) => {
    const last = own.at(-1);
    const band = areaPath(own.map((p) => [f.x(p.update), f.y(p.low), f.y(p.high)] as const));
    const line = linePath(own.map((p) => [f.x(p.update), f.y(p.value)] as const));
    const dashes = dash ? ` stroke-dasharray="${dash}"` : "";
    // Of a single point there is no line: the mark at the end shows it.
    const name = last
      ? `<circle cx="${f.x(last.update)}" cy="${f.y(last.value)}" r="3.5" fill="${color}"/>` +
        `<text x="${f.x(last.update) + 8}" y="${f.y(last.value) + 4}" fill="${color}">${escaped(label)}</text>`
      : "";
    return (
      `<path d="${band}" fill="${color}" opacity="0.16"/>` +
      `<path d="${line}" fill="none" stroke="${color}" stroke-width="2"${dashes}/>${name}`
    );
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="sans-serif" font-size="13">`,
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="#fcfbf8"/>`,
    text(`x="16" y="22"`, title, 'font-size="15" font-weight="600"'),
    ...ticks,
    ...drawn,
    text(`x="${f.right}" y="${HEIGHT - 8}"`, axis, 'text-anchor="end"'),
    "</svg>",
  ].join("\n");
}

/** An SVG file's text as a PNG, two pixels to a unit. */
export async function toPng(svg: string): Promise<Blob> {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = 2 * WIDTH;
  canvas.height = 2 * HEIGHT;
  canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) =>
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("no picture"))), "image/png"),
  );
}

const CHARTS: readonly (readonly [name: string, metrics: readonly EvaluationMetric[]])[] = [
  ["reward", ["gold", "proxy"]],
  ["kl", ["kl"]],
  ["win-rate", ["winRate"]],
  ["length", ["length"]],
];
const COLORS: Partial<Record<EvaluationMetric, string>> = { gold: GOLD, proxy: PROXY };

/** The charts of a log's evaluations, one file each. */
export async function chartFiles(
  log: readonly Step[],
  title: string,
  kind: "svg" | "png",
): Promise<{ readonly name: string; readonly blob: Blob }[]> {
  return Promise.all(
    CHARTS.map(async ([name, metrics]) => {
      const lines = metrics.map((metric) => ({
        points: evaluationSeries(log, metric),
        color: COLORS[metric] ?? INK,
        ...(metric === "proxy" ? { dash: "5 3" } : {}),
        label: metric,
      }));
      const svg = chartSvg(`${title} · ${name}`, "updates", lines);
      const blob = kind === "svg" ? new Blob([svg], { type: "image/svg+xml" }) : await toPng(svg);
      return { name: `${name}.${kind}`, blob };
    }),
  );
}
