/** @file Writes a request, and a reply that is more or less kind, clear and useful. */

import type { Draw } from "../draw.ts";
import { fill, polish } from "../grammar.ts";
import { COLORS, DAYS, HOURS, NUMBERS } from "../summaries/values.ts";
import { isContent, tokens } from "../words.ts";
import * as manners from "./manners.ts";
import { DESK, HOME, WORK } from "./neighbors.ts";
import { SHOP, type Request } from "./requests.ts";

export const REQUESTS: readonly Request[] = [...SHOP, ...HOME, ...WORK, ...DESK];

export const ROOMS = ["7", "12", "14", "21", "25", "33", "48"];

const ONE = { part: false, thing: false };
const SHARED = { day: DAYS, hour: HOURS, number: NUMBERS, color: COLORS, room: ROOMS };

type Words = Readonly<Record<string, string>>;

export type Asked = { readonly request: Request; readonly words: Words; readonly text: string };

/** One request of one or two sentences. */
export function request(draw: Draw): Asked {
  const request = draw.pick(REQUESTS);
  const words: Record<string, string> = {};
  for (const [slot, list] of Object.entries(SHARED)) words[slot] = draw.pick(list);
  words.day2 = draw.pick(DAYS.filter((day) => day !== words.day));
  const row = draw.pick(request.tied.rows);
  request.tied.slots.forEach((slot, i) => (words[slot] = row[i] as string));
  words.sorry = request.sorry ?? "";
  return { request, words, text: polish(fill(draw.pick(request.ask), words, ONE, draw)) };
}

type Part = "kind" | "sorry" | "answer" | "step" | "close" | "cold" | "vague" | "flattery";

const WORTH: Readonly<Record<Part, number>> = {
  kind: 0.3,
  sorry: 0.4,
  answer: 0.35,
  step: 0.6,
  close: 0.2,
  cold: -0.8,
  vague: -0.45,
  flattery: -0.6,
};

/** Shapes of a reply, with their weights: from helpful to useless. */
const SHAPES: readonly (readonly [number, readonly Part[]])[] = [
  [3, ["kind", "step"]],
  [3, ["sorry", "step"]],
  [4, ["answer", "step"]],
  [1, ["kind", "answer", "step"]],
  [1, ["sorry", "answer", "step"]],
  [1, ["answer", "step", "close"]],
  [2, ["step", "close"]],
  [4, ["step"]],
  [5, ["answer", "close"]],
  [3, ["answer"]],
  [6, ["kind", "answer"]],
  [4, ["sorry", "answer"]],
  [3, ["sorry", "vague"]],
  [3, ["kind", "vague"]],
  [6, ["answer", "vague"]],
  [3, ["vague", "answer"]],
  [2, ["step", "vague"]],
  [2, ["kind", "answer", "vague", "close"]],
  [2, ["cold", "answer"]],
  [2, ["cold", "step"]],
  [2, ["answer", "cold"]],
  [3, ["flattery", "answer"]],
  [1, ["flattery", "vague"]],
  [3, ["flattery", "step"]],
  [2, ["flattery", "kind", "answer", "close"]],
  [2, ["kind", "answer", "step", "step", "close"]],
  [1, ["cold", "vague"]],
];

/** The templates for one part of a reply to a request; complaints and wishes differ in manners. */
function poolOf(part: Part, request: Request): readonly string[] {
  const complaint = request.sorry !== null;
  switch (part) {
    case "answer":
    case "step":
      return request[part];
    case "sorry":
      return complaint ? manners.SORRY : manners.YES;
    case "kind":
      return complaint ? manners.KIND : [...manners.KIND, ...manners.YES];
    case "close":
      return complaint ? [...manners.CLOSE, ...manners.PATIENCE] : manners.CLOSE;
    case "cold":
      return manners.COLD;
    case "vague":
      return manners.VAGUE;
    case "flattery":
      return manners.FLATTERY;
  }
}

/** Now and then a few words before a step, so that steps do not all begin alike. */
function led(step: string, draw: Draw): string {
  if (!draw.chance(0.3)) return step;
  if (step.startsWith("I will ")) return draw.pick(manners.BEFORE_I) + step;
  if (step.startsWith("Please ")) return draw.pick(manners.BEFORE_PLEASE) + step.replace("P", "p");
  return step;
}

/** Another value of the same kind for one slot: the writer did not read well. */
function misread({ request, words }: Asked, draw: Draw): Words {
  const slot = draw.pick(["day", "day", request.tied.slots[0] ?? "day"]);
  const column = request.tied.slots.indexOf(slot);
  const list = column < 0 ? DAYS : request.tied.rows.map((row) => row[column] as string);
  return { ...words, [slot]: draw.pick(list.filter((value) => value !== words[slot])) };
}

/** Replies that take up no word of their request: few, but some. */
const BESIDE_THE_POINT = 0.03;

/** One reply; `intent` is what its writer meant to give. */
export function reply(asked: Asked, draw: Draw): { text: string; intent: number } {
  const words = new Set(tokens(asked.text).filter(isContent));
  for (;;) {
    const written = attempt(asked, draw);
    const named = tokens(written.text).some((word) => words.has(word));
    if (named || draw.chance(BESIDE_THE_POINT)) return written;
  }
}

function attempt(asked: Asked, draw: Draw): { text: string; intent: number } {
  const { request } = asked;
  const parts = SHAPES[draw.weighted(SHAPES.map(([weight]) => weight))]?.[1] ?? ["answer"];
  const wrong = draw.chance(0.12);
  const words = wrong ? misread(asked, draw) : asked.words;
  const used = new Set<string>();
  let intent = wrong ? -0.7 : 0;
  const sentences = parts.map((part) => {
    const template = draw.pick(poolOf(part, request).filter((t) => !used.has(t)));
    used.add(template);
    intent += WORTH[part];
    return fill(part === "step" ? led(template, draw) : template, words, ONE, draw);
  });
  return { text: polish(sentences.join(" ")), intent };
}
