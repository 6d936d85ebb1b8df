import { learningRate } from "../core/knobs.ts";
import { rloo as leaveOneOut, tokenRewards } from "../core/reinforce.ts";
import { drawnOf, endedScores, k1Of, referenceLogps } from "../core/rollout.ts";
import { rolloutStep } from "../core/rollout.ts";
import { draw, shuffle } from "../core/random.ts";
import { at, minibatches } from "../core/shape.ts";
import { sum } from "../core/statistics.ts";
import type { Method } from "../core/types.ts";

const paper = {
  cite: "Ahmadian et al. 2024, Back to Basics: Revisiting REINFORCE-Style Optimization for Learning from Human Feedback in LLMs",
  url: "https://arxiv.org/abs/2402.14740",
  simplified: [
    "Several passes over one draw are clipped as in TRL; the paper takes one step from each draw, which is the default here.",
    "AdamW at a constant learning rate suited to a small model.",
    "Answers are drawn at temperature 1, so that ratio and KL belong to the policy that drew them.",
  ],
};

const knobs = {
  iterations: {
    type: "number",
    symbol: "T",
    label: "Iterations",
    value: 40,
    min: 1,
    max: 2000,
    step: 1,
    scale: "log",
    help: "Draws of fresh answers from the policy of that moment.",
  },
  batch: {
    type: "number",
    symbol: "B",
    label: "Prompts a round",
    value: 16,
    min: 1,
    max: 256,
    step: 1,
    scale: "log",
    help: "Prompts drawn each iteration.",
  },
  k: {
    type: "number",
    symbol: "k",
    label: "Answers to a prompt",
    value: 4,
    min: 2,
    max: 64,
    step: 1,
    scale: "log",
    paper: 4,
    help: "Each answer is measured against the mean of the k − 1 others. More make a quieter baseline.",
  },
  beta: {
    type: "number",
    symbol: "β",
    label: "Pull to the reference",
    value: 0.05,
    min: 0,
    max: 2,
    step: 0.001,
    paper: 0.03,
    help: "Price of one nat of KL, in rewards. It is taken off the reward of the answer.",
  },
  missingEos: {
    type: "number",
    symbol: "ω",
    label: "Price of no end",
    value: 1,
    min: 0,
    max: 10,
    step: 0.1,
    help: "Taken off the reward of an answer that ran into the length limit.",
  },
  epochs: {
    type: "number",
    symbol: "E",
    label: "Epochs",
    value: 1,
    min: 1,
    max: 10,
    step: 1,
    paper: 1,
    help: "Times one draw is learned from. From the second on the ratio leaves 1 and clipping begins.",
  },
  minibatch: {
    type: "number",
    symbol: "M",
    label: "Minibatch",
    value: 64,
    min: 1,
    max: 1024,
    step: 1,
    scale: "log",
    help: "Answers in one gradient step.",
  },
  clip: {
    type: "number",
    symbol: "ε",
    label: "Clip",
    value: 0.2,
    min: 0.01,
    max: 1,
    step: 0.01,
    help: "How far the ratio of a whole answer may leave 1 before it stops to count.",
  },
  learningRate: learningRate(3e-4),
} as const;

const box = [
  {
    kind: "round",
    math: "for t = 1 … T",
    explain: "One iteration: draw, compare answers to the same prompt with each other, step.",
    indent: 0,
  },
  {
    kind: "sample",
    math: "x ∼ D;  y_1 … y_k ∼ π_θ(· | x)",
    explain: "The policy as it is now answers each prompt k times.",
    indent: 1,
  },
  {
    kind: "score",
    math: "s_i ← r(x, y_i)",
    explain: "The reward model scores each whole answer.",
    indent: 1,
  },
  {
    kind: null,
    math: "R_i = s_i − β (log π_θ(y_i|x) − log π_ref(y_i|x))",
    explain: "What an answer is worth: its score, less the price of having left the reference.",
    indent: 1,
  },
  {
    kind: "rollout",
    math: "A_i ← R_i − mean_{j≠i} R_j",
    explain: "The other answers to the same prompt are the baseline. No value model is needed.",
    indent: 1,
  },
  {
    kind: "update",
    math: "θ ← θ + η ∇_θ mean_i min(ρ_i A_i, clip(ρ_i, 1 ± ε) A_i)",
    explain:
      "Better than its siblings: every token of the answer becomes likelier. ρ is the ratio of its probability now and at the draw.",
    indent: 1,
  },
] as const;

/** REINFORCE Leave-One-Out: the reward of an answer against the mean of its siblings. */
export const rloo: Method<typeof knobs> = {
  id: "rloo",
  name: "RLOO",
  paper,
  knobs,
  box,
  asks: () => ["scorer"],

  async *run({ prompts, policy, reference, scorer, random }, k, from) {
    for (let t = from; t < k.iterations; t++) {
      yield { kind: "round", t, rounds: k.iterations };
      const xs = draw(prompts, k.batch, random, t);

      const sampler = { temperature: 1 };
      const ys = await policy.sample(xs, { ...sampler, n: k.k, seed: random("sample", t) });
      yield { kind: "sample", prompts: xs, completions: ys, sampler };

      const drawn = drawnOf(xs, ys);
      const rs = await scorer.scoreAll(xs, ys);
      const scores = endedScores(drawn, rs, k.missingEos);
      yield { kind: "score", scores: rs, by: scorer.name };

      const k1 = k1Of(drawn, await referenceLogps(drawn, reference));
      const returns = scores.map((s, i) => s - k.beta * sum(at(k1, i)));
      const advantages = minibatches(returns, k.k).flatMap(leaveOneOut);
      const answers = drawn.map(({ completion }, i) => ({
        promptId: completion.promptId,
        completionId: completion.id,
        score: at(scores, i),
        k1: at(k1, i),
        rewards: tokenRewards(at(k1, i), at(scores, i), k.beta),
        values: null,
        returns: null,
        advantages: completion.tokens.map(() => at(advantages, i)),
        whitened: null,
      }));
      yield rolloutStep(drawn, answers, { beta: k.beta });

      const pool = drawn.map((example, i) => ({ ...example, advantage: at(advantages, i) }));
      for (let epoch = 0; epoch < k.epochs; epoch++) {
        for (const items of minibatches(shuffle(pool, random, t, epoch), k.minibatch)) {
          const objective = { kind: "rloo", clip: k.clip, items } as const;
          const report = await policy.update(objective, { learningRate: k.learningRate });
          yield { kind: "update", objective: { kind: "rloo", loss: null }, report };
        }
      }
    }
  },
};
