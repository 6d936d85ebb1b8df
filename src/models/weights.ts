/** @file The weight files of a checkpoint: model.safetensors, or shards and their index. */

import * as v from "valibot";
import { TiltError } from "../core/types.ts";
import type { FileSource, Progress } from "./file-source.ts";
import { readSafetensors, type Tensor, tooLarge } from "./safetensors.ts";

const ONE = "model.safetensors";
const INDEX = "model.safetensors.index.json";

/** All tensors, and which file each came from. */
export type Weights = { tensors: Map<string, Tensor>; fileOf: (tensor: string) => string };

/** Shards lie beside their index: a name with a folder in it could point anywhere. */
const shardName = v.pipe(v.string(), v.regex(/^[\w][\w.-]*\.safetensors$/));
const IndexJson = v.looseObject({
  metadata: v.nullish(v.looseObject({ total_size: v.nullish(v.number()) })),
  weight_map: v.record(v.string(), shardName),
});

/** Null when there are no weight files. Throws `TiltError` checkpoint.*, or what `source` throws. */
export async function readWeights(
  source: FileSource,
  readJson: (source: FileSource, file: string) => Promise<unknown>,
  maxBytes: number,
  onProgress?: Progress,
): Promise<Weights | null> {
  const bytes = await source.read(ONE, onProgress, maxBytes);
  if (bytes !== null) {
    const { tensors } = readSafetensors(bytes, ONE, { maxBytes });
    return { tensors, fileOf: () => ONE };
  }
  const index = await readJson(source, INDEX);
  return index === null ? null : readShards(source, index, maxBytes, onProgress);
}

async function readShards(
  source: FileSource,
  json: unknown,
  maxBytes: number,
  onProgress?: Progress,
): Promise<Weights> {
  const index = v.safeParse(IndexJson, json);
  if (!index.success) throw bad(`is malformed: ${index.issues[0].message}`);
  const { weight_map: map, metadata } = index.output;
  const total = metadata?.total_size ?? null;
  if (total !== null && total > maxBytes) throw tooLarge("The weights", total, maxBytes);
  const tensors = new Map<string, Tensor>();
  let done = 0;
  for (const file of [...new Set(Object.values(map))].sort()) {
    const report: Progress = (loaded) => {
      const all = done + loaded;
      // `total_size` counts the tensors alone, the files have headers too: never beyond the whole.
      onProgress?.(total === null ? all : Math.min(all, total), total);
    };
    const bytes = await source.read(file, report, maxBytes - done);
    if (bytes === null) throw bad(`names ${file}, which is not there`);
    done += bytes.length;
    for (const [name, tensor] of readSafetensors(bytes, file, { maxBytes }).tensors) {
      if (map[name] !== file) throw bad(`does not place tensor "${name}" in ${file}`);
      tensors.set(name, tensor);
    }
  }
  for (const [name, file] of Object.entries(map)) {
    if (!tensors.has(name)) throw bad(`places tensor "${name}" in ${file}, which lacks it`);
  }
  return { tensors, fileOf: (name) => map[name] ?? INDEX };
}

function bad(what: string): TiltError {
  const next = "Download all files of the checkpoint again, from one place.";
  return new TiltError("checkpoint.index", `${INDEX} ${what}.`, next);
}
