import type { Annotation } from "../core/annotation.ts";
import { averaged } from "../core/judge.ts";
import { logit, sigmoid } from "../core/logistic.ts";
import { dice } from "../core/random.ts";
import type { Annotator, Dice, Scorer } from "../core/types.ts";

/**
 * A rater who knows the scorer's verdict and errs: the better answer wins, and with probability
 * `flip` the verdict is turned round. Labels are 1 or 0, or ½ where the rewards are equal. The
 * labels that a reward model is trained on.
 */
export function flippingRater(scorer: Scorer, flip: number): Annotator {
  return {
    name: `${scorer.name}, ${(100 * flip).toFixed(0)} % of labels flipped`,
    async prefer(questions, { seed } = { seed: 0 }) {
      const random = dice(seed);
      const rewards = await scorer.scoreAll(
        questions.map(({ prompt }) => prompt),
        questions.map(({ a, b }) => [a, b]),
      );
      return questions.map(({ prompt, a, b }, i) => {
        const [ra, rb] = rewards[i] as [number, number];
        const better = ra === rb ? 0.5 : ra > rb ? 1 : 0;
        const flipped = random.uniform("flip", prompt.id, a.id, b.id) < flip;
        return {
          promptId: prompt.id,
          a: a.id,
          b: b.id,
          p: flipped ? 1 - better : better,
          orders: null,
          rewards: { a: ra, b: rb },
        };
      });
    },
  };
}

/** What a simulated annotator is like; see `Annotation`. */
export type Weaknesses = Pick<Annotation, "orders" | "noise" | "positionBias" | "lengthBias">;

/**
 * An annotator made of known weaknesses, for want of one of each kind. It reads a pair once, with an
 * error: Δ = r(a) − r(b) + c·(|a| − |b|) + T·ε, ε logistic, so that without a place to prefer it is
 * right by Bradley and Terry's law at temperature T. Asked with a first, it says σ(Δ + b); with b
 * first, σ(−Δ + b). Lengths are counted in tokens.
 */
export function simulated(scorer: Scorer, weaknesses: Weaknesses): Annotator {
  const { orders, noise, positionBias, lengthBias } = weaknesses;
  return {
    name: "simulated annotator",
    async prefer(questions, { seed } = { seed: 0 }) {
      const random = dice(seed);
      const rewards = await scorer.scoreAll(
        questions.map(({ prompt }) => prompt),
        questions.map(({ a, b }) => [a, b]),
      );
      return questions.map(({ prompt, a, b }, i) => {
        const [ra, rb] = rewards[i] as [number, number];
        const longer = lengthBias * (a.tokens.length - b.tokens.length);
        const seen = ra - rb + longer + noise * misreading(random, prompt.id, a.id, b.id);
        const ab = sigmoid(seen + positionBias);
        const ba = sigmoid(-seen + positionBias);
        return {
          promptId: prompt.id,
          a: a.id,
          b: b.id,
          p: orders === "both" ? averaged(ab, ba) : ab,
          orders: orders === "both" ? { ab, ba } : null,
          rewards: { a: ra, b: rb },
        };
      });
    },
  };
}

/** A logistic error, the opposite for the two answers in the other order. */
function misreading(random: Dice, prompt: string, a: string, b: string): number {
  const [first, second, sign] = a < b ? [a, b, 1] : [b, a, -1];
  // Never at the ends, where the logit is infinite.
  return a === b ? 0 : sign * logit((random("misreading", prompt, first, second) + 0.5) * 2 ** -32);
}
