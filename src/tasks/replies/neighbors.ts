/** @file Requests among neighbors, colleagues, and to people at a desk. */

import type { Request } from "./requests.ts";

export const HOME: readonly Request[] = [
  {
    id: "noise",
    tied: {
      slots: ["source", "wish"],
      rows: [
        ["dog", "keep it inside"],
        ["radio", "turn it down"],
        ["washing machine", "wait until the morning"],
        ["piano", "stop at ten"],
        ["television", "close the window"],
        ["alarm clock", "turn it off on weekends"],
      ],
    },
    ask: [
      "Your {source} keeps me awake at night. Could you {wish}?",
      "I cannot sleep because of your {source}. Please {wish}.",
    ],
    answer: [
      "I did not know that you could hear the {source}.",
      "You are right about the {source}.",
      "The {source} should not wake anyone.",
    ],
    step: [
      "I will {wish} from tonight.",
      "From now on the {source} will be quiet after {hour}.",
      "If you still hear the {source}, please ring my bell, even at night.",
      "I will move the {source} to another room on {day}.",
    ],
    sorry: "the {source}",
  },
  {
    id: "borrow",
    tied: {
      slots: ["tool", "job"],
      rows: [
        ["ladder", "paint the kitchen"],
        ["tent", "go to the lake"],
        ["bicycle", "visit my mother"],
        ["suitcase", "go on a trip"],
        ["big pan", "cook for ten people"],
        ["camera", "take pictures of the baby"],
        ["long table", "have a party"],
      ],
    },
    ask: [
      "Could I borrow your {tool} on {day}? I want to {job}.",
      "I would like to {job}, but I have no {tool}. May I use yours on {day}?",
    ],
    answer: [
      "You can have the {tool} on {day}.",
      "The {tool} is yours for the weekend.",
      "My sister has the {tool} at the moment.",
    ],
    step: [
      "I will put the {tool} in front of your door at {hour}.",
      "Come by on {day} after {hour}, and I will show you how it works.",
      "Please bring the {tool} back in the evening, because I need it too.",
      "I will ask my sister to bring the {tool} on {day}.",
    ],
    sorry: null,
  },
  {
    id: "pet",
    tied: {
      slots: ["animal", "care"],
      rows: [
        ["cat", "feed her"],
        ["dog", "walk him"],
        ["rabbit", "give it fresh water"],
        ["bird", "sing to it"],
        ["fish", "feed them"],
      ],
    },
    ask: [
      "We are away until {day}. Could you look after our {animal} and {care}?",
      "Who can {care} while we are away? Our {animal} will be alone until {day}.",
    ],
    answer: [
      "I can look after your {animal} until {day}.",
      "I know your {animal} well.",
      "My children love your {animal}.",
    ],
    step: [
      "Please leave the key with me on {day} at {hour}.",
      "I will {care} every morning at {hour}.",
      "Write down what the {animal} eats, and I will do the rest.",
      "I will send you a picture of the {animal} every day.",
    ],
    sorry: null,
  },
  {
    id: "box",
    tied: {
      slots: ["parcel"],
      rows: [["box"], ["letter"], ["lamp"], ["carpet"], ["cake"], ["plant"]],
    },
    ask: [
      "A {parcel} for me will come on {day}. Could you take it?",
      "I am at work on {day} when the {parcel} comes. Are you at home at {hour}?",
    ],
    answer: [
      "I am at home on {day}.",
      "I can take the {parcel} for you.",
      "I will be out on {day}, but my son is here.",
    ],
    step: [
      "I will keep the {parcel} until you ring my bell.",
      "You can pick up the {parcel} after {hour}.",
      "Please tell the driver to ring at my door.",
      "I will put the {parcel} in your kitchen, if you leave me a key.",
    ],
    sorry: null,
  },
];

export const WORK: readonly Request[] = [
  {
    id: "meeting",
    tied: {
      slots: ["meeting"],
      rows: [["meeting"], ["interview"], ["phone call"], ["lunch"], ["lesson"]],
    },
    ask: [
      "Could we move our {meeting} to {day}? I have to see a doctor.",
      "I cannot come to the {meeting} tomorrow. Is {day} at {hour} possible?",
    ],
    answer: [
      "Yes, {day} works for me.",
      "We can move the {meeting} to {day}.",
      "{day} is difficult, but I can find an hour.",
    ],
    step: [
      "I will move the {meeting} to {day} at {hour} and tell the others.",
      "I will book a room for {day} and send you the time today.",
      "Please let me know if {hour} is too early.",
    ],
    sorry: null,
  },
  {
    id: "report",
    tied: {
      slots: ["paper"],
      rows: [
        ["report"],
        ["plan"],
        ["list of guests"],
        ["bill"],
        ["map"],
        ["contract"],
        ["timetable"],
      ],
    },
    ask: [
      "I need the {paper} by {day}. Is it ready?",
      "Where is the {paper}? The boss wants to see it on {day}.",
    ],
    answer: [
      "The {paper} is nearly ready.",
      "Half of the {paper} is done.",
      "You will have the {paper} before {day}.",
    ],
    step: [
      "I will send you the {paper} tomorrow before {hour}.",
      "I will finish the {paper} tonight and put it on your desk.",
      "If you need numbers sooner, please call me at {hour}.",
      "Let us go through the {paper} together on {day}.",
    ],
    sorry: "the late {paper}",
  },
  {
    id: "machine",
    tied: {
      slots: ["machine", "trick"],
      rows: [
        ["printer", "turn it off and on"],
        ["coffee machine", "fill it with water"],
        ["heater", "open the window a little"],
        ["screen", "push the cable in"],
        ["elevator", "take the stairs for now"],
      ],
    },
    ask: [
      "The {machine} on the third floor does not work. Can you help me before {hour}?",
      "What can I do? The {machine} has stopped, and we have guests at {hour}.",
    ],
    answer: [
      "I know this {machine}.",
      "The {machine} needs a new part.",
      "The {machine} does this now and then.",
    ],
    step: [
      "Please {trick}, and I will come up in ten minutes.",
      "I will be there with a new part before {hour}.",
      "Use the {machine} on the second floor until I have repaired this one.",
    ],
    sorry: "the {machine}",
  },
  {
    id: "swap",
    tied: {
      slots: ["reason"],
      rows: [
        ["take my son to school"],
        ["visit my mother"],
        ["see a doctor"],
        ["wait for the washing machine"],
        ["go to a wedding"],
      ],
    },
    ask: [
      "Could you work for me on {day}? I have to {reason}.",
      "I have to {reason} on {day}. Can we change places?",
    ],
    answer: [
      "I can work for you on {day}.",
      "I am free on {day} after {hour}.",
      "On {day} I can only come at {hour}.",
    ],
    step: [
      "I will tell the boss today, so you can {reason}.",
      "Please leave me a note with what I have to do on {day}.",
      "In return, could you work for me next week?",
      "I will be there on {day} at {hour}.",
    ],
    sorry: null,
  },
];

export const DESK: readonly Request[] = [
  {
    id: "room",
    tied: {
      slots: ["item"],
      rows: [
        ["two more towels"],
        ["another pillow"],
        ["a warm blanket"],
        ["a second key"],
        ["a quiet fan"],
        ["a baby bed"],
        ["a pot of tea"],
      ],
    },
    ask: [
      "Could we have {item} for room {room}?",
      "We are in room {room} and need {item} before {hour}.",
    ],
    answer: [
      "Yes, we have {item} for you.",
      "You can have {item} at once.",
      "We will find {item} for room {room}.",
    ],
    step: [
      "I will bring {item} to room {room} in ten minutes.",
      "My colleague will be at room {room} with {item} before {hour}.",
      "Please call me again if you need anything else for room {room}.",
    ],
    sorry: null,
  },
  {
    id: "taxi",
    tied: {
      slots: ["goal"],
      rows: [
        ["airport"],
        ["station"],
        ["beach"],
        ["museum"],
        ["hospital"],
        ["old town"],
        ["market"],
      ],
    },
    ask: [
      "We need a taxi to the {goal} on {day} at {hour}. Can you help?",
      "How do we get to the {goal} on {day}? We must be there at {hour}.",
    ],
    answer: [
      "A taxi to the {goal} takes twenty minutes.",
      "The {goal} is not far.",
      "There is also a bus to the {goal}.",
    ],
    step: [
      "I have ordered a taxi to the {goal} for {day} at {hour}.",
      "Please be at the front door ten minutes before {hour}.",
      "Take the bus in front of the bakery and get off at the {goal}.",
    ],
    sorry: null,
  },
  {
    id: "book",
    tied: {
      slots: ["topic"],
      rows: [
        ["birds"],
        ["Korean food"],
        ["old trains"],
        ["the sea"],
        ["chess"],
        ["gardens"],
        ["famous bridges"],
      ],
    },
    ask: [
      "Can I keep the book about {topic} until {day}?",
      "I have not finished the book about {topic}. Could I bring it back on {day}?",
    ],
    answer: [
      "You can keep the book about {topic}.",
      "Another reader is waiting for the book about {topic}.",
      "Nobody else has asked for the book about {topic}.",
    ],
    step: [
      "I have written down {day} as the new date.",
      "Please bring the book back by {day} at {hour}.",
      "I will keep a second book about {topic} here for you.",
    ],
    sorry: null,
  },
  {
    id: "doctor",
    tied: {
      slots: ["pain"],
      rows: [["tooth"], ["back"], ["knee"], ["hand"], ["foot"], ["head"], ["ear"]],
    },
    ask: [
      "My {pain} hurts. Do you have time for me on {day}?",
      "Since {day2} my {pain} has hurt. Can I come on {day} at {hour}?",
    ],
    answer: [
      "The doctor can look at your {pain} on {day}.",
      "We have time for you on {day}.",
      "A {pain} that hurts should not wait.",
    ],
    step: [
      "Please come on {day} at {hour} and bring your card.",
      "I have put your name down for {day} at {hour}.",
      "If the {pain} gets worse before {day}, call me at once.",
    ],
    sorry: "your {pain}",
  },
  {
    id: "place",
    tied: {
      slots: ["subject"],
      rows: [
        ["guitar"],
        ["cooking"],
        ["swimming"],
        ["painting"],
        ["Spanish"],
        ["dance"],
        ["chess"],
      ],
    },
    ask: [
      "Is there still a place in the {subject} class on {day}?",
      "I would like to learn {subject}. Can I try the class on {day}?",
    ],
    answer: [
      "There are {number} places left in the {subject} class.",
      "Yes, you can try the {subject} class.",
      "The {subject} class is full, but there is a second one.",
    ],
    step: [
      "Come on {day} at {hour}, and the first evening is free.",
      "I have put your name on the list for {subject}.",
      "Please wear warm clothes and be there at {hour}.",
      "I will call you when a place is free.",
    ],
    sorry: null,
  },
  {
    id: "found",
    tied: {
      slots: ["thing", "line"],
      rows: [
        ["umbrella", "night bus"],
        ["scarf", "train to the beach"],
        ["phone", "bus to the school"],
        ["wallet", "ferry"],
        ["bag", "train to the airport"],
        ["notebook", "bus to the market"],
      ],
    },
    ask: [
      "I left a {color} {thing} on the {line} on {day}. Has anyone found it?",
      "Did someone find a {color} {thing}? I lost it on the {line}.",
    ],
    answer: [
      "A {color} {thing} was found on the {line}.",
      "We have {number} {color} things here, and one is a {thing}.",
      "Nobody has brought us a {color} {thing} so far.",
    ],
    step: [
      "I will ask the driver of the {line} tonight.",
      "You can pick up the {thing} at the station until {hour}.",
      "Please tell me your number, and I will call you when the {thing} is here.",
      "Come by on {day} and look for the {thing} yourself.",
    ],
    sorry: "the lost {thing}",
  },
];
