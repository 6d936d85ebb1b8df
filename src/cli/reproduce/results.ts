/** @file The file of results: every claim's line, with how it came about. */

import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { version } from "../../../package.json";
import { claims } from "../claims/index.ts";
import { modelsDigest } from "../measure/weights.ts";
import type { Line } from "./line.ts";

/** What every file of results says of itself. */
export function circumstances(args: readonly string[], backend: string) {
  return {
    version,
    models: modelsDigest(),
    backend,
    command: `npm run tilt -- reproduce ${args.join(" ")}`.trim(),
    date: new Date().toISOString().slice(0, 10),
  };
}

export type Results = ReturnType<typeof circumstances> & { readonly claims: readonly Line[] };

/** Writes results; what the file says of other claims, or of the same on another task, stays. */
export function write(path: string, now: Results): void {
  const before = existsSync(path) ? (JSON.parse(readFileSync(path, "utf8")) as Results) : null;
  const same = (a: Line, b: Line) => a.id === b.id && a.task === b.task;
  const others = before?.claims.filter((old) => !now.claims.some((line) => same(old, line))) ?? [];
  const place = ({ id }: Line) => claims.findIndex((claim) => claim.id === id);
  const both = (a: string, b: string) => [...new Set([...a.split("; "), b])].join("; ");
  const merged =
    before && others.length > 0
      ? {
          ...now,
          backend: both(before.backend, now.backend),
          command: both(before.command, now.command),
          claims: [...others, ...now.claims].sort((a, b) => place(a) - place(b)),
        }
      : now;
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `${JSON.stringify(merged, null, 2)}\n`);
}
