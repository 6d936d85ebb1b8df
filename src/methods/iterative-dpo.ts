import { CONTROLS_WITH_KL, decidingRewards, heldBack, pairScheme } from "../core/controls.ts";
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
  beta: {
    type: "number",
    symbol: "β",
    label: "Pull to the reference",
    value: 0.1,
    min: 0.002,
    max: 5,
    step: 0.001,
    scale: "log",
    paper: 0.1,
    help: "Larger stays closer to the reference.",
  },
  reference: {
    type: "choice",
    symbol: "π_ref",
    label: "Reference",
    value: "M_t",
    options: ["M_t", "SFT"],
    help: "M_t is the policy at the start of each round: every round is a fresh pull from there. SFT never moves.",
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
  learningRate: learningRate(3e-4),
  control: {
    type: "choice",
    symbol: "C",
    label: "Control",
    value: "none",
    options: CONTROLS_WITH_KL,
    help: "random selection pairs two answers as they come; shuffled rewards deals the rewards at random among a prompt's answers; no KL leaves the reference out of h.",
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
    math: "h = log π_θ(y^+|x)/π_ref(y^+|x) − log π_θ(y^−|x)/π_ref(y^−|x)",
    explain: "How much further than the reference the policy leans to the chosen answer, in nats.",
    indent: 1,
  },
  {
    kind: "update",
    math: "θ ← θ − η ∇_θ ln(1 + e^{−βh})",
    explain: "One step on a minibatch of the pairs; E times through all of them.",
    indent: 1,
  },
] as const;

/** Iterative DPO: rounds of DPO on pairs that the newest policy wrote and a fixed reward model ordered. */
export const iterativeDpo: Method<typeof knobs> = {
  id: "iterative-dpo",
  name: "Iterative DPO",
  paper,
  knobs,
  box,
  asks: () => ["scorer"],

  async *run({ prompts, policy, reference, scorer, random }, k, from) {
    const loss = { kind: "dpo", beta: k.beta } as const;
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
      // Before its first update the policy is M_t itself: its log-probabilities are the reference's.
      const pairs = await measured(best.pairs, k.reference === "M_t" ? policy : reference);
      yield { kind: "pair", pairs, ties: best.ties };

      for (let epoch = 0; epoch < k.epochs; epoch++) {
        for (const part of minibatches(shuffle(pairs, random, t, epoch), k.minibatch)) {
          const learned = heldBack(part, k.control);
          const objective = { kind: "pairs", loss, pairs: learned } as const;
          const report = await policy.update(objective, { learningRate: k.learningRate });
          yield { kind: "update", objective: { kind: "pairs", loss }, report };
        }
      }
    }
  },
};
