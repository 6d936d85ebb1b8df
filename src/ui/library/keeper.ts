/**
 * @file Writes the live run down as it goes, so that a reload, a crash or a flat battery loses at
 * most a second of it. A run that nobody has touched yet is not worth writing down.
 */
import { roundAt, updatesAt } from "../../core/fold.ts";
import { Run, type Stepped } from "../../core/run.ts";
import { headerOf } from "../../core/runlog.ts";
import type { TiltError } from "../../core/types.ts";
import type { Session } from "../session.svelte.ts";
import { archive, weightsName, type KeptRun } from "./archive.ts";

/** The tab's own memory of which run it was at. */
const KEY = "tilt.run";
const EVERY_MS = 1000;

type Written = {
  run: KeptRun;
  /** Ends when what is being written now lies on the device; null while nothing is. */
  busy: Promise<unknown> | null;
};

export class Keeper {
  readonly #session: Session;
  readonly #written = new WeakMap<Stepped, Written>();
  readonly #onwrite: (error: TiltError | null) => void;

  /** `onwrite`: told after each time, with what went wrong or with null. */
  constructor(session: Session, onwrite: (error: TiltError | null) => void) {
    this.#session = session;
    this.#onwrite = onwrite;
  }

  /** Begins to write down. Returns what ends it. */
  watch(): () => void {
    const timer = setInterval(() => void this.write(), EVERY_MS);
    const leave = () => void this.write();
    document.addEventListener("visibilitychange", leave);
    window.addEventListener("pagehide", leave);
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", leave);
      window.removeEventListener("pagehide", leave);
    };
  }

  /** The live run takes up the place of one that was written down before. */
  adopt(run: Stepped, kept: KeptRun): void {
    this.#written.set(run, { run: kept, busy: null });
    remember(kept.id);
  }

  /** Id of the live run, once it has been written down. */
  idOf(run: Stepped | null): string | null {
    return (run && this.#written.get(run)?.run.id) ?? null;
  }

  /** Writes what is new; with `kept`, because the visitor asked for it: all of it then, or it throws. */
  async write(kept = false): Promise<string | null> {
    const { live } = this.#session;
    const { run } = live;
    if (!(run instanceof Run) || (live.untouched && !kept) || run.log.length === 0) return null;
    const before = this.#written.get(run) ?? { run: this.#fresh(), busy: null };
    if (before.busy) {
      if (!kept) return before.run.id;
      await before.busy;
      return this.write(kept);
    }
    const now = this.#now(before.run, run, kept);
    const changed = now.length > before.run.length || now.kept !== before.run.kept;
    if (!changed && now.at === before.run.at && now.done === before.run.done) return now.id;
    const written: Written = { run: before.run, busy: null };
    this.#written.set(run, written);
    const putting = this.#put(run, written, now);
    written.busy = putting.catch(() => {});
    try {
      await putting;
      this.#onwrite(null);
      return now.id;
    } catch (error) {
      this.#onwrite(error as TiltError);
      if (kept) throw error;
      return null;
    } finally {
      written.busy = null;
    }
  }

  async #put(run: Run, written: Written, now: KeptRun): Promise<void> {
    const { length } = written.run;
    await archive.put(now, length, run.log.slice(length, now.length));
    written.run = now;
    remember(now.id);
    if (length === 0) await this.#prune();
    await this.#shelve(run, written);
  }

  /** The latest round's weights beside the run. Where none can be kept, a replay will do. */
  async #shelve(run: Run, written: Written): Promise<void> {
    // The run may have come to another round since: weights go with the steps that lie beside them.
    const last = run.checkpoints.findLast(({ at }) => at <= written.run.length);
    const { weights } = this.#session.opened ?? {};
    const { id, weights: before } = written.run;
    if (!last || !weights || last.round === 0 || before?.round === last.round) return;
    const beside = { round: last.round, at: last.at };
    const kept = await weights.keep(weightsName(id, beside), last.name).catch(() => false);
    if (!kept) return;
    written.run = { ...written.run, weights: beside };
    await archive.change(id, { weights: beside });
    if (before) await weights.discard(weightsName(id, before));
  }

  async #prune(): Promise<void> {
    const { weights } = this.#session.opened ?? {};
    for (const { id, weights: beside } of await archive.prune()) {
      if (beside) await weights?.discard(weightsName(id, beside));
    }
  }

  #fresh(): KeptRun {
    const { opened, experiment } = this.#session;
    const { backend = "exact", adapter = null } = opened?.engine ?? {};
    const created = Date.now();
    return {
      id: `${created.toString(36)}-${crypto.getRandomValues(new Uint32Array(1))[0]!.toString(36)}`,
      name: "",
      kept: false,
      created,
      changed: created,
      header: headerOf(experiment, backend, adapter),
      length: 0,
      at: 0,
      rounds: 0,
      updates: 0,
      done: false,
      weights: null,
    };
  }

  #now(before: KeptRun, run: Run, kept: boolean): KeptRun {
    const { live } = this.#session;
    const length = run.log.length;
    return {
      ...before,
      // A fork changes the knobs that the run goes by at its end.
      header: { ...before.header, experiment: this.#session.experiment, legs: run.legs },
      kept: before.kept || kept,
      changed: Date.now(),
      length,
      at: live.at,
      rounds: roundAt(run.log)?.rounds ?? 0,
      updates: updatesAt(run.log),
      done: run.done,
    };
  }
}

/** So that a reload of this tab can offer to go on. */
function remember(id: string): void {
  try {
    sessionStorage.setItem(KEY, id);
  } catch {
    // Without it a reload asks nothing; the run is in the library all the same.
  }
}
