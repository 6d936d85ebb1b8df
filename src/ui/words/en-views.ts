/** @file Every word of the stage's pictures and of the evaluation rail, in English. */
import { judging } from "./en-judging.ts";
import { count, fixed, percent, signed } from "../numbers.ts";
import type { Owed } from "./book.ts";
import { parts } from "./en-parts.ts";
import { rollout } from "./en-rollout.ts";
import { the } from "./en-who.ts";

const plural = (n: number, one: string, many = `${one}s`) => `${count(n)} ${n === 1 ? one : many}`;

type Slope = "rises" | "falls" | "level";
const slope = (trend: Slope) => (trend === "level" ? "stays level" : trend);

export const words = {
  ...judging,
  parts,
  table: "Table (T)",
  tableOf: (title: string) => `${title}: the table behind the picture`,
  prompt: "prompt",
  promptOf: (i: number, n: number) => `${i} of ${n}`,
  nextPrompt: "Next prompt",
  previousPrompt: "Previous prompt",
  nextPair: "Next pair",
  previousPair: "Previous pair",
  pairOf: (i: number, n: number) => `pair ${i} of ${n}`,
  showAll: (n: number) => `show all ${n}`,
  showFewer: "show fewer",
  more: (n: number) => `${n} more`,
  updates: "updates",
  end: "end",
  cut: "cut off at the length limit",
  nothing:
    "Ties, and answers with nothing to stand against, are left out: comparing teaches nothing here.",
  plusMinus: (half: number, digits = 2) => `± ${fixed(half, digits)}`,
  tokens: (n: number) => plural(n, "token"),

  fate: {
    kept: "kept",
    dropped: "dropped",
    chosen: "chosen",
    rejected: "rejected",
    waiting: "waiting",
    drawn: "drawn",
  },

  candidates: {
    no: "no.",
    reply: "reply",
    logp: "log π",
    ref: "log π_{ref}",
    reward: "r",
    gold: "gold",
    fate: "fate",
    die: "die u",
    needs: "needs <",
    sort: (column: string) => `List by ${column}`,
    sorted: (column: string) => `listed by ${column}`,
    columns: { drawn: "draw", reward: "reward", gold: "gold", logp: "log π" },
    goldNote: "Gold is the programmed truth. You see it; the method never sees it.",
    underlined: "Underlined: low gold under a high reward.",
    caption: "Candidates of this prompt",
    attribute: "is",
    good: "good",
    bad: "bad",
  },

  sample: {
    title: "How surprising each word was",
    reading: (total: number, tokens: number) =>
      `log π ${fixed(total)} over ${plural(tokens, "token")}`,
    note: "The taller the bar, the less the policy expected this token.",
    token: (text: string, logp: number) =>
      `${text}: log π ${fixed(logp)}, probability ${percent(Math.exp(logp), 1)}`,
    head: ["token", "log π", "probability"],
    numbered: (i: number) => `${i}`,
    read: (i: number) => `Look at reply ${i}`,
    finished: "ended by themselves",
    length: "mean length",
    perToken: "mean log π a token",
    distinct: "different texts",
  },

  score: {
    title: (by: string) => `Where ${the(by || "scorer")} puts each reply`,
    prompt: (i: number) => `Prompt ${i}`,
    axis: "reward r, in standard deviations of the start model",
    grades: "expected grade s, from −1, the worst, to 1, the best",
    sentence: (n: number, low: number, high: number, mean: number) =>
      `Dot histogram of ${plural(n, "reward")} from ${fixed(low)} to ${fixed(high)}, mean ${fixed(mean)}.`,
    mean: (r: number) => `mean ${fixed(r)}`,
    others: "○ replies to the other prompts of the batch",
    best: (i: number, r: number) => `reply ${i}: ${fixed(r)}`,
    dot: (i: number, r: number) => `reply ${i}, r = ${fixed(r)}`,
    head: ["no.", "reply", "r"],
    here: "mean here",
    batch: "mean of the batch",
    spread: "standard deviation here",
    agreement: "order shared with gold",
    agreementNote: (pairs: number) => `of ${plural(pairs, "pair")}`,
  },

  bank: {
    title: "What each rule would keep",
    shared: (n: number) =>
      `${n} draws of the start model, the same for every method with this seed and sampler`,
    own: (n: number) => `${n} draws of the policy as it is now`,
    rules: {
      best: (_: number) => "best of N",
      top: (k: number) => `the top ${k}`,
      rso: (beta: string) => `RSO, β = ${beta}`,
      random: (k: number) => `any ${k} at random`,
      first: (k: number) => `the first ${k}`,
    },
    mean: (r: number) => `r ${fixed(r)}`,
    gold: (r: number) => `gold ${fixed(r)}`,
    keep: (k: number) => `keep ${k}`,
    beta: (beta: string) => `β = ${beta}`,
    head: ["rule", "kept, by number", "mean reward", "mean gold"],
    sentence: (n: number, all: readonly (readonly [string, number])[]) =>
      `What each rule keeps of ${n} draws, by mean reward: ${all
        .map(([rule, r]) => `${rule} ${fixed(r)}`)
        .join("; ")}.`,
  },

  select: {
    title: "What the best of N is worth",
    axis: "N, replies drawn",
    reward: "reward r",
    thisPrompt: "this prompt’s draws",
    pick: (r: number) => `kept: ${fixed(r)}`,
    mean: "mean of N",
    median: "median of N",
    best: "best of N",
    gold: "its gold",
    gaussian: "if rewards were Gaussian",
    sentence: (n: number, best: number, mean: number) =>
      `The best of N climbs from ${fixed(mean)} at one reply to ${fixed(best)} at ${n}; mean and median stay flat.`,
    read: (n: number, best: number, se: number) =>
      `best of ${n}: ${fixed(best)} ± ${fixed(2 * se)}`,
    head: [
      ...["N", "best of N", "±2 SE", "its gold", "median of N", "±2 SE"],
      ...["mean of N", "±2 SE", "Gaussian", "KL at most"],
    ],
    gain: "gain over the mean",
    goldGain: "gain in gold",
    wins: "wins against one draw",
    winsNote: "N/(N+1), without ties",
    kl: "KL from the sampler",
    klNote: "at most ln N − (N−1)/N",
    pool: "in the pool",
    poolNote: "kept replies to imitate",
  },

  rollout,

  accept: {
    title: "Keep whoever lands under the curve",
    axis: "reward r, in standard deviations of the start model",
    die: "die u",
    shelf: "Kept, in order",
    neighbors: "neighbours become pairs",
    more: (n: number) => `and ${n} more`,
    formula: "exp((r − m) / β)",
    above: "above the curve: dropped",
    under: "under it: kept",
    best: (m: number) => `best left, m = ${fixed(m)}`,
    pass: (i: number) => `pass ${i}`,
    progress: (kept: number, k: number, pass: number, passes: number) =>
      `${kept} of ${k} kept · pass ${pass} of ${passes}`,
    sentence: (tried: number, n: number, pass: number, kept: number, k: number) =>
      `Dice of the candidates against the curve e^((r − m)/β): ${tried} of ${n} tried in pass ${pass}; ${kept} of ${k} kept.`,
    head: ["pass", "no.", "r", "m", "die u", "needs <", "fate"],
    candidate: (i: number) => `Candidate ${i}`,
    rolled: (u: number) => `rolled ${fixed(u)},`,
    verdict: (kept: boolean, threshold: number) =>
      kept ? `below ${fixed(threshold)}: kept` : `not below ${fixed(threshold)}: dropped`,
    dot: (i: number, r: number, u: number) => `candidate ${i}, r = ${fixed(r)}, u = ${fixed(u)}`,
    keptAs: (i: number, order: number) => `candidate ${i}, kept as number ${order}`,
    drawn: (n: number) => `all ${n} drawn`,
    weights: "their weight under the tilt",
    walk: "Dice rolled",
    dieOf: (i: number, n: number) => `die ${i} of ${n}`,
    previousDie: "One die back",
    nextDie: "One die on",
    zero: (k: number) => `β → 0: the top ${k}`,
    infinite: (k: number, rule: "rejection" | "gumbel") =>
      rule === "gumbel" ? `β → ∞: any ${k} at random` : `β → ∞: the first ${k}`,
    drag: "drag β: the dice stay, the curve moves",
    asIf: (beta: string) => `as if β were ${beta};`,
    back: (own: number | null) => `back to this run’s ${own === null ? "∞" : fixed(own)}`,
    trackName: "β, the tilt’s temperature",
    betaIs: (beta: string) => `β = ${beta}`,
    betaBuys: (beta: string, reward: number, kl: number) =>
      `β = ${beta}: reward ${fixed(reward)} under the tilt, for ${fixed(kl)} nats`,
    underTilt: "reward under the tilt",
    keptReward: "reward of the kept",
    allReward: (r: number) => `all: ${fixed(r)}`,
    acceptance: "expected acceptance",
    paid: "KL paid",
    ofMost: (n: number, most: number) => `of ln ${n} = ${fixed(most)}`,
    ess: "effective sample size",
    tooFew: (n: number, k: number) =>
      `${k} were to be kept, and there are only ${plural(n, "candidate")}: all are kept, whatever β is. Draw more, or keep fewer.`,
    beyond: (asked: number, n: number, most: number) =>
      `This tilt asks for about ${fixed(asked, 1)} nats, and ${n} draws can show ln ${n} = ${fixed(most, 1)} at most: draw more, or raise β.`,
    thin: (ess: number, k: number) =>
      `Only ${fixed(ess, 1)} candidates carry the weight, fewer than twice the ${k} to keep: the last ones kept are leftovers.`,
  },

  demonstrate: {
    note: (by: string) =>
      `Written by ${the(by)}, a program that stands in for a human here: no person wrote these.`,
    examples: "examples",
    gold: "gold",
    length: "mean length",
    perToken: "mean log π_ref a token",
    perTokenNote: "0 would be certainty",
  },

  staleness: {
    title: "How stale the data are",
    nats: (kl: number) => `${fixed(kl)} nats`,
    note: "KL from the policy that wrote these answers to the one that learns, estimated from the batch: the mean of log π at the draw − log π now. Temperature and truncation of the draw play no part in it.",
    sentence: (kl: number, n: number) =>
      `Staleness over ${plural(n, "update")}: now ${fixed(kl)} nats between the policy that wrote the data and the one that learns.`,
    head: ["update", "KL, nats"],
    read: (update: number, kl: number) => `update ${update}: ${fixed(kl)} nats`,
    onPolicy: "on-policy",
  },

  filter: {
    title: "Stored rewards and the rising threshold",
    axis: "reward R, in standard deviations of the start model",
    sentence: (n: number, kept: number, threshold: number) =>
      `Histogram of ${plural(n, "stored reward")}; at level ${fixed(threshold)} the threshold leaves ${kept}.`,
    threshold: (i: number, level: number) => `threshold ${i}, at level ${fixed(level)}`,
    head: ["from", "to", "drawn", "given"],
    drawn: "drawn by the policy",
    given: "given as examples",
    empty:
      "No stored answer lies above this threshold, so there is nothing to imitate: the step is passed over, and the weights stay. Lower the last threshold, or draw more answers.",
    shareTitle: "What each threshold leaves",
    shareAxis: "level τ",
    shareSentence: (first: number, last: number) =>
      `The first threshold leaves ${percent(first)} of the pool, the last ${percent(last)}.`,
    shareHead: ["level", "reward above", "kept", "share"],
    shareRead: (level: number, kept: number, share: number) =>
      `level ${fixed(level)}: ${kept}, ${percent(share)}`,
    kept: "kept",
    reward: "reward of the kept",
    prompts: "prompts with a kept answer",
    written: "given answers among them",
  },

  label: {
    title: "From two rewards to a preference",
    axis: "Δ = r(a) − r(b)",
    y: "P(a ≻ b)",
    curve: "σ(Δ)",
    verdictTitle: (i: number, n: number) => `Question ${i} of ${n}`,
    sentence: (n: number, first: number, off: number) =>
      `${plural(n, "question")} on the curve σ(Δ): the first reply is preferred in ${first}. ${
        off === 0
          ? "Every label lies on the curve."
          : `${plural(off, "label lies", "labels lie")} off it.`
      }`,
    ordersTitle: "Asked in both orders",
    ordersAxis: "P(a ≻ b)",
    ordersSentence: (gap: number, flips: number) =>
      `Asking in the other order moves the answer by ${fixed(gap)} on average and turns ${plural(flips, "verdict")}.`,
    drawn: "asked in drawn order",
    swapped: "asked swapped",
    both: "both averaged",
    plainTitle: "How sure the annotator is",
    plainSentence: (n: number) =>
      `${plural(n, "label")} by probability that the first reply is better.`,
    prefers: (p: number) => `P(a ≻ b) = ${fixed(p)}`,
    head: ["prompt", "r(a)", "r(b)", "Δ", "σ(Δ)", "P(a ≻ b)"],
    ordersHead: ["prompt", "a first", "b first, turned round", "average"],
    this: "this question",
    a: "a",
    b: "b",
    reward: "r",
    gold: "gold",
    tie: "tie",
    agrees: "agrees with gold",
    agreesNote: (n: number, tied: number) => (tied === 0 ? `of ${n}` : `of ${n}, ${tied} tied`),
    gap: "order gap",
    samePlace: "same place twice",
    samePlaceNote: "both orders prefer the same place",
    histogram: "How the labels are spread",
    histogramSentence: (n: number, sure: number) =>
      `Histogram of P(a ≻ b) for ${plural(n, "label")}: ${count(sure)} of them within a tenth of 0 or 1.`,
    histogramHead: ["P(a ≻ b)", "labels"],
    history: "Agreement with gold, label step by label step",
    historySentence: (rate: number, n: number) =>
      `Agreement with gold over ${plural(n, "label step")}, now ${percent(rate)}; the dashed line is chance.`,
    historyRead: (update: number, rate: number) => `update ${count(update)}: ${percent(rate)}`,
    historyHead: ["updates", "agrees with gold", "decided", "order gap", "told"],
    sure: "mean certainty",
    sureNote: "0.5 is a coin",
  },

  instruction: {
    told: (round: number) => `Told in round ${round}`,
    next: "From the next label on",
    tell: "Tell it",
    note: "Nothing is trained anew, and the address keeps the change.",
    pending: (text: string) => `From the next label on: “${text}”`,
    empty: "Write a few words.",
    refused: (most: number) => `It reads at most ${most} characters, and needs words.`,
    trained: "What it was trained on",
    trainedNote:
      "Wishes like these, in several wordings, in English. Other words are passed to it as they are; it may misunderstand them.",
  },

  pair: {
    title: "The batch by reward",
    axis: "reward r",
    sentence: (n: number, gap: number) =>
      `${plural(n, "pair")}, chosen over rejected; the gap in reward is ${fixed(gap)} on average.`,
    logpTitle: "The batch by log-probability",
    logpAxis: "log π of the reference, a token",
    shared: (n: number) =>
      n === 0
        ? "The two replies differ from the first token on."
        : n === 1
          ? "The first token is shared; it cancels in the difference."
          : `The first ${n} tokens are shared; they cancel in the difference.`,
    dropped: "left out",
    droppedNote: "equal rewards or equal texts",
    pairs: "pairs",
    gap: "mean gap",
    length: "length, chosen − rejected",
    lengthNote: "tokens, mean",
    goldAgrees: "gold agrees",
    head: ["pair", "chosen", "rejected", "r chosen", "r rejected", "gold chosen", "gold rejected"],
    this: "this pair",
    read: (i: number, gap: number) => `pair ${i}: gap ${fixed(gap)}`,
    gold: (x: number) => `gold ${fixed(x)}`,
    reward: (x: number) => `r ${fixed(x)}`,
    written: (by: string) => `written by ${the(by)}, not drawn from the policy`,
    bracket: {
      title: "The tournament",
      reading: (matches: number, ties: number) =>
        ties === 0
          ? `${plural(matches, "match", "matches")}`
          : `${plural(matches, "match", "matches")}, ${ties} equal`,
      sentence: (n: number, best: number) =>
        `${plural(n, "answer")} meet two by two and winners meet again; answer ${best} wins.`,
      round: (i: number, n: number) => (i === n ? "final" : `round ${i}`),
      head: ["round", "winner", "r", "loser", "r", "pair"],
      equal: "equal: no pair, the earlier one goes on",
      pair: "yes",
    },
  },

  update: {
    creditTitle: "What this step did to each token",
    likelier: "token became likelier",
    lessLikely: "less likely",
    rule: (nats: number) => `${String(nats)} ${nats === 1 ? "nat" : "nats"}`,
    moved: "moved",
    logp: "log π",
    creditHead: ["reply", "token", "reference", "before", "after", "moved"],
    only: "The step’s effect is measured token by token on the batch’s first pair; this one is shown as it was before.",
    equationTitle: "The loss, with this pair’s numbers",
    push: {
      share: (share: number) =>
        ` = ${fixed(share, 3)}: this pair pulls at ${percent(share)} of full strength`,
      on: "below its margin: this pair pulls at full strength",
      off: "past its margin: this pair no longer pulls",
      target: (slope: number) =>
        slope < 0
          ? `below its target: pulled up with slope ${fixed(slope)}`
          : `past its target: pulled back with slope ${signed(slope)}`,
    },
    chosenRatio: "chosen: log π_θ − log π_{ref}",
    rejectedRatio: "rejected: log π_θ − log π_{ref}",
    difference: "difference h",
    perToken: (n: number) => `over ${plural(n, "token")}`,
    batchTitle: "The batch on its loss curve",
    batchReading: (right: number, open: number, n: number) =>
      open === 0 ? `${right} of ${n} right` : `${right} right, ${open} undecided`,
    batchSentence: (n: number, right: number, open: number, mean: number) =>
      `${plural(n, "pair")} on the loss curve: ${right} ordered rightly, ${n - right - open} wrongly${
        open > 0 ? `, ${open} not at all` : ""
      }; mean loss ${fixed(mean, 3)}.`,
    batchRead: (i: number, h: number, loss: number) =>
      `pair ${i}: h = ${fixed(h)}, loss ${fixed(loss, 3)}`,
    wrong: "pair ordered wrongly",
    right: "ordered rightly",
    h: (raw: boolean, perToken: boolean) =>
      raw ? "Δ log π, nats" : perToken ? "h, nats a token" : "h, nats",
    noOpinion: "no opinion: ln 2",
    noOpinionPlain: "no opinion",
    corner: "corner 1/γ",
    slicCorner: "corner δ",
    target: "target 1/2τ",
    thisPair: "this pair",
    batchHead: ["pair", "chosen", "rejected", "margin", "loss"],

    whyTitle: "Why is my chosen reward falling?",
    whyTitleCalm: "Chosen and rejected since the start",
    whySource: "fresh pairs of each batch",
    reference: "the reference",
    chosen: "chosen",
    rejected: "rejected",
    gap: (x: number) => `gap ${fixed(x)}`,
    implicit: (scale: number | null) =>
      scale === null ? "log-ratio to the reference, nats" : `implicit reward, × ${scale}`,
    whySentence: (c: number, r: number, n: number) =>
      `Implicit rewards after ${plural(n, "update")}: chosen ${fixed(c)}, rejected ${fixed(r)}, gap ${fixed(c - r)}.`,
    whyHead: ["update", "chosen", "rejected", "gap"],
    whyRead: (u: number, c: number, r: number) =>
      `update ${count(u)}: ${fixed(c)} over ${fixed(r)}`,
    why: {
      early: ["Too early to tell.", "A slope is read from eight updates on."],
      "own-replies": [
        "Both fall, and that is expected.",
        "The policy spends its probability on replies of its own; the rejected ones lose faster and the gap grows. Worry if the gap grows while gold falls. It has not.",
      ],
      "over-fitting": [
        "The gap grows while gold falls.",
        "The policy over-fits the pairs. Stop here, or fork from an earlier round.",
      ],
      "too-fast": [
        "The chosen reward falls and the gap shrinks.",
        "The learning rate is too high. Fork from an earlier round with a smaller η.",
      ],
      fresh: [
        "Both rise, which is normal for fresh pairs.",
        "Each batch is written by the policy as it is now, so both of its replies are likelier than under the reference.",
      ],
      apart: [
        "The chosen rises and the rejected falls.",
        "The pairs pull their replies apart, as the loss asks.",
      ],
    } as Readonly<Record<string, readonly [string, string]>>,

    forkSft: "Fork with an SFT term",
    forkSftHelp:
      "Goes on from a saved round with the chosen answers’ likelihood added to the loss: it holds their probability up.",

    /** The slopes, where none of the readings above fits them. */
    slopes: (s: { chosen: Slope; rejected: Slope; gap: Slope }): readonly [string, string] => [
      `The chosen reward ${slope(s.chosen)}, the rejected one ${slope(s.rejected)}.`,
      `The gap ${{ rises: "grows", falls: "shrinks", level: "keeps its size" }[s.gap]}. A slope counts when it exceeds two standard errors.`,
    ],

    nllTitle: "How well each kept reply is known",
    nllAxis: "negative log-likelihood a token, nats",
    nllSentence: (n: number, mean: number) =>
      `${plural(n, "kept reply", "kept replies")}; mean negative log-likelihood ${fixed(mean, 3)} nats a token.`,
    nllMean: "mean",
    nllHead: ["reply", "text", "NLL a token"],
    lossTitle: "Loss over updates",
    lossSentence: (first: number, now: number, n: number) =>
      `The loss over ${plural(n, "update")}: first ${fixed(first, 3)}, now ${fixed(now, 3)}.`,
    lossHead: ["update", "loss", "gradient norm"],
    lossRead: (u: number, loss: number) => `update ${count(u)}: ${fixed(loss, 3)}`,
    metrics: "This step’s metrics",
    loss: "loss",
    gradNorm: "gradient norm",
    learningRate: "learning rate",
  },

  evaluate: {
    replies: "The fixed prompts, before and now",
    before: "before",
    now: "now",
    same: "the same reply",
    rewardsTitle: "Three judges, before and now",
    rewardsNote: "means with ±2 standard errors, in standard deviations of the start model",
    judges: { gold: "gold", proxy: "proxy", independent: "independent" },
    sentence: (n: number) =>
      `Gold, proxy and independent reward on ${plural(n, "held-out prompt")}, before and now.`,
    start: "start",
    head: ["reward", "before", "±2 SE", "now", "±2 SE"],
    numbers: "Numbers",
    numbersHead: ["metric", "start", "now"],
    metrics: {
      kl: "KL from the reference",
      winRate: "wins against the start",
      entropy: "entropy a token",
      length: "length",
      eosRate: "ended by itself",
      distinct2: "distinct word pairs",
    },
    nats: "nats",
    of: (n: number) => `of ${n}`,
    was: (text: string) => `was ${text}`,
    repliesHead: ["prompt", "before", "gold", "proxy", "now", "gold", "proxy"],
  },

  round: {
    progress: (t: number, rounds: number) => `Round ${t} of ${rounds}`,
    none: "The first evaluation comes before the first round.",
    updates: "updates so far",
    measuredAt: (update: number) => `measured at update ${count(update)}`,
    title: "Rounds",
    gold: "gold",
    start: "start",
    sentence: (n: number) => `Gold reward at the start of each of ${plural(n, "round")}.`,
  },

  fit: {
    lossTitle: "Loss on labelled pairs",
    coin: "a coin: ln 2",
    axis: "labelled pairs seen",
    lossSentence: (first: number, now: number) =>
      `The pair loss went from ${fixed(first, 3)} to ${fixed(now, 3)}; a coin has 0.693.`,
    lossHead: ["pairs seen", "loss", "accuracy", "margin"],
    lossRead: (seen: number, loss: number) => `${count(seen)} pairs: ${fixed(loss, 3)}`,
    accuracyTitle: "Accuracy on unseen pairs",
    accuracySentence: (rate: number, low: number, high: number) =>
      `It orders ${percent(rate)} of unseen pairs rightly, 95 % interval ${percent(low)} to ${percent(high)}.`,
    accuracyNone: "Accuracy is measured at the end of the fit.",
    accuracyHead: ["pairs seen", "accuracy", "low", "high", "pairs"],
    chance: "chance",
    binsTitle: "Does it mean what it says?",
    binsNote: "stated probability against how often it was right",
    binsAxis: "stated probability, %",
    binsSentence: (ece: number) =>
      `Reliability diagram; expected calibration error ${fixed(ece, 3)}.`,
    binsHead: ["stated", "right", "low", "high", "pairs"],
    binRead: (predicted: number, correct: number, n: number) =>
      `says ${percent(predicted)}, right ${percent(correct)} of ${n}`,
    seen: "pairs read",
    accuracy: "accuracy",
    margin: "mean margin",
    marginNote: "better − worse, unseen pairs",
    ece: "calibration error",
    loss: "loss",
  },

  rail: {
    frontier: "Reward against KL",
    kl: "KL from the reference",
    klAxis: "KL from the reference, nats",
    reward: "Reward",
    wins: "Wins against the start",
    length: "Length",
    gold: "gold",
    proxy: "proxy",
    independent: "independent",
    tilt: "tilt, estimated",
    tiltExact: "tilt, exact",
    bestOf: (n: number) => `best of ${n}`,
    estimated: (n: number, own: boolean) =>
      `Tilt and best-of-n are estimated from ${own ? "the run’s first draw" : "a draw of the start model that comes with the page"}, ${n} replies a prompt, and end at ln ${n} nats.`,
    heldOut: (n: number) => plural(n, "held-out prompt"),
    waiting: "The start model is measured first.",
    frontierSentence: (kl: number, gold: number, proxy: number) =>
      `At ${fixed(kl)} nats from the reference gold is ${fixed(gold)} and proxy ${fixed(proxy)}.`,
    rewardSentence: (gold: number, g2: number, proxy: number, p2: number) =>
      `Gold reward ${fixed(gold)} ± ${fixed(g2)}, proxy ${fixed(proxy)} ± ${fixed(p2)}.`,
    klSentence: (kl: number, k2: number) =>
      `KL from the reference ${fixed(kl)} ± ${fixed(k2)} nats a reply.`,
    winsSentence: (rate: number, low: number, high: number, n: number) =>
      `Wins ${percent(rate)} of ${n} prompts against the start model, 95 % interval ${percent(low)} to ${percent(high)}.`,
    lengthSentence: (now: number, start: number) =>
      `Mean length ${fixed(now, 1)} tokens; the start model’s ${fixed(start, 1)}.`,
    nats: (x: number) => `${fixed(x)} nats`,
    tokens: (x: number) => `${fixed(x, 1)} tokens`,
    interval: (low: number, high: number, n: number) =>
      `${fixed(100 * low, 0)}–${fixed(100 * high, 0)}, n ${n}`,
    atUpdate: (u: number) => `at ${count(u)}:`,
    frontierRead: (u: number, kl: number, proxy: number, gold: number) =>
      `at ${count(u)}: ${fixed(kl)} nats, proxy ${fixed(proxy)}, gold ${fixed(gold)}`,
    pairRead: (u: number, proxy: number, gold: number) =>
      `at ${count(u)}: proxy ${fixed(proxy)}, gold ${fixed(gold)}`,
    valueRead: (u: number, value: string) => `at ${count(u)}: ${value}`,
    head: {
      frontier: ["update", "KL", "gold", "proxy"],
      reward: ["update", "gold", "±2 SE", "proxy", "±2 SE", "independent"],
      kl: ["update", "KL", "±2 SE"],
      wins: ["update", "wins", "low", "high", "n"],
      length: ["update", "tokens", "ended"],
    },
  },
};
export type ViewWords = Owed<typeof words>;
