/** @file What must hold of every method in the index, on the exact world. */

import * as Comlink from "comlink";
import { describe, expect, it } from "vitest";
import { fromJsonLines, headerOf, toJsonLines } from "../../src/core/runlog.ts";
import { defaults, valuesOf } from "../../src/core/experiment.ts";
import { Run, type Bench } from "../../src/core/run.ts";
import { reported } from "../../src/core/stream.ts";
import type { FitOptions, FitReport, Knobs, LabelledPair } from "../../src/core/types.ts";
import type { Method, Step, Teacher } from "../../src/core/types.ts";
import { bradleyTerry } from "../../src/feedback/bradley-terry.ts";
import { methods } from "../../src/methods/index.ts";
import { toyBench } from "../../src/toy/bench.ts";
import { small } from "./small.ts";

/** Knobs at which a method asks somebody else. */
const others: Readonly<Record<string, Record<string, Record<string, number | string>>>> = {
  "best-of-n": { "with labels": { labels: 8 } },
  rso: {
    "with a ranker": { ranker: "pairwise", labels: 16 },
    "on given pairs": { data: "direct" },
  },
};

/** A fit that can cross a port: its reports come by callback. */
type Fitted = (
  pairs: readonly LabelledPair[],
  options: FitOptions,
  report: (one: FitReport) => void | Promise<void>,
) => Promise<void>;

const bench = (seed: number) =>
  toyBench({ seed, annotator: (s) => bradleyTerry(s, { draw: true }), feedback: "proxy" });

const runOf = (method: Method, on: Bench): Run =>
  new Run(method, { bench: on, evaluateEvery: 3, knobs: small[method.id] });

async function logOf(method: Method, seed: number): Promise<readonly Step[]> {
  const run = runOf(method, bench(seed));
  await run.play(() => false);
  return run.log;
}

describe.each(Object.entries(methods) as [string, Method][])("%s", (id, method) => {
  it.each(["", ...Object.keys(others[id] ?? {})])(
    "asks whom it says it asks (%s)",
    async (name) => {
      const asked = new Set<Teacher>();
      const { lab, ...rest } = bench(5);
      const watched = { ...lab };
      const watch = (name: Teacher, verbs: readonly string[]) => {
        const told = new Proxy(lab[name], {
          get(target, verb) {
            const value: unknown = Reflect.get(target, verb);
            if (typeof value !== "function") return value;
            if (verbs.includes(String(verb))) asked.add(name);
            return value.bind(target) as unknown;
          },
        });
        Object.assign(watched, { [name]: told });
      };
      watch("scorer", ["score", "scoreAll"]);
      watch("annotator", ["prefer"]);
      watch("judge", ["grade"]);
      watch("grader", ["grade"]);
      const knobs = { ...small[id], ...others[id]?.[name] };
      const run = new Run(method, { bench: { ...rest, lab: watched }, evaluateEvery: 99, knobs });
      await run.play(() => false);
      expect([...asked]).toEqual(method.asks(run.knobs));
    },
  );

  it("is known by its own id, and has small knobs here", () => {
    expect(method.id).toBe(id);
    for (const name of Object.keys(small[id]!)) expect(Object.keys(method.knobs)).toContain(name);
  });

  it("gives the same log for the same seed, another for another", async () => {
    const [a, b, c] = [await logOf(method, 1), await logOf(method, 1), await logOf(method, 2)];
    expect(a.length).toBeGreaterThan(15);
    expect(b).toEqual(a);
    expect(c).not.toEqual(a);
    const samples = (log: readonly Step[]) => log.filter((s) => s.kind === "sample");
    expect(samples(c)[0]).not.toEqual(samples(a)[0]);
  });

  it("replays the tail from every round", async () => {
    const run = runOf(method, bench(3));
    await run.play(() => false);
    const log = structuredClone(run.log);
    expect(run.checkpoints.length).toBeGreaterThan(2);
    for (const { round } of run.checkpoints) {
      const fork = run.fork(round);
      await fork.play(() => false);
      expect(fork.log).toEqual(log);
    }
  });

  it("goes through JSON, a file and a structured clone unharmed", async () => {
    const log = await logOf(method, 4);
    expect(JSON.parse(JSON.stringify(log))).toEqual(log);
    expect(structuredClone(log)).toEqual(log);
    const menu = { methods, tasks: { toy: {} } };
    const header = headerOf({ ...defaults(menu), method: id }, "exact", null);
    const file = { header, steps: log, summary: null };
    expect(fromJsonLines(toJsonLines(file))).toEqual(file);
  });

  it("gives the same log in hand and through a message port", async () => {
    const inHand = await logOf(method, 5);
    const { port1, port2 } = new MessageChannel();
    const { lab, evaluate, examine } = bench(5);
    const { policy, reference, scorer, rewardModel, annotator } = lab;
    const fitted: Fitted = async (pairs, options, report) => {
      for await (const one of rewardModel.fit(pairs, options)) await report(one);
    };
    Comlink.expose({ policy, reference, scorer, rewardModel, annotator, evaluate, fitted }, port1);
    // Comlink's types do not follow a path into an object; its proxies do.
    const far = Comlink.wrap(port2) as unknown as Bench["lab"] &
      Pick<Bench, "evaluate"> & { fitted: Fitted };
    const across: Bench = {
      lab: {
        ...lab,
        policy: far.policy,
        reference: far.reference,
        // A name is read on the spot, so it stays here.
        scorer: {
          name: scorer.name,
          score: (...args) => far.scorer.score(...args),
          scoreAll: (...args) => far.scorer.scoreAll(...args),
        },
        rewardModel: {
          name: rewardModel.name,
          score: (...args) => far.rewardModel.score(...args),
          scoreAll: (...args) => far.rewardModel.scoreAll(...args),
          fit: (pairs, options) =>
            reported((report) => far.fitted(pairs, options, Comlink.proxy(report))),
          save: () => far.rewardModel.save(),
          load: (name) => far.rewardModel.load(name),
        },
        annotator: { name: annotator.name, prefer: (...args) => far.annotator.prefer(...args) },
      },
      evaluate: () => far.evaluate(),
      examine: examine!,
    };
    try {
      const run = runOf(method, across);
      await run.play(() => false);
      expect(run.log).toEqual(inHand);
    } finally {
      port1.close();
      port2.close();
    }
  });

  it("has a line in its box for every kind of step, and a step for every lit line", async () => {
    const seen = new Set((await logOf(method, 6)).map(({ kind }) => kind));
    seen.delete("evaluate");
    // A reward model may be fitted before the method begins.
    if (!method.box.some(({ kind }) => kind === "fit")) seen.delete("fit");
    seen.delete("exam");
    const lines = method.box.flatMap(({ kind }) => (kind ? [kind] : []));
    expect(new Set(lines)).toEqual(seen);
    expect(lines).toHaveLength(seen.size);
    for (const { math, explain, indent } of method.box) {
      expect(math).not.toBe("");
      expect(explain).toMatch(/\.$/);
      expect(indent).toBeGreaterThanOrEqual(0);
    }
  });

  it("has knobs whose bounds hold their own values and the paper's", () => {
    for (const [name, knob] of Object.entries(method.knobs as Knobs)) {
      if (knob.type === "choice") {
        expect(knob.options, name).toContain(knob.value);
        continue;
      }
      const { min, max, value, paper = value, step, scale } = knob;
      for (const v of [value, paper]) {
        expect(v, name).toBeGreaterThanOrEqual(min);
        expect(v, name).toBeLessThanOrEqual(max);
      }
      expect(step, name).toBeGreaterThan(0);
      if (scale === "log") expect(min, name).toBeGreaterThan(0);
      // A slider starts at its minimum and moves by its step: it must be able to reach its value.
      const steps = (value - min) / step;
      expect(Math.abs(steps - Math.round(steps)), name).toBeLessThan(1e-6);
    }
    expect(valuesOf(method.knobs)).toEqual(
      Object.fromEntries(Object.entries(method.knobs).map(([n, k]) => [n, k.value])),
    );
  });

  it("stops when aborted and goes on where it stopped", async () => {
    const whole = await logOf(method, 7);
    const run = runOf(method, bench(7));
    const control = new AbortController();
    let updates = 0;
    await run.play((s) => {
      if (s.kind === "update" && ++updates === 2) control.abort();
      return false;
    }, control.signal);
    expect(run.done).toBe(false);
    expect(run.log).toEqual(whole.slice(0, run.log.length));
    await run.play(() => false);
    expect(run.log).toEqual(whole);
  });

  it("starts every round with a round step, numbered from 0", async () => {
    const rounds = (await logOf(method, 8)).flatMap((s) => (s.kind === "round" ? [s] : []));
    rounds.forEach((step, t) => expect(step).toEqual({ kind: "round", t, rounds: rounds.length }));
  });
});
