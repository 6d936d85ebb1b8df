/**
 * @file A reward model of the exact world to be inspected and spoilt: labels of a given number and
 * honesty, what was learned from them, and where a policy that believes it would climb.
 */

import { sigmoid } from "../core/logistic.ts";
import { dice } from "../core/random.ts";
import { calibration, mean, shareAbove } from "../core/statistics.ts";
import { tilt } from "../core/tilt.ts";
import type { FitReport, LabelledPair, Prompt, Rate } from "../core/types.ts";
import { TabularReward } from "./reward.ts";
import { promptsOf, world, written, type Table, type World } from "./world.ts";

/** How the labels are spoilt. */
export type Spoiling = {
  readonly labels: number;
  /** Share of the labels that are turned round. */
  readonly wrong: number;
  /** What the labeller pays for each further word, in rewards. */
  readonly perWord: number;
  /** What it pays for standing first, in rewards. */
  readonly first: number;
};

/** What became of it. Rewards are in standard deviations of the reference's answers. */
export type Inspection = {
  /** Held-out pairs of the reference's answers, ordered as gold orders them; ties half. */
  readonly start: Rate;
  /** The same for answers of the policy that this reward would make: the tilt at β = ½. */
  readonly climbed: Rate;
  readonly report: FitReport;
  /** r(better) − r(worse), better by gold. */
  readonly margins: readonly number[];
  /** Reward for each further word, by least squares over the reference's answers. */
  readonly slope: { readonly learnt: number; readonly gold: number };
  /** The tilt by the learnt reward at ever smaller β. */
  readonly climb: readonly { readonly kl: number; readonly gold: number; readonly proxy: number }[];
};

const HELD_OUT = 300;
const CLIMBED_BETA = 0.5;
/** From hardly any tilt to nearly all weight on one answer. */
const BETAS = Array.from({ length: 30 }, (_, i) => 8 * 0.82 ** i);

/** Labels pairs, fits, and measures: the same numbers for the same spoiling and seed. */
export async function inspect(spoiling: Spoiling, seed: number): Promise<Inspection> {
  const random = dice(seed);
  const prompts = promptsOf(world, 1);
  const drawPair = (law: Table, what: string, i: number): Drawn => {
    const q = Math.floor(random.uniform("lab", what, i, "q") * prompts.length);
    const [a, b] = ["a", "b"].map((side) => pick(law[q]!, random.uniform("lab", what, i, side)));
    return { q, prompt: prompts[q]!, a: a!, b: b! };
  };
  const drawn = (law: Table, what: string, n: number): Drawn[] =>
    Array.from({ length: n }, (_, i) => drawPair(law, what, i)).filter(({ a, b }) => a !== b);

  const labelled = drawn(world.base, "label", spoiling.labels).map((pair, i): LabelledPair => {
    const lean = gapOf(pair, world.gold) + spoiling.perWord * wordsApart(pair) + spoiling.first;
    const honest = random.uniform("lab", "answer", i) < sigmoid(lean);
    const turned = random.uniform("lab", "turn", i) < spoiling.wrong;
    return ordered(pair, honest !== turned);
  });
  const heldOut = drawn(world.base, "held out", HELD_OUT);
  const model = new TabularReward(world, "reward model", zeros(world));
  let report: FitReport | null = null;
  if (labelled.length > 0) {
    const held = heldOut.map((pair) => ordered(pair, gapOf(pair, world.gold) > 0));
    for await (const now of model.fit(labelled, { seed, heldOut: held })) report = now;
  }
  const learnt = model.table;
  const climbedLaw = world.base.map((law, q) => tilt(law, learnt[q]!, CLIMBED_BETA).law);
  const marginsOf = (pairs: readonly Drawn[]) =>
    pairs.map((pair) => gapOf(pair, learnt) * Math.sign(gapOf(pair, world.gold)));
  const margins = marginsOf(heldOut);
  return {
    start: shareAbove(margins),
    climbed: shareAbove(marginsOf(drawn(climbedLaw, "climbed", HELD_OUT))),
    report: report ?? untrained(),
    margins,
    slope: { learnt: slopeOf(learnt), gold: slopeOf(world.gold) },
    climb: BETAS.map((beta) => {
      const tilts = world.base.map((law, q) => tilt(law, learnt[q]!, beta));
      const worth = (table: Table) =>
        mean(tilts.map(({ law }, q) => law.reduce((s, p, a) => s + p * table[q]![a]!, 0)));
      return { kl: mean(tilts.map(({ kl }) => kl)), gold: worth(world.gold), proxy: worth(learnt) };
    }),
  };
}

type Drawn = {
  readonly q: number;
  readonly prompt: Prompt;
  readonly a: number;
  readonly b: number;
};

const zeros = ({ questions, answers }: World): Table => questions.map(() => answers.map(() => 0));
const gapOf = ({ q, a, b }: Drawn, table: Table): number => table[q]![a]! - table[q]![b]!;
const wordsOf = (answer: number): number => world.answers[answer]!.tokens.length - 1;
const wordsApart = ({ a, b }: Drawn): number => wordsOf(a) - wordsOf(b);

function ordered({ prompt, a, b }: Drawn, aFirst: boolean): LabelledPair {
  const [chosen, rejected] = (aFirst ? [a, b] : [b, a]).map((y) => written(world, prompt, y));
  return { prompt, chosen: chosen!, rejected: rejected! };
}

function pick(law: readonly number[], u: number): number {
  let below = 0;
  const found = law.findIndex((p) => u < (below += p));
  return found < 0 ? law.length - 1 : found;
}

/** Least squares of the reward on the number of words, weighted by the reference. */
function slopeOf(table: Table): number {
  const rows = world.base.flatMap((law, q) =>
    law.map((p, a) => ({ p: p / world.base.length, x: wordsOf(a), y: table[q]![a]! })),
  );
  const expect = (f: (row: (typeof rows)[number]) => number) =>
    rows.reduce((sum, row) => sum + row.p * f(row), 0);
  const [x, y] = [expect((row) => row.x), expect((row) => row.y)];
  return expect((row) => (row.x - x) * (row.y - y)) / expect((row) => (row.x - x) ** 2);
}

function untrained(): FitReport {
  const { ece, bins } = calibration([], []);
  return { seen: 0, total: 0, loss: Math.LN2, accuracy: null, margin: null, ece, bins };
}
