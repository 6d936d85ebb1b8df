import { learningRate } from "../core/knobs.ts";
import { grpo as standardised, tokenRewards } from "../core/reinforce.ts";
import { drawnOf, endedScores, k1Of, referenceLogps } from "../core/rollout.ts";
import { rolloutStep } from "../core/rollout.ts";
import { draw, shuffle } from "../core/random.ts";
import { at, minibatches } from "../core/shape.ts";
import { mean } from "../core/statistics.ts";
import type { GrpoNormalization, Method } from "../core/types.ts";

const paper = {
  cite: "Shao et al. 2024, DeepSeekMath: Pushing the Limits of Mathematical Reasoning in Open Language Models",
  url: "https://arxiv.org/abs/2402.03300",
  simplified: [
    "The reward judges the whole answer; the paper also has a variant with a reward for each step of a proof.",
    "The reward model and the reference stay the same throughout; the paper may refresh both between rounds.",
    "k3 stands in the loss as printed. Its gradient at the draw is that of KL(π_ref‖π), not of KL(π‖π_ref).",
    "A group of 8 answers instead of 64, AdamW at a constant learning rate.",
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
    value: 8,
    min: 1,
    max: 256,
    step: 1,
    scale: "log",
    help: "Prompts drawn each iteration; each has a group of answers.",
  },
  group: {
    type: "number",
    symbol: "G",
    label: "Answers in a group",
    value: 8,
    min: 2,
    max: 64,
    step: 1,
    scale: "log",
    paper: 64,
    help: "Answers to one prompt that are compared with each other.",
  },
  normalization: {
    type: "choice",
    symbol: "N",
    label: "A token counts",
    value: "grpo",
    options: ["grpo", "dapo", "dr_grpo"],
    help: "grpo: mean over answers of their token means, so that words of long answers count less. dapo: mean over all tokens. dr_grpo: a constant for all, and advantages that are not divided by the deviation.",
  },
  beta: {
    type: "number",
    symbol: "β",
    label: "Pull to the reference",
    value: 0.04,
    min: 0,
    max: 2,
    step: 0.001,
    paper: 0.04,
    help: "Weight of k3, an estimate of the KL, which here stands in the loss and not in the reward.",
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
    help: "How far a token's ratio may leave 1 before it stops to count.",
  },
  learningRate: learningRate(3e-4),
} as const;

const box = [
  {
    kind: "round",
    math: "for t = 1 … T",
    explain: "One iteration: draw groups, compare within each group, step.",
    indent: 0,
  },
  {
    kind: "sample",
    math: "x ∼ D;  y_1 … y_G ∼ π_θ(· | x)",
    explain: "The policy as it is now writes a group of answers to each prompt.",
    indent: 1,
  },
  {
    kind: "score",
    math: "r_i ← r(x, y_i)",
    explain: "The reward model scores each whole answer.",
    indent: 1,
  },
  {
    kind: "rollout",
    math: "A_i ← (r_i − mean(r)) / std(r)",
    explain: "An answer's advantage is where it stands in its group. All its tokens share it.",
    indent: 1,
  },
  {
    kind: null,
    math: "ρ_t = π_θ(y_t|·) / π_old(y_t|·);  k_3 = π_ref/π_θ − log π_ref/π_θ − 1",
    explain: "Each token's ratio to the draw, and its distance from the reference, never negative.",
    indent: 1,
  },
  {
    kind: "update",
    math: "θ ← θ + η ∇_θ mean_t [ min(ρ_t A, clip(ρ_t, 1 ± ε) A) − β k_3 ]",
    explain:
      "Tokens of the better answers of a group become likelier; the pull stands in the loss.",
    indent: 1,
  },
] as const;

/** GRPO: PPO's clipped loss with the group as its baseline, and the KL in the loss. */
export const grpo: Method<typeof knobs> = {
  id: "grpo",
  name: "GRPO",
  paper,
  knobs,
  box,
  asks: () => ["scorer"],

  async *run({ prompts, policy, reference, scorer, random }, k, from) {
    const { clip, beta } = k;
    const normalization = k.normalization as GrpoNormalization;
    for (let t = from; t < k.iterations; t++) {
      yield { kind: "round", t, rounds: k.iterations };
      const xs = draw(prompts, k.batch, random, t);

      const sampler = { temperature: 1 };
      const ys = await policy.sample(xs, { ...sampler, n: k.group, seed: random("sample", t) });
      yield { kind: "sample", prompts: xs, completions: ys, sampler };

      const drawn = drawnOf(xs, ys);
      const rs = await scorer.scoreAll(xs, ys);
      const scores = endedScores(drawn, rs, 0);
      yield { kind: "score", scores: rs, by: scorer.name };

      const refLogps = await referenceLogps(drawn, reference);
      const k1 = k1Of(drawn, refLogps);
      const advantages = minibatches(scores, k.group).flatMap((group) =>
        normalization === "dr_grpo" ? centered(group) : standardised(group, 1),
      );
      const answers = drawn.map(({ completion }, i) => ({
        promptId: completion.promptId,
        completionId: completion.id,
        score: at(scores, i),
        k1: at(k1, i),
        rewards: tokenRewards(at(k1, i), at(scores, i), 0),
        values: null,
        returns: null,
        advantages: completion.tokens.map(() => at(advantages, i)),
        whitened: null,
      }));
      yield rolloutStep(drawn, answers, { beta });

      const longest = Math.max(...drawn.map(({ completion }) => completion.tokens.length));
      const pool = drawn.map((example, i) => ({
        ...example,
        advantage: at(advantages, i),
        refLogps: at(refLogps, i),
      }));
      for (let epoch = 0; epoch < k.epochs; epoch++) {
        for (const items of minibatches(shuffle(pool, random, t, epoch), k.minibatch)) {
          const objective = { kind: "grpo", clip, beta, normalization, longest, items } as const;
          const report = await policy.update(objective, { learningRate: k.learningRate });
          yield { kind: "update", objective: { kind: "grpo", loss: null }, report };
        }
      }
    }
  },
};

function centered(rewards: readonly number[]): number[] {
  const centre = mean(rewards);
  return rewards.map((r) => r - centre);
}
