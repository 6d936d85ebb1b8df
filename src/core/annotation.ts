/**
 * @file What an annotator can be told, in plain data: the instruction of one that reads it, with its
 * changes by round, and the weaknesses of a simulated one. Small enough for a URL.
 */

import * as v from "valibot";
import { number, oneOf, type Read, type Take } from "./query.ts";

/** Language models that answer by instruction, smallest first. */
export const SIZES = ["xs", "s", "l"] as const;
export type Size = (typeof SIZES)[number];

/** both: every pair is asked twice, the other way round the second time. single: as drawn. */
export const ORDERS = ["both", "single"] as const;
export type Orders = (typeof ORDERS)[number];

/** Another instruction from the first label of a round on. */
export type Edit = { readonly round: number; readonly instruction: string };

export type Annotation = {
  readonly orders: Orders;
  /** What an instructed annotator is asked for, in words. */
  readonly instruction: string;
  /** Changes during the run, rounds ascending. */
  readonly edits: readonly Edit[];
  /** Temperature of a simulated annotator's Bradley–Terry law, in the unit of the rewards; 0: none. */
  readonly noise: number;
  /** What standing first is worth to a simulated annotator, in the unit of the rewards. */
  readonly positionBias: number;
  /** What one more token is worth to it, in the unit of the rewards. */
  readonly lengthBias: number;
  /** Components of the gold reward that it does not see. */
  readonly blind: readonly string[];
};

export const ANNOTATION: Annotation = {
  orders: "both",
  instruction: "Choose the better answer.",
  edits: [],
  noise: 0.5,
  positionBias: 0,
  lengthBias: 0,
  blind: [],
};

export const ANNOTATION_LIMITS = {
  /** Characters. */
  instruction: 200,
  edits: 64,
  round: 9999,
  noise: { min: 0, max: 10 },
  positionBias: { min: -5, max: 5 },
  lengthBias: { min: -0.5, max: 0.5 },
  blind: 16,
} as const;

/** The instruction in force in a round. */
export function instructionAt({ instruction, edits }: Annotation, round: number): string {
  return edits.findLast((edit) => edit.round <= round)?.instruction ?? instruction;
}

/** The same with another instruction from a round on: whatever was to follow gives way. */
export function instructed(annotation: Annotation, { round, instruction }: Edit): Annotation {
  if (round === 0) return { ...annotation, instruction, edits: [] };
  const edits = annotation.edits.filter((edit) => edit.round < round);
  if (instructionAt({ ...annotation, edits }, round) === instruction)
    return { ...annotation, edits };
  return { ...annotation, edits: [...edits, { round, instruction }] };
}

/** Marks that cannot be seen and line ends become spaces; anything else is a person's to write. */
export function readInstruction(text: string): Read<string> {
  const value = text
    .slice(0, 4 * ANNOTATION_LIMITS.instruction)
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\s]+/gu, " ")
    .trim();
  const most = ANNOTATION_LIMITS.instruction;
  if (!/[\p{L}\p{N}]/u.test(value)) return { why: "has no words in it" };
  if (text.length > 4 * most || [...value].length > most)
    return { why: `has more than ${most} characters` };
  return { value };
}

// ---------------------------------------------------------------------------- the URL

const EDIT = /^instruction\.(\d{1,4})$/;
const COMPONENT = /^[a-z][a-z-]{0,39}$/i;
const NAMES = ["instruction", "orders", "judge.noise", "judge.position", "judge.length"];

/** Whether a query's name belongs to an annotation. */
export const isAnnotationName = (name: string): boolean =>
  NAMES.includes(name) || name === "judge.blind" || EDIT.test(name);

/** Writes into a query what differs from `ANNOTATION`. */
export function writeAnnotation(given: Annotation, query: URLSearchParams): void {
  const add = (name: string, value: string | number, standard: string | number) => {
    if (value !== standard) query.set(name, String(value));
  };
  add("orders", given.orders, ANNOTATION.orders);
  add("instruction", given.instruction, ANNOTATION.instruction);
  for (const { round, instruction } of given.edits) query.set(`instruction.${round}`, instruction);
  add("judge.noise", given.noise, ANNOTATION.noise);
  add("judge.position", given.positionBias, ANNOTATION.positionBias);
  add("judge.length", given.lengthBias, ANNOTATION.lengthBias);
  add("judge.blind", given.blind.join(","), "");
}

/** Reads a query's part; what makes no sense stays at its standard. */
export function readAnnotation(take: Take, names: Iterable<string>): Annotation {
  const { noise, positionBias, lengthBias } = ANNOTATION_LIMITS;
  const rounds = [...names].flatMap((name) => EDIT.exec(name)?.[1] ?? []);
  const edits = [...new Set(rounds)].slice(0, ANNOTATION_LIMITS.edits).flatMap((round) => {
    const instruction = take<string | null>(`instruction.${round}`, readInstruction, null);
    return instruction === null ? [] : [{ round: Number(round), instruction }];
  });
  return {
    orders: take("orders", (text) => oneOf(ORDERS, text), ANNOTATION.orders),
    instruction: take("instruction", readInstruction, ANNOTATION.instruction),
    edits: edits.sort((a, b) => a.round - b.round),
    noise: take("judge.noise", (text) => number(text, noise), ANNOTATION.noise),
    positionBias: take(
      "judge.position",
      (text) => number(text, positionBias),
      ANNOTATION.positionBias,
    ),
    lengthBias: take("judge.length", (text) => number(text, lengthBias), ANNOTATION.lengthBias),
    blind: take("judge.blind", readBlind, ANNOTATION.blind),
  };
}

/** Names of components, commas between. Whether a task has them is known only where the task is. */
export function readBlind(text: string): Read<readonly string[]> {
  const value = [...new Set(text.split(",").map((name) => name.trim()))].filter(Boolean);
  if (!value.every((name) => COMPONENT.test(name))) return { why: "is no list of components" };
  return value.length > ANNOTATION_LIMITS.blind ? { why: "names too many components" } : { value };
}

// ---------------------------------------------------------------------------- files

const bounded = ({ min, max }: { min: number; max: number }) =>
  v.pipe(v.number(), v.minValue(min), v.maxValue(max));
const instruction = v.pipe(v.string(), v.maxLength(4 * ANNOTATION_LIMITS.instruction));

/** An annotation in a file; files from before there was one have the standard. */
export const annotationSchema = v.object({
  orders: v.picklist(ORDERS),
  instruction,
  edits: v.array(
    v.object({
      round: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(ANNOTATION_LIMITS.round)),
      instruction,
    }),
  ),
  noise: bounded(ANNOTATION_LIMITS.noise),
  positionBias: bounded(ANNOTATION_LIMITS.positionBias),
  lengthBias: bounded(ANNOTATION_LIMITS.lengthBias),
  blind: v.array(v.pipe(v.string(), v.regex(COMPONENT))),
});
