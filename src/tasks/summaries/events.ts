/** @file What posts are about: each event as facts, with words for the post and for the summary. */

/** One fact of a post. `post` are whole sentences; `tail` are what a summary adds to its lead. */
export type Fact = {
  /** The slot whose value the fact states; a writer who garbles the fact changes this slot. */
  readonly slot: string;
  readonly post: readonly string[];
  readonly tail: readonly string[];
};

/** `values` are drawn once per post; `tied` are drawn together (a thing and its trouble). */
export type Event = {
  readonly id: string;
  readonly values: Readonly<Record<string, readonly string[]>>;
  readonly tied: {
    readonly slots: readonly string[];
    readonly rows: readonly (readonly string[])[];
  };
  /** The first sentence of the post. */
  readonly opening: readonly string[];
  readonly facts: readonly Fact[];
  /** How a summary starts; a full clause without its full stop, lower case unless a name. */
  readonly lead: readonly string[];
  /** A lead that says too little. */
  readonly thin: readonly string[];
};

export const EVENTS: readonly Event[] = [
  {
    id: "sale",
    values: {},
    tied: {
      slots: ["object", "trouble"],
      rows: [
        ["bicycle", "the brakes are weak"],
        ["sofa", "one leg is loose"],
        ["camera", "the battery is weak"],
        ["desk", "one drawer gets stuck"],
        ["tent", "the zipper gets stuck"],
        ["lamp", "the cable is short"],
        ["jacket", "one button is missing"],
        ["suitcase", "one wheel is loose"],
        ["radio", "the sound is thin"],
      ],
    },
    opening: [
      "{Name} wants to sell {his} {color} {object}.",
      "{Name} has bought a new {object}, so the old {color} one is for sale.",
    ],
    facts: [
      {
        slot: "price",
        post: ["The price is {price} dollars.", "{He} asks {price} dollars for it."],
        tail: [" for {price} dollars"],
      },
      {
        slot: "place",
        post: ["You can see it {place}.", "You can have a look at it {place}."],
        tail: [" {place}"],
      },
      { slot: "day", post: ["Come on {day}.", "{He} has time on {day}."], tail: [" on {day}"] },
      {
        slot: "trouble",
        post: ["The only problem is that {trouble}.", "To be honest, {trouble}."],
        tail: [", but {trouble}", ", although {trouble}", ". Sadly, {trouble}"],
      },
    ],
    lead: [
      "{Name} is selling a {color} {object}",
      "you can buy {Name}'s {color} {object}",
      "{Name}'s old {color} {object} is for sale",
    ],
    thin: [
      "someone is selling something",
      "{Name} has something for sale",
      "an old {object} is for sale",
    ],
  },
  {
    id: "pet",
    values: {
      color: ["black", "white", "brown", "gray"],
      animal: ["cat", "dog", "rabbit", "parrot", "turtle"],
      pet: ["Milo", "Bella", "Coco", "Max", "Luna", "Lucky"],
    },
    tied: {
      slots: ["mark"],
      rows: [
        ["has a white ear"],
        ["has a short tail"],
        ["has a red collar"],
        ["is afraid of people"],
        ["comes when you sing"],
        ["is very shy"],
      ],
    },
    opening: [
      "{Name}'s {animal} {pet} has not come home.",
      "{Name} is looking everywhere for {his} {animal} {pet}.",
    ],
    facts: [
      {
        slot: "color",
        post: ["{pet} is {color} and very small.", "Look for a small {color} {animal}."],
        tail: [],
      },
      {
        slot: "day",
        post: ["Nobody has seen {pet} since {day}.", "It happened on {day}."],
        tail: [" since {day}"],
      },
      {
        slot: "place",
        post: ["{pet} was last seen {place}.", "A neighbor saw {pet} {place}."],
        tail: [" and was last seen {place}"],
      },
      {
        slot: "price",
        post: [
          "{Name} will give {price} dollars to the finder.",
          "The finder gets {price} dollars.",
        ],
        tail: [". The finder gets {price} dollars", ", and {Name} offers {price} dollars"],
      },
      {
        slot: "mark",
        post: ["{pet} {mark}.", "You will know {pet} because the {animal} {mark}."],
        tail: [". {pet} {mark}", ", and {pet} {mark}"],
      },
    ],
    lead: [
      "{Name}'s {color} {animal} {pet} has been missing",
      "{Name} misses {his} {color} {animal} {pet}, who has been gone",
      "nobody can find {Name}'s {color} {animal} {pet}, who has been gone",
    ],
    thin: ["a {animal} has been gone", "an animal has been missing", "{Name} has been worried"],
  },
  {
    id: "lost",
    values: { color: ["red", "blue", "green", "black", "white", "brown", "gray"] },
    tied: {
      slots: ["object", "inside"],
      rows: [
        ["bag", "all of {his} keys are inside"],
        ["coat", "{his} phone is in the pocket"],
        ["umbrella", "it was a gift from {his} mother"],
        ["notebook", "a whole year of work is inside"],
        ["wallet", "{his} train ticket is inside"],
        ["scarf", "{his} grandmother made it"],
        ["suitcase", "{his} best shoes are inside"],
      ],
    },
    opening: [
      "{Name} cannot find {his} {color} {object}.",
      "A {color} {object} is gone, and {Name} is very sad.",
    ],
    facts: [
      {
        slot: "place",
        post: ["{He} had it with {him} {place}.", "{He} must have left it {place}."],
        tail: [" {place}"],
      },
      {
        slot: "day",
        post: ["That was on {day}.", "It happened late on {day}."],
        tail: [" on {day}"],
      },
      {
        slot: "inside",
        post: ["It matters because {inside}.", "The worst thing is that {inside}."],
        tail: [", and {inside}", ". It matters because {inside}"],
      },
      {
        slot: "price",
        post: [
          "There are {price} dollars for anyone who brings it back.",
          "{He} will pay {price} dollars to get it back.",
        ],
        tail: [
          ". {He} will pay {price} dollars to get it back",
          ", and {he} offers {price} dollars",
        ],
      },
    ],
    lead: [
      "{Name} lost a {color} {object}",
      "{Name} left {his} {color} {object}",
      "{Name}'s {color} {object} was lost",
    ],
    thin: ["something was lost", "{Name} lost something", "a {object} was lost"],
  },
  {
    id: "repair",
    values: {},
    tied: {
      slots: ["object", "trouble", "spot"],
      rows: [
        ["heater", "it is cold in every room", "in the school"],
        ["elevator", "everyone has to take the stairs", "in the office"],
        ["washing machine", "the floor is wet", "in the hotel"],
        ["coffee machine", "there is only tea", "in the library"],
        ["ticket machine", "there is a long line", "of the museum"],
        ["fountain", "the birds have no water", "in the park"],
        ["oven", "there is no bread", "in the bakery"],
        ["big clock", "nobody knows the time", "at the station"],
      ],
    },
    opening: [
      "The {object} {spot} has been broken since {day}.",
      "Since {day} the {object} {spot} does not work.",
    ],
    facts: [
      {
        slot: "trouble",
        post: ["Now {trouble}.", "This means that {trouble}."],
        tail: [", so {trouble}", ", and {trouble}"],
      },
      {
        slot: "name",
        post: ["{Name} will repair it.", "{Name} has promised to fix it."],
        tail: [". {Name} will repair it", ", but {Name} will fix it"],
      },
      {
        slot: "day2",
        post: ["The new part comes on {day2}.", "It will take until {day2}."],
        tail: [". It should work again on {day2}", ", and it should work again on {day2}"],
      },
      {
        slot: "price",
        post: ["The work costs {price} dollars.", "We will have to pay {price} dollars."],
        tail: [". It will cost {price} dollars", ", and it will cost {price} dollars"],
      },
    ],
    lead: [
      "the {object} {spot} has not worked since {day}",
      "the {object} {spot} is broken",
      "since {day} the {object} {spot} has been out of order",
    ],
    thin: ["something is broken", "there is a problem {spot}", "the {object} is old"],
  },
  {
    id: "party",
    values: {
      bring: [
        "a cake",
        "some bread",
        "warm clothes",
        "a good song",
        "a chair",
        "some fruit",
        "a funny hat",
      ],
    },
    tied: {
      slots: ["party"],
      rows: [
        ["birthday party"],
        ["dinner for the neighbors"],
        ["picnic"],
        ["film night"],
        ["small concert"],
        ["summer party"],
        ["game night"],
      ],
    },
    opening: [
      "{Name} is planning a {party}.",
      "{Name} would like to invite everyone to a {party}.",
    ],
    facts: [
      { slot: "day", post: ["It will be on {day}.", "{day} is the day."], tail: [" on {day}"] },
      {
        slot: "hour",
        post: ["It starts at {hour}.", "Please come at {hour}."],
        tail: [" at {hour}"],
      },
      {
        slot: "place",
        post: ["We will meet {place}.", "It will take place {place}."],
        tail: [" {place}"],
      },
      {
        slot: "bring",
        post: ["Everyone should bring {bring}.", "{He} asks you to bring {bring}."],
        tail: [
          ". Bring {bring}",
          ", and guests should bring {bring}",
          ". Everyone should bring {bring}",
        ],
      },
    ],
    lead: [
      "{Name} is having a {party}",
      "{Name} invites everyone to a {party}",
      "there is a {party} with {Name}",
      "come to {Name}'s {party}",
    ],
    thin: ["there is a party", "{Name} is planning something", "people will meet"],
  },
  {
    id: "transit",
    values: { late: ["20", "30", "40", "50", "60", "90"] },
    tied: {
      slots: ["line", "cause"],
      rows: [
        ["train to the airport", "of snow"],
        ["bus to the school", "of a fallen tree"],
        ["ferry to the island", "of strong wind"],
        ["night bus", "of road work"],
        ["train to the beach", "of a broken signal"],
        ["bus to the market", "of an accident"],
        ["train to the mountains", "of a strike"],
      ],
    },
    opening: [
      "Bad news for everyone who takes the {line}.",
      "People who need the {line} have to wait.",
    ],
    facts: [
      {
        slot: "late",
        post: ["It runs {late} minutes late.", "You will wait {late} minutes longer."],
        tail: [],
      },
      {
        slot: "cause",
        post: ["It is all because {cause}.", "They say that it is because {cause}."],
        tail: [" because {cause}"],
      },
      {
        slot: "day",
        post: ["This will not change before {day}.", "It goes on until {day}."],
        tail: [" until {day}"],
      },
      {
        slot: "name",
        post: [
          "{Name} can take {number} people by car.",
          "{Name} has room for {number} people in {his} car.",
        ],
        tail: [". {Name} can take {number} people by car", ", but {Name} has room in {his} car"],
      },
    ],
    lead: [
      "the {line} runs {late} minutes late",
      "you have to wait {late} minutes longer for the {line}",
      "the {line} is {late} minutes late",
    ],
    thin: [
      "something is slow",
      "there is some trouble with the {line}",
      "some people have to wait",
    ],
  },
  {
    id: "shop",
    values: {
      place: [
        "at the station",
        "at the market",
        "in the park",
        "by the river",
        "near the bridge",
        "behind the church",
      ],
      gift: [
        "free coffee",
        "a free cake",
        "half price on everything",
        "a flower for every guest",
        "live music",
        "fresh soup",
      ],
    },
    tied: {
      slots: ["shop"],
      rows: [
        ["bakery"],
        ["bookshop"],
        ["café"],
        ["flower shop"],
        ["bicycle shop"],
        ["tea house"],
        ["music school"],
      ],
    },
    opening: [
      "{Name} has dreamed of a {shop} for {number} years, and now it is real.",
      "After {number} years of planning, {Name} has a {shop}.",
    ],
    facts: [
      {
        slot: "day",
        post: ["The doors open on {day}.", "The first day is {day}."],
        tail: [" on {day}"],
      },
      {
        slot: "place",
        post: ["You will find it {place}.", "The shop is right {place}."],
        tail: [" {place}"],
      },
      {
        slot: "gift",
        post: ["There will be {gift}.", "To say hello, {he} offers {gift}."],
        tail: [" with {gift}", ". There will be {gift}"],
      },
      {
        slot: "hour",
        post: ["It closes at {hour}.", "You can stay until {hour}."],
        tail: [". It closes at {hour}", ", and it stays open until {hour}"],
      },
    ],
    lead: [
      "{Name} is opening a {shop}",
      "{Name}'s new {shop} is opening",
      "a new {shop} run by {Name} is opening",
    ],
    thin: ["something new opens", "there is a new shop", "{Name} has a dream"],
  },
];
