import { learningRate } from "../core/knobs.ts";
import { clickPairs } from "../core/ranking.ts";
import { measured } from "../core/pairing.ts";
import { draw, shuffle } from "../core/random.ts";
import { minibatches } from "../core/shape.ts";
import type { Completion, Dice, Method, OrderedPair, Prompt } from "../core/types.ts";

const paper = {
  cite: "Zheng et al. 2023, Click: Controllable Text Generation with Sequence Likelihood Contrastive Learning",
  url: "https://arxiv.org/abs/2306.03350",
  simplified: [
    "The classifier is a threshold on the reward; the paper's are models of toxicity, sentiment and repetition.",
    "The policy of each round draws the continuations; the paper draws them once.",
    "Likelihood is ranked by the summed log-probability of the policy that drew the answers.",
    "The language-model data are the task's own text, and AdamW runs at a constant learning rate.",
  ],
};

const knobs = {
  rounds: {
    type: "number",
    symbol: "T",
    label: "Rounds",
    value: 4,
    min: 1,
    max: 100,
    step: 1,
    paper: 1,
    help: "Times that continuations are drawn from the newest policy and contrasted.",
  },
  batch: {
    type: "number",
    symbol: "B",
    label: "Prompts a round",
    value: 16,
    min: 1,
    max: 256,
    step: 1,
    scale: "log",
    help: "Prompts drawn each round.",
  },
  n: {
    type: "number",
    symbol: "n",
    label: "Continuations",
    value: 20,
    min: 2,
    max: 64,
    step: 1,
    scale: "log",
    paper: 20,
    help: "Answers drawn to each prompt, then sorted into good and bad.",
  },
  topP: {
    type: "number",
    symbol: "p_s",
    label: "Nucleus",
    value: 0.9,
    min: 0.05,
    max: 1,
    step: 0.05,
    paper: 0.9,
    help: "Only the likeliest tokens that hold this share of the probability are drawn.",
  },
  threshold: {
    type: "number",
    symbol: "τ",
    label: "Good from",
    value: 0.5,
    min: -3,
    max: 3,
    step: 0.1,
    help: "Answers of at least this reward, in standard deviations of the start model, are positive; the others negative.",
  },
  pairing: {
    type: "choice",
    symbol: "P",
    label: "Pairing",
    value: "likelihood",
    options: ["likelihood", "random"],
    help: "likelihood pairs each negative with the likeliest positive that is less likely than it: the order is wrong now, yet within reach. random is the ablation.",
  },
  alpha: {
    type: "number",
    symbol: "α",
    label: "Margin",
    value: 10,
    min: 0,
    max: 100,
    step: 0.5,
    paper: 15,
    help: "Nats by which the positive answer must be likelier, over all its tokens.",
  },
  gamma: {
    type: "number",
    symbol: "γ",
    label: "Weight of the contrast",
    value: 0.1,
    min: 0,
    max: 10,
    step: 0.01,
    paper: 0.1,
    help: "Against the likelihood of the task's own text, which keeps the language in place.",
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
    help: "Pairs in one gradient step, with the given answers to their prompts.",
  },
  learningRate: learningRate(3e-4),
} as const;

const box = [
  {
    kind: "round",
    math: "for t = 1 … T",
    explain: "One round: draw, sort, contrast.",
    indent: 0,
  },
  {
    kind: "sample",
    math: "x ∼ D;  ŷ_1 … ŷ_n ∼ π_θ(· | x)",
    explain: "The newest policy continues each prompt n times.",
    indent: 1,
  },
  {
    kind: "score",
    math: "c_i ← r(x, ŷ_i) ≥ τ",
    explain: "The classifier sorts answers into positive and negative: a threshold on the reward.",
    indent: 1,
  },
  {
    kind: "pair",
    math: "ŷ^+ ← argmax log π(ŷ) over positives with log π(ŷ) < log π(ŷ^−)",
    explain:
      "Each negative meets the likeliest positive that is less likely than it; where there is none, it is left out.",
    indent: 1,
  },
  {
    kind: "demonstrate",
    math: "y ∼ D(· | x)",
    explain: "The data of the language-model loss: the task's own text, in place of a corpus.",
    indent: 1,
  },
  {
    kind: "update",
    math: "θ ← θ − η ∇_θ [NLL(y) + γ max(0, α + log π_θ(ŷ^−|x) − log π_θ(ŷ^+|x))]",
    explain:
      "Negatives are pushed below their positives by a margin, while the text of the data stays likely.",
    indent: 1,
  },
] as const;

/** CLICK: contrast the likelihood of good and bad continuations, under a language-model loss. */
export const click: Method<typeof knobs> = {
  id: "click",
  name: "CLICK",
  paper,
  knobs,
  box,
  asks: () => ["scorer"],

  async *run({ prompts, policy, reference, scorer, writer, random }, k, from) {
    for (let t = from; t < k.rounds; t++) {
      yield { kind: "round", t, rounds: k.rounds };
      const xs = draw(prompts, k.batch, random, t);

      const sampler = { temperature: 1, topP: k.topP };
      const ys = await policy.sample(xs, { ...sampler, n: k.n, seed: random("sample", t) });
      yield { kind: "sample", prompts: xs, completions: ys, sampler };

      const rs = await scorer.scoreAll(xs, ys);
      yield { kind: "score", scores: rs, by: scorer.name };

      const sorted = xs.map((x, i) => sort(x, ys[i]!, rs[i]!, k.threshold));
      const contrasts = sorted.flatMap((one) => contrast(one, k.pairing, random, t));
      // The loss needs no reference; the picture of the pairs does.
      const pairs = await measured(contrasts, reference);
      const negatives = sorted.reduce((n, { negative }) => n + negative.length, 0);
      yield { kind: "pair", pairs, ties: negatives - pairs.length };

      const written = await writer.write(xs, { seed: random("write", t) });
      const examples = xs.map((prompt, i) => ({ prompt, completion: written[i]! }));
      yield { kind: "demonstrate", examples, by: writer.name };

      // Without a single contrast the language-model loss is all there is.
      const parts = minibatches(shuffle(pairs, random, t), k.minibatch);
      for (const part of parts.length > 0 ? parts : [[]]) {
        const asked = new Set(part.map(({ prompt }) => prompt.id));
        const beside = examples.filter(({ prompt }) => part.length === 0 || asked.has(prompt.id));
        const { alpha, gamma } = k;
        const objective = { kind: "click", alpha, gamma, pairs: part, examples: beside } as const;
        const report = await policy.update(objective, { learningRate: k.learningRate });
        yield { kind: "update", objective: { kind: "click", loss: null }, report };
      }
    }
  },
};

type Sorted = {
  readonly prompt: Prompt;
  readonly positive: readonly Completion[];
  readonly negative: readonly Completion[];
};

/** The classifier. Equal texts count once: a pair of twins would teach nothing. */
function sort(
  prompt: Prompt,
  ys: readonly Completion[],
  rs: readonly number[],
  threshold: number,
): Sorted {
  const texts = new Set<string>();
  const once = ys.flatMap((y, i) => {
    if (texts.has(y.text)) return [];
    texts.add(y.text);
    return [{ y, good: rs[i]! >= threshold }];
  });
  const of = (wanted: boolean) => once.filter(({ good }) => good === wanted).map(({ y }) => y);
  return { prompt, positive: of(true), negative: of(false) };
}

/** Pairs of one prompt; none where all its answers are good, or all bad. */
function contrast(
  { prompt, positive, negative }: Sorted,
  pairing: string,
  random: Dice,
  t: number,
): OrderedPair[] {
  const likely = (ys: readonly Completion[]) => ys.map((y) => ({ id: y, logp: y.logp }));
  if (positive.length === 0) return [];
  const pairs =
    pairing === "likelihood"
      ? clickPairs(likely(positive), likely(negative))
      : negative.map((y): [Completion, Completion] => {
          return [y, positive[random("pair", t, y.id) % positive.length]!];
        });
  return pairs.map(([rejected, chosen]) => ({ prompt, chosen, rejected }));
}
