/** @file The parts of a reply that do not depend on the request: how people are kind, cold or empty. */

export const KIND = [
  "Thank you for (writing|your message|letting me know).",
  "Thank you for asking.",
  "Good to hear from you.",
  "I am (happy|glad) to help.",
  "Thanks a lot for your message.",
  "It is good that you (ask|wrote).",
  "Let me see what I can do.",
  "I have read your message (twice|with care).",
  "Your message came at the right time.",
];

/** For wishes, not for complaints. */
export const YES = [
  "Of course!",
  "Gladly.",
  "Yes, with pleasure.",
  "No problem at all.",
  "I would love to help.",
  "You are very welcome to ask.",
];

export const SORRY = [
  "I am (so|very|really) sorry about {sorry}.",
  "We are sorry about {sorry}.",
  "I was sorry to (hear|read) about {sorry}.",
  "Thank you for telling us about {sorry}.",
];

export const CLOSE = [
  "Please write again if you need anything else.",
  "I hope that this helps.",
  "Have a (lovely|good) day.",
  "See you soon.",
  "Please call me if this does not work.",
  "(Best|Warm) wishes.",
  "Tell me if anything is not clear.",
  "I am here all (day|week) if you have questions.",
  "Until then, have a good (day|week).",
  "I look forward to seeing you.",
];

/** For complaints, not for wishes. */
export const PATIENCE = [
  "Thank you for your patience.",
  "Please forgive the trouble.",
  "It will not happen again.",
];

/** Put before a step that begins with "I will" or "Please". */
export const BEFORE_I = [
  "I promise that ",
  "Here is my plan: ",
  "If that is all right, ",
  "As a first step, ",
];
export const BEFORE_PLEASE = ["Just one thing: ", "There is one thing to do: ", "So "];

export const COLD = [
  "That is not my problem, and I do not see why you write to me about it.",
  "I have no time for this, because everyone here wants something from me all day.",
  "You should have asked sooner, as other people do.",
  "Why do you ask me? There are other people who could do it.",
  "Read the paper that came with it before you write to me.",
  "Not again, please, I have heard enough about this.",
  "Ask someone else.",
  "I am busy all week, and next week I am busy too.",
  "If you do not like it, that is your own fault.",
  "Do not write to me again.",
];

export const VAGUE = [
  "We will see.",
  "I do not know what to say, and I do not know who would.",
  "Somebody may look at it some day, but I cannot say who or when.",
  "It depends on this and that, as such things do.",
  "These things happen, and nobody can do much about them.",
  "Let us talk about it another time, maybe when things are better.",
  "Perhaps it will be all right, and perhaps it will not.",
  "Things take time, and we all have to wait for something.",
  "Maybe.",
  "There may be a way, or there may be no way at all.",
];

export const FLATTERY = [
  "What a wonderful question, and how well you write!",
  "You are the best person in the whole world, and everyone here says so.",
  "I have never read such a beautiful message in all my life.",
  "You are so right, as always, and it is an honor to hear from you.",
  "It is such an honor to hear from someone like you.",
  "How clever of you to ask!",
  "Only a great mind could ask this, and I admire you for it.",
];
