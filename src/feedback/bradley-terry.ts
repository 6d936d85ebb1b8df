import { sigmoid } from "../core/logistic.ts";
import { dice } from "../core/random.ts";
import type { Annotator, Scorer } from "../core/types.ts";

/**
 * Bradley and Terry's law over any scorer: P(a ≻ b) = σ(r(a) − r(b)). As it stands the label is
 * that probability; with `draw` it is a verdict, 1 or 0, drawn with that probability, as one
 * rater would give it.
 */
export function bradleyTerry(scorer: Scorer, { draw = false } = {}): Annotator {
  return {
    name: scorer.name,
    async prefer(questions, { seed } = { seed: 0 }) {
      const random = dice(seed);
      const rewards = await scorer.scoreAll(
        questions.map(({ prompt }) => prompt),
        questions.map(({ a, b }) => [a, b]),
      );
      return questions.map(({ prompt, a, b }, i) => {
        const [ra, rb] = rewards[i] as [number, number];
        const p = sigmoid(ra - rb);
        const verdict = random.uniform("verdict", prompt.id, a.id, b.id) < p ? 1 : 0;
        return {
          promptId: prompt.id,
          a: a.id,
          b: b.id,
          p: draw ? verdict : p,
          orders: null,
          rewards: { a: ra, b: rb },
        };
      });
    },
  };
}
