import { describe, expect, it } from "vitest";
import { defaults } from "../../src/core/experiment.ts";
import { Run } from "../../src/core/run.ts";
import { fromJsonLines, headerOf, toJsonLines, toLine } from "../../src/core/runlog.ts";
import type { TiltError } from "../../src/core/types.ts";
import { bradleyTerry } from "../../src/feedback/bradley-terry.ts";
import { methods } from "../../src/methods/index.ts";
import { toyBench } from "../../src/toy/bench.ts";

const experiment = defaults({ methods, tasks: { reviews: {} } });
const header = headerOf(experiment, "wasm", null);

async function steps() {
  const bench = toyBench({ seed: 1, annotator: bradleyTerry });
  const knobs = { iterations: 2, batch: 4 };
  const run = new Run(methods["online-dpo"], { bench, evaluateEvery: 1, knobs });
  await run.play(() => false);
  return run.log;
}

function refusal(text: string): TiltError {
  try {
    fromJsonLines(text);
  } catch (error) {
    return error as TiltError;
  }
  throw new Error("the file was taken");
}

describe("a run as JSON lines", () => {
  it("is read back as it was written, with and without a summary", async () => {
    const log = await steps();
    for (const summary of [null, { kind: "summary", seconds: 3 }]) {
      const text = toJsonLines({ header, steps: log, summary });
      expect(text.trimEnd().split("\n")).toHaveLength(log.length + (summary ? 2 : 1));
      expect(fromJsonLines(text)).toEqual({ header, steps: log, summary });
      expect(fromJsonLines(text.replaceAll("\n", "\r\n\r\n")).steps).toEqual(log);
    }
  });

  it("may hold no step yet", () => {
    expect(fromJsonLines(toLine(header))).toEqual({ header, steps: [], summary: null });
  });

  it("is refused with the number of the line and the name of the field", async () => {
    const lines = toJsonLines({ header, steps: await steps(), summary: null })
      .trimEnd()
      .split("\n");
    const broken = (i: number, change: (line: string) => string): string =>
      lines.map((line, j) => (j === i ? change(line) : line)).join("\n");
    const update = lines.findIndex((line) => line.startsWith('{"kind":"update"'));

    expect(refusal("")).toMatchObject({ code: "runlog.empty" });
    expect(refusal(broken(2, (line) => line.slice(0, -5)))).toMatchObject({
      code: "runlog.not-json",
      message: expect.stringMatching(/^Line 3 is not JSON/),
    });
    expect(refusal(broken(0, () => lines[1]!))).toMatchObject({ code: "runlog.header" });
    expect(refusal(broken(0, (line) => line.replace('"version":1', '"version":2'))).message).toBe(
      "Line 1, version: is not 1, the version this Tilt reads",
    );
    expect(
      refusal(
        broken(update, (line) =>
          line.replace(/"loss":[-.e\d]+,"gradNorm"/, '"loss":null,"gradNorm"'),
        ),
      ),
    ).toMatchObject({
      code: "runlog.step",
      message: expect.stringMatching(new RegExp(`^Line ${update + 1}, report.loss: `)),
      next: expect.stringContaining("Open a file"),
    });
    expect(refusal(broken(1, (line) => line.replace('"evaluate"', '"explode"'))).message).toMatch(
      /^Line 2, kind: /,
    );
    expect(refusal(broken(1, () => "[]")).code).toBe("runlog.step");
    // A summary belongs at the end.
    expect(refusal([lines[0], '{"kind":"summary"}', ...lines.slice(1)].join("\n")).message).toMatch(
      /^Line 2, kind: /,
    );
  });

  it("refuses an infinity that JSON can spell", async () => {
    const round = '{"kind":"score","scores":[[1e999]],"by":"x"}';
    expect(refusal(`${toLine(header)}\n${round}`).message).toMatch(/^Line 2, scores.0.0: /);
  });
});
