import { beforeAll, describe, expect, it } from "vitest";
import {
  EVALUATION_METRICS,
  evaluations,
  evaluationSeries,
  latest,
  latestInRound,
  litLine,
  reading,
  roundAt,
  segments,
  stages,
  stepAt,
  updateMetrics,
  updatesAt,
  updateSeries,
} from "../../src/core/fold.ts";
import { Run } from "../../src/core/run.ts";
import type { Step } from "../../src/core/types.ts";
import { bradleyTerry } from "../../src/feedback/bradley-terry.ts";
import { methods } from "../../src/methods/index.ts";
import { toyBench } from "../../src/toy/bench.ts";

const method = methods["best-of-n"];
let log: readonly Step[];

beforeAll(async () => {
  const bench = toyBench({ seed: 1, annotator: bradleyTerry });
  const knobs = { rounds: 3, batch: 6, n: 3, minibatch: 6, epochs: 1, learningRate: 0.05 };
  const run = new Run(method, { bench, evaluateEvery: 2, knobs });
  await run.play(() => false);
  log = run.log;
  // Evaluations at 0, 2, 4 and 6; rounds of 1, 2 and 3 updates.
  const letters = log.map(({ kind }) => (kind === "evaluate" ? "E" : kind[0]));
  expect(letters.join("")).toBe("ErsssursssuEursssuEuuE");
});

describe("a reading at a playhead", () => {
  it("knows the latest step of each kind, and nothing beyond the playhead", () => {
    for (let at = -1; at < log.length; at++) {
      const seen = log.slice(0, at + 1);
      expect(stepAt(log, at)).toBe(seen.at(-1) ?? null);
      expect(latest(log, "sample", at)).toBe(seen.findLast((s) => s.kind === "sample") ?? null);
      expect(latest(log, "update", at)).toBe(seen.findLast((s) => s.kind === "update") ?? null);
      expect(roundAt(log, at)).toBe(seen.findLast((s) => s.kind === "round") ?? null);
      expect(updatesAt(log, at)).toBe(seen.filter((s) => s.kind === "update").length);
      expect(evaluations(log, at)).toEqual(seen.filter((s) => s.kind === "evaluate"));
    }
    expect(latest(log, "pair")).toBeNull();
    expect(stepAt(log)).toBe(log.at(-1));
  });

  it("does not carry a stage over into the next round", () => {
    const second = log.findIndex((s) => s.kind === "round" && s.t === 1);
    expect(latest(log, "select", second)).not.toBeNull();
    expect(latestInRound(log, "select", second)).toBeNull();
    expect(latestInRound(log, "round", second)).toBe(log[second]);
    expect(latestInRound(log, "select", second - 1)).toBe(latest(log, "select", second));
  });
});

describe("series", () => {
  it("number evaluations by their update, with 95 % intervals", () => {
    expect(evaluationSeries(log, "gold").map(({ update }) => update)).toEqual([0, 2, 4, 6]);
    const { evaluation } = latest(log, "evaluate")!;
    const wider = { ...evaluation, se: { ...evaluation.se, gold: 0.1 } };
    const { value, low, high } = reading(wider, "gold");
    expect(value).toBe(evaluation.gold);
    expect(high - value).toBeCloseTo(0.1959963984540054, 12);
    expect(value - low).toBeCloseTo(0.1959963984540054, 12);
    for (const metric of EVALUATION_METRICS) {
      const { value, low, high } = reading(evaluation, metric);
      expect(Number.isFinite(value)).toBe(true);
      expect(low).toBeLessThanOrEqual(value);
      expect(high).toBeGreaterThanOrEqual(value);
    }
    expect(reading(evaluation, "winRate").value).toBe(evaluation.winRate.rate);
  });

  it("stop at the playhead", () => {
    const second = log.findIndex((s) => s.kind === "round" && s.t === 1);
    expect(evaluationSeries(log, "kl", second)).toHaveLength(1);
    expect(updateSeries(log, "loss", second)).toHaveLength(1);
  });

  it("number updates from 1, by name, and leave out what is not reported", () => {
    const losses = log.flatMap((s) => (s.kind === "update" ? [s.report.loss] : []));
    expect(updateSeries(log, "loss").map(({ value }) => value)).toEqual(losses);
    expect(updateSeries(log, "loss").map(({ update }) => update)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(updateSeries(log, "gradNorm")).toHaveLength(6);
    expect(updateMetrics(log)).toContain("nll_loss");
    expect(updateSeries(log, "nll_loss").map(({ value }) => value)).toEqual(losses);
    expect(updateSeries(log, "rewards/margins")).toEqual([]);
  });
});

describe("the box and the stages", () => {
  it("light the line of the step, and none for an evaluation", () => {
    for (const step of log) {
      const line = litLine(method.box, step);
      if (step.kind === "evaluate") expect(line).toBe(-1);
      else expect(method.box[line]!.kind).toBe(step.kind);
    }
    expect(litLine(method.box, null)).toBe(-1);
  });

  it("count every stage in all and in the round, and mark the one that is now", () => {
    const at = log.findLastIndex((s) => s.kind === "select");
    const found = stages(method, log, at);
    expect(found.map(({ kind }) => kind)).toEqual([
      "sample",
      "score",
      "select",
      "update",
      "evaluate",
    ]);
    expect(found.map(({ count }) => count)).toEqual([3, 3, 3, 3, 2]);
    expect(found.map(({ inRound }) => inRound)).toEqual([1, 1, 1, 0, 0]);
    expect(found.filter(({ now }) => now).map(({ kind }) => kind)).toEqual(["select"]);
    expect(stages(method, log, -1).every(({ count, now }) => count === 0 && !now)).toBe(true);
  });
});

describe("segments", () => {
  it("cut the log at its rounds without a gap or an overlap", () => {
    const found = segments(log);
    expect(found.map(({ round }) => round)).toEqual([null, 0, 1, 2]);
    let position = 0;
    for (const segment of found) {
      expect(segment.start).toBe(position);
      for (const { kind, start, end } of segment.runs) {
        expect(start).toBe(position);
        expect(end).toBeGreaterThan(start);
        for (const step of log.slice(start, end)) expect(step.kind).toBe(kind);
        expect(log[end]?.kind === kind && end < segment.end).toBe(false);
        position = end;
      }
      expect(segment.end).toBe(position);
    }
    expect(position).toBe(log.length);
    expect(segments([])).toEqual([]);
  });
});
