import { describe, expect, it } from "vitest";
import { pieces, whole } from "../../src/ui/maths.ts";

const kinds = (line: string) => pieces(line).map((p) => `${p.kind[0]}:${p.text}`);

describe("a line of mathematics", () => {
  it("sets scripts below and above, with and without braces", () => {
    expect(kinds("y_w ∼ π_{t−1}(· | x)")).toEqual([
      "v:y",
      "b:w",
      "p: ∼ ",
      "v:π",
      "b:t−1",
      "p:(· | ",
      "v:x",
      "p:)",
    ]);
    expect(kinds("π_ref(y^*_t)")).toEqual(["v:π", "b:ref", "p:(", "v:y", "a:*", "b:t", "p:)"]);
    expect(kinds("F(j)^n")).toEqual(["v:F", "p:(", "v:j", "p:)", "a:n"]);
  });

  it("leans letters that stand alone and leaves words upright", () => {
    expect(kinds("a")).toEqual(["v:a"]);
    expect(kinds("keep y if u < exp((r − m)/β)")).toEqual([
      "p:keep ",
      "v:y",
      "p: if ",
      "v:u",
      "p: < exp((",
      "v:r",
      "p: − ",
      "v:m",
      "p:)/",
      "v:β",
      "p:)",
    ]);
    expect(kinds("βh")).toEqual(["v:β", "v:h"]);
    expect(kinds("for a prompt")).toEqual(["p:for a prompt"]);
  });

  it("loses no character, whatever the braces", () => {
    for (const line of ["a_{b", "x^", "_", "π_{ref}", "½ [ P(1st) + 1 − P′(1st) ]"]) {
      const text = pieces(line)
        .map((p) => p.text)
        .join("");
      expect(text).toBe(line === "x^" || line === "_" ? line : line.replace(/[_^{}]/g, ""));
    }
  });

  it("treats markup as text", () => {
    expect(pieces("<b>")).toEqual([
      { kind: "plain", text: "<" },
      { kind: "variable", text: "b" },
      { kind: "plain", text: ">" },
    ]);
  });
});

describe("a line that wraps", () => {
  it("keeps short brackets whole and lets long ones break outside of those within", () => {
    expect(whole("θ ← θ(· | x)")).toBe("θ ← θ(·\u00a0|\u2060\u00a0x)");
    const long = whole("max(0, δ − log π_θ(y^+ | x) + log π_θ(y^− | x))");
    expect(long).toContain("max(0, δ − log π");
    expect(long).toContain("(y^−\u00a0|\u2060\u00a0x))");
    expect(whole("a) b (c")).toBe("a) b (c");
  });
});

describe("Korean around mathematics", () => {
  it("leaves syllables upright, and a letter before one leans", () => {
    expect(pieces("β는 열 배, N개")).toEqual([
      { kind: "variable", text: "β" },
      { kind: "plain", text: "는 열 배, " },
      { kind: "variable", text: "N" },
      { kind: "plain", text: "개" },
    ]);
  });
});
