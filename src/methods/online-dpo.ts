import { learningRate } from "../core/knobs.ts";
import { measured, preferred } from "../core/pairing.ts";
import { draw } from "../core/random.ts";
import type { Method, PairLoss, Values } from "../core/types.ts";

const paper = {
  cite: "Guo et al. 2024, Direct Language Model Alignment from Online AI Feedback",
  url: "https://arxiv.org/abs/2402.04792",
  simplified: [
    "The annotator here is a reward model or the gold reward; in the paper it is a prompted LLM that sees each pair in both orders.",
    "AdamW at a constant learning rate suited to a small model; the paper uses Adafactor at 5·10⁻⁷ after 150 warm-up steps.",
    "24 pairs a step instead of 128.",
    "Pairs of identical answers and pairs the annotator cannot tell apart are dropped and counted.",
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
    help: "Optimizer steps. Every one trains on fresh pairs from the policy of that moment.",
  },
  batch: {
    type: "number",
    symbol: "B",
    label: "Pairs a step",
    value: 24,
    min: 1,
    max: 256,
    step: 1,
    scale: "log",
    paper: 128,
    help: "Prompts drawn each iteration; each gives one pair.",
  },
  temperature: {
    type: "number",
    symbol: "T_s",
    label: "Temperature",
    value: 0.9,
    min: 0.1,
    max: 2,
    step: 0.05,
    paper: 0.9,
    help: "Divides the logits when sampling. The loss always reads log-probabilities at 1.",
  },
  loss: {
    type: "choice",
    symbol: "ℓ",
    label: "Loss",
    value: "dpo",
    options: ["dpo", "ipo", "hinge_norm"],
    help: "What is asked of h: dpo ln(1 + e^{−βh}), ipo (h − 1/2β)², hinge_norm max(0, 1 − βh).",
  },
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
    help: "Larger stays closer to the reference. It is τ in ipo and γ in hinge_norm.",
  },
  margin: {
    type: "number",
    symbol: "m",
    label: "Near ties dropped",
    value: 0,
    min: 0,
    max: 0.45,
    step: 0.01,
    paper: 0,
    help: "Pairs with |p − ½| below this are dropped: the annotator was not sure. At 0 only ties are.",
  },
  sft: {
    type: "number",
    symbol: "λ",
    label: "SFT term",
    value: 0,
    min: 0,
    max: 5,
    step: 0.05,
    paper: 0,
    help: "Weight of an added negative log-likelihood of the chosen answers; holds their probability up.",
  },
  learningRate: learningRate(3e-4),
} as const;

const box = [
  {
    kind: "round",
    math: "for t = 1 … T",
    explain: "One iteration is one gradient step; nothing is reused.",
    indent: 0,
  },
  {
    kind: "sample",
    math: "x ∼ D;  y_1, y_2 ∼ π_θ(· | x)",
    explain: "The policy as it is now answers each prompt twice.",
    indent: 1,
  },
  {
    kind: "label",
    math: "p ← P(y_1 ≻ y_2 | x)",
    explain: "The annotator says how likely the first answer is to be the better one.",
    indent: 1,
  },
  {
    kind: "pair",
    math: "(y^+, y^−) ← (y_1, y_2) if p > ½, (y_2, y_1) if p < ½",
    explain: "The preferred answer becomes the chosen one. Ties teach nothing and are dropped.",
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
    math: "θ ← θ − η ∇_θ ℓ(βh)",
    explain: "One step makes the chosen answer likelier relative to the rejected one.",
    indent: 1,
  },
] as const;

/**
 * Online DPO (OAIF, Algorithm 1): on-policy pairs, labelled on the spot, one step each time. The
 * reference stays the SFT policy throughout.
 */
export const onlineDpo: Method<typeof knobs> = {
  id: "online-dpo",
  name: "Online DPO",
  paper,
  knobs,
  box,
  asks: () => ["annotator"],

  async *run({ prompts, policy, reference, annotator, random }, k, from) {
    const loss = pairLoss(k);
    for (let t = from; t < k.iterations; t++) {
      yield { kind: "round", t, rounds: k.iterations };
      const xs = draw(prompts, k.batch, random, t);

      const sampler = { temperature: k.temperature };
      const ys = await policy.sample(xs, { ...sampler, n: 2, seed: random("sample", t) });
      yield { kind: "sample", prompts: xs, completions: ys, sampler };

      const questions = xs.map((prompt, i) => ({ prompt, a: ys[i]![0]!, b: ys[i]![1]! }));
      const labels = await annotator.prefer(questions, { seed: random("label", t) });
      yield { kind: "label", labels, by: annotator.name };

      const pairs = await measured(preferred(questions, labels, k.margin), reference);
      yield { kind: "pair", pairs, ties: questions.length - pairs.length };

      if (pairs.length === 0) continue;
      const objective = { kind: "pairs", loss, pairs, sft: k.sft } as const;
      const report = await policy.update(objective, { learningRate: k.learningRate });
      yield { kind: "update", objective: { kind: "pairs", loss }, report };
    }
  },
};

function pairLoss({ loss, beta }: Values<typeof knobs>): PairLoss {
  if (loss === "ipo") return { kind: "ipo", tau: beta, average: "sum" };
  if (loss === "hinge_norm") return { kind: "hinge_norm", gamma: beta };
  return { kind: "dpo", beta };
}
