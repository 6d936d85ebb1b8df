import { describe, expect, it } from "vitest";
import { ANNOTATION } from "../../src/core/annotation.ts";
import { defaults, fromSearch, toSearch, type Experiment } from "../../src/core/experiment.ts";
import type { Label, Step } from "../../src/core/types.ts";
import { openBench } from "../../src/lab.ts";
import { menu } from "../../src/menu.ts";
import { Session } from "../../src/ui/session.svelte.ts";
import { toy } from "../../src/toy/task.ts";
import { histogram, instructionEdits, labelHistory, samePlace } from "../../src/ui/views/labels.ts";

const experiment: Experiment = {
  ...defaults(menu),
  task: "toy",
  method: "online-dpo",
  annotator: "human",
  evaluateEvery: 2,
  knobs: { iterations: 3, batch: 8 },
};

async function opened(changes: Partial<Experiment> = {}) {
  const session = new Session({ ...experiment, ...changes }, [], openBench);
  await session.begin();
  return session;
}
/** Until the questions are on the screen. */
async function asked(session: Session) {
  while (!session.asks) await new Promise((resolve) => setTimeout(resolve));
  return session.opened!.desk!;
}
const labelsOf = (session: Session) => {
  const step = session.live.log.findLast((one) => one.kind === "label");
  return step?.kind === "label" ? step.labels : [];
};

describe("a person who labels", () => {
  it("is waited for by the label step alone, and answers it", async () => {
    const session = await opened();
    const step = session.live.forward("event");
    const desk = await asked(session);
    const total = session.sitting!.questions.length;
    expect(total).toBeGreaterThan(2);
    // Nothing else waits: one may look back, ask the model, and come again.
    session.live.back("event");
    expect(session.asks).toBe(false);
    expect((await session.ask("How is the kettle?")).now.completion.text).not.toBe("");
    session.live.toLive();
    expect(session.asks).toBe(true);
    for (let i = 0; i < total; i++) desk.answer(1);
    await step;
    expect(session.live.step?.kind).toBe("label");
    expect(labelsOf(session).filter(({ p }) => p === 1)).toHaveLength(total);
    expect(session.asks).toBe(false);
  });

  it("stops with the labels so far, and the run stands still; so does one who labels nothing", async () => {
    for (const given of [2, 0]) {
      const session = await opened();
      const played = session.live.play();
      const desk = await asked(session);
      for (let i = 0; i < given; i++) desk.answer(0);
      session.stopLabelling();
      await played;
      expect(session.live.step?.kind).toBe("label");
      expect(session.live.playing).toBe(false);
      expect(labelsOf(session).filter(({ p }) => p !== 0.5)).toHaveLength(given);
      await session.live.forward("event");
      expect(session.live.step).toMatchObject({ kind: "pair" });
      expect(session.live.step?.kind === "pair" && session.live.step.pairs.length).toBe(given);
      expect(session.trouble).toBeNull();
    }
  });

  it("who never answers hangs nothing: a fork, a reset and another experiment go on", async () => {
    const session = await opened();
    void session.live.play();
    await asked(session);
    session.fork(0);
    expect(session.sitting).toBeNull();
    await session.live.until((step) => step.kind === "sample");
    expect(session.trouble).toBeNull();
    void session.live.play();
    await asked(session);
    session.reset();
    expect(session.asks).toBe(false);
    await session.begin({ ...experiment, annotator: "gold" });
    session.live.pace = "live";
    await session.live.play();
    expect(session.live.done).toBe(true);
    expect(session.trouble).toBeNull();
  });
});

describe("an instruction that is changed in the middle of a run", () => {
  it("holds from the next label on, and stays in the link", async () => {
    const session = await opened({ annotator: "simulated" });
    session.instruct("Shorter is better.");
    expect(session.experiment.annotation.instruction).toBe("Shorter is better.");
    await session.live.forward("event");
    session.instruct("Longer is better.");
    await session.live.forward("round");
    session.instruct("It should say soft.");
    expect(session.experiment.annotation.edits).toEqual([
      { round: 1, instruction: "It should say soft." },
    ]);
    const search = toSearch(session.experiment, menu);
    expect(fromSearch(search, menu).experiment.annotation).toEqual(session.experiment.annotation);
  });

  it("cannot be told to the exact world, which says what to do instead", async () => {
    const session = await opened({ annotator: "instructed-s" });
    expect(session.trouble?.code).toBe("annotator.model");
    expect(session.trouble?.next).not.toBe("");
  });

  it("refuses a component that the reward does not have", async () => {
    const annotation = { ...ANNOTATION, blind: ["aspect"] };
    const session = await opened({ annotator: "simulated", annotation });
    expect(session.trouble?.code).toBe("annotator.blind");
  });
});

describe("what is read off labels", () => {
  const label = (p: number, ab: number, ba: number, instruction = "x"): Label => ({
    promptId: "p",
    a: "p#0",
    b: "p#1",
    p,
    orders: { ab, ba },
    rewards: null,
    instruction,
  });
  const step = (...labels: Label[]): Step => ({ kind: "label", labels, by: "reader" });

  it("counts the same place twice, and never at exactly a half", () => {
    const labels = [label(0.5, 0.9, 0.9), label(0.9, 0.9, 0.1), label(0.5, 0.5, 0.9)];
    expect(samePlace(labels)).toBe(1 / 3);
    expect(samePlace([])).toBe(0);
  });

  it("puts every probability into one bin, 1 into the last", () => {
    expect(histogram([0, 0.09, 0.1, 0.5, 1], 10)).toEqual([2, 1, 0, 0, 0, 1, 0, 0, 0, 1]);
  });

  it("marks where other words were used, by updates, within what has been seen", () => {
    const update = { kind: "update" } as Step;
    const log = [
      step(label(1, 1, 0, "short")),
      update,
      step(label(1, 1, 0, "short")),
      update,
      step(label(1, 1, 0, "long")),
      update,
      step(label(1, 1, 0, "short")),
    ];
    expect(instructionEdits(log, 6)).toEqual([
      { update: 2, instruction: "long" },
      { update: 3, instruction: "short" },
    ]);
    expect(instructionEdits(log, 4)).toHaveLength(1);
    expect(instructionEdits(log, 3)).toEqual([]);
  });

  it("agrees with gold always when gold labels, and once per label step", async () => {
    const session = await opened({ annotator: "gold" });
    session.live.pace = "live";
    await session.live.play();
    const { log } = session.live;
    const history = labelHistory(log, log.length - 1, toy);
    expect(history.map(({ update }) => update)).toEqual([0, 1, 2]);
    for (const { agreement, gap } of history) {
      expect(agreement.n).toBeGreaterThan(0);
      expect(agreement.rate).toBe(1);
      expect(gap).toBeNull();
    }
  });
});
