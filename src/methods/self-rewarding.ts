import { CONTROLS, decidingRewards, pairScheme } from "../core/controls.ts";
import { graded, judged, untied } from "../core/grading.ts";
import { learningRate, temperature } from "../core/knobs.ts";
import { measured, pairUp } from "../core/pairing.ts";
import { draw, shuffle } from "../core/random.ts";
import { minibatches } from "../core/shape.ts";
import type { Example, Judging, Lab, Method, Objective, Pair } from "../core/types.ts";
import type { Policy, Step, Values } from "../core/types.ts";

const paper = {
  cite: "Yuan et al. 2024, Self-Rewarding Language Models",
  url: "https://arxiv.org/abs/2401.10020",
  simplified: [
    "M_0 has read judges' words already: about one document in twelve of its pre-training is a grade with its reason.",
    "EFT teaches grades that gold gives, with noise; the paper keeps what its own start model wrote in agreement with human ranks.",
    "New prompts come from the fixed start model, as told in the post; in the paper from a fixed Llama-2-Chat 70B. A model this small has never read a list, so it begins each prompt by itself instead of going on with eight examples; the knob S gives it examples.",
    "Refused prompts are made up for by the task's own, counted on screen.",
    "The judge writes one reason and one score from 0 to 5; the paper's adds up five criteria.",
    "AdamW at constant learning rates and tens of prompts a round; the paper trains on thousands of pairs with early stopping.",
  ],
};

const knobs = {
  rounds: {
    type: "number",
    symbol: "T",
    label: "Models",
    value: 3,
    min: 1,
    max: 20,
    step: 1,
    paper: 3,
    help: "M_1 is fine-tuned on the seed data; every later one learns from the grades of the one before.",
  },
  ift: {
    type: "number",
    symbol: "N_I",
    label: "Instruction examples",
    value: 128,
    min: 0,
    max: 2048,
    step: 16,
    help: "Answers of the task's own text that M_0 is fine-tuned on. The paper has 3,200.",
  },
  eft: {
    type: "number",
    symbol: "N_E",
    label: "Judge examples",
    value: 512,
    min: 0,
    max: 4096,
    step: 16,
    help: "Graded answers that M_0 is fine-tuned on. The paper has 1,630; none leaves the judge as it is.",
  },
  batch: {
    type: "number",
    symbol: "B",
    label: "New prompts a round",
    value: 64,
    min: 1,
    max: 256,
    step: 1,
    scale: "log",
    help: "Prompts answered and judged each round; each gives one pair at most.",
  },
  shots: {
    type: "number",
    symbol: "S",
    label: "Examples for the writer",
    value: 0,
    min: 0,
    max: 8,
    step: 1,
    paper: 8,
    help: "Prompts shown to the writer as a list to go on with. 0: it begins one by itself.",
  },
  n: {
    type: "number",
    symbol: "N",
    label: "Candidates",
    value: 4,
    min: 2,
    max: 16,
    step: 1,
    paper: 4,
    help: "Answers to each prompt; the best one meets the worst.",
  },
  temperature: {
    ...temperature(0.7),
    paper: 0.7,
    help: "Divides the logits when sampling answers. The loss always reads log-probabilities at 1.",
  },
  topP: {
    type: "number",
    symbol: "p",
    label: "Nucleus",
    value: 0.9,
    min: 0.05,
    max: 1,
    step: 0.05,
    paper: 0.9,
    help: "Answers are drawn from the likeliest tokens that hold this share of the probability.",
  },
  judge: {
    type: "choice",
    symbol: "r",
    label: "Score",
    value: "expected grade",
    options: ["expected grade", "sampled grades"],
    help: "expected grade: Σ k·P(k) where the judge is about to write the grade. sampled grades: those it wrote, as in the paper.",
  },
  gradings: {
    type: "number",
    symbol: "J",
    label: "Gradings of an answer",
    value: 3,
    min: 1,
    max: 16,
    step: 1,
    paper: 3,
    help: "Times that the judge reads each answer; the score is the mean.",
  },
  judgeTemperature: {
    type: "number",
    symbol: "T_J",
    label: "Temperature of the judge",
    value: 1,
    min: 0.1,
    max: 2,
    step: 0.05,
    help: "Divides the logits when the judge writes. At 1 its grades are drawn from the law it has learnt.",
  },
  ties: {
    type: "choice",
    symbol: "=",
    label: "Equal scores",
    value: "drop",
    options: ["drop", "keep"],
    help: "drop: no pair, as in the paper. keep: a die decides between equal scores.",
  },
  learn: {
    type: "choice",
    symbol: "ℓ",
    label: "Learn from",
    value: "pairs",
    options: ["pairs", "best only"],
    help: "pairs: DPO on best against worst. best only: imitation of the best answers, which the paper found not to help.",
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
    help: "Larger stays closer to the reference, which is M_t.",
  },
  epochs: {
    type: "number",
    symbol: "E",
    label: "Epochs",
    value: 2,
    min: 1,
    max: 20,
    step: 1,
    help: "Times each round goes through its pairs.",
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
    paper: 16,
    help: "Pairs, or examples of the seed data, in one gradient step.",
  },
  learningRate: {
    ...learningRate(3e-4),
    help: "AdamW's step size, constant, for both kinds of training. Small models want larger rates than the paper's.",
  },
  control: {
    type: "choice",
    symbol: "C",
    label: "Control",
    value: "none",
    options: CONTROLS,
    help: "random selection pairs two answers as they come; shuffled rewards deals the scores at random among a prompt's answers.",
  },
} as const;

const box = [
  {
    kind: "round",
    math: "for t = 0 … T − 1:  M_t ← π_θ",
    explain: "Each round makes M_{t+1} out of M_t, which writes, judges and learns.",
    indent: 0,
  },
  {
    kind: null,
    math: "t = 0:  D ← IFT ∪ EFT,  L ← −log π_θ(y|x)",
    explain:
      "First the seed data: answers to imitate, and answers with a judge's reason and grade.",
    indent: 1,
  },
  {
    kind: "prompts",
    math: "t > 0:  x_1 … x_B ∼ M_0",
    explain: "The start model, which never changes, writes new prompts; unfit ones are refused.",
    indent: 1,
  },
  {
    kind: "sample",
    math: "y_1 … y_N ∼ M_t(· | x)",
    explain: "The policy at the start of the round answers every prompt N times.",
    indent: 1,
  },
  {
    kind: "judge",
    math: "r_i ← mean of J grades by M_t(· | judge, x, y_i)",
    explain:
      "The same network is asked to grade each answer from 0 to 5. It has no other teacher now, so watch whether its grades still tell good from bad.",
    indent: 1,
  },
  {
    kind: "pair",
    math: "(y^+, y^−) ← (argmax_i r_i, argmin_i r_i)",
    explain: "The best answer meets the worst. Equal scores teach nothing and are dropped.",
    indent: 1,
  },
  {
    kind: null,
    math: "h = log π_θ(y^+|x)/M_t(y^+|x) − log π_θ(y^−|x)/M_t(y^−|x),  L ← ln(1 + e^{−βh})",
    explain: "How much further than M_t the policy leans to the chosen answer, in nats.",
    indent: 1,
  },
  {
    kind: "update",
    math: "θ ← θ − η ∇_θ L",
    explain: "One step on a minibatch; E times through all pairs, once through the seed data.",
    indent: 1,
  },
] as const;

/** Self-rewarding language models: rounds of DPO on pairs that the policy wrote and graded itself. */
export const selfRewarding: Method<typeof knobs> = {
  id: "self-rewarding",
  name: "Self-rewarding",
  paper,
  knobs,
  box,
  asks: () => ["judge"],
  judging,

  async *run(lab, k, from, past) {
    const { prompts, policy, judge, promptWriter, random } = lab;
    const known = past.flatMap((step) => (step.kind === "prompts" ? textsOf(step.prompts) : []));
    for (let t = from; t < k.rounds; t++) {
      yield { kind: "round", t, rounds: k.rounds };

      if (t === 0) {
        for (const examples of minibatches(await seedData(lab, k), k.minibatch)) {
          yield await updated(policy, { kind: "sft", examples }, k);
        }
        continue;
      }

      const spare = draw(prompts, k.batch, random, t);
      const shots = shuffle(prompts, random, "shots", t).slice(0, k.shots);
      const asked = { n: k.batch, shots, spare, known, seed: random("prompts", t) };
      const written = await promptWriter.write(asked);
      const xs = written.prompts;
      known.push(...textsOf(xs));
      yield { kind: "prompts", ...written };

      const sampler = { temperature: k.temperature, topP: k.topP };
      const ys = await policy.sample(xs, { ...sampler, n: k.n, seed: random("sample", t) });
      yield { kind: "sample", prompts: xs, completions: ys, sampler };

      const { mode, ...grading } = judging(k);
      const gradings = await judge.grade(xs, ys, { ...grading, mode, seed: random("judge", t) });
      const { scores, metrics } = judged(gradings, mode);
      yield { kind: "judge", mode, gradings, scores, metrics, judge: judge.name };

      const read = graded(xs, ys, scores);
      const told = k.ties === "keep" ? untied(read.rewards, random, "tie", t) : read.rewards;
      const rewards = decidingRewards(told, k.control, random, t);
      const best = pairUp(xs, ...pairScheme(read.ys, rewards, k.control));
      // Before its first update the policy is M_t itself: its log-probabilities are the reference's.
      const pairs = await measured(best.pairs, policy);
      yield { kind: "pair", pairs, ties: xs.length - pairs.length };

      for (let epoch = 0; epoch < k.epochs; epoch++) {
        for (const part of minibatches(shuffle(pairs, random, t, epoch), k.minibatch)) {
          yield await updated(policy, objectiveOf(part, k), k);
        }
      }
    }
  },
};

type K = Values<typeof knobs>;

function judging({ judge, gradings, judgeTemperature }: K): Judging {
  const mode = judge === "sampled grades" ? "sampled" : "expected";
  return { gradings, temperature: judgeTemperature, mode };
}

/** IFT and EFT, mixed. */
async function seedData(lab: Lab, { ift, eft }: K): Promise<Example[]> {
  const { prompts, writer, judge, random } = lab;
  const xs = draw(prompts, ift, random, 0);
  const answers = await writer.write(xs, { seed: random("write", 0) });
  const instruction = xs.map((prompt, i) => ({ prompt, completion: answers[i]! }));
  const grades = await judge.examples(eft, { seed: random("judge examples") });
  return shuffle([...instruction, ...grades], random, "seed data");
}

type Learnt = Extract<Objective, { readonly kind: "pairs" | "sft" }>;

/** DPO on best against worst, or imitation of the best. */
function objectiveOf(pairs: readonly Pair[], { learn, beta }: K): Learnt {
  if (learn === "pairs") return { kind: "pairs", loss: { kind: "dpo", beta }, pairs };
  const examples = pairs.map(({ prompt, chosen }) => ({ prompt, completion: chosen }));
  return { kind: "sft", examples };
}

async function updated(policy: Policy, objective: Learnt, k: K): Promise<Step> {
  const report = await policy.update(objective, { learningRate: k.learningRate });
  const loss = objective.kind === "pairs" ? objective.loss : null;
  return { kind: "update", objective: { kind: objective.kind, loss }, report };
}

const textsOf = (prompts: readonly { text: string }[]): string[] => prompts.map((x) => x.text);
