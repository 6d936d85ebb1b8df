/** @file What went wrong, as the page shows it: a code to copy, two sentences, one next step. */
import type { TiltError } from "../core/types.ts";

/** The one thing the page can do about it by itself. */
export type Remedy =
  "reopen" | "lighten" | "resume" | "restore" | "halve" | "engine" | "cpu" | "none";

export type Trouble = {
  readonly code: string;
  readonly message: string;
  readonly next: string;
  readonly remedy: Remedy;
  /** The model whose file it was; null: none, or not known. */
  readonly about: string | null;
  /** Told along with the code when it is copied. */
  readonly detail: string;
};

/** Codes by their beginning, first match wins; what is not listed can only be tried again. */
const REMEDIES: readonly (readonly [string, Remedy])[] = [
  ["update.not-finite", "halve"],
  ["worker.", "restore"],
  // What a card refuses once it refuses again.
  ["gpu.error", "cpu"],
  ["gpu.", "restore"],
  ["snapshot.", "restore"],
  ["run.", "resume"],
  ["ask.", "none"],
  ["prompt.", "none"],
  ["backend.", "engine"],
  ["webgpu.", "cpu"],
];

/** How browsers and engines say that memory is full. */
const FULL = /out of memory|out-of-memory|allocation failed|could not allocate|failed to allocate/i;

/** Reads anything thrown; what is not a `TiltError` becomes one with a general next step. */
export function troubleOf(
  error: unknown,
  unknown: { message: string; next: string },
  fallback: Remedy = "reopen",
  full: { message: string; next: string } = unknown,
): Trouble {
  const plain = (error ?? {}) as Partial<TiltError>;
  const detail = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  if (FULL.test(detail)) {
    return { code: "memory.full", ...full, remedy: "lighten", about: null, detail };
  }
  if (typeof plain.code === "string" && typeof plain.next === "string") {
    const remedy = REMEDIES.find(([start]) => plain.code!.startsWith(start))?.[1] ?? fallback;
    const { code, message = "", next, about = null } = plain;
    return { code, message, next, remedy, about, detail };
  }
  return { code: "page.unexpected", ...unknown, remedy: fallback, about: null, detail };
}

/** True of the refusal that an `AbortSignal` brings about: nobody's trouble. */
export function aborted(error: unknown): boolean {
  return error instanceof DOMException && error.name === "AbortError";
}
