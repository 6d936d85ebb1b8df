/** @file The weights that a measurement uses: what its name in the store depends on. */

import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { MODELS } from "../../lab/hosts.ts";
import { menu } from "../../menu.ts";
import { sizeOf } from "../../feedback/choose.ts";
import { modelsFolder } from "../hosts.ts";
import type { Spec } from "./spec.ts";

export const digest = (text: string | Uint8Array): string =>
  createHash("sha256").update(text).digest("hex").slice(0, 16);

/** Folders under `models/` that a measurement asks something of; none in the exact world. */
export function modelsOf(spec: Spec): readonly string[] {
  if (taskOf(spec) === menu.tasks.toy.id) return [];
  if (spec.kind === "bank") return [MODELS.policy, MODELS.reward];
  const { annotator, rewardModel } = spec.setup;
  const size = annotator ? sizeOf(annotator) : null;
  return [
    MODELS.policy,
    // A reward model that is trained first starts from the policy's own weights.
    ...(rewardModel?.kind === "trained" ? [] : [MODELS.reward]),
    ...(size ? [`${MODELS.annotator}-${size}`] : []),
  ];
}

const taskOf = (spec: Spec): string | undefined =>
  spec.kind === "run" ? spec.setup.task : spec.task;

/** The folders among them that are not there. */
export const missingModels = (spec: Spec, folder = modelsFolder): readonly string[] =>
  modelsOf(spec).filter((name) => !existsSync(join(folder, name)));

/** One name for the weights of some folders: new weights, new results. */
export function weightsDigest(names: readonly string[], folder = modelsFolder): string {
  return digest(names.map((name) => name + digestOf(join(folder, name))).join("\n"));
}

/** The weights that every task starts from, for a file of results. */
export const modelsDigest = (): string => weightsDigest([MODELS.policy, MODELS.reward]);

const known = new Map<string, string>();

/** Read once: weights that change while a command runs are the next command's. */
function digestOf(path: string): string {
  const before = known.get(path);
  if (before !== undefined) return before;
  const files = existsSync(path) ? readdirSync(path) : [];
  const weights = files.filter((name) => name.endsWith(".safetensors")).sort();
  const found = digest(weights.map((name) => digest(readFileSync(join(path, name)))).join("\n"));
  known.set(path, found);
  return found;
}
