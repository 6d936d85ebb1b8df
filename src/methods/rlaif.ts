import { learningRate } from "../core/knobs.ts";
import { drawnOf, endedScores, estimated, k1Of } from "../core/rollout.ts";
import { referenceLogps, rolloutStep } from "../core/rollout.ts";
import { draw, shuffle } from "../core/random.ts";
import { at, minibatches } from "../core/shape.ts";
import type { Label, LabelledPair, Method } from "../core/types.ts";
import type { Question } from "../core/pairing.ts";

const paper = {
  cite: "Lee et al. 2023, RLAIF: Scaling Reinforcement Learning from Human Feedback with AI Feedback",
  url: "https://arxiv.org/abs/2309.00267",
  simplified: [
    "The labels come from this lab's annotator, whoever that is; the paper's is a large language model.",
    "Policy and value share one trunk: the value is a linear head on the last hidden state, at zero in the beginning.",
    "Answers are drawn at temperature 1 instead of 0.9, so that the KL belongs to the policy that drew them.",
    "Hundreds of labels instead of tens of thousands, and AdamW at a constant learning rate.",
  ],
};

const knobs = {
  labels: {
    type: "number",
    symbol: "|L|",
    label: "Labels",
    value: 512,
    min: 8,
    max: 2048,
    step: 1,
    scale: "log",
    help: "Pairs of answers that the annotator compares, once; one in eight is kept for measuring.",
  },
  hard: {
    type: "choice",
    symbol: "p",
    label: "Labels are",
    value: "soft",
    options: ["soft", "hard"],
    help: "soft: the annotator's probability. hard: 1 for the answer it prefers, as a person would say it.",
  },
  iterations: {
    type: "number",
    symbol: "T",
    label: "Iterations",
    value: 40,
    min: 1,
    max: 2000,
    step: 1,
    scale: "log",
    help: "Draws of fresh answers, each scored and learned from once.",
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
    help: "Share of the KL in the reward; the reward model's score gets the rest, 1 − β.",
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
    help: "Taken off the reward of an answer that ran into the length limit.",
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
    kind: "label",
    math: "once:  y_1, y_2 ∼ π_{sft}(· | x);  p ← ½ [P(y_1 ≻ y_2) + 1 − P(y_2 ≻ y_1)]",
    explain:
      "The annotator compares two answers of the start model to each prompt; one who looks at the order is asked in both.",
    indent: 0,
  },
  {
    kind: "fit",
    math: "once:  ψ ← argmin −p log σ(r_1 − r_2) − (1 − p) log σ(r_2 − r_1)",
    explain: "A reward model learns the labels with all their doubt, starting from the trunk.",
    indent: 0,
  },
  {
    kind: "round",
    math: "for t = 1 … T",
    explain: "One iteration: draw, score, step.",
    indent: 0,
  },
  {
    kind: "sample",
    math: "x ∼ D;  y ∼ π_θ(· | x)",
    explain:
      "The policy as it is now answers each prompt once; before the first iteration, the start model twice, for the labels.",
    indent: 1,
  },
  {
    kind: "score",
    math: "s ← r_ψ(x, y)",
    explain: "The reward model that was fitted to the labels scores each answer.",
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

/** RLAIF: labels by a model, a reward model of the labels, reinforcement by the reward model. */
export const rlaif: Method<typeof knobs> = {
  id: "rlaif",
  name: "RLAIF",
  paper,
  knobs,
  box,
  asks: () => ["annotator"],

  async *run({ prompts, policy, reference, annotator, rewardModel, random }, k, from) {
    for (let t = from; t < k.iterations; t++) {
      yield { kind: "round", t, rounds: k.iterations };
      const sampler = { temperature: 1 };

      if (t === 0) {
        const xs = draw(prompts, k.labels, random, -1);
        const ys = await reference.sample(xs, { ...sampler, n: 2, seed: random("labelled") });
        yield { kind: "sample", prompts: xs, completions: ys, sampler };

        const questions = xs.map((prompt, i) => ({ prompt, a: ys[i]![0]!, b: ys[i]![1]! }));
        const labels = await annotator.prefer(questions, { seed: random("label") });
        yield { kind: "label", labels, by: annotator.name };

        const pairs = labelled(questions, labels, k.hard === "hard");
        const train = pairs.slice(0, Math.ceil((7 / 8) * pairs.length));
        const fit = { seed: random("fit"), heldOut: pairs.slice(train.length) };
        if (train.length > 0) {
          for await (const report of rewardModel.fit(train, fit)) yield { kind: "fit", report };
        }
      }

      const xs = draw(prompts, k.batch, random, t);
      const ys = await policy.sample(xs, { ...sampler, n: 1, seed: random("sample", t) });
      yield { kind: "sample", prompts: xs, completions: ys, sampler };

      const drawn = drawnOf(xs, ys);
      const rs = await rewardModel.scoreAll(xs, ys);
      const scores = endedScores(drawn, rs, k.missingEos).map((s) => (1 - k.beta) * s);
      yield { kind: "score", scores: rs, by: rewardModel.name };

      const k1 = k1Of(drawn, await referenceLogps(drawn, reference));
      const values = await policy.values(drawn);
      // At γ = λ = 1 the target of V is all that is still to come.
      const all = { scores, k1, values, beta: k.beta, gamma: 1, lambda: 1 };
      const answers = estimated(drawn, all).map((answer) => ({ ...answer, whitened: null }));
      yield rolloutStep(drawn, answers, { beta: k.beta });

      const pool = drawn.map((example, i) => {
        return { ...example, returns: at(answers, i).returns ?? [] };
      });
      const { valueCoefficient } = k;
      for (const items of minibatches(shuffle(pool, random, t), k.minibatch)) {
        const objective = { kind: "reinforce", valueCoefficient, items } as const;
        const report = await policy.update(objective, { learningRate: k.learningRate });
        yield { kind: "update", objective: { kind: "reinforce", loss: null }, report };
      }
    }
  },
};

/** The answer that was found likelier to be better first, as sure as the label; twins teach nothing. */
function labelled(
  questions: readonly Question[],
  labels: readonly Label[],
  hard: boolean,
): LabelledPair[] {
  return questions.flatMap(({ prompt, a, b }, i) => {
    const { p } = at(labels, i);
    if (a.text === b.text || (hard && p === 0.5)) return [];
    const [chosen, rejected, sure] = p < 0.5 ? [b, a, 1 - p] : [a, b, p];
    return [{ prompt, chosen, rejected, p: hard ? 1 : sure }];
  });
}
