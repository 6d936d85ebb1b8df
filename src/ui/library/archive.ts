/**
 * @file Runs kept on this device, in IndexedDB: what a run is in one store, its steps in pieces in
 * another, so that a growing run is only added to.
 */
import { openDB, type DBSchema, type IDBPDatabase } from "idb";
import type { RunHeader, RunLog } from "../../core/runlog.ts";
import { TiltError, type Step } from "../../core/types.ts";

export type KeptRun = {
  readonly id: string;
  readonly name: string;
  /** Asked for by the visitor; the others make room for newer ones after a while. */
  readonly kept: boolean;
  /** Milliseconds since 1970, as is `changed`. */
  readonly created: number;
  readonly changed: number;
  readonly header: RunHeader;
  /** Steps. */
  readonly length: number;
  /** The playhead: position of the step that was shown last. */
  readonly at: number;
  readonly rounds: number;
  readonly updates: number;
  readonly done: boolean;
  /** The round whose weights lie beside it, and where in the log it begins; null: none do. */
  readonly weights: { readonly round: number; readonly at: number } | null;
};

type Piece = { readonly run: string; readonly from: number; readonly steps: readonly Step[] };

interface Schema extends DBSchema {
  runs: { key: string; value: KeptRun };
  steps: { key: [string, number]; value: Piece };
}

/** A run that was taken out, whole, so that it can be put back. */
export type Removed = { readonly run: KeptRun; readonly pieces: readonly Piece[] };

/** What a run's weights of a round are filed under. */
export const weightsName = (id: string, { round }: { readonly round: number }): string =>
  `${id}-${round}`;

/** Of the runs nobody asked to keep, so many of the latest stay. */
export const UNKEPT = 12;

let opened: Promise<IDBPDatabase<Schema>> | null = null;

function database(): Promise<IDBPDatabase<Schema>> {
  opened ??= openDB<Schema>("tilt", 1, {
    upgrade(db) {
      db.createObjectStore("runs", { keyPath: "id" });
      db.createObjectStore("steps", { keyPath: ["run", "from"] });
    },
    blocking: (_, __, event) => (event.target as IDBDatabase).close(),
    terminated: () => (opened = null),
  });
  return opened.catch((error: unknown) => {
    opened = null;
    throw error;
  });
}

/** What the browser threw, as something a visitor can act on. */
function refusal(error: unknown): TiltError {
  if (error instanceof TiltError) return error;
  const full = error instanceof DOMException && error.name === "QuotaExceededError";
  const options = { cause: error };
  return full
    ? new TiltError(
        "keep.full",
        "This device has no room left for runs.",
        "Delete a run in the library, or save this one as a file; it goes on meanwhile.",
        options,
      )
    : new TiltError(
        "keep.unavailable",
        "This browser keeps nothing for this page, as in a private window.",
        "Save the run as a file if you want it later; it goes on meanwhile.",
        options,
      );
}

async function guarded<T>(work: (db: IDBPDatabase<Schema>) => Promise<T>): Promise<T> {
  try {
    return await work(await database());
  } catch (error) {
    throw refusal(error);
  }
}

const ofRun = (id: string) => IDBKeyRange.bound([id, 0], [id, Infinity]);

/** Every method throws `keep.full` or `keep.unavailable`. */
export const archive = {
  /** Latest first. */
  list: (): Promise<KeptRun[]> =>
    guarded(async (db) => (await db.getAll("runs")).sort((a, b) => b.changed - a.changed)),

  get: (id: string): Promise<KeptRun | undefined> => guarded((db) => db.get("runs", id)),

  /** A run's log. Throws `keep.missing` when it is gone. */
  log: (id: string): Promise<RunLog> =>
    guarded(async (db) => {
      const transaction = db.transaction(["runs", "steps"]);
      const run = await transaction.objectStore("runs").get(id);
      const pieces = await transaction.objectStore("steps").getAll(ofRun(id));
      if (!run) {
        throw new TiltError("keep.missing", "This run is no longer kept here.", "Choose another.");
      }
      const steps = pieces.flatMap((piece) => piece.steps);
      return { header: { ...run.header, name: run.name }, steps, summary: null };
    }),

  /** What a run is now, and the steps that came since it was last put; a name given meanwhile stays. */
  put: (run: KeptRun, from: number, steps: readonly Step[]): Promise<void> =>
    guarded(async (db) => {
      const transaction = db.transaction(["runs", "steps"], "readwrite");
      const runs = transaction.objectStore("runs");
      const { name, kept } = (await runs.get(run.id)) ?? run;
      await runs.put({ ...run, name, kept: kept || run.kept });
      if (steps.length > 0)
        await transaction.objectStore("steps").put({ run: run.id, from, steps });
      await transaction.done;
    }),

  change: (id: string, change: Partial<Pick<KeptRun, "name" | "kept" | "at" | "weights">>) =>
    guarded(async (db) => {
      const transaction = db.transaction("runs", "readwrite");
      const run = await transaction.store.get(id);
      if (run) await transaction.store.put({ ...run, ...change });
      await transaction.done;
    }),

  remove: (id: string): Promise<Removed | null> =>
    guarded(async (db) => {
      const transaction = db.transaction(["runs", "steps"], "readwrite");
      const [runs, steps] = [transaction.objectStore("runs"), transaction.objectStore("steps")];
      const run = await runs.get(id);
      const pieces = await steps.getAll(ofRun(id));
      await Promise.all([runs.delete(id), steps.delete(ofRun(id))]);
      await transaction.done;
      return run ? { run, pieces } : null;
    }),

  restore: ({ run, pieces }: Removed): Promise<void> =>
    guarded(async (db) => {
      const transaction = db.transaction(["runs", "steps"], "readwrite");
      await transaction.objectStore("runs").put(run);
      for (const piece of pieces) await transaction.objectStore("steps").put(piece);
      await transaction.done;
    }),

  /** Takes out the oldest of those that nobody asked to keep. Returns them. */
  async prune(): Promise<KeptRun[]> {
    const old = (await archive.list()).filter(({ kept }) => !kept).slice(UNKEPT);
    for (const { id } of old) await archive.remove(id);
    return old;
  },
};
