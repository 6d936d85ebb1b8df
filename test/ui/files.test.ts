import { describe, expect, it } from "vitest";
import type { Step, TiltError } from "../../src/core/types.ts";
import { chartSvg } from "../../src/ui/library/charts.ts";
import { assertSize, fileName, runOf } from "../../src/ui/library/files.ts";
import { read } from "../../src/ui/reading.ts";

describe("a file from elsewhere", () => {
  it("of two gigabytes is refused by its name, before it is read", () => {
    const huge = { name: "huge.jsonl", size: 2e9 } as File;
    const refused = (() => {
      try {
        assertSize(huge);
      } catch (error) {
        return error as TiltError;
      }
      throw new Error("it was taken");
    })();
    expect(refused.code).toBe("file.large");
    expect(refused.message).toContain("huge.jsonl");
    expect(refused.message).toMatch(/2[\s\u202f,]?000 MB/);
    expect(() => assertSize({ name: "run.jsonl", size: 1e6 } as File)).not.toThrow();
  });
});

describe("a packed file", () => {
  it("that cannot be unpacked is refused as such", async () => {
    const packed = new Uint8Array([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 1, 2, 3, 4, 5, 6, 7]);
    const refused = runOf(new File([packed], "run.jsonl.gz"));
    await expect(refused).rejects.toMatchObject({ code: "file.packed" });
  });
});

describe("answers that were brought along", () => {
  const y = (id: string) => ({
    id,
    promptId: "p",
    text: "t",
    tokens: [],
    logps: [],
    finished: true,
  });
  const step = (...ids: string[]) =>
    ({
      kind: "sample",
      prompts: [{ id: "p", text: "x" }],
      completions: [ids.map(y)],
      sampler: { n: 2, temperature: 1, seed: 1 },
    }) as unknown as Step;

  it("are not told as the policy's", () => {
    const told = (...ids: string[]) => read([step(...ids)], 0);
    expect(told("p#own0", "p#own1")).toMatchObject({ kind: "sample", given: true });
    expect(told("p#0", "p#1")).toMatchObject({ kind: "sample", given: false });
  });
});

describe("a file for elsewhere", () => {
  it("has a name that every file system takes", () => {
    expect(fileName("tilt", 'a/b\\c:"d"', 7)).toBe("tilt-a-b-c-d-7");
  });

  it("holds every point of a chart, and no text of it as markup", () => {
    const points = [0, 1, 2].map((update) => ({
      update,
      value: update,
      low: update,
      high: update,
    }));
    const svg = chartSvg("<script>x</script>", "updates", [
      { points, color: "#000", label: "a & b" },
    ]);
    expect(svg).not.toContain("<script>");
    expect(svg).toContain("a &#38; b");
    const line = /<path d="(M[^"]*)" fill="none"/.exec(svg)?.[1] ?? "";
    const at = line.match(/-?[\d.]+ -?[\d.]+/g)!.map((pair) => pair.split(" ").map(Number));
    expect(at).toHaveLength(3);
    // Equal steps of both axes lie on one straight line, upwards.
    expect(at[1]![0]! - at[0]![0]!).toBeCloseTo(at[2]![0]! - at[1]![0]!, 1);
    expect(at[0]![1]! - at[1]![1]!).toBeCloseTo(at[1]![1]! - at[2]![1]!, 1);
    expect(at[2]![1]!).toBeLessThan(at[0]![1]!);
  });

  it("counts updates in whole numbers, and shows a single point by its mark", () => {
    const chart = (updates: readonly number[]) => {
      const points = updates.map((update) => ({ update, value: 1, low: 0.5, high: 1.5 }));
      return chartSvg("t", "updates", [{ points, color: "#000", label: "kl" }]);
    };
    const across = [...chart([0, 1, 2]).matchAll(/text-anchor="middle"[^>]*>([^<]*)</g)];
    expect(across.map(([, words]) => words)).toEqual(["0", "1", "2"]);
    const [, x, y] = /<circle cx="([\d.]+)" cy="([\d.]+)"/.exec(chart([0])) ?? [];
    expect([Number(x), Number(y)].every(Number.isFinite)).toBe(true);
  });
});
