/**
 * @file A run: pulls a method's steps one by one into a log. The method says what happens; the
 * run evaluates, keeps checkpoints of rounds, guards against broken numbers, and goes back.
 * Pausing is not calling `step`. The log only ever grows; a fork is another run.
 */

import { valuesOf } from "./experiment.ts";
import { holdOf, type Hold } from "./hold.ts";
import { joined, legsBefore, type Leg } from "./legs.ts";
import { TiltError } from "./types.ts";
import type { Evaluation, JudgeReport, Judging, Lab, Method, Step } from "./types.ts";

/** Everything a run works with: the method's lab, and what the method may not see. */
export type Bench = {
  readonly lab: Lab;
  /**
   * Work before round 0, as steps (the fit of a reward model). Deterministic, and called again
   * by every run that starts from nothing.
   */
  prepare?(): AsyncIterable<Step>;
  /** Told of each round as it begins, before anything is asked in it. */
  atRound?(t: number): void;
  /** Measures the policy as it is on held-out prompts. Same weights, same result; changes nothing. */
  evaluate(): Promise<Evaluation>;
  /** The policy as a judge, on held-out answers; absent where nothing can be held against it. */
  examine?(judging: Judging): Promise<JudgeReport>;
};

/** A place to go back to: the weights at the moment the round step `log[at]` was yielded. */
export type Checkpoint = {
  readonly round: number;
  readonly at: number;
  /** Of the policy, and of the reward model as it then was. */
  readonly name: string;
  readonly reward: string;
};

/** ready: waits to be stepped; busy: a step is under way; done; failed: see `error`. */
export type RunState = "ready" | "busy" | "done" | "failed";

export type RunOptions = {
  /** The method's own values stand in for those left out. */
  readonly knobs?: Readonly<Record<string, number | string>>;
  readonly bench: Bench;
  /** Evaluate after every k-th update, besides the start and the end. */
  readonly evaluateEvery: number;
};

/** What can be stepped and read: a run under way, or one that is played back. */
export type Stepped = Pick<
  Run,
  "log" | "checkpoints" | "done" | "knobs" | "step" | "checkpointAt" | "legs"
>;

/**
 * A checkpoint weighs three times the model, and one gradient step may be a round: of more rounds
 * than this only every second, third … is kept.
 */
const MOST_CHECKPOINTS = 24;

/** What a run goes on from. */
export type Past = {
  readonly log: readonly Step[];
  readonly checkpoints: readonly Checkpoint[];
  readonly legs: readonly Leg[];
};

const NOTHING: Past = { log: [], checkpoints: [], legs: [] };

/**
 * A new run takes the bench over: a run made earlier on the same bench can still be read and
 * forked, but no longer stepped.
 */
export class Run {
  readonly method: Method;
  readonly knobs: Readonly<Record<string, number | string>>;
  readonly bench: Bench;
  readonly evaluateEvery: number;
  /** The first checkpoint's round, 0 unless this is a fork. */
  readonly from: number;
  /** How the log came about: one leg, and one more for each fork with other knobs. */
  readonly legs: readonly Leg[];
  #log: Step[];
  #checkpoints: Checkpoint[];
  #state: RunState = "ready";
  #error: TiltError | null = null;
  #updates = 0;
  #evaluated = -1;
  readonly #hold: Hold;
  readonly #steps: AsyncGenerator<Step, void, void>;

  constructor(method: Method, options: RunOptions, past: Past = NOTHING) {
    this.method = method;
    this.knobs = valuesOf(method.knobs, options.knobs);
    this.bench = options.bench;
    this.evaluateEvery = options.evaluateEvery;
    this.#log = [...past.log];
    this.#checkpoints = [...past.checkpoints];
    this.from = past.checkpoints.at(-1)?.round ?? 0;
    this.legs = joined(past.legs, { from: past.log.length, round: this.from, knobs: this.knobs });
    for (const step of past.log) this.#count(step);
    this.#hold = holdOf(options.bench);
    this.#hold.owner = this;
    this.#steps = this.#pull();
  }

  /** Append-only; the array is the run's own, so read it and keep nothing but indexes. */
  get log(): readonly Step[] {
    return this.#log;
  }
  /** Rounds that can be forked, earliest first. */
  get checkpoints(): readonly Checkpoint[] {
    return this.#checkpoints;
  }
  get state(): RunState {
    return this.#state;
  }
  get done(): boolean {
    return this.#state === "done";
  }
  get error(): TiltError | null {
    return this.#error;
  }
  /** Optimizer steps so far. */
  get updates(): number {
    return this.#updates;
  }

  /**
   * The next step, once it is in the log; null when there is none. Calls queue up: no two steps
   * on one bench are ever under way together. Rejects with a `TiltError`; after that the run has
   * failed, keeps its log, and can be forked.
   */
  step(): Promise<Step | null> {
    const turn = this.#hold.tail.then(() => this.#next());
    this.#hold.tail = turn.catch(() => {});
    return turn;
  }

  /**
   * Steps until `until` says true of a step, or the run ends, or `signal` is aborted (the step
   * under way is finished and kept). Returns the last step, null if there was none to take.
   */
  async play(until: (step: Step) => boolean, signal?: AbortSignal): Promise<Step | null> {
    let last: Step | null = null;
    let breath = performance.now();
    while (!signal?.aborted) {
      const step = await this.step();
      if (step === null) break;
      last = step;
      if (until(step)) break;
      // A world that lives on this thread never leaves it: let the page breathe now and then.
      if (performance.now() - breath > 30) {
        await new Promise((resolve) => setTimeout(resolve));
        breath = performance.now();
      }
    }
    return last;
  }

  /** The latest checkpoint at or before a position of the log; null before the first round. */
  checkpointAt(position: number): Checkpoint | null {
    return this.#checkpoints.findLast((checkpoint) => checkpoint.at <= position) ?? null;
  }

  /**
   * A new run that goes on from the start of `round` with the weights kept there and the log up
   * to it. With equal knobs its tail repeats this run's, step by step. Knobs given here replace
   * this run's. Throws `run.no-checkpoint` for a round that was not kept.
   */
  fork(
    round: number,
    options: { knobs?: Readonly<Record<string, number | string>>; evaluateEvery?: number } = {},
  ): Run {
    const index = this.#checkpoints.findIndex((checkpoint) => checkpoint.round === round);
    const checkpoint = this.#checkpoints[index];
    if (!checkpoint) {
      const kept = this.#checkpoints.map((c) => c.round + 1).join(", ");
      throw new TiltError(
        "run.no-checkpoint",
        `Round ${round + 1} has no checkpoint.`,
        kept ? `Fork from one of the rounds ${kept}.` : "Let the run reach its first round.",
      );
    }
    return new Run(this.method, this.#options(options), {
      log: this.#log.slice(0, checkpoint.at),
      checkpoints: this.#checkpoints.slice(0, index + 1),
      legs: legsBefore(this.legs, checkpoint),
    });
  }

  /** The run from its beginning: what was prepared and measured before round 0 is kept. */
  reset(options: { knobs?: Readonly<Record<string, number | string>> } = {}): Run {
    const first = this.#checkpoints[0];
    return first ? this.fork(first.round, options) : new Run(this.method, this.#options(options));
  }

  #options(changes: { knobs?: RunOptions["knobs"]; evaluateEvery?: number }): RunOptions {
    return {
      bench: this.bench,
      evaluateEvery: changes.evaluateEvery ?? this.evaluateEvery,
      knobs: { ...this.knobs, ...changes.knobs },
    };
  }

  async #next(): Promise<Step | null> {
    if (this.#error) throw this.#error;
    if (this.#state === "done") return null;
    if (this.#hold.owner !== this) {
      throw new TiltError(
        "run.superseded",
        "Another run has taken over this model.",
        "Fork this run from one of its rounds to go on from there.",
      );
    }
    this.#state = "busy";
    try {
      const { value, done } = await this.#steps.next();
      this.#state = done ? "done" : "ready";
      if (!value) return null;
      this.#count(value);
      this.#log.push(value);
      return value;
    } catch (error) {
      this.#state = "failed";
      this.#error = asTiltError(error, this.method.name);
      throw this.#error;
    }
  }

  /** Everything in order: preparation, first evaluation, the method with evaluations between. */
  async *#pull(): AsyncGenerator<Step, void, void> {
    const { lab, prepare } = this.bench;
    await this.#restore(this.#checkpoints.at(-1) ?? this.#hold.origin);
    if (this.#log.length === 0) {
      if (prepare) yield* prepare.call(this.bench);
      yield await this.#evaluation();
    }
    let rounds = this.from;
    for await (const step of this.method.run(lab, this.knobs, this.from, [...this.#log])) {
      if (step.kind === "round") await this.#begin(step);
      if (step.kind === "update") await this.#guard(step.report);
      yield step;
      if (step.kind === "round") {
        yield* this.#examination(step.t);
        rounds = step.t + 1;
      }
      if (step.kind === "update" && this.#updates % this.evaluateEvery === 0) {
        yield await this.#evaluation();
      }
    }
    yield* this.#examination(rounds);
    if (this.#evaluated !== this.#updates) yield await this.#evaluation();
  }

  /** How good a judge M_t is, where the method has it judge. */
  async *#examination(t: number): AsyncGenerator<Step, void, void> {
    const judging = this.method.judging?.(this.knobs);
    if (!judging || !this.bench.examine) return;
    yield { kind: "exam", t, report: await this.bench.examine(judging) };
  }

  async #evaluation(): Promise<Step> {
    const evaluation = await this.bench.evaluate();
    return { kind: "evaluate", update: this.#updates, evaluation };
  }

  #count(step: Step): void {
    if (step.kind === "update") this.#updates++;
    if (step.kind === "evaluate") this.#evaluated = step.update;
  }

  /** Keeps the weights at the start of a round; a fork's first round is kept already. */
  async #begin({ t, rounds }: { readonly t: number; readonly rounds: number }): Promise<void> {
    this.bench.atRound?.(t);
    if (t % Math.ceil(rounds / MOST_CHECKPOINTS) !== 0) return;
    if (this.#checkpoints.at(-1)?.round === t) return;
    const { policy, rewardModel } = this.bench.lab;
    const kept = { name: await policy.save(), reward: await rewardModel.save() };
    this.#hold.origin ??= kept;
    this.#checkpoints.push({ round: t, at: this.#log.length, ...kept });
  }

  async #restore(kept: Pick<Checkpoint, "name" | "reward"> | null | undefined): Promise<void> {
    if (!kept) return;
    await this.bench.lab.policy.load(kept.name);
    await this.bench.lab.rewardModel.load(kept.reward);
  }

  /** An update with a broken number never enters the log: back to the weights of the round. */
  async #guard(report: { readonly loss: number; readonly gradNorm: number }): Promise<void> {
    if (Number.isFinite(report.loss) && Number.isFinite(report.gradNorm)) return;
    const last = this.#checkpoints.at(-1);
    await this.#restore(last);
    throw new TiltError(
      "update.not-finite",
      `Update ${this.#updates + 1} gave loss ${report.loss} and gradient norm ${report.gradNorm}` +
        (last ? `; the weights are back at the start of round ${last.round + 1}.` : "."),
      "Fork from an earlier round with a lower learning rate η.",
    );
  }
}
function asTiltError(error: unknown, method: string): TiltError {
  if (error instanceof TiltError) return error;
  const text = error instanceof Error ? error.message : String(error);
  const next = "Fork from the last round to try again.";
  return new TiltError("run.step-failed", `${method} stopped: ${text}`, next, { cause: error });
}
