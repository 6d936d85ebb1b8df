/** @file More events for posts. */

import type { Event } from "./events.ts";

export const MORE: readonly Event[] = [
  {
    id: "move",
    values: {
      where: [
        "to the coast",
        "to the city",
        "to a small village",
        "next door",
        "to the mountains",
        "to another country",
      ],
    },
    tied: {
      slots: ["reason"],
      rows: [
        ["{his} new job starts there"],
        ["{his} sister lives there"],
        ["the rent is lower there"],
        ["{he} wants a garden"],
        ["the old house is too small"],
        ["{he} cannot stand the noise"],
      ],
    },
    opening: [
      "After {number} years {Name} is leaving us.",
      "{Name} is moving and has packed {number} boxes already.",
    ],
    facts: [
      {
        slot: "where",
        post: ["{He} is moving {where}.", "{He} has found a home and will move {where}."],
        tail: [" {where}"],
      },
      {
        slot: "day",
        post: ["The truck comes on {day}.", "{He} leaves on {day}."],
        tail: [" on {day}"],
      },
      {
        slot: "reason",
        post: ["{He} goes because {reason}.", "The reason is that {reason}."],
        tail: [" because {reason}", ", since {reason}"],
      },
      {
        slot: "hour",
        post: ["{He} needs help at {hour}.", "Friends are asked to come at {hour}."],
        tail: [". {He} needs help at {hour}", ", and friends should come at {hour}"],
      },
    ],
    lead: ["{Name} is moving", "{Name} will move", "{Name} is going to move"],
    thin: ["someone is going away", "{Name} has some news and is going away", "there are boxes"],
  },
  {
    id: "trip",
    values: {
      goal: ["the lake", "the sea", "the mountains", "the island", "the old castle", "the forest"],
    },
    tied: {
      slots: ["mishap", "end"],
      rows: [
        ["the car broke down", "they walked the last part"],
        ["it rained all night", "they slept in the car"],
        ["they lost the map", "a farmer showed them the way"],
        ["the tent had a hole", "they came home early"],
        ["they forgot the food", "they ate apples for two days"],
        ["the hotel was full", "they slept on the beach"],
        ["a bird took their lunch", "they ate soup in a village"],
      ],
    },
    opening: [
      "{Name} went to {goal} with {number} friends.",
      "Last week {Name} and {number} friends went to {goal}.",
    ],
    facts: [
      {
        slot: "day",
        post: ["They left on {day}.", "It was the first warm {day} of the year."],
        tail: [" on {day}"],
      },
      {
        slot: "mishap",
        post: ["On the way {mishap}.", "Soon {mishap}."],
        tail: [", but {mishap}"],
      },
      {
        slot: "end",
        post: ["In the end {end}.", "So {end}."],
        tail: [". In the end {end}", ", and {end}"],
      },
      {
        slot: "price",
        post: ["The whole trip cost {price} dollars.", "They spent {price} dollars in all."],
        tail: [". It cost {price} dollars", ", all for {price} dollars"],
      },
    ],
    lead: [
      "{Name} and {number} friends went to {goal}",
      "{Name} took {number} friends to {goal}",
      "{Name} went to {goal} with {number} friends",
    ],
    thin: ["some people went away", "{Name} was on a trip", "there was a trip"],
  },
  {
    id: "class",
    values: {
      place: [
        "at the library",
        "at the school",
        "in the park",
        "in the garden",
        "at the office",
        "behind the church",
      ],
      level: ["for beginners", "for children", "for parents", "for everyone", "for older people"],
    },
    tied: {
      slots: ["subject"],
      rows: [
        ["guitar"],
        ["cooking"],
        ["swimming"],
        ["painting"],
        ["Spanish"],
        ["Korean"],
        ["dance"],
        ["chess"],
        ["photography"],
      ],
    },
    opening: [
      "{Name} will teach a {subject} class {level}.",
      "Good news: {Name} is giving a {subject} class {level}.",
    ],
    facts: [
      {
        slot: "day",
        post: ["It is every {day}.", "The group meets each {day}."],
        tail: [" every {day}"],
      },
      {
        slot: "hour",
        post: ["We start at {hour}.", "Please be there at {hour}."],
        tail: [" at {hour}"],
      },
      {
        slot: "place",
        post: ["The room is {place}.", "The class takes place {place}."],
        tail: [" {place}"],
      },
      {
        slot: "price",
        post: ["One evening costs {price} dollars.", "You pay {price} dollars each time."],
        tail: [" for {price} dollars", ". It costs {price} dollars"],
      },
      {
        slot: "number",
        post: ["There is room for {number} people.", "Only {number} places are left."],
        tail: [", with room for {number} people", ". Only {number} places are left"],
      },
    ],
    lead: [
      "{Name} teaches {subject} {level}",
      "there is a {subject} class {level} with {Name}",
      "{Name} offers a {subject} class {level}",
    ],
    thin: ["there is a class", "{Name} is teaching something", "you can learn something"],
  },
  {
    id: "noise",
    values: {},
    tied: {
      slots: ["noise", "wish"],
      rows: [
        ["plays the drums", "stop before dinner"],
        ["sings very loudly", "close the window"],
        ["moves chairs", "take off the shoes"],
        ["lets the dog bark", "keep the dog inside"],
        ["listens to the radio", "turn it down"],
        ["repairs an old car", "wait until the morning"],
        ["practices the piano", "play something soft"],
      ],
    },
    opening: [
      "The people who live near {Name} are tired.",
      "There is trouble between {Name} and the neighbors.",
    ],
    facts: [
      {
        slot: "noise",
        post: ["Every night {he} {noise}.", "Each night after ten {he} {noise}."],
        tail: [],
      },
      {
        slot: "number",
        post: ["This has gone on for {number} weeks.", "It started {number} weeks ago."],
        tail: [". This has gone on for {number} weeks"],
      },
      {
        slot: "wish",
        post: [
          "They have asked {him} to {wish}.",
          "All that they want is that {Name} should {wish}.",
        ],
        tail: [". The neighbors want {him} to {wish}", ", and people have asked {him} to {wish}"],
      },
      {
        slot: "day",
        post: ["Everyone will talk about it on {day}.", "There is a meeting on {day}."],
        tail: [". There is a meeting on {day}", ", and there is a meeting on {day}"],
      },
    ],
    lead: [
      "every night {Name} {noise} and keeps everyone awake",
      "{Name} {noise} every night and nobody can sleep",
      "the neighbors cannot sleep because {Name} {noise} every night",
    ],
    thin: ["it is loud", "the neighbors have not been happy", "there has been some noise"],
  },
  {
    id: "game",
    values: {
      place: ["at the school", "in the park", "by the river", "on the beach", "behind the church"],
      number: ["two", "three", "four", "five", "six"],
      late: ["the last minute", "the first minute", "the rain", "the second half"],
    },
    tied: {
      slots: ["result", "score"],
      rows: [
        ["won", "3 to 1"],
        ["won", "2 to 0"],
        ["won", "4 to 3"],
        ["lost", "1 to 2"],
        ["lost", "0 to 3"],
        ["lost", "2 to 5"],
      ],
    },
    opening: ["What a game on {day}!", "There was a big game on {day}."],
    facts: [
      {
        slot: "place",
        post: ["They played {place}.", "The match was {place}."],
        tail: [" {place}"],
      },
      {
        slot: "result",
        post: ["Our school team {result} {score}.", "In the end our team {result} {score}."],
        tail: [],
      },
      {
        slot: "name",
        post: ["{Name} was the best player.", "Everyone talked about {Name}."],
        tail: [", and {Name} was the best player", ". {Name} was the best player"],
      },
      {
        slot: "late",
        post: ["{Name} scored in {late}.", "The best goal came in {late}."],
        tail: [" with a goal in {late}"],
      },
      {
        slot: "number",
        post: ["About {number} hundred people came.", "There were {number} hundred people."],
        tail: [". About {number} hundred people came", " in front of {number} hundred people"],
      },
    ],
    lead: [
      "our school team {result} {score} on {day}",
      "on {day} the school team {result} {score}",
      "the school team {result} {score}",
    ],
    thin: ["there was a game", "a team played on {day}", "{Name} was there"],
  },
  {
    id: "order",
    values: { color: ["red", "blue", "green", "black", "white", "brown", "gray"] },
    tied: {
      slots: ["object", "fault", "outcome"],
      rows: [
        ["lamp", "it came without a cable", "a new cable is on the way"],
        ["kettle", "the lid was broken", "the shop will send another lid"],
        ["chair", "one leg was missing", "the shop has given the money back"],
        ["jacket", "it was two sizes too small", "a larger one is on the way"],
        ["clock", "it ran backward", "{he} has to send it back"],
        ["teapot", "it had a crack", "the shop has given half of the money back"],
        ["blanket", "there was a hole in it", "{his} mother has sewn it"],
      ],
    },
    opening: [
      "{Name} ordered a {color} {object} on {day}.",
      "On {day} {Name} bought a {color} {object}.",
    ],
    facts: [
      {
        slot: "price",
        post: ["It cost {price} dollars.", "{He} paid {price} dollars."],
        tail: [" for {price} dollars"],
      },
      {
        slot: "number",
        post: ["It took {number} weeks to arrive.", "{He} waited {number} weeks for it."],
        tail: [" and waited {number} weeks"],
      },
      {
        slot: "fault",
        post: ["When {he} opened the box, {fault}.", "Then {he} saw that {fault}."],
        tail: [", but {fault}", ". Sadly, {fault}"],
      },
      {
        slot: "outcome",
        post: ["Now {outcome}.", "{He} complained, and {outcome}."],
        tail: [". Now {outcome}", ", and {outcome}"],
      },
    ],
    lead: [
      "{Name} bought a {color} {object}",
      "{Name} ordered a {color} {object}",
      "on {day} {Name} ordered a {color} {object}",
    ],
    thin: ["someone bought something", "{Name} was not lucky", "a box came"],
  },
  {
    id: "accident",
    values: {},
    tied: {
      slots: ["fall", "hurt"],
      rows: [
        ["fell off {his} bicycle", "broke {his} arm"],
        ["slipped on wet stones", "hurt {his} knee"],
        ["fell down the stairs", "broke {his} foot"],
        ["ran into a door", "broke {his} glasses"],
        ["was bitten by a dog", "hurt {his} hand"],
        ["lifted a heavy box", "hurt {his} back"],
      ],
    },
    opening: ["{Name} had bad luck on {day}.", "Poor {Name} will remember this {day}."],
    facts: [
      { slot: "fall", post: ["{He} {fall}.", "All at once {he} {fall}."], tail: [] },
      { slot: "place", post: ["It happened {place}.", "That was {place}."], tail: [" {place}"] },
      {
        slot: "hurt",
        post: ["{He} {hurt}.", "The doctor says that {he} {hurt}."],
        tail: [" and {hurt}"],
      },
      {
        slot: "number",
        post: ["{He} has to rest for {number} weeks.", "{He} cannot work for {number} weeks."],
        tail: [". {He} has to rest for {number} weeks", ", so {he} cannot work for {number} weeks"],
      },
      {
        slot: "hour",
        post: ["You can visit {him} after {hour}.", "Visitors may come at {hour}."],
        tail: [". Visitors may come at {hour}", ", and you can visit {him} after {hour}"],
      },
    ],
    lead: ["{Name} {fall}", "on {day} {Name} {fall}", "poor {Name} {fall}"],
    thin: ["someone was hurt", "{Name} had bad luck", "there was an accident"],
  },
];
