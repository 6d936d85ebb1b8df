import { bankDraws } from "../core/bank.ts";
import { CONTROLS, decidingRewards } from "../core/controls.ts";
import { learningRate } from "../core/knobs.ts";
import { labelled } from "../core/pairing.ts";
import { draw, shuffle } from "../core/random.ts";
import { keptBefore, selection } from "../core/selecting.ts";
import { minibatches } from "../core/shape.ts";
import type { Completion, Example, Lab, Method, Prompt, Step } from "../core/types.ts";

const paper = {
  cite: "Touvron et al. 2023, Llama 2: Open Foundation and Fine-Tuned Chat Models, §3.2.3",
  url: "https://arxiv.org/abs/2307.09288",
  simplified: [
    "By default the reward model stays the same; in the paper it is trained anew on fresh human labels before every round. With labels a round above 0 it learns from the annotator's, on pairs of the newest policy's answers.",
    "Each round goes on from the weights of the last one.",
    "Tens of prompts a round instead of a whole data set, and AdamW at a constant learning rate.",
    "No PPO stage after the rejection-sampling rounds.",
  ],
};

const knobs = {
  rounds: {
    type: "number",
    symbol: "T",
    label: "Rounds",
    value: 6,
    min: 1,
    max: 100,
    step: 1,
    paper: 4,
    help: "Times that candidates are drawn from the newest policy, which is then fine-tuned.",
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
    help: "Prompts drawn each round; each contributes its best answer.",
  },
  n: {
    type: "number",
    symbol: "N",
    label: "Candidates",
    value: 16,
    min: 1,
    max: 128,
    step: 1,
    scale: "log",
    help: "Answers drawn to each prompt. N = 1 is the control: imitation without selection.",
  },
  temperature: {
    type: "number",
    symbol: "T_s",
    label: "Temperature",
    value: 1,
    min: 0.1,
    max: 2,
    step: 0.05,
    help: "Divides the logits when sampling. The paper finds that the best value moves as training goes on.",
  },
  warming: {
    type: "number",
    symbol: "ΔT",
    label: "Warmer each round",
    value: 0,
    min: -0.2,
    max: 0.2,
    step: 0.01,
    help: "Added to the temperature after every round, within 0.1 to 2. The paper samples hotter from later policies, up to 1.3.",
  },
  labels: {
    type: "number",
    symbol: "L",
    label: "Labels a round",
    value: 0,
    min: 0,
    max: 1024,
    step: 1,
    help: "Pairs of the newest policy's answers that the annotator labels before each selection; the reward model goes on learning from them. 0 keeps it as it is.",
  },
  pool: {
    type: "choice",
    symbol: "P",
    label: "Fine-tune on",
    value: "all rounds",
    options: ["all rounds", "last round only"],
    help: "Pooling the best answers of all rounds is the paper's remedy against forgetting.",
  },
  epochs: {
    type: "number",
    symbol: "E",
    label: "Epochs",
    value: 2,
    min: 1,
    max: 20,
    step: 1,
    help: "Times each round goes through its pool.",
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
    help: "Examples in one gradient step.",
  },
  learningRate: learningRate(5e-4),
  control: {
    type: "choice",
    symbol: "C",
    label: "Control",
    value: "none",
    options: CONTROLS,
    help: "random selection keeps the first answer of each prompt; shuffled rewards deals the rewards at random among its answers. There is no KL term to leave out.",
  },
} as const;

const box = [
  {
    kind: "round",
    math: "for t = 1 … T",
    explain: "One round: draw, keep the best, imitate it.",
    indent: 0,
  },
  {
    kind: "sample",
    math: "x ∼ D;  y_1 … y_N ∼ π_θ(· | x)",
    explain: "The newest policy answers every prompt N times.",
    indent: 1,
  },
  {
    kind: null,
    math: "if L > 0:  r ← r fitted on to L pairs of the y_i, labelled now",
    explain: "The newest reward model knows what the newest policy says.",
    indent: 1,
  },
  {
    kind: "score",
    math: "r_i ← r(x, y_i)",
    explain: "The reward model scores each answer by itself.",
    indent: 1,
  },
  {
    kind: "select",
    math: "y^* ← argmax_i r_i;  P ← P ∪ {(x, y^*)}",
    explain: "Only the best answer to each prompt is kept, next to the best of earlier rounds.",
    indent: 1,
  },
  {
    kind: null,
    math: "for E epochs, minibatches of P",
    explain: "The pool is shuffled anew in every epoch.",
    indent: 1,
  },
  {
    kind: "update",
    math: "θ ← θ + η ∇_θ mean log π_θ(y^*_t | x, y^*_{<t})",
    explain: "Ordinary fine-tuning: every token of the kept answers is made likelier.",
    indent: 2,
  },
] as const;

/** Best-of-N with rejection-sampling fine-tuning: imitate the best of one's own answers. */
export const bestOfN: Method<typeof knobs> = {
  id: "best-of-n",
  name: "Best-of-N fine-tuning",
  paper,
  knobs,
  box,
  asks: (k) => [k.labels > 0 ? "annotator" : "scorer"],

  async *run(lab, k, from, past) {
    const { prompts, policy, reference, random } = lab;
    const scorer = k.labels > 0 ? lab.rewardModel : lab.scorer;
    let pool = keptBefore(past);
    for (let t = from; t < k.rounds; t++) {
      yield { kind: "round", t, rounds: k.rounds };
      const xs = draw(prompts, k.batch, random, t);

      const sampler = { temperature: warmed(k.temperature + t * k.warming) };
      // In the first round π_θ still is π_sft, whose answers all methods share.
      const ys = await (t === 0
        ? reference.sample(xs, bankDraws(random, sampler, k.n))
        : policy.sample(xs, { ...sampler, n: k.n, seed: random("sample", t) }));
      yield { kind: "sample", prompts: xs, completions: ys, sampler };

      if (k.labels > 0) yield* relearn(lab, xs, ys, k.labels, t);
      const rs = await scorer.scoreAll(xs, ys);
      yield { kind: "score", scores: rs, by: scorer.name };

      const rewards = decidingRewards(rs, k.control, random, t);
      const picks = rewards.map((row) => (k.control === "random selection" ? 0 : argmax(row)));
      const best = xs.map((prompt, i): Example => ({ prompt, completion: ys[i]![picks[i]!]! }));
      const kept = best.map(({ completion }, i) => selection(completion, rs[i]!, picks[i]!));
      pool = k.pool === "all rounds" ? [...pool, ...best] : best;
      yield { kind: "select", kept, pool };

      for (let epoch = 0; epoch < k.epochs; epoch++) {
        for (const examples of minibatches(shuffle(pool, random, t, epoch), k.minibatch)) {
          const objective = { kind: "sft", examples } as const;
          const report = await policy.update(objective, { learningRate: k.learningRate });
          yield { kind: "update", objective: { kind: "sft", loss: null }, report };
        }
      }
    }
  },
};

/** Within what can be sampled, without the dust of repeated addition. */
const warmed = (temperature: number): number =>
  Number(Math.min(2, Math.max(0.1, temperature)).toFixed(3));

/** The reward model goes on from where it is, on pairs of neighbours in the draw. */
async function* relearn(
  { annotator, rewardModel, random }: Lab,
  xs: readonly Prompt[],
  ys: readonly (readonly Completion[])[],
  labels: number,
  t: number,
): AsyncGenerator<Step, void, void> {
  // The first two answers to every prompt, then the next two: no prompt is favored.
  const places = ys[0]?.map((_, j) => j).filter((j) => j % 2 === 1) ?? [];
  const questions = places
    .flatMap((j) => xs.map((prompt, i) => ({ prompt, a: ys[i]![j - 1]!, b: ys[i]![j]! })))
    .slice(0, labels);
  const said = await annotator.prefer(questions, { seed: random("relearn", "label", t) });
  const pairs = labelled(questions, said);
  if (pairs.length === 0) return;
  const order = { seed: random("relearn", t), from: "now" } as const;
  for await (const report of rewardModel.fit(pairs, order)) yield { kind: "fit", report };
}

/** The position of the largest number, the first one on a tie. */
function argmax(rs: readonly number[]): number {
  return rs.reduce((best, r, i) => (r > rs[best]! ? i : best), 0);
}
