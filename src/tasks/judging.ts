/** @file What a self-rewarding model needs of a task: how it is asked to judge, and what a prompt is. */

import type { Completion, Prompt, Task } from "../core/types.ts";
import { gradeOf, judgePrompt, verdict } from "./corpus/judge.ts";
import { Draw } from "./draw.ts";

/** Share of the answers to be judged that were written for another prompt. */
const ASTRAY = 0.12;

/** A judge's question about an answer, and questions with the words of a judge who knows gold. */
export function judgeForm(task: Task) {
  return {
    question: (prompt: Prompt, { id, text }: Completion): Prompt => ({
      id: `judge/${id}`,
      text: judgePrompt(prompt.text, text),
    }),
    example(i: number) {
      const draw = new Draw("judge examples", task.id, i);
      const n = draw.int(task.count.train);
      const lap = 1 + draw.int(1000);
      const prompt = task.prompt("train", n);
      const { text } = task.write(
        "train",
        (draw.chance(ASTRAY) ? n + 1 : n) + lap * task.count.train,
      );
      const parts = task.components(prompt, text, true);
      return {
        prompt: { id: `judge/example/${i}`, text: judgePrompt(prompt.text, text) },
        text: ` ${verdict(task, parts, gradeOf(task, parts, draw), draw)}`,
      };
    },
    verdict: (grade: number) => ` It reads well. Score: ${grade}`,
  };
}

/** How the prompts of each task begin and end; what lies between is of one line. */
const FORMS: Readonly<Record<string, { readonly opening: string; readonly whole: RegExp }>> = {
  reviews: { opening: "Review", whole: /^Review of [^\n:,]{4,60}, about the [a-z ]{3,24}:/ },
  summaries: { opening: "Post:", whole: /^Post: [A-Z][^\n]{24,320}?[.!?] Summary:/ },
  replies: { opening: "Request:", whole: /^Request: [A-Z][^\n]{12,200}?[.!?] Reply:/ },
};

/** A prompt as it stands at the start of a text; null where the text does not begin with one. */
export function promptForm({ id }: Pick<Task, "id">) {
  const form = FORMS[id];
  return {
    opening: form?.opening ?? "",
    read(text: string, key: string): Prompt | null {
      const [found] = form?.whole.exec(text) ?? [];
      return found ? { id: `${id}/written/${key}`, text: found } : null;
    },
  };
}
