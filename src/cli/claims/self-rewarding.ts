/** @file What is said of a policy that judges itself. */
import { correlation, mean } from "../../core/statistics.ts";
import type { RunResult } from "../measure/spec.ts";
import { bank, run, type Claim, type Figure, type Scale } from "./claim.ts";
import { above, difference, figure, gain, last } from "./compare.ts";
import { spread } from "./online.ts";
import { SELF } from "./papers.ts";

/** M0 → M1 by imitation, M1 → M2 → M3 by its own judgments. */
const ROUNDS = 3;

const self = (scale: Scale, knobs: Readonly<Record<string, number | string>> = {}) => ({
  ...run(scale, "self-rewarding", {
    rounds: ROUNDS,
    batch: 2 * scale.batch,
    minibatch: scale.batch,
    ...knobs,
  }),
  evaluateAt: "round" as const,
});

/** M1: the policy after imitation, where the second round begins. */
const m1 = (r: RunResult) => r.evaluations[1]!;

/** Mean over seeds of what the exams of M_t said. */
const exams = (runs: readonly RunResult[], t: number): number[] =>
  runs.flatMap(({ notes }) =>
    notes.flatMap(({ kind, metrics }) =>
      kind === "exam" && metrics["t"] === t ? metrics["accuracy"]! : [],
    ),
  );

const pairAccuracy = ({ notes }: RunResult): number =>
  mean(notes.flatMap(({ kind, metrics }) => (kind === "pair" ? metrics["accuracy"]! : [])));

const claim = (id: string, statement: string, rule: string): Omit<Claim, "specs" | "judge"> => ({
  ...{ id, statement, rule, source: SELF },
});

export const sr1: Claim = {
  ...claim(
    "C-SR-1",
    "The policy becomes a better judge from round to round, though it is not taught judging again.",
    "Pairwise accuracy against gold on held-out answers, mean over seeds: M1 ≤ M2 ≤ M3, and M3 above M1 in every seed. n counts examinations.",
  ),
  // The exact world's judge is a table: it cannot learn to judge.
  modelsOnly: true,
  specs: (scale) => ({ self: self(scale) }),
  judge(found) {
    const runs = found.runs("self");
    const at = [1, 2, 3].map((t) => exams(runs, t));
    const means = at.map(mean);
    const better = (at[2] ?? []).every((m3, s) => m3 > (at[0]?.[s] ?? 1));
    const complete = at.every(({ length }) => length === runs.length);
    return {
      held: complete && means[0]! <= means[1]! && means[1]! <= means[2]! && better,
      n: at.flat().length,
      measured: Object.fromEntries(at.map((m, i) => [`accuracy of M${i + 1}`, spread(m)])),
    };
  },
};

export const sr2: Claim = {
  ...claim(
    "C-SR-2",
    "Answers grow longer under the policy's own judgment although gold does not ask for length.",
    "length(M3) − length(M1) lies above 0: 95 % interval over prompts, and every seed; |correlation of gold and length| below 0.2 among the start policy's answers.",
  ),
  specs: (scale) => ({ self: self(scale), bank: bank(scale) }),
  judge(found) {
    const runs = found.runs("self");
    const longer = gain(runs, "length", m1);
    const rhos = found.banks("bank").map((b) => correlation(b.gold.flat(), b.length.flat()) ?? 0);
    return {
      held: above(longer) && rhos.every((rho) => Math.abs(rho) < 0.2),
      n: longer.n,
      measured: {
        "tokens gained, M3 over M1": figure(longer),
        "correlation of gold and length": spread(rhos),
        "gold gained, M3 over M1": figure(gain(runs, "gold", m1)),
      },
    };
  },
};

export const sr3: Claim = {
  ...claim(
    "C-SR-3",
    "Without examples of judging to start from, judging itself brings the policy nothing.",
    "gold(M3) − gold(M1) lies above 0 with the examples: 95 % interval over prompts, and every seed; and does not lie above 0 without them.",
  ),
  // The exact world's judge is a table: it cannot learn to judge.
  modelsOnly: true,
  specs: (scale) => ({ self: self(scale), "no examples": self(scale, { eft: 0 }) }),
  judge(found) {
    const [taught, untaught] = [found.runs("self"), found.runs("no examples")];
    const [withThem, without] = [gain(taught, "gold", m1), gain(untaught, "gold", m1)];
    return {
      held: above(withThem) && !above(without),
      n: withThem.n,
      measured: {
        "gold gained, with examples": figure(withThem),
        "gold gained, without": figure(without),
        "accuracy of M1, with examples": spread(exams(taught, 1)),
        "accuracy of M1, without": spread(exams(untaught, 1)),
      },
    };
  },
};

export const sr4: Claim = {
  ...claim(
    "C-SR-4",
    "Learning from pairs beats imitating only the best of one's own answers.",
    "gold(pairs) − gold(best only) lies above 0: 95 % interval over prompts, and every seed.",
  ),
  specs: (scale) => ({ self: self(scale), "best only": self(scale, { learn: "best only" }) }),
  judge(found) {
    const [pairs, best] = [found.runs("self"), found.runs("best only")];
    const gold = difference(pairs, best);
    return {
      held: above(gold),
      n: gold.n,
      measured: {
        "pairs − best only": figure(gold),
        "KL of pairs": mean(pairs.map((r) => last(r).kl)),
        "KL of best only": mean(best.map((r) => last(r).kl)),
      },
    };
  },
};

export const sr5: Claim = {
  ...claim(
    "C-SR-5",
    "Dropping answers that were graded alike leaves pairs that are no worse than keeping them.",
    "Share of pairs ordered as gold orders them, ties dropped, at least that of ties kept, in the mean over seeds and in every seed. n counts runs.",
  ),
  // The exact world's judge is a table: it cannot learn to judge.
  modelsOnly: true,
  specs: (scale) => ({ self: self(scale), "ties kept": self(scale, { ties: "keep" }) }),
  judge(found) {
    const dropped = found.runs("self").map(pairAccuracy);
    const kept = found.runs("ties kept").map(pairAccuracy);
    const measured: Record<string, Figure> = {
      "right, ties dropped": spread(dropped),
      "right, ties kept": spread(kept),
    };
    const held = mean(dropped) >= mean(kept) && dropped.every((a, s) => a >= kept[s]!);
    return { held, n: dropped.length, measured };
  },
};
