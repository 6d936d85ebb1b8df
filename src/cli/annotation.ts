/** @file Who labels a run's pairs, from the command line. */

import {
  ANNOTATION,
  ANNOTATION_LIMITS,
  instructed,
  ORDERS,
  readBlind,
  readInstruction,
  type Annotation,
} from "../core/annotation.ts";
import { ANNOTATORS, type AnnotatorChoice } from "../core/experiment.ts";
import type { Read } from "../core/query.ts";
import { TiltError } from "../core/types.ts";
import { number, oneOf, whole } from "./options.ts";

/** Everybody who can label without a person. */
export const LABELLERS = ANNOTATORS.filter((name) => name !== "human");

export const annotationHelp = `  --annotator WHO       ${LABELLERS.join(" | ")} (reward-model)
  --instruction TEXT    instructed-*: what to prefer, in words (${ANNOTATION.instruction})
  --edit N=TEXT         instructed-*: other words from round N on, counted from 0; may be repeated
  --orders WHICH        instructed-*, simulated: both | single (both)
  --noise T             simulated: temperature of its errors, in rewards (${ANNOTATION.noise})
  --position-bias B     simulated: what standing first is worth to it, in rewards (0)
  --length-bias C       simulated: what one more token is worth to it, in rewards (0)
  --blind NAMES         simulated: components of gold it does not see, commas between`;

export const annotationOptions = {
  annotator: { type: "string", default: "reward-model" },
  instruction: { type: "string" },
  edit: { type: "string", multiple: true, default: [] as string[] },
  orders: { type: "string", default: "both" },
  noise: { type: "string" },
  "position-bias": { type: "string" },
  "length-bias": { type: "string" },
  blind: { type: "string", default: "" },
} as const;

export type AnnotationFlags = {
  readonly annotator: string;
  readonly instruction?: string | undefined;
  readonly edit: readonly string[];
  readonly orders: string;
  readonly noise?: string | undefined;
  readonly "position-bias"?: string | undefined;
  readonly "length-bias"?: string | undefined;
  readonly blind: string;
};

/** Throws `cli.human` for a person: a command cannot wait for one. */
export function annotatorOf(text: string): AnnotatorChoice {
  if (text !== "human") return oneOf("annotator", text, LABELLERS);
  throw new TiltError(
    "cli.human",
    "--annotator human needs a person at the screen; a command has none.",
    `Open the page with ?annotator=human, or choose one of: ${LABELLERS.join(", ")}.`,
  );
}

export function annotationOf(annotator: AnnotatorChoice, values: AnnotationFlags): Annotation {
  const simulated = annotator === "simulated";
  const bounded = (flag: "noise" | "position-bias" | "length-bias", given?: string) => {
    const name = { "position-bias": "positionBias", "length-bias": "lengthBias" } as const;
    const field = flag === "noise" ? flag : name[flag];
    const { min, max } = ANNOTATION_LIMITS[field];
    return given === undefined ? ANNOTATION[field] : number(flag, given, min, max);
  };
  const start = {
    ...ANNOTATION,
    orders: oneOf("orders", values.orders, ORDERS),
    instruction: words("instruction", values.instruction ?? ANNOTATION.instruction),
    // --noise is also the reward model's, where nothing is simulated.
    noise: bounded("noise", simulated ? values.noise : undefined),
    positionBias: bounded("position-bias", values["position-bias"]),
    lengthBias: bounded("length-bias", values["length-bias"]),
    blind: taken("blind", values.blind, readBlind(values.blind)),
  };
  const edits = values.edit.map((text) => {
    const [round = "", instruction = ""] = text.split(/=(.*)/s);
    return {
      round: whole("edit", round, 0, ANNOTATION_LIMITS.round),
      instruction: words("edit", instruction),
    };
  });
  return edits.sort((a, b) => a.round - b.round).reduce(instructed, start as Annotation);
}

const words = (flag: string, text: string): string => taken(flag, text, readInstruction(text));

function taken<T>(flag: string, text: string, read: Read<T>): T {
  if ("value" in read) return read.value;
  throw new TiltError(
    "cli.annotation",
    `--${flag} “${text.slice(0, 60)}${text.length > 60 ? " …" : ""}” ${read.why}.`,
    `Give something like --${flag} ${flag === "blind" ? "aspect,length" : '"Shorter is better."'}.`,
  );
}
