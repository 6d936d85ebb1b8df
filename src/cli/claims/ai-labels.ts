/** @file What is said of reward models whose labels come from a model. */

import { mean, wilson } from "../../core/statistics.ts";
import type { RunResult } from "../measure/spec.ts";
import { oaif2, samePlace, sized } from "./annotators.ts";
import { run, type Claim, type Scale } from "./claim.ts";
import { above, figure, gain, last } from "./compare.ts";
import { spread } from "./online.ts";
import { RLAIF } from "./papers.ts";

/** Pairs that are labelled for the reward model. */
const LABELS = 384;

function rlaif(scale: Scale, by: Parameters<typeof run>[3]) {
  const { steps: iterations, batch } = scale;
  const knobs = { labels: LABELS, iterations, batch: 2 * batch, minibatch: 2 * batch };
  return run(scale, "rlaif", knobs, by);
}

const golds = (r: RunResult) => last(r).each!.gold;

export const rlaif1: Claim = {
  id: "C-RLAIF-1",
  // Ten answers to four questions give no interval this narrow, and nothing to correct for length.
  modelsOnly: true,
  statement:
    "A reward model of a model's labels leads as far as one of true labels; at equal length both win less; position bias grows as the annotator shrinks.",
  source: RLAIF,
  rule: "Both gain gold: 95 % interval over prompts, and every seed. Answer by answer the one wins against the other at a rate whose Wilson interval lies within 40 % and 60 %. Length-corrected win rates over the start lie nearer to ½ than plain ones, mean over seeds. The share of pairs with the same place preferred in both orders: L < S < XS, mean over seeds.",
  specs: (scale) => ({
    model: rlaif(scale, sized(scale.task, "l")),
    truth: rlaif(scale, { annotator: "gold" }),
    ...oaif2.specs(scale),
  }),
  judge(found) {
    const [model, truth] = [found.runs("model"), found.runs("truth")];
    const [byModel, byTruth] = [gain(model), gain(truth)];
    const won = model.flatMap((r, s) => {
      const other = golds(truth[s]!);
      return golds(r).map((x, i) => (x > other[i]! ? 1 : x === other[i] ? 0.5 : 0) as number);
    });
    const { rate, low, high } = wilson(
      won.reduce((a, b) => a + b, 0),
      won.length,
    );
    const off = (runs: readonly RunResult[], corrected: boolean) =>
      mean(
        runs.map((r) => {
          const { winRate, lengthControlled } = last(r);
          return Math.abs((corrected ? (lengthControlled ?? winRate) : winRate).rate - 0.5);
        }),
      );
    const nearer = [model, truth].every((runs) => off(runs, true) < off(runs, false));
    const [l, s, xs] = (["l", "s", "xs"] as const).map((size) => samePlace(found.runs(size)));
    const biased = mean(l!) < mean(s!) && mean(s!) < mean(xs!);
    return {
      held: above(byModel) && above(byTruth) && low > 0.4 && high < 0.6 && nearer && biased,
      n: byModel.n,
      measured: {
        "gold gained, a model's labels": figure(byModel),
        "gold gained, true labels": figure(byTruth),
        "the one wins against the other": { value: rate, low, high },
        "wins over the start off ½, a model's labels": off(model, false),
        "the same at equal length": off(model, true),
        "wins over the start off ½, true labels": off(truth, false),
        "that at equal length": off(truth, true),
        "same place in both orders, L": spread(l!),
        "same place in both orders, S": spread(s!),
        "same place in both orders, XS": spread(xs!),
      },
    };
  },
};
