/**
 * @file Both ends of the wire between the page and a worker. A comlink call to a dead worker never
 * settles, so every call is raced against the worker's death; and a TiltError keeps its code and
 * its next step on the way.
 */
import * as Comlink from "comlink";
import { TiltError } from "../core/types.ts";

type Thrown = Pick<TiltError, "code" | "message" | "next" | "about">;

const told = ({ code, message, next, about }: TiltError): Thrown => ({
  code,
  message,
  next,
  about,
});
const toldOf = ({ code, message, next, about }: Thrown): TiltError =>
  new TiltError(code, message, next, { about });

/** Teaches comlink to carry a TiltError, at both ends. */
function carryErrors(): void {
  const plain = Comlink.transferHandlers.get("throw");
  if (!plain) throw new Error("comlink has no handler for errors");
  Comlink.transferHandlers.set("throw", {
    canHandle: plain.canHandle.bind(plain),
    serialize(thrown: { value: unknown }) {
      const { value } = thrown;
      if (!(value instanceof TiltError)) return plain.serialize(thrown);
      return [{ tilt: told(value) }, []];
    },
    deserialize(sent: { tilt?: Thrown }) {
      if (!sent.tilt) return plain.deserialize(sent);
      throw toldOf(sent.tilt);
    },
  });
}

carryErrors();

/** Under this key a worker sends the name of the lock that it holds as long as it lives. */
const LIFE = "tilt-life";
/** Under this key it sends the error that ends it: the browser would pass on its text alone. */
const END = "tilt-end";

/**
 * The worker's end: lets the page call an object. A worker that is closed or killed says nothing,
 * but the browser frees its locks; there are none outside secure contexts.
 */
export function answer(host: object): void {
  Comlink.expose(host);
  self.addEventListener("error", (event) => {
    if (!(event.error instanceof TiltError)) return;
    event.preventDefault();
    self.postMessage({ [END]: told(event.error) });
  });
  if (!globalThis.isSecureContext) return;
  const lock = `${LIFE} ${crypto.randomUUID()}`;
  void navigator.locks.request(lock, () => {
    self.postMessage({ [LIFE]: lock });
    return new Promise(() => {});
  });
}

/** Calls back when a worker that told its lock is gone. */
function onSilence(worker: Worker, gone: () => void): void {
  worker.addEventListener("message", ({ data }: MessageEvent<Record<string, unknown> | null>) => {
    const lock = data?.[LIFE];
    if (typeof lock === "string") void navigator.locks.request(lock, gone);
  });
}

/** Calls back when a worker tells the error that it ends by. */
function onEnd(worker: Worker, ended: (error: TiltError) => void): void {
  worker.addEventListener("message", ({ data }: MessageEvent<Record<string, Thrown> | null>) => {
    const end = data?.[END];
    if (end) ended(toldOf(end));
  });
}

/** What the page holds of an object that lives in a worker: the same verbs, all promised. */
export type Wired<T> = {
  readonly [K in keyof T]: T[K] extends (...args: infer A) => infer R
    ? (...args: A) => Promise<Awaited<R>>
    : never;
};

export type Wire<T> = {
  readonly remote: Wired<T>;
  /** Ends the worker; every call under way, and every later one, is refused. */
  dispose(reason?: TiltError): void;
};

const died = (name: string, why: string): TiltError =>
  new TiltError(
    "worker.died",
    `The ${name} worker stopped: ${why}.`,
    "Restart it from the last checkpoint; the log is kept.",
  );

/**
 * Wires up a worker that exposes a `T`. Functions among the arguments are called back across the
 * wire (progress, say).
 * @param name what to call it in an error: "policy", "reward model"
 */
export function wire<T extends object>(worker: Worker, name: string): Wire<T> {
  let refuse: (error: TiltError) => void = () => {};
  const death = new Promise<never>((_, reject) => (refuse = reject));
  death.catch(() => {}); // Only calls report it.
  worker.addEventListener("error", (event) => {
    refuse(died(name, event.message || "its script could not be loaded"));
  });
  worker.addEventListener("messageerror", () => refuse(died(name, "a message could not be read")));
  onEnd(worker, refuse);
  onSilence(worker, () => refuse(died(name, "the browser ended it")));

  const far = Comlink.wrap<Record<string, (...args: unknown[]) => unknown>>(worker);
  const remote = new Proxy({} as Wired<T>, {
    get(_, verb) {
      // Not a promise: `await remote` must not call across the wire.
      if (typeof verb !== "string" || verb === "then") return undefined;
      return (...args: unknown[]) => {
        const sent = args.map((arg) => (typeof arg === "function" ? Comlink.proxy(arg) : arg));
        const call = (far[verb] as (...args: unknown[]) => Promise<unknown>)(...sent);
        return Promise.race([call, death]);
      };
    },
  });
  return {
    remote,
    dispose(reason = died(name, "it was closed")) {
      refuse(reason);
      worker.terminate();
    },
  };
}
