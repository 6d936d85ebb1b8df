/**
 * @file Pulls a run along and remembers where the visitor stands in its log. Granularity is a
 * predicate, slow motion a rest between steps: the run knows nothing of either.
 */
import { segments } from "../core/fold.ts";
import { COLLAPSED } from "../core/grading.ts";
import type { Checkpoint, Stepped } from "../core/run.ts";
import type { Step, StepKind } from "../core/types.ts";
import { rest } from "./rest.ts";
import { edge, type Unit } from "./timeline.ts";

/** slow: a rest after each unit, so that it can be read; live: as fast as it comes. */
export type Pace = "slow" | "live";

/** How long a slow unit stands. */
const REST_MS = 900;
/** No view is drawn more often than this while steps fly by. */
const FRAME_MS = 30;

export class Player {
  unit: Unit = $state("event");
  pace: Pace = $state("slow");
  playing = $state(false);
  done = $state(false);
  /** Tokens a second of the latest draw, measured; 0 before the first. */
  speed = $state(0);
  /** True until the visitor has done anything with this run. */
  untouched = $state(true);
  run: Stepped | null = $state.raw(null);

  /** Whether play stops at the last step of a log, whatever was asked for. */
  halts: (log: readonly Step[]) => boolean = () => false;

  #flying = $state(0);
  #length = $state(0);
  #head: number | null = $state(null);
  /** Raised by whoever wants the present pull to end after its step. */
  #turn = 0;
  readonly #onerror: (error: unknown) => void;

  constructor(onerror: (error: unknown) => void) {
    this.#onerror = onerror;
  }

  /** The run's own array: the same object as it grows, so never compare it, only read it. */
  get log(): readonly Step[] {
    void this.#length;
    return this.run?.log ?? [];
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
    return this.run?.checkpoints ?? [];
  }
  /** The kept round at or before the playhead, or the first one kept. */
  get forkPoint(): Checkpoint | null {
    void this.#length;
    return this.run?.checkpointAt(this.at) ?? this.checkpoints[0] ?? null;
  }
  /** Takes up another run, at its live end. */
  enter(run: Stepped | null): void {
    this.pause();
    this.run = run;
    this.#length = run?.log.length ?? 0;
    this.#head = null;
    this.done = run?.done ?? false;
  }

  toggle(): void {
    if (this.playing) this.pause();
    else void this.play();
  }

  /** Plays from the live end until paused or done, resting after each unit when slow. */
  async play(): Promise<void> {
    this.toLive();
    this.untouched = false;
    this.playing = true;
    await this.until(() => false);
  }

  pause(): void {
    this.#turn++;
    this.playing = false;
  }

  /** One unit on: through the log when looking back, else by working. */
  async forward(unit: Unit = this.unit): Promise<void> {
    if (this.#head !== null) return this.seek(edge(this.log, this.at, unit, 1));
    if (this.busy) return;
    this.untouched = false;
    const kind = this.step?.kind;
    await this.until((step) =>
      unit === "event" ? true : unit === "round" ? step.kind === "round" : step.kind !== kind,
    );
  }

  /** Moves the playhead back one unit; changes nothing. */
  back(unit: Unit = this.unit): void {
    this.pause();
    this.seek(edge(this.log, this.at, unit, -1));
  }

  seek(index: number): void {
    this.#head = index >= this.#length - 1 ? null : Math.max(0, index);
  }

  toLive(): void {
    this.#head = null;
  }

  /** Shows the latest step of a kind in the playhead's round; if none yet, plays until one. */
  async visit(kind: StepKind): Promise<void> {
    const round = segments(this.log).find((segment) => this.at < segment.end);
    const seen = round?.runs.findLast((run) => run.kind === kind);
    if (seen) return this.seek(seen.end - 1);
    this.toLive();
    if (this.busy) return;
    this.untouched = false;
    await this.until((step) => step.kind === kind);
  }

  /** Steps until `stop` says true, the run ends, or something else is asked for. */
  async until(stop: (step: Step) => boolean): Promise<void> {
    const run = this.run;
    if (!run || this.done) return this.pause();
    const turn = ++this.#turn;
    this.#flying++;
    try {
      await this.#pull(run, turn, stop);
    } catch (error) {
      if (run === this.run) this.#onerror(error);
    } finally {
      this.#flying--;
      if (turn === this.#turn) this.playing = false;
      if (run === this.run) this.#length = run.log.length;
    }
  }

  async #pull(run: Stepped, turn: number, stop: (step: Step) => boolean): Promise<void> {
    let shown = performance.now();
    while (turn === this.#turn) {
      const began = performance.now();
      const before = run.log.at(-1);
      const step = await run.step();
      if (run !== this.run) return;
      if (step) this.#measure(step, performance.now() - began);
      this.done = run.done;
      // What has collapsed is worth a look before going on.
      if (this.playing && step && (collapsed(step) || this.halts(run.log))) this.pause();
      const over = step === null || stop(step);
      const stands = step !== null && !over && this.#stands(before, step);
      if (over || stands || performance.now() - shown > FRAME_MS) {
        this.#length = run.log.length;
        await rest(stands ? REST_MS : 0);
        shown = performance.now();
      }
      if (over) return;
    }
  }

  /** Whether slow play lets this step stand for a while. */
  #stands(before: Step | undefined, step: Step): boolean {
    if (!this.playing || this.pace === "live") return false;
    if (this.unit === "round") return step.kind === "round";
    return this.unit === "event" || before?.kind !== step.kind;
  }

  #measure(step: Step, ms: number): void {
    if (step.kind !== "sample" || ms <= 0) return;
    const tokens = step.completions.flat().reduce((n, y) => n + y.tokens.length, 0);
    this.speed = (1000 * tokens) / ms;
  }
}

/** A judge that has come to give one grade to everything. */
const collapsed = (step: Step): boolean =>
  step.kind === "judge" && (step.metrics["judge/most"] ?? 0) > COLLAPSED;
