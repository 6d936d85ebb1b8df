/** @file What people ask for: requests to a shop, a neighbor or a colleague, and what one can do. */

/** One kind of request. `{he}` and the like do not occur: requests are in the first person. */
export type Request = {
  readonly id: string;
  /** Drawn together: a thing and what goes with it. The first slot is the heart of the request. */
  readonly tied: {
    readonly slots: readonly string[];
    readonly rows: readonly (readonly string[])[];
  };
  readonly ask: readonly string[];
  /** Direct answers to the request. */
  readonly answer: readonly string[];
  /** Concrete next steps. */
  readonly step: readonly string[];
  /** What one is sorry about or glad of; fits after "I am sorry about" or "Thank you for". */
  readonly sorry: string | null;
};

export const SHOP: readonly Request[] = [
  {
    id: "part",
    tied: {
      slots: ["piece", "object"],
      rows: [
        ["lid", "kettle"],
        ["cable", "lamp"],
        ["seat", "bicycle"],
        ["battery", "radio"],
        ["handle", "suitcase"],
        ["key", "cupboard"],
        ["strap", "bag"],
        ["left shoe", "order"],
      ],
    },
    ask: [
      "My {object} came without the {piece}. Can you send it before {day}?",
      "I opened the box, and the {piece} of my {object} is not there. I need it on {day}.",
    ],
    answer: [
      "The {piece} should have been in the box.",
      "Of course you will get the {piece}.",
      "We have found the {piece} of your {object} here.",
    ],
    step: [
      "I will send the {piece} today, and it will reach you before {day}.",
      "The {piece} goes out tomorrow morning, so you will have it by {day}.",
      "Please send me your address, and I will post the {piece} this afternoon.",
      "You can also pick up the {piece} at the shop after {hour}.",
    ],
    sorry: "the missing {piece}",
  },
  {
    id: "late",
    tied: {
      slots: ["object"],
      rows: [
        ["kettle"],
        ["lamp"],
        ["tent"],
        ["desk"],
        ["coat"],
        ["teapot"],
        ["radio"],
        ["blanket"],
      ],
    },
    ask: [
      "I ordered a {object} {number} weeks ago, and it has not arrived. Where is it?",
      "Where is my {object}? I paid {number} weeks ago, and I need it by {day}.",
    ],
    answer: [
      "Your {object} is still on its way.",
      "The {object} left our shop on {day}.",
      "Your {object} is in a truck near the city.",
    ],
    step: [
      "I will call the driver today and write to you before {hour}.",
      "If the {object} is not there by {day}, I will send you another one.",
      "It will be at your door on {day} before {hour}.",
      "If you cannot wait, I will send your money back today.",
    ],
    sorry: "the late {object}",
  },
  {
    id: "refund",
    tied: {
      slots: ["object", "fault"],
      rows: [
        ["lamp", "gets too hot"],
        ["chair", "has a loose leg"],
        ["phone", "does not charge"],
        ["teapot", "has a crack"],
        ["clock", "runs backward"],
        ["jacket", "has a hole"],
        ["fan", "is far too loud"],
      ],
    },
    ask: [
      "The {object} that I bought on {day} {fault}. Can I have my money back?",
      "My new {object} {fault}. I want to return it on {day}.",
    ],
    answer: [
      "You will get your money back.",
      "A new {object} that {fault} is not good enough.",
      "Yes, you can return the {object}.",
    ],
    step: [
      "Please bring the {object} to the shop on {day}, and I will give you the money.",
      "Send the {object} back, and you will have your money in {number} days.",
      "I can also send you another {object} today, if you like.",
      "I will send a driver for the {object} on {day} at {hour}.",
    ],
    sorry: "the {object}",
  },
  {
    id: "size",
    tied: {
      slots: ["wear", "size"],
      rows: [
        ["sweater", "small"],
        ["coat", "large"],
        ["jacket", "small"],
        ["raincoat", "long"],
        ["shirt", "tight"],
        ["dress", "long"],
        ["hat", "large"],
      ],
    },
    ask: [
      "The {wear} is too {size} for me. Can I change it on {day}?",
      "I bought a {wear} last week, and it is too {size}. What can I do?",
    ],
    answer: [
      "Yes, you can change the {wear}.",
      "We have the same {wear} in every size.",
      "Many people say that this {wear} is too {size}.",
    ],
    step: [
      "I have put another {wear} aside for you until {day}.",
      "Come to the shop on {day}, and we will find a {wear} that fits.",
      "Please tell me your size, and I will send the right {wear} today.",
      "Put the {wear} back in the box, and we will fetch it on {day}.",
    ],
    sorry: "the {wear}",
  },
  {
    id: "open",
    tied: {
      slots: ["shop"],
      rows: [["bakery"], ["library"], ["museum"], ["flower shop"], ["café"], ["office"]],
    },
    ask: [
      "Is the {shop} open on {day} after {hour}?",
      "Can I visit the {shop} on {day}? I cannot come before {hour}.",
    ],
    answer: [
      "Yes, the {shop} is open on {day}.",
      "The {shop} closes early on {day}.",
      "On {day} the {shop} is open until ten.",
    ],
    step: [
      "If you come after {hour}, please ring the bell at the side door.",
      "I will wait for you at the {shop} until {hour}.",
      "Please call us on {day} before noon, and we will keep the door open.",
    ],
    sorry: null,
  },
  {
    id: "table",
    tied: {
      slots: ["spot"],
      rows: [
        ["by the window"],
        ["in the garden"],
        ["near the door"],
        ["in a quiet corner"],
        ["in the sun"],
      ],
    },
    ask: [
      "Could we have a table for {number} on {day} at {hour}?",
      "We are {number} people and would like to eat {spot} on {day}. Is there a table?",
    ],
    answer: [
      "Yes, there is a table for {number} on {day}.",
      "We have one table left {spot}.",
      "On {day} we still have room for {number}.",
    ],
    step: [
      "I have put your name on a table {spot} for {day} at {hour}.",
      "Please call us if you are more than {number} people.",
      "I will keep the table {spot} until {hour}.",
    ],
    sorry: null,
  },
  {
    id: "food",
    tied: {
      slots: ["food", "dish"],
      rows: [
        ["milk", "soup"],
        ["eggs", "apple cake"],
        ["nuts", "cake"],
        ["fish", "salad"],
        ["meat", "vegetable soup"],
        ["butter", "fruitcake"],
      ],
    },
    ask: [
      "My son cannot eat {food}. Is there something for him on {day}?",
      "We are coming for dinner on {day}, and I must not eat {food}. What do you suggest?",
    ],
    answer: [
      "Our {dish} has no {food} in it.",
      "Yes, we can cook without {food}.",
      "The {dish} is made without {food}.",
    ],
    step: [
      "I will tell the kitchen about the {food} before {day}.",
      "Please ask for me on {day}, and I will show you all dishes without {food}.",
      "I will keep a {dish} for you until {hour}.",
    ],
    sorry: null,
  },
  {
    id: "repair",
    tied: {
      slots: ["object", "trouble"],
      rows: [
        ["bicycle", "the brakes"],
        ["watch", "the strap"],
        ["camera", "the screen"],
        ["laptop", "the battery"],
        ["suitcase", "the wheels"],
        ["heater", "the switch"],
      ],
    },
    ask: [
      "How long does it take to repair {trouble} of my {object}? I need it on {day}.",
      "Can you look at {trouble} of my {object} before {day}?",
    ],
    answer: [
      "It takes two days to repair {trouble}.",
      "We can repair {trouble} of your {object}.",
      "The new part for the {object} is already here.",
    ],
    step: [
      "Bring the {object} before {hour}, and it will be ready on {day}.",
      "I will start with {trouble} today and call you when it is done.",
      "You can pick up the {object} on {day} after {hour}.",
    ],
    sorry: "{trouble}",
  },
];
