/** @file What Llama 2 says of rejection sampling. */
import { bestOfNEstimate } from "../../core/best-of-n.ts";
import { mean } from "../../core/statistics.ts";
import type { BankResult } from "../measure/spec.ts";
import { bank, run, type Claim } from "./claim.ts";
import { above, difference, figure, gain, last, level, pooled } from "./compare.ts";
import { LLAMA2 } from "./papers.ts";

/** Powers of two up to 64. */
const NS = [1, 2, 4, 8, 16, 32, 64] as const;

/** Slope of values over log₂ N by least squares. */
function slope(values: readonly number[]): number {
  const xs = NS.map((n) => Math.log2(n));
  const centre = mean(xs);
  const spread = xs.reduce((all, x) => all + (x - centre) ** 2, 0);
  return values.reduce((all, y, i) => all + (xs[i]! - centre) * y, 0) / spread;
}

const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length / 2;
  return (sorted[Math.ceil(half) - 1]! + sorted[Math.floor(half)]!) / 2;
};

/** Mean over disjoint blocks of N of a statistic of each block, one number a prompt. */
const blocks = ({ proxy }: BankResult, n: number, of: (block: readonly number[]) => number) =>
  proxy.map((row) =>
    mean(Array.from({ length: row.length / n }, (_, i) => of(row.slice(i * n, (i + 1) * n)))),
  );

export const rs1: Claim = {
  id: "C-RS-1",
  statement:
    "Among N answers of the SFT policy the best reward rises with N while mean and median stay flat.",
  source: LLAMA2,
  rule: "|slope of the mean over log₂ N| < 2 SE; max(64) − max(1) > 1 SD with its interval; at every N the gain of the drawn maximum lies within 10 % of the unbiased estimate.",
  specs: (scale) => ({ bank: bank(scale) }),
  judge(found) {
    const banks = found.banks("bank");
    // The mean of the first N draws, prompt by prompt.
    const flat = pooled(
      banks.map((b) => b.proxy.map((row) => slope(NS.map((n) => mean(row.slice(0, n)))))),
    );
    const middle = pooled(
      banks.map((b) => b.proxy.map((row) => slope(NS.map((n) => median(row.slice(0, n)))))),
    );
    const top = pooled(banks.map((b) => b.proxy.map((row) => Math.max(...row) - mean(row))));
    const drawn = NS.map((n) => mean(banks.flatMap((b) => blocks(b, n, (x) => Math.max(...x)))));
    const expected = NS.map((n) =>
      mean(banks.flatMap((b) => b.proxy.map((row) => bestOfNEstimate(row, row, n).proxy))),
    );
    const off = NS.slice(1).map((_, i) => {
      const theory = expected[i + 1]! - expected[0]!;
      return Math.abs(drawn[i + 1]! - drawn[0]! - theory) / theory;
    });
    const worst = Math.max(...off);
    const held = Math.abs(flat.value) < 2 * flat.se && top.low > 1 && worst < 0.1;
    return {
      held,
      n: flat.n,
      measured: {
        "slope of the mean": figure(flat),
        "slope of the median": figure(middle),
        "max(64) − max(1)": figure(top),
        "furthest from the unbiased estimate": worst,
      },
    };
  },
};

export const rs2: Claim = {
  id: "C-RS-2",
  statement: "Fine-tuning on the best of N answers raises gold, more so with larger N.",
  source: LLAMA2,
  rule: "gold(N = 16) − gold(N = 4) and gold(N = 4) − gold(N = 1) each lie above 0: 95 % interval over prompts, and every seed. Equal prompts and updates; the reward model selects.",
  specs: (scale) =>
    Object.fromEntries(
      [1, 4, 16].map((n) => [`best of ${n}`, run(scale, "best-of-n", tuned(scale.steps, n))]),
    ),
  judge(found) {
    const [one, four, sixteen] = [1, 4, 16].map((n) => found.runs(`best of ${n}`));
    const [small, large] = [difference(four!, one!), difference(sixteen!, four!)];
    return {
      held: above(small) && above(large),
      n: small.n,
      measured: {
        "gold, N = 1": level(one!),
        "gold, N = 4": level(four!),
        "gold, N = 16": level(sixteen!),
        "4 against 1": figure(small),
        "16 against 4": figure(large),
      },
    };
  },
};

/** One round over 4 minibatches of prompts, as many epochs as it takes. */
const tuned = (steps: number, n: number) => ({ rounds: 1, batch: 96, n, epochs: steps / 4 });

export const rs3: Claim = {
  id: "C-RS-3",
  statement:
    "Three rounds of rejection sampling beat one round with as many samples, and entropy falls.",
  source: LLAMA2,
  rule: "gold(3 rounds) − gold(1 round) lies above 0: 95 % interval over prompts, and every seed; entropy at the end below the start in every seed. 16 draws to each of as many prompts, as many updates.",
  specs: (scale) => {
    const { batch } = scale;
    const epochs = Math.max(1, Math.round(scale.steps / 6));
    const common = { n: 16, minibatch: batch };
    return {
      // Pools of one, two and three rounds: six minibatches an epoch in all.
      "three rounds": run(scale, "best-of-n", { ...common, rounds: 3, batch, epochs }),
      "one round": run(scale, "best-of-n", {
        ...common,
        ...{ rounds: 1, batch: 3 * batch, epochs: 2 * epochs },
      }),
    };
  },
  judge(found) {
    const [three, one] = [found.runs("three rounds"), found.runs("one round")];
    const gold = difference(three, one);
    const entropy = three.map((r) => last(r).entropy - r.evaluations[0]!.entropy);
    return {
      held: above(gold) && entropy.every((e) => e < 0),
      n: gold.n,
      measured: {
        "3 rounds against 1": figure(gold),
        "gold, 3 rounds": figure(gain(three)),
        "change of entropy, nats a token": mean(entropy),
      },
    };
  },
};
