/**
 * @file The stage's sentence, by rule from a step's figures. A sentence that claims a finding
 * appears only when the figures carry it.
 */
import { count, distance, fixed, percent } from "../numbers.ts";
import type { Reading } from "../reading.ts";
import { model } from "./en-judging.ts";
import { The } from "./en-who.ts";

type Of<K extends Reading["kind"]> = Extract<Reading, { kind: K }>;

const SMALL = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];
const word = (n: number) => SMALL[n] ?? count(n);
const upper = (s: string) => s.charAt(0).toUpperCase() + s.slice(1);
const some = (n: number, one: string, many = `${one}s`) => `${word(n)} ${n === 1 ? one : many}`;

function fit({ seen, total, accuracy }: Of<"fit">): string {
  const progress =
    seen >= total
      ? `The reward model has read all ${count(total)} labelled pairs`
      : `The reward model has read ${count(seen)} of ${count(total)} labelled pairs`;
  return accuracy === null
    ? `${progress}.`
    : `${progress} and orders ${percent(accuracy)} of unseen ones rightly.`;
}

function sample({ prompts, answers, unfinished, given }: Of<"sample">): string {
  if (given) return `Your own data hold ${some(answers, "answer")} to ${some(prompts, "prompt")}.`;
  const wrote = `The policy wrote ${some(answers, "answer")} to ${some(prompts, "prompt")}`;
  if (unfinished === 0) return `${wrote}.`;
  if (unfinished === answers) return `${wrote}, and all of them ran into the length limit.`;
  return `${wrote}; ${word(unfinished)} ran into the length limit.`;
}

function score({ answers, low, high, by }: Of<"score">): string {
  const head = `${The(by)} read ${some(answers, "answer")}`;
  if (low < high) return `${head}: from ${fixed(low, 1)} to ${fixed(high, 1)}.`;
  if (answers === 0) return `${head}.`;
  return answers === 1
    ? `${head} and gave it ${fixed(low, 1)}.`
    : `${head} and gave each ${fixed(low, 1)}: none is better than another.`;
}

function select({ kept, gain }: Of<"select">): string {
  const best =
    kept === 1
      ? "The best answer is kept"
      : `The best answer to each of ${word(kept)} prompts is kept`;
  return `${best}, ${fixed(gain, 1)} above the average draw.`;
}

function accept({
  prompts,
  candidates,
  kept,
  passes,
  gain,
  beta,
  rule,
  beyond,
}: Of<"accept">): string {
  const head = `${upper(word(kept))} of ${count(candidates)} answers are kept`;
  if (kept === candidates) return `There were no more than enough, so all ${count(kept)} are kept.`;
  if (beta === null) {
    return rule === "gumbel"
      ? `${head}, drawn at random.`
      : `${head}: the first to each of ${some(prompts, "prompt")}, whatever their reward.`;
  }
  const better = `${fixed(Math.abs(gain), 1)} ${gain < 0 ? "below" : "above"} the average draw`;
  if (beta === 0) return `${head}: the best, ${better}.`;
  if (beyond > 0.5) return `${head}, ${better}; the tilt asks for more than these draws can show.`;
  return rule === "gumbel"
    ? `${head} in one pass, ${better}.`
    : `${head} after ${fixed(passes, 1)} passes a prompt, ${better}.`;
}

function filter({ kept, pool, number, thresholds, gain }: Of<"filter">): string {
  const place = thresholds > 1 ? `Threshold ${number} of ${thresholds}` : "The threshold";
  if (kept === 0) return `${place} keeps none of ${count(pool)} answers: this step is passed over.`;
  if (kept === pool) return `${place} keeps all ${count(pool)} answers.`;
  return `${place} keeps ${word(kept)} of ${count(pool)} answers, ${fixed(gain, 1)} above their average.`;
}

function rollout({ answers, up, kl, target }: Of<"rollout">): string {
  const head = `${upper(word(up))} of ${some(answers, "answer")} did better than expected`;
  const far = `${distance(kl)} nats from the reference`;
  if (target === null) return `${head}; they are ${far}.`;
  return `${head}; they are ${far}, where ${fixed(target, 1)} are wanted.`;
}

function label({ labels, sure, open, by, place }: Of<"label">): string {
  const head = `${The(by)} compared ${some(labels, "pair")}`;
  if (place) return `${head} and took the ${place} answer every time.`;
  if (labels === 0) return `${head}.`;
  if (sure === labels) return `${head} and was sure each time.`;
  if (open === labels) return `${head} and could hardly tell any of them apart.`;
  if (open > labels / 2) return `${head} and could hardly tell ${word(open)} of them apart.`;
  return sure === 0 ? `${head} and was sure of none.` : `${head} and was sure of ${word(sure)}.`;
}

function prompts({ accepted, attempts, own }: Of<"prompts">): string {
  if (attempts === 0) return `${upper(some(own, "prompt"))} of the task’s own.`;
  if (accepted === 0)
    return `Nothing the start model wrote can be used as a prompt, so all ${word(own)} are the task’s own.`;
  const head = `The start model wrote ${some(accepted, "new prompt")} in ${some(attempts, "attempt")}`;
  return own === 0
    ? `${head}.`
    : `${head}; ${word(own)} of the task’s own ${own === 1 ? "makes" : "make"} up the number.`;
}

function judge({ answers, failures, most, level, of }: Of<"judge">): string {
  if (failures === 1) return "The judge gave no grade that can be read: nothing to learn from.";
  const head = `The judge graded ${some(answers, "answer")} of the policy`;
  if (level === of) return `${head}, and told none of a prompt’s answers apart.`;
  if (most.share > 0.5) return `${head}; ${percent(most.share)} of its grades are ${most.grade}.`;
  if (level > 0)
    return `${head}; ${some(level, "prompt")} of ${word(of)} got one score throughout.`;
  return `${head}.`;
}

function exam({ t, rate, low, high, pairs }: Of<"exam">): string {
  if (pairs === 0) return `As a judge, ${model(t)} gave no two grades that can be compared.`;
  const head = `As a judge, ${model(t)} puts ${percent(rate)} of held-out pairs in gold’s order`;
  if (low <= 0.5 && high >= 0.5) return `${head}: no more than a coin, as far as they can tell.`;
  return high < 0.5 ? `${head}: worse than a coin, its ties counted as wrong.` : `${head}.`;
}

function pair({ pairs, ties }: Of<"pair">): string {
  if (pairs === 0) return "No pair comes of these answers: there was nothing to put in order.";
  const head = `${upper(some(pairs, "pair"))} in order, the preferred answer first`;
  return ties === 0 ? `${head}.` : `${head}; ${some(ties, "tie")} left out.`;
}

function update({ moved, loss, items, update: n }: Of<"update">): string {
  if (moved === null)
    return `Update ${count(n)}: a loss of ${fixed(loss, 3)} over ${some(items, "item")}.`;
  if ("kept" in moved) return `The step made the kept answer ${likelier(moved.kept)}.`;
  if ("drawn" in moved) return `The step made the first answer ${likelier(moved.drawn)}.`;
  const { chosen, rejected } = moved;
  if (chosen - rejected < 0) {
    return "The batch pulled the other way: this pair’s gap shrank.";
  }
  if (chosen >= 0 && rejected < 0) {
    if (-rejected > 1.5 * chosen) return "The step pushed down harder than it pulled up.";
    if (chosen > -1.5 * rejected) return "The step pulled up harder than it pushed down.";
    return "The step pulled the chosen answer up and pushed the rejected one down.";
  }
  return chosen < 0
    ? "Both answers became less likely, the rejected one more so."
    : "Both answers became likelier, the chosen one more so.";
}

function likelier(nats: number): string {
  const size = fixed(Math.abs(nats), Math.abs(nats) < 0.1 ? 3 : 2);
  return nats >= 0 ? `likelier, by ${size} nats` : `less likely, by ${size} nats`;
}

function evaluate({ first, gold, proxy, fromPeak, kl, prompts }: Of<"evaluate">): string {
  if (first) return "Before any training: the line that everything after is measured against.";
  const moved = `at ${distance(kl)} nats from the reference`;
  if (fromPeak.clear && fromPeak.by < 0 && proxy.clear && proxy.by > 0) {
    return `The proxy is up, but gold has fallen ${fixed(-fromPeak.by)} from its best: over-optimization.`;
  }
  if (!gold.clear) return `No change in gold that ${count(prompts)} prompts can tell, ${moved}.`;
  return gold.by > 0
    ? `Gold is up ${fixed(gold.by)} since the start, ${moved}.`
    : `Gold is down ${fixed(-gold.by)} since the start, ${moved}.`;
}

/** One full sentence for what just happened. */
function sentence(reading: Reading): string {
  switch (reading.kind) {
    case "fit":
      return fit(reading);
    case "round":
      return reading.round === reading.rounds && reading.rounds > 1
        ? `The last of ${word(reading.rounds)} rounds begins.`
        : `Round ${reading.round} of ${reading.rounds} begins.`;
    case "sample":
      return sample(reading);
    case "score":
      return score(reading);
    case "select":
      return select(reading);
    case "accept":
      return accept(reading);
    case "demonstrate":
      return `${The(reading.by)} gave ${some(reading.examples, "answer")} as examples.`;
    case "filter":
      return filter(reading);
    case "prompts":
      return prompts(reading);
    case "judge":
      return judge(reading);
    case "exam":
      return exam(reading);
    case "rollout":
      return rollout(reading);
    case "label":
      return label(reading);
    case "pair":
      return pair(reading);
    case "update":
      return update(reading);
    case "evaluate":
      return evaluate(reading);
  }
}

export const sentences = { sentence };
