/** @file The rows of the bench beside one another: ratios, disagreements, a table. */
import type { Row } from "./page.ts";
import type { Share } from "./profile.ts";

/** A row beside this engine's. */
export type Found = Row & { readonly ratio: number | null; readonly processorRatio: number | null };

/** Engines may differ by this much in a loss or a score, relative to 1 or the number itself. */
const TOLERANCE = 2e-3;

const sameWork = (a: Row, b: Row) =>
  a.backend === b.backend && a.work === b.work && a.shape === b.shape;

/** How many times longer an engine takes than this one, by the clock and in processor time. */
export function ratios(row: Row, rows: readonly Row[]) {
  const ours = rows.find((other) => other.engine === "tilt" && sameWork(row, other));
  const of = (a: number | null, b: number | null | undefined) => (a && b ? a / b : null);
  return {
    ratio: of(row.medianMs, ours?.medianMs),
    processorRatio: of(row.processorMs, ours?.processorMs),
  };
}

/** What two engines do not agree on, in words. */
export function disagreements(rows: readonly Row[]): string[] {
  return rows.flatMap((row) => {
    const ours = rows.find((other) => other.engine === "tilt" && sameWork(row, other));
    if (!ours || ours === row) return [];
    const i = row.check.findIndex((x, n) => {
      const y = ours.check[n] ?? NaN;
      return !(Math.abs(x - y) <= TOLERANCE * Math.max(1, Math.abs(y)));
    });
    if (i < 0) return [];
    const what = `${row.backend} ${row.work} ${row.shape}`;
    return [`${what}: run ${i + 1} gives ${row.check[i]} in ${row.engine}, ${ours.check[i]} here.`];
  });
}

/** A line a kernel, the longest first. */
export function whereItGoes(shares: readonly Share[]): string {
  const all = shares.reduce((sum, { ms }) => sum + ms, 0);
  return shares
    .map(({ kernel, dispatches, ms }) => {
      const part = `${((100 * ms) / all).toFixed(1)} %`;
      return `${ms.toFixed(2).padStart(10)} ms ${part.padStart(7)} ${`${dispatches} ×`.padStart(7)} ${kernel}`;
    })
    .join("\n");
}

/** All rows with aligned columns. */
export function table(adapter: string | null, rows: readonly Found[]): string {
  const head =
    "backend work shape engine runs median min max warm first token ×tilt processor ×tilt encoding GFLOP/s GB/s dispatches submits reads sent peak";
  const body = rows.map((r) =>
    [
      r.backend,
      r.work,
      r.shape.replaceAll(" ", "·"),
      r.engine,
      r.runs,
      ...[r.medianMs, r.minMs, r.maxMs, r.warmMs, r.firstMs].map((ms) => ms?.toFixed(1) ?? "–"),
      r.tokenMs ? `${r.tokenMs.cold.toFixed(0)}→${r.tokenMs.warm.toFixed(0)}` : "–",
      r.ratio?.toFixed(2) ?? "–",
      r.processorMs?.toFixed(0) ?? "–",
      r.processorRatio?.toFixed(2) ?? "–",
      r.encodingMs?.toFixed(2) ?? "–",
      r.gflops.toFixed(2),
      r.gbytes?.toFixed(2) ?? "–",
      r.dispatches,
      r.submits,
      r.readBacks,
      `${(r.sentBytes / 1024).toFixed(0)}K`,
      `${(r.peakBytes / 2 ** 20).toFixed(0)}M`,
    ].map(String),
  );
  const cells = [head.split(" "), ...body];
  const widths = cells[0]!.map((_, i) => Math.max(...cells.map((line) => line[i]!.length)));
  const lines = cells.map((line) => line.map((cell, i) => cell.padEnd(widths[i]!)).join("  "));
  return [`adapter: ${adapter ?? "none"} · milliseconds`, ...lines].join("\n");
}
