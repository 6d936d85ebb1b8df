/** @file Aspects of clothes, furniture, things on wheels and places, and those that all things have. */

import { aspect } from "./aspects.ts";

export const WEAR = {
  zipper: aspect("zipper", "one", "on", {
    f: [
      ["runs smoothly", "opens with one hand", "gets stuck halfway", "catches on everything"],
      ["feels strong", "has never failed", "broke in a week", "comes open by itself"],
      ["keeps the rain out", "is easy to find", "lets the rain in", "is too small to hold"],
    ],
    nice: "strong smooth solid",
    poor: "cheap weak stiff",
    up: ["I can close it with my gloves on.", "It has opened and closed a thousand times."],
    down: ["I had to cut it open.", "A friend had to pull me out."],
  }),
  pockets: aspect("pockets", "many", "on", {
    f: [
      ["hold everything I need", "are deep", "are too small for a phone", "hold next to nothing"],
      ["are in the right places", "are easy to reach", "are hard to reach", "are in odd places"],
      ["stay dry in the rain", "close well", "let the water in", "have holes already"],
    ],
    nice: "deep clever handy",
    poor: "tiny useless thin",
    up: ["My phone, keys and lunch all fit.", "I never lose my keys now."],
    down: ["I lost my keys on the first day.", "My phone fell out on the stairs."],
  }),
  straps: aspect("straps", "many", "on", {
    f: [
      [
        "are soft and wide",
        "do not hurt my shoulders",
        "cut into my shoulders",
        "are hard and thin",
      ],
      ["stay in place", "are easy to set", "slip all the time", "are hard to set"],
      ["hold a lot of weight", "still look new", "came apart in a month", "are already torn"],
    ],
    nice: "soft wide strong",
    poor: "thin hard weak",
    up: ["I walked for six hours and felt fine.", "I forget that I am carrying it."],
    down: ["My shoulders were red after one walk.", "I had to tie a knot in one of them."],
  }),
  soles: aspect("soles", "many", "of", {
    f: [
      ["hold on wet stones", "never slip", "slip on wet stones", "are dangerous in the rain"],
      ["are soft on long walks", "feel good all day", "are hard and flat", "hurt my feet"],
      ["still look new", "will last for years", "came off in a month", "are thin already"],
    ],
    nice: "thick soft strong",
    poor: "thin hard flat",
    up: ["I walked up a hill in the snow.", "I wore them for ten hours at work."],
    down: ["I fell twice in one morning.", "My feet were wet after one walk."],
  }),
  fabric: aspect("fabric", "one", "of", {
    f: [
      ["is soft", "feels good on my skin", "is rough", "makes my skin red"],
      [
        "washes well",
        "looks new after every wash",
        "lost its shape in the wash",
        "shows every spot",
      ],
      [
        "is thick and strong",
        "keeps the wind out",
        "is so thin that I can see through it",
        "has a hole already",
      ],
    ],
    nice: "soft thick fine",
    poor: "thin rough cheap",
    up: [
      "I washed <it|them> ten times and nothing has changed.",
      "My cat sleeps on <it|them> all day.",
    ],
    down: [
      "<It|They> came out of the wash two sizes smaller.",
      "I found a hole on the second day.",
    ],
  }),
  stitching: aspect("stitching", "one", "on", {
    f: [
      ["is neat and even", "is very fine", "is uneven", "looks as if it was done in a hurry"],
      ["has held for years", "has not moved at all", "came apart in a week", "is coming loose"],
      ["looks like it was done by hand", "hardly shows", "shows everywhere", "feels rough"],
    ],
    nice: "neat strong careful",
    poor: "loose careless uneven",
    up: ["Not one thread has come loose.", "A friend who sews was impressed."],
    down: ["I had to sew <it|them> myself.", "There were loose threads in the box."],
  }),
  warmth: aspect("warmth", "one", "of", {
    f: [
      [
        "is enough for the coldest day",
        "is perfect for winter",
        "is not enough for winter",
        "is fine only in May",
      ],
      ["comes at once", "lasts all night", "takes an hour to come", "is gone in ten minutes"],
      ["reaches every corner", "is soft and even", "never reaches my feet", "stops at the knees"],
    ],
    nice: "wonderful gentle deep",
    poor: "poor weak disappointing",
    up: ["I waited for the bus in the snow and felt fine.", "My feet have not been cold since."],
    down: ["I had to wear two sweaters as well.", "I was cold all night."],
  }),
};

export const HOUSE = {
  cushions: aspect("cushions", "many", "on", {
    f: [
      ["are soft but firm", "feel like a cloud", "are as hard as a board", "hurt after an hour"],
      ["keep their shape", "still look new", "went flat in a month", "lost their shape"],
      ["are easy to wash", "stay in place", "cannot be washed", "slide all the time"],
    ],
    nice: "soft thick comfortable",
    poor: "flat hard thin",
    up: ["I fall asleep there every evening.", "My back has stopped hurting."],
    down: ["My back hurts every evening.", "I sit on a pillow now."],
  }),
  finish: aspect("finish", "one", "on", {
    f: [
      ["is smooth", "looks like real oak", "is rough", "looks cheap"],
      ["cleans easily", "hides small marks", "shows every finger", "is full of scratches"],
      [
        "is still perfect",
        "has no marks after a year",
        "came off in a week",
        "turned yellow in the sun",
      ],
    ],
    nice: "smooth beautiful fine",
    poor: "rough cheap uneven",
    up: ["Everyone asks where I found it.", "I spilled wine and it left no mark."],
    down: ["I had to paint it myself.", "A wet cup left a white ring."],
  }),
  drawers: aspect("drawers", "many", "in", {
    f: [
      ["slide without a sound", "open with one finger", "get stuck", "make a terrible noise"],
      ["hold more than I thought", "are deep", "are too small for paper", "hold next to nothing"],
      ["feel solid", "close by themselves", "feel like paper", "fall out"],
    ],
    nice: "deep solid smooth",
    poor: "thin tiny stiff",
    up: ["All of my papers fit in one of them.", "My whole desk is tidy at last."],
    down: ["One of them fell on my foot.", "I keep my things on the floor again."],
  }),
  instructions: aspect("instructions", "many", "for", {
    f: [
      [
        "are short and clear",
        "have a picture for every step",
        "make no sense",
        "have no pictures at all",
      ],
      [
        "are easy to follow",
        "leave no questions",
        "are hard to follow",
        "leave out half of the steps",
      ],
      ["come in large print", "fit on one page", "are too small to read", "are full of mistakes"],
    ],
    nice: "clear short simple",
    poor: "confusing endless useless",
    up: ["I had <it|them> ready in ten minutes.", "My son did it without any help."],
    down: ["It took us a whole evening.", "In the end I watched a video."],
  }),
};

export const WHEELS = {
  wheels: aspect("wheels", "many", "on", {
    f: [
      [
        "roll without a sound",
        "turn in any direction",
        "make a terrible noise",
        "do not turn well",
      ],
      [
        "handle stones and stairs",
        "work well on grass",
        "get stuck on every stone",
        "sink into the grass",
      ],
      ["feel solid", "still look new", "came off in a month", "were loose from the start"],
    ],
    nice: "smooth quiet solid",
    poor: "loud loose tiny",
    up: ["I ran for a train and had no trouble.", "I push it with one finger."],
    down: ["One of them broke on the first trip.", "I had to carry it home."],
  }),
  brakes: aspect("brakes", "many", "on", {
    f: [
      ["stop at once", "work even in the rain", "fail in the rain", "take far too long"],
      ["are gentle and even", "need only one finger", "need a lot of force", "pull to one side"],
      ["make no sound", "have never let me down", "scream at every corner", "wore out in a month"],
    ],
    nice: "strong reliable gentle",
    poor: "weak loud dangerous",
    up: ["A dog ran into the road and I stopped in time.", "I feel safe on every hill."],
    down: ["I had to stop with my feet.", "I rolled into a wall on the first day."],
  }),
  seat: aspect("seat", "one", "on", {
    f: [
      [
        "is soft and wide",
        "is comfortable for hours",
        "is as hard as stone",
        "hurts after ten minutes",
      ],
      ["is easy to move up and down", "stays in place", "slides down", "cannot be moved"],
      ["is dry after the rain", "looks smart", "stays wet for hours", "is torn already"],
    ],
    nice: "soft wide comfortable",
    poor: "hard narrow uncomfortable",
    up: ["I rode to work all summer and felt fine.", "Even my father is happy on it."],
    down: ["I put a pillow on it now.", "I walk most of the way."],
  }),
};

export const ALL = {
  price: aspect("price", "one", "of", {
    f: [
      ["is fair", "leaves money for dinner", "is far too high", "is more than I can pay"],
      [
        "is right for what you get",
        "covers everything you need",
        "is too much for what you get",
        "does not cover everything you need",
      ],
      [
        "went down last week",
        "is the same everywhere",
        "went up last week",
        "is lower in every other shop",
      ],
    ],
    nice: "fair good honest",
    poor: "silly high crazy",
    up: ["I bought a second one for my sister.", "I paid half of what my friend paid."],
    down: ["I saw the same one for half the money.", "I should have waited for a sale."],
  }),
  size: aspect("size", "one", "of", {
    f: [
      [
        "is perfect for two people",
        "is enough for a family",
        "is too small for a family",
        "is wrong for one person",
      ],
      [
        "fits in a small corner",
        "leaves room for other things",
        "takes up half of the table",
        "leaves no room for anything",
      ],
      [
        "is what the picture shows",
        "is exactly as described",
        "is not what the picture shows",
        "surprised us in a bad way",
      ],
    ],
    nice: "perfect handy sensible",
    poor: "odd awkward silly",
    up: ["It went into the car without any trouble.", "It sits in a corner and nobody minds."],
    down: ["I had to send it back.", "There is no room for it at home."],
  }),
  bagSize: aspect("size", "one", "of", {
    f: [
      [
        "is perfect for small hands",
        "makes it easy to hold",
        "is wrong for small hands",
        "makes it hard to hold",
      ],
      [
        "fits in my bag",
        "is right for long trips",
        "does not fit in any bag",
        "is wrong for long trips",
      ],
      [
        "is what the picture shows",
        "is exactly as described",
        "is not what the picture shows",
        "surprised us in a bad way",
      ],
    ],
    nice: "perfect handy sensible",
    poor: "odd awkward silly",
    up: ["It goes wherever I go.", "I carry it in my coat."],
    down: ["I leave it at home most days.", "I had to buy a new bag for it."],
  }),
  fit: aspect("fit", "one", "of", {
    f: [
      [
        "is perfect for tall people",
        "is perfect for my daughter",
        "is wrong for tall people",
        "is wrong for my daughter",
      ],
      [
        "leaves room for a sweater",
        "gives me room to move",
        "is too tight to move",
        "is far too loose",
      ],
      [
        "has not changed in the wash",
        "is exactly as described",
        "changed in the wash",
        "is not as described",
      ],
    ],
    nice: "perfect easy comfortable",
    poor: "tight odd loose",
    up: ["I wear <it|them> from morning to night.", "<It|They> could have been made for me."],
    down: ["I had to send <it|them> back.", "I gave <it|them> to my little brother."],
  }),
  color: aspect("color", "one", "of", {
    f: [
      ["is deep and warm", "looks great in the sun", "is dull", "looks sad in the sun"],
      [
        "is what the picture shows",
        "goes with everything",
        "is not what the picture shows",
        "goes with nothing",
      ],
      [
        "has not changed at all",
        "is the same after many months",
        "came off on my hands",
        "faded in a month",
      ],
    ],
    nice: "lovely fresh deep",
    poor: "dull ugly sad",
    up: ["Three people asked me about it.", "It makes me happy every morning."],
    down: ["I keep <it|them> where nobody can see <it|them>.", "My white shirt is now pink."],
  }),
  weight: aspect("weight", "one", "of", {
    f: [
      ["is next to nothing", "is less than I thought", "is far too much", "is more than I thought"],
      [
        "is what the box says",
        "is right for the size",
        "is not what the box says",
        "is wrong for the size",
      ],
      [
        "feels right in the hand",
        "is well balanced",
        "feels wrong in the hand",
        "pulls to one side",
      ],
    ],
    nice: "low handy sensible",
    poor: "awful silly annoying",
    up: ["I can lift <it|them> with one finger.", "My grandmother has no trouble with it."],
    down: ["My arms were tired after a few minutes.", "I hardly use <it|them> because of that."],
  }),
};
