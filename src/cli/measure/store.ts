/** @file Measurements kept on disk, so that a command that was stopped goes on where it was. */
import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { VERSION } from "../../core/experiment.ts";
import { modelsFolder } from "../hosts.ts";
import type { Kept, ResultOf, Spec } from "./spec.ts";

/** Ignored by git. */
const FOLDER = fileURLToPath(new URL("../../../.cache/measurements/", import.meta.url));

const digest = (text: string | Uint8Array): string =>
  createHash("sha256").update(text).digest("hex").slice(0, 16);

/** The weights that results belong to: new models, new results. */
export function modelsDigest(folder = modelsFolder): string {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".safetensors"))
    .sort();
  return digest(files.map((name) => name + digest(readFileSync(join(folder, name)))).join("\n"));
}

export type Store = {
  read<S extends Spec>(spec: S, seed: number): Kept<ResultOf<S>> | null;
  write(spec: Spec, seed: number, kept: Kept): void;
};

/** A store of one version of the models on one backend. A file that cannot be read counts as none. */
export function store(backend: string, models = modelsDigest(), folder = FOLDER): Store {
  // The exact world has no weights and no engine.
  const worldOf = (spec: Spec): string => {
    const task = spec.kind === "run" ? spec.setup.task : spec.task;
    return task === "toy" ? "exact" : `${models}-${backend}`;
  };
  const pathOf = (spec: Spec, seed: number): string =>
    join(folder, `v${VERSION}-${worldOf(spec)}`, `${digest(canonical(spec))}-${seed}.json`);
  return {
    read(spec, seed) {
      try {
        return JSON.parse(readFileSync(pathOf(spec, seed), "utf8")) as never;
      } catch {
        return null;
      }
    },
    write(spec, seed, kept) {
      const path = pathOf(spec, seed);
      mkdirSync(dirname(path), { recursive: true });
      // Written beside and moved, so that a stop in between leaves no half of a file.
      writeFileSync(`${path}.part`, JSON.stringify({ spec, seed, ...kept }));
      renameSync(`${path}.part`, path);
    },
  };
}

/** JSON with sorted keys: the same spec has the same name however it was put together. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_, v: unknown) =>
    v !== null && typeof v === "object" && !Array.isArray(v)
      ? Object.fromEntries(Object.entries(v).sort(([a], [b]) => (a < b ? -1 : 1)))
      : v,
  );
}
