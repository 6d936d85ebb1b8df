import { describe, expect, it } from "vitest";
import { agreementOf, gradeCounts, judged, parseGrade } from "../../src/core/grading.ts";
import { promptWriter, rougeL } from "../../src/core/prompt-writing.ts";
import type { Grading, Prompt } from "../../src/core/types.ts";

const read = (grade: number | null): Grading => ({ text: "", grade, law: null });

describe("the grade in a judge's words", () => {
  it("is the last score from 0 to 5, and nothing else", () => {
    expect(parseGrade("It reads well. Score: 4")).toBe(4);
    expect(parseGrade("Score: 2, no, Score: 5")).toBe(5);
    expect(parseGrade("Score: 0")).toBe(0);
    expect(parseGrade("Score: 4/5.")).toBe(4);
    for (const text of ["", "Score: 6", "Score: 45", "Score: 3.5", "score four", "Score:", "4"]) {
      expect(parseGrade(text), text).toBeNull();
    }
  });

  it("is counted by value, those that cannot be read apart", () => {
    expect(gradeCounts([0, 5, 5, null, 3].map(read))).toEqual([1, 0, 0, 1, 0, 2]);
  });
});

describe("a judge held against itself", () => {
  it("keeps, turns round or ties each pair of answers", () => {
    const row = (...grades: (number | null)[][]) => grades.map((two) => two.map(read));
    // 1 < 4 both times; 4 > 2 becomes 4 < 5; 1 < 2 becomes 1 < 5.
    expect(agreementOf([row([1, 1], [4, 4], [2, 5])])).toEqual({ same: 2, turned: 1, tied: 0 });
    expect(agreementOf([row([3, 3], [3, 4])])).toEqual({ same: 0, turned: 0, tied: 1 });
    // A grading that cannot be read is passed over; an answer with one grade has no second.
    expect(agreementOf([row([null, 2], [1, 1])])).toEqual({ same: 0, turned: 0, tied: 0 });
    expect(agreementOf([row([null, 2, 3], [1, 1, 1])])).toEqual({ same: 1, turned: 0, tied: 0 });
  });

  it("has shares that add up", () => {
    const gradings = [
      [
        [read(5), read(5)],
        [read(1), read(null)],
      ],
      [
        [read(2), read(2)],
        [read(2), read(2)],
      ],
    ];
    const { scores, metrics } = judged(gradings, "sampled");
    expect(scores).toEqual([
      [5, 1],
      [2, 2],
    ]);
    expect(metrics["judge/failures"]).toBeCloseTo(1 / 8, 12);
    expect(metrics["judge/most"]).toBeCloseTo(4 / 7, 12);
    expect(metrics["judge/ties"]).toBe(0.5);
    expect(metrics["judge/score"]).toBe(2.5);
  });
});

describe("ROUGE-L", () => {
  it("is F1 of the longest common subsequence of words", () => {
    expect(rougeL("Where is my lamp?", "where is my lamp")).toBe(1);
    // LCS "the cat the mat" of 6 and 5 words.
    expect(rougeL("the cat sat on the mat", "the cat is the mat")).toBeCloseTo(8 / 11, 12);
    expect(rougeL("b a", "a b")).toBeCloseTo(0.5, 12);
    expect([rougeL("", "a"), rougeL("?!", "a")]).toEqual([0, 0]);
    expect(rougeL("x y z", "a b")).toBe(0);
  });
});

describe("a writer of prompts", () => {
  const texts = ["one two three", "one two three", "no", "old one here", "four five six"];
  const form = {
    opening: "Ask:",
    read: (text: string, key: string): Prompt | null =>
      text.split(" ").length > 3 ? { id: key, text: text.replace("Ask: ", "") } : null,
  };
  const reference = {
    sample: async (asked: readonly Prompt[], { n }: { n: number }) =>
      asked.map(({ id }) =>
        Array.from({ length: n }, (_, i) => ({
          ...{ id: `${id}#${i}`, promptId: id, tokens: [], logps: [], logp: 0, finished: true },
          text: ` ${texts[i % texts.length]!}`,
        })),
      ),
  };
  const spare = [7, 8, 9].map((i) => ({ id: `own-${i}`, text: `own ${i}` }));

  it("refuses what has no form, is known or repeats, and makes up the number", async () => {
    const writer = promptWriter({ reference, form, own: ["old one here"] });
    const asked = { n: 4, shots: [], spare, known: [], seed: 1 };
    const { attempts, prompts, accepted } = await writer.write(asked);
    const faults = attempts.slice(0, 4).map(({ fault }) => fault);
    expect(faults).toEqual([null, "close", "form", "known"]);
    expect(accepted).toBe(1);
    expect(prompts.map(({ text }) => text)).toEqual(["one two three", "own 7", "own 8", "own 9"]);
    const again = await writer.write({ ...asked, known: ["one two three"] });
    expect(again.accepted).toBe(0);
    expect(again.attempts[0]!.fault).toBe("known");
  });

  it("shows as many examples as fit, and stops when it has enough", async () => {
    const writer = promptWriter({ reference, form, own: [] });
    const long = { id: "long", text: "x".repeat(620) };
    const { shown, attempts } = await writer.write({
      ...{ n: 1, spare: [], known: [], seed: 1 },
      shots: [spare[0]!, long, spare[1]!],
    });
    expect(shown).toBe("own 7\nown 8\nAsk:");
    expect(attempts).toHaveLength(1);
  });
});
