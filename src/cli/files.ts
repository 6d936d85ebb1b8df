/** @file Checkpoint folders on disk, for the command line and the tests. */

import { mkdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { FileSource } from "../models/file-source.ts";
import { tooLarge } from "../models/safetensors.ts";

/** The files of a folder. Throws the system's own error where a file cannot be read. */
export function folderSource(folder: string): FileSource {
  return {
    name: folder,
    async read(name, onProgress, maxBytes = Infinity) {
      const path = join(folder, name);
      const found = await stat(path).catch((error: NodeJS.ErrnoException) => {
        if (error.code === "ENOENT" || error.code === "ENOTDIR") return null;
        throw error;
      });
      if (!found?.isFile()) return null;
      if (found.size > maxBytes) throw tooLarge(name, found.size, maxBytes);
      const bytes = await readFile(path);
      onProgress?.(bytes.length, bytes.length);
      return bytes;
    },
  };
}

/** Writes files into a folder, which is made where it is missing. */
export async function writeFolder(
  folder: string,
  files: ReadonlyMap<string, Uint8Array>,
): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const [name, bytes] of files) await writeFile(join(folder, name), bytes);
}
