import { bankDraws } from "../core/bank.ts";
import { learningRate, temperature } from "../core/knobs.ts";
import { draw, shuffle } from "../core/random.ts";
import { minibatches } from "../core/shape.ts";
import type { Method, RankedGroup, Step } from "../core/types.ts";

const paper = {
  cite: "Yuan et al. 2023, RRHF: Rank Responses to Align Language Models with Human Feedback",
  url: "https://arxiv.org/abs/2304.05302",
  simplified: [
    "All answers come from the start model; the paper adds those of other models and of people.",
    "The likelihood of the best answer is averaged over its tokens; the paper's code averages over a padded length.",
    "AdamW at a constant learning rate suited to a small model.",
  ],
};

const knobs = {
  epochs: {
    type: "number",
    symbol: "E",
    label: "Epochs",
    value: 6,
    min: 1,
    max: 100,
    step: 1,
    help: "Times the fixed data are gone through; a round is one of them.",
  },
  prompts: {
    type: "number",
    symbol: "|D|",
    label: "Prompts",
    value: 96,
    min: 1,
    max: 1024,
    step: 1,
    scale: "log",
    help: "Prompts whose answers are drawn, once, before training.",
  },
  n: {
    type: "number",
    symbol: "k",
    label: "Answers",
    value: 6,
    min: 2,
    max: 64,
    step: 1,
    scale: "log",
    paper: 6,
    help: "Answers of the start model to each prompt, all ranked against one another.",
  },
  temperature: temperature(1),
  minibatch: {
    type: "number",
    symbol: "M",
    label: "Minibatch",
    value: 12,
    min: 1,
    max: 256,
    step: 1,
    scale: "log",
    help: "Prompts in one gradient step.",
  },
  learningRate: learningRate(3e-4),
} as const;

const box = [
  {
    kind: "round",
    math: "for e = 1 … E",
    explain: "One epoch over data that never change.",
    indent: 0,
  },
  {
    kind: "sample",
    math: "once:  x ∼ D;  y_1 … y_k ∼ π_{init}(· | x)",
    explain: "The frozen start model answers each prompt k times.",
    indent: 1,
  },
  {
    kind: "score",
    math: "once:  r_i ← r(x, y_i)",
    explain: "The reward model scores each answer by itself; only the order matters.",
    indent: 1,
  },
  {
    kind: null,
    math: "p_i = log π_θ(y_i|x) / |y_i|",
    explain: "The mean log-probability of a token of each answer.",
    indent: 1,
  },
  {
    kind: "update",
    math: "θ ← θ − η ∇_θ Σ_{r_i < r_j} max(0, p_i − p_j) − p_{best}",
    explain: "Every pair in the wrong order pushes until it is right; the best answer is imitated.",
    indent: 1,
  },
] as const;

/** RRHF: put all answers to a prompt in the order of their rewards, and imitate the best one. */
export const rrhf: Method<typeof knobs> = {
  id: "rrhf",
  name: "RRHF",
  paper,
  knobs,
  box,
  asks: () => ["scorer"],

  async *run({ prompts, policy, reference, scorer, random }, k, from, past) {
    let groups = groupsIn(past);
    for (let t = from; t < k.epochs; t++) {
      yield { kind: "round", t, rounds: k.epochs };

      if (t === 0) {
        const xs = draw(prompts, k.prompts, random, 0);
        const sampler = { temperature: k.temperature };
        const ys = await reference.sample(xs, bankDraws(random, sampler, k.n));
        yield { kind: "sample", prompts: xs, completions: ys, sampler };

        const rs = await scorer.scoreAll(xs, ys);
        yield { kind: "score", scores: rs, by: scorer.name };
        groups = xs.map((prompt, i) => ({ prompt, completions: ys[i]!, rewards: rs[i]! }));
      }

      for (const part of minibatches(shuffle(groups, random, t), k.minibatch)) {
        const objective = { kind: "rrhf", groups: part } as const;
        const report = await policy.update(objective, { learningRate: k.learningRate });
        yield { kind: "update", objective: { kind: "rrhf", loss: null }, report };
      }
    }
  },
};

/** The scored answers that an earlier round drew. */
function groupsIn(past: readonly Step[]): RankedGroup[] {
  const sample = past.findLast((step) => step.kind === "sample");
  const score = past.findLast((step) => step.kind === "score");
  if (!sample || !score) return [];
  return sample.prompts.map((prompt, i) => ({
    prompt,
    completions: sample.completions[i]!,
    rewards: score.scores[i]!,
  }));
}
