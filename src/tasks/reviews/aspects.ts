/** @file What a reviewer can talk about: each aspect in three facets, praised or blamed. */

/** One side of an aspect: verb phrases in the aspect's own number that praise or blame it. */
export type Facet = { readonly good: readonly string[]; readonly bad: readonly string[] };

export type Aspect = {
  readonly noun: string;
  readonly plural: boolean;
  /** The handle *on* the kettle, the battery *in* the phone. */
  readonly on: string;
  readonly facets: readonly Facet[];
  readonly praise: readonly string[];
  readonly blame: readonly string[];
  /** Whole sentences of evidence. */
  readonly goodFacts: readonly string[];
  readonly badFacts: readonly string[];
};

type Parts = {
  readonly f: readonly (readonly [string, string, string, string])[];
  readonly nice: string;
  readonly poor: string;
  readonly up: readonly string[];
  readonly down: readonly string[];
};

/** `f` holds facets as [good, good, bad, bad]; the verb's number is that of the noun. */
export function aspect(noun: string, number: "one" | "many", on: string, p: Parts): Aspect {
  return {
    noun,
    plural: number === "many",
    on,
    facets: p.f.map(([a, b, c, d]) => ({ good: [a, b], bad: [c, d] })),
    praise: p.nice.split(" "),
    blame: p.poor.split(" "),
    goodFacts: p.up,
    badFacts: p.down,
  };
}

const KITCHEN = {
  handle: aspect("handle", "one", "on", {
    f: [
      ["stays cool", "never gets hot", "gets too hot to touch", "burns my fingers"],
      ["feels solid", "has not moved at all", "feels loose", "came off after a week"],
      ["fits my hand well", "is easy to hold", "is too small for my hand", "is hard to hold"],
    ],
    nice: "comfortable solid strong",
    poor: "weak loose uncomfortable",
    up: ["My grandmother can lift it with one hand.", "I never need a cloth to pick it up."],
    down: ["I need two hands to lift it.", "I have to use a cloth every time."],
  }),
  lid: aspect("lid", "one", "on", {
    f: [
      ["closes with a soft click", "fits tightly", "does not close properly", "never fits"],
      [
        "keeps everything warm",
        "keeps the steam in",
        "lets the heat out",
        "drips all over the table",
      ],
      ["opens with one finger", "comes off easily", "gets stuck", "is very hard to open"],
    ],
    nice: "tight solid clever",
    poor: "loose thin awkward",
    up: ["I carried it upside down and nothing came out.", "Not a drop has leaked so far."],
    down: ["It leaked on the very first day.", "I had to ask a neighbor to open it."],
  }),
  spout: aspect("spout", "one", "on", {
    f: [
      [
        "pours without a drop",
        "pours in a clean line",
        "drips every time",
        "pours all over the place",
      ],
      [
        "is just the right length",
        "reaches every cup",
        "is too short",
        "is too wide for a small cup",
      ],
      ["stays clean", "is easy to wash", "is always dirty inside", "is hard to wash"],
    ],
    nice: "neat elegant clean",
    poor: "clumsy short messy",
    up: [
      "I can fill five cups and keep the table dry.",
      "Even a full pot pours slowly and cleanly.",
    ],
    down: ["There is always water on the table.", "I spill half of the tea."],
  }),
  noise: aspect("noise", "one", "of", {
    f: [
      ["is hardly there", "never wakes the baby", "is much too loud", "wakes the whole house"],
      [
        "stops after a few seconds",
        "lasts only a minute",
        "goes on for minutes",
        "starts again at night",
      ],
      ["is soft and even", "sounds like light rain", "sounds like an old train", "scares the cat"],
    ],
    nice: "low gentle soft",
    poor: "terrible loud constant",
    up: [
      "I can still hear the radio while <it is|they are> on.",
      "My baby sleeps right through it.",
    ],
    down: ["We have to stop talking until it ends.", "The neighbors have already complained."],
  }),
  coating: aspect("coating", "one", "on", {
    f: [
      [
        "lets nothing stick",
        "works without oil",
        "makes everything stick",
        "needs far too much oil",
      ],
      ["still looks new", "has no marks at all", "came off in a month", "is full of marks"],
      ["is easy to wash", "cleans with a wet cloth", "never gets clean", "takes ages to clean"],
    ],
    nice: "smooth tough perfect",
    poor: "thin cheap weak",
    up: ["Eggs slide right off.", "I wash it in ten seconds."],
    down: ["My eggs stick every morning.", "I found black bits in my food."],
  }),
  blade: aspect("blade", "one", "on", {
    f: [
      [
        "cuts bread like butter",
        "cuts very thin slices",
        "does not cut bread",
        "crushes every tomato",
      ],
      [
        "stays sharp",
        "is still sharp after a year",
        "was dull after a week",
        "needs a lot of care",
      ],
      ["is easy to clean", "has no spots", "has brown spots already", "bends too much"],
    ],
    nice: "sharp strong thin",
    poor: "dull soft weak",
    up: ["I cut six tomatoes in a minute.", "I have not had to sharpen it once."],
    down: ["I went back to my old one.", "It could not cut a soft tomato."],
  }),
  coffee: aspect("coffee", "one", "from", {
    f: [
      [
        "tastes rich and fresh",
        "is as good as in a bar",
        "tastes like warm water",
        "tastes burned",
      ],
      ["is ready in a minute", "stays hot for an hour", "takes ages", "is cold in five minutes"],
      ["smells wonderful", "fills the room with its smell", "smells of plastic", "smells odd"],
    ],
    nice: "rich fresh excellent",
    poor: "weak bitter cold",
    up: [
      "I have stopped buying coffee on the way to work.",
      "My guests always ask for a second cup.",
    ],
    down: ["I poured the first three cups away.", "I have gone back to tea."],
  }),
};

const POWER = {
  battery: aspect("battery", "one", "in", {
    f: [
      ["lasts for two days", "lasts all weekend", "is empty by noon", "dies after two hours"],
      [
        "charges in an hour",
        "charges very quickly",
        "takes all night to charge",
        "does not charge fully",
      ],
      ["is still like new", "stays cool", "gets very hot", "gets worse every week"],
    ],
    nice: "strong reliable excellent",
    poor: "weak tiny unreliable",
    up: [
      "I took a long trip and never had to charge <it|them>.",
      "I only charge <it|them> on Sundays.",
    ],
    down: [
      "I carry the cable with me all the time.",
      "<It|They> went dead in the middle of a song.",
    ],
  }),
  screen: aspect("screen", "one", "on", {
    f: [
      ["is bright and sharp", "shows every detail", "is dark and dull", "is hard to read"],
      [
        "is easy to see in the sun",
        "is kind to my eyes",
        "is useless in the sun",
        "makes my eyes tired",
      ],
      ["has no marks at all", "survived a fall", "broke in the first week", "already has a crack"],
    ],
    nice: "bright sharp clear",
    poor: "dark dull slow",
    up: ["My father can read it without his glasses.", "I dropped it twice and nothing happened."],
    down: ["I need my glasses to read the time.", "It went black after one small fall."],
  }),
  sound: aspect("sound", "one", "of", {
    f: [
      ["is warm and full", "is clear at any volume", "is thin and flat", "is full of noise"],
      [
        "fills the whole room",
        "is loud enough for a party",
        "is far too quiet",
        "breaks up when it is loud",
      ],
      [
        "makes old songs new again",
        "makes every voice clear",
        "gives me a headache",
        "hides every voice",
      ],
    ],
    nice: "rich warm clear",
    poor: "thin flat poor",
    up: [
      "I hear things in old songs that I never heard before.",
      "I listen to music much more than before.",
    ],
    down: ["I could not follow the news.", "My old one from school was better."],
  }),
  buttons: aspect("buttons", "many", "on", {
    f: [
      [
        "are big and clear",
        "are easy to find in the dark",
        "are far too small",
        "all look the same",
      ],
      ["answer at once", "click softly", "get stuck", "need a hard push"],
      ["make sense right away", "do what they say", "fail half of the time", "confuse everyone"],
    ],
    nice: "big clear simple",
    poor: "tiny stiff confusing",
    up: ["My grandfather learned to use it in a minute.", "I never had to open the manual."],
    down: ["I press the wrong one every time.", "I still do not know what half of them do."],
  }),
  switch: aspect("switch", "one", "on", {
    f: [
      [
        "is right where I need it",
        "is easy to reach",
        "is in a silly place",
        "is hard to find at night",
      ],
      ["works every time", "turns off by itself", "works only sometimes", "gets stuck"],
      ["feels solid", "clicks softly", "feels cheap", "broke in a month"],
    ],
    nice: "simple solid handy",
    poor: "cheap loose stiff",
    up: ["I can find it in the dark.", "Even my little son can use it."],
    down: ["I have to push it three times.", "My mother cannot move it at all."],
  }),
  cable: aspect("cable", "one", "on", {
    f: [
      [
        "is long enough for any room",
        "reaches every corner",
        "is much too short",
        "does not reach the wall",
      ],
      ["feels strong", "never gets in the way", "feels thin and cheap", "is always in the way"],
      ["rolls up neatly", "is easy to put away", "gets into knots", "came loose in a week"],
    ],
    nice: "long strong neat",
    poor: "short thin stiff",
    up: [
      "I can use it on the other side of the room.",
      "The cat has chewed it and it still works.",
    ],
    down: ["I had to buy another one.", "I have fallen over it twice."],
  }),
  keys: aspect("keys", "many", "on", {
    f: [
      ["are soft and quick", "feel great under my fingers", "are hard to press", "feel cheap"],
      ["make no sound", "are quiet enough for the office", "are very loud", "click all day long"],
      [
        "are just the right size",
        "are easy to read",
        "are too close together",
        "lost their letters",
      ],
    ],
    nice: "soft quiet quick",
    poor: "loud stiff small",
    up: ["I type faster than ever.", "I wrote a whole book on it."],
    down: ["I make a mistake in every line.", "Everyone in the office looks at me."],
  }),
  light: aspect("light", "one", "of", {
    f: [
      ["is warm and soft", "is kind to my eyes", "is cold and hard", "makes my eyes tired"],
      [
        "fills the whole room",
        "is bright enough to read by",
        "is too weak to read by",
        "hardly reaches the floor",
      ],
      [
        "comes on at once",
        "stays even all night",
        "goes off by itself",
        "takes a minute to come on",
      ],
    ],
    nice: "warm bright gentle",
    poor: "cold weak harsh",
    up: ["I read by it every night.", "I found my keys in the long grass with it."],
    down: ["I still need a second lamp.", "I could not see my own feet."],
  }),
};

export const INDOORS = { ...KITCHEN, ...POWER };
