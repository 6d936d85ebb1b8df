/** @file What is said of learning from fresh pairs rather than from pairs drawn beforehand. */
import { fallFromPeak } from "../../core/overoptimization.ts";
import { mean, standardError } from "../../core/statistics.ts";
import type { RunResult, RunSpec } from "../measure/spec.ts";
import { run, type Claim, type Figure, type Scale } from "./claim.ts";
import { above, atMatchedKl, difference, figure, level, until } from "./compare.ts";
import { OAIF } from "./papers.ts";

/** Verdicts of the gold reward, which stands for an annotator that does not err. */
const TRUTH = { annotator: "gold" } as const;

/** More than any vocabulary here is asked to choose among: no truncation worth the name. */
const EVERY_TOKEN = 1000;

type Loss = "dpo" | "ipo" | "hinge_norm";

/** Betas of the three losses: OAIF's for DPO; the others so that a short run can meet their targets. */
const BETA: Readonly<Record<Loss, number>> = { dpo: 0.1, ipo: 0.1, hinge_norm: 0.5 };

export function online(scale: Scale, loss: Loss = "dpo"): RunSpec {
  // With DPO's loss it is the long run, of which others read the beginning.
  const iterations = loss === "dpo" ? scale.long : scale.steps;
  const knobs = { loss, beta: BETA[loss], iterations, batch: scale.batch, temperature: 1 };
  return run(scale, "online-dpo", knobs, { ...TRUTH, evaluateEvery: scale.every });
}

/** The same number of pairs a step, from pairs that π_sft wrote beforehand: four epochs of them. */
export function offline(scale: Scale, loss: Loss = "dpo"): RunSpec {
  const { steps } = scale;
  const common = { minibatch: scale.batch, temperature: 1 };
  const prompts = Math.ceil(steps / 4) * scale.batch;
  const more = { ...TRUTH, evaluateEvery: scale.every, updates: steps };
  if (loss === "dpo") {
    return run(scale, "dpo", { ...common, prompts, epochs: 8, beta: BETA.dpo }, more);
  }
  if (loss === "ipo") {
    return run(scale, "ipo", { ...common, prompts, epochs: 8, tau: BETA.ipo }, more);
  }
  // Two plain samples to each prompt, both kept, one pair: hinge-norm's offline form.
  const knobs = { ...common, rounds: 1, batch: Math.min(256, prompts), n: 2, k: 2, epochs: 20 };
  const rso = {
    ...knobs,
    topK: EVERY_TOKEN,
    data: "sft-sample-rank",
    loss: "hinge-norm",
    gamma: BETA[loss],
  };
  return run(scale, "rso", rso, more);
}

export const off1: Claim = {
  id: "C-OFF-1",
  statement:
    "Offline DPO keeps raising its implicit margin while gold peaks and falls; online DPO does not fall.",
  source: OAIF,
  rule: "Gold falls from its peak by more than 2 SE offline, by no more than 2 SE online, and the implicit margin of the offline run is higher in its last fifth than in every fifth before: in every seed. Same prompts, β and annotator (gold verdicts).",
  specs: (scale) => ({
    offline: long(scale),
    online: online(scale),
  }),
  judge(found) {
    const falls = (name: string) =>
      found.runs(name).map((r) => fallFromPeak(r.evaluations.map((e) => e.each!.gold)));
    const [off, on] = [falls("offline"), falls("online")];
    const rising = found.runs("offline").map(marginRises);
    const fell = (f: { drop: number; se: number }) => f.drop > 2 * f.se;
    const runs = found.runs("offline");
    return {
      held: off.every(fell) && !on.some(fell) && rising.every(Boolean),
      n: runs.length * runs[0]!.evaluations[0]!.each!.gold.length,
      measured: {
        "fall of gold offline": spread(off.map(({ drop }) => drop)),
        "in SE": mean(off.map(({ drop, se }) => (se > 0 ? drop / se : 0))),
        "fall of gold online": spread(on.map(({ drop }) => drop)),
        "online, in SE": mean(on.map(({ drop, se }) => (se > 0 ? drop / se : 0))),
        "offline margin rises in seeds": rising.filter(Boolean).length,
        "gold, offline": level(runs),
        "gold, online": level(found.runs("online")),
        "KL, offline": level(runs, "kl"),
        "KL, online": level(found.runs("online"), "kl"),
      },
    };
  },
};

/** Four minibatches of pairs, over and over. */
function long(scale: Scale): RunSpec {
  const { batch, long: updates, every: evaluateEvery } = scale;
  const epochs = Math.ceil(updates / 4);
  const knobs = { prompts: 4 * batch, epochs, minibatch: batch, beta: BETA.dpo, temperature: 1 };
  return run(scale, "dpo", knobs, { ...TRUTH, evaluateEvery, updates });
}

/** Whether the mean margin of h is highest in the last fifth of the updates. */
function marginRises({ updates }: RunResult): boolean {
  const hs = updates.map(({ h }) => h ?? 0);
  const fifth = Math.max(1, Math.floor(hs.length / 5));
  const means = [0, 1, 2, 3, 4].map((i) => mean(hs.slice(i * fifth, (i + 1) * fifth)));
  return means.slice(0, 4).every((m) => m < means[4]!);
}

/** A mean over seeds, ± 2 of its standard error. */
export function spread(seeds: readonly number[]): Figure {
  const [value, se] = [mean(seeds), standardError(seeds)];
  return { value, low: value - 2 * se, high: value + 2 * se, seeds };
}

export const oaif4: Claim = {
  id: "C-OAIF-4",
  statement: "Online beats offline for each of the DPO, IPO and hinge losses.",
  source: OAIF,
  rule: "For each loss gold(online) − gold(offline) at the KL that both came to lies above 0: 95 % interval over prompts, and every seed. Same annotator (gold verdicts), as many updates.",
  specs: (scale) =>
    Object.fromEntries(
      (["dpo", "ipo", "hinge_norm"] as const).flatMap((loss) => [
        [`online ${loss}`, online(scale, loss)],
        [`offline ${loss}`, offline(scale, loss)],
      ]),
    ),
  judge(found, { steps }) {
    const measured: Record<string, Figure> = {};
    let [held, n] = [true, 0];
    for (const loss of ["dpo", "ipo", "hinge_norm"]) {
      const on = found.runs(`online ${loss}`).map(until(steps));
      const off = found.runs(`offline ${loss}`);
      const matched = atMatchedKl(on, off);
      const ended = difference(on, off);
      held &&= above(matched);
      n = ended.n;
      measured[`${loss}, at matched KL`] = figure(matched);
      measured[`${loss}, the KL`] = matched.kl;
      measured[`${loss}, at the end`] = figure(ended);
    }
    return { held, n, measured };
  },
};

export const oaif5: Claim = {
  id: "C-OAIF-5",
  modelsOnly: true,
  statement:
    "A fixed reward model as the labeler of online DPO falls short of the annotator that it was trained from.",
  source: OAIF,
  rule: "gold(live annotator) − gold(reward model trained on that annotator's labels of π_sft's answers) lies above 0: 95 % interval over prompts, and every seed.",
  specs: (scale) => ({
    live: online(scale),
    fixed: {
      ...online(scale),
      setup: {
        ...online(scale).setup,
        annotator: "reward-model" as const,
        rewardModel: { kind: "trained" as const, labels: 600, noise: 0 },
      },
      updates: scale.steps,
    },
  }),
  judge(found, { steps }) {
    const [live, fixed] = [found.runs("live").map(until(steps)), found.runs("fixed")];
    const gold = difference(live, fixed);
    return {
      held: above(gold),
      n: gold.n,
      measured: {
        "gold, live − fixed": figure(gold),
        "gold, live": level(live),
        "gold, fixed": level(fixed),
        "proxy, fixed": level(fixed, "proxy"),
        "accuracy of the fixed one": mean(
          fixed.flatMap(({ notes }) => notes.flatMap(({ metrics }) => metrics["accuracy"] ?? [])),
        ),
      },
    };
  },
};
