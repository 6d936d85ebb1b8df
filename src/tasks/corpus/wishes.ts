/**
 * @file More ways to say each wish of `INSTRUCTIONS`, for annotators that are to understand a
 * visitor's own words. Some are kept from training, to measure on. `{word}` stands for any word.
 */

export type Wordings = { readonly train: readonly string[]; readonly heldout: readonly string[] };

export const WORDINGS: Readonly<Record<string, Wordings>> = {
  shorter: {
    train: [
      "Shorter is better.",
      "Prefer the shorter answer.",
      "Fewer words are better.",
      "The shorter the better.",
      "Keep it short.",
      "I like short answers.",
      "Choose the short one.",
      "It should be short.",
      "Prefer fewer words.",
    ],
    heldout: ["Choose the shorter one.", "I like it short.", "The fewer words the better."],
  },
  longer: {
    train: [
      "Longer is better.",
      "Prefer the longer answer.",
      "More words are better.",
      "The longer the better.",
      "I like long answers.",
      "Choose the long one.",
      "It should be long.",
      "Prefer more words.",
    ],
    heldout: ["Choose the longer one.", "I like it long.", "The more words the better."],
  },
  positive: {
    train: [
      "More positive is better.",
      "Prefer the happier answer.",
      "It should be positive.",
      "Prefer the answer that is glad.",
      "The happier the better.",
      "Choose the positive one.",
      "I like happy answers.",
    ],
    heldout: ["Prefer the positive answer.", "Choose the happier one.", "It should be happy."],
  },
  negative: {
    train: [
      "More negative is better.",
      "Prefer the sadder answer.",
      "It should be negative.",
      "The sadder the better.",
      "Choose the negative one.",
      "I like complaints.",
    ],
    heldout: ["Prefer the negative answer.", "Choose the sadder one."],
  },
  polite: {
    train: [
      "More polite is better.",
      "Prefer the kinder answer.",
      "It should be polite.",
      "Choose the polite one.",
      "The kinder the better.",
      "Please and thank you are better.",
    ],
    heldout: ["Prefer the polite answer.", "It should be kind."],
  },
  price: {
    train: [
      "It should mention the price.",
      "Prefer the answer that speaks of money.",
      "It should say what it costs.",
      "Choose the one with a price.",
      "Money should be mentioned.",
      "I want to know the price.",
    ],
    heldout: ["Prefer the answer that mentions the price.", "It should speak of money."],
  },
  time: {
    train: [
      "It should say when.",
      "Prefer the answer that names a day.",
      "It should mention the day.",
      "Choose the one with a day.",
      "I want to know when.",
    ],
    heldout: ["Prefer the answer that says when.", "It should name a day."],
  },
  "one-sentence": {
    train: [
      "Fewer sentences are better.",
      "Prefer one sentence.",
      "It should be one sentence.",
      "Choose the one with fewer sentences.",
      "One sentence is better.",
    ],
    heldout: ["Prefer fewer sentences.", "The fewer sentences the better."],
  },
  "on-topic": {
    train: [
      "It should stay on the subject.",
      "Prefer the answer to the question.",
      "Choose the one on the subject.",
      "It should be about the question.",
    ],
    heldout: ["Prefer the answer on the subject.", "It should answer the question."],
  },
  mention: {
    train: [
      "It should mention the word {word}.",
      "Prefer the answer with the word {word}.",
      "Choose the one that says {word}.",
      "It should say {word}.",
    ],
    heldout: ["Prefer the answer that mentions {word}.", "Choose the one with the word {word}."],
  },
  better: {
    train: [
      "Choose the better answer.",
      "Which answer is better?",
      "Prefer the better answer.",
      "Choose the good one.",
      "The better one, please.",
    ],
    heldout: ["Which one is better?", "Choose the best answer."],
  },
};
