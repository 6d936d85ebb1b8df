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

/** Answers to each prompt, where no knob `n` says how many. */
const DRAWS: Readonly<Record<string, (k: Values) => number>> = {
  "online-dpo": () => 2,
  dpo: () => 2,
  ipo: () => 2,
  spin: () => 1,
  "rlhf-ppo": () => 1,
  rlaif: () => 1,
  "direct-rlaif": () => 1,
  rloo: ({ k }) => k!,
  grpo: ({ group }) => group!,
};

type Values = Readonly<Record<string, number>>;

/** Fresh answers for each iteration, which is one step an epoch. */
const FRESH: readonly string[] = [
  ...["online-dpo", "rlhf-ppo", "rloo", "grpo", "rlaif", "direct-rlaif"],
];

/**
 * The knobs by which a method spends the budget. It stops after `steps`; its epochs are as many as
 * it takes to come so far. `prompts`: how many there are.
 */
export function knobsWithin(
  { id, knobs }: { readonly id: string; readonly knobs: Knobs },
  { samples, steps }: Budget,
  prompts: number = Infinity,
): Record<string, number> {
  const value = valuesOf(knobs) as Values;
  const within = (name: string, wanted: number): number => {
    const knob = knobs[name];
    if (knob?.type !== "number") return wanted;
    return Math.min(knob.max, Math.max(knob.min, Math.floor(wanted)));
  };
  const minibatch = value["minibatch"] ?? Infinity;
  if (id === "llama2-chat") {
    // One step for each round of rejection sampling, whose pool grows, and for each iteration of PPO.
    const rounds = value["rounds"]!;
    const iterations = within("iterations", steps - rounds);
    const batch = within("batch", samples / (rounds * value["k"]! + iterations));
    return { iterations, batch, minibatch: within("minibatch", rounds * batch) };
  }
  const n = value["n"] ?? DRAWS[id]!(value);
  if (FRESH.includes(id)) {
    const iterations = within("iterations", Math.floor(steps / (value["epochs"] ?? 1)));
    // RLAIF's reward model has half of the answers, two to a label.
    const labels = "labels" in knobs ? within("labels", samples / 4) : 0;
    const batch = within("batch", (samples - 2 * labels) / (n * iterations));
    return {
      iterations,
      batch,
      ...(labels > 0 ? { labels } : {}),
      ...(batch * n > minibatch ? { minibatch: within("minibatch", batch * n) } : {}),
    };
  }
  if (id === "self-rewarding") {
    // A third of the steps for the seed data, once through; the models after M_1 share the rest.
    const seed = Math.floor(steps / 3) * minibatch;
    const ift = within("ift", seed / 3);
    const later = value["rounds"]! - 1;
    const batch = within("batch", Math.min(prompts, samples / (n * later)));
    const left = steps - Math.floor(steps / 3);
    const epochs = within("epochs", Math.ceil(left / (later * Math.ceil(batch / minibatch))));
    return { ift, eft: within("eft", seed - ift), batch, epochs };
  }
  const items = ITEMS[id]?.(n, value["k"] ?? 0) ?? 1;
  if ("prompts" in knobs) {
    const drawn = within("prompts", Math.min(prompts, samples / n));
    const each = Math.ceil((drawn * items) / minibatch);
    return { prompts: drawn, epochs: within("epochs", Math.ceil(steps / each)) };
  }
  const rounds = (value["rounds"] ?? value["iterations"])!;
  const batch = within("batch", Math.min(prompts, samples / (n * rounds)));
  // CLICK sees its pairs once, whatever their number.
  if (!("epochs" in knobs)) return { batch };
  // Best-of-n's pool grows by a batch each round.
  const pooled = id === "best-of-n" ? (rounds + 1) / 2 : 1;
  const each = rounds * Math.ceil((batch * items * pooled) / minibatch);
  return { batch, epochs: within("epochs", Math.ceil(steps / each)) };
}

/** Evaluations of a run: its start, its end and four in between. */
export const everySteps = (steps: number): number =>
  steps > 0 ? Math.max(1, Math.round(steps / 5)) : ENDS;
