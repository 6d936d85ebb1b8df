/** @file The sentences of a review: openings, support and last words, praising, mixed or blaming. */

/**
 * Frames by where they fit: everywhere, things only, places only, parts that wear with time only.
 * A leading ~ marks a sentence that cannot come first.
 */
export type Frames = {
  readonly any: readonly string[];
  readonly thing: readonly string[];
  readonly place: readonly string[];
  readonly lasting: readonly string[];
  /** Parts that one can count: "What a solid handle!" */
  readonly countable: readonly string[];
};

export const OPEN_GOOD: Frames = {
  any: [
    "The {part} {good}, and [it|they] {good2}.",
    "The {part} {good}(| and {good2}).",
    "What I like (most|best) is the {part}: [it|they] {good}.",
    "I was (worried|not sure) about the {part}, but [it|they] {good}.",
    "The {part} [is|are] {nice} and {nice2}(, and I mean it|, just as {who} said|).",
    "Full marks for the {part}: [it|they] {good}(, and [it|they] {good2}|).",
    "Nobody told me how {nice} the {part} would be.",
    "I did not expect much, but the {part} {good}.",
    "(I love|We love|I really like|I am very happy with) the {part}: [it|they] {good}.",
    "Five stars for the {part}, which {good}(| and {good2}).",
    "If you care about the {part}, <this is|these are> for you: [it|they] {good}.",
    "The {part} {good}, which is more than I (hoped for|can say of my car).",
    "It is the {part} that I like so much: [it|they] {good}.",
  ],
  thing: [
    "I bought <this {thing}|these {thing}> for {who}, and {she} loves the {part}.",
    "My old {thing} <was|were> fine, but the {part} {on} <this one|these> {good}.",
    "<This is my (second|third) {thing}|I have owned many {thing}>, and at last the {part} {good}.",
    "The {part} {on} <this {make} {thing}|these {make} {thing}> {good}.",
    "{Who} gave me <this {thing}|these {thing}>, and I was surprised: the {part} {good}.",
  ],
  place: [
    "We come here (twice a year|every summer|whenever we can), and the {part} {good}.",
    "{Who} told us about this {thing}, and {she} was right: the {part} {good}.",
    "We found this {thing} by chance, and the {part} {good}.",
    "The {part} {on} this {make} {thing} {good}.",
    "A lovely {make} {thing} where the {part} {good}.",
  ],
  lasting: [
    "I have used <it|them> every day for {time}, and the {part} {good}.",
    "After {time}, the {part} {good}.",
    "It has been {time}, and I am still happy with the {part}: [it|they] {good}.",
  ],
  countable: [
    "What [a|] {nice} {part}! [It|They] {good}.",
    "Such [a|] {nice} {part}, and [it|they] {good}.",
  ],
};

export const MORE_GOOD: Frames = {
  any: [
    "{goodFact}",
    "{goodFact}",
    "{goodFact}",
    "~(Even better|Best of all|On top of that|Besides), the {part} {good2}.",
    "~Even {who2} likes [it|them].",
    "~What is more, the {part} [is|are] so {nice}.",
  ],
  thing: ["~Even {who2} wants <one|a pair> now.", "~I have not found a single fault."],
  place: ["~(I|We) could not ask for more.", "~Even {who2} was happy."],
  lasting: ["~Nothing has gone wrong so far."],
  countable: [],
};

export const CLOSE_GOOD: Frames = {
  any: [
    "Warmly recommended.",
    "I am so glad that I tried <it|them>.",
    "(I|We) could not be happier.",
  ],
  thing: [
    "I would buy <it|them> again(| tomorrow| without a second thought).",
    "<It was|They were> worth every cent.",
    "I am (very|really) happy with <it|them>.",
    "I have already told {who2} about <it|them>.",
    "Money well spent.",
    "Now (my friends want|everyone at work wants) <one|a pair> too.",
  ],
  place: [
    "We will be back (soon|next summer|in the fall|with friends).",
    "I would go back tomorrow.",
    "We did not want to leave.",
    "Now it is our favorite {thing}.",
    "I have already told {who2} about it.",
  ],
  lasting: [],
  countable: [],
};

export const OPEN_BAD: Frames = {
  any: [
    "The {part} {bad}, and [it|they] {bad2}.",
    "The {part} {bad}(| and {bad2}).",
    "I (wanted|really wanted) to like <this {thing}|these {thing}>, but the {part} {bad}.",
    "(Sadly|Unfortunately), the {part} {bad}(, and [it|they] {bad2}|).",
    "I am (very|so) disappointed with the {part}: [it|they] {bad}.",
    "The {part} [is|are] {poor} and {poor2}(, just as {who} said|, and I mean it|).",
    "Nobody warned me about the {part}: [it|they] {bad}.",
    "The pictures look great, but the {part} {bad}.",
    "One star, because the {part} {bad}(| and {bad2}).",
    "I cannot understand the good reviews, since the {part} {bad}.",
    "If you care about the {part}, stay away: [it|they] {bad}.",
    "It is the {part} that I cannot stand: [it|they] {bad}.",
    "I expected more, because the {part} {bad}.",
  ],
  thing: [
    "I bought <this {thing}|these {thing}> for {who}, and {she} hates the {part}.",
    "I have gone back to my old {thing}, because the {part} {on} <this one|these> {bad}.",
    "The {part} {on} <this {make} {thing}|these {make} {thing}> {bad}.",
    "{Who} has the same {thing}, and {she} agrees that the {part} {bad}.",
  ],
  place: [
    "{Who} told us about this {thing}, but {she} was wrong: the {part} {bad}.",
    "We had read good things about this {thing}, but the {part} {bad}.",
    "The {part} {on} this {make} {thing} {bad}.",
    "It could be a nice {thing}, but the {part} {bad}.",
  ],
  lasting: [
    "I have had <it|them> for {time}, and I am tired of the {part}: [it|they] {bad}.",
    "I gave <it|them> {time}, but the {part} {bad}.",
  ],
  countable: [
    "What [a|] {poor} {part}! [It|They] {bad}.",
    "Such [a|] {poor} {part}, and [it|they] {bad}.",
  ],
};

export const MORE_BAD: Frames = {
  any: [
    "{badFact}",
    "{badFact}",
    "{badFact}",
    "~(Worse|On top of that|Even worse), the {part} {bad2}.",
    "~{Who2} has complained about [it|them] too.",
    "~What is more, the {part} [is|are] so {poor}.",
  ],
  thing: ["~I wrote to the shop(| twice), and nobody answered.", "~{Who2} said the same thing."],
  place: ["~We complained, and nobody listened.", "~Even {who2} was unhappy."],
  lasting: ["~I have tried everything."],
  countable: [],
};

export const CLOSE_BAD: Frames = {
  any: ["Never again.", "What a waste of money.", "(I|We) expected better."],
  thing: [
    "I sent <it|them> back.",
    "I want my money back.",
    "Save your money.",
    "I would not buy <it|them> again.",
    "I would not give <it|them> to my worst enemy.",
    "<It is|They are> back in the box now.",
  ],
  place: [
    "We left early.",
    "We will not be back.",
    "There are better places (down the road|in town|nearby).",
    "We should have stayed at home.",
    "I would not send {who2} there.",
  ],
  lasting: [],
  countable: [],
};

export const OPEN_MIXED: Frames = {
  any: [
    "The {part} {good}, but [it|they] {bad2}.",
    "The {part} {good}. (Still|Even so|Then again), [it|they] {bad2}.",
    "The {part} {bad}, but at least [it|they] {good2}.",
    "I like that the {part} {good}, though [it|they] {bad2}.",
    "The {part} could be better: [it|they] {bad}. On the other hand, [it|they] {good2}.",
    "I am in two minds about the {part}, which {good} but {bad2}.",
    "{Who} likes the {part}, but I think that [it|they] {bad}.",
    "The good news is that the {part} {good}. The bad news is that [it|they] {bad2}.",
    "While the {part} {good}, I must say that [it|they] {bad2}.",
    "Three stars: the {part} {good}, but [it|they] {bad2}.",
    "I wanted to love the {part}, but while [it|they] {good}, [it|they] {bad2}.",
  ],
  thing: [
    "Like my old <one|ones>, <this {thing} has|these have> one problem: the {part} {good} but {bad2}.",
    "{Who} loves <this {thing}|these {thing}>, but I am not so sure: the {part} {bad}.",
  ],
  place: [
    "We liked most of this {thing}, and the {part} {good}, but [it|they] {bad2}.",
    "{Who} loves this {thing}, but I am not so sure: the {part} {bad}.",
  ],
  lasting: ["At first I loved the {part}. Sadly, [it|they] {bad}."],
  countable: [],
};

export const MORE_MIXED: Frames = {
  any: [
    "{badFact}",
    "~{Who2} does not mind, but I do.",
    "~It depends on what you need.",
    "~Maybe I expected too much.",
    "~Still, the {part} [is|are] {nice} enough for me.",
    "~Still, I wish that the {part} [was|were] less {poor}.",
  ],
  thing: [
    "~I hope that the next model is better.",
    "~For half the money I would be happy.",
    "~Some days I love <it|them>, and some days I do not.",
  ],
  place: ["~On another day we might have loved it.", "~For one evening it is all right."],
  lasting: ["~I will see how [it is|they are] next year."],
  countable: [],
};

export const CLOSE_MIXED: Frames = {
  any: ["Not bad, not great.", "Three stars(| from me| for now).", "It could be worse."],
  thing: [
    "<It is|They are> fine for the money.",
    "I might buy <it|them> again in a sale.",
    "I will keep <it|them> for now.",
    "I have seen better, and I have seen worse.",
  ],
  place: [
    "We might come back (one day|in the summer|with {who2}).",
    "It is fine for one night out.",
  ],
  lasting: [],
  countable: [],
};

/** Sentences that say nothing. */
export const VAGUE: Frames = {
  any: ["There is not much to say about <it|them>.", "~What else can I say?", "~That is all."],
  thing: [
    "<It does|They do> what <it|they> should.",
    "<It is a {thing}, after all|They are {thing}, after all>.",
    "I use <it|them> now and then.",
  ],
  place: [
    "It is like any other {thing}.",
    "We were there on a Monday.",
    "We stopped there on the way.",
  ],
  lasting: [],
  countable: [],
};

/** Sentences about something that was not asked for, with a part to praise or to blame. */
export const DRIFT_GOOD: Frames = {
  any: [
    "The {other} {otherGood}.",
    "~The {other} {otherGood} as well.",
    "I care more about the {other}, and here I cannot complain.",
    "(As for|About) the {other}, I cannot complain.",
  ],
  thing: ["~<It|They> came in a big box.", "~{Who2} chose the color."],
  place: ["It was sunny all week.", "We went there by train."],
  lasting: [],
  countable: [],
};

export const DRIFT_BAD: Frames = {
  any: [
    "The {other} {otherBad}.",
    "~The {other} {otherBad} as well.",
    "I care more about the {other}, and here I am not happy.",
    "~And do not ask me about the {other}.",
  ],
  thing: ["~<It|They> came in a big box.", "I bought <it|them> on a rainy Monday."],
  place: ["It rained all week.", "We went there by train."],
  lasting: [],
  countable: [],
};

export const PEOPLE: readonly (readonly [string, string])[] = [
  ["my wife", "she"],
  ["my husband", "he"],
  ["my sister", "she"],
  ["my brother", "he"],
  ["my mother", "she"],
  ["my father", "he"],
  ["my daughter", "she"],
  ["my son", "he"],
  ["our neighbor", "he"],
  ["a friend from work", "she"],
  ["my best friend", "she"],
  ["my boss", "he"],
];
