/** @file A hand in a thread of Node's: calls out, answers back. */
import { Worker } from "node:worker_threads";
import type { Hand } from "../models/hand.ts";

export type Call = { readonly id: number; readonly verb: keyof Hand; readonly args: unknown[] };
export type Answer = { readonly id: number; readonly value?: unknown; readonly error?: string };

/** A thread does not inherit tsx's loader in Node 20: it registers it before its own code. */
const START = `
  import(${JSON.stringify(import.meta.resolve("tsx/esm/api"))}).then(({ register }) => {
    register();
    return import(${JSON.stringify(new URL("./hand-thread.ts", import.meta.url).href)});
  });
`;

export type Thread = { readonly hand: Hand; dispose(): void };

/** Starts a thread, which does not keep the process alive. */
export function startThread(): Thread {
  const worker = new Worker(START, { eval: true });
  const waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
  let [calls, gone]: [number, Error | null] = [0, null];
  const end = (error: Error) => {
    gone = error;
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  };
  worker.on("message", ({ id, value, error }: Answer) => {
    const call = waiting.get(id);
    waiting.delete(id);
    if (error === undefined) call?.resolve(value);
    else call?.reject(new Error(error));
    if (waiting.size === 0) worker.unref();
  });
  worker.on("error", end);
  worker.on("exit", () => end(new Error("The thread has ended.")));
  worker.unref();

  const ask = (verb: keyof Hand, args: unknown[]) =>
    new Promise((resolve, reject) => {
      if (gone) return reject(gone);
      const id = (calls += 1);
      waiting.set(id, { resolve, reject });
      worker.ref();
      worker.postMessage({ id, verb, args } satisfies Call);
    });
  const hand = new Proxy({} as Hand, {
    get: (_, verb) =>
      verb === "then" ? undefined : (...args: unknown[]) => ask(verb as keyof Hand, args),
  });
  return { hand, dispose: () => void worker.terminate() };
}
