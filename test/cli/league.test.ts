import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it, vi } from "vitest";
import { boundsOf } from "../../src/cli/league/bounds.ts";
import { knobsWithin } from "../../src/cli/league/budget.ts";
import { plot, spaced, ticks } from "../../src/cli/league/plot.ts";
import { main, type League } from "../../src/cli/league.ts";
import { dice } from "../../src/core/random.ts";
import { mean } from "../../src/core/statistics.ts";
import type { Knobs } from "../../src/core/types.ts";
import { methods } from "../../src/methods/index.ts";

afterEach(() => vi.restoreAllMocks());

const random = dice(4);
const normal = (...keys: (string | number)[]): number =>
  Math.sqrt(-2 * Math.log(1 - random.uniform("r", ...keys))) *
  Math.cos(2 * Math.PI * random.uniform("a", ...keys));

describe("the bounds of a league", () => {
  const gold = Array.from({ length: 200 }, (_, p) =>
    Array.from({ length: 64 }, (_, i) => normal(p, i)),
  );
  const bank = { gold, proxy: gold, independent: gold, length: gold, trained: {}, accuracy: {} };
  const bounds = boundsOf([bank]);

  it("are the law of a Gaussian reward: √(2 KL) for the tilt, the mean maximum for best-of-n", () => {
    for (const { kl, gold } of bounds.tilt.filter((b) => b.kl > 0.05 && b.kl < 1)) {
      expect(gold).toBeCloseTo(Math.sqrt(2 * kl), 1);
    }
    const sixteen = bounds.bestOfN.find(({ n }) => n === 16)!;
    expect(sixteen.gold).toBeCloseTo(1.766, 1);
    expect(sixteen.kl).toBeCloseTo(1.835, 3);
  });

  it("put the tilt above best-of-n, and a proxy that errs below it", () => {
    const above = bounds.tilt.find(({ kl }) => kl > 0.9)!;
    const n = bounds.bestOfN.findLast(({ kl }) => kl <= above.kl)!;
    expect(above.gold).toBeGreaterThan(n.gold);
    const blurred = gold.map((row, p) => row.map((g, i) => g + 2 * normal("noise", p, i)));
    const worse = boundsOf([{ ...bank, proxy: blurred }]);
    expect(worse.byProxy.at(-1)!.gold).toBeLessThan(0.7 * worse.bestOfN.at(-1)!.gold);
    expect(worse.byProxy[0]!.gold).toBeCloseTo(mean(gold.flat()), 10);
  });
});

describe("a budget", () => {
  it("asks no method for more draws than there are, and every one for as many steps", () => {
    for (const [id, method] of Object.entries(methods)) {
      const { knobs } = method as { knobs: Knobs };
      const found = knobsWithin({ id, knobs }, { samples: 1920, steps: 40 });
      for (const [name, value] of Object.entries(found)) {
        const knob = knobs[name]!;
        if (knob.type !== "number") throw new Error(`${id} ${name} is a choice.`);
        expect(value).toBeGreaterThanOrEqual(knob.min);
        expect(value).toBeLessThanOrEqual(knob.max);
      }
    }
    const spent = (id: keyof typeof methods) =>
      knobsWithin(methods[id] as never, { samples: 1920, steps: 40 });
    // 13 steps of 24 examples; 2 rounds · 240 prompts · 4 answers.
    expect(spent("self-rewarding")).toEqual({ ift: 104, eft: 208, batch: 240, epochs: 2 });
    // 480 labels · 2 answers and 40 · 24.
    expect(spent("rlaif")).toEqual({ iterations: 40, batch: 24, labels: 480 });
    // 40 · 24 prompts · 2 answers; 20 · 96; 40 · 12 · 4; 40 · 6 · 8; 4 rounds · 28 · 8 and 36 · 28.
    expect(spent("online-dpo")).toEqual({ iterations: 40, batch: 24 });
    expect(spent("rlhf-ppo")).toEqual({ iterations: 20, batch: 96, minibatch: 96 });
    expect(spent("rloo")).toEqual({ iterations: 40, batch: 12 });
    expect(spent("grpo")).toEqual({ iterations: 40, batch: 6 });
    expect(spent("llama2-chat")).toEqual({ iterations: 36, batch: 28, minibatch: 112 });
  });
});

describe("tilt league", () => {
  it("holds methods to a budget in the exact world, and draws them under the exact bound", async () => {
    const out = join(mkdtempSync(join(tmpdir(), "league-")), "toy");
    const printed: string[] = [];
    vi.spyOn(console, "log").mockImplementation((line: string) => void printed.push(line));
    const asked = ["--task", "toy", "--method", "online-dpo,best-of-n,dpo", "--budget", "960,20"];
    const code = await main([...asked, "--seeds", "1", "--jobs", "1", "--json", "--out", out]);
    expect(code).toBe(0);
    const league = JSON.parse(printed.join("")) as League;
    expect(league.members.map(({ method }) => method)).toEqual(["online-dpo", "best-of-n", "dpo"]);
    for (const { samples, updates, points } of league.members) {
      expect(samples).toBeLessThanOrEqual(960);
      expect(updates).toBe(20);
      // No law of the exact world has more gold at its KL than the tilt: a theorem.
      for (const { kl, gold } of points.filter((p) => p.kl > 0.01)) {
        const further = league.bounds.tilt.find((b) => b.kl >= kl);
        if (further) expect(gold).toBeLessThan(further.gold + 0.05);
      }
    }
    const svg = readFileSync(`${out}.svg`, "utf8");
    expect(svg).toContain("online-dpo");
    expect(svg.match(/class="run"/g)).toHaveLength(3);
  });
});

describe("the plot", () => {
  it("keeps labels apart and in order", () => {
    const placed = spaced([100, 101, 99, 300], 15);
    const order = [2, 0, 1, 3].map((i) => placed[i]!);
    for (let i = 1; i < 4; i++) expect(order[i]! - order[i - 1]!).toBeGreaterThanOrEqual(15);
    expect(placed[3]).toBe(300);
  });

  it("ticks at round numbers within the bounds", () => {
    expect(ticks(0, 10)).toEqual([0, 2, 4, 6, 8, 10]);
    expect(ticks(-0.3, 1.1)).toEqual([0, 0.5, 1]);
  });

  it("never lets a name become markup", () => {
    const bounds = { tilt: [{ kl: 0, gold: 0 }], bestOfN: [], byProxy: [] };
    const line = { name: "<b>&", points: [{ kl: 1, gold: 1, se: 0 }] };
    expect(plot("a", [line], bounds)).toContain("&lt;b&gt;&amp;");
  });
});
