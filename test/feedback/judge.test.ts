import { beforeAll, describe, expect, it } from "vitest";
import { nodeHosts } from "../../src/cli/hosts.ts";
import { parseGrade } from "../../src/core/grading.ts";
import type { PolicyHost } from "../../src/core/hosts.ts";
import { logSoftmax } from "../../src/core/logprobs.ts";
import { sum } from "../../src/core/statistics.ts";
import type { Completion, Judge, Prompt } from "../../src/core/types.ts";
import { selfJudge } from "../../src/feedback/judge.ts";
import { tasks } from "../../src/tasks/index.ts";
import { judgeForm, promptForm } from "../../src/tasks/judging.ts";

const form = judgeForm(tasks.replies);
const prompts = [0, 1, 2].map((i) => tasks.replies.prompt("heldout", i));
const asking = { gradings: 2, temperature: 1, seed: 3 } as const;

describe("the bundled model as its own judge", () => {
  let policy: PolicyHost;
  let judge: Judge;
  let answers: Completion[][];
  beforeAll(async () => {
    const hosts = nodeHosts();
    policy = hosts.policy;
    await policy.open({ model: hosts.model("tilt-1m"), backend: "wasm" });
    judge = selfJudge(policy, form, policy.spell);
    answers = await policy.sample(prompts, { n: 2, temperature: 1, seed: 1 });
  }, 300_000);

  it("reads the grade out of what it wrote, the same for the same seed", async () => {
    const sampled = await judge.grade(prompts, answers, { ...asking, mode: "sampled" });
    expect(sampled.map((row) => row.map((one) => one.length))).toEqual([
      [2, 2],
      [2, 2],
      [2, 2],
    ]);
    for (const { text, grade, law } of sampled.flat(2)) {
      expect(grade).toBe(parseGrade(text));
      expect(law).toBeNull();
    }
    // Most of its words end in a score: it has read such words before.
    expect(sampled.flat(2).filter(({ grade }) => grade !== null).length).toBeGreaterThan(8);
    expect(await judge.grade(prompts, answers, { ...asking, mode: "sampled" })).toEqual(sampled);
  }, 300_000);

  it("takes the law of the grade from the very place where the grade stood", async () => {
    const graded = await judge.grade(prompts, answers, { ...asking, mode: "expected" });
    const place = { i: 0, j: 0, k: 0 };
    graded.forEach((row, i) =>
      row.forEach((one, j) =>
        one.forEach(({ law }, k) => law && Object.assign(place, { i, j, k })),
      ),
    );
    const { text, law } = graded[place.i]![place.j]![place.k]!;
    expect(sum(law!)).toBeCloseTo(1, 6);
    // The same words with each grade at their end: whole answers, scored from their first token on.
    const question: Prompt = form.question(prompts[place.i]!, answers[place.i]![place.j]!);
    const ended = [0, 1, 2, 3, 4, 5].map((grade) => ({
      prompt: question,
      text: ` ${text.replace(/[0-5]$/, String(grade))}`,
    }));
    const spelled = await policy.spell(ended);
    const logps = spelled.map(({ logps: each }) => sum(each.slice(0, -1)));
    const expected = logSoftmax(logps).map(Math.exp);
    law!.forEach((p, grade) => expect(p).toBeCloseTo(expected[grade]!, 4));
  }, 300_000);

  it("learns from verdicts in its own form, whose grades follow gold", async () => {
    const examples = await judge.examples(6, { seed: 5 });
    for (const { prompt, completion } of examples) {
      expect(prompt.text).toMatch(/^Judge this answer\.\n/);
      expect(parseGrade(completion.text)).not.toBeNull();
      expect(completion.logps).toHaveLength(completion.tokens.length);
    }
    expect(await judge.examples(6, { seed: 5 })).toEqual(examples);
    expect(await judge.examples(6, { seed: 6 })).not.toEqual(examples);
  }, 300_000);
});

describe.each(Object.values(tasks))("the form of a prompt of $id", (task) => {
  const { opening, read } = promptForm(task);

  it("reads every prompt of the task, whatever follows it, and nothing else", () => {
    for (let i = 0; i < 300; i++) {
      const { prompt, text } = task.write("train", i);
      expect(prompt.text.startsWith(opening)).toBe(true);
      expect(read(prompt.text, "k")?.text).toBe(prompt.text);
      expect(read(`${prompt.text} ${text}`, "k")?.text).toBe(prompt.text);
      expect(read(text, "k")).toBeNull();
      expect(read(prompt.text.slice(0, -1), "k")).toBeNull();
    }
    expect(read(opening, "k")).toBeNull();
  });
});
