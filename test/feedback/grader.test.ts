import { beforeAll, describe, expect, it } from "vitest";
import { nodeHosts } from "../../src/cli/hosts.ts";
import { defaults } from "../../src/core/experiment.ts";
import { parseGrade } from "../../src/core/grading.ts";
import { expectedRating } from "../../src/core/judge.ts";
import { logSoftmax } from "../../src/core/logprobs.ts";
import { Run } from "../../src/core/run.ts";
import { correlation, sum } from "../../src/core/statistics.ts";
import type { Completion, Method, Step } from "../../src/core/types.ts";
import { gold } from "../../src/feedback/gold.ts";
import { startGrader } from "../../src/feedback/grader.ts";
import { assemble } from "../../src/lab/assemble.ts";
import type { Hosts } from "../../src/lab/hosts.ts";
import type { Opened } from "../../src/lab/opened.ts";
import { menu } from "../../src/menu.ts";
import { directRlaif } from "../../src/methods/direct-rlaif.ts";
import { tasks } from "../../src/tasks/index.ts";
import { judgeForm } from "../../src/tasks/judging.ts";

const task = tasks.replies;
const asking = { gradings: 2, seed: 3 } as const;
const form = judgeForm(task);
const prompts = Array.from({ length: 24 }, (_, i) => task.prompt("heldout", i));
type Score = Extract<Step, { kind: "score" }>;

describe("a start model of other tokens and manners", () => {
  const said = (promptId: string, text: string): Completion => ({
    ...{ id: `${promptId}#0`, promptId, text, tokens: [7], pieces: [text] },
    ...{ logps: [0], logp: 0, finished: true },
  });
  const saying = (words: string) =>
    startGrader(
      {
        referenceSample: async (xs, { n }) =>
          xs.map(({ id }) => Array.from({ length: n }, () => said(id, words))),
        referenceLogprob: async () => [],
        spell: async (items) => items.map(({ prompt, text }) => said(prompt.id, text)),
      },
      form,
    );
  const ask = (words: string) =>
    saying(words).grade([prompts[0]!], [[said(prompts[0]!.id, "Thanks.")]], asking);

  it("has said nothing where it names no grade", async () => {
    expect(await ask(" It reads well.")).toEqual([[Array<number>(6).fill(1 / 6)]]);
  });

  it("is taken at its word where its tokens do not show the grade apart", async () => {
    expect(await ask(" It reads well. Score: 4")).toEqual([[[0, 0, 0, 0, 1, 0]]]);
  });
});

describe("the start model as a grader", () => {
  let hosts: Hosts;
  let opened: Opened;
  let answers: Completion[][];
  let laws: number[][][];
  beforeAll(async () => {
    hosts = nodeHosts();
    const experiment = { ...defaults(menu), method: "direct-rlaif", task: task.id, heldOut: 8 };
    opened = await assemble({ ...experiment, backend: "wasm" }, hosts);
    answers = await hosts.policy.referenceSample(prompts, { n: 4, temperature: 1, seed: 1 });
    laws = await opened.bench.lab.grader.grade(prompts, answers, asking);
  }, 300_000);

  it("gives each grade the mean of its probabilities after the reasons that it wrote", async () => {
    const { policy } = hosts;
    expect(laws.map((row) => row.length)).toEqual(answers.map((row) => row.length));
    for (const law of laws.flat()) expect(sum(law)).toBeCloseTo(1, 6);
    const [x, y] = [prompts[3]!, answers[3]![1]!];
    const question = form.question(x, y);
    const words = { n: 2, temperature: 1, seed: asking.seed, maxTokens: 40 };
    const [written] = await policy.referenceSample([question], words);
    // Each reason with each grade at its end: whole answers, scored from their first token on.
    const each = written!.map(async ({ text }) => {
      expect(parseGrade(text)).not.toBeNull();
      const ended = [0, 1, 2, 3, 4, 5].map((grade) => ({
        prompt: question,
        text: ` ${text.trim().replace(/[0-5]$/, String(grade))}`,
      }));
      const spelled = await policy.spell(ended);
      return logSoftmax(spelled.map(({ logps }) => sum(logps.slice(0, -1)))).map(Math.exp);
    });
    const [one, other] = await Promise.all(each);
    laws[3]![1]!.forEach((p, k) => expect(p).toBeCloseTo((one![k]! + other![k]!) / 2, 4));
  }, 300_000);

  it("tells good answers from bad ones", async () => {
    const grades = laws.flat().map((law) => expectedRating(law).normalised);
    const truth = (await gold(task).scoreAll(prompts, answers)).flat();
    expect(correlation(grades, truth)!).toBeGreaterThan(0.2);
  }, 300_000);

  it("grades direct RLAIF's answers, and stays as it is while the policy learns", async () => {
    const { lab } = opened.bench;
    const asked = { prompt: prompts[0]!, completion: answers[0]![0]! };
    const [policyBefore] = await lab.policy.logprob([asked]);
    const knobs = { iterations: 2, batch: 4, minibatch: 4 };
    const run = new Run(directRlaif as unknown as Method, {
      bench: opened.bench,
      evaluateEvery: 10_000,
      knobs,
    });
    await run.play(() => false);
    const [policyAfter] = await lab.policy.logprob([asked]);
    expect(policyAfter!.sum).not.toBe(policyBefore!.sum);
    expect(await lab.grader.grade(prompts, answers, asking)).toEqual(laws);

    const drawn = run.log.flatMap((step) => (step.kind === "sample" ? [step] : []));
    for (const [t, step] of run.log.filter((s): s is Score => s.kind === "score").entries()) {
      const { prompts: xs, completions } = drawn[t]!;
      const own = await lab.grader.grade(xs, completions, {
        gradings: 1,
        seed: lab.random("grade", t),
      });
      expect(step.by).toBe("start model");
      expect(step.scores).toEqual(
        own.map((row) => row.map((law) => expectedRating(law).normalised)),
      );
    }
    const { seen } = await opened.usage();
    expect([...seen!.sampling].sort()).toEqual(["policy", "reference"]);
    expect([...seen!.trainable]).toEqual(["policy"]);
  }, 300_000);
});
