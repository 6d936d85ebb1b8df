/** @file The exact world as a bench: what a run needs, without a GPU and without sampling error. */

import { dice } from "../core/random.ts";
import { examiner } from "../core/examination.ts";
import type { Bench } from "../core/run.ts";
import { distinct, sum } from "../core/statistics.ts";
import { tilt } from "../core/tilt.ts";
import type { Annotator, Completion, Evaluation, Scorer } from "../core/types.ts";
import { examPaper, noisyGrades, tableJudge, type GradeLaw } from "./judge.ts";
import { TabularPolicy, type Optimizer } from "./policy.ts";
import { exactRanker } from "./ranker.ts";
import { TabularReward } from "./reward.ts";
import { dataWriter } from "./writer.ts";
import { promptsOf, tableGrader, tableScorer, world, type Table } from "./world.ts";
import { questionWriter } from "./questions.ts";

export type ToyOptions = {
  /** u32; the dice of the lab. */
  readonly seed: number;
  /** Who compares answers, given whose rewards count. */
  readonly annotator: (scorer: Scorer) => Annotator;
  /** Whether the method sees the true rewards or the proxy that mistakes length for quality. */
  readonly feedback?: "gold" | "proxy";
  readonly optimizer?: Optimizer;
  /** Prompts to each of the four questions. */
  readonly copies?: number;
  /** How the judge grades; unless told, from the same rewards as the method's, with a known noise. */
  readonly grades?: GradeLaw;
};

export type ToyBench = Bench & {
  readonly policy: TabularPolicy;
  /** π* ∝ π_ref e^{r/β} for the rewards that the method sees, by question and answer. */
  optimum(beta: number): number[][];
  /** Rewards as the reward model gives them now, by question and answer. */
  fitted(): Table;
};

export function toyBench(options: ToyOptions): ToyBench {
  const policy = new TabularPolicy(world, options.optimizer);
  const table = options.feedback === "proxy" ? world.proxy : world.gold;
  const name = options.feedback === "proxy" ? "proxy reward" : "gold reward";
  const rewardModel = new TabularReward(world, "proxy reward", world.proxy);
  // Gold stays gold, and a judge the same, whatever a method fits.
  const scorer = options.feedback === "proxy" ? rewardModel : tableScorer(world, name, table);
  const prompts = promptsOf(world, options.copies ?? 16);
  const judge = tableJudge(world, options.grades ?? noisyGrades(table));
  return {
    policy,
    lab: {
      prompts,
      policy,
      reference: policy.reference,
      scorer,
      rewardModel,
      annotator: options.annotator(tableScorer(world, name, table)),
      writer: dataWriter(world, policy.reference),
      judge,
      grader: tableGrader(tableScorer(world, name, table)),
      promptWriter: questionWriter(world),
      ranker: exactRanker(world, table),
      random: dice(options.seed),
    },
    evaluate: () => evaluateExactly(policy, rewardModel.table),
    examine: examiner({
      judge,
      gold: tableScorer(world, "gold reward", world.gold),
      paper: async () => examPaper(world),
      seed: dice(options.seed)("exam"),
    }),
    fitted: () => rewardModel.table,
    optimum: (beta) => world.base.map((law, q) => [...tilt(law, table[q]!, beta).law]),
  };
}

/**
 * Expectations over all answers, the mean over questions: no standard error, and a win rate whose
 * interval is a point. Only `distinct2` and the examples come from draws, always the same ones.
 */
export async function evaluateExactly(
  policy: TabularPolicy,
  proxyTable: Table,
): Promise<Evaluation> {
  const laws = world.questions.map((_, q) => policy.law(q));
  const by = (f: (answer: number, question: number) => number): number[] =>
    laws.map((law, q) => sum(law.map((p, a) => p * f(a, q))));
  const mean = (f: (answer: number, question: number) => number): number =>
    sum(by(f)) / laws.length;
  const reward = (table: Table): number => mean((a, q) => table[q]![a]!);
  const rate = mean((a, q) => shareBeaten(q, world.gold[q]![a]!));
  const divergence = await Promise.all(laws.map((_, q) => divergenceOf(policy, q)));
  return {
    gold: reward(world.gold),
    proxy: reward(proxyTable),
    independent: reward(world.independent),
    se: { gold: 0, proxy: 0, independent: 0, kl: 0 },
    kl: mean((a, q) => Math.log(laws[q]![a]! / world.base[q]![a]!)),
    winRate: { rate, low: rate, high: rate, n: laws.length },
    each: {
      gold: by((a, q) => world.gold[q]![a]!),
      proxy: by((a, q) => world.proxy[q]![a]!),
      independent: by((a, q) => world.independent[q]![a]!),
      kl: by((a, q) => Math.log(laws[q]![a]! / world.base[q]![a]!)),
      length: by((a) => world.answers[a]!.tokens.length),
    },
    entropy: mean((a, q) => divergence[q]![a]!.entropy),
    length: mean((a) => world.answers[a]!.tokens.length),
    eosRate: 1,
    ...(await draws(policy, proxyTable)),
  };
}

/** Chance that a reference answer to question q has less gold reward, ties half. */
function shareBeaten(q: number, gold: number): number {
  const share = (r: number): number => (r < gold ? 1 : r === gold ? 0.5 : 0);
  return sum(world.base[q]!.map((p, a) => p * share(world.gold[q]![a]!)));
}

function divergenceOf(policy: TabularPolicy, q: number) {
  const prompt = { id: "", text: world.questions[q]! };
  return policy.divergence(
    world.answers.map(({ tokens }) => ({ prompt, completion: { tokens } as Completion })),
  );
}

/** A fixed set of draws at temperature 1: one example for each question, and their variety. */
async function draws(
  policy: TabularPolicy,
  proxyTable: Table,
): Promise<Pick<Evaluation, "distinct2" | "examples">> {
  const prompts = promptsOf(world, 1);
  const answers = await policy.sample(prompts, { n: 16, temperature: 1, seed: 0x65786d70 });
  const firsts = answers.map((row) => [row[0]!]);
  const [gold, proxy] = [
    await tableScorer(world, "gold", world.gold).scoreAll(prompts, firsts),
    await tableScorer(world, "proxy", proxyTable).scoreAll(prompts, firsts),
  ];
  return {
    distinct2: distinct(
      answers.flat().map(({ text }) => text.split(" ")),
      2,
    ),
    examples: prompts.map((prompt, i) => ({
      prompt,
      completion: firsts[i]![0]!,
      gold: gold[i]![0]!,
      proxy: proxy[i]![0]!,
    })),
  };
}
