import { describe, expect, it } from "vitest";
import {
  checkRows,
  linesOf,
  nameOfOwn,
  ownScorer,
  rawReward,
  withOwn,
} from "../../src/core/own.ts";
import type { OwnReward } from "../../src/core/own-reward.ts";
import type { Completion, Prompt } from "../../src/core/types.ts";
import { dpo } from "../../src/methods/dpo.ts";
import { replies } from "../../src/tasks/replies.ts";
import { openBench } from "../../src/lab.ts";
import { defaults, fromSearch, toSearch } from "../../src/core/experiment.ts";
import { menu } from "../../src/menu.ts";
import { rowsOf } from "../../src/ui/library/rows.ts";

const ask = (text: string): Prompt => replies.ask(text);
const read = (kind: "prompts" | "pairs", content: string) => {
  const { rows, faults } = rowsOf(kind, content);
  const checked = checkRows(kind, rows, ask);
  return { rows: checked.rows, faults: [...faults, ...checked.faults] };
};

describe("rows of a visitor's own", () => {
  it("are the same from JSON lines and from CSV, quoted line breaks and empty lines included", () => {
    const pairs = [
      { prompt: "May I borrow a pen?", chosen: "Of course, here.", rejected: "No." },
      { prompt: "Is it far?", chosen: "Ten minutes,\non foot.", rejected: 'She said "far".' },
    ];
    const json = pairs.map((row) => JSON.stringify(row)).join("\n\n");
    const csv =
      "prompt,chosen,rejected\r\n" +
      'May I borrow a pen?,"Of course, here.",No.\r\n\r\n' +
      'Is it far?,"Ten minutes,\non foot.","She said ""far""."\r\n';
    expect(read("pairs", json)).toEqual({ rows: pairs, faults: [] });
    expect(read("pairs", csv)).toEqual({ rows: pairs, faults: [] });
  });

  it("name the line and the reason where they cannot be used", () => {
    const content = [
      '{"prompt": "Is it far?", "chosen": "Yes.", "rejected": "Yes."}',
      "{broken",
      '{"prompt": "Is it far?", "chosen": "Yes."}',
      '{"prompt": "  ", "chosen": "a", "rejected": "b"}',
      '{"prompt": "Is it far?", "chosen": "Yes.", "rejected": "No.", "score_chosen": 2, "score_rejected": "1"}',
    ].join("\n");
    const { rows, faults } = read("pairs", content);
    expect(rows).toEqual([
      { prompt: "Is it far?", chosen: "Yes.", rejected: "No.", score_chosen: 2, score_rejected: 1 },
    ]);
    const why = new Map(faults.map((fault) => [fault.line, fault.why]));
    expect([...why.keys()].sort()).toEqual([1, 2, 3, 4]);
    expect(why.get(1)).toBe("chosen and rejected are the same");
    expect(why.get(3)).toBe("rejected is missing");
    expect(why.get(4)).toBe("prompt is empty");
  });

  it("of CSV are told by their own line", () => {
    const csv = 'prompt,chosen,rejected\n"a\nb?",x,y\n\nIs it?,,z\n';
    expect(read("pairs", csv).faults).toEqual([{ line: 5, why: "chosen is empty" }]);
  });

  it("may be plain lines of prompts", () => {
    expect(linesOf("one?\n\ntwo?").rows).toEqual([
      { line: 1, value: { prompt: "one?" } },
      { line: 3, value: { prompt: "two?" } },
    ]);
  });
});

describe("a reward of one's own", () => {
  const reward: OwnReward = {
    weights: { ...replies.weights },
    liked: ["please", "gladly"],
    disliked: ["no"],
    perWord: 2,
  };
  const prompt = ask("May I borrow a pen?");
  const of = (text: string): Completion => ({
    ...{ id: text, promptId: prompt.id, text, tokens: [], logps: [], logp: 0, finished: true },
  });

  it("adds a fixed amount for each listed word that occurs, once, in any case", () => {
    const text = "Gladly, gladly. No.";
    const plain = rawReward(replies, { ...reward, perWord: 0 }, prompt, of(text));
    expect(rawReward(replies, reward, prompt, of(text))).toBeCloseTo(plain + 2 - 2, 12);
    const more = "Please, gladly.";
    const base = rawReward(replies, { ...reward, perWord: 0 }, prompt, of(more));
    expect(rawReward(replies, reward, prompt, of(more))).toBeCloseTo(base + 4, 12);
    // A word is not part of another one.
    expect(
      rawReward(replies, { ...reward, weights: {} }, prompt, of("Not now, nobody.")),
    ).toBeCloseTo(0, 12);
  });

  it("has mean 0 and deviation 1 on the start model's answers", async () => {
    const completions = [["Gladly.", "No.", "Here, please."].map(of)];
    const scorer = ownScorer(replies, reward, async () => ({ prompts: [prompt], completions }));
    const [values] = await scorer.scoreAll([prompt], completions);
    const mean = values!.reduce((a, b) => a + b, 0) / 3;
    const variance = values!.reduce((a, b) => a + (b - mean) ** 2, 0) / 3;
    expect(mean).toBeCloseTo(0, 10);
    expect(variance).toBeCloseTo(1, 10);
  });
});

describe("own pairs in a lab", () => {
  it("are what offline DPO trains on, labelled as the data say", async () => {
    const { bench } = await openBench({ ...defaults(menu), task: "toy" });
    const pairs = [
      { prompt: "May I borrow a pen?", chosen: "Of course.", rejected: "No." },
      { prompt: "Is it far?", chosen: "Ten minutes.", rejected: "Who knows." },
    ];
    const spell = async (items: readonly { prompt: Prompt; text: string }[]) =>
      items.map(({ prompt, text }, i) => ({
        ...{ id: `spelled ${i}`, promptId: prompt.id, text, tokens: [1] },
        ...{ logps: [-1], logp: -1, finished: true },
      }));
    const logprob = async (items: readonly unknown[]) =>
      items.map(() => ({ sum: -1, tokens: [-1] }));
    const own = { prompts: null, pairs, reward: null };
    const reference = { ...bench.lab.reference, logprob };
    const lab = withOwn({ ...bench.lab, reference }, own, replies, { spell });
    const knobs = Object.fromEntries(Object.entries(dpo.knobs).map(([k, { value }]) => [k, value]));
    const run = dpo.run(lab, { ...knobs, prompts: 2 } as never, 0, []);
    for await (const step of run) {
      if (step.kind !== "pair") continue;
      const told = step.pairs.map(({ prompt, chosen, rejected }) => [
        prompt.text,
        chosen.text,
        rejected.text,
      ]);
      const wanted = pairs.map((p) => [ask(p.prompt).text, p.chosen, p.rejected]);
      expect(told.sort()).toEqual(wanted.sort());
      break;
    }
  });
});

describe("data in a link", () => {
  it("go by a name made of their content", () => {
    const own = { prompts: ["a?"], pairs: null, reward: null };
    const name = nameOfOwn(own);
    expect(nameOfOwn({ ...own })).toBe(name);
    expect(nameOfOwn({ ...own, prompts: ["b?"] })).not.toBe(name);
    const experiment = { ...defaults(menu), own: name };
    expect(fromSearch(toSearch(experiment, menu), menu)).toEqual({ experiment, ignored: [] });
    expect(fromSearch("own=<b>", menu).ignored[0]?.name).toBe("own");
  });
});
