import { compared } from "../core/comparing.ts";
import { dataPrompts, epochs, learningRate, source, temperature } from "../core/knobs.ts";
import { draw, shuffle } from "../core/random.ts";
import { minibatches } from "../core/shape.ts";
import type { Method, Pair, PairLoss } from "../core/types.ts";

const paper = {
  cite: "Azar et al. 2023, A General Theoretical Paradigm to Understand Learning from Human Preferences",
  url: "https://arxiv.org/abs/2310.12036",
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
  tau: {
    type: "number",
    symbol: "τ",
    label: "Pull to the reference",
    value: 0.1,
    min: 0.002,
    max: 5,
    step: 0.001,
    scale: "log",
    help: "The margin aims at 1/2τ and is pulled back when it overshoots.",
  },
  average: {
    type: "choice",
    symbol: "A",
    label: "Log-ratios",
    value: "sum",
    options: ["sum", "mean"],
    help: "sum over tokens is the printed equation; mean divides each by its own length, as the experiments behind the paper did. A τ for one is wrong for the other.",
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
    math: "θ ← θ − η ∇_θ (h − 1/2τ)^2",
    explain: "One step on a minibatch pulls each margin to its target, from either side.",
    indent: 1,
  },
] as const;

/** IPO: the margin of every pair has a target, so that certain labels do not push it without end. */
export const ipo: Method<typeof knobs> = {
  id: "ipo",
  name: "IPO",
  paper,
  knobs,
  box,
  asks: () => ["annotator"],

  async *run(lab, k, from, past) {
    const { prompts, policy, reference, random } = lab;
    const fixed = k.source === "fixed";
    const sampler = { temperature: k.temperature };
    const xs = draw(prompts, k.prompts, random, 0);
    const loss = {
      kind: "ipo",
      tau: k.tau,
      average: k.average === "mean" ? "mean" : "sum",
    } satisfies PairLoss;
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
