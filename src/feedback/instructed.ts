import type { Orders } from "../core/annotation.ts";
import type { AnnotatorHost } from "../core/hosts.ts";
import { averaged } from "../core/judge.ts";
import { sigmoid } from "../core/logistic.ts";
import type { Question } from "../core/pairing.ts";
import { TiltError, type Annotator } from "../core/types.ts";

export type Instructed = {
  readonly name: string;
  readonly host: Pick<AnnotatorHost, "choose">;
  /** A comparison as text that ends where the model says ` A` or ` B`. */
  readonly ask: (instruction: string, prompt: string, a: string, b: string) => string;
  readonly orders: Orders;
  /** What is asked for at the moment of a label. */
  readonly instruction: () => string;
};

/**
 * A language model that is told in words what to prefer (OAIF, 2402.04792, after RLAIF,
 * 2309.00267): P(first) = P(A) / (P(A) + P(B)) at the end of the question. In both orders the
 * label is ½ [P(a first) + 1 − P(b first)], which leaves nothing of a liking for one place.
 */
export function instructed({ name, host, ask, orders, instruction }: Instructed): Annotator {
  return {
    name,
    async prefer(questions) {
      const wish = instruction();
      const each = orders === "both" ? 2 : 1;
      const text = ({ prompt, a, b }: Question) => ask(wish, prompt.text, a.text, b.text);
      const texts = questions.flatMap((question) => {
        const { prompt, a, b } = question;
        return orders === "both"
          ? [text(question), text({ prompt, a: b, b: a })]
          : [text(question)];
      });
      const firsts = texts.length === 0 ? [] : (await host.choose(texts)).map(preference);
      return questions.map(({ prompt, a, b }, i) => {
        const ab = firsts[each * i]!;
        const ba = orders === "both" ? firsts[each * i + 1]! : null;
        return {
          promptId: prompt.id,
          a: a.id,
          b: b.id,
          p: ba === null ? ab : averaged(ab, ba),
          orders: ba === null ? null : { ab, ba },
          rewards: null,
          instruction: wish,
        };
      });
    },
  };
}

/** P(A) among the two answers, from their log-probabilities. */
function preference({ a, b }: { readonly a: number; readonly b: number }): number {
  if (Number.isFinite(a - b)) return sigmoid(a - b);
  throw new TiltError(
    "annotator.not-finite",
    "The annotator's model gave a number that is none.",
    "Choose another size of it, or another engine.",
  );
}
