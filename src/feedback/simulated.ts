import { dice } from "../core/random.ts";
import type { Annotator, Scorer } from "../core/types.ts";

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
