import { learningRate } from "../core/knobs.ts";
import { expectedRating } from "../core/judge.ts";
import { drawnOf, endedScores, estimated, k1Of } from "../core/rollout.ts";
import { referenceLogps, rolloutStep } from "../core/rollout.ts";
import { draw, shuffle } from "../core/random.ts";
import { at, minibatches } from "../core/shape.ts";
import type { Method } from "../core/types.ts";

const paper = {
  cite: "Lee et al. 2023, RLAIF: Scaling Reinforcement Learning from Human Feedback with AI Feedback",
  url: "https://arxiv.org/abs/2309.00267",
  simplified: [
    "The grader is the frozen start model, asked for a reason and a grade from 0 to 5 in the judges' form that about one document in twelve of its pre-training had; the paper prompts a large language model for a grade from 1 to 10.",
    "In the exact world nothing can read, and the grader is simulated: a reward r is worth 5.5 + 1.5 r of ten, give or take one grade.",
    "Policy and value share one trunk: the value is a linear head on the last hidden state, at zero in the beginning.",
    "Answers are drawn at temperature 1 instead of 0.9, so that the KL belongs to the policy that drew them.",
    "48 answers a step instead of 128, and AdamW at a constant learning rate.",
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
    help: "Draws of fresh answers, each graded and learned from once.",
  },
  batch: {
    type: "number",
    symbol: "B",
    label: "Answers a round",
    value: 48,
    min: 1,
    max: 512,
    step: 1,
    scale: "log",
    paper: 128,
    help: "Prompts drawn each iteration; each gets one answer.",
  },
  beta: {
    type: "number",
    symbol: "β",
    label: "Pull to the reference",
    value: 0.05,
    min: 0,
    max: 0.99,
    step: 0.01,
    paper: 0.05,
    help: "Share of the KL in the reward; the grade gets the rest, 1 − β.",
  },
  valueCoefficient: {
    type: "number",
    symbol: "c_v",
    label: "Value loss",
    value: 0.5,
    min: 0,
    max: 5,
    step: 0.05,
    help: "Weight of the value loss beside the policy's.",
  },
  missingEos: {
    type: "number",
    symbol: "ω",
    label: "Price of no end",
    value: 1,
    min: 0,
    max: 10,
    step: 0.1,
    help: "Taken off the grade, as it lies between −1 and 1, of an answer that ran into the length limit.",
  },
  gradings: {
    type: "number",
    symbol: "J",
    label: "Gradings of an answer",
    value: 1,
    min: 1,
    max: 16,
    step: 1,
    help: "Reasons that the grader gives for each answer; its grade follows from the reason, and P is the mean. The simulated grader gives none.",
  },
  minibatch: {
    type: "number",
    symbol: "M",
    label: "Minibatch",
    value: 48,
    min: 1,
    max: 512,
    step: 1,
    scale: "log",
    help: "Answers in one gradient step.",
  },
  learningRate: learningRate(3e-4),
} as const;

const box = [
  {
    kind: "round",
    math: "for t = 1 … T",
    explain: "One iteration: draw, have it graded, step. No reward model is trained.",
    indent: 0,
  },
  {
    kind: "sample",
    math: "x ∼ D;  y ∼ π_θ(· | x)",
    explain: "The policy as it is now answers each prompt once.",
    indent: 1,
  },
  {
    kind: "score",
    math: "P(1) … P(n) ← mean of J laws by π_{ref}(· | judge, x, y)",
    explain:
      "The start model, frozen, writes a reason and gives each grade a probability; the exact world's grader is simulated.",
    indent: 1,
  },
  {
    kind: null,
    math: "s = 2 (Σ_i i P(i) − 1)/(n − 1) − 1",
    explain: "The expected grade, moved to lie between −1 and 1.",
    indent: 1,
  },
  {
    kind: "rollout",
    math: "Z_t ← (1 − β) s − β Σ_{j≥t} log π_θ(y_j)/π_ref(y_j);  A_t ← Z_t − V_t",
    explain: "What is still to come at each token, against what the value head expected.",
    indent: 1,
  },
  {
    kind: "update",
    math: "θ ← θ − η ∇_θ mean_t [ −log π_θ(y_t) A_t + c_v (Z_t − V_t)^2 ]",
    explain: "REINFORCE with a baseline: nothing is clipped, and each draw is used once.",
    indent: 1,
  },
] as const;

/** Direct RLAIF: reinforcement by a language model's own grade, with no reward model between. */
export const directRlaif: Method<typeof knobs> = {
  id: "direct-rlaif",
  name: "Direct RLAIF",
  paper,
  knobs,
  box,
  asks: () => ["grader"],

  async *run({ prompts, policy, reference, grader, random }, k, from) {
    for (let t = from; t < k.iterations; t++) {
      yield { kind: "round", t, rounds: k.iterations };
      const xs = draw(prompts, k.batch, random, t);

      const sampler = { temperature: 1 };
      const ys = await policy.sample(xs, { ...sampler, n: 1, seed: random("sample", t) });
      yield { kind: "sample", prompts: xs, completions: ys, sampler };

      const drawn = drawnOf(xs, ys);
      const laws = await grader.grade(xs, ys, { gradings: k.gradings, seed: random("grade", t) });
      const grades = laws.map((row) => row.map((law) => expectedRating(law).normalised));
      yield { kind: "score", scores: grades, by: grader.name };

      const k1 = k1Of(drawn, await referenceLogps(drawn, reference));
      const values = await policy.values(drawn);
      const scores = endedScores(drawn, grades, k.missingEos).map((s) => (1 - k.beta) * s);
      // At γ = λ = 1 the target of V is all that is still to come.
      const all = { scores, k1, values, beta: k.beta, gamma: 1, lambda: 1 };
      const answers = estimated(drawn, all).map((answer) => ({ ...answer, whitened: null }));
      yield rolloutStep(drawn, answers, { beta: k.beta });

      const pool = drawn.map((example, i) => ({
        ...example,
        returns: at(answers, i).returns ?? [],
      }));
      const { valueCoefficient } = k;
      for (const items of minibatches(shuffle(pool, random, t), k.minibatch)) {
        const objective = { kind: "reinforce", valueCoefficient, items } as const;
        const report = await policy.update(objective, { learningRate: k.learningRate });
        yield { kind: "update", objective: { kind: "reinforce", loss: null }, report };
      }
    }
  },
};
