import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { defaults, fromSearch, toSearch, type Experiment } from "../../src/core/experiment.ts";
import { joined, legsBefore, switchOf, wentOver } from "../../src/core/legs.ts";
import { recorded, recordingsOf } from "../../src/core/recordings.ts";
import {
  fromJsonLines,
  fromJsonLinesGently,
  headerOf,
  toJsonLines,
} from "../../src/core/runlog.ts";
import { Run } from "../../src/core/run.ts";
import { Tape } from "../../src/core/tape.ts";
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

async function finished(): Promise<Run> {
  const { bench } = await openBench(experiment);
  const run = new Run(methodOf(experiment), { bench, evaluateEvery: 2, knobs: experiment.knobs });
  await run.play(() => false);
  return run;
}

describe("a tape", () => {
  it("gives the log's steps in order, then none, and can be wound back", async () => {
    const { log, knobs, legs } = await finished();
    const tape = new Tape(log, knobs, legs, 3);
    expect(tape.log).toEqual(log.slice(0, 3));
    const given: Step[] = [...tape.log];
    for (let step = await tape.step(); step; step = await tape.step()) given.push(step);
    expect(given).toEqual(log);
    expect(tape.done).toBe(true);
    expect(await tape.step()).toBeNull();
    expect(tape.rewound().log).toEqual([]);
  });
});

describe("legs of a run", () => {
  const a = { beta: 0.1 };
  const b = { beta: 0.5 };

  it("are one without a fork, and one more for each fork with other knobs", async () => {
    const run = await finished();
    expect(run.legs).toEqual([{ from: 0, round: 0, knobs: run.knobs }]);
    const { at } = run.checkpoints[2]!;
    expect(run.fork(2).legs).toEqual(run.legs);
    const forked = run.fork(2, { knobs: b });
    expect(forked.legs.map(({ from, round }) => [from, round])).toEqual([
      [0, 0],
      [at, 2],
    ]);
    // Back at round 1 the second leg has not been, and at round 0 nothing has.
    expect(forked.fork(1).legs.at(-1)).toMatchObject({ round: 1, knobs: { beta: 0.5 } });
    expect(forked.fork(0, { knobs: b }).legs).toHaveLength(1);
  });

  it("before a round are those that began earlier", () => {
    const two = joined(joined([], { from: 9, round: 3, knobs: a }), {
      from: 7,
      round: 2,
      knobs: b,
    });
    expect(two[0]).toEqual({ from: 0, round: 0, knobs: a });
    expect(legsBefore(two, { round: 2, at: 7 })).toEqual([two[0]]);
    expect(legsBefore(two, { round: 3, at: 12 })).toEqual(two);
    expect(legsBefore(two, { round: 0, at: 1 })).toEqual([]);
  });
});

describe("a run that another backend took over", () => {
  const knobs = { beta: 0.1 };
  const one = [{ from: 0, round: 0, knobs }];
  const there = { round: 2, at: 7 };
  const two = wentOver(one, "webgpu", "wasm", there);

  it("has a leg of each, and none where it is the same backend", () => {
    expect(two).toEqual([
      { from: 0, round: 0, knobs, backend: "webgpu" },
      { from: 7, round: 2, knobs, backend: "wasm" },
    ]);
    expect(wentOver(one, "wasm", "wasm", there)).toEqual(one);
    expect(wentOver(two, "wasm", "wasm", { round: 3, at: 12 })).toEqual(two);
    expect(wentOver(two, "wasm", "webgpu", { round: 3, at: 12 })).toHaveLength(3);
    expect(switchOf(one)).toBeNull();
    expect(switchOf(two)).toEqual({ from: "webgpu", to: "wasm", leg: two[1] });
  });

  it("stays so when it is forked at that round or later, not from its beginning", () => {
    expect(legsBefore(two, there)).toEqual(two);
    const forked = joined(legsBefore(two, there), { from: 7, round: 2, knobs: { beta: 0.5 } });
    expect(switchOf(forked)).toMatchObject({ from: "webgpu", to: "wasm", leg: { round: 2 } });
    expect(legsBefore(forked, there)).toEqual(two);
    expect(legsBefore(two, { round: 0, at: 0 })).toEqual([]);
  });

  it("says so in its file", () => {
    const header = { ...headerOf({ ...experiment, backend: "wasm" }, "wasm", null), legs: two };
    expect(fromJsonLines(toJsonLines({ header, steps: [], summary: null })).header).toEqual(header);
  });
});

describe("a recorded run", () => {
  it("keeps every step, text and token, and its numbers to five digits", async () => {
    const { log } = await finished();
    const header = headerOf(experiment, "exact", null);
    const short = recorded({ header, steps: log, summary: null });
    expect(short.header.digits).toBe(5);
    expect(short.steps.map((step) => step.kind)).toEqual(log.map((step) => step.kind));
    const near = (x: unknown, y: unknown): void => {
      if (typeof x === "number")
        expect(Math.abs(x - (y as number))).toBeLessThanOrEqual(5e-5 * Math.abs(x));
      else if (x && typeof x === "object")
        for (const [key, value] of Object.entries(x)) {
          if (key !== "pieces") near(value, (y as Record<string, unknown>)[key]);
        }
      else expect(y).toBe(x);
    };
    near(log, short.steps);
    const text = toJsonLines(short);
    expect(await fromJsonLinesGently(text)).toEqual(fromJsonLines(text));
  });

  const folder = new URL("../../public/runs/", import.meta.url);
  const listed = recordingsOf(JSON.parse(readFileSync(new URL("index.json", folder), "utf8")));

  it("of the list can be read in full, of each that the list names", () => {
    const raw = JSON.parse(readFileSync(new URL("index.json", folder), "utf8")) as unknown[];
    expect(listed).toHaveLength(raw.length);
    for (const { id, experiment, steps, updates, bytes } of listed) {
      const file = readFileSync(new URL(`${id}.jsonl.gz`, folder));
      expect(file.length).toBe(bytes);
      const log = fromJsonLines(gunzipSync(file).toString());
      expect(log.header.experiment).toEqual(experiment);
      expect(log.steps).toHaveLength(steps);
      expect(log.steps.filter((step) => step.kind === "update")).toHaveLength(updates);
      expect(fromSearch(toSearch(experiment, menu), menu).ignored).toEqual([]);
    }
  });

  it("comes first of the method and task that a visitor without a link gets", () => {
    const { method, task } = defaults(menu);
    expect(listed[0]?.experiment).toMatchObject({ method, task });
  });
});
