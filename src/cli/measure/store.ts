/** @file Measurements kept on disk, so that a command that was stopped goes on where it was. */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { VERSION, defaults, knobsOf, valuesOf } from "../../core/experiment.ts";
import { menu } from "../../menu.ts";
import type { Kept, ResultOf, Spec } from "./spec.ts";
import { digest, modelsOf, weightsDigest } from "./weights.ts";

/** Ignored by git. */
export const CACHE = fileURLToPath(new URL("../../../.cache/", import.meta.url));

export type Store = {
  read<S extends Spec>(spec: S, seed: number): Kept<ResultOf<S>> | null;
  write(spec: Spec, seed: number, kept: Kept): void;
};

/**
 * A store of measurements on one backend, each under the weights that it used. A file that cannot be
 * read counts as none.
 */
export function store(backend: string, folder = join(CACHE, "measurements")): Store {
  // The exact world has no weights and no engine.
  const worldOf = (spec: Spec): string => {
    const names = modelsOf(spec);
    return names.length === 0 ? "exact" : `${weightsDigest(names)}-${backend}`;
  };
  const pathOf = (spec: Spec, seed: number): string =>
    join(
      folder,
      `v${VERSION}-${worldOf(spec)}`,
      `${digest(canonical(complete(spec)))}-${seed}.json`,
    );
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

/** A run with every knob at its value: where a method starts otherwise, it is another measurement. */
export function complete(spec: Spec): Spec {
  if (spec.kind !== "run") return spec;
  const { method, task, knobs } = { ...defaults(menu), ...spec.setup };
  const values = valuesOf(knobsOf(menu, method, task), knobs);
  return { ...spec, setup: { ...spec.setup, knobs: values } };
}

/** JSON with sorted keys: the same spec has the same name however it was put together. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_, v: unknown) =>
    v !== null && typeof v === "object" && !Array.isArray(v)
      ? Object.fromEntries(Object.entries(v).sort(([a], [b]) => (a < b ? -1 : 1)))
      : v,
  );
}
