/** @file Every word of the rollout's pictures and of a policy gradient's update, in English. */
import type { RolloutTrouble } from "../../core/types.ts";
import { count, fixed, percent, signed } from "../numbers.ts";

const plural = (n: number, one: string, many = `${one}s`) => `${count(n)} ${n === 1 ? one : many}`;

export const rollout = {
  title: "What each token earned",
  better: "better than expected",
  worse: "worse than expected",
  rule: (by: number) => `${by}`,
  score: "score",
  advantage: "mean A",
  numbered: (i: number) => `answer ${i}`,
  read: (i: number) => `Look at answer ${i}`,
  token: (text: string, advantage: number) => `${text}: advantage ${signed(advantage, 3)}`,
  whitened: "Bars are the advantages as the loss takes them: over the whole draw their mean is 0.",
  head: ["answer", "token", "k1", "reward", "V", "G", "A", "A in the loss"],
  none: "–",

  values: {
    title: "What the value head expected",
    axis: "token",
    label: "reward to come",
    expected: "V, expected before the token",
    returns: "G, its target",
    sentence: (n: number, first: number, last: number, score: number) =>
      `Over ${plural(n, "token")} the expected reward goes from ${fixed(first)} to ${fixed(last)}; the answer scored ${fixed(score)}.`,
    read: (i: number, v: number, g: number) => `token ${i}: V ${fixed(v)}, G ${fixed(g)}`,
    head: ["token", "V", "G"],
  },

  pull: {
    title: "How far each token is from the reference",
    label: "k1, nats",
    sum: (kl: number) => `Σ k1 = ${fixed(kl)} nats`,
    sentence: (n: number, total: number) =>
      `Bars of log π − log π_ref for ${plural(n, "token")}, ${fixed(total)} nats in all.`,
    bar: (text: string, k1: number) => `${text}: ${signed(k1, 3)} nats`,
    head: ["token", "k1"],
  },

  track: {
    title: "KL of each round’s answers",
    held: "KL of each round’s answers and the β that holds it",
    axis: "rounds",
    label: "nats",
    sentence: (n: number, kl: number) =>
      `Over ${plural(n, "round")} the answers’ mean KL to the reference has come to ${fixed(kl)} nats.`,
    aimed: (n: number, kl: number, target: number, beta: number) =>
      `Over ${plural(n, "round")} the answers’ mean KL has come to ${fixed(kl)} nats, its target is ${fixed(target)}, and β is ${fixed(beta, 4)}.`,
    target: (nats: number) => `target ${fixed(nats, 1)}`,
    read: (round: number, kl: number, beta: number) =>
      `round ${round}: ${fixed(kl)} nats, β ${fixed(beta, 4)}`,
    beta: "β",
    betaTitle: "β over the rounds",
    betaSentence: (first: number, now: number) =>
      `The pull β went from ${fixed(first, 4)} to ${fixed(now, 4)}.`,
    head: ["round", "KL", "β"],
  },

  readings: {
    scores: "mean score",
    rlhf: "score less the pull",
    kl: "KL, nats an answer",
    beta: "pull β",
    explained: "variance of G that V explains",
    ended: "ended by themselves",
    percent: (share: number) => percent(share),
  },

  trouble: {
    kl: "The policy is more than twice as far from the reference as it should be. β grows by at most a fifth of n/horizon a round: a shorter horizon or a smaller learning rate catches it sooner.",
    values:
      "The value head misses the returns by more than they vary, so the advantages are mostly its own errors. A smaller learning rate, a smaller pull or more answers a round let it find its feet.",
    spread:
      "No answer is better than another to the same prompt, so there is nothing to learn from this round. More answers a prompt or a warmer policy would differ.",
  } satisfies Record<RolloutTrouble, string>,

  update: {
    metrics: {
      "loss/value_avg": "Value loss",
      "policy/approxkl_avg": "How far the step goes from the draw: approximate KL",
      "policy/clipfrac_avg": "Share of ratios that clipping holds",
      kl: "Distance from the reference, k3",
    } as Readonly<Record<string, string>>,
    sentence: (title: string, n: number, now: number) =>
      `${title}: ${fixed(now, 4)} after ${plural(n, "update")}.`,
    read: (update: number, value: number) => `update ${update}: ${fixed(value, 4)}`,
    head: (title: string) => ["update", title],
    ratio: "ratio to the draw",
    policy: "policy loss",
  },
};
