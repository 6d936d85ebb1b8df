/** @file Writes one review: first what to say and how well, then the words. */

import type { Draw } from "../draw.ts";
import { fill, polish, type Slots } from "../grammar.ts";
import type { Facet } from "./aspects.ts";
import * as frames from "./frames.ts";
import { ASPECTS, type AspectName, type Subject } from "./things.ts";

export type Tone = "good" | "mixed" | "bad";

/** What the writer means to do, before any word is chosen. */
export type Plan = {
  readonly tone: Tone;
  readonly sentences: readonly ("open" | "more" | "close" | "vague" | "drift" | "repeat")[];
  /** How good the review is meant to be, about −2 to 2; never read from the text. */
  readonly intent: number;
};

const WORTH = { open: 0, more: 0.35, close: 0.1, vague: -0.45, drift: -0.55, repeat: -0.4 };
const TONES = { good: 0.9, mixed: 0, bad: -0.9 } as const;

const SHAPES: readonly (readonly [number, Plan["sentences"]])[] = [
  [3, ["open"]],
  [7, ["open", "more"]],
  [5, ["open", "close"]],
  [5, ["open", "more", "close"]],
  [2, ["more", "open"]],
  [2, ["open", "vague"]],
  [2, ["open", "drift"]],
  [1, ["drift", "open"]],
  [1, ["drift", "vague"]],
  [2, ["open", "repeat"]],
  [1, ["open", "drift", "close"]],
  [1, ["drift", "repeat"]],
  [1, ["open", "more", "repeat"]],
  [1, ["open", "more", "drift"]],
];

export function plan(draw: Draw): Plan {
  const tone = (["good", "mixed", "bad"] as const)[draw.weighted([42, 26, 32])] ?? "good";
  const sentences = SHAPES[draw.weighted(SHAPES.map(([w]) => w))]?.[1] ?? ["open"];
  const worth = sentences.reduce((sum, s) => sum + WORTH[s], 0);
  const missing = sentences.includes("open") ? 0 : -0.6;
  return { tone, sentences, intent: TONES[tone] + worth + missing };
}

/** Parts that do not change with use. */
const STATIC: ReadonlySet<AspectName> = new Set(["price", "size", "weight", "instructions"]);
/** Parts that one does not count. */
const MASS: ReadonlySet<AspectName> = new Set([
  "noise",
  "coffee",
  "stitching",
  "warmth",
  "weight",
  "staff",
  "music",
  "service",
  "bread",
  "soup",
]);

/** A frame that suits the subject, the place in the text, and was not used yet. */
function fitting(
  f: frames.Frames,
  { thing, name }: Subject,
  used: Set<string>,
  draw: Draw,
): string {
  const pools = [f.any, f.any, f[thing.kind]];
  if (thing.kind === "thing" && !STATIC.has(name)) pools.push(f.lasting);
  if (!MASS.has(name)) pools.push(f.countable);
  const open = pools
    .map((pool) => pool.filter((t) => !used.has(t) && (used.size > 0 || !t.startsWith("~"))))
    .filter((pool) => pool.length > 0);
  const chosen = draw.pick(
    open[draw.weighted(open.map((pool) => Math.sqrt(pool.length)))] ?? f.any,
  );
  used.add(chosen);
  return chosen.replace(/^~/, "");
}

/** Two facets of an aspect, never the same, so that praise and blame do not contradict. */
function slots(subject: Subject, draw: Draw): Slots {
  const { aspect, thing, make, name } = subject;
  const [first, second] = draw.several(aspect.facets, 2) as [Facet, Facet];
  const other = ASPECTS[draw.pick(thing.aspects.filter((o) => o !== name))];
  const facet = draw.pick(other.facets);
  const [[who, she], [who2]] = draw.several(frames.PEOPLE, 2) as [[string, string], [string]];
  const [nice, nice2] = draw.several(aspect.praise, 2) as [string, string];
  const [poor, poor2] = draw.several(aspect.blame, 2) as [string, string];
  return {
    part: aspect.noun,
    thing: thing.noun,
    make,
    on: aspect.on,
    good: draw.pick(first.good),
    good2: draw.pick(second.good),
    bad: draw.pick(first.bad),
    bad2: draw.pick(second.bad),
    nice,
    nice2,
    poor,
    poor2,
    goodFact: draw.pick(aspect.goodFacts),
    badFact: draw.pick(aspect.badFacts),
    other: other.noun,
    otherGood: draw.pick(facet.good),
    otherBad: draw.pick(facet.bad),
    who,
    Who: who,
    who2,
    Who2: who2,
    she,
    time: [
      "(two|three|four|six|eight) (weeks|months)",
      "a (week|month|year)",
      "a whole (winter|summer)",
    ],
  };
}

const OPEN = { good: frames.OPEN_GOOD, mixed: frames.OPEN_MIXED, bad: frames.OPEN_BAD };
const MORE = { good: frames.MORE_GOOD, mixed: frames.MORE_MIXED, bad: frames.MORE_BAD };
const CLOSE = { good: frames.CLOSE_GOOD, mixed: frames.CLOSE_MIXED, bad: frames.CLOSE_BAD };
const REPEAT_GOOD = [
  "The {part} [is|are] {nice}, really {nice}.",
  "[It is a {nice} {part}|The {part} are {nice}]. That is all I can say: {nice}.",
];
const REPEAT_BAD = [
  "The {part} [is|are] {poor}, really {poor}.",
  "[It is a {poor} {part}|The {part} are {poor}]. That is all I can say: {poor}.",
];

type Sentence = Plan["sentences"][number];

function frame(
  kind: Sentence,
  tone: Tone,
  subject: Subject,
  used: Set<string>,
  draw: Draw,
): string {
  const good = tone === "mixed" ? draw.chance(0.5) : tone === "good";
  if (kind === "repeat") {
    const choices = good ? REPEAT_GOOD : REPEAT_BAD;
    return MASS.has(subject.name) ? (choices[0] as string) : draw.pick(choices);
  }
  const pool = {
    open: OPEN[tone],
    more: MORE[tone],
    close: CLOSE[tone],
    vague: frames.VAGUE,
    drift: good ? frames.DRIFT_GOOD : frames.DRIFT_BAD,
  }[kind];
  return fitting(pool, subject, used, draw);
}

/** One review of a subject. */
export function review(subject: Subject, draw: Draw): { text: string; intent: number } {
  const { tone, sentences, intent } = plan(draw);
  const words = slots(subject, draw);
  const number = { part: subject.aspect.plural, thing: subject.thing.plural };
  const used = new Set<string>();
  const text = sentences
    .map((kind) => fill(frame(kind, tone, subject, used, draw), words, number, draw))
    .join(" ");
  return { text: polish(text), intent };
}
