/**
 * @file The head of a safetensors file: eight bytes of length (little-endian), then that many
 * bytes of JSON that say where each tensor lies in the data behind it. Nothing in it is trusted:
 * the data must be covered exactly once, by shapes that fit. Format:
 * https://huggingface.co/docs/safetensors
 */

import { TiltError } from "../core/types.ts";

/** Bytes of one element of each type that can be read. */
export const DTYPES = { F32: 4, F16: 2, BF16: 2 } as const;
export type Dtype = keyof typeof DTYPES;

/** Where one tensor lies: bytes from the file's start. */
export type Entry = { name: string; dtype: Dtype; shape: number[]; begin: number; end: number };
export type Header = { entries: Entry[]; metadata: Record<string, string> };

/** The format's own limit on the length of the JSON, in bytes. */
const HEADER_LIMIT = 100_000_000;

export const DOWNLOAD_AGAIN = "Download the file again and compare its size with the original.";
const SAVE_AGAIN = "Save the checkpoint again with the safetensors library.";

/** Reads and checks the head. `file` is the name for messages. Throws `TiltError` checkpoint.*. */
export function readHeader(bytes: Uint8Array, file: string): Header {
  const json = headerObject(bytes, file);
  const start = 8 + Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true));
  const metadata: Record<string, string> = {};
  const entries: Entry[] = [];
  for (const [name, value] of Object.entries(json)) {
    if (name !== "__metadata__") entries.push(entry(file, name, value, start, bytes.length));
    else Object.assign(metadata, checkMetadata(file, value));
  }
  checkCoverage(file, entries, start, bytes.length);
  return { entries, metadata };
}

function headerObject(bytes: Uint8Array, file: string): Record<string, unknown> {
  refuseOtherFormats(bytes, file);
  if (bytes.length < 8) {
    throw truncated(file, `has ${bytes.length} bytes; the length of its header alone takes 8`);
  }
  const length = new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true);
  if (length > HEADER_LIMIT || length < 2) {
    throw bad(file, `says that its header is ${length} bytes long, so it is no safetensors file`);
  }
  const end = 8 + Number(length);
  if (end > bytes.length) {
    throw truncated(file, `ends at byte ${bytes.length}, inside its header of ${length} bytes`);
  }
  let text: string;
  let json: unknown;
  try {
    text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(
      bytes.subarray(8, end),
    );
    json = JSON.parse(text);
  } catch (cause) {
    throw bad(file, `has a header that is not JSON`, cause);
  }
  if (typeof json !== "object" || json === null || Array.isArray(json) || text[0] !== "{") {
    throw bad(file, "has a header that is not a JSON object");
  }
  const twice = repeatedKey(text);
  if (twice !== null) throw bad(file, `names "${twice}" twice in its header`);
  return json as Record<string, unknown>;
}

/** What is often found under a weight file's name instead of weights. */
function refuseOtherFormats(bytes: Uint8Array, file: string): void {
  const start = new TextDecoder("latin1").decode(bytes.subarray(0, 64)).trimStart().toLowerCase();
  const code = "checkpoint.header";
  if (start.startsWith("version https://git-lfs")) {
    const next = 'Run "git lfs pull" in the checkpoint\'s folder, or download the file itself.';
    throw new TiltError(code, `${file} is a Git LFS pointer, not the weights.`, next);
  }
  if (start.startsWith("<!doctype") || start.startsWith("<html")) {
    const next = "Check the address: the server answered with a page.";
    throw new TiltError(code, `${file} is a web page, not the weights.`, next);
  }
}

function checkMetadata(file: string, value: unknown): Record<string, string> {
  const fine =
    typeof value === "object" &&
    value !== null &&
    Object.values(value).every((text) => typeof text === "string");
  if (!fine) throw bad(file, "has __metadata__ that is not a table of strings");
  return value as Record<string, string>;
}

function entry(file: string, name: string, value: unknown, start: number, size: number): Entry {
  const { dtype, shape, data_offsets: offsets } = (value ?? {}) as Record<string, unknown>;
  if (typeof dtype !== "string") throw bad(file, `gives tensor "${name}" no dtype`);
  if (!Object.hasOwn(DTYPES, dtype)) {
    throw new TiltError(
      "checkpoint.dtype",
      `${file}: tensor "${name}" is stored as ${dtype}; only F32, F16 and BF16 can be read.`,
      "Convert the checkpoint to float32, float16 or bfloat16.",
    );
  }
  if (!isCounts(shape)) throw badShape(file, name, `has shape ${JSON.stringify(shape)}`);
  if (!isCounts(offsets) || offsets.length !== 2 || offsets[0]! > offsets[1]!) {
    throw bad(file, `gives tensor "${name}" the offsets ${JSON.stringify(offsets)}`);
  }
  const [begin, end] = [start + offsets[0]!, start + offsets[1]!];
  const bytes = byteLength(shape, dtype as Dtype);
  if (bytes !== end - begin) {
    const has = `has shape [${shape}] in ${dtype}, ${bytes} bytes, but ${end - begin} bytes of data`;
    throw badShape(file, name, has);
  }
  if (end > size) {
    throw truncated(file, `ends at byte ${size}; tensor "${name}" needs bytes up to ${end}`);
  }
  return { name, dtype: dtype as Dtype, shape, begin, end };
}

/** Infinity as soon as the product is no longer exact, even where a zero follows. */
function byteLength(shape: readonly number[], dtype: Dtype): number {
  let bytes: number = DTYPES[dtype];
  for (const n of shape) {
    bytes *= n;
    if (bytes > Number.MAX_SAFE_INTEGER) return Infinity;
  }
  return bytes;
}

function isCounts(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((n) => Number.isSafeInteger(n) && n >= 0);
}

/** Every byte of the data belongs to exactly one tensor. */
function checkCoverage(file: string, entries: readonly Entry[], start: number, size: number): void {
  let at = start;
  let before = "the header";
  const inOrder = [...entries].sort((a, b) => a.begin - b.begin || a.end - b.end);
  for (const { name, begin, end } of inOrder) {
    if (begin < at) throw bad(file, `has tensors that overlap: "${before}" and "${name}"`);
    if (begin > at) throw bad(file, `has ${begin - at} unclaimed bytes before tensor "${name}"`);
    at = end;
    before = name;
  }
  if (at < size) throw bad(file, `has ${size - at} unclaimed bytes at its end`);
}

/** The first key that occurs twice in one object of valid JSON; JSON.parse would keep the last. */
export function repeatedKey(text: string): string | null {
  const open: Set<string>[] = [];
  // A string directly before a colon is a key; braces inside strings are part of the string.
  for (const [, string, colon, brace] of text.matchAll(
    /("[^"\\]*(?:\\.[^"\\]*)*")(\s*:)?|([{}])/g,
  )) {
    if (brace === "{") open.push(new Set());
    else if (brace === "}") open.pop();
    else if (colon) {
      const key = JSON.parse(string!) as string;
      const keys = open[open.length - 1]!;
      if (keys.has(key)) return key;
      keys.add(key);
    }
  }
  return null;
}

function truncated(file: string, what: string): TiltError {
  return new TiltError("checkpoint.truncated", `${file} ${what}.`, DOWNLOAD_AGAIN);
}

function bad(file: string, what: string, cause?: unknown): TiltError {
  return new TiltError("checkpoint.header", `${file} ${what}.`, SAVE_AGAIN, { cause });
}

function badShape(file: string, name: string, has: string): TiltError {
  return new TiltError("checkpoint.shape", `${file}: tensor "${name}" ${has}.`, SAVE_AGAIN);
}
