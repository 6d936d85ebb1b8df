/** @file Files in and out of the page: what a visitor chooses or drops, and what is saved for them. */
import { fromJsonLinesGently, type RunLog } from "../../core/runlog.ts";
import { TiltError } from "../../core/types.ts";
import { megabytes } from "../numbers.ts";
import { rest } from "../rest.ts";
import { unpacked } from "../recordings.ts";

/** The largest file that is read. A run of a thousand updates is about 100 MB. */
export const LARGEST = 300e6;

/** Throws `file.large` before a byte is read. */
export function assertSize({ name, size }: File, largest = LARGEST): void {
  if (size <= largest) return;
  throw new TiltError(
    "file.large",
    `${name} has ${megabytes(size)}; the page reads files of up to ${megabytes(largest)}.`,
    "Choose a smaller file, or cut this one.",
  );
}

/** A run from a file, gzipped or not. Throws `file.large` or `runlog.*`, with the line's number. */
export async function runOf(file: File): Promise<RunLog> {
  assertSize(file);
  return fromJsonLinesGently(await unpacked(file));
}

/** Hands a file to the browser's downloads. */
export function save(name: string, content: BlobPart, type: string): void {
  const url = URL.createObjectURL(new Blob([content], { type }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  // The download has its own hold of it by then.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

export type Saved = {
  readonly name: string;
  readonly content: BlobPart;
  readonly type: string;
};

/** Hands over several files, a moment apart: of downloads asked for at once WebKit keeps the last. */
export async function saveAll(files: readonly Saved[]): Promise<void> {
  for (const { name, content, type } of files) {
    save(name, content, type);
    await rest(400);
  }
}

/** A name that every file system takes. */
export const fileName = (...parts: readonly (string | number)[]): string =>
  parts
    .join("-")
    .normalize("NFC")
    .replace(/[^\p{L}\p{N}.]+/gu, "-")
    .slice(0, 100);
