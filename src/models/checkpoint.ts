/** @file Checkpoints in the Hugging Face layout, in and out. */

import { TiltError } from "../core/types.ts";
import { configJson, generationJson } from "./config-write.ts";
import { type LlamaConfig, parseConfig } from "./config.ts";
import type { FileSource } from "./file-source.ts";
import { checkTensors } from "./llama-tensors.ts";
import { DEFAULT_MAX_BYTES, type Dtype, type Tensor, writeSafetensors } from "./safetensors.ts";
import { checkTokenizer } from "./tokenizer-json.ts";
import { readWeights } from "./weights.ts";

export { type FileSource, fetchSource, memorySource, type Progress } from "./file-source.ts";
export { type LlamaConfig } from "./config.ts";

/** A whole model. */
export type Checkpoint = {
  readonly config: LlamaConfig;
  /** By Hugging Face name; exactly those of `expectedTensors(config)`; matrices [out, in]. */
  readonly tensors: Map<string, Tensor>;
  /** The content of tokenizer.json, checked as far as ids go. */
  readonly tokenizerJson: unknown;
  /** The content of tokenizer_config.json; an empty object when there was none. */
  readonly tokenizerConfig: unknown;
  /** The content of generation_config.json, or null. */
  readonly generationConfig: unknown;
};

export type ReadOptions = {
  /** Bytes of the weights so far and in all (null: unknown), over all shards. */
  onProgress?: (loaded: number, total: number | null) => void;
  /** The config, as soon as it is there: the weights come last. */
  onConfig?: (config: LlamaConfig) => void;
  /** Most bytes that the weight files may have together; 1 GiB unless told. */
  maxBytes?: number;
};

const JSON_LIMIT = 64 * 2 ** 20;

/**
 * Reads config.json, tokenizer.json, tokenizer_config.json, generation_config.json (the last two
 * may be absent) and model.safetensors or its shards. Throws `TiltError` checkpoint.* with the
 * file's and the tensor's name, or what the source throws.
 */
export async function readCheckpoint(
  source: FileSource,
  { onProgress, onConfig, maxBytes = DEFAULT_MAX_BYTES }: ReadOptions = {},
): Promise<Checkpoint> {
  const configFile = await readJson(source, "config.json");
  if (configFile === null) throw absent(source, "config.json");
  const generationConfig = await readJson(source, "generation_config.json");
  const config = parseConfig(configFile, generationConfig);
  onConfig?.(config);
  const tokenizerJson = await readJson(source, "tokenizer.json");
  if (tokenizerJson === null) throw absent(source, "tokenizer.json");
  checkTokenizer(tokenizerJson, config.vocab_size);
  const tokenizerConfig = (await readJson(source, "tokenizer_config.json")) ?? {};
  const weights = await readWeights(source, readJson, maxBytes, onProgress);
  if (weights === null) throw absent(source, "model.safetensors");
  const tensors = checkTensors(config, weights.tensors, weights.fileOf);
  return { config, tensors, tokenizerJson, tokenizerConfig, generationConfig };
}

/** A file's JSON, or null when the file is absent. Throws `TiltError` checkpoint.json. */
async function readJson(source: FileSource, file: string): Promise<unknown> {
  const bytes = await source.read(file, undefined, JSON_LIMIT);
  if (bytes === null) return null;
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes)) ?? undefined;
  } catch (cause) {
    throw new TiltError(
      "checkpoint.json",
      `${file} of ${source.name} is not JSON.`,
      "Download the file again.",
      { cause },
    );
  }
}

function absent(source: FileSource, file: string): TiltError {
  const next =
    file === "model.safetensors"
      ? "Choose a folder with safetensors weights; .bin and .gguf files must be converted first."
      : `Choose a folder that holds ${file}.`;
  return new TiltError("checkpoint.missing", `There is no ${file} in ${source.name}.`, next);
}

export type WriteOptions = {
  /** What the numbers are stored as; F16 and BF16 round to nearest, ties to even. */
  dtype: Dtype;
  /** Most bytes of tensors in one weight file; more are split into shards. */
  shardBytes?: number;
};

/**
 * The files of a checkpoint, as `readCheckpoint` and transformers read them. Throws `TiltError`
 * when a tensor is missing, mis-shaped or not finite.
 */
export function writeCheckpoint(
  checkpoint: Checkpoint,
  { dtype, shardBytes = Infinity }: WriteOptions,
): Map<string, Uint8Array<ArrayBuffer>> {
  const { config, tokenizerJson, tokenizerConfig, generationConfig } = checkpoint;
  const tensors = checkTensors(config, checkpoint.tensors, () => "This model");
  const files = new Map<string, Uint8Array<ArrayBuffer>>([
    ["config.json", jsonFile(configJson(config, dtype))],
    ["generation_config.json", jsonFile(generationConfig ?? generationJson(config))],
    ["tokenizer.json", jsonFile(tokenizerJson)],
    ["tokenizer_config.json", jsonFile(tokenizerConfig)],
  ]);
  const shards = split(tensors, dtype === "F32" ? 4 : 2, shardBytes);
  const [only] = shards;
  if (shards.length === 1 && only) {
    return files.set("model.safetensors", writeSafetensors(only, { dtype }));
  }
  const weightMap: Record<string, string> = {};
  let total = 0;
  shards.forEach((shard, i) => {
    const number = (n: number) => String(n).padStart(5, "0");
    const file = `model-${number(i + 1)}-of-${number(shards.length)}.safetensors`;
    files.set(file, writeSafetensors(shard, { dtype }));
    for (const [name, { data }] of shard) {
      weightMap[name] = file;
      total += data.length * (dtype === "F32" ? 4 : 2);
    }
  });
  const index = { metadata: { total_size: total }, weight_map: weightMap };
  return files.set("model.safetensors.index.json", jsonFile(index));
}

/** Tensors in order, cut before a shard would exceed `limit` bytes; a larger one stands alone. */
function split(
  tensors: ReadonlyMap<string, Tensor>,
  elementBytes: number,
  limit: number,
): Map<string, Tensor>[] {
  const shards = [new Map<string, Tensor>()];
  let size = 0;
  for (const [name, tensor] of tensors) {
    const bytes = tensor.data.length * elementBytes;
    if (size > 0 && size + bytes > limit) {
      shards.push(new Map());
      size = 0;
    }
    shards[shards.length - 1]!.set(name, tensor);
    size += bytes;
  }
  return shards;
}

function jsonFile(value: unknown): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(`${JSON.stringify(value, null, 2)}\n`);
}
