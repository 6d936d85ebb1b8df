/** @file Equal budgets: knobs by which a method draws so many answers and takes so many steps. */
import { valuesOf } from "../../core/experiment.ts";
import type { Knobs } from "../../core/types.ts";
import { ENDS } from "../claims/claim.ts";

export type Budget = {
  /** Answers drawn for training, in all. */
  readonly samples: number;
  /** Gradient steps. */
  readonly steps: number;
};

/** What a method trains on, of each prompt it drew answers to, where it is not one item. */
const ITEMS: Readonly<Record<string, (n: number, k: number) => number>> = {
  "slic-hf": (n) => n - 1,
  rso: (_, k) => k / 2,
  // Last iteration's pairs are played again.
  spin: () => 2,
  // What passes thresholds at a half, three in ten and one in ten.
  rest: (n) => 0.9 * (n + 1),
};

/** Answers to each prompt, where no knob says how many. */
const DRAWS: Readonly<Record<string, number>> = {
  "online-dpo": 2,
  dpo: 2,
  ipo: 2,
  spin: 1,
  "rlhf-ppo": 1,
  rlaif: 1,
  "direct-rlaif": 1,
};

/**
 * The knobs, or null for a method that does not say how much it draws. A method stops after
 * `steps`; its epochs are as many as it takes to come so far. `prompts`: how many there are.
 */
export function knobsWithin(
  method: { readonly id: string; readonly knobs: Knobs },
  { samples, steps }: Budget,
  prompts: number = Infinity,
): Record<string, number> | null {
  const { id, knobs } = method;
  const value = valuesOf(knobs) as Readonly<Record<string, number>>;
  const n = value["n"] ?? value["rollouts"] ?? DRAWS[id] ?? 0;
  if (n === 0) return null;
  const within = (name: string, wanted: number): number => {
    const knob = knobs[name];
    if (knob?.type !== "number") return wanted;
    return Math.min(knob.max, Math.max(knob.min, Math.round(wanted)));
  };
  if ("iterations" in knobs && !("epochs" in knobs)) {
    const iterations = within("iterations", steps);
    return { iterations, batch: within("batch", samples / (n * iterations)) };
  }
  const items = ITEMS[id]?.(n, value["k"] ?? 0) ?? 1;
  const minibatch = value["minibatch"] ?? 1;
  if ("prompts" in knobs) {
    const drawn = within("prompts", Math.min(prompts, samples / n));
    const each = Math.ceil((drawn * items) / minibatch);
    return { prompts: drawn, epochs: within("epochs", Math.ceil(steps / each)) };
  }
  const rounds = value["rounds"] ?? value["iterations"];
  if (rounds === undefined || !("batch" in knobs) || !("epochs" in knobs)) return null;
  const batch = within("batch", Math.min(prompts, samples / (n * rounds)));
  // Best-of-n's pool grows by a batch each round.
  const pooled = id === "best-of-n" ? (rounds + 1) / 2 : 1;
  const each = rounds * Math.ceil((batch * items * pooled) / minibatch);
  return { batch, epochs: within("epochs", Math.ceil(steps / each)) };
}

/** Evaluations of a run: its start, its end and four in between. */
export const everySteps = (steps: number): number =>
  steps > 0 ? Math.max(1, Math.round(steps / 5)) : ENDS;
