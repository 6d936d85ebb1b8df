import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { remarks } from "../../src/cli/claims/remarks.ts";
import { parseResults } from "../../src/core/results.ts";
import { bringClaimWords, figureName, keyOf, tell } from "../../src/ui/words/claims.svelte.ts";
import { language } from "../../src/ui/words/index.svelte.ts";
import { figures, told } from "../../src/ui/words/ko-results.ts";

const read = (name: string): unknown =>
  JSON.parse(readFileSync(join(import.meta.dirname, `../../public/results/${name}.json`), "utf8"));
const { claims } = parseResults("claims", read("claims"));
const { rows } = parseResults("table", read("table"));

/** Every sentence that the pages show or will show, with what it is about. */
const english: readonly (readonly [about: string, text: string])[] = [
  ...claims.flatMap(({ id, statement, rule, remark }) =>
    [statement, rule, remark ?? []].flat().map((text) => [id, text] as const),
  ),
  ...Object.entries(remarks).map(([of, text]) => [of.split(" ")[0]!, text] as const),
  ...rows.flatMap(({ method, why }) => (why === null ? [] : [[method, why] as const])),
];
const koreanOf = (about: string, text: string) => told[about]?.[keyOf(text)];

/** Names that are formulas of the methods' own settings: the same in every language. */
const FORMULA = /^(max\(\S+\) − max\(\S+\)|(sigmoid|hinge)(-norm)?: \w+ − \w+|(L|S) − X?S)$/;
const HANGUL = /[\uac00-\ud7a3]/;

describe("Korean for the files of results", () => {
  it("has every statement, rule, remark and reason, as it is told now", () => {
    const missing = english
      .filter(([about, text]) => !HANGUL.test(koreanOf(about, text) ?? ""))
      .map(([about, text]) => `${about}: ${keyOf(text)}, ${text}`);
    expect(missing).toEqual([]);
  });

  it("has no sentence whose English nobody says any more", () => {
    const said = new Set(english.map(([about, text]) => `${about} ${keyOf(text)}`));
    const all = Object.entries(told).flatMap(([about, sentences]) =>
      Object.keys(sentences).map((key) => `${about} ${key}`),
    );
    expect(all.filter((one) => !said.has(one))).toEqual([]);
  });

  it("names every measured figure, and no other", () => {
    const names = new Set(claims.flatMap(({ measured }) => Object.keys(measured)));
    const worded = [...names].filter((name) => !FORMULA.test(name));
    expect(Object.keys(figures).sort()).toEqual(worded.sort());
  });

  it("keeps every number", () => {
    const numbers = (text: string) => text.match(/\d+([.,]\d+)*/g) ?? [];
    const pairs = [
      ...english.map(([about, text]) => [text, koreanOf(about, text) ?? ""] as const),
      ...Object.entries(figures),
    ];
    const lost = pairs.flatMap(([text, korean]) => {
      const kept = new Set(numbers(korean));
      return numbers(text)
        .filter((one) => !kept.has(one))
        .map((one) => `${one}: ${korean}`);
    });
    expect(lost).toEqual([]);
  });
});

describe("a sentence of the results", () => {
  const { id, statement } = claims[0]!;

  it("is told in the language in force, and in English where that has no such sentence", async () => {
    expect(tell(id, statement)).toEqual({ text: statement, lang: "en" });
    await language.use("ko", false);
    await bringClaimWords();
    expect(tell(id, statement)).toEqual({ text: koreanOf(id, statement), lang: "ko" });
    expect(figureName("gold gained")).toEqual({ text: "참 보상의 이득", lang: "ko" });
    const changed = statement.replace("flat", "level");
    expect(tell(id, changed)).toEqual({ text: changed, lang: "en" });
    await language.use("en", false);
    expect(tell(id, statement)).toEqual({ text: statement, lang: "en" });
  });
});
