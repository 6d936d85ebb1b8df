/** @file What is reviewed: things and places, each with the aspects that it has. */

import { INDOORS, type Aspect } from "./aspects.ts";
import { ALL, HOUSE, WEAR, WHEELS } from "./materials.ts";
import { PLACES } from "./places.ts";

export const ASPECTS = { ...INDOORS, ...WEAR, ...HOUSE, ...WHEELS, ...ALL, ...PLACES } as const;
export type AspectName = keyof typeof ASPECTS;

export type Kind = "thing" | "place";

export type Thing = {
  readonly noun: string;
  readonly plural: boolean;
  readonly kind: Kind;
  readonly makes: readonly string[];
  readonly aspects: readonly AspectName[];
};

const MAKES = {
  kitchen: "steel red blue white black green small large Italian Danish Japanese simple",
  power: "new small black white silver cheap gray Korean German Japanese simple second-hand",
  wear: "red blue black gray green brown warm light Danish Italian cheap new",
  house: "wooden white gray small large green Swedish Italian simple modern old-fashioned blue",
  home: "white gray small large green Swedish Italian simple modern old-fashioned blue new",
  wheels: "red blue black green light folding German Dutch second-hand new cheap silver",
  place: "small quiet modern family Greek French Italian country busy new old little",
} as const;

function things(
  group: keyof typeof MAKES,
  number: "one" | "many",
  table: Readonly<Record<string, string>>,
): Thing[] {
  return Object.entries(table).map(([noun, aspects]) => ({
    noun,
    plural: number === "many",
    kind: group === "place" ? "place" : "thing",
    makes: MAKES[group].split(" "),
    aspects: aspects.split(" ").map((name) => {
      if (!(name in ASPECTS)) throw new ReferenceError(`No aspect ${name} for ${noun}`);
      return name as AspectName;
    }),
  }));
}

export const THINGS: readonly Thing[] = [
  ...things("kitchen", "one", {
    kettle: "handle lid spout noise switch price size color weight",
    pan: "handle lid coating price size weight",
    teapot: "handle lid spout price size color weight",
    toaster: "noise buttons cable price size color",
    "coffee machine": "coffee noise buttons price size cable instructions",
    blender: "lid noise buttons blade cable price size",
    knife: "blade price size weight",
    "lunch box": "lid price size color weight",
  }),
  ...things("power", "one", {
    phone: "battery screen buttons sound price bagSize weight color",
    laptop: "battery screen keys sound price bagSize weight",
    tablet: "battery screen sound price bagSize weight",
    camera: "battery screen buttons instructions price bagSize weight",
    speaker: "battery sound buttons price bagSize weight color",
    radio: "battery sound buttons switch price bagSize",
    keyboard: "keys cable price bagSize color weight",
    printer: "noise buttons cable instructions price size",
    flashlight: "battery light switch price bagSize weight",
    "alarm clock": "sound screen buttons battery price bagSize",
  }),
  ...things("power", "many", {
    headphones: "battery sound cushions buttons cable price fit color",
  }),
  ...things("wear", "one", {
    jacket: "zipper pockets fabric stitching warmth price fit color",
    coat: "pockets fabric stitching warmth price fit color",
    backpack: "straps zipper pockets fabric stitching price size weight color",
    "sleeping bag": "zipper warmth fabric price fit weight",
    sweater: "fabric stitching warmth price fit color",
  }),
  ...things("wear", "many", {
    boots: "soles warmth stitching price fit color",
    shoes: "soles stitching price fit color",
    gloves: "fabric stitching warmth price fit color",
  }),
  ...things("house", "one", {
    lamp: "light switch cable price size color instructions",
    desk: "drawers finish instructions price size color",
    chair: "cushions finish instructions price size color",
    sofa: "cushions fabric stitching price size color",
    cupboard: "drawers finish instructions price size color",
  }),
  ...things("home", "one", {
    blanket: "fabric stitching warmth price size color weight",
    fan: "noise switch cable price size instructions",
    heater: "noise warmth switch cable price size",
    tent: "zipper fabric instructions price size weight",
  }),
  ...things("wheels", "one", {
    bicycle: "brakes seat wheels light price size weight color",
    scooter: "brakes wheels battery price weight color",
    suitcase: "wheels zipper pockets price size weight color",
    "baby carriage": "wheels brakes seat fabric price size weight",
  }),
  ...things("place", "one", {
    hotel: "breakfast staff beds view location service bill",
    hostel: "breakfast staff beds location music bill",
    restaurant: "staff service soup tables music location bill view",
    café: "service tables cakes music staff location bill",
    bakery: "bread cakes staff service bill location",
  }),
];

/** One question: which thing, of which make, and what about it. */
export type Subject = {
  readonly thing: Thing;
  readonly make: string;
  readonly aspect: Aspect;
  readonly name: AspectName;
};

/** Colors say nothing new about the color, sizes about the size. */
const CLASH: Partial<Record<AspectName, string>> = {
  size: "small large little folding",
  bagSize: "small large",
  color: "red blue black white green gray brown silver",
  price: "cheap second-hand",
  weight: "light",
  light: "light",
  location: "country",
  warmth: "warm",
};

/** Every sensible subject, in a fixed order. */
export const SUBJECTS: readonly Subject[] = THINGS.flatMap((thing) =>
  thing.aspects.flatMap((name) =>
    thing.makes
      .filter((make) => !(CLASH[name] ?? "").split(" ").includes(make))
      .map((make) => ({ thing, make, aspect: ASPECTS[name], name })),
  ),
);
