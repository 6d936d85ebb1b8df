/** @file The runs of this device as the page knows them, and what can be done with one. */
import { toSearch, type Experiment } from "../../core/experiment.ts";
import { legsBefore } from "../../core/legs.ts";
import { receiptOf, toReceiptText } from "../../core/receipt.ts";
import type { Past } from "../../core/run.ts";
import { Run } from "../../core/run.ts";
import type { RunLog } from "../../core/runlog.ts";
import { TiltError } from "../../core/types.ts";
import type { Opened } from "../../lab.ts";
import { menu } from "../../menu.ts";
import { recordingLog } from "../recordings.ts";
import type { Session } from "../session.svelte.ts";
import { archive, weightsName, type KeptRun, type Removed } from "./archive.ts";
import { runOf } from "./files.ts";
import { Keeper } from "./keeper.ts";
import { Sweep } from "./sweep.svelte.ts";

/** Where a run of the compare page comes from. */
export type Source = { readonly from: "live" | "kept" | "recorded" | "file"; readonly id: string };

export class Library {
  /** Latest first. */
  kept: readonly KeptRun[] = $state.raw([]);
  /** Why nothing can be kept, while that is so. */
  trouble: TiltError | null = $state.raw(null);
  /** The last one deleted, until another one is. */
  removed: Removed | null = $state.raw(null);
  /** Chosen to be compared, in order. */
  chosen: readonly Source[] = $state.raw([]);
  readonly keeper: Keeper;
  readonly sweep: Sweep;
  readonly #session: Session;
  /** Somebody has looked at the list, so it is kept up to date. */
  #listed = false;
  /** Runs of files that were opened in this visit. */
  #files: Readonly<Record<string, RunLog>> = {};

  constructor(session: Session) {
    this.#session = session;
    this.keeper = new Keeper(session, (error) => {
      session.unkept = error;
      if (this.#listed && !error) void this.refresh();
    });
    this.keeper.watch();
    this.sweep = new Sweep(session, this);
  }

  async refresh(): Promise<void> {
    this.#listed = true;
    await this.#tried(async () => (this.kept = await archive.list()));
  }

  /** Writes the live run down for good. */
  async keep(): Promise<void> {
    await this.#tried(async () => {
      await this.keeper.write(true);
      await navigator.storage?.persist?.();
    });
    await this.refresh();
  }

  async rename(id: string, name: string): Promise<void> {
    await this.#tried(() => archive.change(id, { name: name.trim().slice(0, 200), kept: true }));
    await this.refresh();
  }

  async remove(id: string): Promise<void> {
    await this.#tried(async () => {
      // What was deleted before is beyond undoing now, and so are its weights.
      const last = this.removed?.run;
      if (last?.weights) {
        await this.#session.opened?.weights?.discard(weightsName(last.id, last.weights));
      }
      this.removed = await archive.remove(id);
    });
    this.chosen = this.chosen.filter((source) => source.id !== id);
    await this.refresh();
  }

  async undo(): Promise<void> {
    const { removed } = this;
    if (!removed) return;
    this.removed = null;
    await this.#tried(() => archive.restore(removed));
    await this.refresh();
  }

  /**
   * Writes the live run down for good, under a name where one is given. Where this device keeps
   * nothing it is remembered until the page is left.
   */
  async setAside(name = ""): Promise<Source> {
    const log = this.liveLog();
    try {
      const id = await this.keeper.write(true);
      if (id && name) await archive.change(id, { name });
      await this.refresh();
      if (id) return { from: "kept", id };
    } catch (error) {
      if (!(error instanceof TiltError)) throw error;
    }
    const id = `${name || log.header.experiment.method} ${Object.keys(this.#files).length + 1}`;
    this.#files = { ...this.#files, [id]: { ...log, header: { ...log.header, name } } };
    return { from: "file", id };
  }

  /** Adds a run to those to be compared, or takes it out. */
  choose(source: Source): void {
    const others = this.chosen.filter(({ id }) => id !== source.id);
    this.chosen = others.length < this.chosen.length ? others : [...others, source];
  }

  /** A run's log from wherever it lies. */
  async log({ from, id }: Source): Promise<RunLog> {
    if (from === "recorded") return recordingLog(id);
    if (from === "kept") return archive.log(id);
    const file = Object.hasOwn(this.#files, id) ? this.#files[id] : undefined;
    if (file) return file;
    return this.liveLog();
  }

  /** The run on the screen as a file would have it. Throws `run.none` before there is one. */
  liveLog(): RunLog {
    const { deck, live, experiment, opened } = this.#session;
    if (deck.played) {
      return { header: deck.played.header, steps: deck.played.tape.steps, summary: null };
    }
    const { run } = live;
    if (!(run instanceof Run) || !opened) {
      throw new TiltError(
        "run.none",
        "There is no run yet.",
        "Wait until the first answers stand.",
      );
    }
    const { backend, adapter } = opened.engine;
    const legs = run.legs.length > 1 ? { legs: run.legs } : {};
    const { seed, version } = experiment;
    const header = { kind: "run" as const, version, experiment, backend, adapter, seed, ...legs };
    return { header, steps: [...run.log], summary: null };
  }

  /** Puts a kept run on the screen, at the step it was left at. */
  async open(id: string, resumes = false): Promise<void> {
    await this.#tried(async () => {
      const log = await archive.log(id);
      const at = (await archive.get(id))?.at ?? log.steps.length - 1;
      const name = log.header.name ?? "";
      await this.#session.deck.put(log, { origin: "kept", id, name, resumes });
      this.#session.deck.player.seek(at);
    });
  }

  /** Puts a run that was set aside back on the screen, from wherever it lies. */
  async putBack(source: Source): Promise<void> {
    if (source.from === "kept") return this.open(source.id);
    await this.#tried(async () => {
      const name = source.id;
      await this.#session.deck.put(await this.log(source), { origin: "file", id: null, name });
    });
  }

  /** The same for the run of this tab before it was reloaded, if it is what the address asks for. */
  async takeUp(id: string, experiment: Experiment): Promise<boolean> {
    const run = await archive.get(id).catch(() => undefined);
    const query = (e: Experiment) => toSearch(e, menu);
    if (!run || query(run.header.experiment) !== query(experiment)) return false;
    await this.open(id, true);
    return this.#session.deck.played !== null;
  }

  /** Puts a file's run on the screen. */
  async openFile(file: File): Promise<void> {
    await this.#tried(async () => {
      const log = await runOf(file);
      await this.#session.deck.put(log, { origin: "file", id: null, name: file.name });
      this.#files = { ...this.#files, [file.name]: log };
    });
  }

  /**
   * Computes the run on the deck anew and goes on where it was left: from the weights kept beside
   * it where there are some, else from its seed. Then says whether it came out as it had been.
   */
  async goOn(): Promise<void> {
    const { played } = this.#session.deck;
    if (!played) return;
    const { header, tape, id } = played;
    const kept = played.origin === "kept" && id ? await archive.get(id) : undefined;
    const log: RunLog = { header, steps: tape.steps, summary: null };
    const from = kept?.weights ? (opened: Opened) => recalled(log, kept, opened) : undefined;
    const at = this.#session.deck.player.at;
    if (!(await this.#session.repeat(log, from))) return;
    const { live, opened } = this.#session;
    if (!live.run || !opened) return;
    live.untouched = false;
    if (kept) this.keeper.adopt(live.run, kept);
    this.#session.receipt = toReceiptText(receiptOf(tape.steps, header.backend));
    this.#session.deck.eject();
    live.seek(at);
  }

  async #tried(work: () => unknown): Promise<void> {
    try {
      await work();
      this.trouble = null;
    } catch (error) {
      if (!(error instanceof TiltError)) throw error;
      this.trouble = error;
    }
  }
}

/** A run's beginning out of the weights that were kept of one of its rounds; null where that fails. */
async function recalled(log: RunLog, kept: KeptRun, opened: Opened): Promise<Past | null> {
  const { weights, id } = kept;
  const { steps } = log;
  const first = steps.findIndex((step) => step.kind === "round");
  // A reward model that was fitted on the way lies nowhere; only a replay brings it back.
  const fitted = steps.slice(Math.max(0, first)).some((step) => step.kind === "fit");
  if (!weights || !opened.weights || fitted || first < 0) return null;
  const { policy, rewardModel } = opened.bench.lab;
  const start = await policy.save();
  const name = await opened.weights.recall(weightsName(id, weights));
  if (name === null) return null;
  if (opened.bench.prepare) for await (const _ of opened.bench.prepare());
  const reward = await rewardModel.save();
  const beginning = { round: 0, at: first, name: start, reward };
  const there = { ...weights, name, reward };
  return {
    log: steps.slice(0, weights.at),
    checkpoints: weights.at > first ? [beginning, there] : [beginning],
    legs: legsBefore(log.header.legs ?? [], weights),
  };
}
