/** @file The oracle's checkpoints as files in memory, whole or spoilt on purpose. */

import { readFile } from "node:fs/promises";
import { expect } from "vitest";
import { type Checkpoint, memorySource, readCheckpoint } from "../../src/models/checkpoint.ts";
import { readSafetensors, type Tensor, writeSafetensors } from "../../src/models/safetensors.ts";

export const NAMES = [
  "config.json",
  "generation_config.json",
  "tokenizer.json",
  "tokenizer_config.json",
  "model.safetensors",
];
export const folder = (name: string) => `test/fixtures/oracle-llama/${name}`;
export type Files = Map<string, Uint8Array>;

export async function filesOf(name: string): Promise<Files> {
  const read = async (file: string) =>
    [file, new Uint8Array(await readFile(`${folder(name)}/${file}`))] as const;
  return new Map(await Promise.all(NAMES.map(read)));
}

export const encode = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));
export const decode = (bytes: Uint8Array) =>
  JSON.parse(new TextDecoder().decode(bytes)) as Record<string, unknown>;

/** The oracle's files with some fields of a JSON file changed; undefined removes one. */
export async function changed(name: string, file: string, fields: Record<string, unknown>) {
  const files = await filesOf(name);
  return files.set(file, encode({ ...decode(files.get(file)!), ...fields }));
}

/** The oracle's files with its weights changed. */
export async function reweighted(name: string, change: (tensors: Map<string, Tensor>) => void) {
  const files = await filesOf(name);
  const { tensors } = readSafetensors(files.get("model.safetensors")!);
  change(tensors);
  return files.set("model.safetensors", writeSafetensors(tensors, { dtype: "F32" }));
}

export const read = (files: Files): Promise<Checkpoint> =>
  readCheckpoint(memorySource(files, "the test"));
export const failure = (code: string, message: RegExp = /./) =>
  expect.objectContaining({
    name: "TiltError",
    code,
    message: expect.stringMatching(message),
    next: expect.stringMatching(/\w.*\.$/),
  });
