/**
 * @file Every word the instrument says, in English. Templates are functions, so that another
 * language can order and inflect as it must; the type of this object is the list of what a
 * translation owes.
 */
import { count, fixed, megabytes, percent } from "../numbers.ts";
import type { Owed } from "./book.ts";
import { showingWords } from "./en-showing.ts";
import { sentences } from "./sentences.en.ts";
import { the } from "./en-who.ts";

const plural = (n: number, one: string, many = `${one}s`) => `${count(n)} ${n === 1 ? one : many}`;

const TITLES: readonly (readonly [string, string])[] = [
  ["update.not-finite", "Numbers broke"],
  ["worker.", "A worker stopped"],
  ["memory.", "Memory"],
  ["gpu.", "The graphics card"],
  ["backend.", "No engine"],
  ["webgpu.", "WebGPU"],
  ["snapshot.", "A copy of the weights"],
  ["reward.", "The reward model"],
  ["checkpoint.missing", "A missing file"],
  ["checkpoint.truncated", "A cut-off file"],
  ["checkpoint.unsupported", "An unusable file"],
  ["checkpoint.", "A damaged file"],
  ["fetch.", "The weights did not arrive"],
  ["prompt.", "Your prompt"],
  ["annotator.", "The annotator"],
  ["human.", "Nobody answered"],
  ["run.", "The run stopped"],
  ["runlog.", "A run from elsewhere"],
  ["keep.", "Runs on this device"],
  ["file.", "A file"],
  ["recording.", "A recorded run"],
];

export const en = {
  language: "en",
  title: "Tilt",
  ...sentences,
  ...showingWords,

  stage: {
    fit: "fit",
    round: "round",
    sample: "sample",
    score: "score",
    select: "select",
    accept: "accept",
    demonstrate: "examples",
    filter: "filter",
    prompts: "prompts",
    judge: "judge",
    exam: "exam",
    rollout: "advantage",
    label: "label",
    pair: "pair",
    update: "update",
    evaluate: "evaluate",
  },
  stageName: (name: string) => `Stage: ${name}`,
  looped: "loop",

  setup: {
    running: "Running",
    on: "on",
    with: "with",
    onEngine: "on",
    seed: "seed",
    annotators: {
      "reward-model": "the reward model",
      gold: "the gold reward",
      "instructed-xs": "an instructed annotator, XS",
      "instructed-s": "an instructed annotator, S",
      "instructed-l": "an instructed annotator, L",
      simulated: "a simulated annotator",
      human: "you",
    },
    annotatorHelp: {
      "reward-model": "A learned judge, as in practice. It can be fooled, and gold shows when.",
      gold: "The programmed truth itself judges. Nothing to exploit.",
      "instructed-xs":
        "A language model told in words what to prefer, the smallest: two layers of S. It errs most.",
      "instructed-s": "The base model, trained further to answer by an instruction.",
      "instructed-l": "The same with more layers, trained longest.",
      simulated: "Simulated: gold, seen through noise and biases of your choice.",
      human: "Each pair waits for you: A or B.",
    },
    /** Who judges where the method leaves no choice. */
    fixed: {
      judge: "the policy as its own judge",
      grader: "the start model, frozen, as grader",
      nobody: "nobody judging",
      beside: "drawn beside",
    },
    annotation: {
      title: "The annotator’s task",
      told: (instruction: string) => `told “${instruction}”`,
      simulated: (noise: string, position: string) => `noise ${noise}, first place ${position}`,
      instruction: "What it is to prefer, in words",
      instructionHelp:
        "It reads these words before every pair. It was trained on English wishes about length, mood, politeness, price, time, sentences, subject and words to mention; what it makes of others is its own affair.",
      simulatedHelp: "Simulated: it knows gold and errs by rule. No model is asked.",
      weak: {
        noise: "Noise T",
        positionBias: "Worth of the first place b",
        lengthBias: "Worth of one more token c",
      },
      weakHelp: {
        noise: "Temperature of its errors: it is right with probability σ(Δ / T).",
        positionBias: "In standard deviations of the reward. Averaging both orders cancels it.",
        lengthBias: "In standard deviations of the reward. No order cancels it.",
      },
      blind: "Components it does not see",
      blindHelp: "Names of the gold reward’s components, commas between; none: it sees all.",
      blindRefused: "These are no names of components.",
      orders: "Each pair is asked",
      ordersKinds: { both: "in both orders, averaged", single: "once, in drawn order" },
      use: "Start a new run",
    },
    proxy: "proxy",
    own: "your own reward",
    ownPrompts: "(your prompts)",
    ownPairs: "(your pairs)",
    source: {
      bundled: "bundled",
      from: (labels: number, noise: number) =>
        `from ${count(labels)} labels${noise > 0 ? `, ${percent(noise, Number.isInteger(Number((100 * noise).toFixed(6))) ? 0 : 1)} wrong` : ""}`,
      kinds: { bundled: "Bundled", trained: "Trained here" },
      kindHelp: {
        bundled: "Comes with the page, trained on pairs that gold has labelled.",
        trained: "Learns before round 0 from pairs that the start model writes and gold labels.",
      },
      labels: "labels",
      noise: "wrong labels",
      effect:
        "Fewer labels: a judge that errs more, and is easier to fool. Wrong labels: this share is turned round before it learns.",
      use: "Start a new run",
    },
    backends: { auto: "The best engine", webgpu: "GPU", wasm: "CPU", cpu: "CPU, plain JavaScript" },
    backendHelp: {
      auto: "WebGPU where there is one, else WebAssembly",
      webgpu: "Your graphics card, through WebGPU",
      wasm: "Your processor, through WebAssembly",
      cpu: "Slow, and never wrong",
    },
    short: (backend: string) =>
      ({ auto: "this device", webgpu: "the GPU", wasm: "the CPU", cpu: "the CPU, plainly" })[
        backend
      ] ?? backend,
    menus: {
      method: "Method",
      task: "Task",
      annotator: "Who labels",
      rewardModel: "Reward model",
      seed: "Seed",
      backend: "Engine",
    },
    seedHelp: "Every die of the run comes from this number. The same seed repeats the run.",
    seedNew: "Another seed",
    use: "Use it",
  },
  tools: {
    share: "Share",
    results: "Results",
    copied: "Link copied",
    copyFailed: "The link is in the address bar",
    theme: (name: "system" | "light" | "dark") => `Theme: ${name}`,
    menu: "Method, knobs and set-up",
    close: "Close",
    keys: "Keys",
    more: "Library",
    pages: "Pages beside the bench",
    places: {
      library: "Library",
      compare: "Compare",
      reward: "Reward model",
      data: "Own data",
      proof: "Is it real?",
    },
    bench: "Back to the run",
    lost: "This page did not arrive. Check the connection and open it again.",
    skip: "Skip to the stage",
  },

  method: {
    column: "Method",
    paper: "paper",
    knobs: "Knobs",
    tick: "tick: value in the paper",
    line: (i: number, n: number) => `line ${i} of ${n} · method and knobs`,
    simplified: "What we simplified",
    reset: "Reset knobs",
    paperValue: (value: string) => `The paper uses ${value}`,
    typed: "type a value",
    refused: (knob: string, why: string) => `${knob} ${why}`,
    range: (low: string, high: string) => `${low} to ${high}`,
  },

  draft: {
    title: (changes: number) => (changes === 1 ? "One knob moved" : `${changes} knobs moved`),
    none: (round: number) => `Fork at round ${round}: move a knob, or replay it as it was`,
    text: "What has happened stays as it is. Go on from a saved round with the new values, or start again.",
    fork: (round: number) => `Fork at round ${round}`,
    fresh: "New run",
    undo: "Put back",
    noFork: "No round is saved yet, so only a new run can use them.",
    from: (symbol: string, old: string, now: string) => `${symbol} ${old} → ${now}`,
  },

  play: {
    group: "Playback",
    play: "Play",
    pause: "Pause",
    again: "Run again",
    back: (unit: string) => `Back one ${unit}`,
    forward: (unit: string) => `One ${unit}`,
    by: "Step by",
    speed: "Speed",
    unit: { event: "step", stage: "stage", round: "round" },
    pace: { slow: "slow", live: "live" },
    reset: "Reset",
    resetHelp: "Start this run again from nothing",
    run: "Run",
    goto: (stage: string, seen: boolean) =>
      seen ? `Show the latest ${stage}` : `Play until ${stage}`,
  },

  machine: {
    strip: "The log by rounds",
    at: (i: number, n: number, what: string) => `Step ${count(i)} of ${count(n)}: ${what}`,
    where: (i: number) => `step ${count(i)}`,
    live: "live",
    back: "looking back",
    toLive: "Back to live",
    done: "done",
    logEnd: "end of the log",
    round: (t: number) => `round ${t}`,
    fork: "Fork here",
    forkAt: (round: number) => `Fork here: goes on from the start of round ${round}`,
    forkNone: "Nothing to fork from yet: a copy of the weights is kept at each round",
    branch: (what: string, update: number) => `${what}, left at update ${count(update)}`,
    same: "the same knobs",
  },

  note: {
    sample: (prompts: number, each: number) => `${prompts} × ${each}`,
    score: (n: number) => `${count(n)} scored`,
    select: (n: number) => `${count(n)} kept`,
    accept: (n: number) => `${count(n)} kept`,
    demonstrate: (n: number) => plural(n, "example"),
    prompts: (accepted: number, n: number) => `${count(accepted)} of ${count(n)} new`,
    judge: (n: number) => plural(n, "grade"),
    exam: (share: number) => `${percent(share)} right`,
    rollout: (n: number) => `${count(n)} weighed`,
    label: (n: number) => plural(n, "label"),
    pair: (n: number) => plural(n, "pair"),
    update: (n: number) => `no. ${count(n)}`,
    evaluate: (n: number) => `at ${count(n)}`,
    fit: (share: number) => percent(share),
    round: (t: number, rounds: number) => `${t} of ${rounds}`,
    none: "to do",
  },

  crumb: {
    round: (t: number, rounds: number) => `Round ${t} of ${rounds}`,
    before: "Before the first round",
    update: (n: number) => `update ${count(n)}`,
    temperature: (t: number) => `temperature ${fixed(t, 2)}`,
    by: (who: string) => `by ${the(who)}`,
    tilt: (rule: "rejection" | "gumbel", beta: number | null) =>
      `${rule === "gumbel" ? "Gumbel-top-k" : "Algorithm 1"} at β = ${beta === null ? "∞" : fixed(beta)}`,
    threshold: (i: number, n: number, level: number) =>
      `threshold ${i} of ${n}, level ${fixed(level)}`,
    gradings: (n: number) => (n === 1 ? "graded once" : `graded ${count(n)} times`),
    judgedBy: (who: string) => `by ${who}`,
    examined: (items: number) => plural(items, "held-out question"),
    keeping: (k: number) => `${k} to keep of each prompt`,
    loss: (x: number) => `loss ${fixed(x, 3)}`,
    gradient: (x: number) => `gradient norm ${fixed(x, 2)}`,
    heldOut: (n: number) => plural(n, "held-out prompt"),
    ties: (n: number) => plural(n, "tie") + " left out",
    lookingBack: (behind: number) => `looking back ${plural(behind, "step")}`,
  },

  engine: {
    name: (backend: string, threads: number): string =>
      backend === "webgpu"
        ? "this GPU"
        : backend === "exact"
          ? "this CPU, exact world"
          : backend === "wasm"
            ? `this CPU, ${plural(threads, "thread")}`
            : "this CPU, plain",
    /** The engine, its measured speed and the memory its weights take; 0: not known yet. */
    line: (backend: string, threads: number, speed: number, bytes: number): string =>
      [
        en.engine.name(backend, threads),
        speed > 0 && bytes > 0 ? `${count(speed)} tokens/s` : "",
        bytes > 0 ? megabytes(bytes) : "",
      ]
        .filter(Boolean)
        .join(" · "),
  },

  opening: {
    crumb: "Opening",
    sentence:
      "A small language model is on its way to this tab. Step by step, you will see what preferences make of it, computed on your own device.",
    labelling: (labels: number) =>
      `The start model writes two answers to each of ${plural(labels, "prompt")}, so that the reward model has pairs to learn from.`,
    measuring: (prompts: number) =>
      `The start model answers ${plural(prompts, "held-out prompt")}, so that there is something to compare with.`,
    privacy: "Both models run in this tab. Nothing you see or type is sent anywhere.",
    bytes: (done: string, total: string) => `${done} of ${total}`,
    programs: (done: string, total: string) => `${done} of ${total} compiled`,
    working: "at work",
  },
  tape: {
    label: "Played back",
    origin: {
      recorded: "A recorded run.",
      kept: "A run kept here.",
      file: "A run from a file.",
      lost: "The run as it was when its model was lost.",
    },
    made: (version: number, seed: number, backend: string, adapter: string) =>
      `Computed before, not now: version ${version}, seed ${seed}, ${en.tape.backend(backend)}${adapter ? ` (${adapter})` : ""}.`,
    backend: (backend: string) =>
      ({ webgpu: "on a GPU", wasm: "on a CPU", cpu: "on a CPU, plainly", exact: "exactly" })[
        backend
      ] ?? backend,
    over: (from: string, to: string, round: number) =>
      `${en.tape.backend(from)}, from round ${round} ${en.tape.backend(to)}`,
    /** `arriving`: what of it, and how much; empty: nothing that could be measured. */
    coming: (arriving: string) =>
      `The live one is on its way${arriving === "" ? "" : `: ${arriving}`}.`,
    arriving: (what: string, done: string, total: string | null): string =>
      total === null ? `${what} ${done}` : `${what} ${done} of ${total}`,
    again: (done: number, total: number) =>
      `Computing it anew: step ${count(done)} of ${count(total)}.`,
    waits: "Touch the page and a live one begins; left alone, it begins in a few seconds.",
    goOn: "Go on from here",
    startAgain: "Start again",
    before: "This is where you were before the page was reloaded.",
    switch: "Switch to the live run",
    live: "Run it live",
  },
  receipt: {
    label: "Receipt",
    pending: (done: number, total: number) =>
      `This link carries a receipt. Held against it so far: ${done} of ${plural(total, "evaluation")}.`,
    answers: (same: boolean) =>
      same ? "The first answers are the same, word for word." : "The first answers are others.",
    same: (compared: number) =>
      `Reproduced on this machine: the same answers, and the same numbers at ${plural(compared, "evaluation")}, to four decimals.`,
    near: (reward: number, kl: number, toleranceReward: number, toleranceKl: number) =>
      `Reproduced within sampling noise on another backend: rewards differ by at most ${fixed(reward, 3)} of ${fixed(toleranceReward, 3)} allowed, KL by ${fixed(kl, 3)} of ${fixed(toleranceKl, 3)}.`,
    otherAnswers: (compared: number) =>
      `Not reproduced: the first answers are others${compared === 0 ? "" : `, though the numbers at ${plural(compared, "evaluation")} agree`}.`,
    different: (reward: number, kl: number, toleranceReward: number, toleranceKl: number) =>
      `Not reproduced: rewards differ by ${fixed(reward, 4)} where ${fixed(toleranceReward, 4)} is allowed, KL by ${fixed(kl, 4)} where ${fixed(toleranceKl, 4)} is.`,
  },
  invite: {
    title: "The run is ready, and stands at its first step.",
    text: "Step through it line by line, change a knob, or let it play.",
    play: "Play the whole run",
    plan: (rounds: number) => plural(rounds, "round"),
  },

  ask: {
    title: "Ask it yourself",
    hint: "Your words, answered by the model as it began and as it is now.",
    label: "Your prompt",
    placeholder: {
      toy: "How is the kettle?",
      reviews: "wooden chair, comfort",
      summaries: "My bus was late, so I walked and missed the first half of the show.",
      replies: "Could you recommend a quiet place to work?",
    } as Readonly<Record<string, string>>,
    button: "Ask",
    asking: "Writing …",
    before: "before",
    now: "now",
    reward: "r",
    gold: "gold",
    unfinished: "cut off at the length limit",
  },

  human: {
    title: "You are the annotator",
    which: "Which answer is better?",
    prompt: "prompt",
    empty: "(an empty answer)",
    choose: (side: string) => `${side} is better`,
    cannotSay: "Cannot say",
    undo: "Take back",
    stop: (done: number) =>
      done === 0 ? "Label nothing now" : `Go on with ${plural(done, "label")}`,
    progress: (done: number, total: number) => `${done} of ${total} labelled`,
    agrees: (share: string) => `${share} as gold would have it`,
    counting: (typed: string, a: number, b: number) =>
      typed === "" ? `A ${count(a)} : ${count(b)} B, by hands` : `${typed} hands for … ← A or B →`,
    note: "Filled: as gold would have chosen. The step waits for you, nothing else does; what you leave open counts as a tie. For a room, type the count of hands before each arrow: 23 ← 9 → enters as 0.72.",
    /** The same to a finger. */
    touched:
      "Filled: as gold would have chosen. The step waits for you, nothing else does; what you leave open counts as a tie. For a room, open presenter mode: each tap on A or B is one hand.",
  },

  trouble: {
    copy: "Copy the code",
    copied: "Copied",
    dismiss: "Close",
    retry: "Try again",
    exact: "Use the exact world",
    cpu: "Go on with the CPU",
    cpuFrom: (round: number) => `Go on with the CPU from round ${round}`,
    /** Said of a run that another engine took over. */
    over: (from: string, to: string, round: number) =>
      `From round ${round} on, this run is computed ${en.tape.backend(to)}; before, it was ${en.tape.backend(from)}. The two round differently, so from here on its numbers may differ from those that the first would have given.`,
    watch: "Watch a recorded run",
    update: "A newer version of this page is here. It takes over when the page is next opened.",
    takeOver: "Use it now",
    anyEngine: "Use whichever engine works",
    resume: (round: number) => `Resume from round ${round}`,
    restart: "Start again",
    takeUp: (round: number) => `Take the run up again from round ${round}`,
    replay: "Start anew and compute the run again",
    smaller: (round: number) => `Go on from round ${round} at half the learning rate`,
    ignored: (n: number) =>
      n === 1
        ? "One part of the link was not understood, so its usual value is used."
        : `${n} parts of the link were not understood, so their usual values are used.`,
    ignoredItem: (name: string, value: string, why: string) => `${name} = “${value}” ${why}`,
    slower: "The page runs on your processor here.",
    /** By the beginning of the code; `about`: the model whose file it is, where it is one's. */
    title: (code: string, about: string | null = null) =>
      (TITLES.find(([start]) => code.startsWith(start))?.[1] ?? "Something stopped") +
      (about === null ? "" : ` of the ${about}`),
    /** What to do about a file of the page's own: nobody here can save it anew. */
    filesNext:
      "Try again; if it stays so, the file is broken where this page comes from. The exact world needs no files.",
    lighter: "Start again at half the batch",
    lighterFrom: (round: number) => `Go on from round ${round} at half the batch`,
    memory: "This device has no memory left for a batch of this size.",
    memoryNext: "Half the batch needs about half as much; closing other tabs helps, too.",
    narrow: (share: string) =>
      `The answers have become alike: ${share} of the distinct word pairs are left that they began with. The run stands still.`,
    narrowFork: "Fork from an earlier round",
    unread: "One of these runs could not be read.",
    unreadNext: "Leave it out, or look at the connection and choose it again.",
    unanswered: "This could not be computed.",
    unansweredNext: "Try once more; the run itself is as it was.",
    unknown: "Something in the page stopped unexpectedly.",
    unknownNext: "Start the run again; the log so far stays on the screen.",
  },

  evals: {
    open: "Show the charts",
    close: "Hide the charts",
    proxy: "proxy",
    gold: "gold",
    kl: "KL, nats",
    wins: "wins",
    column: "Evaluation",
    scope: (prompts: number, every: number) =>
      `${plural(prompts, "held-out prompt")}, every ${every === 1 ? "update" : `${count(every)} updates`}`,
    exact: "no sampling: every number is a sum over all answers",
  },

  keys: {
    title: "Keys",
    list: [
      ["Space", "play or pause"],
      ["→ ←", "one step on, or back"],
      ["Shift → ←", "one stage"],
      ["Alt → ←", "one round"],
      ["Home End", "the start, or live"],
      ["1 – 7", "a stage", true],
      ["[ ]", "turn the focused knob"],
      ["F", "fork here", true],
      ["T", "the table behind the charts", true],
      ["G", "cover gold, or show it", true],
      ["L", "the other language", true],
      ["P", "presenter mode", true],
      ["A B Z", "in a talk: a vote for a or b, the last one back", true],
      ["A B S Z", "while you label: a, b, cannot say, take back", true],
      ["← → Space", "while you label: a, b, cannot say; a number before an arrow counts hands"],
      ["Enter", "in a talk: the room’s share is the label"],
      ["C", "compare runs, and back", true],
      ["R", "in a talk: the recorded run, and back", true],
      ["B", "in a talk: blank the screen", true],
      ["Esc", "leave"],
      ["?", "these keys", true],
    ] as readonly (readonly [keys: string, does: string, single?: boolean])[],
    letters: "Letters, digits and ? are keys",
  },
};

export type Words = Owed<typeof en>;
