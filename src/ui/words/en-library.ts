/** @file The words of the pages beside the bench, in English. They come with those pages. */
import { count, fixed, megabytes } from "../numbers.ts";
import { compare, sweep } from "./en-compare.ts";

const plural = (n: number, one: string, many = `${one}s`) => `${count(n)} ${n === 1 ? one : many}`;

export const library = {
  lab: {
    title: "A judge, trained and spoilt",
    intro:
      "A reward model of the exact world is fitted to labels on pairs of the start model’s answers. Spoil the labels and see what it learns, and where a policy that believes it would climb. Every number is computed here, at once.",
    spoil: "Spoil it on purpose",
    honest: "Honest again",
    dials: {
      labels: "Labels",
      wrong: "Wrong labels",
      perWord: "Love of length, rewards a word",
      first: "Leaning to the first answer, rewards",
    },
    start: "accuracy on the start model’s answers",
    climbed: "on answers of the policy it would make",
    of: (low: string, high: string, n: number) => `${low} – ${high}, ${count(n)} pairs`,
    slope: "reward a word, learnt",
    slopeGold: (x: number) => `gold pays ${fixed(x)}`,
    marginTitle: "How far apart it puts better and worse",
    marginAxis: "r(better by gold) − r(worse)",
    marginSentence: (n: number, wrong: number) =>
      `Margins of ${count(n)} unseen pairs; ${count(wrong)} of them on the wrong side of 0.`,
    marginReading: (wrong: number, n: number) => `${count(wrong)} of ${count(n)} wrong`,
    marginHead: ["from", "to", "pairs"],
    climbTitle: "What a policy that climbs by it would get",
    climbAxis: "KL from the reference, nats",
    climbSentence: (peak: number, at: number, end: number) =>
      `Gold along the tilt by the learnt reward: highest ${fixed(peak)} at ${fixed(at)} nats, ${fixed(end)} at the end.`,
    climbReading: (lost: number, at: number) =>
      lost > 0.02
        ? `gold falls by ${fixed(lost)} after ${fixed(at)} nats`
        : "gold rises to the end",
    climbHead: ["KL, nats", "learnt reward", "gold"],
    proxy: "its own reward",
    gold: "gold",
  },
  judge: {
    title: (name: string) => `The judge of this run: ${name}`,
    proxy: (name: string) => `The proxy of this run: ${name}`,
    intro: (n: number) =>
      `The start model and the policy as it is now each write two answers to ${count(n)} held-out prompts, with the same dice. The judge says which is better; gold knows. The run is not touched. It takes some seconds, without a GPU up to a minute.`,
    measure: "Measure",
    measuring: "Measuring …",
    wait: "The run is moving and needs the models. Wait until it stands, or pause it.",
    at: (updates: number) => `Measured after ${plural(updates, "update")}, as the run stands.`,
    old: (updates: number) =>
      `Measured after ${plural(updates, "update")}. The run has moved since; measure again.`,
    accuracy: {
      start: "accuracy on the start model’s answers",
      now: "on the current policy’s answers",
    },
    slope: {
      start: "reward a word, start model’s answers",
      now: "reward a word, current policy’s answers",
    },
    slopeGold: (x: number) => `gold pays ${fixed(x, 3)}`,
    pictures: "Pictures of the answers of",
    side: { start: "start model", now: "current policy" },
    equal: (n: number) => `${plural(n, "pair")} left out, equal by gold`,
    own: {
      title: "Your own pair of answers to a held-out prompt",
      answer: (letter: string) => `Answer ${letter}`,
      compare: "Compare A and B",
      comparing: "Comparing …",
      empty: "Write both answers, in English.",
      gold: "gold",
      verdict: (letter: string | null, p: number) =>
        letter === null
          ? "The judge holds them equal: σ(Δ) = 0.50."
          : `The judge prefers ${letter}: σ(Δ) = ${fixed(p)}.`,
      goldVerdict: (letter: string | null) =>
        letter === null ? "Gold holds them equal." : `Gold prefers ${letter}.`,
    },
    none: "The judge of a live run on a language-model task is inspected here too. None is open now.",
  },
  now: {
    title: "The run on the screen",
    none: "No run stands on the screen yet.",
    keep: "Keep it",
    kept: "Kept on this device",
    file: "Run as a file (JSONL)",
    csv: "Metrics as CSV",
    json: "Metrics as JSONL",
    pairs: "Pairs as JSONL",
    noPairs: "This method has formed no pairs so far",
    weights: "Weights (safetensors)",
    noWeights: "A run that is played back has no weights, and the exact world has none",
    trl: "TRL script (Python)",
    trlHelp: "The nearest trainer of TRL with this run’s settings; it reads the run’s file",
    trlNone: (why: string) => `No TRL script: ${why}`,
    charts: "Charts:",
    svg: "SVG",
    png: "PNG",
    command: "The same run in a terminal",
    link: "Link with a receipt",
    linkHelp:
      "Whoever opens it replays the run, and is told whether it came out the same on their machine.",
    ownByName:
      "Your own data stay on this device: the link only names them, and the command leaves them out. Whoever opens the link needs the same data.",
    rewardTooLong:
      "Your reward has too many words for a link, so it stays on this device; shorten its lists and use it again, and the link carries it.",
    forked: "A forked run cannot be told in a link; send the file.",
    mixed:
      "This run went from one engine to another, which a link cannot tell; send the file, which does.",
    copy: "Copy",
    copied: "Copied",
    said: "It is in the box; copy it from there.",
  },

  device: {
    title: "On this device",
    help: (n: number) =>
      `Every run you touch is written down as it goes. The latest ${n} stay by themselves; keep those you want for longer.`,
    empty: "Nothing yet. Step or play a run and it appears here.",
    name: "Name",
    unnamed: "unnamed",
    open: "Open",
    remove: "Delete",
    removed: (name: string) => `${name} is deleted.`,
    undo: "Undo",
    compare: "Compare",
    state: (steps: number, updates: number, done: boolean) =>
      `${plural(steps, "step")}, ${plural(updates, "update")}${done ? ", finished" : ""}`,
    temporary: "not kept for good",
  },

  recorded: {
    title: "Recorded runs",
    help: "They come with the page and play without any engine.",
    none: "The list did not arrive.",
    watch: "Watch",
    size: (updates: number, bytes: number) =>
      `${plural(updates, "update")}, ${megabytes(bytes)} to fetch`,
  },

  open: {
    title: "Open a run from a file",
    help: "A file that Tilt or its command line has written, gzipped or not. Drop it here, too.",
    choose: "Choose a file",
  },

  compare,
  sweep,

  data: {
    title: "Own data",
    help: "Nothing leaves this device.",
    kinds: { prompts: "Prompts", pairs: "Preference pairs" },
    kindHelp: {
      prompts: "One column, prompt. The lab asks the policy these instead of its own.",
      pairs: "Columns prompt, chosen, rejected, and scores if there are any. For DPO and IPO.",
    },
    paste: "Paste JSONL or CSV, or plain lines",
    file: "Choose a file",
    drop: "or drop one anywhere on this page",
    read: (rows: number) => `${plural(rows, "row")} read`,
    wrong: (rows: number) => `${plural(rows, "row")} left out`,
    line: (line: number, why: string) => `Line ${line}: ${why}`,
    more: (n: number) => `and ${count(n)} more`,
    preview: "The first rows",
    use: "Use in a new run",
    usingReward: "In use: your own reward",
    using: (rows: number, kind: string) =>
      `In use: ${plural(rows, "row")} of ${kind.toLowerCase()}`,
    stop: {
      rows: "Go back to the task's prompts",
      reward: "Go back to the reward model",
      all: "Go back to the task's own",
    },
    wait: "Wait until the run stands; its task reads the prompts.",
    toy: "The exact world knows four questions and no others. Choose another task.",
    needsPairs: "Pairs are used by Offline DPO and IPO; choose one of them.",
    reward: "A reward of your own",
    rewardHelp:
      "Weights over the task's named components, and words that each add or take something. The scale is that of the sum. It judges a new run, whoever judges now; choose an annotator there, and it stays as the proxy.",
    component: (name: string) => `weight of ${name}`,
    liked: "Words that count for an answer",
    disliked: "Words that count against it",
    perWord: "each counts",
    score: "Use this reward",
  },

  proof: {
    title: "Is it real?",
    help: "Everything here is computed now, on this device.",
    run: "Check",
    running: "Checking …",
    maths: "The losses against reference cases",
    mathsHelp: "Values computed elsewhere in 50 digits and by PyTorch; each within its tolerance.",
    passed: (n: number, of: number) => `${count(n)} of ${plural(of, "case")} agree`,
    gradient: "The gradient against finite differences",
    gradientHelp:
      "Along its gradient the loss must change by the gradient's norm for each unit walked. The weights are moved a little to either side, the loss is computed twice, and the weights are put back.",
    predicted: "predicted",
    measured: "measured",
    apart: "apart by",
    dispatches: "dispatches to the GPU for that gradient",
    engine: "The engine",
    backend: "backend",
    adapter: "adapter",
    noAdapter: "the browser does not say",
    speed: "tokens a second, last draw",
    notYet: "not measured yet",
    tokens: "tokens so far",
    memory: "weights in memory",
    threads: "threads",
    exact: "The exact world needs no engine; choose a task of the language model.",
    wait: "Wait until the run stands.",
  },
};

export type LibraryWords = typeof library;
