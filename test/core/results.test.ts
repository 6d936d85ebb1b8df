import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { claims } from "../../src/cli/claims/index.ts";
import { parseResults } from "../../src/core/results.ts";

const read = (name: string): unknown =>
  JSON.parse(readFileSync(join(import.meta.dirname, `../../public/results/${name}.json`), "utf8"));

describe("the results that come with the page", () => {
  it("hold claims of the register, by its rules, and a reason beside what failed", () => {
    const found = parseResults("claims", read("claims"));
    expect(found.claims.length).toBeGreaterThan(10);
    for (const { id, rule, verdict, remark } of found.claims) {
      const claim = claims.find((c) => c.id === id);
      expect(claim?.rule, id).toBe(rule);
      expect(remark !== undefined, id).toBe(verdict === "not reproduced");
    }
  });

  it("hold a table whose counts add up", () => {
    const { rows } = parseResults("table", read("table"));
    for (const { method, models } of rows) {
      const all = new Set([...models.gradient, ...models.sampling]);
      expect(models.together, method).toBe(all.size);
      expect(models.trainable + models.frozen, method).toBe(all.size);
      expect(models.train, method).toBe(models.gradient.length);
    }
  });

  it.each(["league", "league-exact"] as const)(
    "hold a %s within its budget, from one start",
    (name) => {
      const { members, budget } = parseResults(name, read(name));
      for (const { method, points, updates } of members) {
        expect(updates, method).toBeLessThanOrEqual(budget.steps);
        expect(Math.abs(points[0]!.kl), method).toBeLessThan(1e-6);
      }
    },
  );

  it("hold as many of the start model's rewards for each task as they say", () => {
    const { n, tasks } = parseResults("reach", read("reach"));
    expect(Object.keys(tasks).sort()).toEqual(["replies", "reviews", "summaries"]);
    for (const [task, rows] of Object.entries(tasks)) {
      for (const row of rows) expect(row, task).toHaveLength(n);
      // In deviations of the start model: nobody else can have written the answers.
      const all = rows.flat();
      const centre = all.reduce((sum, r) => sum + r, 0) / all.length;
      const spread = Math.sqrt(all.reduce((sum, r) => sum + (r - centre) ** 2, 0) / all.length);
      expect(Math.abs(centre), task).toBeLessThan(0.25);
      expect(Math.abs(spread - 1), task).toBeLessThan(0.25);
    }
  });

  it("are refused where they are not what they should be", () => {
    expect(() => parseResults("claims", read("league"))).toThrow();
    expect(() => parseResults("table", { rows: [{}] })).toThrow();
  });
});
