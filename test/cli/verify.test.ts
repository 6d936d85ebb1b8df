/** @file The reference cases all hold, and a checker that could not fail would prove nothing. */

import { readFileSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it, vi } from "vitest";
import { operations } from "../../src/core/reference/operations.ts";
import { main } from "../../src/cli/verify.ts";
import { verify } from "../../src/core/reference/cases.ts";
import { TiltError } from "../../src/core/types.ts";

type Case = { id: string; op: string; in: unknown; out: unknown; tol: number };
const path = "test/fixtures/golden.json";
const golden = JSON.parse(readFileSync(path, "utf8")) as { format: 1; cases: Case[] };
const known = golden.cases.filter(({ op }) => operations.has(op));

const file = (...cases: unknown[]) => ({ format: 1, cases });
const winRate = (change: object = {}) => ({
  id: "a",
  op: "win_rate",
  in: { wins: 0, ties: 4, losses: 0 },
  out: { rate: 0.5, low: 0.150038989152, high: 0.849961010848 },
  tol: 1e-6,
  ...change,
});

/** Every copy of a JSON value that differs from it in one leaf, one list's length or one key. */
function* mutants(value: unknown, tol: number): Generator<unknown> {
  if (Array.isArray(value)) {
    yield [...value, 0];
    if (value.length > 0) yield value.slice(0, -1);
    for (const [i, entry] of value.entries()) {
      for (const mutant of mutants(entry, tol)) yield value.with(i, mutant);
    }
  } else if (typeof value === "object" && value !== null) {
    yield { ...value, more: 0 };
    for (const [key, entry] of Object.entries(value)) {
      yield Object.fromEntries(Object.entries(value).filter(([other]) => other !== key));
      for (const mutant of mutants(entry, tol)) yield { ...value, [key]: mutant };
    }
  } else if (typeof value === "number") {
    const step = 2.5 * tol * Math.max(1, Math.abs(value));
    yield* [value + step, value - step, String(value), null, [value]];
  } else if (typeof value === "boolean") {
    yield* [!value, Number(value), null];
  } else {
    yield* [0, "another", []];
  }
}

describe("golden.json", () => {
  it("holds, with no operation unknown", () => {
    const { lines, held, off, unknown } = verify(golden);
    expect({ held, off, unknown }).toEqual({ held: 377, off: 0, unknown: 0 });
    expect(lines).toEqual(["377 held, 0 off, 0 unknown"]);
  });

  it("walks every known operation", () => {
    expect([...operations.keys()].sort()).toEqual([...new Set(known.map(({ op }) => op))].sort());
  });

  it("is off as soon as one expected value, length or key is changed", () => {
    let count = 0;
    for (const one of known) {
      for (const out of mutants(one.out, one.tol)) {
        count += 1;
        const { off, lines } = verify(file({ ...one, out }));
        if (off !== 1) expect.fail(`${one.id} holds with ${JSON.stringify(out)}`);
        expect(lines[0]).toMatch(new RegExp(`^OFF ${one.id} ${one.op} \\S* ?got .* want .*$`));
      }
    }
    expect(count).toBeGreaterThan(5000);
  });

  it("is refused, not crashed on, when a piece of an input is missing or of another type", () => {
    for (const one of known) {
      for (const key of Object.keys(one.in as object)) {
        for (const junk of [undefined, "junk", {}]) {
          const { lines } = verify(file({ ...one, in: { ...(one.in as object), [key]: junk } }));
          expect(lines[0]).toMatch(/^OFF .* malformed in: /);
        }
      }
    }
  });
});

describe("verify", () => {
  it("compares by tol · max(1, |want|)", () => {
    const gao = (reward: number, tol: number) =>
      verify(
        file({
          ...{ id: "g", op: "gao", tol },
          in: { kind: "bon", alpha: 2000, beta: 1, d: 1 },
          out: { reward, peakD: 1000, peakReward: 1e6 },
        }),
      ).held;
    expect(gao(1999, 0)).toBe(1);
    expect(gao(1999.001, 1e-6)).toBe(1);
    expect(gao(1999.003, 1e-6)).toBe(0);
    const small = (low: number) =>
      verify(file(winRate({ out: { ...winRate().out, low }, tol: 1e-3 }))).held;
    expect(small(0.1509)).toBe(1);
    expect(small(0.1512)).toBe(0);
  });

  it("never lets NaN or an infinity agree", () => {
    const certainMiss = (nll: unknown) =>
      verify(
        file({
          ...{ id: "c", op: "calibration", tol: 1 },
          in: { pred: [1], correct: [0] },
          out: { ece: 1, brier: 1, nll },
        }),
      );
    for (const nll of [Infinity, NaN, 1e300, null]) expect(certainMiss(nll).off).toBe(1);
  });

  it("says where and why a case is off, on one line", () => {
    const line = (change: object) => verify(file(winRate(change))).lines[0];
    expect(line({ out: { ...winRate().out, high: 0.9 } })).toMatch(
      /^OFF a win_rate high got 0\.84996\d+ want 0\.9$/,
    );
    expect(line({ id: "a\nb", in: { wins: "x", ties: 0, losses: 0 } })).toMatch(
      /^OFF a b win_rate malformed in: wins: /,
    );
    expect(line({ in: [] })).toMatch(/^OFF a win_rate malformed in: /);
    expect(line({ out: null })).toMatch(/^OFF a win_rate \S* ?got .* want null$/);
  });

  it("refuses inputs that are well-typed and impossible", () => {
    const seq = { logits: [[0, 0]], tokens: [0], mask: [1], temperature: 1 };
    const impossible: [string, object][] = [
      ["seq_logprob", { ...seq, tokens: [2] }],
      ["seq_logprob", { ...seq, mask: [1, 1] }],
      ["seq_logprob", { ...seq, temperature: 0 }],
      ["best_of_n_estimate", { proxy: [1], gold: [1], n: 2 }],
      ["rso_accept", { rewards: [0, 1], beta: 1, k: 2, uniforms: [0.99, 0.5] }],
      ["bt_soft", { target: [1], delta: [] }],
      ["tilt", { base: [1], rewards: [1], beta: 0 }],
    ];
    for (const [op, input] of impossible) {
      const { off, lines } = verify(file({ id: "x", op, in: input, out: {}, tol: 1e-6 }));
      expect(off).toBe(1);
      expect(lines[0]).toMatch(/^OFF x \w+ (malformed in|refused): \S/);
    }
  });

  it("knows no operation by inheritance", () => {
    for (const op of ["constructor", "__proto__", "toString", ""]) {
      expect(verify(file(winRate({ op })))).toMatchObject({ held: 0, off: 0, unknown: 1 });
    }
  });

  it("accepts an empty file and names what is wrong with a malformed one", () => {
    expect(verify(file()).lines).toEqual(["0 held, 0 off, 0 unknown"]);
    const malformed = [
      ...[null, 3, [], {}, { format: 2, cases: [] }, { format: 1 }, file(3)],
      ...[file(winRate({ tol: undefined })), file(winRate({ tol: -1 })), file({ id: "a" })],
      file(winRate({ tol: Infinity })),
    ];
    for (const contents of malformed) {
      expect(() => verify(contents)).toThrow(TiltError);
      expect(() => verify(contents)).toThrow(/not a file of reference cases: \S/);
    }
  });
});

describe("tilt verify", () => {
  afterEach(() => vi.restoreAllMocks());

  const folder = mkdtempSync(join(tmpdir(), "tilt-verify-"));
  const saved = (name: string, text: string): string => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  const run = async (...args: string[]) => {
    const log = vi
      .spyOn(console, "log")
      .mockImplementation(() => undefined)
      .mockClear();
    const code = await main(args);
    return { code, out: log.mock.calls.map(([text]) => String(text)).join("\n") };
  };

  it("ends with 2, 1 or 0 and with the counts on the last line", async () => {
    const bad = winRate({ out: {} });
    const foreign = winRate({ op: "foreign" });
    const cases = { held: file(winRate()), both: file(bad, foreign), foreign: file(foreign) };
    const text = (contents: unknown) => saved("cases.json", JSON.stringify(contents));
    expect(await run(path)).toEqual({ code: 0, out: "377 held, 0 off, 0 unknown" });
    expect(await run(text(cases.held))).toEqual({ code: 0, out: "1 held, 0 off, 0 unknown" });
    expect(await run(text(cases.foreign))).toMatchObject({
      code: 2,
      out: expect.stringContaining("UNKNOWN a foreign\n"),
    });
    expect(await run(text(cases.both))).toMatchObject({ code: 1 });
  });

  it("prints one JSON object on request", async () => {
    const { out } = await run(path, "--json");
    expect(JSON.parse(out)).toMatchObject({ held: 377, off: 0, unknown: 0 });
  });

  it("reads past a byte order mark", async () => {
    const { code } = await run(saved("bom.json", `\uFEFF${JSON.stringify(file(winRate()))}`));
    expect(code).toBe(0);
  });

  it("names the file and the next step when there is nothing to check", async () => {
    const truncated = saved("half.json", JSON.stringify(golden).slice(0, 1000));
    const refused: [string[], string][] = [
      [[join(folder, "none.json")], "verify.file"],
      [[folder], "verify.file"],
      [[truncated], "verify.json"],
      [[saved("list.json", "[]")], "verify.format"],
      [[], "verify.usage"],
      [["a", "b"], "verify.usage"],
    ];
    for (const [args, code] of refused) {
      await expect(main(args)).rejects.toMatchObject({ code, next: expect.stringMatching(/\S/) });
    }
  });
});
