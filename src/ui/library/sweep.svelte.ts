/**
 * @file One knob at several values: a run each, one after the other on the bench, kept as it ends
 * and laid beside the others. What was on the bench before is put into the library first.
 */
import { milestones, type Milestone } from "../../core/compare.ts";
import { changed, type Experiment, type KnobValues } from "../../core/experiment.ts";
import { Run, type Stepped } from "../../core/run.ts";
import type { Knob } from "../../core/types.ts";
import { methodOf } from "../../menu.ts";
import { knobValue } from "../numbers.ts";
import type { Session } from "../session.svelte.ts";
import type { Library, Source } from "./library.svelte.ts";

/** What is swept: a knob of the method on the screen, and its values in order. */
export type Asked = {
  /** What the method calls the knob. */
  readonly name: string;
  readonly knob: Knob;
  readonly values: readonly (number | string)[];
};

/** With what every run of the sweep has in common, and the knobs that it turns one of. */
type Job = Asked & { readonly experiment: Experiment; readonly knobs: KnobValues };

/** A run of a sweep that has ended. */
export type Swept = {
  readonly value: number | string;
  readonly source: Source;
  readonly path: readonly Milestone[];
  /** The code of what ended it before its end; null where it came to it. */
  readonly broke: string | null;
};

/** Numbers that break at one value of a knob are a result; the other values are still to be had. */
const BROKEN = "update.not-finite";

export class Sweep {
  job: Job | null = $state.raw(null);
  done: readonly Swept[] = $state.raw([]);
  running = $state(false);
  /** Where the run went that was on the bench before; null where nobody had touched one. */
  before: Source | null = $state.raw(null);

  readonly #session: Session;
  readonly #library: Pick<Library, "setAside" | "chosen">;
  /** The run of the sweep that is on the bench, until it is kept. */
  #run: Stepped | null = null;
  #stopped = false;

  constructor(session: Session, library: Pick<Library, "setAside" | "chosen">) {
    this.#session = session;
    this.#library = library;
  }

  /** Every value of it has its run. */
  get whole(): boolean {
    return this.job !== null && this.done.length === this.job.values.length;
  }

  /** A run for each value, with everything else as it is on the screen. */
  async start(asked: Asked): Promise<void> {
    const { shown, knobs, live, deck } = this.#session;
    if (this.running) return;
    this.running = true;
    this.job = { ...asked, experiment: shown, knobs };
    this.#run = null;
    this.done = [];
    live.pause();
    // A run of the past has no bench of its own.
    const opens = deck.played !== null;
    deck.eject();
    const touched = live.run instanceof Run && !live.untouched;
    this.before = touched ? await this.#library.setAside() : null;
    this.#inPlaceOfLive(this.before);
    this.#session.receipt = null;
    await this.#through(this.job, opens);
  }

  /** Ends after the step under way. What has been computed stays. */
  stop(): void {
    this.#stopped = true;
    this.#session.live.pause();
  }

  /** From where it was stopped. */
  async goOn(): Promise<void> {
    if (!this.running && this.job) await this.#through(this.job, false);
  }

  /** What was chosen as the run on the screen is called by its own name from now on. */
  #inPlaceOfLive(before: Source | null): void {
    const { chosen } = this.#library;
    if (!chosen.some(({ from }) => from === "live")) return;
    const others = chosen.filter(({ from, id }) => from !== "live" && id !== before?.id);
    this.#library.chosen = before ? [before, ...others] : others;
  }

  async #through(job: Job, opens: boolean): Promise<void> {
    this.running = true;
    this.#stopped = false;
    try {
      for (const value of job.values.slice(this.done.length)) {
        const begun = this.#run !== null && this.#session.live.run === this.#run;
        if (!begun) {
          this.#run = null;
          await this.#enter(job, value, opens);
        }
        opens = false;
        if (!(await this.#finish())) return;
        await this.#keep(job, value);
        if (this.#stopped) return;
      }
    } finally {
      this.running = false;
    }
  }

  /** Puts the run of a value on the bench that stands, unless another one is needed. */
  async #enter(job: Job, value: number | string, opens: boolean): Promise<void> {
    const session = this.#session;
    const { experiment, opened, trouble, deck, live } = session;
    const knobs = { ...job.knobs, [job.name]: value };
    const stands = opened && live.run instanceof Run && (!trouble || trouble.code === BROKEN);
    if (stands && !opens && !deck.played && sameBench(experiment, job.experiment)) {
      session.reset(knobs);
    } else {
      const own = changed(methodOf(job.experiment).knobs, knobs);
      const wanted = { ...job.experiment, knobs: own };
      await session.begin(wanted, true);
      if (session.experiment !== wanted) return;
    }
    this.#run = live.run;
    live.untouched = false;
  }

  /** False when it was stopped, here or on the bench, or could not go on. */
  async #finish(): Promise<boolean> {
    const { live } = this.#session;
    const run = this.#run;
    const here = () => live.run === run && !this.#stopped;
    if (!run || !here()) return false;
    await live.until(() => this.#stopped);
    // Somebody may watch it on the bench, and play it from there.
    while (here() && (live.playing || live.busy)) {
      await new Promise((rest) => setTimeout(rest, 100));
    }
    if (!here()) return false;
    return run.done || this.#session.trouble?.code === BROKEN;
  }

  async #keep(job: Job, value: number | string): Promise<void> {
    const { trouble } = this.#session;
    const name = `${methodOf(job.experiment).name}, ${knobIs(job.knob, value)}`;
    const path = milestones(this.#run?.log ?? []);
    const source = await this.#library.setAside(name);
    this.done = [...this.done, { value, source, path, broke: trouble?.code ?? null }];
    this.#library.chosen = [...this.#library.chosen, source];
    this.#run = null;
  }
}

/** Whether two experiments differ in their knobs at most. */
const sameBench = (a: Experiment, b: Experiment): boolean =>
  JSON.stringify({ ...a, knobs: null }) === JSON.stringify({ ...b, knobs: null });

/** A knob at a value, in short: "β = 0.1", "Control: no KL". `tell`: in what language it speaks. */
export const knobIs = (
  knob: Knob,
  value: number | string,
  tell = (text: string): string => text,
): string =>
  knob.type === "number"
    ? `${knob.symbol.replace(/[_{}]/g, "")} = ${knobValue(knob, value)}`
    : `${tell(knob.label)}: ${tell(String(value))}`;
