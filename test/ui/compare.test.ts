import { render } from "svelte/server";
import { describe, expect, it } from "vitest";
import { milestones } from "../../src/core/compare.ts";
import { defaults } from "../../src/core/experiment.ts";
import type { Step } from "../../src/core/types.ts";
import { menu } from "../../src/menu.ts";
import { apart } from "../../src/ui/charts/layout.ts";
import { attention } from "../../src/ui/charts/attention.svelte.ts";
import { lineOf, type Compared } from "../../src/ui/library/compared.ts";
import Differences from "../../src/ui/library/Differences.svelte";
import EqualKl from "../../src/ui/library/EqualKl.svelte";
import Smalls from "../../src/ui/library/Smalls.svelte";
import { language } from "../../src/ui/words/index.svelte.ts";
import { logs } from "./gallery/logs.ts";

await language.illustrated(Promise.resolve());

/** A run whose evaluations are those of a real log, its KLs stretched by a factor. */
function stretched(by: number, letter: string, seed = 7): Compared {
  const steps = logs["preferred"]!.map((step): Step => {
    if (step.kind !== "evaluate") return step;
    return { ...step, evaluation: { ...step.evaluation, kl: by * step.evaluation.kl } };
  });
  const experiment = { ...defaults(menu), seed };
  const source = { from: "kept", id: letter } as const;
  return { source, letter, name: `run ${letter}`, experiment, steps, path: milestones(steps) };
}
const page = (runs: readonly Compared[]) =>
  render(EqualKl, { props: { runs } }).body.replaceAll("&lt;", "<");

describe("letters at the ends of lines", () => {
  it("give way only to those beside them", () => {
    const gap = 14;
    const ys = apart(
      [
        [10, 50],
        [12, 52],
        [90, 53],
        [200, 50],
        [205, 99],
      ],
      gap,
      0,
      100,
    );
    expect(ys).toEqual([50, 64, 53, 50, 99]);
    expect(apart([], gap, 0, 100)).toEqual([]);
  });
});

describe("runs at equal KL", () => {
  const short = stretched(0.5, "A");
  const long = stretched(1, "B");

  it("starts where all still are, with a slider, a sentence and figures that are finite", () => {
    const html = page([short, long]);
    expect(html).toMatch(/At [\d.]+ nats run [AB] has the most gold/);
    expect(html).toContain('aria-label="KL to compare at"');
    expect(html).not.toContain("does not get there");
    expect(html).not.toMatch(/NaN|undefined|Infinity/);
    // Halfway along the axis, which ends where the longer run does.
    expect(html).toMatch(/value="100"/);
  });

  it("says of a run that has not moved that nothing is compared, and of none in common that", () => {
    expect(page([stretched(0, "A"), stretched(0, "B")])).toContain("No run has moved");
    const elsewhere = {
      ...long,
      path: long.path.map(({ evaluation, ...at }) => ({
        ...at,
        evaluation: { ...evaluation, examples: [] },
      })),
    };
    expect(page([short, elsewhere])).toContain("no prompt in common");
    expect(page([short, { ...long, path: [] }])).not.toMatch(/NaN|undefined|Infinity/);
  });

  it("claims the same dice only where seeds are the same", () => {
    expect(page([short, long])).toContain("The same prompt, the same dice");
    expect(page([short, stretched(1, "B", 8)])).toContain("the seeds differ");
  });

  it("has tables behind its pictures", () => {
    attention.tables = true;
    const html = page([short, long]) + render(Smalls, { props: { runs: [short, long] } }).body;
    attention.tables = false;
    expect(html).not.toContain('role="img"');
    expect(html.match(/<table/g)).toHaveLength(4);
  });

  it("tells sixteen runs apart by colour and dash, and names the settings that differ", () => {
    const lines = Array.from({ length: 16 }, (_, i) =>
      JSON.stringify(lineOf(stretched(1, String.fromCharCode(65 + i)))),
    );
    expect(new Set(lines).size).toBe(16);
    const runs = [short, stretched(1, "B", 8)];
    expect(render(Differences, { props: { runs } }).body).toMatch(/>seed<.*>7<.*>8</s);
  });
});
