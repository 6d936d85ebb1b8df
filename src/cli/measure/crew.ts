/** @file Measurements shared out among processes: tfjs has one thread of WASM each. */
import { fork, type ChildProcess } from "node:child_process";
import { availableParallelism } from "node:os";
import type { BackendChoice } from "../../core/experiment.ts";
import { TiltError } from "../../core/types.ts";
import type { Answer } from "./member.ts";
import type { Kept, ResultOf, Spec } from "./spec.ts";
import type { Store } from "./store.ts";
import { timed, type Order } from "./take.ts";

export type Wanted = { readonly spec: Spec; readonly seed: number; readonly name: string };

export type CrewOptions = {
  readonly store: Store;
  readonly backend: BackendChoice;
  readonly jobs: number;
  /** Take again what is already known. */
  readonly fresh: boolean;
  /** Nothing is begun later than this. */
  readonly minutes?: number;
  readonly say: (line: string, last?: boolean) => void;
};

/** Measurements that one process takes before another stands in: what it leaked goes with it. */
const SHIFT = 12;

/**
 * Takes what is not known yet, `jobs` at a time, and keeps every result as soon as it is there. One
 * that fails is told and left out; whoever needs it will miss it.
 */
export async function gather(wanted: readonly Wanted[], options: CrewOptions): Promise<void> {
  const { store, backend, fresh, say, minutes = Infinity } = options;
  const waiting = wanted.filter(({ spec, seed }) => fresh || !store.read(spec, seed));
  const clock = clockOf(wanted, waiting, store);
  const jobs = Math.min(options.jobs, waiting.length);
  const threads = Math.max(1, Math.floor(availableParallelism() / jobs));
  const started = performance.now();
  const late = () => performance.now() - started >= minutes * 60_000;
  await Promise.all(
    Array.from({ length: jobs }, async () => {
      let [hand, taken]: [Hand, number] = [jobs > 1 ? member() : own, 0];
      for (let next = waiting.shift(); next && !late(); next = waiting.shift()) {
        const { spec, seed, name } = next;
        const place = () => `${name}, seed ${seed} · ${clock.left()}`;
        try {
          const order = { spec, seed, backend, threads };
          const kept = await hand.ask(order, (line) => say(`${place()} · ${line}`));
          store.write(spec, seed, kept);
          clock.done(spec, kept.seconds);
          say(`${place()} · took ${Math.round(kept.seconds)} s`);
          taken += 1;
        } catch (error) {
          say(`${name}, seed ${seed} failed: ${(error as Error).message}`, true);
          taken = SHIFT;
        }
        if (taken < SHIFT || hand === own) continue;
        hand.dismiss();
        [hand, taken] = [member(), 0];
      }
      hand.dismiss();
    }),
  );
}

/** What is known of a wanted measurement; throws where it was never taken. */
export function known<S extends Spec>(store: Store, spec: S, seed: number): ResultOf<S> {
  const kept = store.read(spec, seed);
  if (kept) return kept.result;
  throw new TiltError("measure.missing", "A measurement is missing.", "Run the command again.");
}

/** Time left, from what measurements of the same sort took so far. */
function clockOf(wanted: readonly Wanted[], waiting: readonly Wanted[], store: Store) {
  const sortOf = (spec: Spec) => (spec.kind === "run" ? `run ${spec.setup.method}` : spec.kind);
  const took = new Map<string, number[]>();
  const note = (spec: Spec, seconds: number) => {
    const sort = sortOf(spec);
    took.set(sort, [...(took.get(sort) ?? []), seconds]);
  };
  for (const { spec, seed } of wanted) {
    const kept = store.read(spec, seed);
    if (kept) note(spec, kept.seconds);
  }
  const mean = (list: readonly number[]) => list.reduce((a, b) => a + b, 0) / list.length;
  const started = performance.now();
  let [finished, spent] = [0, 0];
  const total = waiting.length;
  return {
    done(spec: Spec, seconds: number) {
      note(spec, seconds);
      finished += 1;
      spent += seconds;
    },
    left(): string {
      const all = [...took.values()].flat();
      if (all.length === 0 || total === 0) return `${finished} of ${total} measured`;
      const ahead = waiting.reduce((s, { spec }) => s + mean(took.get(sortOf(spec)) ?? all), 0);
      // Several at a time: measured seconds pass faster than the clock's.
      const elapsed = (performance.now() - started) / 1000;
      const speed = spent > 0 ? Math.max(1, spent / elapsed) : 1;
      const minutes = Math.ceil(ahead / speed / 60);
      return `${finished} of ${total} measured, about ${minutes} min left`;
    },
  };
}

type Hand = {
  ask(order: Order, say: (line: string) => void): Promise<Kept>;
  dismiss(): void;
};

/** This process itself. */
const own: Hand = { ask: timed, dismiss() {} };

/** A process of its own. */
function member(): Hand {
  const child = fork(new URL("./member.ts", import.meta.url), { stdio: ["ignore", 2, 2, "ipc"] });
  return {
    ask: (order, say) =>
      new Promise((resolve, reject) => {
        const settle = (then: () => void) => {
          child.off("message", heard).off("exit", gone);
          then();
        };
        const heard = (message: Answer) => {
          if (message.kind === "said") say(message.line);
          else if (message.kind === "kept") settle(() => resolve(message.kept));
          else settle(() => reject(refusal(message.code, message.message)));
        };
        const gone = () =>
          settle(() => reject(refusal("measure.process", "A measuring process ended early.")));
        child.on("message", heard).on("exit", gone);
        child.send(order);
      }),
    dismiss: () => void (child as ChildProcess).kill(),
  };
}

const refusal = (code: string, message: string): TiltError =>
  new TiltError(code, message, "Run the command again: what was measured is kept.");
