import { compared } from "../core/comparing.ts";
import { dataPrompts, epochs, learningRate, source, temperature } from "../core/knobs.ts";
import { draw, shuffle } from "../core/random.ts";
import { minibatches } from "../core/shape.ts";
import type { Method, Pair, PairLoss, Values } from "../core/types.ts";

const paper = {
  cite: "Rafailov et al. 2023, Direct Preference Optimization",
  url: "https://arxiv.org/abs/2305.18290",
  simplified: [
    "The pairs come from the start model and the annotator; the paper's were given by people.",
    "AdamW at a constant learning rate suited to a small model.",
    "Pairs of identical answers and pairs the annotator cannot tell apart are dropped and counted.",
  ],
};

const knobs = {
  epochs: epochs(6),
  prompts: dataPrompts(192),
  source,
  temperature: temperature(1),
  loss: {
    type: "choice",
    symbol: "ℓ",
    label: "Loss",
    value: "dpo",
    options: ["dpo", "cdpo", "robust"],
    help: "cdpo and robust allow for labels that are wrong with odds ε: cdpo aims lower, robust corrects the mean.",
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
    help: "Larger stays closer to the reference.",
  },
  epsilon: {
    type: "number",
    symbol: "ε",
    label: "Odds of a wrong label",
    value: 0.1,
    min: 0,
    max: 0.45,
    step: 0.05,
    help: "What cdpo and robust take the share of wrong labels to be; dpo takes it to be 0.",
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
    paper: 64,
    help: "Pairs in one gradient step.",
  },
  learningRate: learningRate(3e-4),
} as const;

const box = [
  {
    kind: "round",
    math: "for e = 1 … E",
    explain: "One epoch: once through all prompts.",
    indent: 0,
  },
  {
    kind: "sample",
    math: "once, or before every step:  x ∼ D;  y_1, y_2 ∼ π_ref or π_θ(· | x)",
    explain:
      "Fixed data: the frozen start model answers each prompt twice, before any training. Fresh data: the policy as it is.",
    indent: 1,
  },
  {
    kind: "label",
    math: "p ← P(y_1 ≻ y_2 | x)",
    explain: "The annotator compares the two answers.",
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
    math: "θ ← θ − η ∇_θ ln(1 + e^{−βh})",
    explain:
      "One step on a minibatch makes the chosen answers likelier relative to the rejected ones.",
    indent: 1,
  },
] as const;

/** DPO as first published: one fixed set of pairs, gone through again and again. */
export const dpo: Method<typeof knobs> = {
  id: "dpo",
  name: "Offline DPO",
  paper,
  knobs,
  box,
  asks: () => ["annotator"],

  async *run(lab, k, from, past) {
    const { prompts, policy, reference, random } = lab;
    const fixed = k.source === "fixed";
    const sampler = { temperature: k.temperature };
    const xs = draw(prompts, k.prompts, random, 0);
    const loss = pairLoss(k);
    let pairs: readonly Pair[] = past.findLast((step) => step.kind === "pair")?.pairs ?? [];
    for (let t = from; t < k.epochs; t++) {
      yield { kind: "round", t, rounds: k.epochs };

      if (fixed && t === 0) pairs = yield* compared(lab, reference, xs, sampler);

      const order = shuffle([...(fixed ? pairs : xs).keys()], random, t);
      for (const places of minibatches(order, k.minibatch)) {
        const asked = places.map((i) => xs[i]!);
        const part = fixed
          ? places.map((i) => pairs[i]!)
          : yield* compared(lab, policy, asked, sampler, t, places[0]!);
        if (part.length === 0) continue;
        const objective = { kind: "pairs", loss, pairs: part } as const;
        const report = await policy.update(objective, { learningRate: k.learningRate });
        yield { kind: "update", objective: { kind: "pairs", loss }, report };
      }
    }
  },
};

function pairLoss({ loss, beta, epsilon }: Values<typeof knobs>): PairLoss {
  if (loss === "cdpo") return { kind: "dpo", beta, labelSmoothing: epsilon };
  if (loss === "robust") return { kind: "robust_dpo", beta, labelSmoothing: epsilon };
  return { kind: "dpo", beta };
}
