import type { Component } from "svelte";
import { render } from "svelte/server";
import { describe, expect, it } from "vitest";
import { defaults } from "../../src/core/experiment.ts";
import type { Completion, Step, StepKind } from "../../src/core/types.ts";
import Rail from "../../src/ui/charts/Rail.svelte";
import { attention } from "../../src/ui/charts/attention.svelte.ts";
import type { ViewProps } from "../../src/ui/views/contract.ts";
import { views } from "../../src/ui/views/index.ts";
import { language } from "../../src/ui/words/index.svelte.ts";
import { lastOf, logs } from "./gallery/logs.ts";
import { reviewTask as task } from "./gallery/reviews.ts";

const experiment = defaults({ methods: {}, tasks: {} });

const fetched = Object.fromEntries(
  await Promise.all(
    Object.entries(views).map(async ([kind, view]) => [kind, (await view()).default] as const),
  ),
);
await language.illustrated(Promise.resolve());

const draw = (log: readonly Step[], at: number, more: Pick<ViewProps<StepKind>, "onFork"> = {}) => {
  const View = fetched[log[at]!.kind] as unknown as Component<ViewProps<StepKind>>;
  const props = { step: log[at]!, log, at, task, experiment, frozen: true, ...more };
  return render(View, { props }).body;
};
const cases = Object.entries(logs).flatMap(([name, log]) =>
  (Object.keys(views) as StepKind[])
    .map((kind) => ({ name, kind, at: lastOf(log, kind) }))
    .filter(({ at }) => at >= 0),
);
const decode = (html: string) => html.replaceAll("&lt;", "<").replaceAll("&amp;", "&");

describe("every view of every log", () => {
  it("covers every kind of step", () => {
    expect(new Set(cases.map(({ kind }) => kind))).toEqual(new Set(Object.keys(views)));
  });

  it.each(cases)("$name: $kind draws finite figures and says each picture in words", (c) => {
    const html = draw(logs[c.name]!, c.at);
    expect(html).not.toMatch(/NaN|undefined|Infinity/);
    const labels = [...html.matchAll(/role="img" aria-label="([^"]*)"/g)].map((m) => m[1]!);
    for (const label of labels) expect(label).toMatch(/^[A-Z0-9].*\.$/);
    expect(html.length).toBeGreaterThan(400);
  });

  it.each(cases)("$name: $kind has the table behind its pictures", (c) => {
    attention.tables = true;
    const html = draw(logs[c.name]!, c.at);
    attention.tables = false;
    const pictures = html.match(/<figure/g)?.length ?? 0;
    expect(html.match(/<th scope="col"/g)?.length ?? 0).toBeGreaterThanOrEqual(2 * pictures);
    expect(html).not.toContain('role="img"');
    expect(html).not.toMatch(/NaN|undefined|Infinity/);
  });

  it("offers a fork with an SFT term where the chosen reward falls, if there can be one", () => {
    const log = logs["preferred"]!;
    // The same run told the other way round: what was rejected, and fell, is called chosen.
    const turned = log.map((step): Step => {
      if (step.kind !== "update") return step;
      const pairs = step.report.pairs.map((pair) => ({
        ...pair,
        policyChosen: pair.policyRejected,
        refChosen: pair.refRejected,
        policyRejected: pair.policyChosen,
        refRejected: pair.refChosen,
      }));
      return { ...step, report: { ...step.report, pairs } };
    });
    const at = lastOf(log, "update");
    const offer = "Fork with an SFT term";
    expect(draw(turned, at)).toContain("Why is my chosen reward falling?");
    expect(draw(turned, at, { onFork: () => {} })).toContain(offer);
    expect(draw(turned, at)).not.toContain(offer);
    expect(draw(log, at, { onFork: () => {} })).not.toContain(offer);
  });

  it("shows each grade of a reply, and says it when grades no longer tell replies apart", () => {
    const page = (name: string, more = {}) =>
      decode(draw(logs[name]!, lastOf(logs[name]!, "judge"), more));
    expect(page("graded")).toMatch(/aria-label="Grades \d, \d, \d; score \d\.\d\d\."/);
    expect(page("level")).toContain("100");
    expect(page("level")).toContain("there is no pair this round");
    expect(page("level", { onFork: () => {} })).toContain("Grade by expected score instead");
    expect(page("silent")).toContain("nothing to learn from this round");
  });

  it("draws every single step of a run", () => {
    const log = logs["preferred"]!;
    for (let at = 0; at < 12; at++) expect(draw(log, at)).not.toMatch(/NaN|undefined|Infinity/);
  });
});

describe("what models write", () => {
  const hostile = '<img src=x onerror="alert(1)"> & <b>';
  const spoiled = (log: readonly Step[]): readonly Step[] =>
    JSON.parse(JSON.stringify(log), (_, value: unknown) => {
      const y = value as Completion;
      if (value === null || typeof value !== "object" || !("logps" in y)) return value;
      return { ...y, text: hostile, pieces: y.tokens.map(() => hostile) };
    }) as readonly Step[];

  it.each(cases.filter(({ name }) => name === "imitated" || name === "preferred"))(
    "stays text in $name: $kind",
    ({ name, kind }) => {
      const log = spoiled(logs[name]!);
      const html = draw(log, lastOf(log, kind));
      expect(html).not.toContain("<img");
      if (html.includes("onerror")) expect(decode(html)).toContain("<img src=x");
      // Whatever holds it says which language it is in.
      for (const at of [...html.matchAll(/&lt;img src=x/g)].map((m) => m.index)) {
        const before = html.slice(0, at);
        const tag = before.slice(before.lastIndexOf("<"));
        const near = before.slice(-600);
        expect(tag.includes("title") || near.includes('lang="en"')).toBe(true);
      }
    },
  );
});

describe("the rail", () => {
  it("says when nothing has been measured yet", () => {
    expect(render(Rail, { props: { log: [], at: -1 } }).body).toContain("measured first");
  });

  it("estimates the frontier only from a draw large enough, and labels it", () => {
    const of = (log: readonly Step[]) => render(Rail, { props: { log, at: log.length - 1 } }).body;
    expect(of(logs["imitated"]!)).toContain("tilt, estimated");
    expect(of(logs["preferred"]!)).not.toContain("tilt, estimated");
  });

  it("shows the evaluation at the playhead, not the last one", () => {
    const log = logs["imitated"]!;
    const first = log.findIndex((step) => step.kind === "evaluate");
    const step = log[first] as Extract<Step, { kind: "evaluate" }>;
    const html = render(Rail, { props: { log, at: first } }).body;
    expect(html).toContain(`${step.evaluation.length.toFixed(1)} tokens`);
    expect(html).toContain('class="line gold faint"');
    const { body } = render(Rail, { props: { log, at: first, lookingBack: false } });
    expect(body.match(/<path[^>]*class="line gold faint"[^>]*d="M[^"]*L/)).toBeNull();
  });
});
