import { describe, expect, it } from "vitest";
import { ANNOTATION, readBlind, readInstruction } from "../../src/core/annotation.ts";
import { defaults, fromSearch } from "../../src/core/experiment.ts";
import { fromJsonLines, headerOf, toJsonLines, toLine } from "../../src/core/runlog.ts";

describe("an instruction in words", () => {
  it("is taken as it is, in any script; only what cannot be seen is left out", () => {
    expect(readInstruction(" Shorter\n is\u200b better. ")).toEqual({
      value: "Shorter is better.",
    });
    expect(readInstruction("더 짧은 쪽이 좋다")).toEqual({ value: "더 짧은 쪽이 좋다" });
    expect(readInstruction("<b>bold</b> & 100 %")).toEqual({ value: "<b>bold</b> & 100 %" });
    expect(readInstruction("é".repeat(200))).toEqual({ value: "é".repeat(200) });
  });

  it.each(["", "   ", "\u200b\n", "?!", "…"])("is refused without words: %j", (text) => {
    expect(readInstruction(text)).toEqual({ why: "has no words in it" });
  });

  it.each([201, 10_000])("is refused at %i characters", (length) => {
    expect(readInstruction("a".repeat(length))).toEqual({ why: "has more than 200 characters" });
  });
});

const menu = {
  methods: { m: { knobs: {}, asks: () => ["annotator"] as const } },
  tasks: { t: {} },
};

describe("an annotation in a link", () => {
  it("names what it refuses, and keeps the rest", () => {
    const { experiment, ignored } = fromSearch(
      `annotator=instructed-s&orders=thrice&instruction=${"x".repeat(10_000)}&instruction.3=+` +
        "&instruction.5=Longer+is+better.&judge.noise=-1&judge.position=0.5&judge.blind=a,%3Cb%3E",
      menu,
    );
    expect(experiment.annotation).toEqual({
      ...ANNOTATION,
      edits: [{ round: 5, instruction: "Longer is better." }],
      positionBias: 0.5,
    });
    expect(ignored.map(({ name, why }) => [name, why])).toEqual([
      ["instruction.3", "has no words in it"],
      ["orders", "is none of: both, single"],
      ["instruction", "has more than 200 characters"],
      ["judge.noise", "is not between 0 and 10"],
      ["judge.blind", "is no list of components"],
    ]);
    for (const { value } of ignored) expect(value.length).toBeLessThanOrEqual(80);
  });

  it("takes each component once", () => {
    expect(readBlind("aspect, length,aspect")).toEqual({ value: ["aspect", "length"] });
    expect(readBlind("")).toEqual({ value: [] });
  });
});

describe("an annotation in a file", () => {
  it("comes back as it was, and is the standard one in files from before", () => {
    const experiment = {
      ...defaults(menu),
      annotation: { ...ANNOTATION, edits: [{ round: 2, instruction: "값" }], blind: ["aspect"] },
    };
    const header = headerOf(experiment, "wasm", null);
    const label = {
      kind: "label",
      labels: [
        { promptId: "p", a: "0", b: "1", p: 0.5, orders: null, rewards: null, instruction: "값" },
      ],
      by: "instructed annotator S",
    } as const;
    const log = { header, steps: [label], summary: null };
    expect(fromJsonLines(toJsonLines(log))).toEqual(log);
    const { annotation: _, ...old } = experiment;
    const before = toLine({ ...header, experiment: old });
    expect(fromJsonLines(before).header.experiment.annotation).toEqual(ANNOTATION);
  });
});
