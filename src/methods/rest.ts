import { bankDraws } from "../core/bank.ts";
import { restFilter } from "../core/filter.ts";
import { draw, shuffle } from "../core/random.ts";
import { minibatches } from "../core/shape.ts";
import type { Example, Method, Stored } from "../core/types.ts";

const paper = {
  cite: "Gulcehre et al. 2023, Reinforced Self-Training (ReST) for Language Modeling",
  url: "https://arxiv.org/abs/2308.08998",
  simplified: [
    "The loss is the likelihood, which the paper finds best; its offline RL losses are left out.",
    "The data D are the task's own text, a passage for each prompt.",
    "Each threshold gets a fixed number of epochs; the paper goes on until the reward stops rising.",
    "Tens of prompts a Grow step, and AdamW.",
  ],
};

const knobs = {
  rounds: {
    type: "number",
    symbol: "G",
    label: "Grow steps",
    value: 2,
    min: 1,
    max: 100,
    step: 1,
    paper: 2,
    help: "Times that answers are drawn from the newest policy and stored with their rewards.",
  },
  batch: {
    type: "number",
    symbol: "B",
    label: "Prompts a Grow step",
    value: 48,
    min: 1,
    max: 512,
    step: 1,
    scale: "log",
    help: "Prompts drawn each Grow step.",
  },
  n: {
    type: "number",
    symbol: "n",
    label: "Candidates",
    value: 8,
    min: 1,
    max: 128,
    step: 1,
    scale: "log",
    paper: 25,
    help: "Answers drawn to each prompt.",
  },
  temperature: {
    type: "number",
    symbol: "T_s",
    label: "Temperature",
    value: 0.8,
    min: 0.1,
    max: 2,
    step: 0.05,
    paper: 0.8,
    help: "Divides the logits when sampling. The loss always reads log-probabilities at 1.",
  },
  improves: {
    type: "number",
    symbol: "I",
    label: "Improve steps",
    value: 3,
    min: 1,
    max: 10,
    step: 1,
    paper: 4,
    help: "Thresholds of each Grow step, one after another, evenly spaced.",
  },
  first: {
    type: "number",
    symbol: "τ_1",
    label: "First threshold",
    value: 0.5,
    min: 0,
    max: 0.99,
    step: 0.01,
    paper: 0.7,
    help: "Answers above this level are imitated first; 0 keeps all.",
  },
  last: {
    type: "number",
    symbol: "τ_I",
    label: "Last threshold",
    value: 0.9,
    min: 0,
    max: 0.99,
    step: 0.01,
    paper: 0.95,
    help: "The highest level that an answer must exceed.",
  },
  scale: {
    type: "choice",
    symbol: "R",
    label: "Level of an answer",
    value: "percentile",
    options: ["percentile", "min–max"],
    help: "percentile: its rank among all stored answers; min–max: its reward between the worst and the best one, as in the paper.",
  },
  epochs: {
    type: "number",
    symbol: "E",
    label: "Epochs",
    value: 2,
    min: 1,
    max: 20,
    step: 1,
    help: "Times each Improve step goes through what it kept.",
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
    help: "Answers in one gradient step.",
  },
  learningRate: {
    type: "number",
    symbol: "η",
    label: "Learning rate",
    value: 4e-4,
    min: 1e-6,
    max: 0.1,
    step: 1e-6,
    scale: "log",
    help: "AdamW's step size in the first Improve step of each Grow step. Small models want larger rates than the paper's.",
  },
  decay: {
    type: "number",
    symbol: "d",
    label: "Slowing down",
    value: 0.7,
    min: 0.1,
    max: 1,
    step: 0.05,
    help: "The learning rate of each Improve step over that of the one before.",
  },
} as const;

const box = [
  {
    kind: "round",
    math: "for g = 1 … G",
    explain: "One Grow step and the Improve steps on what it stored.",
    indent: 0,
  },
  {
    kind: "demonstrate",
    math: "x, y ∼ D",
    explain: "The given data stay in: the task's own text, scored and filtered like the rest.",
    indent: 1,
  },
  {
    kind: "sample",
    math: "Grow:  y_1 … y_n ∼ π_θ(· | x);  D_g ← {(x, y_i)} ∪ D",
    explain: "The newest policy answers each prompt n times, once for all Improve steps.",
    indent: 1,
  },
  {
    kind: "score",
    math: "annotate D_g with R(x, y)",
    explain: "Rewards are stored; no answer is scored twice.",
    indent: 1,
  },
  {
    kind: "filter",
    math: "Improve:  for i = 1 … I:  keep R(x, y) > τ_i,  τ_1 < τ_2 < …",
    explain: "The threshold rises; fewer and better answers are left.",
    indent: 1,
  },
  {
    kind: "update",
    math: "θ ← θ + η_i ∇_θ mean log π_θ(y_t | x, y_{<t})",
    explain: "Ordinary fine-tuning on what was kept, more slowly at each threshold.",
    indent: 2,
  },
] as const;

/** ReST: store many of one's own answers, and imitate the ever better ones among them. */
export const rest: Method<typeof knobs> = {
  id: "rest",
  name: "ReST",
  paper,
  knobs,
  box,
  asks: () => ["scorer"],

  async *run({ prompts, policy, reference, scorer, writer, random }, k, from) {
    for (let g = from; g < k.rounds; g++) {
      yield { kind: "round", t: g, rounds: k.rounds };
      const xs = draw(prompts, k.batch, random, g);

      const written = await writer.write(xs, { seed: random("write", g) });
      const given = xs.map((prompt, i) => ({ prompt, completion: written[i]! }));
      yield { kind: "demonstrate", examples: given, by: writer.name };

      const sampler = { temperature: k.temperature };
      // Before the first Improve step π_θ still is π_sft, whose answers all methods share.
      const ys = await (g === 0
        ? reference.sample(xs, bankDraws(random, sampler, k.n))
        : policy.sample(xs, { ...sampler, n: k.n, seed: random("sample", g) }));
      yield { kind: "sample", prompts: xs, completions: ys, sampler };

      const scores = await scorer.scoreAll(xs, ys);
      yield { kind: "score", scores, by: scorer.name };

      const ofGiven = await scorer.scoreAll(
        xs,
        written.map((y) => [y]),
      );
      const grown = xs.flatMap((prompt, i) => ys[i]!.map((completion) => ({ prompt, completion })));
      const all = [...grown, ...given];
      const pool = stored(all, [...scores.flat(), ...ofGiven.flat()], k.scale);

      const thresholds = rising(k.first, k.last, k.improves);
      for (const [i, threshold] of thresholds.entries()) {
        const { kept } = restFilter(
          pool.map(({ level }) => level),
          threshold,
        );
        yield { kind: "filter", at: i, thresholds, pool, kept };

        const learningRate = k.learningRate * k.decay ** i;
        const best = kept.map((place) => all[place]!);
        for (let epoch = 0; epoch < k.epochs; epoch++) {
          for (const examples of minibatches(shuffle(best, random, g, i, epoch), k.minibatch)) {
            const report = await policy.update({ kind: "sft", examples }, { learningRate });
            yield { kind: "update", objective: { kind: "sft", loss: null }, report };
          }
        }
      }
    }
  },
};

/** τ_1 … τ_I, evenly spaced; a last threshold below the first one is taken for the first. */
function rising(first: number, last: number, count: number): number[] {
  const step = count > 1 ? Math.max(0, last - first) / (count - 1) : 0;
  return Array.from({ length: count }, (_, i) => first + i * step);
}

/** Answers with their rewards and levels; the last ones were given. Equal rewards rank in order. */
function stored(all: readonly Example[], rewards: readonly number[], scale: string): Stored[] {
  const order = rewards.map((_, i) => i).sort((a, b) => rewards[a]! - rewards[b]! || a - b);
  const ranks = rewards.map(() => 0);
  order.forEach((place, rank) => (ranks[place] = rank));
  const levels = restFilter(scale === "percentile" ? ranks : rewards, 0).normalised;
  return all.map(({ prompt, completion }, i) => ({
    promptId: prompt.id,
    completionId: completion.id,
    reward: rewards[i]!,
    level: levels[i]!,
    written: completion.author !== undefined,
  }));
}
