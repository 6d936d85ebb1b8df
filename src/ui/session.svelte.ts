/**
 * @file The one thing the page knows: an experiment, the run made of it, and what a person may
 * still change. Data flows from here to the views; only gestures come back.
 */
import { Bank } from "../core/bank.ts";
import { instructed } from "../core/annotation.ts";
import { justNarrowed, NARROW, variety } from "../core/collapse.ts";
import { changed, valuesOf } from "../core/experiment.ts";
import type { Experiment, Ignored, KnobValues } from "../core/experiment.ts";
import { latestInRound, roundAt, updatesAt } from "../core/fold.ts";
import type { Progress } from "../core/hosts.ts";
import type { Own } from "../core/own.ts";
import { Run, type Checkpoint, type Past } from "../core/run.ts";
import type { Method, Task, TiltError } from "../core/types.ts";
import type { openBench } from "../lab.ts";
import type { Opened, Sitting } from "../lab/opened.ts";
import type { Answers } from "../lab/visitor.ts";
import { methodOf } from "../menu.ts";
import { Deck } from "./deck.svelte.ts";
import type { Library } from "./library/library.svelte.ts";
import { knobValue } from "./numbers.ts";
import { ownData } from "./own.ts";
import { Player } from "./player.svelte.ts";
import { aborted, troubleOf, type Trouble } from "./trouble.ts";
import { words } from "./words/index.svelte.ts";

/** Knobs moved, or a fork asked for, but nothing done about it yet. */
export type Draft = {
  readonly knobs: KnobValues;
  readonly from: Checkpoint | null;
  /** A fork was asked for, so the draft stays even when no knob differs. */
  readonly asked: boolean;
};
/** The tail that the latest fork left behind. */
export type Branch = {
  readonly round: number;
  readonly update: number;
  readonly knobs: KnobValues;
};

export class Session {
  /** The run that this page computes. */
  readonly live = new Player((error) => this.fail(error));
  /** A run of the past, in front of the live one while there is one. */
  readonly deck = new Deck((error) => this.fail(error));
  /** What the page's own visit, and nothing of the past, is about. */
  experiment: Experiment = $state.raw()!;
  /** Parts of the link that were not taken. */
  ignored: readonly Ignored[] = $state.raw([]);
  /** What is being fetched or built, by what it is; empty once the bench stands. */
  opening: readonly Progress[] = $state.raw([]);
  opened: Opened | null = $state.raw(null);
  trouble: Trouble | null = $state.raw(null);
  draft: Draft | null = $state.raw(null);
  branch: Branch | null = $state.raw(null);
  /** Questions that wait for the person at the screen. */
  sitting: Sitting | null = $state.raw(null);

  /** The visitor's own data that the bench was opened with. */
  own: Own | null = $state.raw(null);

  /** What all weights hold in memory; 0 until asked. */
  bytes = $state(0);

  /** Answers of the start model outlive their bench: another method need not draw them again. */
  readonly #bank = new Bank();
  /** A log is being computed anew; how many steps it has. */
  repeating: { readonly total: number } | null = $state.raw(null);
  /** Why the live run is not being written down, while that is so. */
  unkept: TiltError | null = $state.raw(null);
  /** The receipt that the live run is held against, as it stands in a link; null: none. */
  receipt: string | null = $state(null);
  #library: Promise<Library> | null = null;
  /** Whether a run of the past may make way now: not while somebody is at work in it. */
  mayGiveWay: () => boolean = () => true;

  #abort = new AbortController();
  readonly #open: typeof openBench;

  constructor(experiment: Experiment, ignored: readonly Ignored[], open: typeof openBench) {
    this.experiment = experiment;
    this.ignored = ignored;
    this.#open = open;
    // In the exact world the best answer to a question may well be the only one: that is the aim.
    this.live.halts = (log) => !this.opened?.exact && justNarrowed(log);
  }

  /** The experiment whose run is on the screen. */
  readonly shown: Experiment = $derived(this.deck.played?.header.experiment ?? this.experiment);
  /** Its method, the knobs as they start on its task. */
  readonly method: Method = $derived(methodOf(this.shown));
  /** What is on the screen and can be stepped. */
  get player(): Player {
    return this.deck.played ? this.deck.player : this.live;
  }
  /** Every answer and its chances, where they can be listed and a live run stands. */
  get exact() {
    return this.opened?.exact;
  }
  /** What is left of the start's variety, where too little is; null while the answers differ. */
  get narrow(): number | null {
    const left = this.exact || this.deck.played ? 1 : variety(this.live.log, this.live.at);
    return left < NARROW ? left : null;
  }
  /** Null until the bench stands. */
  get task(): Task | null {
    return this.deck.played?.task ?? this.opened?.task ?? null;
  }
  /** The values the run goes by. */
  get knobs(): KnobValues {
    return this.player.run?.knobs ?? valuesOf(this.method.knobs, this.experiment.knobs);
  }

  /** How many rounds the run will have: what it says itself, else the knob the papers call T. */
  get rounds(): number {
    const said = roundAt(this.player.log)?.rounds;
    if (said !== undefined) return said;
    const planned = Object.entries(this.method.knobs).find(([, knob]) => knob.symbol === "T");
    return planned ? Number(this.knobs[planned[0]]) : 1;
  }

  /**
   * Builds the bench of an experiment and draws the first answers; the old run is let go. `behind`:
   * a run of the past stays on the screen. `from`: where to go on instead of at the beginning.
   */
  async begin(
    experiment: Experiment = this.shown,
    behind = false,
    from: (opened: Opened) => Promise<Past | null> = async () => null,
  ): Promise<void> {
    if (!behind) {
      this.deck.eject();
      this.repeating = null;
      this.receipt = null;
    }
    this.#abort.abort();
    const { signal } = (this.#abort = new AbortController());
    this.#enter(null);
    this.opened?.engine.dispose();
    this.opened = null;
    this.opening = [];
    this.own = null;
    this.bytes = 0;
    this.experiment = experiment;
    this.live.untouched = true;
    try {
      const own = await ownData(experiment);
      const opened = await this.#open(experiment, {
        onProgress: (progress) => {
          // What is still on its way when another part has failed is awaited no more.
          if (signal.aborted || this.trouble !== null) return;
          const others = this.opening.filter(({ what }) => what !== progress.what);
          // Files stand above the programs, which begin later: so no line moves another one down.
          this.opening = [...others, progress].sort(
            (a, b) => a.unit.localeCompare(b.unit) || a.what.localeCompare(b.what),
          );
        },
        signal,
        bank: this.#bank,
        own,
      });
      if (signal.aborted) return opened.engine.dispose();
      this.opened = opened;
      this.own = own;
      const { desk } = opened;
      if (desk) desk.onchange = () => (this.sitting = desk.sitting);
      this.opening = [];
      const { knobs, evaluateEvery } = experiment;
      const past = await from(opened);
      if (signal.aborted) return opened.engine.dispose();
      const options = { bench: opened.bench, evaluateEvery, knobs };
      this.#enter(new Run(methodOf(experiment), options, past ?? undefined));
      if (!past) await this.firstAnswers();
      if (this.deck.givesWay && this.deck.running && this.mayGiveWay()) this.deck.eject();
      this.bytes = (await opened.usage()).models.bytes;
    } catch (error) {
      if (!aborted(error) && !signal.aborted) this.fail(error);
    }
  }

  /** Draws the first answers, or takes the first update of a method that learns before it draws. */
  async firstAnswers(): Promise<void> {
    await this.live.until((step) => step.kind === "sample" || step.kind === "update");
  }

  #enter(run: Run | null): void {
    this.live.enter(run);
    // Whoever was being asked for the run before is no longer waited for.
    this.opened?.desk?.leave();
    this.draft = null;
    this.branch = null;
    this.trouble = null;
  }

  /** The runs of this device; fetched when first asked for, and writing down from then on. */
  library(): Promise<Library> {
    return (this.#library ??= import("./library/library.svelte.ts").then(
      ({ Library }) => new Library(this),
    ));
  }

  fail(error: unknown): void {
    const { unknown, unknownNext, memory, memoryNext, filesNext } = words.trouble;
    this.opening = [];
    this.live.pause();
    const trouble = troubleOf(error, { message: unknown, next: unknownNext }, "reopen", {
      message: memory,
      next: memoryNext,
    });
    this.trouble = trouble.about === null ? trouble : { ...trouble, next: filesNext };
  }

  // ------------------------------------------------------------------ changing

  /** Turns a knob. This only drafts: history is never edited. */
  turn(name: string, value: number | string): void {
    const knobs = { ...(this.draft?.knobs ?? this.knobs), [name]: value };
    const asked = this.draft?.asked ?? false;
    const from = this.draft?.from ?? this.player.forkPoint;
    const moved = Object.entries(knobs).some(([key, v]) => this.knobs[key] !== v);
    this.draft = moved || asked ? { knobs, from, asked } : null;
  }

  /** Drafts the method's own values. */
  turnBack(): void {
    for (const [name, knob] of Object.entries(this.method.knobs)) this.turn(name, knob.value);
  }

  dropDraft(): void {
    this.draft = null;
  }

  /** Opens the knobs for a fork at the playhead, some of them turned already. */
  askFork(turned: KnobValues = {}): void {
    this.player.pause();
    const from = this.player.forkPoint;
    const knobs = { ...(this.draft?.knobs ?? this.knobs), ...turned };
    if (from) this.draft = { knobs, from, asked: true };
  }

  /** Goes on from a kept round with the drafted knobs; the tail so far becomes a branch. */
  fork(round = this.draft?.from?.round, knobs = this.draft?.knobs ?? this.knobs): void {
    const { run } = this.live;
    if (!(run instanceof Run) || round === undefined) return;
    const branch = { round, update: updatesAt(run.log), knobs: run.knobs };
    if (this.#replace(() => run.fork(round, { knobs }), knobs)) this.branch = branch;
  }

  /** Goes on at a fork until its first answers stand. */
  async forkAndStep(): Promise<void> {
    this.fork();
    await this.firstAnswers();
  }

  /** The same run from its beginning, or a new one with the drafted knobs. */
  reset(knobs = this.draft?.knobs ?? this.knobs): void {
    if (this.deck.played) return this.#again(knobs);
    const { run } = this.live;
    if (!(run instanceof Run)) return void this.begin();
    if (this.#replace(() => run.reset({ knobs }), knobs)) void this.firstAnswers();
  }

  /** A run of the past from its beginning, or a live one with the drafted knobs. */
  #again(knobs: KnobValues): void {
    const own = changed(this.method.knobs, knobs);
    if (this.draft) void this.begin({ ...this.shown, knobs: own });
    else this.deck.rewind();
  }

  /** In what the given knobs differ from the run's, in short: "β 0.1, N 8". */
  difference(knobs: KnobValues): string {
    return Object.entries(this.method.knobs)
      .filter(([name]) => knobs[name] !== this.knobs[name])
      .map(([name, knob]) => `${knob.symbol.replace(/_/g, "")} ${knobValue(knob, knobs[name])}`)
      .join(", ");
  }

  #replace(make: () => Run, knobs: KnobValues): boolean {
    try {
      this.#enter(make());
      this.experiment = { ...this.experiment, knobs: changed(this.method.knobs, knobs) };
      return true;
    } catch (error) {
      this.fail(error);
      return false;
    }
  }

  /**
   * Tells an instructed annotator something else from the next label on: in the round at hand where
   * it has labelled nothing yet. The experiment keeps it, so that the link replays it.
   */
  instruct(instruction: string): void {
    const { log, busy } = this.live;
    const now = roundAt(log)?.t ?? 0;
    const round = latestInRound(log, "label") || (busy && log.length > 0) ? now + 1 : now;
    const annotation = instructed(this.experiment.annotation, { round, instruction });
    this.experiment = { ...this.experiment, annotation };
    this.opened?.instruct(annotation);
  }

  /** Questions are on the screen: a person is waited for, and looks at nothing else. */
  get asks(): boolean {
    return this.sitting !== null && !this.deck.played && !this.live.lookingBack;
  }

  /** Goes on with the labels given so far, and stands still after their step. */
  stopLabelling(): void {
    this.live.pause();
    this.opened?.desk?.stop();
  }

  /** The visitor's own words, answered by the model as it began and as it is now. */
  async ask(text: string): Promise<Answers> {
    if (!this.opened) throw new Error("nothing is open");
    return this.opened.ask(text);
  }
}
