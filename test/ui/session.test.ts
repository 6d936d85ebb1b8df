import { describe, expect, it } from "vitest";
import { defaults, readKnob, type Experiment } from "../../src/core/experiment.ts";
import { TiltError } from "../../src/core/types.ts";
import { openBench } from "../../src/lab.ts";
import { menu } from "../../src/menu.ts";
import { repeat } from "../../src/ui/library/repeat.ts";
import { lighten, toCpu } from "../../src/ui/remedies.ts";
import { Session } from "../../src/ui/session.svelte.ts";

const experiment: Experiment = {
  ...defaults(menu),
  task: "toy",
  method: "online-dpo",
  evaluateEvery: 2,
  knobs: { iterations: 4, batch: 4 },
};

async function opened(changes: Partial<Experiment> = {}) {
  const session = new Session({ ...experiment, ...changes }, [], openBench);
  await session.begin();
  return session;
}
const kinds = (session: Session) => session.player.log.map((step) => step.kind);

describe("a session in the exact world", () => {
  it("opens with a run ready: measured, and its first answers drawn", async () => {
    const session = await opened();
    expect(kinds(session)).toEqual(["evaluate", "round", "sample"]);
    expect(session.player.untouched).toBe(true);
    expect(session.rounds).toBe(4);
  });

  it("starts at the values that the world asks for, and puts knobs back to them", async () => {
    const session = await opened();
    expect(session.knobs.learningRate).toBe(menu.tasks.toy.knobs?.learningRate);
    session.turn("learningRate", 0.001);
    session.turnBack();
    expect(session.draft?.knobs.learningRate).toBe(session.knobs.learningRate);
    for (const [name, value] of Object.entries(menu.tasks.toy.knobs ?? {})) {
      expect(readKnob(session.method.knobs[name]!, String(value))).toEqual({ value });
    }
  });

  it("steps by event, stage and round", async () => {
    const { player } = await opened();
    await player.forward("event");
    expect(player.step?.kind).toBe("label");
    await player.forward("round");
    expect(player.step).toMatchObject({ kind: "round", t: 1 });
    await player.visit("update");
    expect(player.step?.kind).toBe("update");
  });

  it("looks back without touching the log, and comes forward through it", async () => {
    const session = await opened();
    const { player } = session;
    await player.forward("round");
    const before = JSON.stringify(player.log);
    player.back("round");
    expect(player.lookingBack).toBe(true);
    expect(player.step).toMatchObject({ kind: "round", t: 0 });
    await player.forward("event");
    expect(player.step?.kind).toBe("sample");
    player.seek(0);
    player.toLive();
    expect(player.lookingBack).toBe(false);
    expect(JSON.stringify(player.log)).toBe(before);
  });

  it("plays to the end, and says so", async () => {
    const session = await opened();
    session.player.pace = "live";
    await session.player.play();
    expect(session.player.done).toBe(true);
    expect(session.player.playing).toBe(false);
    expect(session.player.step?.kind).toBe("evaluate");
  });

  it("drafts a turned knob and never edits history", async () => {
    const session = await opened();
    await session.player.forward("round");
    const before = JSON.stringify(session.player.log);
    session.turn("beta", 0.5);
    expect(session.knobs.beta).toBe(0.1);
    expect(session.draft?.knobs.beta).toBe(0.5);
    session.turn("beta", 0.1);
    expect(session.draft).toBeNull();
    expect(JSON.stringify(session.player.log)).toBe(before);
  });

  it("drafts a fork with knobs that a view proposes", async () => {
    const session = await opened();
    await session.player.forward("round");
    session.askFork({ sft: 1 });
    expect(session.draft).toMatchObject({ asked: true, from: { round: 1 }, knobs: { sft: 1 } });
    expect(session.knobs.sft).toBe(0);
    await session.forkAndStep();
    expect(session.experiment.knobs.sft).toBe(1);
  });

  it("forks at a kept round: the same log up to it, the new knobs after it", async () => {
    const session = await opened();
    await session.player.forward("round");
    await session.player.visit("update");
    const log = [...session.player.log];
    session.turn("temperature", 1.5);
    const at = session.draft!.from!.at;
    await session.forkAndStep();
    expect(session.player.log.slice(0, at)).toEqual(log.slice(0, at));
    expect(session.player.step).toMatchObject({ kind: "sample", sampler: { temperature: 1.5 } });
    expect(session.experiment.knobs.temperature).toBe(1.5);
    expect(session.branch).toMatchObject({ round: 1, update: 2 });
  });

  it("starts again from the same seed with the same log", async () => {
    const session = await opened();
    await session.player.forward("round");
    const first = JSON.stringify(session.player.log.slice(0, 3));
    session.reset();
    while (session.player.busy) await new Promise((resolve) => setTimeout(resolve));
    expect(JSON.stringify(session.player.log)).toBe(first);
  });

  it("keeps its log when a step fails, and names one remedy", async () => {
    const session = new Session(experiment, [], async (...given) => {
      const world = await openBench(...given);
      world.bench.lab.policy.update = () =>
        Promise.reject(new TiltError("worker.died", "It stopped.", "Resume."));
      return world;
    });
    await session.begin();
    await session.player.forward("round");
    expect(session.trouble).toMatchObject({ code: "worker.died", remedy: "restore" });
    expect(kinds(session).at(-1)).toBe("pair");
    expect(session.player.busy).toBe(false);
  });

  it("offers half the batch where memory is full, whoever says so", async () => {
    for (const error of [
      new RangeError("Array buffer allocation failed"),
      new TiltError("gpu.error", "Out of memory.", "Try again."),
    ]) {
      const session = await opened();
      session.fail(error);
      expect(session.trouble).toMatchObject({ code: "memory.full", remedy: "lighten" });
      await lighten(session);
      expect(session.live.length).toBe(3);
      expect(session.trouble).toBeNull();
      expect(session.knobs.batch).toBe(2);
    }
  });

  it("offers the processor first where a card refuses a program, and goes on with it", async () => {
    const session = await opened();
    session.fail(new TiltError("gpu.error", "The GPU refused a program: no.", "Go on."));
    expect(session.trouble).toMatchObject({ code: "gpu.error", remedy: "cpu" });
    session.fail(new TiltError("gpu.lost", "The GPU was lost: away.", "Go on."));
    expect(session.trouble).toMatchObject({ code: "gpu.lost", remedy: "restore" });
    await toCpu(session);
    expect(session.experiment.backend).toBe("wasm");
    expect(session.live.length).toBe(3);
    expect(session.trouble).toBeNull();
  });

  it("computes a log anew behind it, but asks no person again for what was answered", async () => {
    for (const annotator of ["reward-model", "human"] as const) {
      const session = await opened({ annotator });
      const label = session.player.visit("label");
      for (const _ of [0, 1, 2, 3]) {
        await expect.poll(() => session.sitting !== null || annotator !== "human").toBe(true);
        session.opened?.desk?.answer(1);
      }
      await label;
      const { experiment: its } = session;
      const header = {
        kind: "run" as const,
        version: its.version,
        experiment: its,
        seed: its.seed,
      };
      const steps = [...session.player.log];
      const engine = { backend: "exact", adapter: null } as const;
      const log = { header: { ...header, ...engine }, steps, summary: null };
      expect(await repeat(session, log)).toBe(true);
      expect(kinds(session)).toEqual(
        annotator === "human" ? ["evaluate", "round", "sample"] : steps.map(({ kind }) => kind),
      );
    }
  });

  it("stands still where the answers have become alike, but not in a world that aims at one", async () => {
    const narrowing = async (exact: boolean) => {
      const session = new Session(experiment, [], async (...asked) => {
        const { exact: world, ...opened } = await openBench(...asked);
        const { evaluate } = opened.bench;
        let times = 0;
        const bench = {
          ...opened.bench,
          evaluate: async () => ({
            ...(await evaluate()),
            distinct2: [0.8, 0.7, 0.2][times++] ?? 0.2,
          }),
        };
        return { ...opened, bench, ...(exact && world ? { exact: world } : {}) };
      });
      await session.begin();
      session.player.pace = "live";
      await session.player.play();
      return session;
    };
    const stopped = await narrowing(false);
    expect(stopped.player.done).toBe(false);
    expect(stopped.player.step).toMatchObject({ kind: "evaluate", update: 4 });
    expect(stopped.narrow).toBeCloseTo(0.25);
    const aimed = await narrowing(true);
    expect(aimed.player.done).toBe(true);
    expect(aimed.narrow).toBeNull();
  });

  it("lets go of a bench that arrives after another was asked for", async () => {
    let freed = 0;
    const session = new Session(experiment, [], async (...given) => {
      const world = await openBench(...given);
      await new Promise((resolve) => setTimeout(resolve, 5));
      return { ...world, engine: { ...world.engine, dispose: () => void freed++ } };
    });
    await Promise.all([session.begin(), session.begin({ ...experiment, seed: 8 })]);
    expect(freed).toBe(1);
    expect(session.experiment.seed).toBe(8);
    expect(kinds(session).at(-1)).toBe("sample");
  });
});
