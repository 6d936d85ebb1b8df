import { learningRate } from "../core/knobs.ts";
import { measured } from "../core/pairing.ts";
import { draw, shuffle } from "../core/random.ts";
import { minibatches } from "../core/shape.ts";
import type { Completion, Example, Method, Objective, OrderedPair, Step } from "../core/types.ts";

const paper = {
  cite: "Chen et al. 2024, Self-Play Fine-Tuning Converts Weak Language Models to Strong Language Models",
  url: "https://arxiv.org/abs/2401.01335",
  simplified: [
    "The human is the task's own writer: the program whose text the start model was trained on.",
    "AdamW at a constant rate and one λ; the paper lowers the rate in later iterations and raises λ to 5 in the last.",
    "Tens of prompts an iteration instead of 50,000.",
  ],
};

const knobs = {
  iterations: {
    type: "number",
    symbol: "T",
    label: "Iterations",
    value: 4,
    min: 1,
    max: 100,
    step: 1,
    paper: 4,
    help: "Times that the policy plays against what it was before.",
  },
  batch: {
    type: "number",
    symbol: "B",
    label: "Prompts an iteration",
    value: 64,
    min: 1,
    max: 512,
    step: 1,
    scale: "log",
    help: "Prompts whose answers are written and drawn anew each iteration.",
  },
  lambda: {
    type: "number",
    symbol: "λ",
    label: "Pull to the opponent",
    value: 0.1,
    min: 0.01,
    max: 10,
    step: 0.01,
    scale: "log",
    paper: 0.1,
    help: "Larger stays closer to the opponent, the policy of the last iteration.",
  },
  epochs: {
    type: "number",
    symbol: "E",
    label: "Epochs",
    value: 2,
    min: 1,
    max: 20,
    step: 1,
    paper: 2,
    help: "Times each iteration goes through its data.",
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
  learningRate: learningRate(2e-4),
  control: {
    type: "choice",
    symbol: "C",
    label: "Control",
    value: "none",
    options: ["none", "continued SFT"],
    help: "continued SFT imitates the same written answers without an opponent.",
  },
} as const;

const box = [
  {
    kind: "round",
    math: "for t = 0 … T − 1:  p_t ← π_θ",
    explain: "One iteration: the opponent is the policy as it is now.",
    indent: 0,
  },
  {
    kind: "demonstrate",
    math: "x ∼ D;  y ∼ p_{data}(· | x)",
    explain: "The answer that always wins: the task's own writer, in the place of a human.",
    indent: 1,
  },
  {
    kind: "sample",
    math: "y' ∼ p_t(· | x)",
    explain: "The opponent answers the same prompts; its answer always loses.",
    indent: 1,
  },
  {
    kind: "pair",
    math: "S_t ← {(x, y, y')} ∪ those of iteration t − 1",
    explain:
      "Pairs of this iteration and the last, all compared with p_t. Nobody judges; equal answers are left out.",
    indent: 1,
  },
  {
    kind: null,
    math: "h = log π_θ(y|x)/p_t(y|x) − log π_θ(y'|x)/p_t(y'|x)",
    explain: "How much further than the opponent the policy leans to the written answer, in nats.",
    indent: 1,
  },
  {
    kind: "update",
    math: "θ ← θ − η ∇_θ ln(1 + e^{−λh})",
    explain:
      "One step on a minibatch. It comes to rest at p_{t+1} ∝ p_t (p_{data}/p_t)^{1/λ}, and for good at p_t = p_{data}.",
    indent: 1,
  },
] as const;

/** SPIN: tell the data from one's own answers until there is nothing to tell. */
export const spin: Method<typeof knobs> = {
  id: "spin",
  name: "SPIN",
  paper,
  knobs,
  box,
  asks: () => [],

  async *run({ prompts, policy, writer, random }, k, from, past) {
    const loss = { kind: "dpo", beta: k.lambda } as const;
    const alone = k.control === "continued SFT";
    let last = lastPlayed(past);
    for (let t = from; t < k.iterations; t++) {
      yield { kind: "round", t, rounds: k.iterations };
      const xs = draw(prompts, k.batch, random, t);

      const written = await writer.write(xs, { seed: random("write", t) });
      const examples = xs.map((prompt, i) => ({ prompt, completion: written[i]! }));
      yield { kind: "demonstrate", examples, by: writer.name };

      const parts: Objective[] = [];
      if (alone) {
        for (let epoch = 0; epoch < k.epochs; epoch++) {
          for (const some of minibatches(shuffle(examples, random, t, epoch), k.minibatch)) {
            parts.push({ kind: "sft", examples: some });
          }
        }
      } else {
        const sampler = { temperature: 1 };
        const ys = await policy.sample(xs, { ...sampler, n: 1, seed: random("sample", t) });
        yield { kind: "sample", prompts: xs, completions: ys, sampler };

        const played = against(examples, ys.flat());
        // Before its first update the policy is p_t itself: its log-probabilities are the opponent's.
        const pairs = await measured([...played, ...last], policy);
        yield { kind: "pair", pairs, ties: xs.length - played.length };
        last = played;

        for (let epoch = 0; epoch < k.epochs; epoch++) {
          for (const some of minibatches(shuffle(pairs, random, t, epoch), k.minibatch)) {
            parts.push({ kind: "pairs", loss, pairs: some });
          }
        }
      }

      for (const objective of parts) {
        const report = await policy.update(objective, { learningRate: k.learningRate });
        const { kind } = objective;
        yield { kind: "update", objective: { kind, loss: alone ? null : loss }, report };
      }
    }
  },
};

/** Each written answer against the policy's own; equal texts are no match. */
function against(examples: readonly Example[], own: readonly Completion[]): OrderedPair[] {
  return examples.flatMap(({ prompt, completion: chosen }, i) => {
    const rejected = own[i]!;
    return chosen.text === rejected.text ? [] : [{ prompt, chosen, rejected }];
  });
}

/** The matches of the latest iteration in the log. */
function lastPlayed(past: readonly Step[]): OrderedPair[] {
  const examples = past.findLast((step) => step.kind === "demonstrate")?.examples ?? [];
  const own = past.findLast((step) => step.kind === "sample")?.completions.flat() ?? [];
  return own.length === 0 ? [] : against(examples, own);
}
