import { bankDraws } from "../core/bank.ts";
import { comparedTexts } from "../core/comparing.ts";
import { CONTROLS_WITH_KL, decidingRewards, heldBack } from "../core/controls.ts";
import { fitRanker } from "../core/fitting.ts";
import { keepEach, keepMetrics, keptOf } from "../core/keep.ts";
import { learningRate, temperature } from "../core/knobs.ts";
import { measured, pairUp, playOff, type Paired } from "../core/pairing.ts";
import { draw, shuffle } from "../core/random.ts";
import { derivedRewards } from "../core/ranker.ts";
import { minibatches } from "../core/shape.ts";
import type { Completion, KeepRule, Lab, Method, PairLoss, Prompt } from "../core/types.ts";
import type { Step, Values } from "../core/types.ts";

const paper = {
  cite: "Liu et al. 2023, Statistical Rejection Sampling Improves Preference Optimization",
  url: "https://arxiv.org/abs/2309.06657",
  simplified: [
    "Each round draws fresh prompts, always from the SFT policy; the paper makes one pass over its whole data set.",
    "By default the reward model scores each answer by itself. The paper's ranker compares it with another answer of the SFT policy, and its logit is the reward: that is the choice pairwise.",
    "The pairwise ranker starts from the reward model's weights and learns from a few hundred labels; the paper trains a T5-XXL on all human preferences.",
    "Pairs of the choice direct are texts of the task's own writer, ordered by the annotator; the paper's are people's preferences between answers of other models.",
    "Candidates are told apart by their place in the draw, so that a text drawn twice counts twice; pairs of identical texts are dropped afterwards.",
    "AdamW at a constant learning rate suited to a small model; the paper uses Adafactor at 10⁻⁵.",
  ],
};

const knobs = {
  rounds: {
    type: "number",
    symbol: "T",
    label: "Rounds",
    value: 4,
    min: 1,
    max: 100,
    step: 1,
    paper: 1,
    help: "Times that prompts are drawn, answered, filtered and trained on.",
  },
  batch: {
    type: "number",
    symbol: "B",
    label: "Prompts a round",
    value: 24,
    min: 1,
    max: 256,
    step: 1,
    scale: "log",
    help: "Prompts drawn each round; each contributes its own candidates and pairs.",
  },
  n: {
    type: "number",
    symbol: "N",
    label: "Candidates",
    value: 64,
    min: 1,
    max: 128,
    step: 1,
    scale: "log",
    paper: 64,
    help: "Answers of the SFT policy to each prompt. N of them can show a tilt of ln N nats at most.",
  },
  k: {
    type: "number",
    symbol: "K",
    label: "Kept",
    value: 8,
    min: 2,
    max: 64,
    step: 1,
    paper: 8,
    help: "Candidates kept for each prompt; all of them when there are fewer.",
  },
  beta: {
    type: "number",
    symbol: "β",
    label: "Tilt temperature",
    value: 0.5,
    min: 0,
    max: 5,
    step: 0.05,
    paper: 0.5,
    help: "Small keeps the best, 0 exactly the top K; large keeps anything. In deviations of the start model's rewards.",
  },
  temperature: { ...temperature(0.7), paper: 0.7 },
  topK: {
    type: "number",
    symbol: "k_s",
    label: "Likeliest tokens",
    value: 40,
    min: 1,
    max: 1000,
    step: 1,
    scale: "log",
    paper: 40,
    help: "Only the likeliest tokens are drawn. The tilt bends this truncated law.",
  },
  data: {
    type: "choice",
    symbol: "D",
    label: "Pairs from",
    value: "rso-sample-rank",
    options: ["rso-sample-rank", "sft-sample-rank", "direct"],
    help: "rso-sample-rank tilts the draw by the rewards; sft-sample-rank is β = ∞: the first K as they come; direct takes pairs that others wrote, and asks the SFT policy nothing.",
  },
  sampler: {
    type: "choice",
    symbol: "S",
    label: "Sampler",
    value: "rejection",
    options: ["rejection", "gumbel"],
    help: "rejection is the paper's Algorithm 1; gumbel draws K of N in exact proportion to the tilt.",
  },
  ranker: {
    type: "choice",
    symbol: "ρ",
    label: "Ranker",
    value: "pointwise",
    options: ["pointwise", "pairwise"],
    help: "pointwise: r(x, y) of the reward model. pairwise: a model trained here reads two answers side by side and says which is better; the paper's way, and several times slower.",
  },
  labels: {
    type: "number",
    symbol: "L",
    label: "Ranker's labels",
    value: 384,
    min: 16,
    max: 1920,
    step: 1,
    scale: "log",
    help: "Pairs that the annotator labels for the pairwise ranker before the first round.",
  },
  pairing: {
    type: "choice",
    symbol: "R",
    label: "Ranking",
    value: "first_round",
    options: ["first_round", "tournament"],
    help: "Neighbours among the kept become K/2 pairs; in a tournament winners meet again, K − 1 pairs.",
  },
  loss: {
    type: "choice",
    symbol: "ℓ",
    label: "Loss",
    value: "sigmoid-norm",
    options: ["sigmoid-norm", "hinge", "hinge-norm"],
    help: "sigmoid-norm ln(1 + e^{−γh}), hinge-norm max(0, 1 − γh); hinge is the latter without the reference.",
  },
  gamma: {
    type: "number",
    symbol: "γ",
    label: "Loss strength",
    value: 0.1,
    min: 0.005,
    max: 2,
    step: 0.005,
    scale: "log",
    paper: 0.05,
    help: "Multiplies h in the loss. It is apart from β, which shapes the data.",
  },
  epochs: {
    type: "number",
    symbol: "E",
    label: "Epochs",
    value: 2,
    min: 1,
    max: 20,
    step: 1,
    help: "Times each round goes through its pairs.",
  },
  minibatch: {
    type: "number",
    symbol: "M",
    label: "Minibatch",
    value: 24,
    min: 1,
    max: 256,
    step: 1,
    scale: "log",
    paper: 32,
    help: "Pairs in one gradient step.",
  },
  learningRate: learningRate(3e-4),
  control: {
    type: "choice",
    symbol: "C",
    label: "Control",
    value: "none",
    options: CONTROLS_WITH_KL,
    help: "random selection keeps any K; shuffled rewards deals the rewards at random among a prompt's answers; no KL leaves the reference out of h. The tilt without its KL is β = 0.",
  },
} as const;

const box = [
  {
    kind: "round",
    math: "for t = 1 … T",
    explain: "One round: draw, tilt, pair, learn.",
    indent: 0,
  },
  {
    kind: null,
    math: "once, if ρ is to rank:  fit ρ(x, a, b) to labelled pairs",
    explain: "The annotator labels pairs of the SFT policy's answers; the ranker learns from them.",
    indent: 1,
  },
  {
    kind: "sample",
    math: "x ∼ D;  y_1 … y_N ∼ π_{sft}(· | x)",
    explain: "The SFT policy, frozen, answers every prompt N times.",
    indent: 1,
  },
  {
    kind: "score",
    math: "r_i ← r(x, y_i),  or  logit ρ(x, y_i, y_b)",
    explain:
      "The reward model scores each answer by itself; or a ranker compares it with one other answer of the SFT policy.",
    indent: 1,
  },
  {
    kind: null,
    math: "until K are kept:  m ← max of the r_i left",
    explain: "A pass goes once through the candidates that are left, in the order they were drawn.",
    indent: 1,
  },
  {
    kind: "accept",
    math: "keep y_i if u_i < exp((r_i − m)/β)",
    explain:
      "Roll a die for each candidate. The curve is 1 at the best one left, m, and loses a factor e for every β below it.",
    indent: 2,
  },
  {
    kind: "pair",
    math: "(y^+, y^−) ← neighbours of the kept, ordered by r or ρ",
    explain:
      "Kept answers that follow one another become pairs. Ties teach nothing and are dropped.",
    indent: 1,
  },
  {
    kind: null,
    math: "h = log π_θ(y^+|x)/π_{sft}(y^+|x) − log π_θ(y^−|x)/π_{sft}(y^−|x)",
    explain: "How much further than the SFT policy the policy leans to the chosen answer, in nats.",
    indent: 1,
  },
  {
    kind: "update",
    math: "θ ← θ − η ∇_θ ℓ(γh)",
    explain: "One step on a minibatch of the pairs; E times through all of them.",
    indent: 1,
  },
] as const;

/**
 * Statistical rejection sampling optimisation: pairs drawn from the policy one is looking for, the
 * tilt π ∝ π_sft e^{r/β}, by throwing away most of what π_sft says.
 */
export const rso: Method<typeof knobs> = {
  id: "rso",
  name: "Statistical rejection sampling",
  paper,
  knobs,
  box,
  asks: (k) => [asksAnnotator(k) ? "annotator" : "scorer"],

  async *run(lab, k, from, past) {
    const { prompts, policy, reference, random } = lab;
    const loss = pairLoss(k);
    let mustFit = k.ranker === "pairwise" && k.data !== "direct" && !fitted(past);
    for (let t = from; t < k.rounds; t++) {
      yield { kind: "round", t, rounds: k.rounds };
      const xs = draw(prompts, k.batch, random, t);

      if (mustFit) yield* fitRanker(lab, k.labels);
      mustFit = false;

      const found = yield* k.data === "direct" ? comparedTexts(lab, xs, t) : tilted(lab, k, xs, t);
      const pairs = await measured(found.pairs, reference);
      yield { kind: "pair", pairs, ties: found.ties };

      for (let epoch = 0; epoch < k.epochs; epoch++) {
        for (const part of minibatches(shuffle(pairs, random, t, epoch), k.minibatch)) {
          const objective = { kind: "pairs", loss, pairs: heldBack(part, k.control) } as const;
          const report = await policy.update(objective, { learningRate: k.learningRate });
          yield { kind: "update", objective: { kind: "pairs", loss }, report };
        }
      }
    }
  },
};

type K = Values<typeof knobs>;

/** Pairs that were given are labelled, and so are those that a ranker learns from. */
const asksAnnotator = ({ data, ranker }: K): boolean => data === "direct" || ranker === "pairwise";

/** Candidates of π_sft, their rewards, what the tilt keeps of them, and the pairs among the kept. */
async function* tilted(
  lab: Lab,
  k: K,
  xs: readonly Prompt[],
  t: number,
): AsyncGenerator<Step, Paired, void> {
  const { reference, ranker, random } = lab;
  const sampler = { temperature: k.temperature, topK: k.topK };
  const ys = await reference.sample(xs, bankDraws(random, sampler, k.n));
  yield { kind: "sample", prompts: xs, completions: ys, sampler };

  const { scores, by } = await rewardsOf(lab, k, xs, ys, t);
  yield { kind: "score", scores, by };

  const [rule, β] = tiltOf(k);
  const rewards = decidingRewards(scores, k.control, random, t);
  const seed = random("accept", t);
  const kept = keepEach(rule, xs, rewards, β, k.k, seed);
  const metrics = keepMetrics(rewards, kept, β);
  yield { kind: "accept", rule, beta: β, k: k.k, seed, rewards, kept, metrics };

  // Shuffled rewards say who wins; a ranker that was asked would not be shuffled.
  if (k.ranker !== "pairwise" || k.control === "shuffled rewards") {
    return pairUp(xs, keptOf(kept, ys), keptOf(kept, rewards), schemeOf(k));
  }
  const { labels, ...found } = await playOff(xs, keptOf(kept, ys), schemeOf(k), ranker);
  yield { kind: "label", labels, by: ranker.name };
  return found;
}

/** r(x, y), or from the ranker logit ρ(x, y, y_b) against one other answer of π_sft. */
async function rewardsOf(lab: Lab, k: K, xs: readonly Prompt[], ys: Completion[][], t: number) {
  const { scorer, ranker, reference, random } = lab;
  if (k.ranker !== "pairwise") return { scores: await scorer.scoreAll(xs, ys), by: scorer.name };
  const { temperature, topK } = k;
  const draws = { n: 1, temperature, topK, seed: random("baseline", t) };
  const baselines = (await reference.sample(xs, draws)).map(([y]) => y!);
  return { scores: await derivedRewards(ranker, xs, ys, baselines), by: ranker.name };
}

/** A fit within a round is the ranker's; before the first round a reward model may have had one. */
const fitted = (past: readonly Step[]): boolean =>
  past.slice(past.findIndex(({ kind }) => kind === "round") + 1).some((s) => s.kind === "fit");

function pairLoss({ loss, gamma }: K): PairLoss {
  if (loss === "hinge") return { kind: "hinge", gamma };
  if (loss === "hinge-norm") return { kind: "hinge_norm", gamma };
  return { kind: "dpo", beta: gamma };
}

/** How to keep, and at which β: at ∞ Algorithm 1 keeps the first K, Gumbel-top-k any K at random. */
function tiltOf({ control, sampler, data, beta }: K): [KeepRule, number | null] {
  if (control === "random selection") return ["gumbel", null];
  const rule = sampler === "gumbel" ? "gumbel" : "rejection";
  return [rule, data === "sft-sample-rank" ? null : beta];
}

const schemeOf = ({ pairing }: K): "tournament" | "first_round" =>
  pairing === "tournament" ? "tournament" : "first_round";
