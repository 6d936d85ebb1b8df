import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it, vi } from "vitest";
import { run as runOf, scaleOf } from "../../src/cli/claims/claim.ts";
import { above, difference, pooled } from "../../src/cli/claims/compare.ts";
import { claims } from "../../src/cli/claims/index.ts";
import type { RunResult, RunSpec, Setup } from "../../src/cli/measure/spec.ts";
import { canonical, complete } from "../../src/cli/measure/store.ts";
import { missingModels, modelsOf, weightsDigest } from "../../src/cli/measure/weights.ts";
import type { Line } from "../../src/cli/reproduce/line.ts";
import { main, wantedBy } from "../../src/cli/reproduce.ts";
import type { Knob, Knobs } from "../../src/core/types.ts";
import { menu } from "../../src/menu.ts";

afterEach(() => vi.restoreAllMocks());

/** What a command prints, and its exit code. */
async function run(...args: string[]) {
  const printed: string[] = [];
  vi.spyOn(console, "log").mockImplementation((line: string) => void printed.push(line));
  const code = await main(args);
  return { code, text: printed.join("\n") };
}

const scales = (["quick", "full"] as const).flatMap((name) => [
  scaleOf(name, "toy"),
  scaleOf(name, "reviews"),
]);

describe("the register of claims", () => {
  it("names every claim once, with a rule", () => {
    expect(new Set(claims.map(({ id }) => id)).size).toBe(claims.length);
    for (const { rule, statement } of claims) {
      expect(rule.length).toBeGreaterThan(40);
      expect(statement.length).toBeGreaterThan(40);
    }
  });

  it("asks only for methods, knobs and values that exist", () => {
    const bad: string[] = [];
    for (const claim of claims) {
      for (const scale of scales) {
        for (const [name, spec] of Object.entries(claim.specs(scale))) {
          if (spec.kind !== "run") continue;
          const { method = "", knobs = {} } = spec.setup;
          const known = (menu.methods as Record<string, { knobs: Knobs }>)[method]?.knobs ?? {};
          for (const [knob, value] of Object.entries(knobs)) {
            if (!fits(known[knob], value))
              bad.push(`${claim.id} ${name}: ${method} ${knob} ${value}`);
          }
        }
      }
    }
    expect(bad).toEqual([]);
  });

  it("shares measurements between claims", () => {
    const [scale] = scales;
    const all = wantedBy(claims, scale!, [1, 2]);
    const asked = claims.flatMap((claim) => Object.values(claim.specs(scale!)));
    expect(all.length).toBeLessThan(2 * asked.length);
    expect(new Set(all.map(({ spec, seed }) => canonical(spec) + seed)).size).toBe(all.length);
  });
});

function fits(knob: Knob | undefined, value: number | string): boolean {
  if (!knob) return false;
  if (knob.type === "choice") return knob.options.includes(String(value));
  const whole = !Number.isInteger(knob.step) || Number.isInteger(value);
  return typeof value === "number" && value >= knob.min && value <= knob.max && whole;
}

describe("tilt reproduce", () => {
  const exact = ["--task", "toy", "--jobs", "1", "--scale", "quick", "--json"];

  it("measures a claim in the exact world and says by which rule it held", async () => {
    const { code, text } = await run("--claim", "C-IPO-1", "--seeds", "1,2", "--fresh", ...exact);
    expect(code).toBe(0);
    const [line] = (JSON.parse(text) as { claims: Line[] }).claims;
    expect(line).toMatchObject({ id: "C-IPO-1", n: 24, seeds: [1, 2] });
    // IPO's target is met whatever becomes of DPO: its optimum is a point, not a limit.
    const settled = line!.measured["h of IPO, last fifth"] as { value: number };
    expect(settled.value).toBeCloseTo(5, 0);
  });

  it("gives the same numbers again, fresh or from what it kept", async () => {
    const asked = ["--claim", "C-IT-1", "--seeds", "3", ...exact];
    const one = (await run(...asked, "--fresh")).text;
    expect((await run(...asked, "--fresh")).text).toBe(one);
    expect(JSON.parse((await run(...asked)).text)).toHaveProperty(
      "claims",
      (JSON.parse(one) as { claims: Line[] }).claims,
    );
  });

  it("finds that acceptance follows theory, and that the sampler of candidates is flat", async () => {
    const { text } = await run("--claim", "C-RSO-3,C-RS-1", "--seeds", "1,2", ...exact);
    const { claims: lines } = JSON.parse(text) as { claims: Line[] };
    expect(lines.map(({ verdict }) => verdict)).toEqual(["reproduced", "reproduced"]);
  });

  it("refuses what it does not know, with what there is", async () => {
    await expect(main(["--claim", "C-NONE"])).rejects.toThrow(/C-NONE is unknown/);
    await expect(main(["--seeds", "1,x"])).rejects.toThrow(/not a number/);
    await expect(main(["--jobs", "0"])).rejects.toThrow(/from 1/);
  });

  it("lists rules without measuring, and explains itself", async () => {
    expect((await run("--list")).text).toContain("C-BON-1");
    expect((await run("--help")).text).toContain("--seeds LIST");
  });
});

describe("the name of a measurement", () => {
  const spec = (setup: Setup): RunSpec => ({ kind: "run", setup: { task: "reviews", ...setup } });

  it("depends on the weights that are asked, and on no others", () => {
    expect(modelsOf(spec({}))).toEqual(["tilt-1m", "tilt-1m-reward"]);
    expect(modelsOf(spec({ annotator: "instructed-s" }))).toContain("tilt-annotator-s");
    const rewardModel = { kind: "trained", labels: 64, noise: 0 } as const;
    expect(modelsOf(spec({ rewardModel }))).toEqual(["tilt-1m"]);
    expect(modelsOf(spec({ task: "toy" }))).toEqual([]);
  });

  it("changes with those weights, not with a folder beside them", () => {
    const folder = mkdtempSync(join(tmpdir(), "weights-"));
    const put = (name: string, text: string) => {
      mkdirSync(join(folder, name), { recursive: true });
      writeFileSync(join(folder, name, "model.safetensors"), text);
    };
    put("one", "a");
    const before = weightsDigest(["one"], folder);
    put("two", "b");
    expect(weightsDigest(["one"], folder)).toBe(before);
    expect(weightsDigest(["two"], folder)).not.toBe(before);
    expect(missingModels(spec({ annotator: "instructed-xs" }), folder)).toContain(
      "tilt-annotator-xs",
    );
  });

  it("is the same for a knob left out and one at the value that it starts with", () => {
    const scale = scaleOf("full", "reviews");
    expect(runOf(scale, "rso", { beta: 0.5 })).toEqual(runOf(scale, "rso", {}));
    expect(runOf(scale, "rso", { beta: 0.2 })).not.toEqual(runOf(scale, "rso", {}));
  });
});

describe("a comparison", () => {
  const ended = (gold: readonly number[]) =>
    ({ evaluations: [{ each: { gold } }] }) as unknown as RunResult;

  it("is above only where the interval and every seed are", () => {
    const steady = Array.from({ length: 100 }, (_, i) => 0.5 + 0.01 * (i % 7));
    const zeros = steady.map(() => 0);
    expect(above(difference([ended(steady)], [ended(zeros)]))).toBe(true);
    expect(above(difference([ended(zeros)], [ended(zeros)]))).toBe(false);
    // One seed of three against: the mean alone would pass.
    const runs = [steady, steady, steady.map((x) => -0.01 * x)];
    expect(pooled(runs).low).toBeGreaterThan(0);
    expect(above(pooled(runs))).toBe(false);
  });

  it("names a measurement the same way however it was put together", () => {
    expect(canonical({ b: 1, a: { d: 2, c: [3, 1] } })).toBe('{"a":{"c":[3,1],"d":2},"b":1}');
  });

  it("have another name where a method starts otherwise", () => {
    const dpo = {
      kind: "run",
      setup: { method: "dpo", task: "toy", knobs: { beta: 0.5 } },
    } as const;
    const whole = complete(dpo) as typeof dpo;
    expect(whole.setup.knobs).toMatchObject({ beta: 0.5, epochs: 6, learningRate: 0.05 });
    expect(complete(whole)).toEqual(whole);
  });
});
