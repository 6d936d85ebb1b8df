/** @file What is said of learning from the task's own text: SPIN against it, ReST beside it. */
import type { RunResult } from "../measure/spec.ts";
import { run, type Claim, type Scale } from "./claim.ts";
import { above, figure, gain, minus, pooled } from "./compare.ts";
import { REST, SPIN } from "./papers.ts";

const ITERATIONS = 3;

const spin = (scale: Scale, control: string) => ({
  ...run(scale, "spin", {
    iterations: ITERATIONS,
    batch: 2 * scale.batch,
    minibatch: scale.batch,
    epochs: Math.max(1, Math.round(scale.steps / 10)),
    control,
  }),
  written: true,
});

/** By how much the text's −log p fell between two readings, prompt by prompt. */
const fell = (runs: readonly RunResult[], from: number, to: number) =>
  pooled(runs.map(({ written }) => minus(written.at(from)!, written.at(to)!)));

export const spin1: Claim = {
  id: "C-SPIN-1",
  statement:
    "Each iteration of SPIN brings the policy nearer to the text that it plays against, by less each time; more fine-tuning on the same text does not.",
  source: SPIN,
  rule: "KL(p_data ‖ p_t), read as −log p_t of fresh text, falls over all iterations by an interval above 0 and in every seed, and falls in each iteration; the last iteration's fall is smaller than the first's; continued SFT's fall does not lie above 0.",
  specs: (scale) => ({ spin: spin(scale, "none"), "more SFT": spin(scale, "continued SFT") }),
  judge(found) {
    const [runs, more] = [found.runs("spin"), found.runs("more SFT")];
    const each = Array.from({ length: ITERATIONS }, (_, t) => fell(runs, t, t + 1));
    const all = fell(runs, 0, -1);
    const control = fell(more, 0, -1);
    const falls = each.every(({ value }) => value > 0);
    const slower = each.at(-1)!.value < each[0]!.value;
    return {
      held: above(all) && falls && slower && !above(control),
      n: all.n,
      measured: {
        ...Object.fromEntries(each.map((d, t) => [`fall in iteration ${t + 1}, nats`, figure(d)])),
        "fall in all": figure(all),
        "fall by more SFT": figure(control),
        "gold gained": figure(gain(runs)),
      },
    };
  },
};

/** Thresholds of a Grow, and evaluations before each of their filters. */
const IMPROVES = 3;

export const rest1: Claim = {
  id: "C-ReST-1",
  statement:
    "Rising thresholds raise the reward within a Grow of ReST, a second Grow adds to it, and gold does not follow the proxy there.",
  source: REST,
  rule: "proxy rises with every threshold of the first Grow, and over all of them by an interval above 0 and in every seed; the second Grow adds proxy by an interval above 0 and in every seed; the same difference in gold does not lie above 0.",
  specs: (scale) => ({
    rest: {
      ...run(scale, "rest", {
        rounds: 2,
        batch: scale.batch,
        n: 8,
        improves: IMPROVES,
        minibatch: scale.batch,
        epochs: Math.max(1, Math.round(scale.steps / 16)),
      }),
      evaluateAt: "filter" as const,
    },
  }),
  judge(found) {
    const runs = found.runs("rest");
    const at = (i: number) => (r: RunResult) => r.evaluations[i]!;
    const last = (r: RunResult) => r.evaluations.at(-1)!;
    const rises = Array.from({ length: IMPROVES }, (_, i) => gain(runs, "proxy", at(i), at(i + 1)));
    const first = gain(runs, "proxy", at(0), at(IMPROVES));
    const second = gain(runs, "proxy", at(IMPROVES), last);
    const gold = gain(runs, "gold", at(IMPROVES), last);
    const held = rises.every(({ value }) => value > 0) && above(first) && above(second);
    return {
      held: held && !above(gold),
      n: first.n,
      measured: {
        ...Object.fromEntries(rises.map((d, i) => [`proxy, threshold ${i + 1}`, figure(d)])),
        "proxy, first Grow": figure(first),
        "proxy, second Grow": figure(second),
        "gold, first Grow": figure(gain(runs, "gold", at(0), at(IMPROVES))),
        "gold, second Grow": figure(gold),
      },
    };
  },
};
