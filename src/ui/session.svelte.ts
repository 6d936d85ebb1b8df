/**
 * @file The one thing the page knows: an experiment, the run made of it, and where the visitor
 * stands in the run's log. Data flows from here to the views; only a person's gestures come back.
 */
import { changed, valuesOf, type Experiment, type Ignored } from "../core/experiment.ts";
import { roundAt, segments, updatesAt } from "../core/fold.ts";
import { Run, type Checkpoint } from "../core/run.ts";
import type { Method, Step, StepKind, Task } from "../core/types.ts";
import type { Answers, Opened, Progress, openBench } from "../lab.ts";
import { methods } from "../methods/index.ts";
import { tasks } from "../tasks/index.ts";
import { aborted, troubleOf, type Trouble } from "./trouble.ts";
import { en as words } from "./words/en.ts";

/** How far one step goes. */
export type Unit = "event" | "stage" | "round";
/** slow: a rest after each unit, so that it can be read; live: as fast as it comes. */
export type Pace = "slow" | "live";
export type KnobValues = Readonly<Record<string, number | string>>;
/** Knobs moved, or a fork asked for, but nothing done about it yet. */
export type Draft = { readonly knobs: KnobValues; readonly from: Checkpoint | null };
/** The tail that the latest fork left behind. */
export type Branch = {
  readonly round: number;
  readonly update: number;
  readonly knobs: KnobValues;
};

const REST_MS = 900;

export class Session {
  experiment: Experiment = $state.raw()!;
  ignored: readonly Ignored[] = $state.raw([]);
  /** What is being fetched or built; null once the bench stands. */
  opening: Progress | null = $state.raw(null);
  opened: Opened | null = $state.raw(null);
  trouble: Trouble | null = $state.raw(null);
  draft: Draft | null = $state.raw(null);
  branch: Branch | null = $state.raw(null);
  unit: Unit = $state("event");
  pace: Pace = $state("slow");
  playing = $state(false);
  done = $state(false);
  /** Tokens a second of the latest draw, measured; 0 before the first. */
  speed = $state(0);
  /** True until the visitor has done anything with this run. */
  untouched = $state(true);

  #flying = $state(0);
  #length = $state(0);
  #head: number | null = $state(null);
  #run: Run | null = $state.raw(null);
  #turn = 0;
  #abort = new AbortController();
  readonly #open: typeof openBench;

  constructor(experiment: Experiment, ignored: readonly Ignored[], open: typeof openBench) {
    this.experiment = experiment;
    this.ignored = ignored;
    this.#open = open;
  }

  get method(): Method {
    return methods[this.experiment.method as keyof typeof methods];
  }
  get task(): Task {
    return tasks[this.experiment.task as keyof typeof tasks];
  }
  /** The run's own array: the same object as it grows, so never compare it, only read it. */
  get log(): readonly Step[] {
    void this.#length;
    return this.#run?.log ?? [];
  }
  get length(): number {
    return this.#length;
  }
  get at(): number {
    return this.#head ?? this.#length - 1;
  }
  get step(): Step | null {
    return this.log[this.at] ?? null;
  }
  /** A step is under way. */
  get busy(): boolean {
    return this.#flying > 0;
  }
  get lookingBack(): boolean {
    return this.#head !== null;
  }
  get checkpoints(): readonly Checkpoint[] {
    void this.#length;
    return this.#run?.checkpoints ?? [];
  }
  /** The values the run goes by. */
  get knobs(): KnobValues {
    return this.#run?.knobs ?? valuesOf(this.method.knobs, this.experiment.knobs);
  }
  /** How many rounds the run will have, as far as is known. */
  get rounds(): number {
    return roundAt(this.log, this.#length - 1)?.rounds ?? 1;
  }

  // ------------------------------------------------------------------ opening

  /** Builds the bench of an experiment and draws the first answers; the old run is let go. */
  async begin(experiment: Experiment = this.experiment): Promise<void> {
    this.#abort.abort();
    const abort = (this.#abort = new AbortController());
    this.pause();
    this.opened?.engine.dispose();
    this.opened = null;
    this.experiment = experiment;
    this.opening = { what: "code", done: 0, total: null };
    this.trouble = null;
    this.#enter(null);
    try {
      const opened = await this.#open(experiment, {
        onProgress: (progress) => abort.signal.aborted || (this.opening = progress),
        signal: abort.signal,
      });
      if (abort.signal.aborted) return opened.engine.dispose();
      this.opened = opened;
      this.opening = null;
      this.#enter(this.#fresh(opened, experiment.knobs));
      await this.#until((step) => step.kind === "sample");
    } catch (error) {
      if (!aborted(error) && !abort.signal.aborted) this.#fail(error);
    }
  }

  #fresh(opened: Opened, knobs: KnobValues): Run {
    const { evaluateEvery } = this.experiment;
    return new Run(this.method, { bench: opened.bench, evaluateEvery, knobs });
  }

  #enter(run: Run | null): void {
    this.#turn++;
    this.#run = run;
    this.#length = run?.log.length ?? 0;
    this.#head = null;
    this.draft = null;
    this.branch = null;
    this.done = false;
    this.playing = false;
    this.untouched = true;
  }

  // ------------------------------------------------------------------ playing

  toggle(): void {
    if (this.playing) this.pause();
    else void this.play();
  }

  /** Plays from the live end until paused or done, resting after each unit when slow. */
  async play(): Promise<void> {
    this.toLive();
    this.untouched = false;
    this.playing = true;
    await this.#until(() => false);
  }

  pause(): void {
    this.#turn++;
    this.playing = false;
  }

  /** One unit on: through the log when looking back, else by working. */
  async forward(unit: Unit = this.unit): Promise<void> {
    if (this.#head !== null) return this.seek(this.#edge(this.at, unit, 1));
    if (this.busy) return;
    this.untouched = false;
    const kind = this.step?.kind;
    await this.#until((step) =>
      unit === "event" ? true : unit === "round" ? step.kind === "round" : step.kind !== kind,
    );
  }

  /** Moves the playhead back one unit; changes nothing. */
  back(unit: Unit = this.unit): void {
    this.pause();
    this.seek(this.#edge(this.at, unit, -1));
  }

  seek(index: number): void {
    const last = this.#length - 1;
    this.#head = index >= last ? null : Math.max(0, index);
  }

  toLive(): void {
    this.#head = null;
  }

  /** Shows the latest step of a kind in the round at the playhead; if none yet, plays until one. */
  async visit(kind: StepKind): Promise<void> {
    const seen = this.latest(kind);
    if (seen !== null) return this.seek(seen);
    this.toLive();
    if (this.busy) return;
    this.untouched = false;
    await this.#until((step) => step.kind === kind);
  }

  /** Index of the latest step of a kind in the playhead's round, up to its end; else null. */
  latest(kind: StepKind): number | null {
    const round = segments(this.log).find((s) => this.at < s.end);
    const run = round?.runs.findLast((run) => run.kind === kind);
    return run ? run.end - 1 : null;
  }

  /** Where the playhead comes to rest one unit away from `at`. */
  #edge(at: number, unit: Unit, by: 1 | -1): number {
    const kind = this.log[at]?.kind;
    let i = at + by;
    if (unit === "event") return i;
    for (; i > 0 && i < this.#length - 1; i += by) {
      const there = this.log[i]?.kind;
      if (unit === "round" ? there === "round" : there !== kind) return i;
    }
    return i;
  }

  async #until(stop: (step: Step) => boolean): Promise<void> {
    const run = this.#run;
    const turn = ++this.#turn;
    if (!run || this.done) return this.pause();
    this.trouble = null;
    this.#flying++;
    try {
      await this.#pull(run, turn, stop);
    } catch (error) {
      if (run === this.#run) this.#fail(error);
    } finally {
      this.#flying--;
      if (turn === this.#turn) this.playing = false;
      if (run === this.#run) this.#length = run.log.length;
    }
  }

  async #pull(run: Run, turn: number, stop: (step: Step) => boolean): Promise<void> {
    let shown = performance.now();
    while (turn === this.#turn) {
      const began = performance.now();
      const before = run.log.at(-1);
      const step = await run.step();
      const slow = this.playing && this.pace === "slow";
      if (run !== this.#run) return;
      if (step) this.#measure(step, performance.now() - began);
      this.done = run.done;
      const over = step === null || stop(step);
      if (over || slow || performance.now() - shown > 30) {
        this.#length = run.log.length;
        await rest(slow && step && this.#rests(before, step) ? REST_MS : 0);
        shown = performance.now();
      }
      if (over) return;
    }
  }

  #rests(before: Step | undefined, step: Step): boolean {
    if (this.unit === "round") return step.kind === "round";
    return this.unit === "event" || before?.kind !== step.kind;
  }

  #measure(step: Step, ms: number): void {
    if (step.kind !== "sample" || ms <= 0) return;
    const tokens = step.completions.flat().reduce((n, y) => n + y.tokens.length, 0);
    this.speed = (1000 * tokens) / ms;
  }

  #fail(error: unknown): void {
    const { unknown, unknownNext } = words.trouble;
    this.opening = null;
    this.playing = false;
    this.trouble = troubleOf(error, { message: unknown, next: unknownNext });
  }

  // ------------------------------------------------------------------ changing

  /** Turns a knob. Once anything has happened this only drafts: history is never edited. */
  turn(name: string, value: number | string): void {
    const knobs = { ...(this.draft?.knobs ?? this.knobs), [name]: value };
    const moved = Object.entries(knobs).some(([key, v]) => this.knobs[key] !== v);
    if (!moved && !this.draft?.from) this.draft = null;
    else this.draft = { knobs, from: this.draft?.from ?? this.forkPoint };
  }

  /** The nearest kept round at or before the playhead. */
  get forkPoint(): Checkpoint | null {
    void this.#length;
    return this.#run?.checkpointAt(this.at) ?? this.checkpoints[0] ?? null;
  }

  /** Drafts the method's own values. */
  turnBack(): void {
    for (const [name, knob] of Object.entries(this.method.knobs)) this.turn(name, knob.value);
  }

  dropDraft(): void {
    this.draft = null;
  }

  /** Opens the knobs for a fork at the playhead. */
  askFork(): void {
    this.pause();
    const from = this.forkPoint;
    if (from) this.draft = { knobs: this.draft?.knobs ?? this.knobs, from };
  }

  /** Goes on from a kept round with the drafted knobs; the tail so far becomes a branch. */
  fork(round = this.draft?.from?.round, knobs = this.draft?.knobs ?? this.knobs): void {
    const run = this.#run;
    if (!run || round === undefined) return;
    const branch = { round, update: updatesAt(run.log), knobs: run.knobs };
    this.#replace(() => run.fork(round, { knobs }), knobs);
    this.branch = branch;
  }

  /** The same run from its beginning, or a new one with the drafted knobs. */
  reset(knobs = this.draft?.knobs ?? this.knobs): void {
    const run = this.#run;
    if (!run) return void this.begin();
    this.#replace(() => run.reset({ knobs }), knobs);
    void this.#until((step) => step.kind === "sample");
  }

  /** Goes on from the latest kept round after a failure, with other knobs where given. */
  async resume(knobs = this.knobs): Promise<void> {
    const round = this.checkpoints.at(-1)?.round;
    if (round === undefined) return this.begin();
    this.fork(round, knobs);
    await this.#until((step) => step.kind === "sample");
  }

  /** The same at half the learning rate: the usual cure when numbers break. */
  halve(): void {
    const rate = this.knobs.learningRate;
    if (typeof rate !== "number") return void this.resume();
    void this.resume({ ...this.knobs, learningRate: Number((rate / 2).toPrecision(2)) });
  }

  /** In what the given knobs differ from the run's, in short: "β 0.1, N 8". */
  difference(knobs: KnobValues): string {
    return Object.entries(this.method.knobs)
      .filter(([name]) => knobs[name] !== this.knobs[name])
      .map(([name, knob]) => `${knob.symbol.replace(/_/g, "")} ${knobs[name]}`)
      .join(", ");
  }

  #replace(make: () => Run, knobs: KnobValues): void {
    this.pause();
    this.trouble = null;
    try {
      this.#enter(make());
      this.experiment = { ...this.experiment, knobs: changed(this.method.knobs, knobs) };
    } catch (error) {
      this.#fail(error);
    }
  }

  /** The visitor's own words, answered by the model as it began and as it is now. */
  async ask(text: string): Promise<Answers> {
    if (!this.opened) throw new Error("nothing is open");
    return this.opened.ask(text);
  }
}

const rest = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
