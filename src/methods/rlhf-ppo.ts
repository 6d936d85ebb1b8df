import { learningRate } from "../core/knobs.ts";
import { adaptiveKl } from "../core/reinforce.ts";
import { drawnOf, endedScores, estimated, k1Of } from "../core/rollout.ts";
import { ppoItems, referenceLogps, rolloutStep } from "../core/rollout.ts";
import { draw, shuffle } from "../core/random.ts";
import { minibatches } from "../core/shape.ts";
import type { Method, Step, Values } from "../core/types.ts";

const paper = {
  cite: "Ouyang et al. 2022, Training language models to follow instructions with human feedback; Ziegler et al. 2019; Schulman et al. 2017",
  url: "https://arxiv.org/abs/2203.02155",
  simplified: [
    "Policy and value share one trunk: the value is a linear head on the last hidden state, at zero in the beginning. The papers train a second model, begun from the reward model.",
    "No pretraining gradients are mixed in.",
    "Tens of answers a round instead of hundreds, and AdamW at a constant learning rate.",
    "Answers are drawn at temperature 1, so that ratio and KL belong to the policy that drew them.",
  ],
};

const knobs = {
  iterations: {
    type: "number",
    symbol: "T",
    label: "Iterations",
    value: 30,
    min: 1,
    max: 2000,
    step: 1,
    scale: "log",
    help: "Rollouts of fresh answers from the policy of that moment.",
  },
  batch: {
    type: "number",
    symbol: "B",
    label: "Answers a rollout",
    value: 48,
    min: 1,
    max: 512,
    step: 1,
    scale: "log",
    paper: 512,
    help: "Prompts drawn each iteration; each gets one answer.",
  },
  epochs: {
    type: "number",
    symbol: "E",
    label: "Epochs",
    value: 2,
    min: 1,
    max: 10,
    step: 1,
    paper: 4,
    help: "Times one rollout is learned from. Clipping keeps the later ones honest.",
  },
  minibatch: {
    type: "number",
    symbol: "M",
    label: "Minibatch",
    value: 24,
    min: 1,
    max: 512,
    step: 1,
    scale: "log",
    paper: 64,
    help: "Answers in one gradient step.",
  },
  kl: {
    type: "choice",
    symbol: "K",
    label: "Pull",
    value: "fixed",
    options: ["fixed", "adaptive"],
    help: "fixed keeps β as it is; adaptive turns it after every rollout so that the KL comes to its target.",
  },
  beta: {
    type: "number",
    symbol: "β",
    label: "Pull to the reference",
    value: 0.05,
    min: 0,
    max: 2,
    step: 0.001,
    paper: 0.05,
    help: "Price of one nat of KL at every token, in rewards. Where the pull is adaptive it is only the first value.",
  },
  target: {
    type: "number",
    symbol: "κ",
    label: "KL target",
    value: 6,
    min: 0.1,
    max: 50,
    step: 0.1,
    paper: 6,
    help: "Nats an answer that an adaptive pull aims at.",
  },
  horizon: {
    type: "number",
    symbol: "H",
    label: "KL horizon",
    value: 200,
    min: 10,
    max: 100000,
    step: 10,
    scale: "log",
    paper: 10000,
    help: "Answers after which an adaptive pull has grown by a fifth, where the KL is too high. Short runs want short horizons.",
  },
  gamma: {
    type: "number",
    symbol: "γ",
    label: "Discount",
    value: 1,
    min: 0,
    max: 1,
    step: 0.01,
    paper: 1,
    help: "What a reward is worth one token earlier. The answer's reward comes with its last token.",
  },
  lambda: {
    type: "number",
    symbol: "λ",
    label: "Credit",
    value: 0.95,
    min: 0,
    max: 1,
    step: 0.01,
    paper: 0.95,
    help: "1 waits for the answer's reward; 0 trusts the value head from token to token.",
  },
  clip: {
    type: "number",
    symbol: "ε",
    label: "Clip",
    value: 0.2,
    min: 0.01,
    max: 1,
    step: 0.01,
    paper: 0.2,
    help: "How far a token's ratio may leave 1 before it stops to count; the values may leave theirs as far.",
  },
  valueCoefficient: {
    type: "number",
    symbol: "c_v",
    label: "Value loss",
    value: 0.1,
    min: 0,
    max: 5,
    step: 0.01,
    paper: 0.1,
    help: "Weight of the value loss. Trunk and head learn from both losses at once.",
  },
  missingEos: {
    type: "number",
    symbol: "ω",
    label: "Price of no end",
    value: 1,
    min: 0,
    max: 10,
    step: 0.1,
    paper: 1,
    help: "Taken off the score of an answer that ran into the length limit.",
  },
  learningRate: learningRate(2e-4),
} as const;

const box = [
  {
    kind: "round",
    math: "for t = 1 … T",
    explain: "One iteration: a rollout, and a few clipped epochs over it.",
    indent: 0,
  },
  {
    kind: "sample",
    math: "x ∼ D;  y ∼ π_θ(· | x)",
    explain: "The policy as it is now answers each prompt once. It becomes π_old.",
    indent: 1,
  },
  {
    kind: "score",
    math: "s ← r(x, y)",
    explain: "The reward model scores the whole answer, once, at its end.",
    indent: 1,
  },
  {
    kind: null,
    math: "R_t = −β (log π_old(y_t) − log π_ref(y_t)) + [t = last] s",
    explain: "Every token pays for leaving the reference; the last one brings in the score.",
    indent: 1,
  },
  {
    kind: null,
    math: "δ_t = R_t + γ V_{t+1} − V_t;  A_t = δ_t + γλ A_{t+1};  G_t = A_t + V_t",
    explain:
      "Better or worse than the value head expected, and how much of what follows is this token's doing.",
    indent: 1,
  },
  {
    kind: "rollout",
    math: "A ← whiten(A);  β ← β (1 + clip(KL/κ − 1, ±0.2) B/H)",
    explain:
      "Advantages get mean 0 and deviation 1 over the rollout. An adaptive pull moves β for the next one.",
    indent: 1,
  },
  {
    kind: null,
    math: "for E epochs, minibatches of the rollout",
    explain: "The rollout is shuffled anew in every epoch.",
    indent: 1,
  },
  {
    kind: "update",
    math: "θ ← θ − η ∇_θ mean_t [ max(−A ρ_t, −A clip(ρ_t, 1 ± ε)) + c_v ½ (V_t − G_t)^2 ]",
    explain:
      "ρ_t is the ratio of the token's probability now and in the rollout: 1 in the first step, so that nothing is clipped there.",
    indent: 2,
  },
] as const;

/** RLHF with PPO: a reward model's score, a leash to the reference, a value head, clipped steps. */
export const rlhfPpo: Method<typeof knobs> = {
  id: "rlhf-ppo",
  name: "RLHF with PPO",
  paper,
  knobs,
  box,
  asks: () => ["scorer"],

  async *run({ prompts, policy, reference, scorer, random }, k, from, past) {
    let beta = pullAfter(past, k);
    for (let t = from; t < k.iterations; t++) {
      yield { kind: "round", t, rounds: k.iterations };
      const xs = draw(prompts, k.batch, random, t);

      const sampler = { temperature: 1 };
      const ys = await policy.sample(xs, { ...sampler, n: 1, seed: random("sample", t) });
      yield { kind: "sample", prompts: xs, completions: ys, sampler };

      const drawn = drawnOf(xs, ys);
      const rs = await scorer.scoreAll(xs, ys);
      const scores = endedScores(drawn, rs, k.missingEos);
      yield { kind: "score", scores: rs, by: scorer.name };

      const values = await policy.values(drawn);
      const k1 = k1Of(drawn, await referenceLogps(drawn, reference));
      const { gamma, lambda } = k;
      const answers = estimated(drawn, { scores, k1, values, beta, gamma, lambda });
      const target = k.kl === "adaptive" ? k.target : null;
      const rollout = rolloutStep(drawn, answers, { beta, target });
      yield rollout;
      beta = pullAfter([rollout], k);

      const pool = ppoItems(drawn, answers);
      const { clip, valueCoefficient } = k;
      for (let epoch = 0; epoch < k.epochs; epoch++) {
        for (const items of minibatches(shuffle(pool, random, t, epoch), k.minibatch)) {
          const losses = { clip, valueClip: clip, valueCoefficient };
          const objective = { kind: "ppo", ...losses, items } as const;
          const report = await policy.update(objective, { learningRate: k.learningRate });
          yield { kind: "update", objective: { kind: "ppo", loss: null }, report };
        }
      }
    }
  },
};

/** β for the next rollout: the first value, or what the last rollout makes of its own. */
function pullAfter(past: readonly Step[], k: Values<typeof knobs>): number {
  const last = past.findLast((step) => step.kind === "rollout");
  if (!last || k.kl !== "adaptive") return k.beta;
  return adaptiveKl({
    coefficient: last.beta,
    target: k.target,
    horizon: k.horizon,
    kl: last.metrics["objective/kl"] ?? 0,
    batch: last.answers.length,
  });
}
