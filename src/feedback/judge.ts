/**
 * @file The policy as its own judge (Self-Rewarding Language Models, 2401.10020): the very network
 * that answers is asked, in a judge's form, for a reason and a score from 0 to 5.
 */

import { GRADES, parseGrade } from "../core/grading.ts";
import { logSoftmax } from "../core/logprobs.ts";
import type { Asked, Completion, Example, Grading, Judge, Policy, Prompt } from "../core/types.ts";

/** What the judge is asked and shown; the task knows the form. */
export type JudgeForm = {
  /** What a judge reads; its id is the answer's own. */
  question(prompt: Prompt, answer: Completion): Prompt;
  /** The i-th question with the words of a judge who knows gold, give or take some noise. */
  example(i: number): { readonly prompt: Prompt; readonly text: string };
  /** How a verdict with each grade ends. */
  verdict(grade: number): string;
};

/** Turns a text that was not drawn into a completion, in the policy's tokens. */
export type Spell = (
  items: readonly { readonly prompt: Prompt; readonly text: string }[],
) => Promise<Completion[]>;

/** Tokens of the longest verdict. */
const LONGEST = 40;

/** A judge that is the policy as it is when it is asked. */
export function selfJudge(
  policy: Pick<Policy, "sample" | "logprob">,
  form: JudgeForm,
  spell: Spell,
): Judge {
  let tokens: Promise<readonly number[]> | null = null;
  return {
    name: "the policy itself",
    async grade(prompts, completions, { gradings, temperature, mode, seed }) {
      const questions = prompts.map((x, i) => completions[i]!.map((y) => form.question(x, y)));
      const asked = questions.flat();
      const sampler = { n: gradings, temperature, seed, maxTokens: LONGEST };
      const verdicts = await policy.sample(asked, sampler);
      const read = verdicts.map((row) => row.map(({ text }) => grading(text)));
      if (mode === "expected") {
        await addLaws(policy, asked, verdicts, read, await (tokens ??= gradeTokens(form, spell)));
      }
      let from = 0;
      return questions.map((row) => read.slice(from, (from += row.length)));
    },
    async examples(n, { seed }) {
      const items = Array.from({ length: n }, (_, i) => form.example((seed % 2 ** 20) * 4096 + i));
      const spelled = await spell(items);
      return items.map(({ prompt }, i): Example => ({ prompt, completion: spelled[i]! }));
    },
  };
}

const grading = (text: string): Grading => ({
  text: text.trim(),
  grade: parseGrade(text),
  law: null,
});

/** The place of the grade among an answer's tokens; −1 where there is none. */
function gradePlace({ pieces = [] }: Completion): number {
  const score = pieces.findLastIndex((_, i) => /\bScore: *$/.test(pieces.slice(0, i).join("")));
  return score >= 0 && /^ *[0-5]$/.test(pieces[score]!) ? score : -1;
}

/** The token of each grade, as it stands at the end of a verdict. */
async function gradeTokens(form: JudgeForm, spell: Spell): Promise<readonly number[]> {
  const prompt = { id: "grades", text: "Score:" };
  const spelled = await spell(GRADES.map((k) => ({ prompt, text: form.verdict(k) })));
  return spelled.map((y) => y.tokens[gradePlace(y)] ?? -1);
}

/** P(0) … P(5) at the place of the grade, for every verdict that has one. */
async function addLaws(
  policy: Pick<Policy, "logprob">,
  asked: readonly Prompt[],
  verdicts: readonly (readonly Completion[])[],
  read: Grading[][],
  tokens: readonly number[],
): Promise<void> {
  // A tokenizer that cuts the grades otherwise leaves the grades as they were drawn.
  if (tokens.includes(-1)) return;
  const places = verdicts.flatMap((row, i) =>
    row.flatMap((completion, k) => {
      const at = read[i]![k]!.grade === null ? -1 : gradePlace(completion);
      return at < 0 ? [] : [{ i, k, completion, at }];
    }),
  );
  const items = places.map(({ i, completion, at }): Asked => ({
    prompt: asked[i]!,
    completion,
    also: tokens.map((token) => ({ at, token })),
  }));
  const logps = await policy.logprob(items);
  places.forEach(({ i, k, completion }, n) => {
    const law = [...logSoftmax(logps[n]!.tokens.slice(completion.tokens.length))].map(Math.exp);
    read[i]![k] = { ...read[i]![k]!, law };
  });
}
