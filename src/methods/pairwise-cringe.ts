import { CONTROLS, decidingRewards, pairScheme } from "../core/controls.ts";
import { learningRate, temperature } from "../core/knobs.ts";
import { measured, pairUp } from "../core/pairing.ts";
import { draw, shuffle } from "../core/random.ts";
import { minibatches } from "../core/shape.ts";
import type { Method } from "../core/types.ts";

const paper = {
  cite: "Xu et al. 2023, Some Things Are More Cringe Than Others",
  url: "https://arxiv.org/abs/2312.16682",
  simplified: [
    "The first round already samples from the SFT policy; the paper's first round trains on pairs that were given.",
    "Likelihood and cringe are each averaged over their tokens, and no derivative goes through the gate; the paper's margin and widths were tuned for a larger model.",
    "The reward model is the bundled one, or one trained in this tab, and stays fixed as in the paper.",
    "Tens of prompts a round instead of a whole data set, and AdamW at a constant learning rate.",
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
    paper: 2,
    help: "Times that the newest policy writes its own pairs and learns from them.",
  },
  batch: {
    type: "number",
    symbol: "B",
    label: "Prompts a round",
    value: 48,
    min: 1,
    max: 256,
    step: 1,
    scale: "log",
    help: "Prompts drawn each round; each contributes one pair.",
  },
  n: {
    type: "number",
    symbol: "N",
    label: "Candidates",
    value: 4,
    min: 2,
    max: 64,
    step: 1,
    scale: "log",
    paper: 4,
    help: "Answers to each prompt; the best one meets the worst.",
  },
  temperature: temperature(0.9),
  alpha: {
    type: "number",
    symbol: "α",
    label: "Weight of cringe",
    value: 0.05,
    min: 0,
    max: 10,
    step: 0.01,
    help: "How much the rejected answer counts against the chosen one's likelihood. Nothing bounds how unlikely it may become: from about 0.2 on, the language model falls apart within a dozen steps.",
  },
  k: {
    type: "number",
    symbol: "k",
    label: "Likeliest others",
    value: 5,
    min: 1,
    max: 100,
    step: 1,
    scale: "log",
    help: "Each rejected token is set against one other token, drawn from the k likeliest.",
  },
  b: {
    type: "number",
    symbol: "b",
    label: "Margin",
    value: 10,
    min: -50,
    max: 100,
    step: 0.5,
    help: "The gate is half open where the chosen answer is likelier by b nats; past it the pair fades out.",
  },
  tau: {
    type: "number",
    symbol: "τ",
    label: "Width of the gate",
    value: 5,
    min: 0.1,
    max: 100,
    step: 0.1,
    scale: "log",
    help: "Nats over which the gate closes. Small is a hard margin.",
  },
  epochs: {
    type: "number",
    symbol: "E",
    label: "Epochs",
    value: 2,
    min: 1,
    max: 20,
    step: 1,
    paper: 2,
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
    help: "Pairs in one gradient step.",
  },
  learningRate: learningRate(1e-4),
  control: {
    type: "choice",
    symbol: "C",
    label: "Control",
    value: "none",
    options: CONTROLS,
    help: "random selection pairs two answers as they come; shuffled rewards deals the rewards at random among a prompt's answers. There is no KL term to leave out: without the gate, b at its highest, nothing holds back.",
  },
} as const;

const box = [
  {
    kind: "round",
    math: "for t = 1 … T:  M_t ← π_θ",
    explain: "One round: the newest policy writes, a fixed reward model judges, the policy learns.",
    indent: 0,
  },
  {
    kind: "sample",
    math: "x ∼ D;  y_1 … y_N ∼ M_t(· | x)",
    explain: "The policy at the start of the round answers every prompt N times.",
    indent: 1,
  },
  {
    kind: "score",
    math: "r_i ← r(x, y_i)",
    explain: "The same reward model in all rounds scores each answer by itself.",
    indent: 1,
  },
  {
    kind: "pair",
    math: "(y^+, y^−) ← (argmax_i r_i, argmin_i r_i)",
    explain: "The best answer meets the worst. Ties teach nothing and are dropped.",
    indent: 1,
  },
  {
    kind: null,
    math: "s_t ∼ the k likeliest tokens other than y^−_t",
    explain: "What the policy might say instead of each rejected token, as it stands at this step.",
    indent: 1,
  },
  {
    kind: null,
    math: "g = σ((b − log π_θ(y^+|x)/π_θ(y^−|x))/τ)",
    explain: "The gate is open while the chosen answer is not yet likelier by b nats.",
    indent: 1,
  },
  {
    kind: "update",
    math: "θ ← θ − η ∇_θ g [−log π_θ(y^+) + α Σ_t ln(1 + π_θ(y^−_t)/π_θ(s_t))]",
    explain:
      "The chosen answer is imitated; each rejected token loses against the one drawn instead.",
    indent: 1,
  },
] as const;

/**
 * Pairwise cringe optimisation in rounds: imitate the chosen answer, push each rejected token below
 * another likely one, and stop where the margin is reached. No reference model.
 */
export const pairwiseCringe: Method<typeof knobs> = {
  id: "pairwise-cringe",
  name: "Pairwise cringe",
  paper,
  knobs,
  box,
  asks: () => ["scorer"],

  async *run({ prompts, policy, reference, scorer, random }, k, from) {
    for (let t = from; t < k.rounds; t++) {
      yield { kind: "round", t, rounds: k.rounds };
      const xs = draw(prompts, k.batch, random, t);

      const sampler = { temperature: k.temperature };
      const ys = await policy.sample(xs, { ...sampler, n: k.n, seed: random("sample", t) });
      yield { kind: "sample", prompts: xs, completions: ys, sampler };

      const rs = await scorer.scoreAll(xs, ys);
      yield { kind: "score", scores: rs, by: scorer.name };

      const rewards = decidingRewards(rs, k.control, random, t);
      const best = pairUp(xs, ...pairScheme(ys, rewards, k.control));
      // The loss needs no reference; the picture of the pairs does.
      const pairs = await measured(best.pairs, reference);
      yield { kind: "pair", pairs, ties: best.ties };

      for (let epoch = 0; epoch < k.epochs; epoch++) {
        const parts = minibatches(shuffle(pairs, random, t, epoch), k.minibatch);
        for (const [i, part] of parts.entries()) {
          const rejected = part.map(({ prompt, rejected: completion }) => ({ prompt, completion }));
          const seed = random("instead", t, epoch, i);
          const instead = await policy.instead(rejected, { k: k.k, seed });
          const objective = {
            kind: "cringe",
            ...{ alpha: k.alpha, b: k.b, tau: k.tau },
            pairs: part.map((pair, j) => ({ ...pair, instead: instead[j]! })),
          } as const;
          const report = await policy.update(objective, { learningRate: k.learningRate });
          yield { kind: "update", objective: { kind: "cringe", loss: null }, report };
        }
      }
    }
  },
};
