/** @file The first evaluation of a run beside the one at a playhead. Pure. */
import { evaluations } from "../../core/fold.ts";
import type { Evaluation, Step } from "../../core/types.ts";

export type BeforeNow = {
  readonly before: Evaluation;
  readonly now: Evaluation;
  /** Updates between the two. */
  readonly update: number;
};

/** Null before the first evaluation. */
export function beforeAndNow(log: readonly Step[], at: number): BeforeNow | null {
  const all = evaluations(log, at);
  const [first, last] = [all[0], all.at(-1)];
  return first && last
    ? { before: first.evaluation, now: last.evaluation, update: last.update }
    : null;
}

export type Judged = {
  readonly text: string;
  readonly finished: boolean;
  readonly gold: number;
  readonly proxy: number;
};

/** A fixed prompt with its answers then and now. */
export type Story = {
  readonly id: string;
  readonly prompt: string;
  readonly before: Judged;
  readonly now: Judged;
};

/** The prompts that both evaluations kept, in order. */
export function stories({ before, now }: BeforeNow): Story[] {
  return now.examples.flatMap((example) => {
    const then = before.examples.find((one) => one.prompt.id === example.prompt.id);
    return then
      ? [
          {
            id: example.prompt.id,
            prompt: example.prompt.text.trim(),
            before: judged(then),
            now: judged(example),
          },
        ]
      : [];
  });
}

function judged({ completion, gold, proxy }: Evaluation["examples"][number]): Judged {
  return { text: completion.text.trim(), finished: completion.finished, gold, proxy };
}
