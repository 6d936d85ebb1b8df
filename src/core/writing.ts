/** @file The task's own text as examples: what stands in for people's answers. */

import type { PolicyHost } from "./hosts.ts";
import { dice } from "./random.ts";
import { TiltError } from "./types.ts";
import type { Prompt, Task, Writer } from "./types.ts";

/** Laps of the text that the base model was not trained on, and how many of them are used. */
const LAPS = { from: 5_000, count: 1_000 } as const;

/**
 * Answers by the program that wrote the base model's text, of passages which that model has not
 * seen. `prompts[i]` is the task's i-th training prompt. Throws TiltError writer.unknown.
 */
export function taskWriter(
  task: Task,
  prompts: readonly Prompt[],
  host: Pick<PolicyHost, "spell">,
): Writer {
  const name = "task’s own writer";
  const places = new Map(prompts.map(({ id }, i) => [id, i]));
  return {
    name,
    async write(asked, { seed }) {
      const random = dice(seed);
      const items = asked.map((prompt) => {
        const place = places.get(prompt.id);
        if (place === undefined) throw unknown(prompt);
        const lap = LAPS.from + (random("write", prompt.id) % LAPS.count);
        return { prompt, text: task.write("train", place + lap * task.count.train).text };
      });
      const answers = await host.spell(items);
      return answers.map((answer) => ({ ...answer, author: name }));
    },
  };
}

const unknown = ({ id }: Prompt): TiltError =>
  new TiltError(
    "writer.unknown",
    `The task's writer has no answer to the prompt ${id}.`,
    "Ask for answers to the lab's own prompts only.",
  );
