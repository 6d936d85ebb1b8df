import { describe, expect, it } from "vitest";
import { Run, type Bench } from "../../src/core/run.ts";
import { TiltError, type Method, type Policy, type Step } from "../../src/core/types.ts";
import { bradleyTerry } from "../../src/feedback/bradley-terry.ts";
import { onlineDpo } from "../../src/methods/online-dpo.ts";
import { toyBench } from "../../src/toy/bench.ts";

const knobs = { iterations: 5, batch: 8, learningRate: 0.05, beta: 0.3 };
const bench = (seed = 1) => toyBench({ seed, annotator: bradleyTerry, copies: 4 });
const make = (changes: { bench?: Bench; evaluateEvery?: number; method?: Method } = {}): Run =>
  new Run(changes.method ?? onlineDpo, {
    bench: changes.bench ?? bench(),
    evaluateEvery: changes.evaluateEvery ?? 2,
    knobs,
  });

const kinds = (steps: readonly Step[]): string => steps.map(({ kind }) => kind).join(" ");
const all = (): boolean => false;

/** A bench whose policy is changed in one verb. */
function withPolicy(
  base: ReturnType<typeof toyBench>,
  change: (p: Policy) => Partial<Policy>,
): Bench {
  const { policy } = base;
  const bound: Policy = {
    sample: policy.sample.bind(policy),
    logprob: policy.logprob.bind(policy),
    update: policy.update.bind(policy),
    instead: policy.instead.bind(policy),
    values: policy.values.bind(policy),
    divergence: policy.divergence.bind(policy),
    save: policy.save.bind(policy),
    load: policy.load.bind(policy),
  };
  return { ...base, lab: { ...base.lab, policy: { ...bound, ...change(bound) } } };
}

describe("a run", () => {
  it("evaluates at its start, after every k-th update, and at its end", async () => {
    const run = make({ evaluateEvery: 2 });
    await run.play(all);
    const body = "sample label pair update";
    expect(kinds(run.log)).toBe(
      `evaluate round ${body} round ${body} evaluate round ${body} round ${body} evaluate ` +
        `round ${body} evaluate`,
    );
    const at = run.log.filter((s) => s.kind === "evaluate").map((s) => s.update);
    expect(at).toEqual([0, 2, 4, 5]);
    expect(run.done).toBe(true);
    expect(run.state).toBe("done");
    expect(await run.step()).toBeNull();
  });

  it("does not evaluate twice where the last update was due anyway", async () => {
    const run = make({ evaluateEvery: 5 });
    await run.play(all);
    const at = run.log.filter((s) => s.kind === "evaluate").map((s) => s.update);
    expect(at).toEqual([0, 5]);
  });

  it("takes one step, one stage or one round, by a predicate", async () => {
    const run = make();
    await run.play(() => true);
    expect(kinds(run.log)).toBe("evaluate");
    await run.play((s) => s.kind === "round");
    await run.play((s) => s.kind === "round");
    expect(run.log.at(-1)).toEqual({ kind: "round", t: 1, rounds: 5 });
    const step = await run.play((s) => s.kind === "label");
    expect(step).toBe(run.log.at(-1));
  });

  it("puts what the bench prepares before round 0", async () => {
    const report = {
      seen: 1,
      total: 1,
      loss: 0.5,
      accuracy: null,
      margin: null,
      ece: null,
      bins: [],
    };
    async function* prepare(): AsyncGenerator<Step> {
      yield { kind: "fit", report };
    }
    const run = make({ bench: { ...bench(), prepare } });
    await run.play((s) => s.kind === "round");
    expect(kinds(run.log)).toBe("fit evaluate round");
  });

  it("stops when aborted, keeps the step under way, and can go on", async () => {
    const run = make();
    const whole = make();
    await whole.play(all);
    const control = new AbortController();
    await run.play((s) => {
      if (s.kind === "pair") control.abort();
      return false;
    }, control.signal);
    expect(run.log.at(-1)?.kind).toBe("pair");
    expect(run.state).toBe("ready");
    expect(await run.play(all, control.signal)).toBeNull();
    await run.play(all);
    expect(run.log).toEqual(whole.log);
  });

  it("never has two steps under way, whoever asks", async () => {
    let inside = 0;
    let most = 0;
    const counted = withPolicy(bench(), (policy) => ({
      sample: async (...args) => {
        most = Math.max(most, ++inside);
        await new Promise((resolve) => setTimeout(resolve, 1));
        inside--;
        return policy.sample(...args);
      },
    }));
    const run = make({ bench: counted });
    const steps = await Promise.all([...Array(12)].map(() => run.step()));
    expect(most).toBe(1);
    expect(steps).toEqual(run.log);
    const whole = make();
    await whole.play(all);
    expect(run.log).toEqual(whole.log.slice(0, 12));
  });
});

describe("a fork", () => {
  it("replays the tail with equal knobs and leaves its parent's log alone", async () => {
    const run = make();
    await run.play(all);
    const log = structuredClone(run.log);
    for (const { round } of run.checkpoints) {
      const fork = run.fork(round);
      expect(fork.log).toEqual(log.slice(0, fork.log.length));
      await fork.play(all);
      expect(fork.log).toEqual(log);
      expect(fork.checkpoints.map((c) => c.at)).toEqual(run.checkpoints.map((c) => c.at));
    }
    expect(run.log).toEqual(log);
  });

  it("of a fork still replays", async () => {
    const run = make();
    await run.play(all);
    const fork = run.fork(1);
    await fork.play((s) => s.kind === "round" && s.t === 3);
    const again = fork.fork(3);
    await again.play(all);
    expect(again.log).toEqual(run.log);
  });

  it("takes new knobs from its round on", async () => {
    const run = make();
    await run.play(all);
    const fork = run.fork(2, { knobs: { beta: 1 } });
    await fork.play(all);
    expect(fork.knobs).toEqual({ ...run.knobs, beta: 1 });
    const at = run.checkpoints.find((c) => c.round === 2)!.at;
    expect(fork.log.slice(0, at)).toEqual(run.log.slice(0, at));
    expect(fork.log.slice(at)).not.toEqual(run.log.slice(at));
  });

  it("takes the model over: the parent can be read and forked, not stepped", async () => {
    const run = make();
    await run.play((s) => s.kind === "round" && s.t === 2);
    const fork = run.fork(0);
    await expect(run.step()).rejects.toMatchObject({ code: "run.superseded" });
    await fork.play((s) => s.kind === "update");
    const back = run.fork(2);
    await back.play(all);
    const whole = make();
    await whole.play(all);
    expect(back.log).toEqual(whole.log);
  });

  it("waits for the step its parent has under way", async () => {
    let enter = (): void => {};
    const entered = new Promise<void>((resolve) => (enter = resolve));
    let leave = (): void => {};
    const released = new Promise<void>((resolve) => (leave = resolve));
    let calls = 0;
    const slow = withPolicy(bench(), (policy) => ({
      update: async (...args) => {
        if (++calls === 4) {
          enter();
          await released;
        }
        return policy.update(...args);
      },
    }));
    const run = make({ bench: slow });
    await run.play((s) => s.kind === "pair" && run.updates === 3);
    const pending = run.step();
    await entered;
    const fork = run.fork(1);
    const played = fork.play(all);
    leave();
    expect((await pending)?.kind).toBe("update");
    await played;
    const whole = make();
    await whole.play(all);
    expect(fork.log).toEqual(whole.log);
  });

  it("keeps every round of a short run, and of a long one two dozen, evenly spaced", async () => {
    const rounds = async (iterations: number): Promise<number[]> => {
      const options = { bench: bench(), evaluateEvery: 1000, knobs: { ...knobs, iterations } };
      const run = new Run(onlineDpo, options);
      await run.play(all);
      return run.checkpoints.map(({ round }) => round);
    };
    expect(await rounds(24)).toEqual([...Array(24).keys()]);
    expect(await rounds(60)).toEqual([...Array(20).keys()].map((i) => 3 * i));
  });

  it("names the rounds there are when asked for another", async () => {
    const run = make();
    expect(() => run.fork(0)).toThrow(/no checkpoint/);
    await run.play((s) => s.kind === "round" && s.t === 1);
    expect(() => run.fork(4)).toThrow(TiltError);
    const error = (() => {
      try {
        run.fork(4);
      } catch (e) {
        return e as TiltError;
      }
    })();
    expect(error).toMatchObject({
      code: "run.no-checkpoint",
      next: "Fork from one of the rounds 1, 2.",
    });
  });

  it("finds the checkpoint that a position of the log goes back to", async () => {
    const run = make();
    await run.play(all);
    expect(run.checkpointAt(0)).toBeNull();
    for (const { at, round } of run.checkpoints) {
      expect(run.log[at]).toMatchObject({ kind: "round", t: round });
      expect(run.checkpointAt(at)?.round).toBe(round);
      expect(run.checkpointAt(at + 2)?.round).toBe(round);
    }
  });
});

describe("a reset, and another run on the same bench", () => {
  it("begin with the weights of the beginning", async () => {
    const run = make();
    await run.play(all);
    const again = run.reset();
    expect(kinds(again.log)).toBe("evaluate");
    await again.play(all);
    expect(again.log).toEqual(run.log);

    const other = new Run(onlineDpo, { bench: run.bench, evaluateEvery: 2, knobs });
    await other.play(all);
    expect(other.log).toEqual(run.log);
  });

  it("start from nothing when no round was reached", async () => {
    const run = make();
    await run.step();
    const again = run.reset({ knobs: { iterations: 1 } });
    expect(again.log).toEqual([]);
    await again.play(all);
    expect(again.checkpoints).toHaveLength(1);
  });
});

describe("a step that fails", () => {
  const flaky = (): { bench: Bench; heal(): void } => {
    let broken = true;
    const base = withPolicy(bench(), (policy) => ({
      logprob: policy.logprob,
      update: async (...args) => {
        if (broken && args[0].kind === "pairs") throw new Error("the device was lost");
        return policy.update(...args);
      },
    }));
    return { bench: base, heal: () => void (broken = false) };
  };

  it("keeps the log, is reported with a next step, and can be forked", async () => {
    const { bench, heal } = flaky();
    const run = make({ bench });
    await expect(run.play(all)).rejects.toMatchObject({
      code: "run.step-failed",
      message: "Online DPO stopped: the device was lost",
    });
    expect(run.state).toBe("failed");
    expect(run.error?.next).toMatch(/Fork/);
    expect(kinds(run.log)).toBe("evaluate round sample label pair");
    await expect(run.step()).rejects.toBe(run.error);

    heal();
    const fork = run.fork(0);
    await fork.play(all);
    const whole = make();
    await whole.play(all);
    expect(fork.log).toEqual(whole.log);
  });

  it("keeps the words of an error made for people", async () => {
    const error = new TiltError("device.lost", "The GPU went away.", "Reload the page.");
    const run = make({ bench: { ...bench(), evaluate: () => Promise.reject(error) } });
    await expect(run.step()).rejects.toBe(error);
    expect(run.log).toEqual([]);
  });
});

describe("an update with a broken number", () => {
  it.each(["loss", "gradNorm"] as const)(
    "in %s goes back to the round's weights",
    async (field) => {
      const base = bench();
      let calls = 0;
      const broken = withPolicy(base, (policy) => ({
        update: async (...args) => {
          const report = await policy.update(...args);
          return ++calls === 3 ? { ...report, [field]: NaN } : report;
        },
      }));
      const run = make({ bench: broken });
      await run.play((s) => s.kind === "round" && s.t === 2);
      const laws = [0, 1, 2, 3].map((q) => base.policy.law(q));
      await expect(run.play(all)).rejects.toMatchObject({
        code: "update.not-finite",
        message: expect.stringContaining("Update 3"),
        next: expect.stringContaining("lower learning rate"),
      });
      expect([0, 1, 2, 3].map((q) => base.policy.law(q))).toEqual(laws);
      expect(run.log.filter((s) => s.kind === "update")).toHaveLength(2);
      expect(run.log.at(-1)?.kind).toBe("pair");

      const fork = run.fork(2);
      await fork.play(all);
      const whole = make();
      await whole.play(all);
      expect(fork.log).toEqual(whole.log);
    },
  );
});
