/** @file What iterating does under a reward model that stays as it is. */
import { run, type Claim } from "./claim.ts";
import { above, figure, gain, pooled } from "./compare.ts";
import { CRINGE } from "./papers.ts";
import type { Measured, RunResult } from "../measure/spec.ts";

/** Two epochs over two minibatches of pairs: four updates a round, so an evaluation ends each. */
const UPDATES = 4;
const ROUNDS = 3;

/** The evaluation at the end of a round, from 1; 0 is the start. */
const after =
  (round: number) =>
  ({ evaluations }: RunResult): Measured =>
    evaluations.find(({ update }) => update >= round * UPDATES) ?? evaluations.at(-1)!;

export const it1: Claim = {
  id: "C-IT-1",
  statement:
    "Iterating DPO helps: round 2 ends above round 1, by less each time, while the proxy runs away from gold.",
  source: CRINGE,
  rule: "gold(round 2) − gold(round 1) lies above 0: 95 % interval over prompts, and every seed; the gain of round 3 is smaller than that of round 2; proxy − gold after round 3 exceeds that after round 1 by an interval above 0, and in every seed.",
  specs: (scale) => {
    const batch = 2 * scale.batch;
    const knobs = { rounds: ROUNDS, batch, minibatch: scale.batch, epochs: 2 };
    return { run: run(scale, "iterative-dpo", knobs, { evaluateEvery: UPDATES }) };
  },
  judge(found) {
    const runs = found.runs("run");
    const [one, two, three] = [
      gain(runs, "gold", after(0), after(1)),
      gain(runs, "gold", after(1), after(2)),
      gain(runs, "gold", after(2), after(3)),
    ];
    const gap = (r: RunResult, round: number) => {
      const { proxy, gold } = after(round)(r).each!;
      return proxy.map((x, i) => x - gold[i]!);
    };
    const wider = pooled(
      runs.map((r) => {
        const before = gap(r, 1);
        return gap(r, ROUNDS).map((x, i) => x - before[i]!);
      }),
    );
    return {
      held: above(two) && three.value < two.value && above(wider),
      n: two.n,
      measured: {
        "gold gained in round 1": figure(one),
        "in round 2": figure(two),
        "in round 3": figure(three),
        "proxy − gold, round 3 over round 1": figure(wider),
      },
    };
  },
};
