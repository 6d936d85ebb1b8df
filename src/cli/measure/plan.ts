/** @file What measuring would take, before it is begun. */

import type { Wanted } from "./crew.ts";
import type { RunSpec, Spec } from "./spec.ts";
import type { Store } from "./store.ts";

/**
 * Seconds of one slow processor, on the bundled models, as measured: what a run takes besides, each
 * optimizer step with the draw before it, and each held-out prompt of an evaluation.
 */
const PACE = { start: 3, update: 0.8, heldOut: 0.03, answer: 0.013, score: 0.0035 } as const;

/** Where a step draws answers of its own, and what is done once besides. */
const STEP: Readonly<Record<string, number>> = {
  "online-dpo": 1.7,
  "rlhf-ppo": 0.9,
  rloo: 1.7,
  grpo: 1.7,
  rlaif: 1.3,
  "direct-rlaif": 4.1,
};
const ONCE: Readonly<Record<string, number>> = { "self-rewarding": 75, rlaif: 45, rso: 8 };

/** Steps of a run that does not say how many. */
const USUAL_STEPS = 24;

/** About how many seconds a measurement takes where none like it is known. */
export function guess(spec: Spec): number {
  if (spec.kind === "run") return guessRun(spec);
  const answers = spec.prompts * spec.n;
  const labels = spec.budgets.reduce((all, budget) => all + budget, 0);
  const scoring = (1 + spec.budgets.length) * PACE.score;
  return PACE.start + answers * (PACE.answer + scoring) + labels * 0.06;
}

function guessRun({ setup, updates, evaluateAt }: RunSpec): number {
  const { method = "", heldOut = 0, evaluateEvery = 1, rewardModel, knobs = {} } = setup;
  const steps = updates ?? (Number(knobs["iterations"]) || USUAL_STEPS);
  const evaluations = 2 + (evaluateAt ? 5 : 0) + Math.floor(steps / evaluateEvery);
  const fitted = rewardModel?.kind === "trained" ? rewardModel.labels * 0.06 : 0;
  const once = PACE.start + (ONCE[method] ?? 0) + fitted;
  return once + steps * (STEP[method] ?? PACE.update) + evaluations * heldOut * PACE.heldOut;
}

/** A table by what asked first, a claim or a method: measurements, of which known, and minutes of one processor still to come. */
export function planned(wanted: readonly Wanted[], store: Store, jobs: number): string {
  const rows = new Map<string, { all: number; known: number; ahead: number }>();
  for (const { spec, seed, name } of wanted) {
    const claim = name.split(":")[0]!;
    const row = rows.get(claim) ?? { all: 0, known: 0, ahead: 0 };
    rows.set(claim, row);
    row.all += 1;
    if (store.read(spec, seed)) row.known += 1;
    else row.ahead += guess(spec);
  }
  const minutes = (seconds: number) => (seconds / 60).toFixed(1).padStart(7);
  const lines = [...rows].map(
    ([claim, { all, known, ahead }]) =>
      `${claim.padEnd(16)}${String(all).padStart(6)}${String(known).padStart(8)}${minutes(ahead)}`,
  );
  const total = [...rows.values()].reduce((sum, { ahead }) => sum + ahead, 0);
  const head = "                runs   known  minutes of one processor";
  const end = `${wanted.length} measurements; about ${minutes(total / jobs).trim()} minutes with ${jobs} at a time`;
  return [head, ...lines, end, "What several share stands by the first."].join("\n");
}
