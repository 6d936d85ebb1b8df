import { describe, expect, it } from "vitest";
import { ANNOTATION, instructed as edited, instructionAt } from "../../src/core/annotation.ts";
import { sigmoid } from "../../src/core/logistic.ts";
import type { Question } from "../../src/core/pairing.ts";
import { TiltError, type Completion, type Scorer } from "../../src/core/types.ts";
import { chosen, type Around } from "../../src/feedback/choose.ts";
import { gold } from "../../src/feedback/gold.ts";
import { Desk, human } from "../../src/feedback/human.ts";
import { instructed } from "../../src/feedback/instructed.ts";
import { simulated, type Weaknesses } from "../../src/feedback/simulated.ts";
import { annotatorPrompt } from "../../src/tasks/corpus/question.ts";
import { reviews } from "../../src/tasks/reviews.ts";

const answer = (id: string, text: string): Completion => ({
  id,
  promptId: id.split("#")[0]!,
  text,
  tokens: [...text].map((_, i) => i),
  logps: [],
  logp: 0,
  finished: true,
});
const question = (i: number, a: string, b: string): Question => ({
  prompt: { id: `p${i}`, text: `Question ${i}?` },
  a: answer(`p${i}#0`, a),
  b: answer(`p${i}#1`, b),
});
const turned = ({ prompt, a, b }: Question): Question => ({ prompt, a: b, b: a });
const many = Array.from({ length: 4000 }, (_, i) => question(i, "aaa", "bb"));

/** Reward = length of the text. */
const byLength: Scorer = {
  name: "length",
  score: async (_, completions) => completions.map(({ text }) => text.length),
  scoreAll: async (_, rows) => rows.map((row) => row.map(({ text }) => text.length)),
};
const ideal: Weaknesses = { orders: "both", noise: 0, positionBias: 0, lengthBias: 0 };
const share = (labels: readonly { p: number }[]) =>
  labels.filter(({ p }) => p > 0.5).length / labels.length;
const error = (p: number, n: number) => 4 * Math.sqrt((p * (1 - p)) / n);

describe("an instructed annotator", () => {
  /** A reader who likes the longer answer by its characters, and the first place by `bias`. */
  const reader = (bias: number, read: string[] = []) => ({
    async choose(questions: readonly string[]) {
      read.push(...questions);
      return questions.map((text) => {
        const [, a = "", b = ""] = /\nA: (.*)\nB: (.*)\n.*\nBetter:$/s.exec(text) ?? [];
        return { a: a.length + bias - 10, b: b.length - 10 };
      });
    },
  });
  const make = (host: ReturnType<typeof reader>, orders: "both" | "single" = "both") =>
    instructed({
      name: "reader",
      host,
      ask: annotatorPrompt,
      orders,
      instruction: () => "Longer is better.",
    });

  it("asks in both orders, and averages them exactly", async () => {
    const read: string[] = [];
    const [label] = await make(reader(1.5, read)).prefer([question(0, " aaa", " bb")]);
    expect(read).toEqual([
      "Compare.\nQuestion 0?\nA: aaa\nB: bb\nLonger is better.\nBetter:",
      "Compare.\nQuestion 0?\nA: bb\nB: aaa\nLonger is better.\nBetter:",
    ]);
    const [ab, ba] = [sigmoid(1 + 1.5), sigmoid(-1 + 1.5)];
    expect(label).toEqual({
      promptId: "p0",
      a: "p0#0",
      b: "p0#1",
      p: 0.5 + (ab - ba) / 2,
      orders: { ab, ba },
      rewards: null,
      instruction: "Longer is better.",
    });
    expect(label!.p).toBeCloseTo((ab + 1 - ba) / 2, 15);
  });

  it("gives complementary labels to a question and to the same turned round", async () => {
    const questions = [
      question(0, "one two", "three"),
      question(1, "", "x"),
      question(2, "é", "é"),
    ];
    for (const bias of [0, 3, -40]) {
      const one = await make(reader(bias)).prefer(questions);
      const other = await make(reader(bias)).prefer(questions.map(turned));
      one.forEach((label, i) => expect(label.p + other[i]!.p).toBeCloseTo(1, 14));
      expect(one[2]!.p).toBe(0.5);
    }
  });

  it("keeps a liking for the first place only when asked in a single order", async () => {
    const close = [question(0, "aa", "aaa")];
    const [single] = await make(reader(3), "single").prefer(close);
    expect(single!.p).toBe(sigmoid(-1 + 3));
    expect(single!.orders).toBeNull();
    expect((await make(reader(3)).prefer(close))[0]!.p).toBeLessThan(0.5);
  });

  it("that always answers the same decides nothing in both orders", async () => {
    const stubborn = { choose: async (q: readonly string[]) => q.map(() => ({ a: -0.1, b: -9 })) };
    const labels = await make(stubborn as ReturnType<typeof reader>).prefer(many.slice(0, 9));
    expect(labels.map(({ p }) => p)).toEqual(Array(9).fill(0.5));
  });

  it("asks nothing of no questions, and refuses a number that is none", async () => {
    const broken = { choose: async () => [{ a: NaN, b: -1 }] };
    expect(await make(reader(0)).prefer([])).toEqual([]);
    await expect(
      make(broken as ReturnType<typeof reader>, "single").prefer([question(0, "a", "b")]),
    ).rejects.toMatchObject({ code: "annotator.not-finite" });
  });

  it("is told other words from a round on, and what was to follow gives way", async () => {
    const around: Around = {
      scorer: byLength,
      truth: () => byLength,
      host: { open: null!, usage: null!, choose: reader(0).choose },
      ask: annotatorPrompt,
      desk: null,
    };
    const wish = async () => (await annotator.prefer([question(0, "a", "b")]))[0]!.instruction;
    const later = edited(ANNOTATION, { round: 3, instruction: "Shorter is better." });
    const { annotator, atRound, instruct } = chosen("instructed-s", later, around);
    for (const [round, words] of [
      [0, ANNOTATION.instruction],
      [2, ANNOTATION.instruction],
      [3, "Shorter is better."],
      [9, "Shorter is better."],
      [1, ANNOTATION.instruction],
    ] as const) {
      atRound(round);
      expect(await wish()).toBe(words);
    }
    const earlier = edited(later, { round: 1, instruction: "Longer is better." });
    expect(earlier.edits).toEqual([{ round: 1, instruction: "Longer is better." }]);
    instruct(earlier);
    expect(await wish()).toBe("Longer is better.");
    // Taking the words back is no edit.
    expect(edited(later, { round: 3, instruction: ANNOTATION.instruction }).edits).toEqual([]);
    expect(instructionAt(edited(earlier, { round: 5, instruction: "x" }), 4)).toBe(
      "Longer is better.",
    );
  });
});

describe("a simulated annotator", () => {
  it("without weaknesses is Bradley and Terry's, in either order", async () => {
    for (const orders of ["both", "single"] as const) {
      const [label] = await simulated(byLength, { ...ideal, orders }).prefer(many.slice(0, 1));
      expect(label!.p).toBeCloseTo(sigmoid(1), 15);
      expect(label!.rewards).toEqual({ a: 3, b: 2 });
    }
  });

  it("is right by Bradley and Terry's law at its temperature", async () => {
    for (const noise of [0.5, 2]) {
      const labels = await simulated(byLength, { ...ideal, noise }).prefer(many, { seed: 1 });
      const p = sigmoid(1 / noise);
      expect(Math.abs(share(labels) - p)).toBeLessThan(error(p, many.length));
    }
  });

  it("follows σ((Δ + b) / T) in a single order, and σ(Δ / T) when both are averaged", async () => {
    const biased = { ...ideal, noise: 1, positionBias: 1.5 };
    const p = sigmoid(1 + 1.5);
    const single = await simulated(byLength, { ...biased, orders: "single" }).prefer(many);
    expect(Math.abs(share(single) - p)).toBeLessThan(error(p, many.length));
    const both = await simulated(byLength, biased).prefer(many);
    expect(Math.abs(share(both) - sigmoid(1))).toBeLessThan(error(sigmoid(1), many.length));
  });

  it("says the opposite of a question turned round, error and all", async () => {
    const weak = { ...ideal, noise: 2, positionBias: 1, lengthBias: 0.2 };
    const one = await simulated(byLength, weak).prefer(many.slice(0, 200), { seed: 5 });
    const other = await simulated(byLength, weak).prefer(many.slice(0, 200).map(turned), {
      seed: 5,
    });
    one.forEach(({ p, orders }, i) => {
      expect(p + other[i]!.p).toBeCloseTo(1, 12);
      expect(other[i]!.orders).toEqual({ ab: orders!.ba, ba: orders!.ab });
    });
  });

  it("adds c for each token more, and is blind to what it cannot see", async () => {
    const [longer] = await simulated(byLength, { ...ideal, lengthBias: 0.25 }).prefer([
      question(0, "aaaa", "bb"),
    ]);
    expect(longer!.p).toBeCloseTo(sigmoid(2 + 0.25 * 2), 14);
    const prompt = reviews.prompt("train", 0);
    const [text, other] = [reviews.write("train", 0).text, "Fine."];
    const y = [answer("p#0", text), answer("p#1", other)];
    const [all, blind, none] = await Promise.all(
      [[], ["aspect"], Object.keys(reviews.weights)].map((names) =>
        gold(reviews, names).score(prompt, y),
      ),
    );
    const part = reviews.components(prompt, text, true).aspect! * reviews.weights.aspect!;
    expect(all![0]! - blind![0]!).toBeCloseTo(part / reviews.scale.std, 12);
    expect(none![0]).toBe(none![1]);
    expect(() => gold(reviews, ["price"])).toThrow(TiltError);
  });

  it("rolls the same dice for the same seed, whatever the batch", async () => {
    const noisy = simulated(byLength, { ...ideal, noise: 1 });
    const all = await noisy.prefer(many, { seed: 3 });
    expect(await noisy.prefer(many.slice(50, 60), { seed: 3 })).toEqual(all.slice(50, 60));
    expect(await noisy.prefer(many.slice(50, 60), { seed: 4 })).not.toEqual(all.slice(50, 60));
  });
});

describe("a person", () => {
  const three = [question(0, "a", "b"), question(1, "c", "d"), question(2, "e", "f")];
  const ps = (labels: readonly { p: number }[]) => labels.map(({ p }) => p);

  it("answers question by question; the last answer ends the sitting", async () => {
    const desk = new Desk();
    const seen: (number | undefined)[] = [];
    desk.onchange = () => seen.push(desk.sitting?.at);
    const labels = human(desk).prefer(three);
    desk.answer(1);
    desk.answer(0);
    desk.undo();
    desk.answer(0.5);
    desk.answer(0);
    expect(ps(await labels)).toEqual([1, 0.5, 0]);
    expect(seen).toEqual([0, 1, 2, 1, 2, undefined]);
    expect(desk.sitting).toBeNull();
  });

  it("may stop: what is answered counts, the rest stays undecided", async () => {
    const desk = new Desk();
    const labels = human(desk).prefer(three);
    desk.answer(0);
    desk.stop();
    expect(ps(await labels)).toEqual([0, 0.5, 0.5]);
    // Nobody sits there any more.
    desk.answer(1);
    desk.stop();
    desk.undo();
    expect(desk.sitting).toBeNull();
  });

  it("who goes leaves an error that can be acted on; so does a second question meanwhile", async () => {
    const desk = new Desk();
    const first = human(desk).prefer(three);
    const second = human(desk).prefer(three.slice(1));
    await expect(first).rejects.toMatchObject({ code: "human.left" });
    desk.answer(1);
    desk.answer(1);
    expect(ps(await second)).toEqual([1, 1]);
    const third = human(desk).prefer(three);
    desk.leave();
    await expect(third).rejects.toBeInstanceOf(TiltError);
  });

  it("is not asked to tell identical answers apart, nor for a label that is none", async () => {
    const desk = new Desk();
    expect(ps(await human(desk).prefer([question(0, "same", "same")]))).toEqual([0.5]);
    const labels = human(desk).prefer([question(0, "same", "same"), question(1, "a", "b")]);
    expect(desk.sitting!.questions).toHaveLength(1);
    for (const p of [NaN, -1, 2]) desk.answer(p);
    expect(desk.sitting!.at).toBe(0);
    desk.answer(1);
    expect(ps(await labels)).toEqual([0.5, 1]);
    expect(await human(desk).prefer([])).toEqual([]);
  });
});
