/** @file What is said of PPO, and of Llama 2's recipe that ends with it. */
import { fallFromPeak } from "../../core/overoptimization.ts";
import { mean } from "../../core/statistics.ts";
import { run, type Claim, type Scale } from "./claim.ts";
import { above, atMatchedKl, figure, last, level } from "./compare.ts";
import { spread } from "./online.ts";
import { LLAMA2, PPO } from "./papers.ts";

/** Nats that the adaptive coefficient is to keep the policy at. */
const TARGET = 1.5;

/**
 * Answers after which it has grown by a fifth. The paper's 10,000 are for runs of a million; these
 * runs draw one or two thousand.
 */
const HORIZON = 40;

function ppo(scale: Scale, steps: number, knobs: Readonly<Record<string, number | string>>) {
  // Two epochs of one minibatch: two updates an iteration.
  const fixed = { iterations: Math.ceil(steps / 2), batch: scale.batch, minibatch: scale.batch };
  const every = { evaluateEvery: 2 * scale.every };
  return run(scale, "rlhf-ppo", { ...fixed, epochs: 2, ...knobs }, every);
}

export const ppo1: Claim = {
  id: "C-PPO-1",
  statement:
    "Without a leash gold rises and falls again as PPO moves away from its reference; an adaptive coefficient holds the KL at its target.",
  source: PPO,
  rule: "At β = 0 gold falls from its peak by more than 2 SE in every seed. With the adaptive coefficient the mean KL over the last three evaluations lies within 20 % of the target of 1.5 nats in every seed.",
  specs: (scale) => ({
    free: ppo(scale, 2 * scale.long, { beta: 0 }),
    adaptive: ppo(scale, 2 * scale.long, { kl: "adaptive", target: TARGET, horizon: HORIZON }),
  }),
  judge(found) {
    const [free, leashed] = [found.runs("free"), found.runs("adaptive")];
    const falls = free.map((r) => fallFromPeak(r.evaluations.map((e) => e.each!.gold)));
    const kls = leashed.map((r) => mean(r.evaluations.slice(-3).map(({ kl }) => kl)));
    const hump = falls.every(({ drop, se }) => drop > 2 * se);
    const tracks = kls.every((kl) => Math.abs(kl - TARGET) < TARGET / 5);
    return {
      held: hump && tracks,
      n: free.length * last(free[0]!).each!.gold.length,
      measured: {
        "fall of gold at β = 0": spread(falls.map(({ drop }) => drop)),
        "gold at β = 0": level(free),
        "KL at β = 0": level(free, "kl"),
        "KL, adaptive": spread(kls),
        "gold, adaptive": level(leashed),
      },
    };
  },
};

export const llama1: Claim = {
  id: "C-LLAMA2-1",
  statement:
    "Rejection sampling followed by PPO ends above rejection sampling alone and above PPO alone.",
  source: LLAMA2,
  rule: "gold(recipe) − gold(rejection sampling) and gold(recipe) − gold(PPO), each at the KL that both came to, lie above 0: 95 % interval over prompts, and every seed.",
  modelsOnly: true,
  specs: (scale) => {
    const rounds = 4;
    const iterations = scale.steps;
    const every = { evaluateEvery: scale.every };
    const recipe = (knobs: { rounds: number; iterations: number }) =>
      run(scale, "llama2-chat", { ...knobs, batch: scale.batch, minibatch: scale.batch }, every);
    return {
      recipe: recipe({ rounds, iterations }),
      "rejection sampling": recipe({ rounds: 2 * rounds, iterations: 0 }),
      ppo: recipe({ rounds: 0, iterations: rounds + iterations }),
    };
  },
  judge(found) {
    const recipe = found.runs("recipe");
    const [rs, alone] = [found.runs("rejection sampling"), found.runs("ppo")];
    const [overRs, overPpo] = [atMatchedKl(recipe, rs), atMatchedKl(recipe, alone)];
    return {
      held: above(overRs) && above(overPpo),
      n: overRs.n,
      measured: {
        "over rejection sampling, at matched KL": figure(overRs),
        "the KL": overRs.kl,
        "over PPO, at matched KL": figure(overPpo),
        "that KL": overPpo.kl,
        "gold at the end": level(recipe),
      },
    };
  },
};
