import { whiten } from "../core/reinforce.ts";
import { preferred } from "../core/pairing.ts";
import { drawnOf, endedScores, estimated, k1Of } from "../core/rollout.ts";
import { ppoItems, referenceLogps, rolloutStep } from "../core/rollout.ts";
import { draw, shuffle } from "../core/random.ts";
import { keptBefore, selection } from "../core/selecting.ts";
import { minibatches } from "../core/shape.ts";
import type { Method } from "../core/types.ts";

const paper = {
  cite: "Touvron et al. 2023, Llama 2: Open Foundation and Fine-Tuned Chat Models, §3.2",
  url: "https://arxiv.org/abs/2307.09288",
  simplified: [
    "One reward model; the paper has one for helpfulness and one for safety and combines them.",
    "The reward model goes on from its weights with each round's fresh labels; the paper trains it anew on all labels so far. The labels come from the annotator of the lab, not from people.",
    "The score is whitened over each rollout as it is: it already is a log-odds, so the paper's logit is left out.",
    "Policy and value share one trunk: the value is a linear head on the last hidden state, at zero in the beginning.",
    "Tens of answers a round instead of hundreds, and AdamW at constant learning rates.",
  ],
};

const knobs = {
  rounds: {
    type: "number",
    symbol: "V",
    label: "Rejection-sampling rounds",
    value: 4,
    min: 0,
    max: 50,
    step: 1,
    paper: 4,
    help: "Rounds of best-of-K fine-tuning, each with a reward model that has seen the newest answers. 0 is PPO alone.",
  },
  iterations: {
    type: "number",
    symbol: "T",
    label: "PPO iterations",
    value: 20,
    min: 0,
    max: 2000,
    step: 1,
    paper: 200,
    help: "Rollouts of PPO that go on from the last rejection-sampling round. 0 is rejection sampling alone.",
  },
  batch: {
    type: "number",
    symbol: "B",
    label: "Prompts a round",
    value: 24,
    min: 1,
    max: 512,
    step: 1,
    scale: "log",
    paper: 512,
    help: "Prompts drawn each round, in both stages.",
  },
  k: {
    type: "number",
    symbol: "K",
    label: "Candidates",
    value: 8,
    min: 2,
    max: 128,
    step: 1,
    scale: "log",
    help: "Answers drawn to each prompt while rejection sampling; PPO draws one.",
  },
  sftLearningRate: {
    type: "number",
    symbol: "η_s",
    label: "Rate of imitation",
    value: 3e-4,
    min: 1e-6,
    max: 0.1,
    step: 1e-6,
    scale: "log",
    help: "AdamW's step size while the best answers are imitated.",
  },
  learningRate: {
    type: "number",
    symbol: "η",
    label: "Learning rate",
    value: 2e-4,
    min: 1e-6,
    max: 0.1,
    step: 1e-6,
    scale: "log",
    help: "AdamW's step size in PPO, constant. Small models want larger rates than the paper's.",
  },
  beta: {
    type: "number",
    symbol: "β",
    label: "Pull to the reference",
    value: 0.01,
    min: 0,
    max: 2,
    step: 0.005,
    paper: 0.01,
    help: "Price of one nat of KL at every token, in deviations of the rollout's scores.",
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
    help: "Answers in one gradient step. Each answer is in one step only.",
  },
} as const;

const box = [
  {
    kind: "round",
    math: "for v = 1 … V, V+1 … V+T",
    explain: "First V rounds of rejection sampling, then T of PPO from where they ended.",
    indent: 0,
  },
  {
    kind: "sample",
    math: "x ∼ D;  y_1 … y_K ∼ π_θ(· | x)   (PPO: one y)",
    explain: "The newest policy answers every prompt.",
    indent: 1,
  },
  {
    kind: "label",
    math: "v ≤ V:  p ← P(y_1 ≻ y_2 | x)",
    explain:
      "The annotator compares the first two answers of every prompt: labels of today's policy.",
    indent: 1,
  },
  {
    kind: null,
    math: "v ≤ V:  ψ ← ψ − η_r ∇_ψ −log σ(r_ψ(y^+) − r_ψ(y^−))",
    explain: "The reward model learns from them before it judges, so that it does not grow stale.",
    indent: 1,
  },
  {
    kind: "score",
    math: "r_i ← r_ψ(x, y_i)",
    explain: "The refreshed reward model scores every answer.",
    indent: 1,
  },
  {
    kind: "select",
    math: "v ≤ V:  P ← P ∪ {(x, argmax_i r_i)}",
    explain: "The best answers of all rounds are kept; imitating only the newest ones forgets.",
    indent: 1,
  },
  {
    kind: "rollout",
    math: "v > V:  R ← whiten(r) − β KL;  A ← GAE(R, V_φ)",
    explain: "Scores in deviations of the rollout, less the pull to where everything began.",
    indent: 1,
  },
  {
    kind: "update",
    math: "θ ← θ + η ∇_θ ( v ≤ V: mean log π_θ(P);  v > V: mean min(ρA, clip(ρ)A) )",
    explain: "Imitation of the kept answers, later PPO's clipped step, each answer once.",
    indent: 1,
  },
] as const;

/** The recipe of Llama-2-chat: rejection sampling with a refreshed reward model, then PPO. */
export const llama2Chat: Method<typeof knobs> = {
  id: "llama2-chat",
  name: "Llama-2-chat",
  paper,
  knobs,
  box,
  asks: () => ["annotator"],

  async *run({ prompts, policy, reference, annotator, rewardModel, random }, k, from, past) {
    const pool = keptBefore(past);
    const rounds = k.rounds + k.iterations;
    for (let v = from; v < rounds; v++) {
      yield { kind: "round", t: v, rounds };
      const xs = draw(prompts, k.batch, random, v);
      const imitates = v < k.rounds;

      const draws = { temperature: 1, n: imitates ? k.k : 1 };
      const ys = await policy.sample(xs, { ...draws, seed: random("sample", v) });
      yield { kind: "sample", prompts: xs, completions: ys, sampler: { temperature: 1 } };

      if (imitates) {
        const questions = xs.map((prompt, i) => ({ prompt, a: ys[i]![0]!, b: ys[i]![1]! }));
        const labels = await annotator.prefer(questions, { seed: random("label", v) });
        yield { kind: "label", labels, by: annotator.name };

        const pairs = preferred(questions, labels);
        const fit = { seed: random("fit", v), from: "now" } as const;
        if (pairs.length > 0) {
          for await (const report of rewardModel.fit(pairs, fit)) yield { kind: "fit", report };
        }
      }
      const rs = await rewardModel.scoreAll(xs, ys);
      const drawn = drawnOf(xs, ys);
      const scores = endedScores(drawn, rs, 0);
      yield { kind: "score", scores: rs, by: rewardModel.name };

      if (imitates) {
        const picks = rs.map((row) => row.indexOf(Math.max(...row)));
        const best = xs.map((prompt, i) => ({ prompt, completion: ys[i]![picks[i]!]! }));
        pool.push(...best);
        const kept = best.map(({ completion }, i) => selection(completion, rs[i]!, picks[i]!));
        yield { kind: "select", kept, pool: [...pool] };

        for (const examples of minibatches(shuffle(pool, random, v), k.minibatch)) {
          const objective = { kind: "sft", examples } as const;
          const report = await policy.update(objective, { learningRate: k.sftLearningRate });
          yield { kind: "update", objective: { kind: "sft", loss: null }, report };
        }
        continue;
      }

      const values = await policy.values(drawn);
      const k1 = k1Of(drawn, await referenceLogps(drawn, reference));
      const settings = { beta: k.beta, gamma: 1, lambda: 0.95 };
      const answers = estimated(drawn, { scores: whiten(scores), k1, values, ...settings });
      yield rolloutStep(drawn, answers, { beta: k.beta });

      const losses = { clip: k.clip, valueClip: k.clip, valueCoefficient: 0.1 };
      const rollout = ppoItems(drawn, answers);
      for (const items of minibatches(shuffle(rollout, random, v), k.minibatch)) {
        const objective = { kind: "ppo", ...losses, items } as const;
        const report = await policy.update(objective, { learningRate: k.learningRate });
        yield { kind: "update", objective: { kind: "ppo", loss: null }, report };
      }
    }
  },
};
