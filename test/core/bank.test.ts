/** @file The sample bank: one draw for all methods, remembered, written and read back. */
import { describe, expect, it } from "vitest";
import { Bank, bankDraws } from "../../src/core/bank.ts";
import { readBank } from "../../src/core/bank-file.ts";
import { dice } from "../../src/core/random.ts";
import { Run } from "../../src/core/run.ts";
import type { Completion, Draws, Method, Prompt, Reference } from "../../src/core/types.ts";
import { bradleyTerry } from "../../src/feedback/bradley-terry.ts";
import { methods } from "../../src/methods/index.ts";
import { toyBench } from "../../src/toy/bench.ts";

const bench = (seed: number) => toyBench({ seed, annotator: bradleyTerry, copies: 32 });

/** A reference that tells of which prompts it was asked. */
function counting(reference: Reference) {
  const asked: string[] = [];
  const sample = (prompts: readonly Prompt[], draws: Draws) => {
    asked.push(...prompts.map(({ id }) => id));
    return reference.sample(prompts, draws);
  };
  return { asked, reference: { ...reference, sample } };
}

describe("the sample bank", () => {
  /** Each method with as much of one sampler as it has knobs for. */
  const sharers: Record<string, Record<string, number | string>> = {
    "best-of-n": { rounds: 1, batch: 12, n: 16, temperature: 0.7 },
    rso: { rounds: 1, batch: 20, n: 64, temperature: 0.7, topK: 1000 },
    "slic-hf": { epochs: 1, prompts: 8, n: 8, temperature: 0.7, topK: 1000 },
    rrhf: { epochs: 1, prompts: 10, n: 4, temperature: 0.7 },
  };

  it("gives every method the same candidates for the same seed", async () => {
    const drawnBy = async (id: string, seed: number): Promise<Map<string, Completion[]>> => {
      const method = methods[id as keyof typeof methods] as Method;
      const run = new Run(method, {
        bench: bench(seed),
        evaluateEvery: 1e6,
        knobs: sharers[id]!,
      });
      const step = await run.play((s) => s.kind === "sample");
      if (step?.kind !== "sample") throw new Error(`${id} drew nothing`);
      return new Map(step.prompts.map(({ id }, i) => [id, [...step.completions[i]!]]));
    };
    const bank = await drawnBy("rso", 5);
    expect(bank.size).toBe(20);
    for (const id of Object.keys(sharers)) {
      const own = await drawnBy(id, 5);
      for (const [prompt, row] of own) {
        expect(row).toEqual(bank.get(prompt)?.slice(0, row.length));
      }
    }
    const other = await drawnBy("rso", 6);
    expect([...other.values()]).not.toEqual([...bank.values()]);
  });

  it("takes from its shelf what another bank drew, where there is enough of it", async () => {
    const { lab } = bench(1);
    const { asked, reference } = counting(lab.reference);
    const rows = new Map<string, readonly Completion[]>();
    const shelf = {
      read: (key: string) => rows.get(key) ?? null,
      write: (key: string, row: readonly Completion[]) => void rows.set(key, row),
    };
    const kept = () => new Bank(shelf).keeping(reference, "toy", lab.random);
    const prompts = lab.prompts.slice(0, 3);
    const draws = (n: number) => bankDraws(lab.random, { temperature: 1 }, n);
    const first = await kept().sample(prompts, draws(8));
    const again = await kept().sample(prompts, draws(4));
    expect(again).toEqual(first.map((row) => row.slice(0, 4)));
    expect(asked).toHaveLength(3);
    expect((await kept().sample(prompts, draws(16)))[0]!.slice(0, 8)).toEqual(first[0]);
    expect(asked).toHaveLength(6);
  });

  it("draws a prompt once, as often as it is asked for up to n, and changes no answer", async () => {
    const { lab } = bench(1);
    const { asked, reference } = counting(lab.reference);
    const bank = new Bank();
    const kept = bank.keeping(reference, "here", lab.random);
    const [a, b, c] = lab.prompts as [Prompt, Prompt, Prompt];
    const draws = (n: number, temperature = 0.7) => bankDraws(lab.random, { temperature }, n);

    const first = await kept.sample([a, b], draws(8));
    expect(first).toEqual(await lab.reference.sample([a, b], draws(8)));
    expect(await kept.sample([b, c], draws(5))).toEqual(
      await lab.reference.sample([b, c], draws(5)),
    );
    expect(asked).toEqual([a.id, b.id, c.id]);
    // More than there are, another temperature, another model: drawn afresh.
    expect((await kept.sample([a], draws(9)))[0]).toHaveLength(9);
    expect((await kept.sample([a], draws(9)))[0]!.slice(0, 8)).toEqual(first[0]);
    await kept.sample([a], draws(8, 1));
    await bank.keeping(reference, "elsewhere", lab.random).sample([a], draws(8));
    expect(asked.slice(3)).toEqual([a.id, a.id, a.id]);
    expect(bank.counts).toEqual({ served: 2, drawn: 6 });
    // What is not named by the bank is none of its business.
    await kept.sample([a], { n: 2, temperature: 0.7, seed: 12 });
    await kept.sample([a], { n: 2, temperature: 0.7, seed: 12 });
    expect(asked.slice(6)).toEqual([a.id, a.id]);
  });

  it("takes another text under a known id for another prompt", async () => {
    const { lab } = bench(1);
    const kept = new Bank().keeping(lab.reference, "here", lab.random);
    const [a, b] = lab.prompts as [Prompt, Prompt];
    const draws = bankDraws(lab.random, { temperature: 1 }, 12);
    await kept.sample([a], draws);
    const posing = { id: a.id, text: b.text };
    expect(await kept.sample([posing], draws)).toEqual(await lab.reference.sample([posing], draws));
  });

  it("answers a prompt that comes twice in one draw twice, alike", async () => {
    const { lab } = bench(1);
    const kept = new Bank().keeping(lab.reference, "here", lab.random);
    const a = lab.prompts[0]!;
    const rows = await kept.sample([a, a], bankDraws(lab.random, { temperature: 1 }, 6));
    expect(rows[1]).toEqual(rows[0]);
    expect(rows[0]).toHaveLength(6);
  });
});

describe("a bank on disk", () => {
  const random = dice(3);
  const file = async () => {
    const { lab } = bench(3);
    const sampler = { temperature: 0.7, topK: 40 };
    const prompts = lab.prompts.slice(0, 3);
    const rows = await lab.reference.sample(prompts, bankDraws(random, sampler, 4));
    const scores = await lab.scorer.scoreAll(prompts, rows);
    const task = { kind: "bank", version: 1, task: "toy", model: "table", backend: "exact" };
    return [
      { ...task, seed: 3, n: 4, sampler },
      ...prompts.map((prompt, i) => ({
        kind: "candidates",
        ...{ prompt, completions: rows[i]!, scores: { "gold reward": scores[i]! } },
      })),
    ];
  };
  const text = (lines: readonly unknown[]) => lines.map((l) => JSON.stringify(l)).join("\n");

  it("is read back as it was written", async () => {
    const [header, ...rows] = await file();
    expect(readBank(`${text([header, ...rows])}\n`)).toEqual({ header, rows });
  });

  it("is refused, with the line, when it says something else", async () => {
    const [header, ...rows] = (await file()) as Record<string, unknown>[];
    const refused = (lines: readonly unknown[], line: number, word: RegExp) => {
      const read = () => readBank(text(lines));
      expect(read).toThrow(new RegExp(`line ${line}: .*${word.source}`));
      expect(read).toThrow(expect.objectContaining({ code: "bank.file" }) as Error);
    };
    refused([], 1, /not JSON/);
    refused([{ ...header, version: 9 }], 1, /version/);
    refused([{ ...header, n: 5 }, ...rows], 2, /has not 5 candidates/);
    refused([header, rows[0], { ...rows[1], scores: { "gold reward": [1] } }], 3, /score/);
    refused([header, { ...rows[0], completions: [{}, {}, {}, {}] }], 2, /completions/);
  });
});
