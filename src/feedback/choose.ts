/** @file Who labels, by the name that an experiment gives. */
import { instructionAt, SIZES, type Annotation, type Size } from "../core/annotation.ts";
import type { AnnotatorChoice } from "../core/experiment.ts";
import type { AnnotatorHost } from "../core/hosts.ts";
import { TiltError, type Annotator, type Scorer } from "../core/types.ts";
import { bradleyTerry } from "./bradley-terry.ts";
import { human, type Desk } from "./human.ts";
import { instructed, type Instructed } from "./instructed.ts";
import { simulated } from "./simulated.ts";

/** What the annotators that may be chosen work with. */
export type Around = {
  readonly scorer: Scorer;
  /** The gold reward without some of its components. */
  truth(blind: readonly string[]): Scorer;
  /** The opened model of an instructed annotator; null where there is none. */
  readonly host: AnnotatorHost | null;
  readonly ask: Instructed["ask"];
  /** Where a person sits; null where nobody does. */
  readonly desk: Desk | null;
};

export type Chosen = {
  readonly annotator: Annotator;
  /** Tells that a round has begun: the instruction of that round is in force. */
  atRound(t: number): void;
  /** Puts other words in its mouth, from their rounds on. */
  instruct(annotation: Annotation): void;
};

/** The size of an instructed annotator by its name; null for all others. */
export function sizeOf(choice: AnnotatorChoice): Size | null {
  return SIZES.find((size) => choice === `instructed-${size}`) ?? null;
}

/** Builds the annotator. Throws `annotator.model` and `annotator.person` where its maker is missing. */
export function chosen(choice: AnnotatorChoice, annotation: Annotation, around: Around): Chosen {
  let [round, told] = [0, annotation];
  return {
    annotator: build(choice, annotation, around, () => instructionAt(told, round)),
    atRound: (t) => void (round = t),
    instruct: (other) => void (told = other),
  };
}

function build(
  choice: AnnotatorChoice,
  annotation: Annotation,
  { scorer, truth, host, ask, desk }: Around,
  instruction: () => string,
): Annotator {
  switch (choice) {
    case "reward-model":
      return bradleyTerry(scorer);
    case "gold":
      return bradleyTerry(truth([]));
    case "simulated":
      return simulated(truth(annotation.blind), annotation);
    case "human":
      if (desk) return human(desk);
      throw new TiltError(
        "annotator.person",
        "Nobody sits here who could answer.",
        "Open this experiment in the page, or choose another annotator.",
      );
    default: {
      if (!host) {
        throw new TiltError(
          "annotator.model",
          "An instructed annotator is a language model, and the exact world has none.",
          "Choose another task, or another annotator.",
        );
      }
      const name = `instructed annotator ${choice.replace("instructed-", "").toUpperCase()}`;
      return instructed({ name, host, ask, orders: annotation.orders, instruction });
    }
  }
}
