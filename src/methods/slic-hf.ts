import { bankDraws } from "../core/bank.ts";
import { dataPrompts, epochs, learningRate, source } from "../core/knobs.ts";
import { measured, pairUp } from "../core/pairing.ts";
import { draw, shuffle } from "../core/random.ts";
import { minibatches } from "../core/shape.ts";
import type { Draws, Lab, Method, Pair, Prompt, Reference, Step } from "../core/types.ts";

const paper = {
  cite: "Zhao et al. 2023, SLiC-HF: Sequence Likelihood Calibration with Human Feedback",
  url: "https://arxiv.org/abs/2305.10425",
  simplified: [
    "The reward model scores each answer by itself; the paper's ranker compares two at a time.",
    "The regulariser is the mean negative log-likelihood of a token of the chosen answers; the paper's is summed, on the best answer or the SFT target.",
    "AdamW at a constant learning rate suited to a small model.",
  ],
};

const knobs = {
  epochs: epochs(6),
  prompts: dataPrompts(96),
  source,
  n: {
    type: "number",
    symbol: "m",
    label: "Candidates",
    value: 8,
    min: 2,
    max: 64,
    step: 1,
    scale: "log",
    paper: 8,
    help: "Answers drawn to each prompt.",
  },
  temperature: {
    type: "number",
    symbol: "T_s",
    label: "Temperature",
    value: 0.7,
    min: 0.1,
    max: 2,
    step: 0.05,
    paper: 0.7,
    help: "Divides the logits when sampling. The loss always reads log-probabilities at 1.",
  },
  topK: {
    type: "number",
    symbol: "k_s",
    label: "Likeliest tokens",
    value: 40,
    min: 1,
    max: 1000,
    step: 1,
    scale: "log",
    paper: 40,
    help: "Only the likeliest tokens are drawn.",
  },
  pairing: {
    type: "choice",
    symbol: "R",
    label: "Ranking",
    value: "tournament",
    options: ["tournament", "first_round"],
    help: "In a tournament winners meet again, m − 1 pairs; in a first round neighbours meet, m/2 pairs.",
  },
  delta: {
    type: "number",
    symbol: "δ",
    label: "Margin",
    value: 1,
    min: 0.1,
    max: 50,
    step: 0.1,
    scale: "log",
    paper: 1,
    help: "Nats by which the chosen answer must be likelier; no reference is involved.",
  },
  lambda: {
    type: "number",
    symbol: "λ",
    label: "Regulariser",
    value: 0.5,
    min: 0,
    max: 50,
    step: 0.05,
    help: "Weight of the likelihood of the chosen answers.",
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
    paper: 32,
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
    math: "once, or before every step:  x ∼ D;  y_1 … y_m ∼ π_{sft} or π_θ(· | x)",
    explain:
      "Fixed data: the frozen start model answers each prompt m times, before any training. Fresh data: the policy as it is.",
    indent: 1,
  },
  {
    kind: "score",
    math: "r_i ← r(x, y_i)",
    explain: "The reward model scores each answer by itself.",
    indent: 1,
  },
  {
    kind: "pair",
    math: "(y^+, y^−) ← the matches of a knock-out tournament by r",
    explain: "Winners meet again until one is left: m − 1 pairs.",
    indent: 1,
  },
  {
    kind: "update",
    math: "θ ← θ − η ∇_θ max(0, δ − log π_θ(y^+|x) + log π_θ(y^−|x)) − λ log π_θ(y^+|x)",
    explain: "Summed log-probabilities themselves are calibrated. No reference model.",
    indent: 1,
  },
] as const;

/** SLiC-HF, sample and rank: calibrate the likelihood of answers to their rank, without a reference. */
export const slicHf: Method<typeof knobs> = {
  id: "slic-hf",
  name: "SLiC-HF",
  paper,
  knobs,
  box,
  asks: () => ["scorer"],

  async *run(lab, k, from, past) {
    const { prompts, policy, reference, random } = lab;
    const loss = { kind: "slic", delta: k.delta } as const;
    const fixed = k.source === "fixed";
    const xs = draw(prompts, k.prompts, random, 0);
    const sampler = { temperature: k.temperature, topK: k.topK };
    let pairs: readonly Pair[] = past.findLast((step) => step.kind === "pair")?.pairs ?? [];
    for (let t = from; t < k.epochs; t++) {
      yield { kind: "round", t, rounds: k.epochs };

      const bank = bankDraws(random, sampler, k.n);
      if (fixed && t === 0) pairs = yield* ranked(lab, reference, xs, bank, k.pairing);

      // Fresh data: as many prompts a step as give about a minibatch of pairs.
      const each = k.pairing === "tournament" ? k.n - 1 : k.n / 2;
      const size = fixed ? k.minibatch : Math.max(1, Math.round(k.minibatch / each));
      const order = shuffle([...(fixed ? pairs : xs).keys()], random, t);
      for (const places of minibatches(order, size)) {
        const asked = places.map((i) => xs[i]!);
        const draws = { ...sampler, n: k.n, seed: random("sample", t, places[0]!) };
        const part = fixed
          ? places.map((i) => pairs[i]!)
          : yield* ranked(lab, policy, asked, draws, k.pairing);
        if (part.length === 0) continue;
        const objective = { kind: "pairs", loss, pairs: part, sft: k.lambda } as const;
        const report = await policy.update(objective, { learningRate: k.learningRate });
        yield { kind: "update", objective: { kind: "pairs", loss }, report };
      }
    }
  },
};

/** Draws, scores and pairs answers of `writer`; yields its steps. */
async function* ranked(
  { reference, scorer }: Lab,
  writer: Pick<Reference, "sample">,
  xs: readonly Prompt[],
  draws: Draws,
  pairing: string,
): AsyncGenerator<Step, Pair[], void> {
  const ys = await writer.sample(xs, draws);
  const { temperature, topK = 0 } = draws;
  yield { kind: "sample", prompts: xs, completions: ys, sampler: { temperature, topK } };

  const rs = await scorer.scoreAll(xs, ys);
  yield { kind: "score", scores: rs, by: scorer.name };

  const scheme = pairing === "tournament" ? "tournament" : "first_round";
  const played = pairUp(xs, ys, rs, scheme);
  // The loss needs no reference; the picture of the pairs does.
  const pairs = await measured(played.pairs, reference);
  yield { kind: "pair", pairs, ties: played.ties };
  return pairs;
}
