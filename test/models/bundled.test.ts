import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { folderSource } from "../../src/cli/files.ts";
import { nodeBackend } from "../../src/cli/backend.ts";
import { instructed } from "../../src/feedback/instructed.ts";
import { SIZES } from "../../src/core/annotation.ts";
import { MODELS } from "../../src/lab/hosts.ts";
import { LlamaAnnotator } from "../../src/models/annotator.ts";
import { readCheckpoint } from "../../src/models/checkpoint.ts";
import { comparison } from "../../src/tasks/corpus/comparisons.ts";
import { annotatorPrompt } from "../../src/tasks/corpus/question.ts";

const folder = fileURLToPath(new URL("../../public/models", import.meta.url));

const bytes = (path: string): number =>
  statSync(path).isDirectory()
    ? readdirSync(path).reduce((sum, name) => sum + bytes(join(path, name)), 0)
    : statSync(path).size;

describe("the bundled models", () => {
  it("are together at most 30 MB", () => {
    expect(bytes(folder)).toBeGreaterThan(1e6);
    expect(bytes(folder)).toBeLessThanOrEqual(30e6);
  });

  it("hold every size of annotator that the page offers, and no other", () => {
    const prefix = `${MODELS.annotator}-`;
    const sizes = readdirSync(folder)
      .filter((name) => name.startsWith(prefix))
      .map((name) => name.slice(prefix.length));
    expect(sizes.sort()).toEqual([...SIZES].sort());
  });
});

/** Held-out pairs that differ in length, as a method would ask of them. */
const questions = Array.from({ length: 40 }, (_, i) => {
  const { prompt, a, b } = comparison(i, "heldout", { wish: "shorter" });
  const completion = (id: string, text: string) => ({
    id,
    promptId: prompt.id,
    text,
    tokens: [],
    logps: [],
    logp: 0,
    finished: true,
  });
  return { prompt, a: completion(`${i}a`, a), b: completion(`${i}b`, b) };
});

describe.each(SIZES)("the bundled instructed annotator %s", (size) => {
  it("labels in both orders, and otherwise once it is told the opposite", async () => {
    await nodeBackend("wasm");
    const source = folderSource(join(folder, `${MODELS.annotator}-${size}`));
    const model = await LlamaAnnotator.create(await readCheckpoint(source));
    let wish = "Shorter is better.";
    const annotator = instructed({
      name: size,
      host: { choose: async (texts) => (await model.choose(texts)).choices },
      ask: annotatorPrompt,
      orders: "both",
      instruction: () => wish,
    });
    const before = await annotator.prefer(questions);
    wish = "Longer is better.";
    const after = await annotator.prefer(questions);
    for (const { p, orders } of [...before, ...after]) {
      expect(p).toBeCloseTo((orders!.ab + 1 - orders!.ba) / 2, 6);
    }
    const turned = before.filter(({ p }, i) => p > 0.5 !== after[i]!.p > 0.5);
    expect(turned.length).toBeGreaterThan(questions.length / 2);
    model.dispose();
  });
});
