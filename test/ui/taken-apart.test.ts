import { render } from "svelte/server";
import { describe, expect, it } from "vitest";
import type { Step, UpdateReport } from "../../src/core/types.ts";
import { fixed } from "../../src/ui/numbers.ts";
import TakenApart from "../../src/ui/views/TakenApart.svelte";
import { ladderOf } from "../../src/ui/views/ladder.ts";
import { takenApart, totalOf, type Line } from "../../src/ui/views/taken-apart.ts";
import { language } from "../../src/ui/words/index.svelte.ts";
import { logs } from "./gallery/logs.ts";

await language.illustrated(Promise.resolve());

type Update = Extract<Step, { kind: "update" }>;
const updates = Object.values(logs).flatMap((log) =>
  log.filter((step): step is Update => step.kind === "update"),
);
const KINDS = ["sft", "pairs", "rrhf", "click", "cringe", "ppo", "reinforce", "rloo", "grpo"];

/** What the numbers of a line come to, read as a person with a calculator would. */
function worked({ numbers }: Line): number {
  const text = numbers
    .replaceAll("−", "-")
    .replaceAll("×", "*")
    .replaceAll("max(", "Math.max(")
    .replaceAll("σ(", "sigma(");
  const sigma = (z: number) => 1 / (1 + Math.exp(-z));
  return (new Function("sigma", `return ${text}`) as (s: typeof sigma) => number)(sigma);
}

describe("a loss taken apart", () => {
  it("is told of every kind of objective, and shown for all of them here", () => {
    expect(new Set(updates.map(({ objective }) => objective.kind))).toEqual(new Set(KINDS));
    for (const { objective, report } of updates) {
      expect(takenApart(objective.kind, report)).not.toBeNull();
    }
  });

  it("comes to the loss of the report", () => {
    for (const { objective, report } of updates) {
      expect(totalOf(report.parts!)).toBeCloseTo(report.loss, 10);
      expect(takenApart(objective.kind, report)!.batch.result).toBeCloseTo(report.loss, 10);
    }
  });

  it("shows numbers that come to what is shown behind them", () => {
    for (const { objective, report } of updates) {
      const { batch, item } = takenApart(objective.kind, report)!;
      for (const line of [batch, ...item]) {
        // As far as the decimals shown allow.
        expect(Math.abs(worked(line) - line.result)).toBeLessThan(
          0.03 * (1 + Math.abs(line.result)),
        );
      }
    }
  });

  it.each(KINDS)("%s: the number on the screen is the loss", (kind) => {
    const { report } = updates.find(({ objective }) => objective.kind === kind)!;
    const { body } = render(TakenApart, { props: { kind, report } });
    expect(body).toMatch(new RegExp(`<b[^>]*>${fixed(report.loss, 4)}</b>`));
    expect(body).not.toMatch(/NaN|undefined|Infinity/);
  });

  it("says nothing of a log that has no parts", () => {
    const { parts: _, ...old }: UpdateReport = updates[0]!.report;
    expect(takenApart("sft", old)).toBeNull();
    expect(render(TakenApart, { props: { kind: "sft", report: old } }).body).not.toContain("<h3");
  });
});

describe("the ladder of RRHF", () => {
  it("counts for each answer the better ones that are less likely: the violated pairs", () => {
    const log = logs["ranked"]!;
    log.forEach((step, at) => {
      if (step.kind !== "update") return;
      const rungs = ladderOf(step.report, log, at);
      expect(rungs.map(({ r }) => r)).toEqual(rungs.map(({ r }) => r).sort((a, b) => b - a));
      const rank = rungs.reduce(
        (sum, low) =>
          sum +
          rungs.reduce((s, high) => s + (high.r > low.r ? Math.max(0, low.p - high.p) : 0), 0),
        0,
      );
      expect(rank).toBeCloseTo(step.report.parts!.first["rank"] as number, 10);
      for (const { text } of rungs) expect(text).not.toBe("");
    });
  });
});
