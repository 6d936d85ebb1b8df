import { bankDraws } from "../core/bank.ts";
import { CONTROLS, decidingRewards } from "../core/controls.ts";
import { dieOf, keep, keepMetrics } from "../core/keep.ts";
import { measured, pairUp } from "../core/pairing.ts";
import type { PairingScheme } from "../core/rank.ts";
import { draw, shuffle } from "../core/random.ts";
import { minibatches } from "../core/shape.ts";
import type { Kept, KeepRule, Method, PairLoss, Values } from "../core/types.ts";

const paper = {
  cite: "Liu et al. 2023, Statistical Rejection Sampling Improves Preference Optimization",
  url: "https://arxiv.org/abs/2309.06657",
  simplified: [
    "Each round draws fresh prompts, always from the SFT policy; the paper makes one pass over its whole data set.",
    "The reward model scores each answer by itself; in the paper it compares the answer with a fixed other answer of the SFT policy, and its logit is the reward.",
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
  temperature: {
    type: "number",
    symbol: "T_s",
    label: "Temperature",
    value: 0.7,
    min: 0.1,
    max: 2,
    step: 0.05,
    paper: 0.7,
    help: "Divides the logits when sampling. The loss always reads log-probabilities at 1.",
  },
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
    options: ["rso-sample-rank", "sft-sample-rank"],
    help: "rso-sample-rank tilts the draw by the rewards; sft-sample-rank is β = ∞: the first K as they come.",
  },
  sampler: {
    type: "choice",
    symbol: "S",
    label: "Sampler",
    value: "rejection",
    options: ["rejection", "gumbel"],
    help: "rejection is the paper's Algorithm 1; gumbel draws K of N in exact proportion to the tilt.",
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
  learningRate: {
    type: "number",
    symbol: "η",
    label: "Learning rate",
    value: 3e-4,
    min: 1e-6,
    max: 0.1,
    step: 1e-6,
    scale: "log",
    help: "AdamW's step size, constant. Small models want larger rates than the paper's.",
  },
  control: {
    type: "choice",
    symbol: "C",
    label: "Control",
    value: "none",
    options: CONTROLS,
    help: "random selection keeps any K; shuffled rewards deals the rewards at random among a prompt's answers.",
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
    kind: "sample",
    math: "x ∼ D;  y_1 … y_N ∼ π_{sft}(· | x)",
    explain: "The SFT policy, frozen, answers every prompt N times.",
    indent: 1,
  },
  {
    kind: "score",
    math: "r_i ← r(x, y_i)",
    explain: "The reward model scores each answer by itself.",
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
    math: "(y^+, y^−) ← neighbours of the kept, ordered by r",
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

  async *run({ prompts, policy, reference, scorer, random }, k, from) {
    const loss = pairLoss(k);
    const [rule, β] = tiltOf(k);
    for (let t = from; t < k.rounds; t++) {
      yield { kind: "round", t, rounds: k.rounds };
      const xs = draw(prompts, k.batch, random, t);

      const sampler = { temperature: k.temperature, topK: k.topK };
      const ys = await reference.sample(xs, bankDraws(random, sampler, k.n));
      yield { kind: "sample", prompts: xs, completions: ys, sampler };

      const scores = await scorer.scoreAll(xs, ys);
      yield { kind: "score", scores, by: scorer.name };

      const rewards = decidingRewards(scores, k.control, random, t);
      const seed = random("accept", t);
      const kept = xs.map(({ id }, i): Kept => {
        return { promptId: id, ...keep(rule, rewards[i]!, β, k.k, dieOf(seed, id)) };
      });
      const metrics = keepMetrics(rewards, kept, β);
      yield { kind: "accept", rule, beta: β, k: k.k, seed, rewards, kept, metrics };

      const of = <T>(all: readonly (readonly T[])[]): T[][] =>
        kept.map(({ accepted }, i) => accepted.map((j) => all[i]![j]!));
      const { pairs: ordered, ties } = pairUp(xs, of(ys), of(rewards), schemeOf(k));
      const pairs = await measured(ordered, reference);
      yield { kind: "pair", pairs, ties };

      for (let epoch = 0; epoch < k.epochs; epoch++) {
        for (const part of minibatches(shuffle(pairs, random, t, epoch), k.minibatch)) {
          const objective = { kind: "pairs", loss, pairs: part } as const;
          const report = await policy.update(objective, { learningRate: k.learningRate });
          yield { kind: "update", objective: { kind: "pairs", loss }, report };
        }
      }
    }
  },
};

function pairLoss({ loss, gamma }: Values<typeof knobs>): PairLoss {
  if (loss === "hinge") return { kind: "hinge", gamma };
  if (loss === "hinge-norm") return { kind: "hinge_norm", gamma };
  return { kind: "dpo", beta: gamma };
}

/** How to keep, and at which β: at ∞ Algorithm 1 keeps the first K, Gumbel-top-k any K at random. */
function tiltOf({ control, sampler, data, beta }: Values<typeof knobs>): [KeepRule, number | null] {
  if (control === "random selection") return ["gumbel", null];
  const rule = sampler === "gumbel" ? "gumbel" : "rejection";
  return [rule, data === "sft-sample-rank" ? null : beta];
}

const schemeOf = ({ pairing }: Values<typeof knobs>): PairingScheme =>
  pairing === "tournament" ? "tournament" : "first_round";
