import Papa from "papaparse";
import { beforeAll, describe, expect, it } from "vitest";
import { differences, samePool } from "../../src/core/compare.ts";
import { defaults, fromSearch, type Experiment } from "../../src/core/experiment.ts";
import { commandLine, metricRows, pairRows, toCsv, toJsonRows } from "../../src/core/exports.ts";
import {
  fingerprint,
  fromReceiptText,
  receiptOf,
  toReceiptText,
  verify,
} from "../../src/core/receipt.ts";
import { Run } from "../../src/core/run.ts";
import type { Step } from "../../src/core/types.ts";
import { openBench } from "../../src/lab.ts";
import { menu, methodOf } from "../../src/menu.ts";

const experiment: Experiment = {
  ...defaults(menu),
  task: "toy",
  method: "online-dpo",
  evaluateEvery: 2,
  knobs: { iterations: 4, batch: 4 },
};

async function run(changes: Partial<Experiment> = {}): Promise<readonly Step[]> {
  const e = { ...experiment, ...changes };
  const { bench } = await openBench(e);
  const made = new Run(methodOf(e), { bench, evaluateEvery: e.evaluateEvery, knobs: e.knobs });
  await made.play(() => false);
  return made.log;
}
let log: readonly Step[];
let other: readonly Step[];
beforeAll(async () => {
  log = await run();
  other = await run({ seed: 8 });
});

describe("metrics as a table", () => {
  it("has a row for the start and each update, under TRL's names", () => {
    const rows = metricRows(log);
    expect(rows.map(({ step }) => step)).toEqual([0, 1, 2, 3, 4]);
    const updates = log.filter((step) => step.kind === "update");
    expect(rows.slice(1).map((row) => row["loss"])).toEqual(updates.map((u) => u.report.loss));
    expect(rows[1]).toMatchObject(updates[0]!.report.metrics);
    const evaluations = log.filter((step) => step.kind === "evaluate");
    const kls = rows.flatMap((row) => row["objective/kl"] ?? []);
    expect(kls).toEqual(evaluations.map(({ evaluation }) => evaluation.kl));
    expect(rows[3]?.["objective/kl"]).toBeUndefined();
  });

  it("is read back from CSV and from JSON lines as it was", () => {
    const rows = metricRows(log);
    const { data, errors } = Papa.parse<Record<string, number | null>>(toCsv(rows).trim(), {
      header: true,
      dynamicTyping: true,
    });
    expect(errors).toEqual([]);
    const filled = data.map((row) =>
      Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null)),
    );
    expect(filled).toEqual(rows);
    const lines = toJsonRows(rows).trim().split("\n");
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual(rows);
  });

  it("quotes what CSV would misread", () => {
    const text = toCsv([{ step: 1, note: 'a "b", c\nd' }]);
    expect(Papa.parse(text.trim(), { header: true }).data).toEqual([
      { step: "1", note: 'a "b", c\nd' },
    ]);
  });
});

describe("pairs as a data set", () => {
  it("holds every pair of the log, the chosen one with the higher score", () => {
    const rows = pairRows(log);
    const pairs = log.flatMap((step) => (step.kind === "pair" ? step.pairs : []));
    expect(rows.map(({ chosen, rejected }) => [chosen, rejected])).toEqual(
      pairs.map(({ chosen, rejected }) => [chosen.text, rejected.text]),
    );
    for (const { score_chosen, score_rejected } of rows) {
      expect(score_chosen).toBeGreaterThan(score_rejected!);
    }
  });
});

describe("the command line of an experiment", () => {
  it("names every setting that differs, ready for a shell", () => {
    const { experiment: asked } = fromSearch(
      "task=replies&method=best-of-n&seed=3&annotator=gold&labels=500&noise=0.1&knob.pool=last round only&knob.n=8",
      menu,
    );
    expect(commandLine(asked, menu)).toBe(
      "npm run tilt -- run --method best-of-n --task replies --seed 3 --annotator gold" +
        " --labels 500 --label-noise 0.1 --held-out 64 --evaluate-every 10 --knob n=8" +
        " --knob 'pool=last round only'",
    );
  });
});

describe("a receipt", () => {
  it("goes through a link unchanged", () => {
    const receipt = receiptOf(log, "exact");
    const query = new URLSearchParams({ receipt: toReceiptText(receipt) }).toString();
    expect(fromReceiptText(new URLSearchParams(query).get("receipt")!)).toEqual(receipt);
    for (const text of ["", "wasm", "abacus~1~", "wasm~!~0:1:1:1", "wasm~1~0:a:b:c"]) {
      expect(fromReceiptText(text)).toBeNull();
    }
  });

  it("has the published values of FNV-1a", () => {
    expect([fingerprint(""), fingerprint("a"), fingerprint("foobar")]).toEqual([
      0x811c9dc5, 0xe40c292c, 0xbf9cf968,
    ]);
  });

  it("is met by the same run, step by step, and not by another seed's", async () => {
    const receipt = receiptOf(log, "exact");
    expect(verify(receipt, await run(), "exact")).toMatchObject({
      outcome: "same",
      answers: true,
      compared: 3,
      reward: expect.closeTo(0, 3) as number,
    });
    expect(verify(receipt, log.slice(0, 3), "exact").outcome).toBe("pending");
    expect(verify(receipt, other, "exact")).toMatchObject({ outcome: "different", answers: false });
  });

  it("allows another backend the noise of sampling, and no more", () => {
    const se = { gold: 0.1, proxy: 0.1, independent: 0.1, kl: 0.05 };
    const shifted = (by: number): Step[] =>
      log.map((step) =>
        step.kind === "evaluate"
          ? { ...step, evaluation: { ...step.evaluation, gold: step.evaluation.gold + by, se } }
          : step,
      );
    const receipt = receiptOf(shifted(0), "wasm");
    expect(verify(receipt, shifted(0.25), "webgpu").outcome).toBe("near");
    expect(verify(receipt, shifted(0.3), "webgpu").outcome).toBe("different");
    expect(verify(receipt, shifted(0.001), "wasm").outcome).toBe("different");
    // A run of two backends is never another one's equal, nor its own.
    const mixed = fromReceiptText(toReceiptText({ ...receipt, backend: "mixed" }))!;
    expect(verify(mixed, shifted(0.25), "wasm").outcome).toBe("near");
    expect(verify(mixed, shifted(0), "mixed").outcome).toBe("near");
  });
});

describe("runs side by side", () => {
  it("differ in what was set differently, and in nothing else", () => {
    const knobs = { beta: 0.1, batch: 4 };
    const rows = differences([
      { experiment, knobs },
      { experiment: { ...experiment, seed: 8 }, knobs: { ...knobs, beta: 0.5 } },
    ]);
    expect(rows).toEqual([
      { name: "seed", values: ["7", "8"] },
      { name: "knob.beta", values: ["0.1", "0.5"] },
    ]);
  });

  it("share a pool with the same seed, and not with another", async () => {
    expect(samePool([log, await run({ knobs: { iterations: 2, batch: 4, beta: 0.5 } })])).toBe(
      true,
    );
    expect(samePool([log, other])).toBe(false);
  });
});
