/**
 * @file A log played back: steps come one by one as they once did, and nothing is computed. It
 * stands where a run would, so whoever steps a run can step this.
 */

import type { KnobValues } from "./experiment.ts";
import type { Leg } from "./legs.ts";
import type { Checkpoint, Stepped } from "./run.ts";
import type { Step } from "./types.ts";

export class Tape implements Stepped {
  /** A tape holds no weights to go on from. */
  readonly checkpoints: readonly Checkpoint[] = [];
  readonly #shown: Step[];

  /**
   * @param steps the whole log
   * @param knobs every knob's value
   * @param shown how many of the steps have been shown already
   */
  constructor(
    readonly steps: readonly Step[],
    readonly knobs: KnobValues,
    readonly legs: readonly Leg[],
    shown = 0,
  ) {
    this.#shown = steps.slice(0, shown);
  }

  /** The steps shown so far; the same array as it grows. */
  get log(): readonly Step[] {
    return this.#shown;
  }

  get done(): boolean {
    return this.#shown.length >= this.steps.length;
  }

  /** The next step of the log; null after the last. */
  async step(): Promise<Step | null> {
    const step = this.steps[this.#shown.length];
    if (!step) return null;
    this.#shown.push(step);
    return step;
  }

  checkpointAt(): null {
    return null;
  }

  /** The same log, from its beginning. */
  rewound(): Tape {
    return new Tape(this.steps, this.knobs, this.legs);
  }
}
