/** @file What the paper of statistical rejection sampling says of it. */
import { dieOf, keep } from "../../core/keep.ts";
import { mean } from "../../core/statistics.ts";
import type { RunSpec } from "../measure/spec.ts";
import { bank, run, type Claim, type Figure, type Scale } from "./claim.ts";
import { above, difference, figure, level, pooled } from "./compare.ts";
import { RSO } from "./papers.ts";

/** One draw of candidates, then as many steps as the scale allows. */
function rso(scale: Scale, knobs: Readonly<Record<string, number | string>>): RunSpec {
  const { batch: minibatch, pool, steps } = scale;
  // Eight kept answers make four first-round pairs, or fewer where there are ties.
  const epochs = 1 + Math.ceil((steps * minibatch) / (4 * pool));
  const fixed = { rounds: 1, batch: pool, minibatch, epochs };
  return run(scale, "rso", { ...fixed, ...knobs }, { updates: steps });
}

const LOSSES = ["sigmoid-norm", "hinge", "hinge-norm"] as const;
const SOURCES = ["rso-sample-rank", "sft-sample-rank", "direct"] as const;

export const rso1: Claim = {
  id: "C-RSO-1",
  statement:
    "Whatever the loss, pairs from the rejection sampler beat pairs from plain samples, and those beat pairs that another policy wrote.",
  source: RSO,
  rule: "For each of sigmoid-norm, hinge and hinge-norm: gold(rso) − gold(sft) and gold(sft) − gold(direct) each lie above 0: 95 % interval over prompts, and every seed. Equal updates.",
  specs: (scale) =>
    Object.fromEntries(
      LOSSES.flatMap((loss) =>
        SOURCES.map((data) => [`${loss} ${data}`, rso(scale, { loss, data })]),
      ),
    ),
  judge(found) {
    const measured: Record<string, Figure> = {};
    let [held, n] = [true, 0];
    for (const loss of LOSSES) {
      const [best, plain, direct] = SOURCES.map((data) => found.runs(`${loss} ${data}`));
      const [first, second] = [difference(best!, plain!), difference(plain!, direct!)];
      held &&= above(first) && above(second);
      n = first.n;
      measured[`${loss}: rso − sft`] = figure(first);
      measured[`${loss}: sft − direct`] = figure(second);
    }
    return { held, n, measured };
  },
};

/** Temperatures between the best eight and the first eight. */
const BETAS = [0, 0.2, 0.5, 1] as const;

export const rso2: Claim = {
  id: "C-RSO-2",
  statement:
    "Gold against the tilt's temperature β is an inverted U between the best K (β = 0) and plain samples (β = ∞).",
  source: RSO,
  rule: "Some β in between ends above both ends: each difference in gold lies above 0 with its 95 % interval over prompts, and in every seed.",
  specs: (scale) => ({
    ...Object.fromEntries(BETAS.map((beta) => [`β = ${beta}`, rso(scale, { beta })])),
    "β = ∞": rso(scale, { data: "sft-sample-rank" }),
  }),
  judge(found) {
    const [low, high] = [found.runs("β = 0"), found.runs("β = ∞")];
    const inner = BETAS.slice(1).map((beta) => ({ beta, runs: found.runs(`β = ${beta}`) }));
    const margins = inner.map(({ beta, runs }) => ({
      beta,
      left: difference(runs, low),
      right: difference(runs, high),
    }));
    const best = margins.reduce((a, b) => (worse(b) > worse(a) ? b : a));
    const golds = ["β = 0", ...inner.map(({ beta }) => `β = ${beta}`), "β = ∞"].map(
      (name): [string, Figure] => [`gold, ${name}`, level(found.runs(name))],
    );
    return {
      held: above(best.left) && above(best.right),
      n: best.left.n,
      measured: {
        ...Object.fromEntries(golds),
        "best β in between": best.beta,
        "its gain over β = 0": figure(best.left),
        "its gain over β = ∞": figure(best.right),
      },
    };
  },
};

const worse = ({ left, right }: { left: { value: number }; right: { value: number } }) =>
  Math.min(left.value, right.value);

export const rso3: Claim = {
  id: "C-RSO-3",
  statement:
    "A pass of the sampler accepts the share of candidates that theory says: Z / e^{r_max/β}.",
  source: RSO,
  rule: "At β = 0.3, 0.5, 1 and 2 the share accepted in the first pass lies within 2 SE of the mean of e^{(r − m)/β} over the same candidates.",
  specs: (scale) => ({ bank: bank(scale) }),
  judge(found) {
    const banks = found.banks("bank");
    const measured: Record<string, Figure> = {};
    let [held, n] = [true, 0];
    for (const beta of [0.3, 0.5, 1, 2]) {
      // Each prompt's surplus of acceptances over their expectation, as a share of its candidates.
      const rows = banks.map((b, s) =>
        b.proxy.map((rewards, i) => {
          const { trials } = keep("rejection", rewards, beta, rewards.length, dieOf(s, `${i}`));
          const taken = trials.filter(({ pass, kept }) => pass === 1 && kept).length;
          const top = Math.max(...rewards);
          const theory = mean(rewards.map((r) => Math.exp((r - top) / beta)));
          return { taken: taken / rewards.length, theory };
        }),
      );
      const surplus = pooled(rows.map((row) => row.map(({ taken, theory }) => taken - theory)));
      held &&= Math.abs(surplus.value) < 2 * surplus.se;
      n = surplus.n;
      measured[`accepted, β = ${beta}`] = mean(rows.flat().map(({ taken }) => taken));
      measured[`theory, β = ${beta}`] = mean(rows.flat().map(({ theory }) => theory));
      measured[`difference, β = ${beta}`] = figure(surplus);
    }
    return { held, n, measured };
  },
};

/** A margin of 1/γ = 2 nats: at the paper's 20 a short run never leaves the hinge's straight part. */
const WITHIN_REACH = 0.5;

export const rso4: Claim = {
  id: "C-RSO-4",
  statement:
    "The hinge loss, which has no reference, does at least as well as hinge-norm on the proxy and worse before an independent evaluator.",
  source: RSO,
  rule: "proxy(hinge) − proxy(hinge-norm) ≥ 0, and independent(hinge) − independent(hinge-norm) lies below 0: 95 % interval over prompts, and every seed.",
  specs: (scale) => ({
    hinge: rso(scale, { loss: "hinge", gamma: WITHIN_REACH }),
    "hinge-norm": rso(scale, { loss: "hinge-norm", gamma: WITHIN_REACH }),
  }),
  judge(found) {
    const [plain, norm] = [found.runs("hinge"), found.runs("hinge-norm")];
    const proxy = difference(plain, norm, "proxy");
    const lost = difference(norm, plain, "independent");
    return {
      held: proxy.value >= 0 && above(lost),
      n: proxy.n,
      measured: {
        "proxy, hinge − hinge-norm": figure(proxy),
        "independent, hinge − hinge-norm": figure(difference(plain, norm, "independent")),
        "gold, hinge − hinge-norm": figure(difference(plain, norm)),
        "KL of hinge": level(plain, "kl"),
        "KL of hinge-norm": level(norm, "kl"),
      },
    };
  },
};

export const rso5: Claim = {
  id: "C-RSO-5",
  statement: "Tournament ranking of the kept answers raises the proxy but not gold.",
  source: RSO,
  rule: "proxy(tournament) − proxy(first round) lies above 0, and the 95 % interval of the same difference in gold does not. Equal updates.",
  specs: (scale) => ({
    "first round": rso(scale, {}),
    tournament: rso(scale, { pairing: "tournament" }),
  }),
  judge(found) {
    const [plain, cup] = [found.runs("first round"), found.runs("tournament")];
    const [proxy, gold] = [difference(cup, plain, "proxy"), difference(cup, plain)];
    return {
      held: above(proxy) && gold.low <= 0,
      n: proxy.n,
      measured: { "proxy gained": figure(proxy), "gold gained": figure(gold) },
    };
  },
};
