/** @file Command-line flags, read once and checked: what every command shares. */

import { parseArgs, type ParseArgsConfig } from "node:util";
import { BACKENDS, type BackendChoice } from "../core/experiment.ts";
import { TiltError } from "../core/types.ts";

type Flags = NonNullable<ParseArgsConfig["options"]>;

/** Reads flags; an unknown one, or one without its value, is a TiltError that says so. */
export function flags<const F extends Flags>(args: string[], options: F, help: string) {
  try {
    return parseArgs({ args, options, allowPositionals: true });
  } catch (error) {
    throw new TiltError("cli.flag", (error as Error).message, help);
  }
}

/** A number within bounds. */
export function number(flag: string, text: string, min: number, max: number): number {
  const value = Number(text);
  if (text.trim() === "" || !(value >= min && value <= max)) {
    const message = `--${flag} ${text} is not a number from ${min} to ${max}.`;
    throw new TiltError("cli.number", message, `Give --${flag} a number from ${min} to ${max}.`);
  }
  return value;
}

/** A whole number within bounds. */
export function whole(flag: string, text: string, min: number, max: number): number {
  const value = number(flag, text, min, max);
  if (Number.isInteger(value)) return value;
  throw new TiltError("cli.number", `--${flag} ${text} is not whole.`, "Give a whole number.");
}

/** One of a list. */
export function oneOf<T extends string>(flag: string, text: string, options: readonly T[]): T {
  const found = options.find((option) => option === text);
  if (found !== undefined) return found;
  const list = options.join(", ");
  throw new TiltError("cli.choice", `--${flag} ${text} is unknown.`, `Choose one of: ${list}.`);
}

export const backendOf = (text: string): BackendChoice => oneOf("backend", text, BACKENDS);

/** Progress on stderr: rewrites its line on a terminal, else prints at most one line in 10 s. */
export function progress(): (line: string, last?: boolean) => void {
  const terminal = process.stderr.isTTY;
  let printed = 0;
  return (line, last = false) => {
    const now = performance.now();
    if (terminal) process.stderr.write(`\r\x1b[2K${line}${last ? "\n" : ""}`);
    else if (last || now - printed > 10_000) process.stderr.write(`${line}\n`);
    else return;
    printed = now;
  };
}
