/** @file What the visitor asks the models beside the run. It is not the method's, and no census counts it. */

import type { Completion, Lab, Prompt, Scorer } from "../core/types.ts";
import type { Hosts } from "./hosts.ts";

/** One answer to the visitor's own prompt. */
export type Answered = {
  readonly completion: Completion;
  readonly proxy: number;
  readonly gold: number;
};
export type Answers = {
  readonly prompt: Prompt;
  readonly before: Answered;
  readonly now: Answered;
};

/** The policy and its reference, straight from their host. */
export const unwatched = ({ policy }: Hosts): Pick<Lab, "policy" | "reference"> => ({
  policy,
  reference: { sample: policy.referenceSample, logprob: policy.referenceLogprob },
});

/** One answer of π_ref and one of π as it is now, by the same die. */
export async function ask(
  prompt: Prompt,
  { policy, reference }: Pick<Lab, "policy" | "reference">,
  proxy: Scorer,
  gold: Scorer,
  seed: number,
): Promise<Answers> {
  const draws = { n: 1, temperature: 0.7, seed };
  const answered = async (drawn: Promise<Completion[][]>): Promise<Answered> => {
    const completion = (await drawn)[0]![0]!;
    const [[p], [g]] = await Promise.all([
      proxy.score(prompt, [completion]),
      gold.score(prompt, [completion]),
    ]);
    return { completion, proxy: p!, gold: g! };
  };
  const before = await answered(reference.sample([prompt], draws));
  return { prompt, before, now: await answered(policy.sample([prompt], draws)) };
}
