/** @file Knobs, algorithm boxes and methods. */
import type { Step, StepKind } from "./steps.ts";
import type { Judging, Lab } from "./verbs.ts";

/** One knob: the form, the command line's flags and the URL all come from it. */
export type Knob =
  | {
      readonly type: "number";
      /** The paper's letter: β, N, η. */
      readonly symbol: string;
      readonly label: string;
      readonly value: number;
      readonly min: number;
      readonly max: number;
      readonly step: number;
      readonly scale?: "linear" | "log";
      /** The paper's value, drawn as a tick; absent when it does not transfer. */
      readonly paper?: number;
      readonly help: string;
    }
  | {
      readonly type: "choice";
      readonly symbol: string;
      readonly label: string;
      readonly value: string;
      readonly options: readonly string[];
      readonly help: string;
    };

export type Knobs = Readonly<Record<string, Knob>>;
export type Values<K extends Knobs = Knobs> = {
  readonly [N in keyof K]: K[N] extends { readonly type: "number" }
    ? number
    : K[N] extends { readonly type: "choice" }
      ? string
      : number | string;
};

/** A line of the algorithm box: `kind` lights it when a step of that kind is shown. */
export type BoxLine = {
  readonly kind: StepKind | null;
  /** The line in the paper's notation, plain Unicode; `_x` and `_{…}` are subscripts, `^…` superscripts. */
  readonly math: string;
  /** One or two plain sentences, shown beneath the line while it is lit. */
  readonly explain: string;
  /** Nesting depth. */
  readonly indent: number;
};

/**
 * Who in a lab says what is good: the scorer, the annotator, the policy as its own judge, or the
 * start model as a grader.
 */
export type Teacher = "scorer" | "annotator" | "judge" | "grader";

export type Method<K extends Knobs = Knobs> = {
  readonly id: string;
  readonly name: string;
  readonly paper: {
    readonly cite: string;
    readonly url: string;
    readonly simplified: readonly string[];
  };
  readonly knobs: K;
  readonly box: readonly BoxLine[];
  /** Whom it asks at these knobs; nobody where nothing is judged. */
  asks(knobs: Values<K>): readonly Teacher[];
  /** Where the policy is its own judge: how it grades. The run then examines it at every round. */
  judging?(knobs: Values<K>): Judging;
  /**
   * Starts at round `from` (0 for a new run). `past` is the log before it: what a method that
   * remembers earlier rounds (a pool) reads it back from.
   */
  run(
    lab: Lab,
    knobs: Values<K>,
    from: number,
    past: readonly Step[],
  ): AsyncGenerator<Step, void, void>;
};
