/** @file Where the files of a checkpoint come from: a web address, or bytes already at hand. */

import { TiltError } from "../core/types.ts";
import { tooLarge } from "./safetensors.ts";

/** Bytes so far, and in all; null where nobody knows. */
export type Progress = (loaded: number, total: number | null) => void;

/** A folder of files. */
export type FileSource = {
  /** What to call the folder in messages. */
  readonly name: string;
  /**
   * The file's bytes, or null when there is no such file. A file known to be larger than
   * `maxBytes` is refused before it is read: `TiltError` checkpoint.too-large.
   */
  read(name: string, onProgress?: Progress, maxBytes?: number): Promise<Uint8Array | null>;
};

/** Files already in memory: dropped on the page, or just written. */
export function memorySource(
  files: ReadonlyMap<string, Uint8Array>,
  name = "the chosen files",
): FileSource {
  return {
    name,
    async read(file, onProgress, maxBytes = Infinity) {
      const bytes = files.get(file);
      if (!bytes) return null;
      if (bytes.length > maxBytes) throw tooLarge(file, bytes.length, maxBytes);
      onProgress?.(bytes.length, bytes.length);
      return bytes;
    },
  };
}

/**
 * Files under a web address, as on the Hugging Face hub (`…/resolve/main`). Absent means 404, 410
 * or an HTML page (what single-page servers answer for any unknown address). Throws `TiltError`
 * fetch.failed; an abort by `signal` is passed on as it is.
 */
export function fetchSource(
  baseUrl: string,
  { signal }: { signal?: AbortSignal } = {},
): FileSource {
  const base = baseUrl.replace(/\/+$/, "");
  return {
    name: base,
    async read(file, onProgress, maxBytes = Infinity) {
      const url = `${base}/${file}`;
      try {
        const response = await fetch(url, { signal: signal ?? null });
        if (isAbsent(response)) {
          await response.body?.cancel();
          return null;
        }
        if (!response.ok) throw failed(url, `the server answered ${response.status}`);
        return await readBody(response, file, onProgress, maxBytes);
      } catch (error) {
        if (error instanceof TiltError || signal?.aborted) throw error;
        throw failed(url, error instanceof Error ? error.message : String(error), error);
      }
    },
  };
}

function isAbsent(response: Response): boolean {
  if (response.status === 404 || response.status === 410) return true;
  return response.ok && /^text\/html\b/i.test(response.headers.get("content-type") ?? "");
}

function failed(url: string, why: string, cause?: unknown): TiltError {
  return new TiltError(
    "fetch.failed",
    `Could not fetch ${url}: ${why}.`,
    "Check the address and the connection, then try again.",
    { cause },
  );
}

async function readBody(
  response: Response,
  file: string,
  onProgress: Progress | undefined,
  maxBytes: number,
): Promise<Uint8Array> {
  const declared = contentLength(response);
  if (declared !== null && declared > maxBytes) {
    await response.body?.cancel();
    throw tooLarge(file, declared, maxBytes);
  }
  const chunks: Uint8Array[] = [];
  let loaded = 0;
  const reader = response.body?.getReader();
  for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
    chunks.push(part.value);
    loaded += part.value.length;
    if (loaded > maxBytes) {
      await reader?.cancel();
      throw tooLarge(file, loaded, maxBytes);
    }
    // A server that counted wrongly is believed no longer.
    onProgress?.(loaded, declared !== null && loaded <= declared ? declared : null);
  }
  onProgress?.(loaded, loaded);
  return joined(chunks, loaded);
}

/**
 * The body's length as far as the header tells it: that of a compressed body is another, and a
 * foreign origin need not say that it compressed. Short transfers are the browser's to notice.
 */
function contentLength(response: Response): number | null {
  const encoding = response.headers.get("content-encoding") ?? "identity";
  const length = response.headers.get("content-length");
  if (length === null || !/^\d+$/.test(length) || encoding !== "identity") return null;
  return Number(length);
}

function joined(chunks: readonly Uint8Array[], length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}
