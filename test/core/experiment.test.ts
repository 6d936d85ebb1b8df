import { describe, expect, it } from "vitest";
import { ANNOTATION, type Annotation } from "../../src/core/annotation.ts";
import {
  ANNOTATORS,
  changed,
  defaults,
  fromSearch,
  readKnob,
  suited,
  toSearch,
  valuesOf,
  VERSION,
  withoutIdle,
  type Experiment,
} from "../../src/core/experiment.ts";
import { dice } from "../../src/core/random.ts";
import type { Knobs } from "../../src/core/types.ts";
import { methods } from "../../src/methods/index.ts";

const menu = { methods, tasks: { reviews: {}, summaries: {}, replies: {} } };
const toyToo = { ...menu.tasks, toy: { exact: true } };
const usual = defaults(menu);

const annotations: readonly Annotation[] = [
  ANNOTATION,
  { ...ANNOTATION, orders: "single", instruction: "100 % & more: 값이 싸야 한다 +" },
  {
    ...ANNOTATION,
    edits: [
      { round: 0, instruction: "Shorter is better." },
      { round: 12, instruction: "It should mention the price." },
    ],
  },
  {
    ...ANNOTATION,
    noise: 0,
    positionBias: -0.75,
    lengthBias: 0.05,
    blind: ["aspect", "plain-english"],
  },
];

describe("a query", () => {
  it("holds version and seed always, and otherwise only what is not the default", () => {
    expect(toSearch(usual, menu)).toBe("v=1&seed=7");
    const experiment: Experiment = {
      ...usual,
      method: "online-dpo",
      seed: 12,
      annotator: "gold",
      knobs: { beta: 0.3, batch: 24 },
    };
    expect(toSearch(experiment, menu)).toBe(
      "v=1&method=online-dpo&seed=12&annotator=gold&knob.beta=0.3",
    );
  });

  it("gives back every experiment it was made from", () => {
    const random = dice(1);
    const pick = <T>(list: readonly T[], ...keys: (string | number)[]): T =>
      list[Math.floor(random.uniform(...keys) * list.length)]!;
    for (let i = 0; i < 300; i++) {
      const method = pick(Object.keys(methods) as (keyof typeof methods)[], "method", i);
      const given = Object.entries(methods[method].knobs as Knobs).map(([name, knob]) => {
        const { type, value } = knob;
        return [
          name,
          type === "choice"
            ? pick(knob.options, name, i)
            : pick([value, knob.min, knob.max], name, i),
        ];
      });
      const experiment = withoutIdle(menu, {
        version: VERSION,
        method,
        task: pick(Object.keys(menu.tasks), "task", i),
        seed: random("seed", i),
        backend: pick(["auto", "webgpu", "wasm", "cpu"] as const, "backend", i),
        annotator: pick(ANNOTATORS, "annotator", i),
        annotation: pick(annotations, "annotation", i),
        rewardModel: pick(
          [{ kind: "bundled" }, { kind: "trained", labels: 200, noise: 0.15 }] as const,
          "reward",
          i,
        ),
        heldOut: pick([8, 64, 500], "heldOut", i),
        evaluateEvery: pick([1, 10, 33], "every", i),
        knobs: changed(methods[method].knobs, Object.fromEntries(given)),
      });
      const search = toSearch(experiment, menu);
      expect(fromSearch(search, menu)).toEqual({ experiment, ignored: [] });
      expect(fromSearch(`?${search}`, menu).experiment).toEqual(experiment);
    }
  });

  it("is the defaults when empty", () => {
    expect(fromSearch("", menu)).toEqual({ experiment: usual, ignored: [] });
    expect(fromSearch("?", menu)).toEqual({ experiment: usual, ignored: [] });
  });

  it("refuses nonsense value by value, says why, and keeps the rest", () => {
    const search =
      "?v=9&method=alchemy&task=reviews&seed=-1&backend=cuda&annotator=gold&heldout=1e9&every=2.5" +
      "&labels=many&colour=red&knob.n=32&knob.beta=0.1&knob.epochs=1.5&knob.pool=none";
    const { experiment, ignored } = fromSearch(search, menu);
    expect(experiment).toEqual({ ...usual, annotator: "gold", knobs: { n: 32 } });
    const said = new Map(ignored.map(({ name, value, why }) => [name, `${value} ${why}`]));
    expect(Object.fromEntries(said)).toEqual({
      v: "9 is none of: 1",
      method: `alchemy is none of: ${Object.keys(menu.methods).join(", ")}`,
      seed: "-1 is not between 0 and 4294967295",
      backend: "cuda is none of: auto, webgpu, wasm, cpu",
      heldout: "1e9 is not between 8 and 2000",
      every: "2.5 is not a whole number",
      labels: "many is not a number",
      colour: "red is not a setting that Tilt knows",
      "knob.beta": "0.1 is no knob of best-of-n",
      "knob.epochs": "1.5 is not a whole number",
      "knob.pool": "none is none of: all rounds, last round only",
    });
    expect(ignored).toHaveLength(said.size);
  });

  it.each([
    ["spin", "gold"],
    ["self-rewarding", "simulated"],
    ["direct-rlaif", "human"],
    ["grpo", "human"],
    ["rso", "simulated"],
  ])(
    "says that in %s the annotator %s plays no part, and does not keep it",
    (method, annotator) => {
      const read = fromSearch(`method=${method}&annotator=${annotator}`, menu);
      const why = `plays no part in ${method}`;
      expect(read.ignored).toEqual([{ name: "annotator", value: annotator, why }]);
      expect(read.experiment.annotator).toBe("reward-model");
      const left = { ...usual, method, annotator: annotator as Experiment["annotator"] };
      expect(toSearch(left, menu)).not.toContain("annotator");
    },
  );

  it("keeps an annotator where a knob has it asked, and gold where the exact world draws it", () => {
    const kept = (search: string) => fromSearch(search, { ...menu, tasks: toyToo }).ignored;
    expect(kept("method=rso&annotator=simulated&knob.ranker=pairwise")).toEqual([]);
    expect(kept("method=best-of-n&annotator=human&knob.labels=32")).toEqual([]);
    expect(kept("method=grpo&annotator=gold")).toEqual([]);
    expect(kept("task=toy&method=spin&annotator=gold")).toEqual([]);
    expect(kept("task=toy&method=spin&annotator=human")).toHaveLength(1);
  });

  it.each([
    "seed=",
    "seed=NaN",
    "seed=Infinity",
    "seed=0x10000000000",
    "seed=7&seed=8",
    "%",
    "%E0%A4%A",
    "knob.__proto__=1",
    "method=__proto__",
    "method=constructor&knob.toString=1",
    "=",
    "&&&",
    "task=toString",
    `seed=${"9".repeat(100_000)}`,
    "knob.=3",
    "knob.n=\u0000",
    "noise=0.9",
  ])("never throws: %s", (search) => {
    const { experiment, ignored } = fromSearch(search, menu);
    expect(experiment).toEqual(usual);
    for (const { value, why } of ignored) {
      expect(value.length).toBeLessThanOrEqual(80);
      expect(why).not.toBe("");
    }
    expect(ignored.length).toBe(search === "&&&" ? 0 : Math.max(1, ignored.length));
  });

  it("asks for a reward model of one's own by its labels or its noise", () => {
    expect(fromSearch("labels=200", menu).experiment.rewardModel).toEqual({
      kind: "trained",
      labels: 200,
      noise: 0,
    });
    expect(fromSearch("noise=0.2", menu).experiment.rewardModel).toEqual({
      kind: "trained",
      labels: 2000,
      noise: 0.2,
    });
  });
});

describe("a task's own values of knobs", () => {
  const own = { learningRate: 0.05, beta: 0.3 };
  const world = { methods, tasks: { reviews: {}, toy: { knobs: own } } };

  it("take the place of the method's where the method has the knob", () => {
    const { n, learningRate } = suited(methods["best-of-n"].knobs, own);
    expect(n).toBe(methods["best-of-n"].knobs.n);
    expect(learningRate).toEqual({ ...methods["best-of-n"].knobs.learningRate, value: 0.05 });
    expect(suited(methods["best-of-n"].knobs, own)).not.toHaveProperty("beta");
  });

  it("are not written into a query, and the method's value is", () => {
    const given = { ...usual, task: "toy", knobs: { learningRate: 0.05, n: 2 } };
    expect(toSearch(given, world)).toBe("v=1&task=toy&seed=7&knob.n=2");
    const rate = methods["best-of-n"].knobs.learningRate.value;
    const search = toSearch({ ...given, knobs: { learningRate: rate } }, world);
    expect(search).toBe(`v=1&task=toy&seed=7&knob.learningRate=${rate}`);
    expect(fromSearch(search, world).experiment.knobs).toEqual({ learningRate: rate });
    expect(fromSearch("task=toy&knob.learningRate=0.05", world).experiment.knobs).toEqual({});
  });
});

describe("knobs", () => {
  const { knobs } = methods["best-of-n"];

  it("are read from text within their bounds", () => {
    expect(readKnob(knobs.n, "4")).toEqual({ value: 4 });
    expect(readKnob(knobs.n, "4.5")).toEqual({ why: "is not a whole number" });
    expect(readKnob(knobs.n, "0")).toEqual({ why: "is not between 1 and 128" });
    expect(readKnob(knobs.n, " ")).toEqual({ why: "is not a number" });
    expect(readKnob(knobs.temperature, "0.7")).toEqual({ value: 0.7 });
    expect(readKnob(knobs.pool, "all rounds")).toEqual({ value: "all rounds" });
  });

  it("keep what is given and fill in the rest", () => {
    expect(valuesOf(knobs, { n: 2 })).toEqual({ ...valuesOf(knobs), n: 2 });
    expect(changed(knobs, valuesOf(knobs, { n: 2 }))).toEqual({ n: 2 });
    expect(changed(knobs, { n: 16, unknown: 3 })).toEqual({});
  });
});
