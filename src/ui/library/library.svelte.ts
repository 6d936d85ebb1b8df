/** @file The runs of this device as the page knows them, and what can be done with one. */
import { toSearch, type Experiment } from "../../core/experiment.ts";
import { backendOf, receiptOf, toReceiptText } from "../../core/receipt.ts";
import { Run } from "../../core/run.ts";
import type { RunLog } from "../../core/runlog.ts";
import { TiltError } from "../../core/types.ts";
import type { Opened } from "../../lab/opened.ts";
import { menu } from "../../menu.ts";
import { recordingLog } from "../recordings.ts";
import type { Played } from "../deck.svelte.ts";
import { lighten, toCpu } from "../remedies.ts";
import type { Session } from "../session.svelte.ts";
import { archive, weightsName, type KeptRun, type Removed } from "./archive.ts";
import { runOf } from "./files.ts";
import { Keeper } from "./keeper.ts";
import { recallable, recalled } from "./recall.ts";
import { repeat } from "./repeat.ts";
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
  /** The run on the deck that was last asked to go on, until it has. */
  #goingOn: Played | null = null;
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

  /** Writes the live run down for good, and returns its id. Throws why it cannot be kept. */
  async keep(): Promise<string | null> {
    const id = await this.keeper.write(true);
    await navigator.storage?.persist?.();
    await this.refresh();
    return id;
  }

  async rename(id: string, name: string): Promise<void> {
    await this.#changed(() => archive.change(id, { name: name.trim().slice(0, 200), kept: true }));
  }

  async remove(id: string): Promise<void> {
    this.chosen = this.chosen.filter((source) => source.id !== id);
    await this.#changed(async () => {
      // What was deleted before is beyond undoing now, and so are its weights.
      const last = this.removed?.run;
      if (last?.weights) {
        await this.#session.opened?.weights?.discard(weightsName(last.id, last.weights));
      }
      this.removed = await archive.remove(id);
    });
  }

  async undo(): Promise<void> {
    const { removed } = this;
    if (!removed) return;
    this.removed = null;
    await this.#changed(() => archive.restore(removed));
  }

  /**
   * Writes the live run down for good, under a name where one is given. Where this device keeps
   * nothing it is remembered until the page is left.
   */
  async setAside(name = ""): Promise<Source> {
    const log = this.#liveLog();
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
    const { played } = this.#session.deck;
    return played ? logOf(played) : this.#liveLog();
  }

  #liveLog(): RunLog {
    const { live, experiment, opened } = this.#session;
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
    this.#goingOn = played;
    const { log, kept, from } = await this.#heldOf(played);
    const at = this.#session.deck.player.at;
    if (!(await repeat(this.#session, log, from))) return;
    const { live, opened } = this.#session;
    if (!live.run || !opened) return;
    this.#goingOn = null;
    live.untouched = false;
    // Where a person is asked again the tail is another one, and so is the run.
    const whole = live.length >= log.steps.length;
    const { backend, legs } = log.header;
    // What another backend has computed is a run of its own: the numbers of the first one stay.
    const now = opened.engine.backend;
    const alike = now === backend && backendOf(now, live.run.legs) === backendOf(backend, legs);
    if (kept && whole && alike) this.keeper.adopt(live.run, kept);
    if (whole) {
      this.#session.receipt = toReceiptText(receiptOf(log.steps, backendOf(backend, legs)));
    }
    this.#session.deck.eject();
    live.seek(at);
  }

  /** The round that a run whose model is lost can be taken up from; null: only from its seed. */
  async heldRound(): Promise<number | null> {
    if (!this.#lost && !this.#session.live.run) return null;
    const { kept, from } = await this.#heldOf(this.#lost);
    return (from && kept?.weights?.round) ?? null;
  }

  /** Takes the live run up again on a new bench, after its worker or device is gone. */
  async restore(): Promise<void> {
    const { deck, live } = this.#session;
    if (!this.#lost) {
      if (!(live.run instanceof Run)) return this.#session.begin();
      await this.keeper.write();
      const { at } = live;
      const of = { origin: "lost", id: this.keeper.idOf(live.run), name: "" } as const;
      await deck.put(this.#liveLog(), of);
      deck.player.seek(at);
    }
    await this.goOn();
  }

  /** The same at half the batch: from the round whose weights are held, else from its beginning. */
  async lighten(): Promise<void> {
    await lighten(this.#session, await this.#held());
  }

  /** The same on the processor: from the round whose weights are held, else from its beginning. */
  async toCpu(): Promise<void> {
    await toCpu(this.#session, await this.#held());
  }

  /** How what is held of a run that cannot go on comes back; undefined where nothing is. */
  async #held() {
    const begun = this.#lost !== null || this.#session.live.run !== null;
    return begun ? (await this.#heldOf(this.#lost)).from : undefined;
  }

  /** The run on the deck, if going on with it is what failed. */
  get #lost(): Played | null {
    const { played } = this.#session.deck;
    return played && played === this.#goingOn ? played : null;
  }

  /** A run on the deck, null: the live one; what is kept of it, and how weights of it come back. */
  async #heldOf(played: Played | null) {
    const log = played ? logOf(played) : this.#liveLog();
    const id = played
      ? played.origin !== "recorded" && played.id
      : this.keeper.idOf(this.#session.live.run);
    const kept = (id && (await archive.get(id).catch(() => null))) || null;
    const from =
      kept && recallable(log, kept) ? (opened: Opened) => recalled(log, kept, opened) : undefined;
    return { log, kept, from };
  }

  /** Does what changes the list, then reads it again: a list that can be read hides no refusal. */
  async #changed(work: () => unknown): Promise<void> {
    await this.#tried(work);
    const refused = this.trouble;
    await this.refresh();
    this.trouble ??= refused;
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

const logOf = ({ header, tape }: Played): RunLog => ({ header, steps: tape.steps, summary: null });
