/** @file The words of the page that compares runs, in English. */
import { count, fixed, percent } from "../numbers.ts";

const plural = (n: number, one: string, many = `${one}s`) => `${count(n)} ${n === 1 ? one : many}`;

export const compare = {
  title: "Compare runs",
  choose: "Choose two runs or more",
  live: "the run on the screen",
  remove: (letter: string) => `Leave out ${letter}`,
  pool: "These runs drew their first candidates from one pool: same task, seed and prompts, so the same answers of the start model.",
  noPool: "These runs did not draw the same first candidates, so chance differs between them, too.",
  differ: "Settings that differ",
  same: "All settings are the same.",
  setting: "setting",

  frontier: "Gold reward against KL",
  equal:
    "Compared at equal KL, not at equal step: equal steps flatter the run that moved furthest.",
  most: (kl: number, letter: string, gold: number) =>
    `At ${fixed(kl)} nats run ${letter} has the most gold: ${fixed(gold)}.`,
  level: (kl: number, gold: number) =>
    `At ${fixed(kl)} nats no run leads: the highest gold, ${fixed(gold)}, is shared.`,
  alone: (kl: number, letter: string, gold: number) =>
    `Only run ${letter} gets to ${fixed(kl)} nats; its gold is ${fixed(gold)} there.`,
  still: "No run has moved from the start model yet.",
  ruler: "KL to compare at",
  nats: (kl: number) => `${fixed(kl)} nats`,
  drag: "Drag the line, or turn the slider. It starts at the largest KL that all runs reach.",
  head: {
    run: "run",
    gold: "gold",
    proxy: "proxy",
    wins: "wins",
    length: "tokens",
    update: "update",
    kl: "KL, nats",
  },
  interval: (low: number, high: number) => `${percent(low)} – ${percent(high)}`,
  notThere: (kl: number) => `does not get there: ${fixed(kl)} nats at most`,
  between:
    "Read off where each run first gets there, on a straight line between the two evaluations around it; intervals (95 %) likewise.",

  sameDice: "The same prompt, the same dice",
  otherDice: "The same prompt; the seeds differ, so the dice do, too",
  nearest: "Answers at the evaluation nearest that KL",
  from: (update: number, kl: number) => `update ${count(update)}, KL ${fixed(kl)}`,
  noPrompt:
    "These runs were evaluated on no prompt in common, so no two answers can be laid side by side.",

  over: "Over the run",
  by: "Count by",
  axes: { updates: "updates", replies: "replies drawn" },
  metric: {
    gold: "Gold reward",
    proxy: "Proxy reward",
    kl: "KL to the reference, nats",
    winRate: "Wins against the start model",
    length: "Length, tokens",
  },
  klAxis: "KL, nats",
  overlay: (metric: string, runs: number) => `${metric} of ${plural(runs, "run")}`,
  smalls: "Each run by itself",
  smallSentence: (letter: string, gold: number, proxy: number, kl: number) =>
    `Run ${letter}: gold ${fixed(gold)} and proxy ${fixed(proxy)} at ${fixed(kl)} nats in the end.`,
  smallReading: (gold: number, proxy: number) => `gold ${fixed(gold)} · proxy ${fixed(proxy)}`,
};

/** Where the browser keeps nothing. */
const UNKEPT = "remembered until the page is left";

export const sweep = {
  title: "One knob, several runs",
  help: "The experiment on the screen is computed once for each value of one knob, with everything else fixed. Each run is kept in the library and laid beside the others here.",
  wait: "Wait until the run stands.",
  person:
    "You would have to answer in each of the runs. Choose another annotator for a sweep of a knob.",
  knob: "Knob",
  from: "from",
  to: "to",
  end: (which: string, knob: string) => `${knob}: ${which}`,
  values: (values: readonly string[]) => values.join(" · "),
  start: (n: number) => `Compute ${plural(n, "run")}`,
  controls: "Built-in controls",
  aside: "The run on the bench goes into the library first.",
  now: (at: number, of: number, value: string) => `Run ${count(at)} of ${count(of)}, ${value}`,
  round: (t: number, of: number) => `round ${count(t)} of ${count(of)}`,
  stop: "Stop",
  goOn: "Go on",
  stopped: (done: number, of: number, kept: boolean) =>
    `Stopped; ${count(done)} of ${plural(of, "run")} ${kept ? "are in the library" : UNKEPT}.`,
  finished: (n: number, kept: boolean) =>
    `${plural(n, "run")} computed and ${kept ? "kept in the library" : UNKEPT}.`,
  before: (kept: boolean) =>
    `The run that was on the bench is ${kept ? "in the library, too" : UNKEPT}.`,
  back: "Back to that run",
  trouble: (value: string, why: string) => `${value} could not be computed: ${why}`,
  broke: "the numbers broke",
  gold: "Gold reward",
  kl: "KL at the end, nats",
  atEnd: "at the end",
  atKl: (kl: number) => `at KL ${fixed(kl)}`,
  goldSentence: (value: string, gold: number) =>
    `Gold at the end by the knob’s value; the most, ${fixed(gold)}, at ${value}.`,
  klSentence: (low: number, high: number) =>
    `KL at the end by the knob’s value, from ${fixed(low)} to ${fixed(high)} nats.`,
  goldHead: (kl: number) => ["value", "gold at the end", `gold at KL ${fixed(kl)}`],
  klHead: ["value", "KL at the end, nats"],
};
