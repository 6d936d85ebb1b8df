/** @file Aspects of places where one eats or sleeps. */

import { aspect } from "./aspects.ts";

export const PLACES = {
  breakfast: aspect("breakfast", "one", "at", {
    f: [
      ["is fresh and warm", "tastes home-made", "is cold", "tastes of nothing"],
      ["starts early", "goes on until noon", "ends at eight", "starts far too late"],
      [
        "has something for everyone",
        "is enough for the whole day",
        "is the same every day",
        "is over before you sit down",
      ],
    ],
    nice: "fresh rich wonderful",
    poor: "cold poor sad",
    up: ["We ate four kinds of bread.", "My children asked for more fruit."],
    down: ["We had breakfast at the station instead.", "There was no milk on two of the days."],
  }),
  staff: aspect("staff", "many", "at", {
    f: [
      ["are kind", "remember your name", "are rude", "never smile"],
      [
        "answer every question",
        "find an answer to everything",
        "know nothing",
        "cannot answer a simple question",
      ],
      ["come at once", "are always there", "are never there", "keep you waiting"],
    ],
    nice: "kind friendly helpful",
    poor: "rude slow careless",
    up: ["They carried our bags to the third floor.", "They called a doctor for us at night."],
    down: ["We waited an hour for a key.", "They laughed when I asked for help."],
  }),
  beds: aspect("beds", "many", "at", {
    f: [
      ["are soft but firm", "are very comfortable", "are as hard as a board", "hurt my back"],
      [
        "are wide enough for two",
        "are long enough for a tall man",
        "are too short",
        "are too narrow",
      ],
      ["smell fresh", "are clean", "are not clean", "make a noise all night"],
    ],
    nice: "soft wide clean",
    poor: "hard narrow old",
    up: ["I slept for ten hours.", "My husband did not want to get up."],
    down: ["I slept on the floor.", "I woke up every hour."],
  }),
  view: aspect("view", "one", "from", {
    f: [
      [
        "reaches as far as the sea",
        "goes over the whole city",
        "is of a parking lot",
        "is of a wall",
      ],
      ["changes every hour", "is best at night", "is gone when it rains", "is spoiled by a crane"],
      [
        "is worth the stairs",
        "is as good as in the picture",
        "is not what the picture shows",
        "is not worth the stairs",
      ],
    ],
    nice: "wonderful wide beautiful",
    poor: "sad ugly dull",
    up: ["We sat at the window all evening.", "I took a hundred pictures."],
    down: ["We kept the curtains closed.", "The neighbors could see us."],
  }),
  location: aspect("location", "one", "of", {
    f: [
      [
        "is close to the station",
        "is near everything",
        "is far from everything",
        "is an hour from the station",
      ],
      ["is safe at night", "is quiet", "is not safe at night", "is next to a busy road"],
      [
        "is easy to find",
        "is perfect for families",
        "is hard to find",
        "is on top of a steep hill",
      ],
    ],
    nice: "perfect quiet handy",
    poor: "noisy odd terrible",
    up: ["We walked everywhere.", "The beach was five minutes away."],
    down: ["We took a taxi every day.", "Trucks went by all night."],
  }),
  music: aspect("music", "one", "at", {
    f: [
      ["is soft", "leaves room to talk", "is too loud", "makes it hard to talk"],
      [
        "is live on Fridays",
        "is well chosen",
        "is the same song again and again",
        "is badly chosen",
      ],
      [
        "makes you want to stay",
        "fits the place",
        "makes you want to leave",
        "does not fit the place",
      ],
    ],
    nice: "soft lovely live",
    poor: "loud awful endless",
    up: ["We stayed two hours longer.", "My wife sang along."],
    down: ["I left with a headache.", "We asked three times and nobody turned it down."],
  }),
  service: aspect("service", "one", "at", {
    f: [
      ["is quick", "is faster than I thought", "is slow", "takes forever"],
      ["is friendly", "comes with a smile", "is cold", "comes without a word"],
      ["gets everything right", "is careful", "is careless", "gets half of the order wrong"],
    ],
    nice: "quick friendly careful",
    poor: "slow cold careless",
    up: ["Our food came in ten minutes.", "They brought a cake for my birthday."],
    down: ["We waited an hour for a glass of water.", "They forgot us twice."],
  }),
  bread: aspect("bread", "one", "from", {
    f: [
      ["is still warm at seven", "is fresh all day", "is often a day old", "is as hard as stone"],
      ["has a great crust", "smells wonderful", "has no crust at all", "smells odd"],
      [
        "tastes of butter",
        "tastes like my grandmother made it",
        "tastes of nothing",
        "is burned at the bottom",
      ],
    ],
    nice: "fresh warm crisp",
    poor: "dry hard old",
    up: [
      "We ate a whole loaf on the way home.",
      "There is a line in front of the door each morning.",
    ],
    down: ["I gave it to the birds.", "I threw half of it away."],
  }),
  soup: aspect("soup", "one", "at", {
    f: [
      ["comes hot", "stays hot", "comes cold", "is hardly warm"],
      ["is full of vegetables", "is thick and rich", "is mostly water", "is thin"],
      ["tastes fresh", "tastes like home", "has too much salt", "tastes of nothing"],
    ],
    nice: "rich hot excellent",
    poor: "thin cold salty",
    up: ["I asked for a second bowl.", "My son ate all of it, even the carrots."],
    down: ["I sent it back twice.", "I drank three glasses of water after it."],
  }),
  tables: aspect("tables", "many", "at", {
    f: [
      [
        "are clean",
        "always have fresh flowers",
        "are never clean",
        "still have the last guest's plates",
      ],
      [
        "are wide enough for a family",
        "are far apart",
        "are too small for two plates",
        "are too close together",
      ],
      [
        "stand in the sun",
        "stand in a quiet garden",
        "stand next to the kitchen",
        "stand in the wind",
      ],
    ],
    nice: "wide clean pretty",
    poor: "dirty tiny loose",
    up: ["We sat there until the sun went down.", "There was even room for the dog."],
    down: ["I had my neighbor's arm in my soup.", "One leg was too short and my coffee spilled."],
  }),
  cakes: aspect("cakes", "many", "at", {
    f: [
      ["are fresh every morning", "are still warm", "are dry", "are often a day old"],
      ["are not too sweet", "taste of real fruit", "are much too sweet", "taste of plastic"],
      ["are big enough for two", "look beautiful", "are tiny", "are all the same"],
    ],
    nice: "fresh lovely light",
    poor: "dry heavy tiny",
    up: ["I took three of them home.", "We ordered another one at once."],
    down: ["I left mine on the plate.", "My daughter would not finish hers."],
  }),
  bill: aspect("prices", "many", "at", {
    f: [
      ["are fair", "are lower than I thought", "are far too high", "are hard to believe"],
      [
        "are right for what you get",
        "are fine for a family",
        "are too much for what you get",
        "are for rich people only",
      ],
      ["are clear from the start", "are on the door", "go up on weekends", "are not on the menu"],
    ],
    nice: "fair low honest",
    poor: "high crazy silly",
    up: ["We paid for three and ate for five.", "I paid half of what my friend paid next door."],
    down: ["A glass of water cost four dollars.", "We paid extra for the towels."],
  }),
};
